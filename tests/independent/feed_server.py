#!/usr/bin/env python3
"""A server of the contract `feed` that shares nothing with Pitboss but the contract page. See README.md."""

import sys

import feedserver
import serverkit
from feedserver.server import build_feed, target_yaml
from serverkit.program import parser_of, run


def main() -> int:
    parser = parser_of(__doc__)
    parser.add_argument("--rate-seconds", type=float, default=60, help="the minute of the limit of 1000 requests, shortened for tests")
    seconds = parser.parse_args().rate_seconds
    return run(parser, (serverkit, feedserver), lambda mixins: build_feed(mixins, seconds), target_yaml)


if __name__ == "__main__":
    sys.exit(main())
