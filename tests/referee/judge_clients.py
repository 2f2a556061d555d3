#!/usr/bin/env python3
"""Judges `pitboss referee` by clients: what it says of each correct client, of every variant, of every wrong one.

Right answers: of the correct client every requirement passes (exit 0); of a variant none fails or warns, though some may not be observed
(exit 0 or 4); of a wrong one that of its row, and no other, fails (exit 1) or, of level S, warns. Where a row names several with |
between them, they say the same of its client: one of them is enough, and no other may be broken."""

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
CLIENTS = {"wallet": "wallet_client.py", "feed": "feed_client.py", "movements": "movements_client.py"}

CONFORMS, FAILS, INCOMPLETE = 0, 1, 4       # exit codes of `pitboss referee`
CLIENT_DONE, BOOKS_DIFFER = 0, 3            # and of a client
ENDS_BY_ITSELF = 6      # seconds in which the referee ends when the client is quiet and nothing is missing
REASON_LENGTH = 400     # characters of a reason that are printed


@dataclass(frozen=True)
class Case:
    contract: str
    name: str
    kind: str               # correct, variant, fault M or fault S
    sentence: str
    options: tuple = ()     # of the client
    clock: tuple = ()       # of the client and the referee
    requirements: tuple = ()


@dataclass
class Outcome:
    case: Case
    client: int | str = "-"
    referee: int | str = "-"
    seconds: float = 0.0
    problems: list = field(default_factory=list)
    verdicts: dict = field(default_factory=dict)        # requirement -> (verdict, reason)

    def named(self, verdict: str) -> dict:
        return {name: reason for name, (found, reason) in self.verdicts.items() if found == verdict}


def cases(contract: str) -> list:
    listing = subprocess.run([sys.executable, FOLDER / CLIENTS[contract], "--list"], check=True, capture_output=True, text=True).stdout
    rows = json.loads(listing)
    found = [Case(contract, "correct", "correct", "The client as the page describes it.", clock=tuple(rows["clock"]))]
    for row in rows["variants"]:
        found.append(Case(contract, row["name"], "variant", row["sentence"], ("--variant", row["name"]), tuple(row["clock"])))
    for row in rows["faults"]:
        found.append(Case(contract, row["name"], f"fault {row['level']}", row["breaks"], ("--fault", row["name"]), tuple(row["clock"]),
                          tuple(row["requirement"].split("|"))))
    return found


def judge(case: Case, options: argparse.Namespace, folder: Path) -> Outcome:
    """Runs a referee and the client that it judges."""
    outcome, started = Outcome(case), time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    command = [options.pitboss, "referee", "--contract", case.contract, "--port", "0", "--seed", str(options.seed), "--format", "json",
               "--target-file", folder / "target.yaml", "--report-dir", folder / "report", "--for", str(options.timeout), *case.clock]
    with (folder / "referee.err").open("w") as log:
        referee = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        if "listening on http" in referee.stdout.readline():
            outcome.client = play(case, options, folder)
            outcome.referee = end(referee, folder)
        else:
            outcome.problems.append("the referee did not start")
    finally:
        referee.kill()
        referee.wait()
        referee.stdout.close()
    outcome.verdicts = read_verdicts(folder / "report" / "results.json")
    outcome.problems += problems_of(outcome)
    outcome.seconds = time.monotonic() - started
    return outcome


def play(case: Case, options: argparse.Namespace, folder: Path) -> int | str:
    """Runs the client; its exit code."""
    command = [sys.executable, FOLDER / CLIENTS[case.contract], "--target", folder / "target.yaml", "--seed", str(options.seed),
               *case.options, *case.clock]
    with (folder / "client.log").open("w") as log:
        try:
            return subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=options.timeout).returncode
        except subprocess.TimeoutExpired:
            return "none"


def end(referee: subprocess.Popen, folder: Path) -> int | str:
    """The exit code of the referee, which is interrupted where it does not end by itself."""
    for limit in (ENDS_BY_ITSELF, 30):
        try:
            (folder / "referee.log").write_text(referee.communicate(timeout=limit)[0])
            return referee.returncode
        except subprocess.TimeoutExpired:
            referee.send_signal(signal.SIGINT)
    return "none"


def read_verdicts(path: Path) -> dict:
    try:
        return {row["id"]: (row["verdict"], row.get("reason", "")) for row in json.loads(path.read_text())["requirements"]}
    except (OSError, ValueError, KeyError):
        return {}


def problems_of(outcome: Outcome) -> list:
    """What is wrong with the referee's answer, or with the client."""
    case, problems = outcome.case, []
    fails, warns, skips = (set(outcome.named(verdict)) for verdict in ("fail", "warn", "skip"))
    failing, warning = (case.requirements, ()) if case.kind == "fault M" else ((), case.requirements)
    if not outcome.verdicts:
        problems.append("there is no results.json")
    if outcome.client not in ((CLIENT_DONE, BOOKS_DIFFER) if case.requirements else (CLIENT_DONE,)):
        problems.append(f"the client ended with {outcome.client}")
    if case.requirements and not (fails | warns) & set(case.requirements):
        problems.append(f"{' or '.join(case.requirements)} is not broken")
    problems += [f"{name} fails" for name in sorted(fails.difference(failing))]
    problems += [f"{name} warns" for name in sorted(warns.difference(warning))]
    if case.kind == "correct":
        problems += [f"{name} is not observed" for name in sorted(skips)]
    if outcome.referee not in exits(case):
        problems.append(f"the referee ended with {outcome.referee}")
    return problems


def exits(case: Case) -> tuple:
    return {"correct": (CONFORMS,), "fault M": (FAILS,)}.get(case.kind, (CONFORMS, INCOMPLETE))


def show(outcome: Outcome) -> None:
    case, skips = outcome.case, len(outcome.named("skip"))
    print(f"{'NOT' if outcome.problems else 'ok':3}  {case.kind:8}  exit {outcome.referee!s:4}  client {outcome.client!s:4}  "
          f"{outcome.seconds:5.1f} s  {skips:2} not observed  {case.contract}/{case.name}")
    if outcome.problems:
        print(f"     {case.sentence}\n     {'; '.join(outcome.problems)}")
        for verdict in ("fail", "warn"):
            for requirement, reason in outcome.named(verdict).items():
                print(f"     {verdict} {requirement}: {reason[:REASON_LENGTH]}")
    sys.stdout.flush()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pitboss", required=True, help="path of the program")
    parser.add_argument("--contract", choices=CLIENTS, action="append", default=[], help="may be repeated; by default all three")
    parser.add_argument("--jobs", type=int, default=3, help="clients that are judged at the same time; they wait most of it")
    parser.add_argument("--rows", nargs="+", action="extend", default=[], metavar="ROW",
                        help="names of variants and faults, or correct, or globs of them")
    parser.add_argument("--kind", choices=("correct", "variant", "fault"), action="append", default=[])
    parser.add_argument("--seed", type=int, default=1, help="of the referee's script and the client's work")
    parser.add_argument("--timeout", type=int, default=90, help="seconds for one client")
    parser.add_argument("--keep", type=Path, help="folder for target files, logs and reports; by default they are deleted")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    every = [case for contract in options.contract or CLIENTS for case in cases(contract)]
    chosen = [case for case in every if (not options.rows or any(fnmatchcase(case.name, row) for row in options.rows))
              and (not options.kind or case.kind.split()[0] in options.kind)]
    idle = [row for row in options.rows if not any(fnmatchcase(case.name, row) for case in every)]
    if not chosen or idle:
        print(f"there is no such row: {', '.join(idle)}; the clients' --list names them", file=sys.stderr)
        return 2
    wrong = 0
    with tempfile.TemporaryDirectory() as temporary, ThreadPoolExecutor(options.jobs) as pool:
        root = options.keep or Path(temporary)
        for outcome in pool.map(lambda case: judge(case, options, root / case.contract / case.kind.replace(" ", "-") / case.name), chosen):
            show(outcome)
            wrong += bool(outcome.problems)
    print(f"{len(chosen) - wrong} ok, {wrong} NOT")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
