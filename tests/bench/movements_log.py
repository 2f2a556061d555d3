#!/usr/bin/env python3
"""Records 10,000 movements and prints how long the dashboard's movements log takes for each of its filters: median and worst of
20 calls, over one connection.

    tests/bench/movements_log.py [--pitboss build/release/bin/pitboss] [--store memory|sqlite] [--movements 10000]
"""
import argparse
import contextlib
import http.client
import json
import statistics
import subprocess
import tempfile
import time

BRAND = "6f1c2a34-5b0e-4d3c-9a52-7c1d5f3f5a01"  # of the sample platform
PLAYERS = 100
CALLS = 20


class Server:
    """`pitboss serve --dashboard` on a free port."""

    def __init__(self, pitboss, store, folder):
        target = f"{folder}/target.yaml"
        self.process = subprocess.Popen(
            [pitboss, "serve", "--dashboard", "--port", "0", "--target-file", target, "--log-level", "warn",
             "--store", "memory" if store == "memory" else f"sqlite:{folder}/bench.db"],
            stdout=subprocess.PIPE, text=True)
        port = int(self.process.stdout.readline().rsplit(":", 1)[1])
        with open(target, encoding="utf-8") as file:
            line = next(line for line in file if "api_key:" in line)
        self.key = line.split(":", 1)[1].strip()
        self.connection = http.client.HTTPConnection("127.0.0.1", port)

    def call(self, method, path, body=None):
        headers = {"X-Api-Key": self.key, "Content-Type": "application/json"} if body else {}
        self.connection.request(method, path, json.dumps(body) if body else None, headers)
        reply = self.connection.getresponse()
        content = reply.read()
        if reply.status != 200:
            raise SystemExit(f"{method} {path}: {reply.status} {content.decode()}")
        return json.loads(content)

    def close(self):
        self.process.terminate()
        self.process.wait()


def record(server, movements):
    for player in range(PLAYERS):
        server.call("POST", "/tracking/client/v1",
                    {"externalId": f"player-{player}", "revenueOriginId": BRAND, "clickId": "click-1"})
    for number in range(movements):
        server.call("POST", "/tracking/client-metric-movement/v1",
                    {"externalClientId": f"player-{number % PLAYERS}", "revenueOriginId": BRAND, "requestId": f"request-{number}",
                     "metrics": [{"code": "ngr", "type": "relative", "value": "1.25"},
                                 {"code": "total-deposits", "type": "relative", "value": "3"}]})


def measure(server, name, query):
    took = []
    for _ in range(CALLS):
        begin = time.perf_counter()
        page = server.call("GET", "/dashboard/v1/movements" + query)
        took.append((time.perf_counter() - begin) * 1000)
    print(f"{name:24} {page['total']:8} {statistics.median(took):10.1f} {max(took):8.1f}")
    return page


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pitboss", default="build/release/bin/pitboss")
    arguments.add_argument("--store", choices=("memory", "sqlite"), default="memory")
    arguments.add_argument("--movements", type=int, default=10_000)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder, contextlib.closing(
            Server(options.pitboss, options.store, folder)) as server:
        record(server, options.movements)
        print(f"{'filter':24} {'total':>8} {'median ms':>10} {'worst':>8}")
        first = measure(server, "none", "")
        measure(server, "none, 200 rows", "?limit=200")
        measure(server, "none, second page", f"?cursor={first['next_cursor']}")
        measure(server, "a year", "?from=2026-01-01&to=2099-12-31")
        measure(server, "player ID", f"?player_id={first['rows'][0]['player_id']}")
        measure(server, "external client ID", "?external_client_id=player-7")
        measure(server, "request ID", "?request_id=request-17")


if __name__ == "__main__":
    main()
