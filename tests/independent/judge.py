#!/usr/bin/env python3
"""Judges `pitboss check` by the independent servers: what it says of each correct server, of every variant, of every fault.

Right answers: the correct server and the variants conform (exit 0, or what the variant's row allows) without a warning but those of
the row, a fault of level M makes the run nonconformant (exit 1) and its requirement fail, one of level S leaves it conformant (exit 0)
and its requirement warn. A row may name several requirements or globs of them; then one is enough."""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
SERVERS = {"wallet": "wallet.py", "feed": "feed_server.py", "movements": "movements_server.py"}

# A rate limit is waited for: only the rows that concern it are judged by its scenarios, and then by these alone.
RATE = "feed.rate.*"
RATE_SECONDS = 10       # instead of a minute

NOTHING_SELECTED = 4    # of the exit codes of `pitboss check`
REASON_LENGTH = 400     # characters of a reason that are printed


@dataclass(frozen=True)
class Case:
    contract: str
    name: str
    kind: str               # correct, variant, fault M or fault S
    sentence: str
    options: tuple = ()
    exits: tuple = (0,)
    requirement: str = ""
    verdict: str = ""       # what the requirement must get
    warns: tuple = ()       # requirements, or globs, that may warn of a variant
    rate: bool = False      # whether it concerns the limit of the feed's rate

    def window(self) -> list:
        """Options of the server: how long its limit of the rate lasts."""
        return ["--rate-seconds", str(RATE_SECONDS)] if self.rate else []

    def selection(self, narrow: bool) -> list:
        """Options of `pitboss check`. Where it is narrow a fault is judged by the scenarios of its requirements alone."""
        chosen = ["--contract", self.contract]
        if self.rate:
            return [*chosen, "--only", RATE]
        if narrow and self.requirement:
            chosen += [option for name in self.requirement.split("|") for option in ("--only", name)]
        return chosen + (["--skip", RATE] if self.contract == "feed" else [])


@dataclass
class Outcome:
    case: Case
    exit_code: int | None = None
    seconds: float = 0.0
    problem: str = ""
    fails: dict = field(default_factory=dict)       # requirement -> reason
    warns: dict = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return not self.problem


def cases(contract: str) -> list:
    listing = subprocess.run([sys.executable, FOLDER / SERVERS[contract], "--list"], check=True, capture_output=True, text=True).stdout
    rows = json.loads(listing)
    found = [Case(contract, "correct", "correct", "The server as the page describes it.")]
    for row in rows["variants"]:
        found.append(Case(contract, row["name"], "variant", row["sentence"], ("--variant", row["name"]), tuple(row["exits"]),
                          warns=tuple(row["warns"]), rate=row["name"].startswith("rate-")))
    for row in rows["faults"]:
        exits, verdict = ((1,), "fail") if row["level"] == "M" else ((0,), "warn")
        found.append(Case(contract, row["name"], f"fault {row['level']}", row["breaks"], ("--fault", row["name"]), exits,
                          row["requirement"], verdict, rate=row["requirement"].startswith("feed.rate.")))
    return found


def judge(case: Case, options: argparse.Namespace, folder: Path) -> Outcome:
    """Runs one server and the suite against it."""
    outcome, target, started = Outcome(case), folder / "target.yaml", time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "server.log").open("w") as log:
        command = [sys.executable, FOLDER / SERVERS[case.contract], "--target-file", target, *case.options, *case.window()]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        if not server.stdout.readline().startswith("listening "):
            outcome.problem = "the server did not start"
        else:
            run_suite(outcome, options, target, folder)
    finally:
        server.kill()
        server.wait()
        server.stdout.close()
    outcome.seconds = time.monotonic() - started
    return outcome


def run_suite(outcome: Outcome, options: argparse.Namespace, target: Path, folder: Path) -> None:
    report = folder / "report"
    shutil.rmtree(report, ignore_errors=True)
    try:
        outcome.exit_code = check(outcome.case.selection(options.narrow), options, target, folder)
        if outcome.exit_code == NOTHING_SELECTED and options.narrow:    # what is judged of every reply has no scenario of its own
            outcome.exit_code = check(outcome.case.selection(False), options, target, folder)
    except subprocess.TimeoutExpired:
        outcome.problem = f"pitboss did not end within {options.timeout} s"
        return
    requirements = read_requirements(report / "results.json")
    outcome.fails = {name: row.get("reason", "") for name, row in requirements.items() if row["verdict"] == "fail"}
    outcome.warns = {name: row.get("reason", "") for name, row in requirements.items() if row["verdict"] == "warn"}
    outcome.problem = problem_of(outcome, requirements)


def check(selection: list, options: argparse.Namespace, target: Path, folder: Path) -> int:
    """Runs `pitboss check`; its exit code. Raises subprocess.TimeoutExpired."""
    command = [options.pitboss, "check", "--target", target, "--report-dir", folder / "report", "--format", "json", *selection,
               *options.pitboss_options]
    with (folder / "pitboss.log").open("w") as log:
        return subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=options.timeout).returncode


def read_requirements(path: Path) -> dict:
    try:
        return {row["id"]: row for row in json.loads(path.read_text())["requirements"]}
    except (OSError, ValueError, KeyError):
        return {}


def problem_of(outcome: Outcome, requirements: dict) -> str:
    """What is wrong with the suite's answer; empty where it is right."""
    case, problems = outcome.case, []
    if not requirements:
        problems.append("there is no results.json")
    if outcome.exit_code not in case.exits:
        problems.append(f"exit {outcome.exit_code} instead of {' or '.join(map(str, case.exits))}")
    if case.requirement:
        found = {name: row["verdict"] for name, row in requirements.items() if named_by(name, case.requirement.split("|"))}
        if case.verdict not in found.values():
            seen = ", ".join(sorted(set(found.values()))) or "absent"
            problems.append(f"{case.requirement} is {seen} instead of {case.verdict}")
    else:
        problems += ["requirements fail"] if outcome.fails else []
        problems += ["requirements warn"] if any(not named_by(name, case.warns) for name in outcome.warns) else []
    return "; ".join(problems)


def named_by(requirement: str, patterns) -> bool:
    return any(fnmatchcase(requirement, pattern) for pattern in patterns)


def show(outcome: Outcome) -> None:
    """One line of the matrix, and what is to be known of it."""
    case = outcome.case
    print(f"{'ok' if outcome.passed else 'FAILED':6}  {case.kind:8}  exit {outcome.exit_code!s:4}  {outcome.seconds:5.1f} s  "
          f"{len(outcome.fails):3} fail {len(outcome.warns):3} warn  {case.contract}/{case.name}")
    if not outcome.passed:
        print(f"        {outcome.problem}\n        {case.sentence}")
    if not case.requirement or not outcome.passed:
        for word, found in (("fail", outcome.fails), ("warn", outcome.warns)):
            for requirement, reason in found.items():
                print(f"        {word} {requirement}: {reason[:REASON_LENGTH]}")
    sys.stdout.flush()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, epilog="What follows -- goes to pitboss check.",
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pitboss", required=True, help="path of the program")
    parser.add_argument("--contract", choices=SERVERS, action="append", default=[], help="may be repeated; by default all three")
    parser.add_argument("--jobs", type=int, default=2, help="servers that are judged at the same time")
    parser.add_argument("--rows", nargs="+", action="extend", default=[], metavar="ROW",
                        help="names of variants and faults, or correct, or globs of them")
    parser.add_argument("--kind", choices=("correct", "variant", "fault"), action="append", default=[])
    parser.add_argument("--narrow", action="store_true", help="judge faults by the scenarios of their requirements alone: quicker")
    parser.add_argument("--timeout", type=float, default=300, help="seconds for one run")
    parser.add_argument("--keep", type=Path, help="folder for target files, logs and reports; by default they are deleted")
    parser.add_argument("pitboss_options", nargs="*")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    every = [case for contract in options.contract or SERVERS for case in cases(contract)]
    chosen = [case for case in every if (not options.rows or named_by(case.name, options.rows))
              and (not options.kind or case.kind.split()[0] in options.kind)]
    idle = [row for row in options.rows if not any(fnmatchcase(case.name, row) for case in every)]
    if not chosen or idle:
        print(f"there is no such row: {', '.join(idle)}; the servers' --list names them", file=sys.stderr)
        return 2
    failed = 0
    with tempfile.TemporaryDirectory() as temporary, ThreadPoolExecutor(options.jobs) as pool:
        root = options.keep or Path(temporary)
        for outcome in pool.map(lambda case: judge(case, options, root / case.contract / case.kind.replace(" ", "-") / case.name), chosen):
            show(outcome)
            failed += not outcome.passed
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
