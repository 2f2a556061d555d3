"""Faults of the limit of 1000 requests a minute and access token."""

import math
import time

from serverkit.refusal import Refusal
from serverkit.registry import fault

from .tokens import Token

LIMIT = "Over 1000 requests a minute and access token: 429 with Retry-After (seconds, or an HTTP date)."
AGAIN = "After the wait the token is served again."
OTHER = "Another token is not affected."
ORDER = "401 comes before 429, 429 before all else."


@fault("M", "feed.rate.limited", LIMIT)
class NoLimit:
    setting_changes = {"rate_limit": 1000000}


@fault("M", "feed.rate.limited", LIMIT)
class LimitOfThreeThousand:
    setting_changes = {"rate_limit": 3000}


@fault("M", "feed.rate.limited", LIMIT)
class ReadsAreNotLimited:
    def admit(self, request, resource):
        token = self.check_token(request)
        if request.method == "POST":
            self.count(token)


@fault("M", "feed.rate.limited", LIMIT)
class LimitedBy503:
    def too_many(self, seconds):
        refusal = super().too_many(seconds)
        refusal.status = 503
        return refusal


@fault("M", "feed.rate.limited", LIMIT)
class LimitedBy403:
    def too_many(self, seconds):
        refusal = super().too_many(seconds)
        refusal.status = 403
        return refusal


@fault("M", "feed.rate.not-early", LIMIT)
class LimitOfSixHundred:
    setting_changes = {"rate_limit": 600}


@fault("M", "feed.rate.not-early", LIMIT)
class LimitOfOneHundredInASecond:
    """Smooths traffic: 100 in a second, as if 1000 a minute could not come at once."""
    setting_changes = {"rate_limit": 100, "rate_seconds": 6}


class _RetryHeaders:
    def retry_headers(self, seconds):
        value = self.value(seconds)
        return [] if value is None else [("Retry-After", value)]


@fault("M", "feed.rate.retry-after", LIMIT)
class NoRetryAfter(_RetryHeaders):
    def value(self, seconds):
        return None


@fault("M", "feed.rate.retry-after", LIMIT)
class RetryAfterWithUnit(_RetryHeaders):
    def value(self, seconds):
        return f"{math.ceil(seconds)}s"


@fault("M", "feed.rate.retry-after", LIMIT)
class RetryAfterWithFraction(_RetryHeaders):
    def value(self, seconds):
        return f"{seconds + 0.05:.3f}"


@fault("M", "feed.rate.retry-after", LIMIT)
class RetryAfterIsoTime(_RetryHeaders):
    def value(self, seconds):
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + seconds + 1))


@fault("M", "feed.rate.retry-after", LIMIT)
class RetryAfterOtherName(_RetryHeaders):
    def retry_headers(self, seconds):
        return [("X-RateLimit-Reset", str(math.ceil(seconds)))]


@fault("M", "feed.rate.served-again", AGAIN)
class RetryAfterTooShort(_RetryHeaders):
    def value(self, seconds):
        return "1"


@fault("M", "feed.rate.served-again", AGAIN)
class RetryAfterZero(_RetryHeaders):
    def value(self, seconds):
        return "0"


@fault("M", "feed.rate.served-again", AGAIN)
class RefusedRequestsBeginTheWaitAnew:
    def count(self, token):
        if time.monotonic() < getattr(token, "blocked_until", 0):
            token.blocked_until = time.monotonic() + self.settings.rate_seconds
            raise self.too_many(token.told_until - time.monotonic())
        try:
            super().count(token)
        except Refusal:
            token.blocked_until = token.told_until = time.monotonic() + self.settings.rate_seconds
            raise


@fault("M", "feed.rate.served-again", AGAIN)
class LimitedForLongerThanTold:
    def count(self, token):
        until = getattr(token, "blocked_until", 0)
        if time.monotonic() < until:
            raise self.too_many((until - time.monotonic()) / 4)
        try:
            super().count(token)
        except Refusal:
            token.blocked_until = time.monotonic() + 4 * self.settings.rate_seconds
            raise


class _OneCounter:
    def prepare(self):
        super().prepare()
        self.counter = Token(float("inf"))

    def count(self, token):
        super().count(self.counter)


@fault("M", "feed.rate.other-token", OTHER)
class LimitOfTheClient(_OneCounter):
    pass


@fault("M", "feed.rate.refused-stores-nothing", "A refused request stores nothing.")
class LimitedPushesAreStored:
    def admit(self, request, resource):
        try:
            super().admit(request, resource)
        except Refusal as refusal:
            if refusal.status == 429 and request.method == "POST":
                self.push(resource, request)
            raise


@fault("S", "feed.rate.after-authorization", ORDER)
class LimitedBeforeTheToken(_OneCounter):
    """Counts for each token, and for all that have none while one is limited."""

    def count(self, token):
        try:
            super(_OneCounter, self).count(token)
        except Refusal:
            self.limited_until = time.monotonic() + 1
            raise

    def unauthorized(self, message):
        limited = time.monotonic() < getattr(self, "limited_until", 0)
        return self.too_many(1) if limited else super().unauthorized(message)


@fault("S", "feed.rate.before-all-else", ORDER)
class ValidatedBeforeTheLimit:
    def admit(self, request, resource):
        try:
            super().admit(request, resource)
        except Refusal as refusal:
            if refusal.status == 429 and request.method == "POST":
                self.check_content_type(request)
                self.refuse_if(self.schema_faults(resource, self.records_of(self.body_value(request))))
            raise
