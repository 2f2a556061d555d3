"""The command line that every client has. It ends with 0 when all is done, 3 when the server's books are not the client's."""

import argparse
import json
from datetime import datetime
from pathlib import Path
from types import ModuleType

from serverkit import registry

from .clock import Clock
from .target_file import read_target

BOOKS_DIFFER = 3


def run(description: str, package: ModuleType, client: type) -> int:
    """Plays the client, with what variants and faults put in its place, against the server of the target file."""
    registry.load_rows(package)
    options = _parser(description).parse_args()
    rows = {"variants": registry.VARIANTS, "faults": registry.FAULTS}
    if options.list:
        listing = {kind: [_listing(row, client) for row in table.values()] for kind, table in rows.items()}
        print(json.dumps({"clock": client.clock_options} | listing, indent=1))
        return 0
    mixins = [registry.FAULTS[name].mixin for name in options.fault] + [registry.VARIANTS[name].mixin for name in options.variant]
    built = type("BuiltClient", (*mixins, client), {})(read_target(options.target), options.seed, Clock(options.clock, options.clock_speed))
    differences = built.play()
    for line in differences:
        print(f"books differ: {line}")
    return BOOKS_DIFFER if differences else 0


def _listing(row, client: type) -> dict:
    """The row with the options that set the clocks of its client and of the referee."""
    return row.listing() | {"clock": getattr(row.mixin, "clock_options", client.clock_options)}


def _parser(description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--target", type=Path, help="target file of the server")
    parser.add_argument("--seed", type=int, default=1, help="the same seed plays the same work")
    parser.add_argument("--variant", action="append", default=[], metavar="NAME", help="a right but unusual behaviour")
    parser.add_argument("--fault", action="append", default=[], metavar="NAME", help="a wrong behaviour")
    parser.add_argument("--clock", type=datetime.fromisoformat, metavar="TIME", help="the time at the start, with its offset; by default now")
    parser.add_argument("--clock-speed", type=int, default=1, metavar="N", help="how many seconds pass in a second")
    parser.add_argument("--list", action="store_true", help="print variants and faults as JSON")
    return parser
