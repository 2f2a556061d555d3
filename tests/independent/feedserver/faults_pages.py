"""Faults of the envelope, pages, totals and cursors of the lists."""

import itertools

from serverkit.refusal import Refusal
from serverkit.registry import fault

ENVELOPE = 'Lists: {"data": […], "meta": {"total", "page", "per_page", "next_cursor"}}.'
ROWS = "50 rows by default; no response has more than 500 rows; per_page of 501, 0 or text: 422 or clamped."
TOTAL = "total counts all rows of the filter."
CURSOR = "Following next_cursor continues after the last row, until null: each row that existed at the start comes exactly once."
NULL_CURSOR = "A target that answers null always serves all rows by page."
DAMAGED = "A damaged cursor: 4xx."


# ---- envelope ----

class _Envelope:
    def page_content(self, rows, total, page, per_page, cursor):
        return self.changed(super().page_content(rows, total, page, per_page, cursor))


@fault("M", "feed.list.envelope", ENVELOPE)
class NullCursorLeftOut(_Envelope):
    def changed(self, content):
        content["meta"] = {name: value for name, value in content["meta"].items() if value is not None}
        return content


@fault("M", "feed.list.envelope", ENVELOPE)
class MetaBesideData(_Envelope):
    def changed(self, content):
        return {"data": content["data"], **content["meta"]}


@fault("M", "feed.list.envelope", ENVELOPE)
class MetaWithoutPage(_Envelope):
    def changed(self, content):
        content["meta"].pop("page")
        return content


@fault("M", "feed.list.envelope", ENVELOPE)
class MetaInCamelCase(_Envelope):
    def changed(self, content):
        meta = content["meta"]
        names = {"per_page": "perPage", "next_cursor": "nextCursor"}
        return {"data": content["data"], "meta": {names.get(name, name): value for name, value in meta.items()}}


@fault("M", "feed.list.*", ENVELOPE)
class TotalIsText(_Envelope):
    def changed(self, content):
        content["meta"]["total"] = str(content["meta"]["total"])
        return content


# ---- pages ----

@fault("M", "feed.list.default-page-size", ROWS)
class HundredRowsByDefault:
    setting_changes = {"default_rows": 100}


@fault("M", "feed.list.default-page-size", ROWS)
class TwentyFiveRowsByDefault:
    setting_changes = {"default_rows": 25}


@fault("M", "feed.list.per-page", ROWS)
class PerPageIgnored:
    def per_page(self, query):
        return self.settings.default_rows


@fault("M", "feed.list.per-page", ROWS)
class OneRowMore:
    def page(self, resource, query):
        rows, total, page, per_page, cursor = super().page(resource, query | {"per_page": str(self.per_page(query) + 1)})
        return rows, total, page, per_page - 1, cursor


@fault("M", "feed.list.at-most-500", ROWS)
class ThousandRows:
    setting_changes = {"most_rows": 1000}


@fault("M", "feed.list.at-most-500", ROWS)
class PerPageZeroIsAll:
    def bad_per_page(self, text):
        return 10 ** 6 if text == "0" else super().bad_per_page(text)


@fault("M", "feed.list.at-most-500", ROWS)
class TooLargePerPageIsAll:
    def bad_per_page(self, text):
        return 10 ** 6 if text.isdigit() and text != "0" else super().bad_per_page(text)


@fault("S", "feed.list.bad-per-page", ROWS)
class TextForPerPageIs500:
    def bad_per_page(self, text):
        return super().bad_per_page(text) if text.isdigit() else int(text)


@fault("S", "feed.list.bad-per-page", ROWS)
class BadPerPageIs400:
    def bad_per_page(self, text):
        raise Refusal(400, self.error_content("BAD_PER_PAGE", text))


@fault("S", "feed.list.bad-per-page", ROWS)
class PerPageZeroIsEmpty:
    def per_page(self, query):
        return 0 if query.get("per_page") == "0" else super().per_page(query)

    def page(self, resource, query):
        if query.get("per_page") == "0":
            return [], len(self.rows_of(resource, query)), 1, 0, None
        return super().page(resource, query)


class _Total:
    def page(self, resource, query):
        rows, total, page, per_page, cursor = super().page(resource, query)
        return rows, self.total(resource, query, rows, total), page, per_page, cursor


@fault("M", "feed.list.total", TOTAL)
class TotalOfThePage(_Total):
    def total(self, resource, query, rows, total):
        return len(rows)


@fault("M", "feed.list.total", TOTAL)
class TotalOfTheTable(_Total):
    def total(self, resource, query, rows, total):
        return len(self.tables[resource])


@fault("M", "feed.list.total", TOTAL)
class TotalOfWhatIsLeft(_Total):
    def total(self, resource, query, rows, total):
        if query.get("cursor"):
            return len([row for row in self.rows_of(resource, query) if row.number > self.read_cursor(query["cursor"])])
        return total


@fault("M", "feed.list.total", TOTAL)
class TotalOnFirstPageOnly(_Total):
    def total(self, resource, query, rows, total):
        return 0 if query.get("cursor") else total


# ---- cursors ----

@fault("M", "feed.list.every-row-once", CURSOR)
class CursorSkipsARow:
    def page(self, resource, query):
        rows, total, page, per_page, cursor = super().page(resource, query)
        rest = [row for row in self.rows_of(resource, query) if rows and row.number > rows[-1].number]
        return rows, total, page, per_page, self.write_cursor(rest[0].number) if cursor and len(rest) > 1 else cursor


@fault("M", "feed.list.every-row-once", CURSOR)
class CursorRepeatsARow:
    def write_cursor(self, number):
        return super().write_cursor(number - 1)


@fault("M", "feed.list.every-row-once", CURSOR)
class LastPageNeedsToBeFull:
    """next_cursor is null as soon as less than a page is left."""

    def page(self, resource, query):
        rows, total, page, per_page, cursor = super().page(resource, query)
        rest = len([row for row in self.rows_of(resource, query) if rows and row.number > rows[-1].number])
        return rows, total, page, per_page, cursor if rest >= per_page else None


@fault("M", "feed.filter.customer-id", CURSOR)
class CursorForgetsFilters:
    def rows_of(self, resource, query):
        return super().rows_of(resource, {} if query.get("cursor") else query)


@fault("M", "feed.list.every-row-once", CURSOR)
class CursorIgnored:
    def page(self, resource, query):
        return super().page(resource, {name: value for name, value in query.items() if name != "cursor"})


@fault("M", "feed.list.every-row-once", CURSOR)
class CursorNeverEnds:
    def page(self, resource, query):
        rows, total, page, per_page, cursor = super().page(resource, query)
        last = rows[-1].number if rows else self.next_number
        return rows, total, page, per_page, cursor or self.write_cursor(last)


@fault("M", "feed.list.every-row-once", CURSOR)
class TiedRowsLost:
    """The cursor is a time to the tenth of a second; rows of one push that end up on two pages are lost."""

    def page(self, resource, query):
        per_page, rows = self.per_page(query), self.rows_of(resource, query)
        if query.get("cursor"):
            after = self.read_cursor(query["cursor"])
            rows_left = [row for row in rows if self.tick(row) > after]
        else:
            rows_left = rows[(self.page_number(query) - 1) * per_page:]
        cursor = self.write_cursor(self.tick(rows_left[per_page - 1])) if len(rows_left) > per_page else None
        return rows_left[:per_page], len(rows), self.page_number(query), per_page, cursor

    def tick(self, row):
        return int(row.arrived.timestamp() * 10)


class _OffsetCursor:
    """The cursor is the number of rows that were read."""

    def page(self, resource, query):
        per_page, rows = self.per_page(query), self.rows_of(resource, query)
        begin = self.read_cursor(query["cursor"]) if query.get("cursor") else (self.page_number(query) - 1) * per_page
        more = begin + per_page < len(rows)
        return rows[begin:begin + per_page], len(rows), self.page_number(query), per_page, self.write_cursor(begin + per_page) if more else None


@fault("M", "feed.list.stable-while-rows-arrive", CURSOR)
class NewestFirstByOffset(_OffsetCursor):
    def rows_of(self, resource, query):
        return super().rows_of(resource, query)[::-1]


@fault("M", "feed.list.stable-while-rows-arrive", CURSOR)
class SortedByKeyByOffset(_OffsetCursor):
    def rows_of(self, resource, query):
        return sorted(super().rows_of(resource, query), key=lambda row: self.key_of(resource, row.record))


@fault("M", "feed.list.stable-while-rows-arrive", CURSOR)
class SortedByDateByOffset(_OffsetCursor):
    """Newest transaction or day first, with an offset."""

    def rows_of(self, resource, query):
        rows = super().rows_of(resource, query)
        return rows[::-1] if resource == "customers" else sorted(rows, key=lambda row: (self.instant(resource, row), row.number), reverse=True)


@fault("M", "feed.list.every-row-once", NULL_CURSOR)
class NoCursorAndPageIgnored:
    def page(self, resource, query):
        rows, total, page, per_page, _ = super().page(resource, {name: value for name, value in query.items() if name != "page"})
        return rows, total, self.page_number(query), per_page, None


@fault("M", "feed.list.every-row-once", NULL_CURSOR)
class NoCursorAndPagesFromZero:
    def page(self, resource, query):
        per_page, rows, page = self.per_page(query), self.rows_of(resource, query), int(query.get("page", "0"))
        return rows[page * per_page:][:per_page], len(rows), page, per_page, None


@fault("M", "feed.list.every-row-once", CURSOR)
class OrderChangesWithEachCall:
    def prepare(self):
        super().prepare()
        self.calls = itertools.count()

    def page(self, resource, query):
        rows, total, page, per_page, _ = super().page(resource, query)
        every = self.rows_of(resource, query)
        turn = next(self.calls) % max(len(every), 1)
        begin = (page - 1) * per_page
        return (every[turn:] + every[:turn])[begin:begin + per_page], total, page, per_page, None


@fault("S", "feed.list.damaged-cursor-refused", DAMAGED)
class DamagedCursorIsTheBegin:
    def read_cursor(self, text):
        try:
            return super().read_cursor(text)
        except Refusal:
            return 0


@fault("S", "feed.list.damaged-cursor-refused", DAMAGED)
class DamagedCursorIs500:
    def read_cursor(self, text):
        try:
            return super().read_cursor(text)
        except Refusal as refusal:
            raise ValueError(text) from refusal


@fault("S", "feed.list.damaged-cursor-refused", DAMAGED)
class DamagedCursorIsTheEnd:
    def read_cursor(self, text):
        try:
            return super().read_cursor(text)
        except Refusal:
            return 10 ** 9
