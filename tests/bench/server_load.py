#!/usr/bin/env python3
"""Drives the reference server with wrk and prints requests a second and CPU microseconds a request, the memory and the durable
store side by side, in interleaved rounds (medians; the machines are noisy, so only the ratio carries).

    tests/bench/server_load.py [--pitboss build/release/bin/pitboss] [--rounds 3] [--seconds 5] [--connections 64]
"""
import argparse
import hashlib
import hmac
import json
import os
import re
import statistics
import subprocess
import tempfile
import urllib.request
import uuid

HERE = os.path.dirname(os.path.abspath(__file__))
STORES = ("memory", "sqlite")


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Server:
    """`pitboss serve` on a free port, with a session of its first player."""

    def __init__(self, pitboss, store, folder):
        self.target_file = os.path.join(folder, f"{store}.yaml")
        where = "memory" if store == "memory" else f"sqlite:{folder}/{store}.db"
        self.process = subprocess.Popen(
            [pitboss, "serve", "--port", "0", "--store", where, "--target-file", self.target_file, "--log-level", "warn"],
            stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()  # printed when the server is ready
        with open(self.target_file, encoding="utf-8") as file:
            text = file.read()
        self.url = re.search(r"base_url: *\"?([^\s\"]+)", text).group(1)
        self.secret = re.search(r"hmac_secret: *\"?([^\s\"]+)", text).group(1)
        self.authenticate(re.search(r"launch_token: *\"?([^\s\",}]+)", text).group(1))

    def authenticate(self, launch_token):
        body = json.dumps({"launchToken": launch_token, "provider": "gameprovider", "game": "fantasyquest", "ip": "127.0.0.1",
                           "platform": "desktop"}).encode()
        signature = hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        request = urllib.request.Request(self.url + "/v1/authenticate", body, {
            "Content-Type": "application/json", "X-HMAC-Signature": signature, "X-Request-ID": str(uuid.uuid4())})
        with urllib.request.urlopen(request) as reply:
            session = json.load(reply)
        self.player, self.token = session["playerId"], session["playerToken"]

    def load(self, seconds, connections):
        environment = dict(os.environ, BENCH_SECRET=self.secret, BENCH_TOKEN=self.token, BENCH_PLAYER=self.player,
                           BENCH_RUN=uuid.uuid4().hex[:12])
        before = cpu_seconds(self.process.pid)
        printed = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", os.path.join(HERE, "wallet.lua"), self.url],
                                 env=environment, capture_output=True, text=True, check=True).stdout
        used = cpu_seconds(self.process.pid) - before
        figures = json.loads(re.search(r"^BENCH (.*)$", printed, re.MULTILINE).group(1))
        figures["rate"] = figures["requests"] * 1_000_000 / figures["micros"]
        figures["cpu_micros"] = used * 1_000_000 / figures["requests"]
        return figures

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pitboss", default=os.path.join(HERE, "../../build/release/bin/pitboss"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=64)
    options = parser.parse_args()
    runs = {store: [] for store in STORES}
    with tempfile.TemporaryDirectory() as folder:
        servers = {store: Server(options.pitboss, store, folder) for store in STORES}
        try:
            for _ in range(options.rounds):
                for store, server in servers.items():
                    runs[store].append(server.load(options.seconds, options.connections))
        finally:
            for server in servers.values():
                server.stop()
    print(f"signed unique debits, {options.connections} connections, medians of {options.rounds} rounds of {options.seconds} s")
    print(f"{'store':8} {'requests/s':>11} {'CPU us/request':>15} {'p50 ms':>8} {'p99 ms':>8} {'failed':>7}")
    for store in STORES:
        middle = {key: statistics.median(run[key] for run in runs[store]) for key in runs[store][0]}
        print(f"{store:8} {middle['rate']:11.0f} {middle['cpu_micros']:15.1f} {middle['p50'] / 1000:8.2f} {middle['p99'] / 1000:8.2f}"
              f" {middle['failed']:7.0f}")
    ratios = [durable["rate"] / memory["rate"] for memory, durable in zip(runs["memory"], runs["sqlite"])]
    print(f"sqlite, of memory: {statistics.median(ratios):.2f} (round by round {', '.join(f'{ratio:.2f}' for ratio in ratios)})")


if __name__ == "__main__":
    main()
