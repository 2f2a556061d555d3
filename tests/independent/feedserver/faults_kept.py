"""Faults in what is kept and shown of a record."""

import json
from decimal import ROUND_HALF_UP, Decimal

from serverkit.registry import fault

STORED = "Create or update in bulk; what was pushed is listed as it was sent."
EXACT = "Money is exact: values of up to 15 significant digits come back numerically equal, and sums of them are exact."
GGR = "GGR = total_bets - wins. If both are given and ggr is not, reads return the computed ggr."
SIGN = "Negative GGR and NGR are valid and come back with their sign, exact."
TIMES = "Times are ISO 8601 with Z or an offset."
AMOUNTS = ("amount_currency", "amount_usd", "total_bets", "wins", "ggr", "ngr")


class _Kept:
    """Changes a record on its way to the table."""

    def known_fields(self, resource, record):
        return self.kept(resource, super().known_fields(resource, record))


class _Shown:
    """Changes a record on its way to a list."""

    def shown(self, row):
        record = super().shown(row)
        return self.changed(record) or record


# ---- values ----

class _Amounts(_Kept):
    def kept(self, resource, record):
        return {name: self.amount(value) if name in AMOUNTS else value for name, value in record.items()}


@fault("M", "feed.exact.values", EXACT)
class TwoDecimals(_Amounts):
    def amount(self, value):
        return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


@fault("M", "feed.exact.values", EXACT)
class EightDecimals(_Amounts):
    def amount(self, value):
        return value.quantize(Decimal("0.00000001"), ROUND_HALF_UP)


@fault("M", "feed.exact.values", EXACT)
class TwelveDigitsBeforeThePoint(_Amounts):
    """A column NUMERIC(14,2) that is cut off at its largest value."""

    def amount(self, value):
        return min(value, Decimal("999999999999.99")) if value > 0 else value


@fault("M", "feed.exact.values", EXACT)
class SinglePrecision(_Amounts):
    def amount(self, value):
        return Decimal(f"{float(value):.7g}")


@fault("M", "feed.exact.values", EXACT)
class SmallNumbersAreZero(_Amounts):
    def amount(self, value):
        return Decimal(0) if abs(value) < Decimal("0.00001") else value


@fault("M", "feed.exact.computed", EXACT)
class GgrOfDoubles:
    def computed_ggr(self, record):
        return Decimal(repr(float(record["total_bets"]) - float(record["wins"])))


@fault("M", "feed.exact.computed", EXACT)
class GgrRoundedToCents:
    def computed_ggr(self, record):
        return super().computed_ggr(record).quantize(Decimal("0.01"), ROUND_HALF_UP)


@fault("M", "feed.*", "Amounts are JSON numbers.")
class AmountsListedAsTexts(_Shown):
    def changed(self, record):
        return {name: str(value) if name in AMOUNTS else value for name, value in record.items()}


@fault("M", "feed.activity.stored", STORED)
class BetsCountNotKept(_Kept):
    def kept(self, resource, record):
        record.pop("bets_count", None)
        return record


@fault("M", "feed.customers.tracking-data", STORED)
class TrackingObjectListedAsText(_Kept):
    def kept(self, resource, record):
        if isinstance(record.get("tracking_data"), dict):
            record["tracking_data"] = json.dumps(record["tracking_data"])
        return record


@fault("M", "feed.customers.stored", STORED)
class TrackingDataNotListed(_Shown):
    def changed(self, record):
        record.pop("tracking_data", None)


@fault("M", "feed.transactions.stored|feed.transactions.types", STORED)
class TypesInCapitals(_Shown):
    def changed(self, record):
        if "transaction_type" in record:
            record["transaction_type"] = record["transaction_type"].upper()


@fault("M", "feed.transactions.types", STORED)
class BonusIsDeposit(_Kept):
    def kept(self, resource, record):
        if record.get("transaction_type") == "bonus":
            record["transaction_type"] = "deposit"
        return record


@fault("M", "feed.transactions.statuses", STORED)
class PendingIsApproved(_Kept):
    def kept(self, resource, record):
        if record.get("status") == "pending":
            record["status"] = "approved"
        return record


@fault("S", "feed.customers.optional-fields", "Optional first_name, last_name, email, country, currency, kyc_status_id, status.")
class CountryNotKept(_Kept):
    def kept(self, resource, record):
        record.pop("country", None)
        return record


@fault("S", "feed.customers.optional-fields", "Optional first_name, last_name, email, country, currency, kyc_status_id, status.")
class KycIntegerListedAsText(_Kept):
    def kept(self, resource, record):
        if "kyc_status_id" in record:
            record["kyc_status_id"] = str(record["kyc_status_id"])
        return record


@fault("S", "feed.transactions.optional-fields", "Optional amount_usd, payment_method, last_modified_date.")
class PaymentMethodNotKept(_Kept):
    def kept(self, resource, record):
        record.pop("payment_method", None)
        return record


@fault("M", "feed.validation.length-accepted|feed.*.stored", STORED)
class NotBeyondTheBasicPlane(_Kept):
    """A database column in utf8mb3: characters of four bytes become question marks."""

    def kept(self, resource, record):
        return {name: "".join(c if ord(c) < 0x10000 else "?" for c in value) if isinstance(value, str) else value
                for name, value in record.items()}


@fault("M", "feed.activity.negative-ggr", SIGN)
class NegativeGgrIsZero(_Kept):
    def kept(self, resource, record):
        if "ggr" in record:
            record["ggr"] = max(record["ggr"], Decimal(0))
        return record


@fault("M", "feed.activity.negative-ngr", SIGN)
class SignOfNgrLost(_Kept):
    def kept(self, resource, record):
        if "ngr" in record:
            record["ngr"] = abs(record["ngr"])
        return record


@fault("M", "feed.activity.negative-ggr|feed.exact.computed", SIGN)
class ComputedGgrNotNegative:
    def computed_ggr(self, record):
        return max(super().computed_ggr(record), Decimal(0))


@fault("S", "feed.activity.computed-ggr", GGR)
class GgrNotComputed(_Shown):
    def shown(self, row):
        return dict(row.record)


@fault("S", "feed.activity.computed-ggr", GGR)
class MissingGgrIsZero:
    def computed_ggr(self, record):
        return Decimal(0)


# ---- times ----

class _Times(_Shown):
    def changed(self, record):
        return {name: self.time(value) if name in ("signup_date", "transaction_date") else value for name, value in record.items()}


@fault("M", "feed.times.iso-8601", TIMES)
class TimesWithoutOffset(_Times):
    def time(self, text):
        return self.read_date_time(text).strftime("%Y-%m-%dT%H:%M:%S.%f")


@fault("M", "feed.times.iso-8601", TIMES)
class TimesWithBlank(_Times):
    def time(self, text):
        return self.read_date_time(text).strftime("%Y-%m-%d %H:%M:%S.%f+00:00")


@fault("M", "feed.times.iso-8601|feed.*.stored", TIMES)
class TimesAreNumbers(_Times):
    def time(self, text):
        return int(self.read_date_time(text).timestamp() * 1000)


@fault("M", "feed.validation.date-times-accepted", TIMES)
class OffsetsTakenForUtc(_Times):
    def time(self, text):
        return text[:19] + "Z"


@fault("M", "feed.validation.date-times-accepted", TIMES)
class OffsetsOfWholeHours(_Times):
    def time(self, text):
        return text[:-2] + "00" if text[-3] == ":" and text[-6] in "+-" else text
