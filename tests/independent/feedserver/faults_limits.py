"""Faults in currencies, digits, lengths, IDs, counts and totals."""

import re
from decimal import Decimal

from serverkit.registry import fault

from . import validation
from .judging import Kinds, Refuses

CURRENCY = "Refused: a currency that is no ISO 4217 code (tests use USD, EUR, GBP, JPY as valid; ABC, ZZZ, XXX, usd, US as invalid)."
DIGITS = "Refused: a number of more than 15 significant digits (leading and trailing zeros not counted)."
LENGTH = "Refused: a string of more than 500 Unicode characters (500 of several bytes each are accepted)."
EMPTY = "Refused: an empty ID."
NEGATIVE = "Refused: a negative count or total."
NUMBERS = "Amounts are JSON numbers; a numeric string is 422. An integer is a number without fraction (5.0 is one)."
NULL = "null in an optional field is as if the field were absent."


# ---- currencies ----

@fault("M", "feed.validation.currency-code", CURRENCY)
class ThreeCapitalsAreACurrency(Kinds):
    names = ("currency",)

    def judged_otherwise(self, kind, field, value, record):
        return iter(()) if isinstance(value, str) and re.fullmatch("[A-Z]{3}", value) else self.judge_currency(value, record)


@fault("M", "feed.validation.currency-code", CURRENCY)
class NoCurrencyIsACurrency(Kinds):
    names = ("currency",)

    def judged_otherwise(self, kind, field, value, record):
        return iter(()) if value == "XXX" else self.judge_currency(value, record)


@fault("M", "feed.validation.currency-form", CURRENCY)
class CurrencyInAnyCase(Kinds):
    names = ("currency",)

    def judged_otherwise(self, kind, field, value, record):
        return self.judge_currency(value.upper() if isinstance(value, str) else value, record)


@fault("M", "feed.validation.currency-form", CURRENCY)
class CountryForCurrency(Kinds):
    names = ("currency",)

    def judged_otherwise(self, kind, field, value, record):
        return iter(()) if value in validation.COUNTRIES else self.judge_currency(value, record)


@fault("M", "feed.validation.currency-code", CURRENCY)
class CurrencyOfActivityUnchecked(Kinds):
    names = ("currency",)

    def judged_otherwise(self, kind, field, value, record):
        return iter(()) if "game_type" in record else self.judge_currency(value, record)


@fault("M", "feed.validation.currency-code", CURRENCY)
class CurrencyOfCustomersUnchecked(Kinds):
    names = ("currency",)

    def judged_otherwise(self, kind, field, value, record):
        return iter(()) if "signup_date" in record else self.judge_currency(value, record)


@fault("M", "feed.validation.currencies-accepted", CURRENCY)
class YenRefused(Refuses):
    def refused(self, kind, field, value, record):
        return kind == "currency" and value == "JPY"


# ---- digits ----

class _DigitsOf:
    def judge_number(self, value, record):
        return super().judge_number(self.counted(value), record)


@fault("M", "feed.validation.digits", DIGITS)
class SixteenDigits:
    setting_changes = {"most_digits": 16}


@fault("M", "feed.validation.digits", DIGITS)
class DigitsUnlimited:
    setting_changes = {"most_digits": 10000}


@fault("M", "feed.validation.digits", DIGITS)
class DigitsOfTheDouble(_DigitsOf):
    def counted(self, value):
        return Decimal(f"{float(value):.15g}") if isinstance(value, Decimal) else value


@fault("M", "feed.validation.digits", DIGITS)
class DigitsBeforeThePointOnly(_DigitsOf):
    def counted(self, value):
        return value.to_integral_value() if isinstance(value, Decimal) else value


@fault("M", "feed.validation.digits", DIGITS)
class DigitsOfActivityUnchecked(Kinds):
    names = ("ggr", "ngr")


@fault("M", "feed.validation.digits", DIGITS)
class DigitsOfUsdUnchecked(Kinds):
    names = ("amount_usd",)


@fault("M", "feed.validation.digits-accepted", DIGITS)
class FourteenDigits:
    setting_changes = {"most_digits": 14}


@fault("M", "feed.validation.digits-accepted", DIGITS)
class TrailingZerosCount:
    def significant_digits(self, value):
        return len("".join(map(str, value.as_tuple().digits)).lstrip("0"))


@fault("M", "feed.validation.digits-accepted", DIGITS)
class LeadingZerosCount:
    def significant_digits(self, value):
        return len(f"{value:f}".strip("-").replace(".", "").rstrip("0"))


# ---- lengths ----

@fault("M", "feed.validation.length", LENGTH)
class LengthUnlimited:
    setting_changes = {"most_characters": 10 ** 9}


@fault("M", "feed.validation.length", LENGTH)
class FiveHundredAndOne:
    setting_changes = {"most_characters": 501}


@fault("M", "feed.validation.length-accepted", LENGTH)
class LessThanFiveHundred:
    setting_changes = {"most_characters": 499}


@fault("M", "feed.validation.length-accepted", LENGTH)
class LengthInBytes:
    def length(self, value):
        return len(value.encode())


@fault("M", "feed.validation.length-accepted", LENGTH)
class LengthInUtf16:
    def length(self, value):
        return len(value.encode("utf-16-le")) // 2


@fault("M", "feed.validation.length-accepted", LENGTH)
class TextsCutTo255:
    def known_fields(self, resource, record):
        record = super().known_fields(resource, record)
        return {name: value[:255] if isinstance(value, str) else value for name, value in record.items()}


@fault("M", "feed.validation.length|feed.validation.length-accepted", LENGTH)
class LongTextsCutTo500(Kinds):
    names = ("text", "tracking")

    def judged_otherwise(self, kind, field, value, record):
        return super(Kinds, self).judge(kind, field, value[:500] if isinstance(value, str) else value, record)

    def known_fields(self, resource, record):
        record = super().known_fields(resource, record)
        return {name: value[:500] if isinstance(value, str) else value for name, value in record.items()}


@fault("M", "feed.validation.length-accepted", LENGTH)
class IdsUpTo255(Refuses):
    def refused(self, kind, field, value, record):
        return kind == "id" and isinstance(value, str) and len(value) > 255


@fault("M", "feed.validation.length", LENGTH)
class LengthOfIdsUnchecked(Kinds):
    names = ("id",)

    def judged_otherwise(self, kind, field, value, record):
        return self.judge_id(value[:500] if isinstance(value, str) else value, record)


@fault("M", "feed.validation.length", LENGTH)
class LengthOfTrackingMembersUnchecked(Kinds):
    names = ("tracking",)

    def judged_otherwise(self, kind, field, value, record):
        return iter(()) if isinstance(value, dict) else self.judge_tracking(value, record)


# ---- IDs, counts, totals ----

class _EmptyTaken(Kinds):
    def judged_otherwise(self, kind, field, value, record):
        return iter(()) if value == "" else super(Kinds, self).judge(kind, field, value, record)


@fault("M", "feed.validation.empty-id", EMPTY)
class EmptyCustomerId(_EmptyTaken):
    names = ("customer_id",)


@fault("M", "feed.validation.empty-id", EMPTY)
class EmptyTransactionId(_EmptyTaken):
    names = ("transaction_id",)


@fault("M", "feed.validation.empty-id", EMPTY)
class EmptyAffiliateId(_EmptyTaken):
    names = ("affiliate_id",)


class _NegativeTaken(Kinds):
    def judged_otherwise(self, kind, field, value, record):
        value = abs(value) if isinstance(value, Decimal) else value
        return super(Kinds, self).judge(kind, field, value, record)


@fault("M", "feed.validation.negative-count", NEGATIVE)
class NegativeCountTaken(_NegativeTaken):
    names = ("bets_count",)


@fault("M", "feed.validation.negative-total", NEGATIVE)
class NegativeBetsTaken(_NegativeTaken):
    names = ("total_bets",)


@fault("M", "feed.validation.negative-total", NEGATIVE)
class NegativeWinsTaken(_NegativeTaken):
    names = ("wins",)


@fault("M", "feed.validation.fractional-count", "bets_count integer >= 0.")
class FractionOfCountTaken(Kinds):
    names = ("count",)

    def judged_otherwise(self, kind, field, value, record):
        return self.judge_total(value, record)


@fault("S", "feed.validation.integer-with-zero-fraction", NUMBERS)
class ZeroFractionRefused(Refuses):
    def refused(self, kind, field, value, record):
        return kind == "count" and isinstance(value, Decimal) and value.as_tuple().exponent < 0


@fault("S", "feed.validation.numeric-string", NUMBERS)
class NumericTextTaken(Kinds):
    names = ("amount", "number", "total", "count")

    def judged_otherwise(self, kind, field, value, record):
        is_number = isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value)
        return super(Kinds, self).judge(kind, field, Decimal(value) if is_number else value, record)


@fault("S", "feed.validation.numeric-string", NUMBERS)
class NumericTextTakenInActivity(NumericTextTaken):
    names = ("total", "count", "number")


@fault("S", "feed.validation.null-optional", NULL)
class NullOptionalRefused:
    def record_faults(self, resource, record):
        yield from super().record_faults(resource, record)
        for field, kind, required in validation.SCHEMAS[resource] if isinstance(record, dict) else ():
            if not required and field in record and record[field] is None:
                yield field, "type", f"{field}: null is not taken"


@fault("S", "feed.validation.null-optional", NULL)
class NullTotalsRefused(Refuses):
    def record_faults(self, resource, record):
        yield from super().record_faults(resource, record)
        if resource == "activity" and isinstance(record, dict) and "ngr" in record and record["ngr"] is None:
            yield "ngr", "type", "ngr: a number is expected"
