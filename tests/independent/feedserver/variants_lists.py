"""Right but unusual: order, pages and cursors of the lists, and the limit of the rate."""

import json
import math
import secrets
import time
from email.utils import formatdate

from serverkit import times
from serverkit.refusal import Refusal
from serverkit.registry import variant

NO_CURSOR = ("feed.list.cursor-offered",)


# ---- order ----

class _Order:
    """Another stable order; the cursor names the place of the last row in it."""

    def rows_of(self, resource, query):
        return sorted(super().rows_of(resource, query), key=lambda row: self.place(resource, row))

    def page(self, resource, query):
        per_page, rows = self.per_page(query), self.rows_of(resource, query)
        if query.get("cursor"):
            after = self.read_place(query["cursor"])
            rest = [row for row in rows if self.place(resource, row) > after]
        else:
            rest = rows[(self.page_number(query) - 1) * per_page:]
        cursor = self.write_place(self.place(resource, rest[per_page - 1])) if len(rest) > per_page else None
        return rest[:per_page], len(rows), self.page_number(query), per_page, cursor

    def write_place(self, place):
        return json.dumps(place)

    def read_place(self, text):
        try:
            place = tuple(json.loads(text))
        except (ValueError, TypeError) as problem:
            raise Refusal(422, self.error_content("BAD_CURSOR", "cursor")) from problem
        if self.write_place(place) != text:
            raise Refusal(422, self.error_content("BAD_CURSOR", "cursor"))
        return place


@variant("Lists are sorted newest first; the cursor names the last row.")
class NewestFirst(_Order):
    def place(self, resource, row):
        return (-row.number,)


@variant("Lists are sorted by key; the cursor is its JSON, with characters that a URL must escape.")
class SortedByKey(_Order):
    def place(self, resource, row):
        return self.key_of(resource, row.record)


@variant("Lists are sorted by the time of the last push, latest last: a row that is pushed again moves to the end.")
class SortedByArrival(_Order):
    def place(self, resource, row):
        return times.write(row.arrived), row.number


# ---- cursors ----

class _Cursor:
    def write_cursor(self, number):
        return self.cursor_text(number)

    def read_cursor(self, text):
        for number in range(self.next_number + 1):
            if self.cursor_text(number) == text:
                return number
        raise Refusal(404, self.error_content("BAD_CURSOR", "cursor"))


@variant("A cursor is a JSON number.")
class CursorIsNumber:
    def write_cursor(self, number):
        return number

    def read_cursor(self, text):
        if not text.isdigit():
            raise Refusal(400, self.error_content("BAD_CURSOR", "cursor"))
        return int(text)


@variant("A cursor holds blanks, quotes and other characters that a URL must escape.")
class CursorOfOddCharacters(_Cursor):
    def cursor_text(self, number):
        return f'after &{number}=+/? "%20#é;'


@variant("A cursor has 1500 characters.")
class LongCursor(_Cursor):
    def cursor_text(self, number):
        return f"{number:x}".rjust(1500, "z")


@variant("A cursor is a handle of the server's own, and good for one page only.")
class CursorIsHandle:
    def prepare(self):
        super().prepare()
        self.handles = {}

    def write_cursor(self, number):
        handle = secrets.token_urlsafe(12)
        self.handles[handle] = number
        return handle

    def read_cursor(self, text):
        if text not in self.handles:
            raise Refusal(410, self.error_content("GONE", "cursor"))
        return self.handles.pop(text)


@variant("A full page has a next_cursor although nothing may follow: an empty last page comes.")
class EmptyLastPage:
    def page(self, resource, query):
        rows, total, page, per_page, cursor = super().page(resource, query)
        return rows, total, page, per_page, self.write_cursor(rows[-1].number) if len(rows) == per_page else cursor


@variant("A cursor remembers its filters and its page's size.")
class CursorRemembersTheFilters:
    def prepare(self):
        super().prepare()
        self.queries = {}

    def page(self, resource, query):
        asked = {name: value for name, value in query.items() if name != "cursor"}
        if query.get("cursor"):
            asked = self.queries.get(query["cursor"], asked) | {"cursor": query["cursor"]}
        found = super().page(resource, asked)
        self.queries[found[4]] = {name: value for name, value in asked.items() if name != "cursor"}
        return found


@variant("There are no cursors; all rows are served by page.", warns=NO_CURSOR)
class NoCursors:
    def page(self, resource, query):
        return *super().page(resource, {name: value for name, value in query.items() if name != "cursor"})[:4], None

    def query_of(self, request):
        query = super().query_of(request)
        if query.get("cursor"):
            raise Refusal(400, self.error_content("BAD_CURSOR", "there are no cursors"))
        return query


@variant("There are no cursors, and a page after the last one is 404.", warns=NO_CURSOR)
class NoPageAfterTheLast(NoCursors):
    def page(self, resource, query):
        found = super().page(resource, query)
        if not found[0] and found[2] > 1:
            raise Refusal(404, self.error_content("NOT_FOUND", "there is no such page"))
        return found


@variant("page counts on while a cursor is followed.")
class PageCountsWithTheCursor:
    def page(self, resource, query):
        rows, total, page, per_page, cursor = super().page(resource, query)
        if query.get("cursor") and rows:
            before = [row for row in self.rows_of(resource, query) if row.number < rows[0].number]
            page = len(before) // per_page + 1
        return rows, total, page, per_page, cursor


@variant("A per_page that is not allowed is clamped, text is taken for the default.")
class PerPageClamped:
    def bad_per_page(self, text):
        number = int(text) if text.lstrip("-").isdigit() else self.settings.default_rows
        return min(max(number, 1), self.settings.most_rows)


@variant("A per_page of more than 100 is taken for 100, as meta tells.")
class AtMostHundredRows:
    def per_page(self, query):
        return min(super().per_page(query), 100)


@variant("meta has more members, and the envelope too.")
class EnvelopeWithMore:
    def page_content(self, rows, total, page, per_page, cursor):
        content = super().page_content(rows, total, page, per_page, cursor)
        content["meta"] |= {"total_pages": -(-total // per_page), "has_more": cursor is not None, "prev_cursor": None}
        return {"links": {}, **content, "errors": []}


@variant("modified_since is taken to the second: rows of up to two seconds before come too.")
class ModifiedSinceToTheSecond:
    def modified_test(self, text):
        since = self.bound("modified_since", text, False).replace(microsecond=0)
        return lambda row: self.modified(row).replace(microsecond=0) >= since


@variant("modified_since is exclusive: a customer changed at that very instant does not come, which the two seconds of tolerance allow.")
class ModifiedSinceExclusive:
    def modified_test(self, text):
        since = self.bound("modified_since", text, False)
        return lambda row: self.modified(row) > since


# ---- the limit of the rate ----

@variant("Retry-After is an HTTP date.")
class RateRetryAfterDate:
    def retry_headers(self, seconds):
        return [("Retry-After", formatdate(time.time() + math.ceil(seconds) + 1, usegmt=True))]


@variant("A window is fixed and begins with the first request.")
class RateFixedWindow:
    def count(self, token):
        moment = time.monotonic()
        if token.served and token.served[0] <= moment - self.settings.rate_seconds:
            token.served.clear()
        super().count(token)


@variant("Windows go by the clock.")
class RateByTheClock:
    def count(self, token):
        window = self.settings.rate_seconds
        begin = time.monotonic() // window * window
        while token.served and token.served[0] < begin:
            token.served.popleft()
        if len(token.served) >= self.settings.rate_limit:
            raise self.too_many(begin + window - time.monotonic())
        token.served.append(time.monotonic())


@variant("A bucket of 1000 requests fills at the rate of the limit.")
class RateBucket:
    def count(self, token):
        moment, limit = time.monotonic(), self.settings.rate_limit
        level = getattr(token, "level", limit) + (moment - getattr(token, "filled", moment)) * limit / self.settings.rate_seconds
        token.level, token.filled = min(level, limit), moment
        if token.level < 1:
            raise self.too_many((1 - token.level) * self.settings.rate_seconds / limit)
        token.level -= 1


@variant("A limited token waits for the whole window, and hears how much is left in headers.")
class RateLongWait:
    def retry_headers(self, seconds):
        return [("retry-after", str(math.ceil(self.settings.rate_seconds) + 1)), ("X-RateLimit-Remaining", "0"), ("RateLimit-Policy", "1000;w=60")]


@variant("A 429 has no body.")
class RateWithoutBody:
    def too_many(self, seconds):
        return Refusal(429, None, self.retry_headers(seconds))


@variant("Another token of the client is the same one: there is no other to be affected.")
class RateOfTheOneToken:
    def token_reply(self, request):
        reply = super().token_reply(request)
        first = next(text for text, token in self.tokens.items() if token.expires > time.monotonic() + 60)
        reply.content |= {"access_token": first, "expires_in": int(self.tokens[first].expires - time.monotonic())}
        return reply


@variant("A new token ends the older one.", warns=("feed.token.two-side-by-side",))
class RateOfTheLastToken:
    def issue(self, seconds):
        if seconds > 0:
            for token in self.tokens.values():
                token.expires = 0
        return super().issue(seconds)


@variant("Limits are 1005 requests: the limiter counts in slices.")
class RateInSlices:
    setting_changes = {"rate_limit": 1005}
