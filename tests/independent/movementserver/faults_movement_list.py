"""Faults of the list of movements: rows, ranges, filters, pages."""

import json
from dataclasses import replace
from datetime import datetime

from serverkit import times
from serverkit.registry import fault

from .rows import Rows

ONCE = "Every movement is listed once, with its raw payload exactly as sent and its time; the balances equal the fold of the movements."
ROW = "A row of the movement list: id, client_id, …, raw_payload, total_revshare, account_settlement_id, created_at. Newest first."
LISTS = 'Lists have the envelope {"data": […], "meta": {"total", "page", "per_page"}}, 50 rows by default, 500 at most.'
RANGE = "date_from, date_to are dates (UTC) or date-times, inclusive."
OLD = "A movement older than 7 days appears only if the range asks for it."
FILTERS = "Filters client_id, external_client_id, request_id, date_from, date_to."
TIMES = "Times are ISO 8601 with Z or an offset."


# ---- rows ----

@fault("M", "movements.list.raw-payload", ONCE)
class PayloadWrittenAnew(Rows):
    def changed(self, row, shown):
        return shown | {"raw_payload": json.dumps(json.loads(shown["raw_payload"]))}


@fault("M", "movements.list.raw-payload", ONCE)
class PayloadOfThePartsKnown(Rows):
    def changed(self, row, shown):
        body = {"externalClientId": row.player.external_id, "revenueOriginId": row.player.brand, "metrics": shown["metrics"]}
        return shown | {"raw_payload": json.dumps(body | ({"requestId": row.request_id} if row.request_id else {}))}


@fault("M", "movements.list.raw-payload", ONCE)
class PayloadIsAnObject(Rows):
    def changed(self, row, shown):
        return shown | {"raw_payload": json.loads(shown["raw_payload"])}


@fault("M", "movements.list.raw-payload", ONCE)
class PayloadWithoutBlanks(Rows):
    def changed(self, row, shown):
        return shown | {"raw_payload": shown["raw_payload"].strip().replace("\r", "").replace("\n", "")}


@fault("M", "movements.list.raw-payload", ONCE)
class PayloadCutTo1000(Rows):
    def changed(self, row, shown):
        return shown | {"raw_payload": shown["raw_payload"][:1000]}


@fault("M", "movements.list.raw-payload", ONCE)
class PayloadInLatin1(Rows):
    def changed(self, row, shown):
        return shown | {"raw_payload": shown["raw_payload"].encode("ascii", "replace").decode()}


@fault("M", "movements.list.created-at", ONCE)
class NoTime(Rows):
    def changed(self, row, shown):
        shown.pop("created_at")


@fault("M", "movements.list.created-at|movements.times.iso-8601", ONCE)
class TimeOfTheRegistration(Rows):
    def changed(self, row, shown):
        return shown | {"created_at": self.shown_time(self.movements[0].created)}


@fault("M", "movements.times.iso-8601", TIMES)
class TimesWithoutOffset:
    def shown_time(self, instant):
        return instant.strftime("%Y-%m-%dT%H:%M:%S.%f")


@fault("M", "movements.times.iso-8601|movements.list.created-at", TIMES)
class TimesAreNumbers:
    def shown_time(self, instant):
        return int(instant.timestamp())


@fault("M", "movements.times.iso-8601", TIMES)
class TimesWithBlank:
    def shown_time(self, instant):
        return instant.strftime("%Y-%m-%d %H:%M:%S+00:00")


@fault("M", "movements.list.created-at", ONCE)
class LocalTimesAsUtc:
    """The clock of a zone two hours east, written with Z."""

    def shown_time(self, instant):
        return times.write(instant + times.timedelta(hours=2))


@fault("M", "movements.list.each-once", ONCE)
class RequestIdNotListed(Rows):
    def changed(self, row, shown):
        return shown | {"request_id": None}


@fault("M", "movements.list.each-once", ONCE)
class ResultingBalanceListed(Rows):
    """The metrics of a row are the balances after it, all absolute."""

    def changed(self, row, shown):
        return shown | {"metrics": [{"code": one.code, "type": "absolute", "value": one.written} for one in row.updates]}


@fault("M", "movements.list.each-once", ONCE)
class OnlyFirstMetricListed(Rows):
    def changed(self, row, shown):
        return shown | {"metrics": shown["metrics"][:1]}


@fault("M", "movements.list.each-once", ONCE)
class RowForEachMetric:
    def movements_of(self, query):
        return [replace(row, updates=[update]) for row in super().movements_of(query) for update in row.updates]


@fault("M", "movements.list.each-once|movements.balance.fold-of-movements", ONCE)
class OnlyTheLastOfAMetricListed:
    """A movement that is superseded by an absolute one leaves the log."""

    def apply(self, player, updates, request_id, raw):
        super().apply(player, updates, request_id, raw)
        codes = {update.code for update in updates if update.absolute}
        self.movements[:-1] = [row for row in self.movements[:-1] if row.player is not player or not codes & {u.code for u in row.updates}]


@fault("M", "movements.list.each-once|movements.balance.fold-of-movements|movements.request-id.none-no-deduplication", ONCE)
class ChangelessMovementsNotListed:
    def apply(self, player, updates, request_id, raw):
        before = dict(player.balances)
        super().apply(player, updates, request_id, raw)
        if player.balances == before:
            self.movements.pop()


@fault("M", "movements.balance.fold-of-movements|movements.list.*", ONCE)
class ValuesListedInWholeNumbers:
    def shown_value(self, update):
        return str(int(update.value))


@fault("S", "movements.list.newest-first", ROW)
class OldestFirst:
    def movements_of(self, query):
        return super().movements_of(query)[::-1]


@fault("S", "movements.list.newest-first", ROW)
class SecondsSortTheList:
    """Sorted by a time of whole seconds; within one the order of application comes forward."""

    def movements_of(self, query):
        return sorted(super().movements_of(query)[::-1], key=lambda row: int(row.created.timestamp()), reverse=True)


@fault("S", "movements.list.fields", ROW)
class NoRowId(Rows):
    def changed(self, row, shown):
        shown.pop("id")


@fault("S", "movements.list.fields", ROW)
class NoSettlement(Rows):
    def changed(self, row, shown):
        shown.pop("account_settlement_id")


@fault("S", "movements.list.fields|movements.players.client-id", ROW)
class NoClientIdInRows(Rows):
    def changed(self, row, shown):
        shown.pop("client_id")


# ---- ranges, filters, pages ----

@fault("M", "movements.list.default-range", OLD)
class AllDaysByDefault:
    setting_changes = {"default_days": 36500}


@fault("M", "movements.list.default-range", OLD)
class ThirtyDaysCut:
    """What is older than 30 days is never listed."""

    def movements_of(self, query):
        return [row for row in super().movements_of(query) if row.created > times.now() - 30 * times.DAY]


@fault("M", "movements.list.default-range", OLD)
class SevenDaysAlways:
    def range_of(self, query):
        return super().range_of({})


@fault("S", "movements.list.date-range", RANGE)
class DateToIsMidnight:
    def bound(self, text, is_end):
        return super().bound(text, False)


@fault("S", "movements.list.date-range", RANGE)
class DateFromIgnored:
    def range_of(self, query):
        begin, end = super().range_of(query)
        return (datetime.min.replace(tzinfo=times.timezone.utc), end) if query.get("date_from") else (begin, end)


@fault("S", "movements.list.date-range", RANGE)
class DateTimesCutToDays:
    def bound(self, text, is_end):
        return super().bound(text[:10], is_end)


@fault("S", "movements.list.date-range", RANGE)
class DateTimesRefusedInRange:
    def bound(self, text, is_end):
        if "T" in text:
            raise self.refusal(422, "validation", "a date is expected")
        return super().bound(text, is_end)


@fault("S", "movements.list.date-range", RANGE)
class OffsetOfTheRangeLost:
    def bound(self, text, is_end):
        return super().bound(text[:19] + "Z" if "T" in text else text, is_end)


class _Ignored:
    name = ""

    def movements_of(self, query):
        return super().movements_of({name: value for name, value in query.items() if name != self.name})


@fault("S", "movements.list.client-id", FILTERS)
class ClientIdIgnored(_Ignored):
    name = "client_id"


@fault("S", "movements.list.request-id", FILTERS)
class RequestIdFilterIgnored(_Ignored):
    name = "request_id"


@fault("S", "movements.list.external-client-id", FILTERS)
class ExternalClientIdIgnored(_Ignored):
    name = "external_client_id"


@fault("S", "movements.list.request-id", FILTERS)
class RequestIdFilteredByBegin(_Ignored):
    name = "request_id"

    def movements_of(self, query):
        wanted = query.get("request_id") or ""
        return [row for row in super().movements_of(query) if (row.request_id or "").startswith(wanted)]


@fault("S", "movements.list.external-client-id", FILTERS)
class ClientsNotFilteredByExternalId:
    def players_of(self, query):
        return super().players_of({name: value for name, value in query.items() if name != "external_client_id"})


@fault("S", "movements.list.client-id", FILTERS)
class ClientsNotFilteredById:
    def players_of(self, query):
        return super().players_of({name: value for name, value in query.items() if name != "client_id"})


class _Pages:
    def page_reply(self, data, total, query):
        reply = super().page_reply(data, total, query)
        reply.content = self.changed(reply.content)
        return reply


@fault("S", "movements.list.envelope", LISTS)
class NoMeta(_Pages):
    def changed(self, content):
        return {"data": content["data"]}


@fault("S", "movements.list.envelope", LISTS)
class MetaInCamelCase(_Pages):
    def changed(self, content):
        meta = content["meta"]
        return {"data": content["data"], "meta": {"total": meta["total"], "page": meta["page"], "perPage": meta["per_page"]}}


@fault("S", "movements.list.pages|movements.list.envelope", LISTS)
class TotalOfThePage(_Pages):
    def changed(self, content):
        content["meta"]["total"] = len(content["data"])
        return content


@fault("S", "movements.list.pages", LISTS)
class PagesFromZero:
    def page_of(self, rows, query):
        per_page = self.per_page(query)
        return rows[int(query.get("page") or "0") * per_page:][:per_page]


@fault("S", "movements.list.pages", LISTS)
class PageIgnored:
    def page_of(self, rows, query):
        return rows[:self.per_page(query)]


@fault("S", "movements.list.pages", LISTS)
class PerPageIgnored:
    def per_page(self, query):
        return self.settings.default_rows


@fault("S", "movements.list.default-page-size", LISTS)
class HundredRowsByDefault:
    setting_changes = {"default_rows": 100}


@fault("S", "movements.list.at-most-500", LISTS)
class ThousandRows:
    setting_changes = {"most_rows": 1000}
