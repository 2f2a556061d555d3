"""Right but unusual: sessions, tokens, bodies, values and names that the contract allows."""

import hashlib
import secrets
import threading
import uuid
from dataclasses import replace
from decimal import Decimal

from serverkit.http_layer import Reply
from serverkit.registry import variant

from .endpoints import GUID, unauthorized
from .ledger import Refusal, forbidden, invalid
from .tokens import BadLaunchToken


# ---- sessions and tokens ----

@variant("Authenticate gives the same player token every time for a player and game.")
class SameTokenEveryTime:
    def new_token(self, player_id, provider, game):
        text = f"{id(self)} {player_id} {provider} {game}"
        return hashlib.sha256(text.encode()).hexdigest()

    def open_session(self, player_id, provider, game, lifetime_seconds=3600):
        if lifetime_seconds < 0:    # the expired one of the target file is a token of its own
            token = secrets.token_hex(32)
            fresh = super().open_session(player_id, provider, game)
            self.sessions[token] = replace(self.sessions[fresh], expires=0.0)
            return token
        return super().open_session(player_id, provider, game, lifetime_seconds)


@variant("Player tokens are 1,500 characters long.")
class LongTokens:
    def new_token(self, player_id, provider, game):
        return secrets.token_hex(750)


@variant("Player tokens hold every character that a bearer token may have.")
class TokensOfEveryCharacter:
    def new_token(self, player_id, provider, game):
        return "-._~+/" + secrets.token_hex(16) + "+/=="


@variant("An expired token is answered SESSION_EXPIRED.")
class SessionExpiredCode:
    def expired_refusal(self):
        return Refusal(401, "SESSION_EXPIRED", "The session has expired.")


@variant("Launch tokens can be exchanged once; the target file names a command that prints a fresh one.")
class OneTimeLaunchTokens:
    setting_changes = {"launch_token_command": True}

    def prepare(self):
        super().prepare()
        self.used, self.used_lock = set(), threading.Lock()

    def read_launch_token(self, token):
        claims = super().read_launch_token(token)
        with self.used_lock:
            if claims["jti"] in self.used:
                raise BadLaunchToken
            self.used.add(claims["jti"])
        return claims


@variant("An unknown provider or game is answered 401 by authenticate.")
class UnknownGameIs401:
    def check_provider_and_game(self, fields):
        try:
            super().check_provider_and_game(fields)
        except Refusal as refusal:
            raise unauthorized(refusal.message) from refusal


@variant("Whose the token is comes before the shape of the other fields; a malformed playerId or game is another player's.")
class OwnerBeforeShape:
    def read_owned_fields(self, request, operation, session):
        given = self.read_body_object(request)
        owned = (("playerid", session.player_id), ("game", session.game))
        if any(given.get(name) is not None and given[name] != value for name, value in owned):
            raise unauthorized("The token is another player's, or for another game.")
        return super().read_owned_fields(request, operation, session)


@variant("X-Request-ID is looked at before the signature.")
class RequestIdFirst:
    def check_signature(self, request, operation):
        if "x-request-id" in request.headers and not GUID.fullmatch(request.headers["x-request-id"]):
            raise invalid("X-Request-ID is no GUID.")
        super().check_signature(request, operation)


@variant("Upper-case hex is refused as a signature.")
class UpperCaseSignatureRefused:
    def comparable_signature(self, given):
        return given


@variant("Signatures are base64.")
class Base64Signatures:
    setting_changes = {"signature_encoding": "base64"}


# ---- bodies and values ----

@variant("The amounts of metaData must add up to the amount.")
class ItemsMustAddUp:
    def transaction_call(self, session, fields, request):
        items = [item.get("amount") for item in (fields["gameInfo"] or {}).get("metadata") or []]
        if items and sum(item or Decimal(0) for item in items) != fields["amount"]:
            raise forbidden("The items do not add up to the amount.")
        return super().transaction_call(session, fields, request)


@variant("Of two names that differ in case only the first counts.")
class FirstNameCounts:
    def fold_names(self, pairs):
        return super().fold_names(pairs[::-1])


@variant("Two names that differ in case only are refused.")
class TwinNamesRefused:
    def fold_names(self, pairs):
        folded = super().fold_names(pairs)
        if len(folded) < len(pairs):
            raise ValueError("a name is there twice")
        return folded


@variant("Amounts of any number of decimals are taken, exactly.")
class AnyScale:
    def check_scale(self, name, decimals):
        pass


@variant("An amount that is no number is answered VALIDATION_FAILED.")
class WrongAmountIsValidationFailed:
    def take_amount(self, name, value):
        if not isinstance(value, Decimal):
            raise forbidden(f"{name} is no number.")
        return super().take_amount(name, value)


@variant("A wallet without decimals.", exits=(0, 4))
class NoDecimals:
    setting_changes = {"max_decimals": 0, "currency": "jpy", "opening_balance": Decimal("500000")}


@variant("A wallet of three decimals.")
class ThreeDecimals:
    setting_changes = {"max_decimals": 3, "currency": "kwd", "opening_balance": Decimal("5000.125")}


@variant("A wallet of eight decimals.")
class EightDecimals:
    setting_changes = {"max_decimals": 8, "currency": "usd", "opening_balance": Decimal("5000.00000001")}


@variant("currencyTruncation is 0 though the wallet keeps two decimals.")
class TruncationOfZero:
    def authenticate_content(self, player, token, game):
        content = super().authenticate_content(player, token, game)
        content["balanceInfo"]["currencyTruncation"] = 0
        return content


@variant("The players are poor: 25.00 each.")
class PoorPlayers:
    setting_changes = {"opening_balance": Decimal("25.00")}


@variant("The players are rich: 75000000000.01 each.")
class RichPlayers:
    setting_changes = {"opening_balance": Decimal("75000000000.01")}


@variant("Player ids are 255 characters of every kind that is allowed, and differ at the end, or in case, only.")
class LongPlayerIds:
    setting_changes = {"player_ids": tuple("Player_-." * 28 + end for end in ("aa1", "aa2", "AA1", "a.-"))}


@variant("Provider and games have names with dots, dashes and underscores.")
class DottedNames:
    setting_changes = {"provider": "Game.Provider_1-x", "game": "-fantasy.quest_", "other_game": ".."}


@variant("Round and transaction ids are kept as hashes.")
class HashedKeys:
    def round_key(self, call):
        return hashlib.sha256(f"{call.provider}/{call.round_id}".encode()).digest()

    def transaction_key(self, call):
        return hashlib.sha256(call.transaction_id.encode()).digest()


@variant("sessionInfo is empty, brand of one letter.")
class BareAuthenticate:
    def authenticate_content(self, player, token, game):
        content = super().authenticate_content(player, token, game)
        del content["freeGameInfo"]
        return content | {"sessionInfo": {}, "brand": "n"}


# ---- what came malformed ----

@variant("An X-Request-ID that is no GUID is not handed back.")
class NoEchoOfWhatIsNoGuid:
    def reply_headers(self, request, reply):
        headers = super().reply_headers(request, reply)
        no_guid = request is None or not GUID.fullmatch(request.headers.get("x-request-id", ""))
        return [(name, value) for name, value in headers if not (no_guid and name.lower() == "x-request-id")]


@variant("Player tokens are GUIDs, which are read without regard to case.")
class GuidTokens:
    def new_token(self, player_id, provider, game):
        return str(uuid.uuid4())

    def find_session(self, token):
        return super().find_session(token.lower())


@variant("Optional fields of a wrong type are as if they were absent.")
class MistypedOptionsIgnored:
    def take_field(self, given, name, kind, optional):
        try:
            return super().take_field(given, name, kind, optional)
        except Refusal:
            value = given.get(name.lower())
            whole = {"roundFinished": bool, "freeGameInfo": dict, "gameInfo": dict}.get(name)
            if whole is None or isinstance(value, whole) and name == "gameInfo" and self.holds_long_text(value):
                raise
            return None

    def holds_long_text(self, value):
        texts = [value.get("gametransactiontype")]
        for item in value.get("metadata") if isinstance(value.get("metadata"), list) else []:
            texts.append(item.get("bettype") if isinstance(item, dict) else None)
        return any(isinstance(text, str) and len(text) > 255 for text in texts)


@variant("A slash behind a path is answered by a redirect.")
class TrailingSlashRedirected:
    def answer(self, request):
        if request.path.endswith("/"):
            return Reply(308, None, [("Location", request.path.rstrip("/"))])
        return super().answer(request)


@variant("A query behind a path is refused.")
class QueriesRefused:
    def request_line(self, line):
        method, path, version = super().request_line(line)
        return [method, path.replace("?", "/?"), version]


@variant("After a refusal the connection is closed.")
class ClosesAfterRefusals:
    def reply_headers(self, request, reply):
        if reply.status >= 400 and request is not None:
            request.keep_alive = False
        return super().reply_headers(request, reply)


@variant("A request that is not complete within half a second is cut off.")
class CutsOffSlowRequests:
    def read_request(self, stream, connection):
        connection.settimeout(30)
        try:
            if not stream.peek(1):
                return None
            connection.settimeout(0.5)
            return super().read_request(stream, connection)
        except TimeoutError:
            return None
        finally:
            connection.settimeout(60)
