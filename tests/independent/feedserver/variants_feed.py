"""Right but unusual: tokens, what a push answers, what is taken, how a record is shown."""

import base64
import json
import re
import secrets
import time
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from serverkit import times
from serverkit.http_layer import Reply
from serverkit.refusal import Refusal
from serverkit.registry import variant

COUNTS = ("feed.bulk.counts",)
ERRORS = ("feed.validation.errors-shape", "feed.validation.complete")


# ---- tokens ----

@variant("Tokens look like JSON Web Tokens, of 900 characters.")
class TokensLikeJwt:
    def new_token(self):
        return ".".join(secrets.token_urlsafe(n) for n in (40, 600, 30))


@variant("Tokens hold every special character that a bearer token may have.")
class TokensOfSpecialCharacters:
    def new_token(self):
        return "-._~+/" + base64.b64encode(secrets.token_bytes(25)).decode() + "=="


@variant("Tokens are short numbers.")
class TokensAreNumbers:
    def new_token(self):
        return str(10 ** 9 + secrets.randbelow(10 ** 9))


class _Content:
    more: dict = {}

    def token_content(self, text):
        return super().token_content(text) | self.more


@variant("token_type is written bearer.")
class TokenTypeInLowerCase(_Content):
    more = {"token_type": "bearer"}


@variant("expires_in is written 3600.0, beside scope and other members.")
class TokenWithMoreMembers(_Content):
    more = {"expires_in": Decimal("3600.0"), "scope": "igaming:write", "issued_at": "2026-01-01T00:00:00Z", "jti": None}


@variant("A client that asks again within the life of a token gets the same one, and the seconds that are left.")
class SameTokenAgain:
    def token_reply(self, request):
        reply = super().token_reply(request)
        now = time.monotonic()
        first = next((text for text, token in self.tokens.items() if token.expires > now + 60), None)
        reply.content |= {"access_token": first, "expires_in": int(self.tokens[first].expires - now)}
        return reply


@variant("Refusals of the token path have no error_description; no credentials are an invalid_request.")
class BareTokenErrors:
    def token_error(self, status, error, description):
        if "does not say" in description:
            status, error = 400, "invalid_request"
        return Refusal(status, {"error": error})


@variant("Refusals of the token path carry error_uri and more.")
class TokenErrorsWithMore:
    def token_error(self, status, error, description):
        refusal = super().token_error(status, error, description)
        refusal.content |= {"error_uri": "https://example.com/e", "trace": [1, {}]}
        return refusal


@variant("The token path is another one, and takes the form in any letter case of its type, with parameters.")
class OtherTokenPath:
    setting_changes = {"token_path": "/auth/realms/affiliates/token"}


@variant("A 401 for the token has no body and several challenges.")
class EmptyUnauthorized:
    def unauthorized(self, message):
        return Refusal(401, None, [("WWW-Authenticate", "Negotiate"), ("WWW-Authenticate", "Bearer")])


@variant("The method is looked at before the token, and an unknown path is 401 without one.")
class MethodBeforeToken:
    def dispatch(self, request):
        if request.path.startswith("/api/"):
            self.check_method(request, ("GET", "HEAD", "POST"))
            self.check_token(request)
        return super().dispatch(request)


# ---- what a push answers ----

class _Pushed:
    def pushed_reply(self, records, counts):
        return self.changed(super().pushed_reply(records, counts))


@variant("A push is answered 201 with its counts.", warns=COUNTS)
class PushedIs201(_Pushed):
    def changed(self, reply):
        return Reply(201, reply.content)


@variant("A push is answered 202 with an empty object.", warns=COUNTS)
class PushedIs202(_Pushed):
    def changed(self, reply):
        return Reply(202, {})


@variant("A push is answered 204.", warns=COUNTS)
class PushedIs204(_Pushed):
    def changed(self, reply):
        return Reply(204)

    def frame(self, body):
        return super().frame(body) if body else ([], b"")

    def head_bytes(self, status, headers):
        needs_length = status != 204 and not any(name in ("Content-Length", "Transfer-Encoding") for name, _ in headers)
        return super().head_bytes(status, headers + ([("Content-Length", "0")] if needs_length else []))


@variant("A push is answered 200 without a body.", warns=COUNTS)
class PushedIsEmpty(_Pushed):
    def changed(self, reply):
        return Reply(200)


@variant("The counts have a fraction of zero and further members beside them.")
class CountsWithMore(_Pushed):
    def changed(self, reply):
        return Reply(200, {"status": "ok", "warnings": [], **{name: Decimal(f"{n}.0") for name, n in reply.content.items()}, "batch": None})


# ---- what a 422 says ----

@variant("A 422 is one sentence in message that names all fields.", warns=ERRORS)
class FaultsInOneSentence:
    def faults_content(self, faults):
        return {"message": "; ".join(f"record {fault['index']}: {fault['message']}" for fault in faults[:50])}


@variant("A 422 maps paths of JSON Schema to texts.", warns=ERRORS)
class FaultsByPointer:
    def faults_content(self, faults):
        return {"title": "Unprocessable", "invalid-params": [{"pointer": f"/data/{f['index']}/{f['field']}", "why": f["code"]} for f in faults]}


@variant("The entries of a 422 come last record first, with more members.")
class FaultsInReverse:
    def faults_content(self, faults):
        return {"errors": [fault | {"value": None, "pointer": f"/data/{fault['index']}"} for fault in reversed(faults)], "count": len(faults)}


@variant("A 422 has a second entry for a fault where two rules are broken by it.")
class FaultsTwice:
    def faults_content(self, faults):
        return {"errors": [entry for fault in faults for entry in (fault, fault | {"code": "schema", "message": fault["field"] + " is invalid"})]}


@variant("Unknown customers are listed together with the faults of the schema.")
class UnknownCustomersWithTheSchema:
    def push(self, resource, request):
        self.pushing = resource
        return super().push(resource, request)

    def schema_faults(self, resource, records):
        faults = super().schema_faults(resource, records)
        if faults and resource != "customers":
            named = [(index, record.get("customer_id")) for index, record in enumerate(records) if isinstance(record, dict)]
            faults += [self.fault_entry(index, "customer_id", "unknown_customer", "customer_id: unknown")
                       for index, name in named if isinstance(name, str) and name and not self.customer_exists(name)]
        return faults


@variant("Errors other than 422 are JSON arrays.")
class ErrorsAreArrays:
    def error_content(self, code, message):
        return [{"code": code}, message]


@variant("404, 405 and malformed requests are met with text, as by a gateway.")
class GatewayTexts:
    def reply_headers(self, request, reply):
        headers = super().reply_headers(request, reply)
        code = reply.content["error"]["code"] if isinstance(reply.content, dict) and isinstance(reply.content.get("error"), dict) else ""
        if code in ("NOT_FOUND", "METHOD_NOT_ALLOWED", "MALFORMED_JSON"):
            headers = [(name, "text/html" if name == "Content-Type" else value) for name, value in headers]
        return headers


# ---- what is taken ----

@variant("A bare array of records is taken too.")
class BareArraysTaken:
    def records_of(self, body):
        return super().records_of({"data": body} if isinstance(body, list) else body)


@variant("Game types other than the five are refused.")
class OnlyKnownGameTypes:
    def judge_game_type(self, value, record):
        if value not in ("slots", "live_casino", "table_games", "sportsbook", "poker"):
            yield "enum", "game_type: unknown"


@variant("The game types are other ones, which the target file names; those of the guide are refused.")
class OtherGameTypes:
    setting_changes = {"game_types": ("bingo", "virtual sports")}

    def judge_game_type(self, value, record):
        if value not in self.settings.game_types:
            yield "enum", "game_type: unknown"


@variant("Only the four currencies of the page are known.")
class FourCurrencies:
    def judge_currency(self, value, record):
        if value not in ("USD", "EUR", "GBP", "JPY"):
            yield "currency", "unknown currency"


@variant("A ggr that is not total_bets - wins is refused.")
class UnequalGgrRefused:
    def record_faults(self, resource, record):
        faults = list(super().record_faults(resource, record))
        yield from faults
        if resource == "activity" and not faults and all(record.get(name) is not None for name in ("ggr", "total_bets", "wins")):
            if record["ggr"] != record["total_bets"] - record["wins"]:
                yield "ggr", "unequal", "ggr is not total_bets - wins"


@variant("ggr is computed, whatever was sent, where both totals are there.")
class GgrAlwaysComputed:
    def shown(self, row):
        record = super().shown(row)
        return record | {"ggr": self.computed_ggr(record)} if {"total_bets", "wins"} <= record.keys() else record


@variant("Date-times are read by a library: basic and week dates, dates alone and times without offset (UTC) are taken.")
class LenientDateTimes:
    def read_date_time(self, text):
        found = super().read_date_time(text)
        if found or not re.fullmatch(r"[0-9W]{4}[0-9W-]*(T[0-9:.,]+(Z|[+-][0-9:]+)?)?", text):
            return found
        try:
            instant = datetime.fromisoformat(text)
        except ValueError:
            return None
        return instant if instant.tzinfo else instant.replace(tzinfo=timezone.utc)


@variant("Members of a record that the contract does not know are kept and listed.")
class UnknownMembersKept:
    def known_fields(self, resource, record):
        return {name: value for name, value in record.items() if value is not None}


@variant("Members of a record that the contract does not know are refused.")
class UnknownMembersRefused:
    def record_faults(self, resource, record):
        yield from super().record_faults(resource, record)
        known = self.known_fields(resource, record) if isinstance(record, dict) else {}
        for name in record if isinstance(record, dict) else ():
            if name not in known and record[name] is not None:
                yield name, "unknown", f"{name} is not known"


@variant("JSON whose objects hold a name twice is refused by 422.")
class DuplicateNamesRefused:
    def body_value(self, request):
        def unique(pairs):
            if len(dict(pairs)) < len(pairs):
                raise self.shape_refusal("data", "a name is there twice")
            return dict(pairs)
        value = super().body_value(request)
        json.loads(request.body, object_pairs_hook=unique)
        return value


# ---- how records are shown ----

class _Shown:
    def shown(self, row):
        return self.changed(row, super().shown(row))


@variant("Optional members that were not sent are listed as null.")
class AbsentIsNull(_Shown):
    def changed(self, row, record):
        optional = {
            "signup_date": ("first_name", "last_name", "email", "country", "currency", "kyc_status_id", "status", "last_modified_date"),
            "amount_currency": ("amount_usd", "payment_method", "last_modified_date"), "date": ("bets_count", "total_bets", "wins", "ggr", "ngr")}
        names = next(names for key, names in optional.items() if key in record)
        return dict.fromkeys(names) | record


@variant("Rows have numbers, times and links of the platform's own.")
class RowsWithMore(_Shown):
    def changed(self, row, record):
        return {"id": row.number, "_links": {"self": "/x"}, **record, "created_at": times.write(row.arrived), "synced": row.arrived.timestamp().__int__()}


@variant("A customer or transaction without last_modified_date is listed with the time of its arrival.")
class ArrivalIsModification(_Shown):
    def changed(self, row, record):
        return record if "date" in record else {"last_modified_date": times.write(row.arrived)} | record


class _Times(_Shown):
    def changed(self, row, record):
        return {name: self.time(self.read_date_time(value), value) if name.endswith("_date") else value for name, value in record.items()}


@variant("Times are listed in UTC with as many digits of the second as are needed.")
class TimesInUtc(_Times):
    def time(self, instant, text):
        return instant.isoformat().replace("+00:00", "Z")


@variant("Times are listed with an offset of five and a half hours.")
class TimesOfIndia(_Times):
    def time(self, instant, text):
        return instant.astimezone(timezone(timedelta(hours=5, minutes=30))).isoformat()


@variant("Times are listed with an offset +0000 and nine digits of the second.")
class TimesOfNanoseconds(_Times):
    def time(self, instant, text):
        return instant.strftime("%Y-%m-%dT%H:%M:%S.%f") + "000+00:00"


class _Numbers:
    def number(self, value):
        return self.written(value)


@variant("Amounts are written with trailing zeros: 100.50000000.")
class NumbersWithZeros(_Numbers):
    def written(self, value):
        return f"{value:.{max(8, -value.as_tuple().exponent)}f}" if abs(value.adjusted()) < 40 else str(value)


@variant("Amounts are written with exponents: 1.005E+2.")
class NumbersWithExponents(_Numbers):
    def written(self, value):
        return f"{value.normalize():E}"


@variant("Amounts are written as short as can be, 1E+3 for a thousand.")
class NumbersNormalized(_Numbers):
    def written(self, value):
        return str(value.normalize())
