"""Faults in which fields and values a record must have, may have and may not have."""

from decimal import Decimal

from serverkit.registry import fault

from . import validation
from .judging import Kinds, Refuses

REQUIRED = "Refused: a required field missing, or null."
CUSTOMER = "customer_id, signup_date, affiliate_id, tracking_data (string, or object of strings) required; the others optional."
TRANSACTION = "transaction_type (deposit, withdrawal, bonus, adjustment), status (pending, approved, declined, reversed) required."
OTHERS = "Other types and statuses 422."
AMOUNT = "0 is valid; negative only for adjustment."
ACTIVITY = "date, customer_id, game_type, currency required; ggr and ngr may be negative."


# ---- required ----

class _Optional:
    """Takes records without a field that is required."""
    field = ""

    def record_faults(self, resource, record):
        for name, code, message in super().record_faults(resource, record):
            if name != self.field or code != "required" or not self.forgives(resource, record):
                yield name, code, message

    def forgives(self, resource, record):
        return self.field not in record


@fault("M", "feed.validation.required-missing", REQUIRED)
class TrackingDataOptional(_Optional):
    field = "tracking_data"


@fault("M", "feed.validation.required-missing", REQUIRED)
class SignupDateOptional(_Optional):
    field = "signup_date"


@fault("M", "feed.validation.required-missing", REQUIRED)
class AffiliateOptional(_Optional):
    field = "affiliate_id"


@fault("M", "feed.validation.required-missing", REQUIRED)
class AmountOptional(_Optional):
    field = "amount_currency"


@fault("M", "feed.validation.required-missing", REQUIRED)
class StatusOptional(_Optional):
    field = "status"


@fault("M", "feed.validation.required-missing", REQUIRED)
class TransactionCurrencyHasDefault(_Optional):
    field = "currency"

    def forgives(self, resource, record):
        return resource == "transactions" and "currency" not in record

    def upsert(self, resource, record):
        return super().upsert(resource, {"currency": "EUR"} | record if resource == "transactions" else record)


@fault("M", "feed.validation.required-missing", REQUIRED)
class GameTypeHasDefault(_Optional):
    field = "game_type"

    def upsert(self, resource, record):
        return super().upsert(resource, {"game_type": "slots"} | record if resource == "activity" else record)


@fault("M", "feed.validation.null", REQUIRED)
class NullStatusTaken(_Optional):
    field = "status"

    def forgives(self, resource, record):
        return "status" in record


@fault("M", "feed.validation.null", REQUIRED)
class NullTrackingDataTaken(_Optional):
    field = "tracking_data"

    def forgives(self, resource, record):
        return "tracking_data" in record


@fault("M", "feed.customers.required-suffice", CUSTOMER)
class EmailRequired:
    def record_faults(self, resource, record):
        yield from super().record_faults(resource, record)
        if resource == "customers" and isinstance(record, dict) and not record.get("email"):
            yield "email", "required", "email is required"


@fault("M", "feed.activity.required-suffice", ACTIVITY)
class TotalsRequired:
    def record_faults(self, resource, record):
        yield from super().record_faults(resource, record)
        if resource == "activity" and isinstance(record, dict) and ("total_bets" not in record or "wins" not in record):
            yield "total_bets", "required", "total_bets and wins are required"


# ---- customers, transactions, activity ----

@fault("M", "feed.customers.tracking-data", CUSTOMER)
class TrackingObjectRefused(Refuses):
    def refused(self, kind, field, value, record):
        return kind == "tracking" and isinstance(value, dict)


@fault("M", "feed.customers.tracking-data", CUSTOMER)
class TrackingTextRefused(Refuses):
    def refused(self, kind, field, value, record):
        return kind == "tracking" and isinstance(value, str)


@fault("S", "feed.customers.optional-fields", CUSTOMER)
class KycIntegerRefused(Refuses):
    def refused(self, kind, field, value, record):
        return kind == "kyc" and isinstance(value, Decimal)


@fault("S", "feed.customers.unknown-affiliate-refused", "An affiliate_id that is not configured: 422.")
class UnknownAffiliateTaken(Kinds):
    names = ("affiliate",)

    def judged_otherwise(self, kind, field, value, record):
        return self.judge_id(value, record)


@fault("M", "feed.transactions.types", TRANSACTION)
class AdjustmentsRefused(Refuses):
    def refused(self, kind, field, value, record):
        return kind == "type" and value == "adjustment"


@fault("M", "feed.transactions.statuses", TRANSACTION)
class ReversedRefused(Refuses):
    def refused(self, kind, field, value, record):
        return kind == "status" and value == "reversed"


@fault("S", "feed.transactions.other-type-refused", OTHERS)
class AnyTypeTaken(Kinds):
    names = ("type",)


@fault("S", "feed.transactions.other-status-refused", OTHERS)
class AnyStatusTaken(Kinds):
    names = ("status",)

    def judged_otherwise(self, kind, field, value, record):
        return self.judge_text(value, record)


@fault("S", "feed.transactions.other-status-refused", OTHERS)
class StatusInAnyCase(Kinds):
    names = ("status",)

    def judged_otherwise(self, kind, field, value, record):
        return super(Kinds, self).judge(kind, field, value.lower() if isinstance(value, str) else value, record)


@fault("S", "feed.transactions.zero-amount", AMOUNT)
class ZeroRefused(Refuses):
    def refused(self, kind, field, value, record):
        return kind == "amount" and value == 0


@fault("S", "feed.transactions.negative-adjustment", AMOUNT)
class NegativeAdjustmentRefused(Refuses):
    def refused(self, kind, field, value, record):
        return kind == "amount" and isinstance(value, Decimal) and value < 0


@fault("S", "feed.transactions.negative-refused", AMOUNT)
class NegativeAmountTaken(Kinds):
    names = ("amount",)

    def judged_otherwise(self, kind, field, value, record):
        return self.judge_number(value, record)


@fault("S", "feed.transactions.negative-refused", AMOUNT)
class NegativeWithdrawalTaken(Kinds):
    names = ("amount",)

    def judged_otherwise(self, kind, field, value, record):
        judge = self.judge_number if record.get("transaction_type") == "withdrawal" else self.judge_amount
        return judge(value, record)


@fault("M", "feed.activity.game-types", "The game types of the target file, by default the five of the seed, are accepted.")
class TableGamesUnknown(Refuses):
    def refused(self, kind, field, value, record):
        return kind == "game_type" and value == "table_games"


@fault("M", "feed.activity.negative-ggr", ACTIVITY)
class NegativeGgrRefused(Refuses):
    def refused(self, kind, field, value, record):
        return field == "ggr" and isinstance(value, Decimal) and value < 0


@fault("M", "feed.activity.negative-ngr", ACTIVITY)
class NegativeNgrRefused(Refuses):
    def refused(self, kind, field, value, record):
        return field == "ngr" and isinstance(value, Decimal) and value < 0


@fault("M", "feed.activity.negative-ggr|feed.exact.*|feed.activity.computed-ggr", ACTIVITY)
class LosingDayRefused:
    def record_faults(self, resource, record):
        yield from super().record_faults(resource, record)
        bets, wins = (record.get(name) for name in ("total_bets", "wins")) if isinstance(record, dict) else (None, None)
        if isinstance(bets, Decimal) and isinstance(wins, Decimal) and wins > bets:
            yield "wins", "range", "wins: more than total_bets"
