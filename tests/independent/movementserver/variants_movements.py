"""Right but unusual: what a write answers, what is taken, how the reports look."""

import re
import uuid
from datetime import timedelta, timezone
from decimal import Decimal

from serverkit import times
from serverkit.http_layer import Reply
from serverkit.refusal import Refusal
from serverkit.registry import variant

WRITE = ("movements.write.empty-object",)


# ---- writes ----

class _Written:
    def written_reply(self):
        return Reply(self.status, self.content)


@variant("A write is answered 201 with an empty object.", warns=WRITE)
class WrittenIs201(_Written):
    status, content = 201, {}


@variant("A write is answered 202 with what was done.", warns=WRITE)
class WrittenIs202(_Written):
    status, content = 202, {"status": "accepted", "id": "7f"}


@variant("A write is answered 204.", warns=WRITE)
class WrittenIs204(_Written):
    status, content = 204, None

    def frame(self, body):
        return super().frame(body) if body else ([], b"")

    def head_bytes(self, status, headers):
        needs_length = status != 204 and not any(name in ("Content-Length", "Transfer-Encoding") for name, _ in headers)
        return super().head_bytes(status, headers + ([("Content-Length", "0")] if needs_length else []))


@variant("A write is answered 200 without a body.", warns=WRITE)
class WrittenIsEmpty(_Written):
    status, content = 200, None


# ---- refusals ----

class _Status:
    """Other statuses where the page names none."""
    statuses: dict = {}

    def refusal(self, status, code, message, headers=()):
        return super().refusal(self.statuses.get(status, status), code, message, headers)


@variant("Bad movements are refused by 400.")
class BadIs400(_Status):
    statuses = {422: 400}


@variant("Bad movements are refused by 403.")
class BadIs403(_Status):
    statuses = {422: 403}


@variant("Registering twice is 400, as is whatever else is bad.")
class RegisteredTwiceIs400:
    def add_player(self, external_id, brand, click):
        try:
            super().add_player(external_id, brand, click)
        except Refusal as refusal:
            refusal.status = 400
            raise


@variant("An unknown brand or click is 404.")
class UnknownBrandIs404:
    def refusal(self, status, code, message, headers=()):
        return super().refusal(404 if code in ("unknown_brand", "unknown_click") else status, code, message, headers)


@variant("Errors are one text: {\"message\": \"Client Not Found\"}.")
class ErrorsInOneText:
    def error_content(self, code, message):
        return {"message": message.title(), "statusCode": 400}


@variant("Errors are an array of objects, texts in capitals.")
class ErrorsAreArrays:
    def error_content(self, code, message):
        return [{"type": code, "detail": message.upper(), "loc": None}]


@variant("Errors are a JSON string.")
class ErrorsAreStrings:
    def error_content(self, code, message):
        return f"Error: {message} ({code})"


@variant("401 has no body, and a challenge.")
class EmptyUnauthorized:
    def check_key(self, request, call):
        try:
            super().check_key(request, call)
        except Refusal as refusal:
            raise Refusal(401, None, [("WWW-Authenticate", 'ApiKey realm="tracking"')]) from refusal


@variant("The key is looked at before the path: unknown paths are 401 without one.")
class KeyBeforePath:
    def dispatch(self, request):
        self.check_key(request, "")
        return super().dispatch(request)


@variant("An unknown method is 404.")
class UnknownMethodIs404(_Status):
    statuses = {405: 404}


# ---- what is taken ----

@variant("\"1.0\" is refused for an integer metric.")
class ZeroFractionRefused:
    def checked_value(self, code, value):
        if code in self.settings.integer_codes and isinstance(value, str) and "." in value:
            raise self.refusal(422, "validation", "value: an integer is expected")
        return super().checked_value(code, value)


@variant("The same code twice in one movement is refused.")
class SameCodeTwiceRefused:
    def check_codes_differ(self, updates):
        if len({update.code for update in updates}) < len(updates):
            raise self.refusal(422, "validation", "code: twice in one movement")


@variant("Members that the contract does not know are refused.")
class UnknownMembersRefused:
    def object_of(self, request):
        body = super().object_of(request)
        known = {"externalId", "revenueOriginId", "clickId", "externalClientId", "metrics", "requestId"}
        if body.keys() - known:
            raise self.refusal(400, "validation", "unknown member")
        return body


@variant("Brands are kept in capitals, and listed so.")
class BrandsInCapitals:
    def shown_movement(self, row):
        shown = super().shown_movement(row)
        return shown | {"revenue_origin_id": shown["revenue_origin_id"].upper()}

    def shown_player(self, player):
        shown = super().shown_player(player)
        return shown | {"revenue_origin_id": shown["revenue_origin_id"].upper()}


@variant("Any content type is taken.")
class AnyContentType:
    def check_content_type(self, request):
        pass


@variant("Values of more than 15 significant digits are refused.")
class FifteenDigits:
    def checked_value(self, code, value):
        number = super().checked_value(code, value)
        if len("".join(map(str, number.as_tuple().digits)).strip("0")) > 15:
            raise self.refusal(422, "validation", "value: more than 15 significant digits")
        return number


@variant("A value may have an exponent, a plus sign and blanks around it: the page demands its form of nobody.")
class LenientValues:
    def checked_value(self, code, value):
        if isinstance(value, str) and re.fullmatch(r"\s*[-+]?\d+(\.\d+)?([eE][+-]?\d{1,2})?\s*", value):
            value = f"{Decimal(value.strip()):f}"
        return super().checked_value(code, value)


@variant("The calls have other paths, which the target file names.")
class OtherPaths:
    setting_changes = {"movement_path": "/tracking/movements", "list_path": "/reporting/v2/movements"}


# ---- balances and values ----

@variant("Balances are written with trailing zeros: 100.50000000.")
class BalancesWithZeros:
    def plain(self, value):
        return f"{value:.{max(8, -value.as_tuple().exponent)}f}"


@variant("Balances are written with as many decimals as the largest of their parts had.")
class BalancesAsAdded:
    def plain(self, value):
        return f"{value:f}"


@variant("Balances of all metrics are listed, \"0\" where nothing moved.")
class AllBalancesListed:
    def shown_balances(self, player):
        return {code: player.balances.get(code, Decimal(0)) for code in self.settings.usable_codes()}


@variant("A balance of 0 is left out.")
class ZeroBalancesLeftOut:
    def shown_balances(self, player):
        return {code: value for code, value in player.balances.items() if value != 0}


@variant("Archived metrics have a balance of 0.00.")
class ArchivedBalancesListed:
    def shown_balances(self, player):
        return player.balances | {code: Decimal("0.00") for code in self.settings.archived_codes}


@variant("Values of a row are written in their shortest form.")
class ValuesNormalized:
    def shown_value(self, update):
        return self.plain(update.value)


# ---- rows ----

class _Rows:
    def shown_movement(self, row):
        return self.changed(row, super().shown_movement(row))


@variant("Rows and players have more members: numbers, times, names.")
class RowsWithMore(_Rows):
    def changed(self, row, shown):
        more = {"account_id": None, "status": "processed", "updated_at": shown["created_at"], "tags": []}
        metrics = [metric | {"data_type": "decimal", "balance_after": "1"} for metric in shown["metrics"]]
        return more | shown | {"metrics": metrics}

    def shown_player(self, player):
        return super().shown_player(player) | {"click_id": player.click, "created_at": times.write(times.now()), "level": 3}


@variant("request_id is left out of a row without one, as is account_settlement_id.", warns=("movements.list.fields",))
class NullLeftOut(_Rows):
    def changed(self, row, shown):
        return {name: value for name, value in shown.items() if value is not None}


@variant("The metrics of a row come in the order of their codes.")
class MetricsSorted(_Rows):
    def changed(self, row, shown):
        return shown | {"metrics": sorted(shown["metrics"], key=lambda metric: metric["code"])}


@variant("IDs of rows and players are numbers.")
class NumericIds(_Rows):
    def prepare(self):
        super().prepare()
        self.numbers = {}

    def number_of(self, text):
        return self.numbers.setdefault(text, len(self.numbers) + 1)

    def changed(self, row, shown):
        return shown | {"id": self.number_of(row.id), "client_id": self.number_of(row.player.client_id)}

    def shown_player(self, player):
        return super().shown_player(player) | {"client_id": self.number_of(player.client_id)}

    def query_of(self, request):
        query = super().query_of(request)
        if query.get("client_id"):
            query["client_id"] = next((text for text, number in self.numbers.items() if str(number) == query["client_id"]), "none")
        return query


@variant("A share that is 0 is written 0.00.")
class ShareWithDecimals(_Rows):
    def changed(self, row, shown):
        return shown | {"total_revshare": f"{row.share:.{max(2, -row.share.as_tuple().exponent)}f}"}


@variant("Times of rows have an offset of minus three and a half hours.")
class TimesOfNewfoundland:
    def shown_time(self, instant):
        return instant.astimezone(timezone(-timedelta(hours=3, minutes=30))).isoformat()


@variant("Times of rows are whole seconds.")
class TimesOfSeconds:
    def shown_time(self, instant):
        return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


@variant("raw_payload is escaped as JSON allows: \\u00e9, \\/.")
class EscapedPayload:
    def text(self, value):
        return re.sub(r"[^\x00-\x7f]", lambda match: "".join(
            f"\\u{unit:04x}" for unit in memoryview(match[0].encode("utf-16-le")).cast("H")), super().text(value)).replace("/", "\\/")


# ---- lists ----

@variant("A per_page that is not allowed is refused.")
class PerPageRefused:
    def per_page(self, query):
        text = query.get("per_page") or str(self.settings.default_rows)
        if not text.isdigit() or not 1 <= int(text) <= self.settings.most_rows:
            raise self.refusal(400, "validation", "per_page: 1 to 500 is expected")
        return int(text)


@variant("meta has more members.")
class MetaWithMore:
    def page_reply(self, data, total, query):
        reply = super().page_reply(data, total, query)
        reply.content["meta"] |= {"total_pages": -(-total // self.per_page(query)), "next_cursor": None}
        reply.content["links"] = {}
        return reply


@variant("A page after the last one is 404.")
class NoPageAfterTheLast:
    def page_of(self, rows, query):
        found = super().page_of(rows, query)
        if not found and self.page_number(query) > 1:
            raise self.refusal(404, "not_found", "there is no such page")
        return found


@variant("The list of metrics has more members, and metrics that the target file does not name.")
class MetricsWithMore:
    def shown_metrics(self):
        own = [{"code": f"platform-metric-{n}", "data_type": "integer", "archived": n % 2 == 0} for n in range(10)]
        return [{"id": str(uuid.uuid4()), "name": metric["code"].title(), **metric, "unit": None} for metric in own + super().shown_metrics()]


@variant("Players are listed newest first.")
class NewestPlayersFirst:
    def players_of(self, query):
        return super().players_of(query)[::-1]
