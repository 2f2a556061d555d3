#!/usr/bin/env python3
"""Measures `pitboss load` and the reference server under it, and prints a table: figure, goal, value, met or not.

Only ratios within one run carry, as machines drift: what is compared is measured in turn, round by round, and a row gives
the median of the rounds' ratios, with the rounds behind it. Where there are two cores or more, the generator has one and
what it calls another, unless the row says otherwise.

    tests/bench/load.py [--quick] [--rows closed,cpu] [--rounds 5] [--seconds 5]
    tests/bench/load.py --list

Needs wrk and PostgreSQL 15 with pgbench (ci/install-deps --dev), and the targets pitboss and pitboss_bare_server."""
import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import uuid
from datetime import datetime

from bench_processes import Background, Postgres, cpu_seconds, pinned, resident_kib

HERE = os.path.dirname(os.path.abspath(__file__))
BIN = os.path.join(HERE, "../../build/release/bin")
CONNECTIONS = 64
PLAYERS = 200
SECRET = "bench-secret"

# Rounds of one debit and one credit of nothing: each request unique and signed, each reply verified, and a server that
# does no work can give the right balance.
FLAT = """profile: flat
warm_up: 500ms
connections: {connections}
wallet:
  rounds_a_visit: [1000000, 1000000]
  bets: [{{amount: 0.00, weight: 1}}]
  payouts: [{{times: 1, weight: 1}}]
  return_to_player: 100
  balance_calls: 10
"""


class Row:
    """One line of the table. `better` is 'high' or 'low'."""

    def __init__(self, name, figure, goal, better="high"):
        self.name, self.figure, self.goal, self.better = name, figure, goal, better
        self.value, self.rounds, self.remark = None, [], ""

    def take(self, rounds, remark=""):
        self.rounds = list(rounds)
        self.value = statistics.median(self.rounds)
        self.remark = remark

    def met(self):
        return self.value >= self.goal if self.better == "high" else self.value <= self.goal

    def text(self):
        sign = ">=" if self.better == "high" else "<="
        if self.value is None:
            return f"| {self.figure} | {sign} {self.goal} | not measured | | {self.remark} |"
        rounds = ", ".join(f"{value:.2f}" for value in self.rounds)
        return (f"| {self.figure} | {sign} {self.goal} | {self.value:.2f} | {'met' if self.met() else 'NOT MET'} | "
                f"{rounds}{'; ' + self.remark if self.remark else ''} |")


class Bench:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.rows = {row.name: row for row in (
            Row("closed", "closed loop, signed and verified: of wrk with a fixed body", 1.0),
            Row("lua", "the same: of wrk with Lua, unique signed bodies", 1.6),
            Row("cpu", "CPU us a request of the generator", 7.5, "low"),
            Row("lag", "open loop at 20,000/s: send lag p99, us", 100, "low"),
            Row("server", "reference server, memory: of a bare Asio server with the same signature check", 0.8),
            Row("durable", "reference server, SQLite: of its memory store, on all cores", 0.5),
            Row("postgres", "reference server on PostgreSQL: of pgbench's TPC-B", 2),
            Row("memory", "memory after ten times the requests", 1.1, "low"),
            Row("audit", "audit of 1 million transactions, s", 10, "low"))}

    # ---- what is started ----

    def bare(self, *options):
        target = os.path.join(self.folder, f"bare-{uuid.uuid4().hex}.yaml")
        server = Background(pinned([os.path.join(BIN, "pitboss_bare_server"), target, str(PLAYERS), *options], core=0))
        server.url = server.first_line()
        server.target, server.player, server.token = target, "p1", "bench-token"
        return server

    def reference(self, store, core=None):
        target = os.path.join(self.folder, f"reference-{uuid.uuid4().hex}.yaml")
        command = [os.path.join(BIN, "pitboss"), "serve", "--port", "0", "--store", store, "--players", str(PLAYERS),
                   "--target-file", target, "--log-level", "warn"]
        server = Background(pinned(command, core) if core is not None else command)
        server.first_line()
        server.target = target
        return server

    def load(self, target, seconds, *options, core=1, profile=FLAT):
        """Runs the generator; returns its results and the CPU seconds that it took."""
        file = os.path.join(self.folder, "profile.yaml")
        with open(file, "w", encoding="utf-8") as out:
            out.write(profile.format(connections=CONNECTIONS))
        report = os.path.join(self.folder, "report")
        command = [os.path.join(BIN, "pitboss"), "load", "--target", target, "--profile", file, "--report-dir", report,
                   "--format", "json", "--quiet", "--duration", f"{int(seconds * 1000)}ms", *options]
        if core is not None:
            command = pinned(command + ["--threads", "1"], core)
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        out = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        if os.waitstatus_to_exitcode(status) not in (0, 4):
            raise RuntimeError(f"pitboss load ended with {os.waitstatus_to_exitcode(status)}:\n{out}")
        with open(os.path.join(report, "load.json"), encoding="utf-8") as results:
            return json.load(results), usage.ru_utime + usage.ru_stime

    def wrk(self, url, seconds, script, server=None):
        environment = dict(os.environ, BENCH_SECRET=SECRET, BENCH_RUN=uuid.uuid4().hex[:12],
                           BENCH_TOKEN=server.token if server else "", BENCH_PLAYER=server.player if server else "")
        command = pinned(["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "-s", os.path.join(HERE, script),
                          url + "/v1/transaction"], core=1)
        out = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
        return float(re.search(r"Requests/sec: *([0-9.]+)", out).group(1))

    # ---- rows ----

    def closed(self, wanted):
        """Generator, wrk and wrk with Lua in turn, against a server without work."""
        ours, fixed, lua, cpu = [], [], [], []
        with self.bare() as server:
            for _ in range(self.options.rounds):
                results, used = self.load(server.target, self.options.seconds)
                ours.append(float(results["rate"]))
                cpu.append(used * 1e6 / results["all_requests"])
                if "closed" in wanted:
                    fixed.append(self.wrk(server.url, self.options.seconds, "fixed.lua"))
                if "lua" in wanted:
                    lua.append(self.wrk(server.url, self.options.seconds, "wallet.lua", server))
        rate = f"{statistics.median(ours):.0f} a second"
        if fixed:
            self.rows["closed"].take([a / b for a, b in zip(ours, fixed)], f"{rate}, wrk {statistics.median(fixed):.0f}")
        if lua:
            self.rows["lua"].take([a / b for a, b in zip(ours, lua)], f"{rate}, wrk with Lua {statistics.median(lua):.0f}")
        self.rows["cpu"].take(cpu)

    def lag(self):
        rounds = []
        with self.bare() as server:
            for _ in range(self.options.rounds):
                results, _ = self.load(server.target, self.options.seconds, "--rate", "20000")
                rounds.append(next(point["us"] for point in results["send_lag"]["percentiles"] if float(point["percentile"]) == 99))
        self.rows["lag"].take(rounds)

    @staticmethod
    def play_the_other_game(target):
        """Nobody has free games in it, so that replies hold what those of the bare server do: the balance."""
        with open(target, encoding="utf-8") as file:
            text = file.read()
        game, other = (re.search(rf"^  {name}: (.*)$", text, re.M).group(1) for name in ("game", "other_game"))
        text = text.replace(f"\n  game: {game}\n", f"\n  game: {other}\n").replace(f"other_game: {other}", f"other_game: {game}")
        with open(target, "w", encoding="utf-8") as file:
            file.write(text)

    def server(self):
        """Requests a second of server CPU: what the server could do were its callers never the limit."""
        ours, bare = [], []
        with self.bare("--signature", SECRET) as plain, self.reference("memory", core=0) as reference:
            self.play_the_other_game(reference.target)
            for _ in range(self.options.rounds):
                for server, figures in ((reference, ours), (plain, bare)):
                    before = cpu_seconds(server.pid)
                    results, _ = self.load(server.target, self.options.seconds)
                    figures.append(results["all_requests"] / (cpu_seconds(server.pid) - before))
        self.rows["server"].take([a / b for a, b in zip(ours, bare)],
                                 f"requests a CPU second: {statistics.median(ours):.0f}, bare {statistics.median(bare):.0f}")

    def durable(self):
        memory, sqlite = [], []
        database = os.path.join(self.folder, "bench.db")
        with self.reference("memory") as plain, self.reference(f"sqlite:{database}") as durable:
            for _ in range(self.options.rounds):
                for server, figures in ((durable, sqlite), (plain, memory)):
                    figures.append(float(self.load(server.target, self.options.seconds, core=None)[0]["rate"]))
        self.rows["durable"].take([a / b for a, b in zip(sqlite, memory)],
                                  f"{statistics.median(sqlite):.0f} a second, memory {statistics.median(memory):.0f}")

    def postgres(self):
        """Transactions (debits and credits) a second, beside pgbench's with as many clients."""
        ours, theirs = [], []
        with Postgres(self.folder) as database:
            database.prepare_pgbench(scale=CONNECTIONS if not self.options.quick else 8)
            with self.reference(database.url("pitboss")) as server:
                for _ in range(self.options.rounds):
                    results, _ = self.load(server.target, self.options.seconds, core=None)
                    applied = sum(call["ended"]["right"] for call in results["calls"] if call["name"] in ("debit", "credit"))
                    ours.append(applied * 1000 / results["run"]["measured_ms"])
                    theirs.append(database.pgbench(CONNECTIONS, self.options.seconds))
        self.rows["postgres"].take([a / b for a, b in zip(ours, theirs)],
                                   f"{statistics.median(ours):.0f} transactions a second, pgbench {statistics.median(theirs):.0f}")

    def memory(self):
        """The memory of one run when so many requests, and ten times as many, have been answered."""
        few = 100_000 if self.options.quick else 1_000_000
        with self.bare() as server:
            rate = float(self.load(server.target, 2)[0]["rate"])
            file = os.path.join(self.folder, "profile.yaml")
            seconds = int(few * 10 / rate * 1.1) + 2
            generator = Background(pinned([os.path.join(BIN, "pitboss"), "load", "--target", server.target, "--profile", file,
                                           "--report-dir", os.path.join(self.folder, "long"), "--format", "json", "--threads", "1",
                                           "--duration", f"{seconds}s"], core=1))
            sizes = {}
            with generator:
                for line in generator.lines():
                    found = re.search(r"(\d+) right, ", line)
                    done = int(found.group(1)) if found else 0
                    for wanted in (few, few * 10):
                        if done >= wanted and wanted not in sizes and os.path.exists(f"/proc/{generator.pid}/status"):
                            sizes[wanted] = (done, resident_kib(generator.pid))
        if len(sizes) < 2:
            self.rows["memory"].remark = "the run ended before it had made the requests"
            return
        (few_done, before), (many_done, after) = sizes[few], sizes[few * 10]
        self.rows["memory"].take([after / before], f"{before} KiB after {few_done}, {after} KiB after {many_done}")

    def audit(self):
        """From the end of the traffic to the last balance read and the books closed."""
        wanted = 100_000 if self.options.quick else 1_000_000
        with self.reference("memory") as server:
            rate = float(self.load(server.target, 2, core=None)[0]["rate"])
            results, _ = self.load(server.target, wanted / rate * 1.2, core=None)
        run = results["run"]
        books = {row["name"]: row["value"] for row in results["audit"]["books"]}
        took = seconds_between(run["started_at"], run["finished_at"]) - (run["measured_ms"] + run["warm_up_ms"]) / 1000
        self.rows["audit"].take([took * 1_000_000 / wanted if self.options.quick else took],
                                f"{books['transactions']} transactions of {results['audit']['actors']} players in {took:.2f} s")

    def run(self, wanted):
        if wanted & {"closed", "lua", "cpu"}:
            self.closed(wanted)
        for name in ("lag", "server", "durable", "postgres", "memory", "audit"):
            if name in wanted:
                getattr(self, name)()

    def table(self, wanted):
        lines = ["| figure | goal | median | | rounds |", "| --- | --- | --- | --- | --- |"]
        return "\n".join(lines + [row.text() for name, row in self.rows.items() if name in wanted])


def seconds_between(before, after):
    begin, end = (datetime.fromisoformat(text.replace("Z", "+00:00")) for text in (before, after))
    return (end - begin).total_seconds()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", help="names separated by commas; all without it")
    parser.add_argument("--list", action="store_true", help="name the rows")
    parser.add_argument("--quick", action="store_true", help="one short round of each: does it work, not how fast is it")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5)
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.seconds = 1, 1
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, folder)
        if options.list:
            print("\n".join(f"{row.name:9} {row.figure}" for row in bench.rows.values()))
            return 0
        wanted = set(options.rows.split(",")) if options.rows else set(bench.rows)
        if unknown := wanted - set(bench.rows):
            parser.error(f"--rows: there is no {', '.join(sorted(unknown))}; --list names them")
        load_before = os.getloadavg()[0]
        bench.run(wanted)
        print(f"{CONNECTIONS} connections, {options.rounds} rounds of {options.seconds:g} s, {os.cpu_count()} cores, load average "
              f"before {load_before:.1f}{' (busy: figures are too low)' if load_before > 0.5 else ''}\n")
        print(bench.table(wanted))
    return 0


if __name__ == "__main__":
    sys.exit(main())
