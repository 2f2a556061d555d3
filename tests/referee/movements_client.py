#!/usr/bin/env python3
"""An operator that reports player metrics, for `pitboss referee`, that shares nothing with Pitboss but the contract page. See README.md."""

import sys

from clientkit.program import run
import movementsclient
from movementsclient.operator import MovementsClient

if __name__ == "__main__":
    sys.exit(run(__doc__, movementsclient, MovementsClient))
