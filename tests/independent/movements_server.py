#!/usr/bin/env python3
"""A server of the contract `movements` that shares nothing with Pitboss but the contract page. See README.md."""

import sys

import movementserver
import serverkit
from movementserver.server import build_movements, target_yaml
from serverkit.program import parser_of, run

if __name__ == "__main__":
    sys.exit(run(parser_of(__doc__), (serverkit, movementserver), build_movements, target_yaml))
