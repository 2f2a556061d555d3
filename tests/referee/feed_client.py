#!/usr/bin/env python3
"""An operator that feeds an affiliate platform, for `pitboss referee`, that shares nothing with Pitboss but the contract page. See README.md."""

import sys

from clientkit.program import run
import feedclient
from feedclient.exporter import FeedClient

if __name__ == "__main__":
    sys.exit(run(__doc__, feedclient, FeedClient))
