"""Wrong exporters: order, ids and content of records, and when they are delivered."""

import time
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from serverkit.registry import fault

from .casino import CENT, Customer, Day, Item, Transaction
from .variants_records import Nightly


# ---- customers first ----

class NewcomerFirst:
    """The base of those that push something of each newcomer at once, and the customer at the next sync."""

    def sign_up(self):
        customer = super().sign_up()
        if len(self.customers) > self.customers_at_first:
            self.welcome(customer)
        return customer


@fault("M", "feed.client.customers-first", "Pushes the first deposit of a customer at once, the customer at the next sync.")
class TransactionBeforeItsCustomer(NewcomerFirst):
    def welcome(self, customer):
        self.push("transactions", [self.transact(customer, "deposit", self.amount(20))])


@fault("M", "feed.client.customers-first", "Pushes the first bets of a customer at once, the customer at the next sync.")
class DayBeforeItsCustomer(NewcomerFirst):
    def welcome(self, customer):
        day = self.day(customer, self.clock.now().date(), "poker")
        day.play(1, CENT, CENT)
        self.push("gaming-activity", [day])


# ---- stable ids ----

@fault("M", "feed.client.stable-ids", "A push of transactions without an answer is sent again under new transaction_ids.")
class NewTransactionIdAfterALostReply:
    def body_again(self, path, items, body):
        if path != "transactions":
            return body
        for item in items:
            item.id = item.id.removesuffix("r") + "r"
        return self.body_of(items)


@fault("M", "feed.client.stable-ids", "Every few seconds all settled transactions are pushed again under new transaction_ids.")
class NewTransactionIdsAtEachSync:
    def live(self, cycle):
        super().live(cycle)
        for transaction in self.transactions:
            if cycle % 12 == 11 and not transaction.next_status and not transaction.dirty:
                transaction.id, transaction.dirty = f"{transaction.id}-{cycle}", True


@fault("M", "feed.client.stable-ids", "A customer that is changed gets a new customer_id.")
class NewCustomerIdAtEachChange:
    def touch(self, item):
        super().touch(item)
        if isinstance(item, Customer):
            item.id, item.known = item.id + "r", False


# ---- transactions ----

class WithBonus(Transaction):
    def required(self):
        fields = super().required()
        return fields | {"bonus_amount": Decimal("10.00")} if self.kind == "deposit" else fields


@fault("S", "feed.client.bonuses-apart", "A bonus is a member of the deposit that earns it.")
class BonusInsideTheDeposit:
    transaction_class = WithBonus

    def bonus(self, customer):
        self.deposit(customer)


class PaidByBonus(Transaction):
    def required(self):
        return super().required() | ({"payment_method": "bonus"} if self.amount == Decimal("10.01") else {})

    def optional(self):
        fields = super().optional()
        return {name: value for name, value in fields.items() if name != "payment_method" or self.amount != Decimal("10.01")}


@fault("S", "feed.client.bonuses-apart", "A bonus is a deposit whose payment_method is bonus.")
class BonusAsADeposit:
    transaction_class = PaidByBonus

    def bonus(self, customer):
        self.transact(customer, "deposit", Decimal("10.01"))


@fault("M", "feed.client.status-same-id", "A change of the status is a transaction of its own, under a new transaction_id.")
class StatusUnderANewId:
    def touch(self, item):
        super().touch(item)
        if isinstance(item, Transaction):
            item.id += f"-{item.status}"


@fault("M", "feed.client.status-same-id", "A reversal is sent under a new transaction_id.")
class ReversalUnderANewId:
    def touch(self, item):
        super().touch(item)
        if isinstance(item, Transaction) and item.status == "reversed":
            item.id += "-reversed"


@fault("S", "feed.client.within-five-minutes", "Some deposits come six minutes after they were approved: from another system.")
class SixMinutesLate:
    clock_options = ["--clock", "2026-03-02T10:00:00Z", "--clock-speed", "60"]

    def deposit(self, customer):
        late = self.transact(customer, "deposit", self.amount(20))
        if self.clock.now().minute > 7:
            late.begun = late.changed = late.changed - timedelta(minutes=6)


@fault("S", "feed.client.within-five-minutes", "Gathers transactions for eight minutes.")
class GathersForEightMinutes:
    clock_options = ["--clock", "2026-03-02T10:00:00Z", "--clock-speed", "60"]
    gathered_since = 0.0

    def push(self, path, items):
        if path == "transactions" and time.monotonic() < self.gathered_since + 8:
            return
        if path == "transactions":
            self.gathered_since = time.monotonic()
        super().push(path, items)


# ---- days ----

@dataclass(eq=False)
class Snapshot(Item):
    """A record as it was."""
    content: dict | None = None

    def record(self):
        return self.content

    def mend(self):
        return False


@fault("M", "feed.client.activity-one-record", "A day is twice in a request: as it was before the last bet, and after it.")
class TwoStatesOfADay:
    def spin(self, customer):
        super().spin(customer)
        day = next(day for day in self.days.values() if day.dirty)
        self.before = Snapshot(content=day.record())
        day.play(1, CENT, CENT)
        self.played = day

    def push(self, path, items):
        if path == "gaming-activity" and self.played in items:
            items = [self.before, *items]
        super().push(path, items)


@fault("M", "feed.client.activity-one-record", "A day is twice in a request, the same.")
class SameDayTwice:
    def push(self, path, items):
        if path == "gaming-activity" and items:
            items = [*items, Snapshot(content=items[0].record())]
        super().push(path, items)


@dataclass(eq=False)
class Increments(Day):
    sent: tuple = (0, Decimal(0), Decimal(0))

    def totals(self):
        bets, staked, won = (now - before for now, before in zip((self.bets, self.staked, self.won), self.sent))
        return {"bets_count": bets, "total_bets": staked, "wins": won, "ggr": staked - won, "ngr": (staked - won) / 2}

    def delivered(self):
        super().delivered()
        self.sent = (self.bets, self.staked, self.won)


@fault("M", "feed.client.activity-whole", "A day is sent again with what was played since it was last sent.")
class IncrementsForDays:
    day_class = Increments


class WithoutNgr(Day):
    def totals(self):
        totals = super().totals()
        if self.known:
            del totals["ngr"]
        return totals


@fault("M", "feed.client.activity-whole", "A day is sent again without its ngr.")
class LeavesNgrOut:
    day_class = WithoutNgr


@dataclass(eq=False)
class ChangesOnly(Day):
    told: dict | None = None

    def totals(self):
        self.telling = super().totals()
        return {name: value for name, value in self.telling.items() if value != (self.told or {}).get(name)}

    def delivered(self):
        super().delivered()
        self.told = self.telling

    def play(self, bets, staked, won):
        super().play(bets, staked, Decimal(0) if self.known else won)


@fault("M", "feed.client.activity-whole", "A day is sent again with the fields that have changed.")
class ChangedFieldsOnly:
    day_class = ChangesOnly


@fault("S", "feed.client.day-by-six", "Delivers a day half an hour after six.")
class DeliversAfterSix(Nightly):
    delivery = timedelta(hours=6, minutes=30)


@fault("S", "feed.client.day-by-six", "Its export of a day begins at six.")
class ExportBeginsAtSix(Nightly):
    delivery = timedelta(hours=6, minutes=2)


# ---- refused records ----

@fault("M", "feed.client.refused-not-resent", "Sends a refused push once more as it was.")
class SendsTheRefusedAgain:
    again = False

    def after_refusal(self, items, faulty):
        self.again = not self.again
        return items if self.again else super().after_refusal(items, faulty)


@fault("M", "feed.client.refused-not-resent", "A refused push is put aside, and comes again as it was at the next sync.")
class SendsTheRefusedLater:
    aside = ()

    def sync(self):
        super().sync()
        for path, items in [self.__dict__.pop("aside")] if self.aside else ():
            self.call("POST", path, self.body_of(items), items)

    def after_refusal(self, items, faulty):
        refused = [Snapshot(content=item.record()) for item in items]
        self.aside = (self.path_of(items[0]), refused)
        return super().after_refusal(items, faulty)

    def path_of(self, item):
        return {"Customer": "customers", "Transaction": "transactions"}.get(type(item).__name__, "gaming-activity")
