#!/usr/bin/env python3
"""Judges `pitboss check` by the independent wallet: what it says of the correct server, of every variant, of every fault.

Right answers: the correct server and the variants conform (exit 0, or what the variant's row allows), a fault of level M makes
the run nonconformant (exit 1) and its requirement fail, one of level S leaves it conformant (exit 0) and its requirement warn."""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

WALLET = Path(__file__).resolve().with_name("wallet.py")


@dataclass(frozen=True)
class Case:
    name: str
    kind: str               # correct, variant, fault M or fault S
    sentence: str
    options: tuple = ()
    exits: tuple = (0,)
    requirement: str = ""
    verdict: str = ""       # what the requirement must get


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


def cases() -> list:
    rows = json.loads(subprocess.run([sys.executable, WALLET, "--list"], check=True, capture_output=True, text=True).stdout)
    found = [Case("correct", "correct", "The wallet as the page describes it.")]
    for row in rows["variants"]:
        found.append(Case(row["name"], "variant", row["sentence"], ("--variant", row["name"]), tuple(row["exits"])))
    for row in rows["faults"]:
        exits, verdict = ((1,), "fail") if row["level"] == "M" else ((0,), "warn")
        found.append(Case(row["name"], f"fault {row['level']}", row["breaks"], ("--fault", row["name"]), exits, row["requirement"], verdict))
    return found


def judge(case: Case, options: argparse.Namespace, folder: Path) -> Outcome:
    """Runs one server and the suite against it."""
    outcome, target, started = Outcome(case), folder / "target.yaml", time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "server.log").open("w") as log:
        command = [sys.executable, WALLET, "--port", "0", "--target-file", target, *case.options]
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
    command = [options.pitboss, "check", "--target", target, "--contract", "wallet", "--report-dir", report, *options.pitboss_options]
    try:
        with (folder / "pitboss.log").open("w") as log:
            run = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=options.timeout)
    except subprocess.TimeoutExpired:
        outcome.problem = f"pitboss did not end within {options.timeout} s"
        return
    outcome.exit_code = run.returncode
    requirements = read_requirements(report / "results.json")
    outcome.fails = {name: row.get("reason", "") for name, row in requirements.items() if row["verdict"] == "fail"}
    outcome.warns = {name: row.get("reason", "") for name, row in requirements.items() if row["verdict"] == "warn"}
    outcome.problem = problem_of(outcome, requirements)


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
        verdict = requirements.get(case.requirement, {}).get("verdict", "absent")
        if verdict != case.verdict:
            problems.append(f"{case.requirement} is {verdict} instead of {case.verdict}")
    elif outcome.fails:
        problems.append("requirements fail")
    return "; ".join(problems)


def show(outcome: Outcome) -> None:
    """One line of the matrix, and what is to be known of it."""
    case = outcome.case
    print(f"{'ok' if outcome.passed else 'FAILED':6}  {case.kind:8}  exit {outcome.exit_code!s:4}  {outcome.seconds:5.1f} s  "
          f"{len(outcome.fails):3} fail {len(outcome.warns):3} warn  {case.name}")
    if not outcome.passed:
        print(f"        {outcome.problem}\n        {case.sentence}")
    if not case.requirement or not outcome.passed:
        for word, found in (("fail", outcome.fails), ("warn", outcome.warns)):
            for requirement, reason in found.items():
                print(f"        {word} {requirement}: {reason}")
    sys.stdout.flush()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, epilog="What follows -- goes to pitboss check.")
    parser.add_argument("--pitboss", required=True, help="path of the program")
    parser.add_argument("--jobs", type=int, default=4, help="servers that are judged at the same time")
    parser.add_argument("--only", action="append", default=[], help="a variant or fault, or correct; may be repeated")
    parser.add_argument("--kind", choices=("correct", "variant", "fault"), action="append", default=[])
    parser.add_argument("--timeout", type=float, default=300, help="seconds for one run")
    parser.add_argument("--keep", type=Path, help="folder for target files, logs and reports; by default they are deleted")
    parser.add_argument("pitboss_options", nargs="*")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    chosen = [case for case in cases() if (not options.only or case.name in options.only)
              and (not options.kind or case.kind.split()[0] in options.kind)]
    if not chosen or set(options.only) - {case.name for case in chosen}:
        print("there is no such case; wallet.py --list names them", file=sys.stderr)
        return 2
    failed = 0
    with tempfile.TemporaryDirectory() as temporary, ThreadPoolExecutor(options.jobs) as pool:
        root = options.keep or Path(temporary)
        for outcome in pool.map(lambda case: judge(case, options, root / case.kind.replace(" ", "-") / case.name), chosen):
            show(outcome)
            failed += not outcome.passed
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
