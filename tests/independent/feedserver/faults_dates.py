"""Faults in what is taken for a date or a date-time."""

import re
from datetime import datetime, timezone
from decimal import Decimal

from serverkit import times
from serverkit.registry import fault

from . import validation
from .judging import Kinds, Refuses

ISO = "Refused: a date or date-time that is not ISO 8601 or not in the calendar (2026-02-30)."
TIMES = "Times are ISO 8601 with Z or an offset."


class _Dates:
    """Reads some texts as dates that are none."""

    def read_date(self, text):
        found = super().read_date(text)
        return found if found else self.more(text)


@fault("M", "feed.validation.date", ISO)
class DateOfSingleDigits(_Dates):
    def more(self, text):
        match = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
        return times.parse_date("{}-{:0>2}-{:0>2}".format(*match.groups())) if match else None


@fault("M", "feed.validation.date", ISO)
class DateTimeForDate(_Dates):
    def more(self, text):
        return times.parse_date(text[:10])


@fault("M", "feed.validation.date", ISO)
class DateWithSlashes(_Dates):
    def more(self, text):
        return times.parse_date(text.replace("/", "-"))


@fault("M", "feed.validation.date", ISO)
class DateDayFirst(_Dates):
    def more(self, text):
        match = re.fullmatch(r"(\d\d)[./-](\d\d)[./-](\d{4})", text)
        return times.parse_date("{2}-{1}-{0}".format(*match.groups())) if match else None


@fault("M", "feed.validation.calendar", ISO)
class FebruaryRollsOver(_Dates):
    def more(self, text):
        match = re.fullmatch(r"(\d{4})-02-(29|30|31)", text)
        return times.parse_date(f"{match[1]}-03-01") if match else None


@fault("M", "feed.validation.calendar", ISO)
class EveryFourthYearLeaps(_Dates):
    def more(self, text):
        match = re.fullmatch(r"(\d{4})-02-29", text)
        return times.parse_date(f"{match[1]}-02-28") if match and int(match[1]) % 4 == 0 else None


@fault("M", "feed.validation.calendar", ISO)
class EveryMonthHas31Days(_Dates):
    def more(self, text):
        match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])-31", text)
        return times.parse_date(f"{match[1]}-{match[2]}-28") if match else None


class _DateTimes:
    """Reads some texts as date-times that are none."""

    def read_date_time(self, text):
        found = super().read_date_time(text)
        return found if found else self.more(text)


@fault("M", "feed.validation.date-time", ISO)
class BlankForT(_DateTimes):
    def more(self, text):
        return times.parse_date_time(text.replace(" ", "T", 1))


@fault("M", "feed.validation.date-time", ISO)
class UnixTimeTexts(_DateTimes):
    def more(self, text):
        return datetime.fromtimestamp(int(text), timezone.utc) if re.fullmatch(r"\d{10}", text) else None


@fault("M", "feed.validation.date-time", ISO)
class AnyTextIsDateTime(_DateTimes):
    def more(self, text):
        return times.now()


@fault("M", "feed.validation.date-time", ISO)
class NumbersAreDateTimes(Kinds):
    names = ("date_time",)

    def judged_otherwise(self, kind, field, value, record):
        return iter(()) if isinstance(value, Decimal) else super().judge_date_time(value, record)

    def read_date_time(self, text):
        return super().read_date_time(text) if isinstance(text, str) else datetime.fromtimestamp(0, timezone.utc)


@fault("M", "feed.validation.calendar", ISO)
class DateTimesByPatternAlone(_DateTimes):
    def more(self, text):
        return times.now() if times.DATE_TIME.fullmatch(text) else None


@fault("M", "feed.validation.calendar|feed.validation.date-time", ISO)
class Hour25(_DateTimes):
    def more(self, text):
        return times.parse_date_time(re.sub(r"T2[4-9]:", "T23:", text))


@fault("M", "feed.validation.calendar", ISO)
class SignupDayUnchecked(Kinds):
    names = ("signup_date",)

    def judged_otherwise(self, kind, field, value, record):
        if not isinstance(value, str) or not times.DATE_TIME.fullmatch(value):
            yield from self.judge_date_time(value, record)


@fault("M", "feed.validation.date-times-accepted", TIMES)
class LeapDayRefused:
    def read_date(self, text):
        return None if text.endswith("-02-29") else super().read_date(text)


@fault("M", "feed.validation.date-times-accepted", TIMES)
class OnlyZulu(Refuses):
    def refused(self, kind, field, value, record):
        return kind == "date_time" and isinstance(value, str) and not value.endswith("Z")


@fault("M", "feed.validation.date-times-accepted", TIMES)
class NegativeOffsetRefused(Refuses):
    def refused(self, kind, field, value, record):
        return kind == "date_time" and isinstance(value, str) and "-" in value[10:]


@fault("M", "feed.validation.date-times-accepted", TIMES)
class FractionsRefused(Refuses):
    def refused(self, kind, field, value, record):
        return kind == "date_time" and isinstance(value, str) and "." in value
