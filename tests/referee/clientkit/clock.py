"""The client's clock, which may be set and run faster, as the referee's may."""

import time
from datetime import datetime, timedelta, timezone


class Clock:
    def __init__(self, start: datetime | None = None, speed: int = 1):
        """Starts at the time, by default now; `speed` seconds pass in a second."""
        self.start, self.speed, self.begun = start or datetime.now(timezone.utc), speed, time.monotonic()

    def now(self) -> datetime:
        return self.start + timedelta(seconds=(time.monotonic() - self.begun) * self.speed)


def iso(instant: datetime) -> str:
    """ISO 8601 in UTC, to the millisecond."""
    return instant.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
