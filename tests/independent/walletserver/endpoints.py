"""The four calls: who asks, is the request in good shape, what is the answer."""

import base64
import hashlib
import hmac
import ipaddress
import re
import sys
import traceback
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from serverkit.http_layer import Reply, Request

from .ledger import Call, FreeGame, Player, Refusal, forbidden, invalid
from .tokens import BadLaunchToken, Session
from .wire import Malformed

GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
IDENTIFIER = re.compile(r"[A-Za-z0-9_.-]{1,255}")
OPERATIONS = ("authenticate", "balance", "transaction", "rollback")

# Of each call: property name, kind, whether it may be absent. A kind is checked by the method `take_<kind>`.
WHO = (("playerId", "identifier", False), ("provider", "identifier", False), ("game", "identifier", False))
WHICH = (("transactionId", "identifier", False), ("roundId", "identifier", False))
SHAPES = {
    "authenticate": (("launchToken", "word", False), *WHO[1:], ("ip", "ipv4", False), ("platform", "platform", False)),
    "balance": WHO,
    "rollback": WHO + WHICH,
    "transaction": WHO + WHICH + (
        ("amount", "amount", False), ("transactionType", "type", False), ("ip", "ipv4", False),
        ("roundFinished", "flag", True), ("freeGameInfo", "free_game", True), ("gameInfo", "game_info", True)),
}


def unauthorized(message: str) -> Refusal:
    return Refusal(401, "PLAYER_UNAUTHORIZED", message)


class Endpoints:
    """The layer between HTTP and the rules."""

    # ---- one request ----

    def answer(self, request: Request) -> Reply:
        try:
            return self.success_reply(request, self.dispatch(request))
        except Refusal as refusal:
            return self.refusal_reply(request, refusal)
        except Exception:  # a defect of this server: the client may try again, and the log tells why
            traceback.print_exc(file=sys.stderr)
            return self.error_reply(500, "RETRY_REQUIRED", "Something went wrong here.")

    def success_reply(self, request: Request, content: dict) -> Reply:
        return Reply(200, content)

    def refusal_reply(self, request: Request, refusal: Refusal) -> Reply:
        return self.error_reply(refusal.status, refusal.code, refusal.message)

    def reply_headers(self, request: Request | None, reply: Reply) -> list:
        headers = super().reply_headers(request, reply) + [("Cache-Control", "no-cache, no-store")]
        if request and "x-request-id" in request.headers:
            headers.append(("X-Request-ID", request.headers["x-request-id"]))
        return headers

    def error_reply(self, status: int, code: str, message: str) -> Reply:
        reply = Reply(status, {"error": {"code": code, "message": message}}, code=code)
        if status == 405:
            reply.headers.append(("Allow", "POST"))
        return reply

    def dispatch(self, request: Request) -> dict:
        """The content of the success reply. Raises Refusal."""
        operation = self.route(request)
        self.check_signature(request, operation)
        if operation == "authenticate":
            self.check_request_id(request)
            return self.authenticate(self.read_fields(request, operation))
        session = self.check_token(request, operation)
        self.check_request_id(request)
        fields = self.read_owned_fields(request, operation, session)
        return getattr(self, operation)(self.players[session.player_id], session, fields, request)

    def route(self, request: Request) -> str:
        operation = request.path.removeprefix("/v1/")
        if request.path != f"/v1/{operation}" or operation not in OPERATIONS:
            raise Refusal(404, "INVALID_REQUEST", "There is nothing here.")
        if request.method != "POST":
            raise Refusal(405, "INVALID_REQUEST", "POST, please.")
        return operation

    # ---- headers ----

    def check_signature(self, request: Request, operation: str) -> None:
        given = request.headers.get("x-hmac-signature")
        if given is None or not self.signature_matches(given, request.body):
            raise Refusal(401, "SERVER_UNAUTHORIZED", "The signature is not that of the body.")

    def signature_matches(self, given: str, body: bytes) -> bool:
        right = self.right_signature(body)
        return hmac.compare_digest(right.encode(), self.comparable_signature(given).encode("latin-1"))

    def right_signature(self, body: bytes) -> str:
        digest = hmac.digest(self.settings.hmac_secret.encode(), body, hashlib.sha256)
        return base64.b64encode(digest).decode() if self.settings.signature_encoding == "base64" else digest.hex()

    def comparable_signature(self, given: str) -> str:
        return given if self.settings.signature_encoding == "base64" else given.lower()

    def check_token(self, request: Request, operation: str) -> Session:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        session = self.find_session(token.strip()) if scheme.lower() == "bearer" else None
        if session is None:
            raise unauthorized("The player token is missing or unknown.")
        return session

    def expired_refusal(self) -> Refusal:
        return unauthorized("The player token has expired.")

    def check_request_id(self, request: Request) -> None:
        if not GUID.fullmatch(request.headers.get("x-request-id", "")):
            raise invalid("X-Request-ID is missing or no GUID.")

    # ---- bodies ----

    def read_body_object(self, request: Request) -> dict:
        try:
            return self.read_object(request.body)
        except Malformed as problem:
            raise invalid(str(problem)) from problem

    def read_fields(self, request: Request, operation: str) -> dict:
        """The fields of the call by their names, each in good shape; None for what is absent."""
        given = self.read_body_object(request)
        return {name: self.take_field(given, name, kind, optional) for name, kind, optional in SHAPES[operation]}

    def take_field(self, given: dict, name: str, kind: str, optional: bool):
        value = given.get(name.lower())
        if value is None:
            return self.absent_field(name, optional)
        return getattr(self, f"take_{kind}")(name, value)

    def absent_field(self, name: str, optional: bool):
        if not optional:
            raise invalid(f"{name} is missing.")
        return None

    def read_owned_fields(self, request: Request, operation: str, session: Session) -> dict:
        fields = self.read_fields(request, operation)
        self.check_owner(session, fields, operation)
        return fields

    def check_owner(self, session: Session, fields: dict, operation: str) -> None:
        if fields["playerId"] != session.player_id:
            raise unauthorized("The token is another player's.")
        if fields["game"] != session.game:
            raise unauthorized("The token is for another game.")
        if fields["provider"] != session.provider:
            raise unauthorized("The token is for another provider.")

    def take_word(self, name: str, value) -> str:
        if not isinstance(value, str):
            raise invalid(f"{name} is no string.")
        return value

    def take_identifier(self, name: str, value) -> str:
        if not IDENTIFIER.fullmatch(self.take_word(name, value)):
            raise invalid(f"{name} is not 1 to 255 characters of a-z A-Z 0-9 _ - .")
        return value

    def take_ipv4(self, name: str, value) -> str:
        try:
            return str(ipaddress.IPv4Address(self.take_word(name, value)))
        except ValueError as problem:
            raise invalid(f"{name} is no IPv4 address.") from problem

    def take_platform(self, name: str, value) -> str:
        if value not in ("mobile", "desktop"):
            raise invalid(f"{name} is neither mobile nor desktop.")
        return value

    def take_type(self, name: str, value) -> str:
        if value not in ("debit", "credit"):
            raise invalid(f"{name} is neither debit nor credit.")
        return value

    def take_flag(self, name: str, value) -> bool:
        if not isinstance(value, bool):
            raise invalid(f"{name} is no boolean.")
        return value

    def take_amount(self, name: str, value) -> Decimal:
        if not isinstance(value, Decimal):
            raise invalid(f"{name} is no number.")
        if value == 0:
            return Decimal(0)
        digits = "".join(map(str, value.as_tuple().digits))
        lowest_place = len(digits) - len(digits.rstrip("0")) + value.as_tuple().exponent
        if len(digits.strip("0")) > 15 or value.adjusted() > 17:
            raise forbidden(f"{name} has more than 15 significant digits, or is too large.")
        self.check_scale(name, -lowest_place)
        return value

    def check_scale(self, name: str, decimals: int) -> None:
        if decimals > self.settings.max_decimals:
            raise forbidden(f"{name} has more than {self.settings.max_decimals} decimals.")

    def take_free_game(self, name: str, value) -> tuple:
        if not isinstance(value, dict):
            raise invalid(f"{name} is no object.")
        instance, offer = value.get("instanceid"), value.get("offerid")
        if not isinstance(instance, Decimal) or not isinstance(offer, Decimal | None):
            raise invalid(f"{name} holds instanceId and offerId, which are numbers.")
        return instance, offer

    def take_game_info(self, name: str, value) -> dict:
        if not isinstance(value, dict) or not isinstance(value.get("metadata") or [], list):
            raise invalid(f"{name} is no object with a list of metaData.")
        self.take_free_text(f"{name}.gameTransactionType", value.get("gametransactiontype"))
        for item in value.get("metadata") or []:
            if not isinstance(item, dict) or not isinstance(item.get("amount"), Decimal | None):
                raise invalid(f"{name}.metaData holds objects of betType and amount.")
            self.take_free_text(f"{name}.metaData.betType", item.get("bettype"))
        return value

    def take_free_text(self, name: str, value) -> None:
        if value is not None and (not isinstance(value, str) or len(value) > 255):
            raise invalid(f"{name} is no text of at most 255 characters.")

    # ---- the calls ----

    def authenticate(self, fields: dict) -> dict:
        self.check_provider_and_game(fields)
        try:
            claims = self.read_launch_token(fields["launchToken"])
        except BadLaunchToken as problem:
            raise unauthorized("The launch token is unknown or expired.") from problem
        player = self.players[claims["sub"]]
        token = self.open_session(player.id, fields["provider"], fields["game"])
        return self.authenticate_content(player, token, fields["game"])

    def check_provider_and_game(self, fields: dict) -> None:
        if fields["provider"] != self.settings.provider:
            raise invalid("The provider is unknown.")
        if fields["game"] not in (self.settings.game, self.settings.other_game):
            raise invalid("The game is unknown.")

    def authenticate_content(self, player: Player, token: str, game: str) -> dict:
        return {
            "playerId": player.id, "playerToken": token, "brand": "northwind", "balance": player.balance,
            "balanceInfo": {"currency": self.settings.currency, "currencyTruncation": self.settings.max_decimals},
            "sessionInfo": {"lobbyUrl": "https://casino.example/lobby", "depositUrl": "https://casino.example/cashier"},
            "freeGameInfo": self.list_free_games(player, game),
        }

    def balance(self, player: Player, session: Session, fields: dict, request: Request) -> dict:
        if self.is_expired(session):
            raise self.expired_refusal()
        return self.balance_content(player, fields["game"])

    def balance_content(self, player: Player, game: str) -> dict:
        with player.lock:
            return {"balance": player.balance, "freeGameInfo": self.list_free_games(player, game)}

    def transaction(self, player: Player, session: Session, fields: dict, request: Request) -> dict:
        call = self.transaction_call(session, fields, request)
        balance = self.transact(player, call)
        return self.transaction_content(player, call, balance)

    def transaction_call(self, session: Session, fields: dict, request: Request) -> Call:
        return Call(
            operation=fields["transactionType"], player_id=fields["playerId"], provider=fields["provider"],
            game=fields["game"], round_id=fields["roundId"], transaction_id=fields["transactionId"],
            amount=fields["amount"], finish=bool(fields["roundFinished"]), free_game=fields["freeGameInfo"],
            token_expired=self.is_expired(session),
            rest=(bool(fields["roundFinished"]), fields["freeGameInfo"], fields["ip"], str(fields["gameInfo"])), request=request)

    def transaction_content(self, player: Player, call: Call, balance: Decimal) -> dict:
        return {"balance": balance, "freeGameInfo": self.list_free_games(player, call.game)}

    def rollback(self, player: Player, session: Session, fields: dict, request: Request) -> dict:
        call = Call(operation="rollback", player_id=fields["playerId"], provider=fields["provider"], game=fields["game"],
                    round_id=fields["roundId"], transaction_id=fields["transactionId"],
                    token_expired=self.is_expired(session), request=request)
        return self.rollback_content(player, call, self.roll_back(player, call))

    def rollback_content(self, player: Player, call: Call, balance: Decimal) -> dict:
        return self.transaction_content(player, call, balance)

    # ---- free games ----

    def list_free_games(self, player: Player, game: str) -> list:
        return [self.free_game_content(free) for free in player.free_games.values() if self.is_listed(free, game)]

    def is_listed(self, free: FreeGame, game: str) -> bool:
        return free.game == game

    def free_game_content(self, free: FreeGame) -> dict:
        now = datetime.now(timezone.utc)
        return {
            "instanceId": free.instance_id, "offerId": free.offer_id, "offerName": f"Spins of offer {free.offer_id}",
            "instanceInfo": {
                "canBeRejected": False, "nearestCostPerBet": 1, "numberOfRoundsRemaining": free.remaining,
                "numberOfRoundsAwarded": free.awarded,
                "instanceStartDateUtc": self.time_text(now - timedelta(days=1)),
                "instanceEndDateUtc": self.time_text(now + timedelta(days=30)),
            },
        }

    def time_text(self, moment: datetime) -> str:
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
