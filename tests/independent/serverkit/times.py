"""Dates and date-times of ISO 8601, as instants."""

import re
from datetime import date, datetime, timedelta, timezone

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DATE_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]+))?)?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)")


def parse_date(text: str) -> date | None:
    """The day, or None where the text is no date YYYY-MM-DD of the calendar."""
    try:
        return date.fromisoformat(text) if DATE.fullmatch(text) else None
    except ValueError:
        return None


def parse_date_time(text: str) -> datetime | None:
    """The instant, cut off to microseconds, or None where the text is no date-time with Z or an offset."""
    match = DATE_TIME.fullmatch(text)
    if not match:
        return None
    day, hour, minute, second, fraction, zone = match.groups()
    try:
        whole = datetime.fromisoformat(f"{day}T{hour}:{minute}:{second or '00'}")
        offset = _offset(zone)
        return (whole - offset).replace(microsecond=int(((fraction or "") + "000000")[:6]), tzinfo=timezone.utc)
    except (ValueError, OverflowError):
        return None


def _offset(zone: str) -> timedelta:
    if zone == "Z":
        return timedelta()
    digits = zone[1:].replace(":", "") + "00"
    hours, minutes = int(digits[:2]), int(digits[2:4])
    if hours > 23 or minutes > 59:
        raise ValueError(zone)
    return timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)


def now() -> datetime:
    return datetime.now(timezone.utc)


def write(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%S.%f") + "Z"


def day_begin(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.utc)


DAY = timedelta(days=1)
