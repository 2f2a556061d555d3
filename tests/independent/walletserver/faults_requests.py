"""Faults in what is taken for a request, and in how a server stands bad ones."""

import os
import threading

from serverkit.http_layer import BadHttp
from serverkit.registry import fault

from .endpoints import SHAPES
from .ledger import Refusal, forbidden, invalid

MISSING = "A required field missing: 400 INVALID_REQUEST."
ANY_CASE = "Property names match without regard to case, at every depth."
IDS = "playerId, provider, game, transactionId, roundId are 1 to 255 characters of a-z A-Z 0-9 _ - ."
IPV4 = "ip is IPv4, all else is 400."
ROBUST = "Malformed HTTP or JSON, unknown paths and methods, oversized and truncated bodies: a 4xx (501 and 505 are as good); no other 5xx."
KEEPS_SERVING = "Malformed HTTP or JSON: that the server goes on serving others."


# ---- required fields ----

@fault("M", "wallet.fields.missing-refused", MISSING)
class MissingIpAccepted:
    def absent_field(self, name, optional):
        return super().absent_field(name, optional or name == "ip")


@fault("M", "wallet.fields.missing-refused", MISSING)
class MissingProviderAccepted:
    def absent_field(self, name, optional):
        return self.settings.provider if name == "provider" else super().absent_field(name, optional)


@fault("M", "wallet.fields.missing-refused", MISSING)
class MissingTransactionIdAccepted:
    def absent_field(self, name, optional):
        return os.urandom(16).hex() if name == "transactionId" else super().absent_field(name, optional)


@fault("M", "wallet.fields.missing-refused", MISSING)
class MissingTypeIsDebit:
    def absent_field(self, name, optional):
        return "debit" if name == "transactionType" else super().absent_field(name, optional)


@fault("M", "wallet.fields.missing-refused", MISSING)
class MissingFieldIsValidationFailed:
    def absent_field(self, name, optional):
        if not optional:
            raise forbidden(f"{name} is missing.")
        return None


@fault("M", "wallet.fields.missing-refused", MISSING)
class MissingFieldIs422:
    def absent_field(self, name, optional):
        if not optional:
            raise Refusal(422, "INVALID_REQUEST", f"{name} is missing.")
        return None


@fault("M", "wallet.fields.missing-refused", "A refused request changes nothing.")
class MissingIpAppliedThenRefused(MissingIpAccepted):
    def transaction(self, player, session, fields, request):
        content = super().transaction(player, session, fields, request)
        if fields["ip"] is None:
            raise invalid("ip is missing.")
        return content


@fault("M", "wallet.transaction.all-fields-accepted", "Request and response as in seed 002, field by field.")
class GameInfoRefused:
    def take_game_info(self, name, value):
        raise invalid("gameInfo is not known.")


@fault("M", "wallet.transaction.all-fields-accepted", "Request and response as in seed 002, field by field.")
class OneBetTypeOnly:
    def take_free_text(self, name, value):
        if value is not None and name.endswith("betType") and value != "main":
            raise invalid("betType is main.")


# ---- names and optional fields ----

class _NamesAsTheyAre:
    """Names are compared letter by letter; `expected` are those in the spelling of the contract."""
    EXPECTED = {name.lower(): name for shape in SHAPES.values() for name, _, _ in shape}
    NESTED = {n.lower(): n for n in ("instanceId", "offerId", "gameTransactionType", "metaData", "betType")}
    expected: dict = {}

    def fold_names(self, pairs):
        kept = [(n, v) for n, v in pairs if self.expected.get(n.lower(), n) == n]
        return super().fold_names(kept)


@fault("S", "wallet.fields.names-in-any-case", ANY_CASE)
class CaseSensitiveNames(_NamesAsTheyAre):
    expected = _NamesAsTheyAre.EXPECTED | _NamesAsTheyAre.NESTED


@fault("S", "wallet.fields.names-in-any-case", ANY_CASE)
class CaseSensitiveNestedNames(_NamesAsTheyAre):
    expected = _NamesAsTheyAre.NESTED


class _WholeBody:
    def read_body_object(self, request):
        given = super().read_body_object(request)
        self.look_at(given)
        return given


@fault("S", "wallet.fields.unknown-ignored", "Unknown fields are ignored.")
class UnknownFieldsRefused(_WholeBody):
    def look_at(self, given):
        if unknown := given.keys() - _NamesAsTheyAre.EXPECTED.keys():
            raise invalid(f"{sorted(unknown)[0][:50]} is not known.")


@fault("S", "wallet.fields.null-is-absent", "null in an optional field is as if the field were absent.")
class NullOptionalRefused(_WholeBody):
    def look_at(self, given):
        for name in ("roundfinished", "freegameinfo", "gameinfo"):
            if name in given and given[name] is None:
                raise invalid(f"{name} is null.")


@fault("S", "wallet.fields.null-is-absent", "null in an optional field is as if the field were absent.")
class NullFinishesTheRound(_WholeBody):
    def look_at(self, given):
        if "roundfinished" in given and given["roundfinished"] is None:
            given["roundfinished"] = True


@fault("S", "wallet.fields.ids-refused", IDS)
class LongIdsAccepted:
    def take_identifier(self, name, value):
        super().take_identifier(name, value[:255] if isinstance(value, str) else value)
        return value


@fault("S", "wallet.fields.ids-refused", IDS)
class IdsOfAnyCharacters:
    def take_identifier(self, name, value):
        if not 1 <= len(self.take_word(name, value)) <= 255:
            raise invalid(f"{name} is not 1 to 255 characters.")
        return value


@fault("S", "wallet.fields.ids-refused", IDS)
class EmptyIdsAccepted:
    def take_identifier(self, name, value):
        return value if value == "" else super().take_identifier(name, value)


@fault("S", "wallet.fields.ids-accepted", IDS)
class IdsOfAtMost64Characters:
    def take_identifier(self, name, value):
        if len(super().take_identifier(name, value)) > 64:
            raise invalid(f"{name} is too long.")
        return value


@fault("S", "wallet.fields.ids-accepted", IDS)
class DotsInIdsRefused:
    def take_identifier(self, name, value):
        if name in ("transactionId", "roundId") and "." in super().take_identifier(name, value):
            raise invalid(f"{name} has a dot.")
        return super().take_identifier(name, value)


@fault("S", "wallet.fields.free-texts", "Free texts 0 to 255.")
class EmptyTextsRefused:
    def take_free_text(self, name, value):
        if value == "":
            raise invalid(f"{name} is empty.")
        super().take_free_text(name, value)


@fault("S", "wallet.fields.free-texts", "Free texts 0 to 255.")
class TextsOfAtMost100Characters:
    def take_free_text(self, name, value):
        if value is not None and len(value) > 100:
            raise invalid(f"{name} is too long.")
        super().take_free_text(name, value)


@fault("S", "wallet.fields.ip-refused", IPV4)
class Ipv6Accepted:
    def take_ipv4(self, name, value):
        return value if isinstance(value, str) and ":" in value else super().take_ipv4(name, value)


@fault("S", "wallet.fields.ip-refused", IPV4)
class AnyIpAccepted:
    def take_ipv4(self, name, value):
        return self.take_word(name, value)


# ---- robustness ----

@fault("M", "wallet.robust.keeps-serving", KEEPS_SERVING)
class HangsAfterMalformedJson:
    """A lock that all requests take is not given back when the parser throws."""

    def prepare(self):
        super().prepare()
        self.parsing = threading.Lock()

    def read_object(self, body):
        self.parsing.acquire()
        value = super().read_object(body)
        self.parsing.release()
        return value


@fault("M", "wallet.robust.keeps-serving", KEEPS_SERVING)
class DiesOfMalformedHttp:
    def bad_http_reply(self, problem):
        if problem.status == 400:
            os._exit(134)
        return super().bad_http_reply(problem)


class _JsonFailure:
    def read_body_object(self, request):
        try:
            return super().read_body_object(request)
        except Refusal as refusal:
            raise Refusal(*self.answer_instead, refusal.message) from refusal


@fault("S", "wallet.robust.malformed-json-refused", ROBUST)
class MalformedJsonIs500(_JsonFailure):
    answer_instead = 500, "INTERNAL_ERROR"


@fault("S", "wallet.robust.malformed-json-refused", ROBUST)
class DeepJsonIs500:
    def read_object(self, body):
        if body.count(b"[") > 500:
            raise RuntimeError("stack overflow")
        return super().read_object(body)


@fault("S", "wallet.robust.malformed-http-refused", ROBUST)
class MalformedHttpIs500:
    def bad_http_reply(self, problem):
        problem.status = 500 if problem.status == 400 else problem.status
        return super().bad_http_reply(problem)


class _Route:
    def route(self, request):
        try:
            return super().route(request)
        except Refusal as refusal:
            raise Refusal(self.statuses.get(refusal.status, refusal.status), refusal.code, refusal.message) from refusal


@fault("S", "wallet.robust.unknown-path-refused", ROBUST)
class UnknownPathIs200(_Route):
    statuses = {404: 200}


@fault("S", "wallet.robust.unknown-path-refused", ROBUST)
class UnknownPathIs500(_Route):
    statuses = {404: 500}


@fault("S", "wallet.robust.unknown-path-refused", ROBUST)
class OtherMethodIs500(_Route):
    statuses = {405: 500}


@fault("S", "wallet.robust.body-of-64-kib-accepted", "Bodies of 64 KiB (wallet, movements) are accepted.")
class BodiesOf32KibOnly:
    setting_changes = {"body_limit": 32 * 1024}


@fault("S", "wallet.robust.oversized-body-refused", "10 MiB and 100 MiB may be refused by 413, 400 or a close.")
class OversizedBodyIs500:
    def read_body(self, stream, request):
        try:
            return super().read_body(stream, request)
        except BadHttp as problem:
            problem.status = 500 if problem.status == 413 else problem.status
            raise
