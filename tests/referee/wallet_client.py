#!/usr/bin/env python3
"""A game provider for `pitboss referee` that shares nothing with Pitboss but the contract page. See README.md."""

import sys

import walletclient
from clientkit.program import run
from walletclient.rounds import WalletClient

if __name__ == "__main__":
    sys.exit(run(__doc__, walletclient, WalletClient))
