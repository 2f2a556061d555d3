"""The rows of the three resources: upsert, references, filters, pages, cursors."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime

from serverkit import times
from serverkit.refusal import Refusal

from .validation import SCHEMAS

KEYS = {"customers": ("customer_id",), "transactions": ("transaction_id",), "activity": ("date", "customer_id", "game_type", "currency")}
EQUAL_FILTERS = {
    "customers": ("customer_id", "affiliate_id"), "transactions": ("customer_id", "transaction_type", "status"),
    "activity": ("customer_id", "game_type")}


@dataclass
class Row:
    number: int             # the order of the list; an update keeps it
    record: dict
    arrived: datetime       # of the last push


class Rows:

    def open_rows(self) -> None:
        self.tables: dict[str, dict[tuple, Row]] = {name: {} for name in SCHEMAS}
        self.next_number = 1

    # ---- push ----

    def reference_faults(self, resource: str, records: list) -> list:
        if resource == "customers":
            return []
        return [self.fault_entry(index, "customer_id", "unknown_customer", "customer_id: there is no such customer.")
                for index, record in enumerate(records) if not self.customer_exists(record["customer_id"])]

    def customer_exists(self, customer_id: str) -> bool:
        return (customer_id,) in self.tables["customers"]

    def store(self, resource: str, records: list) -> dict:
        counts = {"created": 0, "updated": 0, "unchanged": 0}
        for record in records:
            counts[self.upsert(resource, record)] += 1
        return counts

    def upsert(self, resource: str, record: dict) -> str:
        """Stores one record; what became of it: created, updated or unchanged."""
        table, key, known = self.tables[resource], self.key_of(resource, record), self.known_fields(resource, record)
        row = table.get(key)
        if row is None:
            table[key] = Row(self.next_number, known, times.now())
            self.next_number += 1
            return "created"
        former, row.record, row.arrived = row.record, self.replacement(resource, row.record, known), times.now()
        return "unchanged" if former == row.record else "updated"

    def key_of(self, resource: str, record: dict) -> tuple:
        return tuple(record[field] for field in KEYS[resource])

    def known_fields(self, resource: str, record: dict) -> dict:
        return {field: record[field] for field, _, _ in SCHEMAS[resource] if record.get(field) is not None}

    def replacement(self, resource: str, former: dict, record: dict) -> dict:
        return record

    # ---- filters ----

    def rows_of(self, resource: str, query: dict) -> list:
        """All rows of the filter, in the order of the list. Raises Refusal."""
        tests = self.tests_of(resource, query)
        rows = [row for row in self.tables[resource].values() if all(test(row) for test in tests)]
        return sorted(rows, key=lambda row: row.number)

    def tests_of(self, resource: str, query: dict) -> list:
        tests = [self.equal_test(field, query[field]) for field in self.equal_filters(resource) if query.get(field)]
        if resource == "customers" and query.get("modified_since"):
            tests.append(self.modified_test(query["modified_since"]))
        if resource != "customers":
            tests += self.range_tests(resource, query)
        return tests

    def equal_filters(self, resource: str) -> tuple:
        return EQUAL_FILTERS[resource]

    def equal_test(self, field: str, wanted: str):
        return lambda row: row.record[field] == wanted

    def modified_test(self, text: str):
        since = self.bound("modified_since", text, False)
        return lambda row: self.modified(row) >= since

    def modified(self, row: Row) -> datetime:
        stated = row.record.get("last_modified_date")
        return self.read_date_time(stated) if stated else row.arrived

    def range_tests(self, resource: str, query: dict) -> list:
        """Instants are compared; an activity's is the begin of its day."""
        tests = []
        if query.get("date_from"):
            begin = self.bound("date_from", query["date_from"], False, resource)
            tests.append(lambda row: self.after_begin(self.instant(resource, row), begin))
        if query.get("date_to"):
            end = self.bound("date_to", query["date_to"], True, resource)
            tests.append(lambda row: self.before_end(self.instant(resource, row), end))
        return tests

    def after_begin(self, instant: datetime, begin: datetime) -> bool:
        return instant >= begin

    def before_end(self, instant: datetime, end: datetime) -> bool:
        return instant <= end

    def instant(self, resource: str, row: Row) -> datetime:
        if resource == "activity":
            return times.day_begin(self.read_date(row.record["date"]))
        return self.read_date_time(row.record["transaction_date"])

    def bound(self, name: str, text: str, is_end: bool, resource: str = "") -> datetime:
        """The first or last instant that belongs to the range. Raises Refusal."""
        day = times.parse_date(text)
        if day is not None:
            return times.day_begin(day) + (times.DAY - times.timedelta(microseconds=1) if is_end else times.timedelta())
        instant = times.parse_date_time(text)
        if instant is None:
            return self.bad_date(name, text)
        # A day of activity belongs to a range that begins within it.
        return times.day_begin(instant.date()) if resource == "activity" and not is_end else instant

    def bad_date(self, name: str, text: str) -> datetime:
        raise self.shape_refusal(name, f"{name}: a date or date-time is expected")

    # ---- pages ----

    def page(self, resource: str, query: dict) -> tuple:
        """Rows, total, page, per_page and next cursor. Raises Refusal."""
        per_page, page = self.per_page(query), self.page_number(query)
        rows = self.rows_of(resource, query)
        if query.get("cursor"):
            after = self.read_cursor(query["cursor"])
            rest = [row for row in rows if row.number > after]
        else:
            rest = rows[(page - 1) * per_page:]
        cursor = self.write_cursor(rest[per_page - 1].number) if len(rest) > per_page else None
        return rest[:per_page], len(rows), page, per_page, cursor

    def per_page(self, query: dict) -> int:
        text = query.get("per_page", "")
        if not text:
            return self.settings.default_rows
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= self.settings.most_rows):
            return self.bad_per_page(text)
        return int(text)

    def bad_per_page(self, text: str) -> int:
        raise self.shape_refusal("per_page", f"per_page: 1 to {self.settings.most_rows} is expected")

    def page_number(self, query: dict) -> int:
        text = query.get("page", "1")
        if not (text.isascii() and text.isdigit() and int(text) >= 1):
            raise self.shape_refusal("page", "page: a number from 1 is expected")
        return int(text)

    def write_cursor(self, number: int) -> str:
        return base64.urlsafe_b64encode(f'{{"after":{number}}}'.encode()).decode()

    def read_cursor(self, text: str) -> int:
        try:
            decoded = base64.urlsafe_b64decode(text).decode()
            number = int(decoded.removeprefix('{"after":').removesuffix("}"))
        except (binascii.Error, UnicodeDecodeError, ValueError):
            number = -1
        if number < 0 or self.write_cursor(number) != text:
            raise Refusal(400, self.error_content("BAD_CURSOR", "This cursor was not made here."))
        return number

    # ---- what a list shows ----

    def shown(self, row: Row) -> dict:
        record = dict(row.record)
        if "ggr" not in record and "total_bets" in record and "wins" in record:
            record["ggr"] = self.computed_ggr(record)
        return record

    def computed_ggr(self, record: dict):
        return record["total_bets"] - record["wins"]
