"""Right but unusual exporters: how they get and use tokens, and how they divide their pushes."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

from serverkit.registry import variant


# ---- tokens, connections ----

@variant("Sends its credentials in the body.")
class BodyCredentials:
    def credentials(self):
        return {}, {"client_id": self.settings["client_id"], "client_secret": self.settings["client_secret"]}


@variant("Gets a new token for each request.")
class TokenForEachRequest:
    cycle_seconds = 0.6

    def is_good(self, token):
        return False

    def begin(self):
        self.seconds = 8.0
        for _ in range(self.customers_at_first):
            self.sign_up()


@variant("Works with two tokens at once, in turn.")
class TwoTokens:
    other = None

    def token(self):
        self.held, self.other = self.other, self.held
        return super().token()


@variant("Uses a token to the last tenth of a second.")
class RenewsAtTheLastMoment:
    margin = 0.1
    cycle_seconds = 0.1


@variant("After a 429 goes on with a new token at once; the old one rests.")
class OtherTokenAfterALimit:
    def retry_after(self, reply):
        self.held = None
        return super().retry_after(reply)


@variant("Takes a date in Retry-After by its own clock.")
class OwnClockForDates:
    def seconds_until(self, date, reply):
        return max(0.0, (parsedate_to_datetime(date) - datetime.now(timezone.utc)).total_seconds())


@variant("Waits for a reply as long as it takes.")
class Patient:
    time_limit = 10.0


@variant("Each request has a connection of its own.")
class NewConnections:
    def connection(self):
        connection = super().connection()
        connection.close()
        return connection


# ---- pushes ----

@variant("Pushes each record in a request of its own.")
class OneRecordAPush:
    batch_size = 1


@variant("Pushes 1000 records in one request.")
class ThousandRecords:
    customers_at_first = 1000


@variant("Pushes transactions and activity at the same time, with one token.")
class TwoWorkers:
    def sync(self):
        self.push("customers", [item for item in self.customers if item.due()])
        with ThreadPoolExecutor(2) as pool:
            both = [pool.submit(self.push, "transactions", [item for item in self.transactions if item.due()]),
                    pool.submit(self.push, "gaming-activity", [item for item in self.days.values() if item.due()])]
        for one in both:
            one.result()


@variant("Does not read the body of a 422: halves the push until the faulty record is alone, and changes that one.")
class Bisects:
    def push_batch(self, path, items):
        while True:
            reply = self.call("POST", path, self.body_of(items), items)
            if reply.done:
                for item in items:
                    item.delivered()
                return
            if len(items) > 1:
                self.push_batch(path, items[:len(items) // 2])
                self.push_batch(path, items[len(items) // 2:])
                return
            if not items[0].mend():
                return


@variant("Pushes all customers and transactions at each sync, unchanged, under their ids, also when they are older than five minutes.")
class WholeHistory:
    clock_options = ["--clock", "2026-03-02T12:00:00Z", "--clock-speed", "20"]

    def sync(self):
        for item in self.customers + self.transactions:
            item.dirty = True
        super().sync()


@variant("Reads back what it has pushed, and what was changed since the last sync, page by page.")
class ReadsBack:
    def sync(self):
        before = self.clock.now()
        super().sync()
        for path in ("transactions?per_page=2", "customers?per_page=2&modified_since=" + before.strftime("%Y-%m-%dT%H:%M:%SZ")):
            cursor = ""
            for _ in range(3):
                cursor = self.call("GET", path + cursor).content["meta"]["next_cursor"]
                if not cursor:
                    break
                cursor = f"&cursor={cursor}"
            time.sleep(0.3)
