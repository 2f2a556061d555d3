#!/usr/bin/env python3
"""Self-check of the wallet server, without Pitboss: plays one script against the correct server, every variant and every fault.

A fault must answer something in the script otherwise than the correct server does (else it is no fault, or the script is too
short); a variant must end with the same books, and what it answers otherwise is printed. Exit code 1 where that fails."""

import argparse
import base64
import hashlib
import hmac
import http.client
import json
import re
import socket
import sys
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import serverkit
import walletserver
from serverkit.http_layer import make_server
from serverkit.registry import FAULTS, VARIANTS, load_rows
from walletserver.server import build_wallet
from walletserver.tokens import mint_launch_token, tamper

RETRYABLE = ("DEBIT_FAILED", "CREDIT_FAILED", "RETRY_REQUIRED")


class Player:
    """A client with the session of one player. Every call returns what the script compares."""

    def __init__(self, wallet, port: int, number: int, game: str | None = None, token: str | None = None):
        self.settings, self.port = wallet.settings, port
        self.id, self.game = wallet.settings.player_ids[number], game or wallet.settings.game
        self.token = token or self.authenticate()["playerToken"]

    def authenticate(self, **changes) -> dict:
        launch = mint_launch_token(self.settings.launch_secret, self.id)
        fields = {"launchToken": launch, "provider": self.settings.provider, "game": self.game, "ip": "1.2.3.4", "platform": "mobile"}
        return self.exchange("authenticate", fields | changes)[2]

    def exchange(self, operation: str, fields, headers=None, token="own", signature=None, request_id=None, body=None, method="POST"):
        """Status, headers and parsed body."""
        body = json.dumps(fields, separators=(",", ":")).encode() if body is None else body
        digest = hmac.digest(self.settings.hmac_secret.encode(), body, hashlib.sha256)
        right = base64.b64encode(digest).decode() if self.settings.signature_encoding == "base64" else digest.hex()
        sent = {"X-HMAC-Signature": right if signature is None else signature(right), "X-Request-ID": request_id or str(uuid.uuid4())}
        if operation != "authenticate" and token is not None:
            sent["Authorization"] = "Bearer " + (self.token if token == "own" else token)
        sent = {k: v for k, v in (sent | (headers or {})).items() if v is not None}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=3)
        try:
            connection.request(method, "/v1/" + operation, body, sent)
            reply = connection.getresponse()
            raw = reply.read()
            try:
                content = json.loads(raw.decode(), parse_float=Decimal, parse_int=Decimal) if raw else None
            except ValueError:
                content = "no JSON in UTF-8"
            names = {name.lower() for name, _ in reply.getheaders()}
            received = {name: reply.getheader(name).strip() for name in names}     # lines of one name are joined
            return reply.status, received | {"sent-id": sent.get("X-Request-ID")}, content
        finally:
            connection.close()

    def __call__(self, operation: str, changes=None, without=(), again=True, **how):
        """The comparable outcome of a call whose fields are changed; retried after a retryable error."""
        fields = {"playerId": self.id, "provider": self.settings.provider, "game": self.game} | (changes or {})
        for _ in range(8 if again else 1):
            try:
                outcome = self.outcome(*self.exchange(operation, {k: v for k, v in fields.items() if k not in without}, **how))
            except (OSError, http.client.HTTPException):
                return "no answer"
            if outcome[0] != 500 or outcome[1] not in RETRYABLE:
                break
            time.sleep(0.01)
        return outcome

    def outcome(self, status, headers, content):
        echoed = headers.get("x-request-id") == headers["sent-id"]
        plain = headers.get("content-type", "").lower().split(";")[0]
        stored = "no-store" in headers.get("cache-control", "").lower()
        content = content if isinstance(content, dict) else {"": content}
        error = content.get("error")
        code = error.get("code") if isinstance(error, dict) and "message" in error else error and f"in no form: {error}"
        return status, code, content.get("balance"), echoed, plain, stored, tuple(self.free_games(content))

    def free_games(self, content):
        listed = content.get("freeGameInfo") or []
        for free in listed if isinstance(listed, list) else ["no list"]:
            info = free["instanceInfo"] if isinstance(free, dict) else {}
            iso = re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)", info.get("instanceEndDateUtc", ""))
            yield (str(type(free.get("instanceId"))), "offerName" in free, info.get("numberOfRoundsRemaining"), iso is not None) if info else free

    def move(self, kind: str, round_id: str, transaction_id: str, amount="1.00", **how):
        changes = how.pop("changes", {})
        fields = {"transactionId": transaction_id, "roundId": round_id, "amount": 0, "transactionType": kind, "ip": "1.2.3.4"} | changes
        if amount is None:
            return self("transaction", fields, **how)
        text = json.dumps({"playerId": self.id, "provider": self.settings.provider, "game": self.game} | fields, separators=(",", ":"))
        return self("transaction", body=text.replace('"amount":0', f'"amount":{amount}', 1).encode(), **how)

    def debit(self, *what, **how):
        return self.move("debit", *what, **how)

    def credit(self, *what, **how):
        return self.move("credit", *what, **how)

    def rollback(self, round_id: str, transaction_id: str, **how):
        return self("rollback", {"roundId": round_id, "transactionId": transaction_id}, **how)

    def at_once(self, calls: list):
        """The outcomes of calls in flight together, without their order, and the balance after them."""
        with ThreadPoolExecutor(len(calls)) as pool:
            ends = [future.result() for future in [pool.submit(call) for call in calls]]
        return sorted(f"{end[0]} {end[1]}" for end in ends), self("balance")[2]

    def lost(self, kind: str, round_id: str, transaction_id: str, amount: int):
        """Sends a transaction, hangs up before the answer, waits until it is over."""
        body = json.dumps({"playerId": self.id, "provider": self.settings.provider, "game": self.game, "transactionId": transaction_id,
                           "roundId": round_id, "amount": amount, "transactionType": kind, "ip": "1.2.3.4"}).encode()
        digest = hmac.digest(self.settings.hmac_secret.encode(), body, hashlib.sha256)
        signature = base64.b64encode(digest).decode() if self.settings.signature_encoding == "base64" else digest.hex()
        head = (f"POST /v1/transaction HTTP/1.1\r\nHost: x\r\nX-HMAC-Signature: {signature}\r\nAuthorization: Bearer {self.token}\r\n"
                f"X-Request-ID: {uuid.uuid4()}\r\nContent-Length: {len(body)}\r\n\r\n")
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.sendall(head.encode() + body)
        time.sleep(0.08)

    def forged(self, path: str, round_id: str, headers: dict):
        """A debit with a wrong signature."""
        fields = {"transactionId": "d", "roundId": round_id, "amount": 1, "transactionType": "debit", "ip": "1.2.3.4"}
        return self(path, fields, headers=headers, signature=lambda right: "0" * len(right))

    def beside_a_slow_body(self, call):
        """The outcome of a call while another client has sent a part of its body."""
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.sendall(b"POST /v1/balance HTTP/1.1\r\nHost: x\r\nContent-Length: 300\r\n\r\n{")
            time.sleep(0.05)
            return call()

    def raw(self, data: bytes):
        with socket.create_connection(("127.0.0.1", self.port), timeout=3) as connection:
            try:
                connection.sendall(data)
                return connection.recv(4096)[9:12]
            except OSError:
                return b"close"


def flip(signature: str, at: int) -> str:
    return signature[:at] + ("1" if signature[at] == "0" else "0") + signature[at + 1:]


FINISH = {"roundFinished": True}
FREE = {"freeGameInfo": {"instanceId": 2, "offerId": 98}}


def access_steps(wallet, port):
    one, two = Player(wallet, port, 0), Player(wallet, port, 1)
    other_game = Player(wallet, port, 0, wallet.settings.other_game)
    expired = wallet.open_session(one.id, wallet.settings.provider, wallet.settings.game, -10)
    content = one.authenticate()
    yield sorted(content), sorted(content.get("balanceInfo", [])), content.get("balanceInfo", {}).get("currency"), type(content["balance"])
    launch = mint_launch_token(wallet.settings.launch_secret, one.id)
    gone = mint_launch_token(wallet.settings.launch_secret, one.id, -10)
    fields = {"launchToken": launch, "ip": "1.2.3.4", "platform": "desktop"}
    for change in ({}, {"launchToken": tamper(launch)}, {"launchToken": gone}, {"launchToken": "nobody"}, {"provider": "x"}, {"game": "x"}):
        yield list(change), one("authenticate", fields | change)
    wrong = {"missing": lambda right: None, "empty": lambda right: "", "short": lambda right: right[:-1], "half": lambda right: right[:32],
             "long": lambda right: right + "0", "first": lambda right: right[:8], "other": lambda right: hashlib.sha256(right.encode()).hexdigest()}
    for name, signature in wrong.items():
        yield name, one("authenticate", fields, signature=signature), one("balance", signature=signature), \
            one.debit(f"s{name}", "d", signature=signature), one.rollback("sR", "d", signature=signature), one("balance")[2]
    yield one("balance", body=json.dumps({"playerId": one.id, "provider": wallet.settings.provider, "game": one.game}, indent=1).encode() + b"\n")
    damaged = one.token[:-1] + ("x" if one.token[-1] != "x" else "y")
    for name, token in {"missing": None, "unknown": "x", "damaged": damaged, "expired": expired, "of-two": two.token, "of-game": other_game.token}.items():
        yield name, one("balance", token=token), one.debit(f"t{name}", "d", token=token), one.rollback(f"t{name}", "d", token=token), \
            one("balance")[2], two("balance")[2]
    yield one("balance", {"provider": "another"}), one.debit("open", "d"), one.credit("open", "c", token=expired), one.debit("open2", "d")
    yield one.rollback("open2", "d", token=expired), one.debit("open", "d", token=expired)
    for name in (str(uuid.uuid4()).upper(), str(uuid.uuid1()), "12345678-1234-0000-0000-1234567890ab", "no-guid"):
        yield one("balance", request_id=name), one("balance", {"game": None}, request_id=name)
    yield one("balance", headers={"X-Request-ID": None})


def field_steps(wallet, port):
    one = Player(wallet, port, 0)
    for name in ("playerId", "provider", "game", "transactionId", "roundId", "amount", "transactionType", "ip"):
        yield name, one.debit(f"m{name}", "d", None, changes={"amount": 1}, without=(name,)), one("balance")[2]
    info = {"gameTransactionType": "spin", "metaData": [{"betType": "standard", "amount": 0}, {"betType": ""}, {"betType": "x" * 200}]}
    yield one.debit("all", "d", None, changes={"gameInfo": info}), one.debit("all2", "d", None, changes={"gameInfo": {"metaData": []}})
    yield one.debit("case", "d", None, changes={"TransactionType": "debit"}, without=("transactionType",))
    yield one.debit("case2", "d", None, changes={"freeGameInfo": {"INSTANCEID": 1, "OfferID": 99}}), one("balance")
    yield one("balance", {"unknown": 1}), one.debit("null", "d", changes={"roundFinished": None, "freeGameInfo": None, "gameInfo": None})
    yield one.credit("null", "c")
    for number, name in enumerate(("a", "x" * 64, "x" * 65, "x" * 255, "x" * 256, "a.b-c_D", "a b", "ü", "")):
        yield name, one.debit(name, f"d{number}"), one.debit(f"i{number}", name)
    for ip in ("1.2.3", "::1", "x", "1.2.3.256", 4):
        yield ip, one.debit(f"ip{ip}".replace(":", ""), "d", changes={"ip": ip})
    for body in (b"", b"{", b"[]", b"[" * 5000, b"\xff", b'{"playerId": NaN}', b" " * 65000 + b"{}"):
        yield body[:9], one("balance", body=body, again=False)
    head = b"Host: x\r\nContent-Length: 0\r\n\r\n"
    for line in (b"GET /v1/balance HTTP/1.1\r\n", b"POST /v1/nothing HTTP/1.1\r\n", b"garbage\r\n", b"POST / HTTP/7.0\r\n", b"POST / HTTP/1.1\r\nbad header\r\n"):
        yield line, one.raw(line + head)
    yield one.raw(b"POST /v1/balance HTTP/1.1\r\nHost: x\r\nContent-Length: 10485760\r\n\r\n" + b" " * 10485760), one("balance")


def money_steps(wallet, port):
    one = Player(wallet, port, 0)
    for _ in range(2):
        opening = one("balance")[2]
        number = str(uuid.uuid4())
        yield one.debit(number, "0", f"{opening + Decimal('0.01')}" if isinstance(opening, Decimal) else "1e9", changes=FINISH), one.credit(number, "0c")
        yield one.debit(number, "1", opening), one("balance")[2], one.debit(number, "1", opening), one.debit(number + "x", "2", "0.01")
        yield one.rollback(number + "x", "2"), one.rollback(number, "1"), one("balance")
    for number, amount in enumerate(("0", "0.00", "-1", "-0.01", '"1"', "null", '"x"', "1e1", "1.5E+1", "12.50e-1", "19.99", "0.29", "8.20", "150",
                                     "1234567890123.45", "99999999999999")):
        yield amount, one.debit(f"a{number}", "d", amount), one.debit(f"b{number}", "d", "1"), one.credit(f"b{number}", "c", amount, changes=FINISH), \
            one.credit(f"b{number}", "c2", amount)
    one.debit("sum", "d", "0.10")
    for number in range(12):
        yield one.credit("sum", f"c{number}", "0.10")
    yield one.credit("sum", "large", "900000000000000"), one.credit("sum", "small", "0.01"), one.debit("sum2", "d", "900000000000000"), one("balance")


def free_game_steps(wallet, port):
    one = Player(wallet, port, 2)
    yield one("balance"), Player(wallet, port, 2, wallet.settings.other_game)("balance")
    yield one.debit("f1", "d", "0", changes=FREE), one.debit("f1", "d", "0", changes=FREE), one("balance")
    yield one.credit("f1", "c", "5", changes=FREE), one.credit("f1", "e", "1", changes={"freeGameInfo": {"instanceId": 77, "offerId": 1}}), one("balance")
    yield one.debit("f2", "d", "0", changes=FREE), one.rollback("f2", "d"), one("balance"), one.rollback("f2", "d"), one("balance")
    yield one.debit("f3", "d", "1", changes=FREE), one.debit("f4", "d", "0", changes={"freeGameInfo": {"instanceId": 77, "offerId": 1}})
    yield one.at_once([lambda: one.debit("f5", "d", "0", changes=FREE)] * 6), one("balance"), one.debit("f6", "d", "0", changes=FREE), one("balance")
    yield one.debit("f7", "d", "0", changes=FREE), one.debit("f5", "d", "0", changes=FREE), one("balance")


def round_steps(wallet, port):
    one, two = Player(wallet, port, 0), Player(wallet, port, 1)
    yield one.credit("r0", "c", changes=FINISH), one.debit("r0", "d"), one.debit("r0", "d2", changes=FINISH), one.credit("r0", "d")
    for number in range(5):
        yield one.credit("r0", f"c{number}", "2.00"), one.credit("r0", "c0", "2.00"), one.debit("r0", f"e{number}")
    yield one.credit("r0", "c1", "3.00"), one.debit("r0", "c1", "2.00"), one.debit("r0", "d", "1.0"), one.debit("r0", "d", "5"), one("balance")
    yield one.debit("r0", "d", changes=FINISH), one.credit("r0", "c9"), one.credit("r0", "z", "0", changes=FINISH), one.credit("r0", "y")
    yield one.debit("r0", "d"), one.credit("r0", "c0", "2.00"), one.credit("r0", "z", "0", changes=FINISH), one("balance")
    yield one.debit("r1", "d", changes=FINISH), one.credit("r1", "c"), one.debit("r1", "d", changes=FINISH), one.debit("r1b", "d")
    yield two.debit("r1", "d"), two.credit("r1", "c"), two.rollback("r1b", "d"), one("balance"), two("balance")
    long = "x" * 128
    for first, second in ((long + "a", long + "b"), (long[:64] + "a", long[:64] + "b"), ("case", "CASE"), ("a-b", "ab")):
        yield one.debit(first, "d"), one.debit(second, "d"), one.credit(first, "c"), one.credit(first, first), one.credit(first, second)
    yield one.debit("r2", "d", "-1"), one.debit("r2", "d", "1"), one.debit("r3", "d", "1"), one.credit("r3", "d", "1")


def rollback_steps(wallet, port):
    one = Player(wallet, port, 0)
    yield one.debit("k", "d", "3"), one.rollback("k", "d"), one.debit("k", "d", "3"), one("balance"), one.rollback("k", "d"), one("balance")
    yield one.credit("k", "c"), one.debit("k", "e"), one.rollback("k", "d"), one("balance")
    yield one.rollback("u", "d", again=False), one.debit("u", "e"), one.debit("u", "d"), one.rollback("u", "nobody"), one.rollback("w", "e"), one("balance")
    yield one.rollback("v", "d"), one.debit("v", "d"), one("balance")
    yield one.debit("broke", "d", "99999999", changes=FINISH), one.rollback("broke", "x"), one.debit("broke", "d", "1"), one.credit("broke", "c", "1")
    yield one.debit("broke2", "d", "99999999"), one.debit("broke2", "e", "1"), one.debit("broke3", "d", "99999999"), one.credit("broke3", "c")
    yield one.debit("broke4", "d", "99999999"), one.rollback("broke4", "d"), one("balance")
    opening = one("balance")[2]
    yield one.debit("broke5", "d", opening + 1), one.debit("fund", "d", "1"), one.credit("fund", "c", "100"), one.debit("broke5", "d", opening + 1), one("balance")
    yield one.rollback("fund", "d"), one.rollback("fund", "c"), one("balance")


def race_steps(wallet, port):
    one = Player(wallet, port, 3)
    yield one.at_once([lambda: one.debit("q", "d", "2")] * 12)
    yield one.at_once([lambda: one.credit("q", "c", "2")] * 12)
    yield one.at_once([lambda n=n: one.credit("q", f"c{n}", "2") for n in range(12)])
    yield one.at_once([lambda n=n: one.debit("q2", f"d{n}", "2") for n in range(12)])
    one.debit("q3", "d", "7")
    yield one.at_once([lambda: one.rollback("q3", "d")] * 12)
    opening = one("balance")[2]
    yield one.at_once([lambda n=n: one.debit(f"q4{n}", "d", opening) for n in range(12)])
    one.debit("q5", "d", "0")
    yield one.lost("credit", "q5", "c", 9), one.credit("q5", "c", "9"), one("balance")
    yield one.lost("debit", "q6", "d", 2), one.debit("q6", "d", "2"), one("balance"), one.debit("q6", "d", "2"), one("balance")
    yield [one.credit("q5", f"n{n}", "1") for n in range(10)]


def meeting_steps(wallet, port):
    """Where two statements meet: a refusal or a rollback, and what comes after it."""
    one, two, free = Player(wallet, port, 0), Player(wallet, port, 1), Player(wallet, port, 2)
    for name, change in {"first": lambda s: flip(s, 0), "last": lambda s: flip(s, 63)}.items():
        yield name, one.debit(f"m{name}", "d", signature=change), one("balance")[2]
    for path in ("transaction/", "transaction"):
        yield path, one.forged(path, f"m{len(path)}", {"Content-Type": "text/plain"}), one("balance")[2]
    yield one.rollback("m1", "d"), two.debit("m1", "d"), one.debit("m2", "d"), one.credit("m1", "c"), one("balance")[2]
    yield one.debit("m3", "d"), one.rollback("m3", "c"), one.credit("m3", "c"), two.credit("m3", "x"), one("balance")[2], two("balance")[2]
    yield one.debit("m4", "d", "9999999"), one.rollback("m4", "d"), one.debit("m4", "d", "1"), one("balance")[2]
    yield one.debit("m5", "d"), one.rollback("m5", "d"), one.debit("m5", "d"), one.rollback("m5", "d"), one("balance")[2]
    yield one.debit("m6", "d"), one.credit("m6", "c", "-1"), one.rollback("m6", "d"), one("balance")[2]
    yield one.debit("m7", "d"), one.debit("m7", "e"), one.rollback("m7", "d"), one("balance")[2]
    yield one.debit("m8", "d", "9999999"), one.debit("m8", "d", "1"), one.debit("m8", "d", "1")
    for name, info in {"list": {"metaData": 7}, "long": {"metaData": [{"betType": "x" * 256}]}, "type": {"gameTransactionType": "x" * 256}}.items():
        yield name, one.debit(f"m{name}", "d", changes={"gameInfo": info}), one("balance")[2]
    yield one.debit("mfree", "d", "0", changes={"freeGameInfo": {"instanceId": "one", "offerId": 99}}, again=False)
    yield free.debit("m9", "d"), free.debit("m9", "e", "0", changes=FREE), free.debit("m10", "d", "0"), free.debit("m10", "d", "0", changes=FREE)
    yield free.debit("m11", "d", "0", changes=FREE | FINISH), free.credit("m11", "c"), free("balance")
    yield one.debit("m12", "d", changes=FINISH), one.debit("m12", "d"), one.credit("m12", "c")
    yield one.debit("m13", "d"), [one.debit(f"n{n}", "d", "0") for n in range(25)][-1], one.debit("m13", "d"), one("balance")[2]
    yield one.beside_a_slow_body(lambda: two("balance"))


SCRIPT = (access_steps, field_steps, money_steps, free_game_steps, round_steps, rollback_steps, race_steps, meeting_steps)


def books(wallet) -> list:
    """Of every player: the balance, and whether it is what the journal adds up to."""
    sign = {"debited": -1, "credited": 1, "cancelled": 1, "uncredited": -1}
    opening = wallet.settings.opening_balance
    return [p.balance == opening + sum(e.amount * sign.get(e.kind, 0) for e in p.journal) for p in wallet.players.values()]


def play(mixins: list) -> list:
    """What a wallet with the mixins answers, chapter by chapter, each with a fresh wallet."""
    transcript = []
    for chapter in SCRIPT:
        wallet = build_wallet(mixins)
        with make_server(0) as server:
            server.application = wallet
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
            try:
                transcript += [(chapter.__name__, number, step) for number, step in enumerate(chapter(wallet, server.server_address[1]))]
            except Exception as problem:  # an answer that the script cannot go on with
                transcript.append((chapter.__name__, "ends", repr(problem)))
            server.shutdown()
        transcript.append((chapter.__name__, "books", books(wallet)))
    return transcript


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", default=[], help="a variant or fault; may be repeated")
    parser.add_argument("--verbose", action="store_true", help="print every difference")
    options = parser.parse_args()
    load_rows(serverkit, walletserver)
    right, failed = play([]), 0
    if play([]) != right or any(step[1] == "ends" or step[1] == "books" and not all(step[2]) for step in right):
        print("the correct server does not answer the same twice, or not at all")
        print(*[step for step in right if step[1] in ("ends", "books")], sep="\n")
        return 1
    for name, row in {**VARIANTS, **FAULTS}.items():
        if options.only and name not in options.only or name == "dies-of-malformed-http":   # it would take this process along
            continue
        different = [(a, b) for a, b in zip(play([row.mixin]), right) if a != b]
        unsound = [a for a, b in different if a[1] == "ends" or a[1] == "books"]
        bad = not different if name in FAULTS else bool(unsound)
        failed += bad
        kind = "fault" if name in FAULTS else "variant"
        print(f"{'FAILED' if bad else 'ok':6} {kind:7} {name}: {len(different)} steps differ {unsound if kind == 'variant' else ''}", flush=True)
        if options.verbose:
            print(*[f"    {a}\n  - {b}" for a, b in different], sep="\n")
    print(f"{failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
