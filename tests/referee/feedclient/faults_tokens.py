"""Wrong exporters: tokens past their time, limits, and sizes."""

import time

from clientkit.wire import Unanswered
from serverkit.registry import fault

from .calls import API


class Sleeps:
    """The base of those that do nothing around the expiry, so that their next request is clearly after it."""
    slept = False

    def sync(self):
        left = self.held.expires - time.monotonic()
        if not self.slept and left < 1.0:
            self.slept = True
            time.sleep(max(0.0, left) + self.margin + 1.6)
        super().sync()


@fault("M", "feed.client.token-renewed", "Uses a token until it is refused.")
class UsesTokensUntilRefused(Sleeps):
    def is_good(self, token):
        return True


@fault("M", "feed.client.token-renewed", "Takes a token to live as long as the guide says, an hour.")
class AnHourForEachToken(Sleeps):
    def keep(self, content, asked):
        token = super().keep(content, asked)
        self.true_end = token.expires
        return super().keep(content | {"expires_in": 3600}, asked)

    def begin(self):
        super().begin()
        self.seconds = 19.0

    def sync(self):
        left = self.true_end - time.monotonic()
        if not self.slept and left < 1.0:
            self.slept = True
            time.sleep(max(0.0, left) + self.margin + 1.6)
        super(Sleeps, self).sync()


@fault("M", "feed.client.refused-token-dropped", "Tries a refused token once more before it gets another.")
class TriesTheRefusedTokenAgain:
    refused = None

    def drop(self, token):
        if self.refused is token:
            super().drop(token)
        self.refused = token


@fault("M", "feed.client.refused-token-dropped", "Looks later whether a refused token works again.")
class LooksAfterTheRefusedToken:
    refused = None

    def drop(self, token):
        super().drop(token)
        self.refused = token

    def sync(self):
        super().sync()
        token, self.refused = self.refused, None
        if token:
            time.sleep(0.3)
            try:
                self.exchange("GET", API + "customers?customer_id=none", self.headers(token, None))
            except Unanswered:
                pass


# ---- limits ----

@fault("M", "feed.client.retry-after", "Takes a 429 for any failure: waits as its back-off says.")
class IgnoresRetryAfter:
    def retry_after(self, reply):
        return 0.0


@fault("M", "feed.client.retry-after", "Reads seconds in Retry-After, and takes a date for none.")
class IgnoresDates:
    def seconds_until(self, date, reply):
        return -1.0


@fault("M", "feed.client.retry-after", "Waits for dates, and not for seconds.")
class IgnoresSeconds:
    def retry_after(self, reply):
        return 0.0 if reply.headers["retry-after"].isdigit() else super().retry_after(reply)


@fault("M", "feed.client.retry-after", "Waits half of Retry-After.")
class WaitsHalf:
    def retry_after(self, reply):
        return super().retry_after(reply) / 2


@fault("M", "feed.client.retry-after", "Only the push that was answered 429 waits; a read goes on with the token.")
class OnlyTheRefusedCallWaits:
    def retry_after(self, reply):
        token = self.held
        for _ in range(3):
            time.sleep(0.2)
            try:
                self.exchange("GET", API + "customers?customer_id=none", self.headers(token, None))
            except Unanswered:
                pass
        return super().retry_after(reply)


@fault("M", "feed.client.rate", "Asks 1001 times in a few seconds with one token.")
class TooManyRequests:
    seconds = 19.0

    def end(self):
        super().end()
        for _ in range(4):
            if self.burst():
                return

    def burst(self):
        """Whether a token was used 1001 times."""
        self.held = None
        token = self.token()
        for number in range(1001):
            try:
                reply = self.exchange("GET", API + f"customers?customer_id={number}", self.headers(token, None))
            except Unanswered:
                continue
            if reply.status in (401, 429):
                return number == 1000
        return True

    def differences(self):
        """The token for a look at the books is spent."""
        return []


# ---- sizes ----

@fault("M", "feed.client.batch-size", "Pushes 1001 customers in one request, and fewer when that is refused.")
class ThousandAndOneRecords:
    customers_at_first = 1001

    def push(self, path, items):
        if len(items) == 1001:
            self.call("POST", path, self.body_of(items), items)
        super().push(path, items)


@fault("M", "feed.client.batch-size", "Pushes what has gathered in one request, however much: 1500 days.")
class AllThatHasGathered:
    customers_at_first = 750

    def begin(self):
        super().begin()
        today = self.clock.now().date()
        for customer in self.customers:
            for game_type in self.settings["game_types"][:2]:
                self.day(customer, today, game_type).play(1, self.amount(9), self.amount(9))

    def push(self, path, items):
        if len(items) > 1000:
            self.call("POST", path, self.body_of(items), items)
        super().push(path, items)
