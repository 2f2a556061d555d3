#!/usr/bin/env python3
"""A wallet server for `pitboss check` that shares nothing with Pitboss but the contract page. See README.md."""

import argparse
import json
import sys
from pathlib import Path

from walletserver import load_rows
from walletserver.http_layer import make_server
from walletserver.registry import FAULTS, VARIANTS
from walletserver.server import Settings, build_wallet, target_yaml
from walletserver.tokens import mint_launch_token


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="on 127.0.0.1; 0 lets the kernel choose")
    parser.add_argument("--target-file", type=Path, help="where to write the target file of this server")
    parser.add_argument("--variant", action="append", default=[], metavar="NAME", help="a right but unusual behaviour")
    parser.add_argument("--fault", action="append", default=[], metavar="NAME", help="a wrong behaviour")
    parser.add_argument("--list", action="store_true", help="print variants and faults as JSON")
    parser.add_argument("--mint-launch-token", metavar="PLAYER", help="print a fresh launch token of the player")
    options = parser.parse_args()
    for name in set(options.variant) - VARIANTS.keys() | set(options.fault) - FAULTS.keys():
        parser.error(f"there is no variant or fault {name}; --list names them")
    return options


def serve(options: argparse.Namespace) -> None:
    mixins = [FAULTS[name].mixin for name in options.fault] + [VARIANTS[name].mixin for name in options.variant]
    with make_server(options.port) as server:
        server.wallet = build_wallet(mixins)
        base_url = f"http://127.0.0.1:{server.server_address[1]}"
        if options.target_file:
            options.target_file.write_text(target_yaml(server.wallet, base_url, str(Path(__file__).resolve())))
        print(f"listening {base_url}", flush=True)
        server.serve_forever()


def main() -> int:
    load_rows()
    options = arguments()
    if options.list:
        rows = {"variants": VARIANTS, "faults": FAULTS}
        print(json.dumps({name: [row.listing() for row in table.values()] for name, table in rows.items()}, indent=1))
    elif options.mint_launch_token:
        print(mint_launch_token(Settings().launch_secret, options.mint_launch_token))
    else:
        serve(options)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(0)
