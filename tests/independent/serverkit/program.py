"""The command line that every independent server has."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from . import registry
from .http_layer import make_server


def parser_of(description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--port", type=int, default=0, help="on 127.0.0.1; 0 lets the kernel choose")
    parser.add_argument("--target-file", type=Path, help="where to write the target file of this server")
    parser.add_argument("--variant", action="append", default=[], metavar="NAME", help="a right but unusual behaviour")
    parser.add_argument("--fault", action="append", default=[], metavar="NAME", help="a wrong behaviour")
    parser.add_argument("--list", action="store_true", help="print variants and faults as JSON")
    return parser


def serve(options: argparse.Namespace, build: Callable, target_yaml: Callable) -> None:
    """Serves until it is killed. `build` makes the application of mixins, `target_yaml` its target file at a URL."""
    mixins = [registry.FAULTS[name].mixin for name in options.fault] + [registry.VARIANTS[name].mixin for name in options.variant]
    with make_server(options.port) as server:
        server.application = build(mixins)
        base_url = f"http://127.0.0.1:{server.server_address[1]}"
        if options.target_file:
            options.target_file.write_text(target_yaml(server.application, base_url))
        print(f"listening {base_url}", flush=True)
        server.serve_forever()


def run(parser: argparse.ArgumentParser, packages: tuple[ModuleType, ...], build: Callable, target_yaml: Callable) -> int:
    registry.load_rows(*packages)
    options = parser.parse_args()
    for name in set(options.variant) - registry.VARIANTS.keys() | set(options.fault) - registry.FAULTS.keys():
        parser.error(f"there is no variant or fault {name}; --list names them")
    if options.list:
        rows = {"variants": registry.VARIANTS, "faults": registry.FAULTS}
        print(json.dumps({name: [row.listing() for row in table.values()] for name, table in rows.items()}, indent=1))
        return 0
    try:
        serve(options, build, target_yaml)
    except KeyboardInterrupt:
        pass
    return 0
