"""Faults of the filters of the lists, and of delta sync."""

from serverkit import times
from serverkit.refusal import Refusal
from serverkit.registry import fault

FILTERS = "Filters customer_id, affiliate_id, modified_since; transaction_type, status; game_type; date_from, date_to."
RANGES = "Ranges are inclusive; date_from, date_to are dates (UTC) or date-times."
BAD_DATE = "Unknown parameters are ignored; a bad date is 422."
DELTA = "modified_since returns what was changed at or after that instant, by last_modified_date when sent, by arrival when not."


# ---- filters ----

class _Ignored:
    """Reads a list as if a parameter were not there."""
    name = ""
    resources = ("customers", "transactions", "activity")

    def tests_of(self, resource, query):
        if resource in self.resources:
            query = {name: value for name, value in query.items() if name != self.name}
        return super().tests_of(resource, query)


@fault("M", "feed.*", FILTERS)
class CustomersNotFiltered(_Ignored):
    name, resources = "customer_id", ("customers",)


@fault("M", "feed.*", FILTERS)
class TransactionsNotFilteredByCustomer(_Ignored):
    name, resources = "customer_id", ("transactions",)


@fault("M", "feed.*", FILTERS)
class ActivityNotFilteredByCustomer(_Ignored):
    name, resources = "customer_id", ("activity",)


class _CustomerTest:
    def equal_test(self, field, wanted):
        return (lambda row: self.is_equal(row.record[field], wanted)) if field == "customer_id" else super().equal_test(field, wanted)


@fault("M", "feed.filter.customer-id", FILTERS)
class CustomerFilteredByBegin(_CustomerTest):
    def is_equal(self, value, wanted):
        return value.startswith(wanted)


@fault("M", "feed.filter.customer-id", FILTERS)
class CustomerFilteredByPart(_CustomerTest):
    def is_equal(self, value, wanted):
        return wanted in value


@fault("M", "feed.filter.customer-id", FILTERS)
class CustomerFilteredInAnyCase(_CustomerTest):
    def is_equal(self, value, wanted):
        return value.lower() == wanted.lower()


@fault("S", "feed.filter.affiliate-id", FILTERS)
class AffiliateNotFiltered(_Ignored):
    name = "affiliate_id"


@fault("S", "feed.filter.transaction-type", FILTERS)
class TypeNotFiltered(_Ignored):
    name = "transaction_type"


@fault("S", "feed.filter.status", FILTERS)
class StatusNotFiltered(_Ignored):
    name = "status"


@fault("S", "feed.filter.game-type", FILTERS)
class GameTypeNotFiltered(_Ignored):
    name = "game_type"


@fault("S", "feed.filter.*", FILTERS)
class FiltersAreAlternatives:
    """Equal filters are joined by or, not by and."""

    def tests_of(self, resource, query):
        wanted = [(field, query[field]) for field in self.equal_filters(resource) if query.get(field)]
        others = super().tests_of(resource, {name: value for name, value in query.items() if name not in dict(wanted)})
        if len(wanted) > 1:
            wanted = wanted[1:]
        return others + [self.equal_test(field, value) for field, value in wanted]


@fault("M", "feed.filter.date-range", RANGES)
class DateFromIgnored(_Ignored):
    name = "date_from"


@fault("M", "feed.filter.date-range", RANGES)
class DateToIgnored(_Ignored):
    name = "date_to"


@fault("M", "feed.filter.date-range", RANGES)
class ActivityNotFilteredByDate(_Ignored):
    resources = ("activity",)

    def tests_of(self, resource, query):
        names = ("date_from", "date_to") if resource == "activity" else ()
        return super().tests_of(resource, {name: value for name, value in query.items() if name not in names})


@fault("M", "feed.filter.date-range", RANGES)
class TransactionsFilteredByArrival:
    def instant(self, resource, row):
        return row.arrived if resource == "transactions" else super().instant(resource, row)


@fault("S", "feed.filter.*", RANGES)
class OffsetsLeftOutOfTheFilter:
    """Compares the time of day as written, without its offset."""

    def instant(self, resource, row):
        if resource == "transactions":
            return times.parse_date_time(row.record["transaction_date"][:19] + "Z")
        return super().instant(resource, row)


@fault("S", "feed.filter.inclusive", RANGES)
class DateFromExclusive:
    def after_begin(self, instant, begin):
        return instant > begin


@fault("S", "feed.filter.inclusive", RANGES)
class DateToIsMidnight:
    def bound(self, name, text, is_end, resource=""):
        return super().bound(name, text, False, resource)


@fault("S", "feed.filter.inclusive", RANGES)
class DateToIsMidnightForTransactions:
    def bound(self, name, text, is_end, resource=""):
        return super().bound(name, text, is_end and resource != "transactions", resource)


@fault("S", "feed.filter.inclusive|feed.filter.date-time", RANGES)
class LastInstantExclusive:
    def before_end(self, instant, end):
        return instant < end


@fault("S", "feed.filter.date-time", RANGES)
class DateTimesRefusedInFilter:
    def bound(self, name, text, is_end, resource=""):
        return self.bad_date(name, text) if "T" in text else super().bound(name, text, is_end, resource)


@fault("S", "feed.filter.date-time", RANGES)
class DateTimesCutToDays:
    def bound(self, name, text, is_end, resource=""):
        return super().bound(name, text[:10] if times.parse_date_time(text) else text, is_end, resource)


@fault("S", "feed.filter.date-time", RANGES)
class OffsetsOfTheFilterLost:
    def bound(self, name, text, is_end, resource=""):
        return super().bound(name, text[:19] + "Z" if times.parse_date_time(text) else text, is_end, resource)


@fault("S", "feed.filter.bad-date-refused", BAD_DATE)
class BadDateIgnored:
    def tests_of(self, resource, query):
        good = {name: value for name, value in query.items() if not name.startswith("date_") or times.parse_date(value) or times.parse_date_time(value)}
        return super().tests_of(resource, good)


@fault("S", "feed.filter.bad-date-refused", BAD_DATE)
class BadDateIs400:
    def bad_date(self, name, text):
        raise Refusal(400, self.error_content("BAD_DATE", name))


@fault("S", "feed.filter.bad-date-refused", BAD_DATE)
class BadDateIs500:
    def bad_date(self, name, text):
        raise ValueError(text)


@fault("S", "feed.filter.unknown-ignored", BAD_DATE)
class UnknownParametersRefused:
    def page(self, resource, query):
        known = {"customer_id", "affiliate_id", "modified_since", "transaction_type", "status", "game_type", "date_from", "date_to",
                 "page", "per_page", "cursor"}
        if query.keys() - known:
            raise self.shape_refusal("query", "unknown parameter")
        return super().page(resource, query)


# ---- delta sync ----

@fault("S", "feed.delta.*", DELTA)
class ModifiedSinceIgnored(_Ignored):
    name = "modified_since"


@fault("S", "feed.delta.by-last-modified", DELTA)
class ModifiedByArrivalAlone:
    def modified(self, row):
        return row.arrived


@fault("S", "feed.delta.by-arrival", DELTA)
class UnmodifiedNeverReturned:
    def modified_test(self, text):
        test = super().modified_test(text)
        return lambda row: "last_modified_date" in row.record and test(row)


@fault("S", "feed.delta.by-arrival", DELTA)
class UnmodifiedAlwaysReturned:
    def modified_test(self, text):
        test = super().modified_test(text)
        return lambda row: "last_modified_date" not in row.record or test(row)


@fault("S", "feed.delta.by-arrival", DELTA)
class ModifiedBySignup:
    def modified(self, row):
        return super().modified(row) if "last_modified_date" in row.record else self.read_date_time(row.record["signup_date"])
