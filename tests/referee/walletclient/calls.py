"""The four calls of the wallet, each sent until it has a final answer."""

import hashlib
import hmac
import random
import uuid
from dataclasses import dataclass, field
from decimal import Decimal

from clientkit.wire import Retries, Unanswered, Wire

SESSION_EXPIRED = "SESSION_EXPIRED"
INSUFFICIENT_FUNDS = "INSUFFICIENT_FUNDS"
RETRYABLE = ("DEBIT_FAILED", "CREDIT_FAILED", "RETRY_REQUIRED")
UNANSWERED = "unanswered"       # where a code is expected: there was no reply that could be read


@dataclass
class Player:
    launch_token: str
    ip: str
    platform: str
    free_games: list
    draw: random.Random
    id: str = ""
    balance: Decimal = Decimal(0)       # as the wallet last told it
    expected: Decimal | None = None     # as the client's own books have it


@dataclass
class Session:
    """A player in a game."""
    player: Player
    game: str
    token: str = ""


@dataclass(frozen=True)
class Request:
    operation: str
    session: Session
    fields: dict


@dataclass
class Outcome:
    code: str               # empty: success; else that of the final answer, or what the last try ended with
    doubt: bool = False     # whether a try ended so that it may have taken effect unseen
    content: dict = field(default_factory=dict)

    @property
    def done(self) -> bool:
        return not self.code


class WalletCalls(Retries, Wire):

    def __init__(self, target: dict, seed: int):
        self.settings = target["wallet"]
        self.base_url, self.provider = self.settings["base_url"], self.settings["provider"]
        self.ids = random.Random(f"ids {seed}")
        self.players = [Player(row["launch_token"], row["ip"], row["platform"], row.get("free_games", []), random.Random(f"{seed} {number}"))
                        for number, row in enumerate(self.settings["players"])]

    def authenticate(self, session: Session) -> None:
        """Gets a token for the player and game."""
        player = session.player
        fields = {"launchToken": player.launch_token, "provider": self.provider, "game": session.game, "ip": player.ip,
                  "platform": player.platform}
        outcome = self.call(Request("authenticate", session, fields))
        if not outcome.done:
            raise SystemExit(f"authenticate: {outcome.code}")
        session.token, player.id = outcome.content["playerToken"], outcome.content["playerId"]
        player.balance = outcome.content["balance"]
        if player.expected is None:
            player.expected = player.balance

    def of_session(self, operation: str, session: Session, fields: dict) -> Outcome:
        """A call in the name of the player."""
        named = {"playerId": session.player.id, "provider": self.provider, "game": session.game}
        outcome = self.call(Request(operation, session, named | fields))
        session.player.balance = outcome.content.get("balance", session.player.balance)
        return outcome

    def call(self, request: Request) -> Outcome:
        """Sends until the answer is final or the tries are used up."""
        outcome, doubt = Outcome(UNANSWERED), False
        for retry in self.attempts():
            if retry:
                request = self.again(request, outcome)
            outcome = self.send(request, retry)
            outcome.doubt = doubt = doubt or outcome.code in (UNANSWERED, *RETRYABLE)
            if self.is_final(outcome):
                break
        return outcome

    def again(self, request: Request, outcome: Outcome) -> Request:
        """What is sent after an answer that was not final: the same."""
        if outcome.code == SESSION_EXPIRED:
            self.authenticate(request.session)
        return request

    def is_final(self, outcome: Outcome) -> bool:
        return outcome.code not in (UNANSWERED, SESSION_EXPIRED, *RETRYABLE)

    def send(self, request: Request, retry: int) -> Outcome:
        """Sends once; the outcome's code is empty after 200."""
        body = self.body(request, retry)
        headers = {"Content-Type": "application/json", "X-HMAC-Signature": self.signature(request, body),
                   "X-Request-ID": self.request_id(request, retry)}
        if request.operation != "authenticate":
            headers["Authorization"] = f"Bearer {self.token(request)}"
        try:
            reply = self.exchange("POST", f"/v1/{request.operation}", headers, body)
        except Unanswered:
            return Outcome(UNANSWERED)
        if reply.done and isinstance(reply.content, dict):
            return Outcome("", content=reply.content)
        try:
            return Outcome(reply.content["error"]["code"])
        except (TypeError, KeyError):
            return Outcome(UNANSWERED if reply.status >= 500 else f"status {reply.status}")

    def body(self, request: Request, retry: int) -> bytes:
        return self.write_json(request.fields)

    def signature(self, request: Request, body: bytes) -> str:
        return hmac.digest(self.settings["hmac_secret"].encode(), body, hashlib.sha256).hex()

    def request_id(self, request: Request, retry: int) -> str:
        return str(uuid.UUID(int=self.ids.getrandbits(128), version=4))

    def token(self, request: Request) -> str:
        return request.session.token
