"""The schema of the three records, and what is wrong with a record. Nothing here knows of rows or sockets."""

from collections.abc import Iterator
from decimal import Decimal

from serverkit.refusal import Refusal
from serverkit.times import parse_date, parse_date_time

COUNTRIES = frozenset("AT AU BE BR CA CH CZ DE DK ES FI FR GB GR IE IN IT JP MT MX NL NO NZ PL PT RO SE US ZA".split())
CURRENCIES = frozenset((
    "AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EUR GBP HKD HUF IDR ILS INR ISK JPY KRW KWD MXN MYR NGN NOK NZD PEN PHP PLN "
    "QAR RON RSD SAR SEK SGD THB TRY TWD UAH USD UYU VND ZAR").split())
TYPES = ("deposit", "withdrawal", "bonus", "adjustment")
STATUSES = ("pending", "approved", "declined", "reversed")

# Of each record: field, kind, whether it is required. A kind is judged by the method `judge_<kind>`.
SCHEMAS = {
    "customers": (
        ("customer_id", "id", True), ("signup_date", "date_time", True), ("affiliate_id", "affiliate", True),
        ("tracking_data", "tracking", True), ("first_name", "text", False), ("last_name", "text", False), ("email", "text", False),
        ("country", "country", False), ("currency", "currency", False), ("kyc_status_id", "kyc", False), ("status", "text", False),
        ("last_modified_date", "date_time", False)),
    "transactions": (
        ("transaction_id", "id", True), ("customer_id", "id", True), ("transaction_type", "type", True),
        ("amount_currency", "amount", True), ("currency", "currency", True), ("transaction_date", "date_time", True),
        ("status", "status", True), ("amount_usd", "amount", False), ("payment_method", "text", False),
        ("last_modified_date", "date_time", False)),
    "activity": (
        ("date", "date", True), ("customer_id", "id", True), ("game_type", "game_type", True), ("currency", "currency", True),
        ("bets_count", "count", False), ("total_bets", "total", False), ("wins", "total", False), ("ggr", "number", False),
        ("ngr", "number", False)),
}


class Validation:
    """Each `judge_` method yields code and message of what is wrong with a value of its kind."""

    def records_of(self, body) -> list:
        """The records of a bulk request. Raises Refusal."""
        records = body.get("data") if isinstance(body, dict) else None
        if not isinstance(records, list) or not records:
            raise self.shape_refusal("data", "A list of records, data, is expected.")
        if len(records) > self.settings.most_records:
            raise self.shape_refusal("data", f"There are more than {self.settings.most_records} records.")
        return records

    def shape_refusal(self, field: str, message: str) -> Refusal:
        return Refusal(422, self.faults_content([self.fault_entry(0, field, "shape", message)]))

    def fault_entry(self, index: int, field: str, code: str, message: str) -> dict:
        return {"index": index, "field": field, "code": code, "message": message}

    def schema_faults(self, resource: str, records: list) -> list:
        return [self.fault_entry(index, *fault) for index, record in enumerate(records) for fault in self.record_faults(resource, record)]

    def record_faults(self, resource: str, record) -> Iterator[tuple]:
        """Field, code and message of every fault of one record."""
        if not isinstance(record, dict):
            yield "data", "type", "A record is an object."
            return
        for field, kind, required in SCHEMAS[resource]:
            value = record.get(field)
            if value is None:
                if required:
                    yield field, "required", f"{field} is required."
                continue
            for code, message in self.judge(kind, field, value, record):
                yield field, code, f"{field}: {message}"

    def judge(self, kind: str, field: str, value, record: dict) -> Iterator[tuple]:
        return getattr(self, f"judge_{kind}")(value, record)

    # ---- texts ----

    def judge_text(self, value, record) -> Iterator[tuple]:
        if not isinstance(value, str):
            yield "type", "a string is expected"
        elif self.length(value) > self.settings.most_characters:
            yield "length", f"more than {self.settings.most_characters} characters"

    def length(self, value: str) -> int:
        return len(value)

    def judge_id(self, value, record) -> Iterator[tuple]:
        if value == "":
            yield "empty", "an ID is not empty"
        yield from self.judge_text(value, record)

    def judge_affiliate(self, value, record) -> Iterator[tuple]:
        yield from self.judge_id(value, record)
        if isinstance(value, str) and value and value not in self.settings.affiliate_ids:
            yield "unknown", "this affiliate is not configured"

    def judge_tracking(self, value, record) -> Iterator[tuple]:
        if not isinstance(value, dict):
            yield from self.judge_text(value, record)
        for member in value.values() if isinstance(value, dict) else ():
            yield from self.judge_text(member, record)

    def judge_kyc(self, value, record) -> Iterator[tuple]:
        if not self.is_integer(value):
            yield from self.judge_text(value, record)

    def judge_country(self, value, record) -> Iterator[tuple]:
        if value not in COUNTRIES:
            yield "country", "a code of ISO 3166 is expected"

    def judge_currency(self, value, record) -> Iterator[tuple]:
        if value not in CURRENCIES:
            yield "currency", "a code of ISO 4217 is expected"

    def judge_type(self, value, record) -> Iterator[tuple]:
        if value not in TYPES:
            yield "enum", "one of " + ", ".join(TYPES)

    def judge_status(self, value, record) -> Iterator[tuple]:
        if value not in STATUSES:
            yield "enum", "one of " + ", ".join(STATUSES)

    def judge_game_type(self, value, record) -> Iterator[tuple]:
        yield from self.judge_id(value, record)

    # ---- times ----

    def judge_date(self, value, record) -> Iterator[tuple]:
        if not isinstance(value, str) or self.read_date(value) is None:
            yield "date", "a date YYYY-MM-DD of the calendar is expected"

    def judge_date_time(self, value, record) -> Iterator[tuple]:
        if not isinstance(value, str) or self.read_date_time(value) is None:
            yield "date_time", "a date-time of ISO 8601 with Z or an offset is expected"

    def read_date(self, text: str):
        return parse_date(text)

    def read_date_time(self, text: str):
        return parse_date_time(text)

    # ---- numbers ----

    def judge_number(self, value, record) -> Iterator[tuple]:
        if not isinstance(value, Decimal):
            yield "type", "a number is expected"
        elif self.significant_digits(value) > self.settings.most_digits:
            yield "digits", f"more than {self.settings.most_digits} significant digits"

    def significant_digits(self, value: Decimal) -> int:
        return len("".join(map(str, value.as_tuple().digits)).strip("0"))

    def judge_amount(self, value, record) -> Iterator[tuple]:
        yield from self.judge_number(value, record)
        if isinstance(value, Decimal) and value < 0 and record.get("transaction_type") != "adjustment":
            yield "negative", "only an adjustment may be negative"

    def judge_total(self, value, record) -> Iterator[tuple]:
        yield from self.judge_number(value, record)
        if isinstance(value, Decimal) and value < 0:
            yield "negative", "a total is not negative"

    def judge_count(self, value, record) -> Iterator[tuple]:
        yield from self.judge_total(value, record)
        if isinstance(value, Decimal) and not self.is_integer(value):
            yield "integer", "a whole number is expected"

    def is_integer(self, value) -> bool:
        return isinstance(value, Decimal) and value == value.to_integral_value()
