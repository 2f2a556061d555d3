#!/usr/bin/env python3
"""A wallet server for `pitboss check` that shares nothing with Pitboss but the contract page. See README.md."""

import sys
from pathlib import Path

import serverkit
import walletserver
from serverkit.program import parser_of, run
from walletserver.server import Settings, build_wallet, target_yaml
from walletserver.tokens import mint_launch_token


def main() -> int:
    parser = parser_of(__doc__)
    parser.add_argument("--mint-launch-token", metavar="PLAYER", help="print a fresh launch token of the player and end")
    player = parser.parse_args().mint_launch_token
    if player:
        print(mint_launch_token(Settings().launch_secret, player))
        return 0
    script = str(Path(__file__).resolve())
    return run(parser, (serverkit, walletserver), build_wallet, lambda wallet, url: target_yaml(wallet, url, script))


if __name__ == "__main__":
    sys.exit(main())
