"""Right but unusual exporters: what happens in their casinos, and when they deliver it."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal

from serverkit.registry import variant

from .casino import CENT, Customer, Day, Transaction

DAY = timedelta(days=1)


# ---- transactions ----

@variant("A player deposits the same amount twice in the same millisecond: two transactions that differ in their ids alone.")
class TwinDeposits:
    def deposit(self, customer):
        first, second = (self.transact(customer, "deposit", Decimal("50.00")) for _ in range(2))
        second.begun, second.changed = first.begun, first.changed


@variant("A deposit is declined; the player pays the same amount again, which is another transaction.")
class DeclinedThenPaid:
    def card_deposit(self, customer):
        self.transact(customer, "deposit", Decimal("75.00"), "declined")
        self.declined = customer

    def live(self, cycle):
        customer = self.__dict__.pop("declined", None)
        if customer:
            self.transact(customer, "deposit", Decimal("75.00"))
        super().live(cycle)


@variant("Delivers its history first: transactions of last month and days of last week.")
class HistoryFirst:
    def begin(self):
        super().begin()
        for number, customer in enumerate(self.customers):
            self.transact(customer, "deposit", self.amount(90), ago=30 * DAY).changed -= 29 * DAY
            self.transact(customer, "bonus", self.amount(9), ago=9 * DAY).changed -= 9 * DAY
            for days in range(1, 8):
                self.day(customer, self.clock.now().date() - days * DAY, "slots").play(number + days, self.amount(90), self.amount(90))


class WithoutLastModified(Transaction):
    def optional(self):
        return {}


@variant("Transactions have no last_modified_date: of a withdrawal that was asked for an hour ago and is approved now, only the status tells.")
class NoLastModified:
    transaction_class = WithoutLastModified


@variant("Most transactions are never approved.")
class StaysPending:
    def settle(self):
        """Nothing is decided."""


class Forgotten(Customer):
    def optional(self):
        fields = super().optional()
        return fields if self.kyc == 1 else {name: fields[name] for name in ("currency", "last_modified_date")}


@variant("A customer asks to be forgotten: the record comes again without name and address.")
class ForgetsNames:
    customer_class = Forgotten


# ---- days ----

class WithoutGgr(Day):
    def totals(self):
        return {"total_bets": self.staked, "wins": self.won}


@variant("Days have total_bets and wins alone; the rest is the platform's to compute.")
class LeavesGgrToThePlatform:
    day_class = WithoutGgr


class NgrLater(Day):
    def totals(self):
        totals = super().totals()
        if self.bets < 15:
            del totals["ngr"]
        return totals


@variant("A field joins a day when it is known: ngr.")
class NgrJoinsLater:
    day_class = NgrLater


@variant("Now and then the last bet of a day is voided: its totals become a little smaller.")
class VoidedBets:
    def live(self, cycle):
        super().live(cycle)
        for day in list(self.days.values())[:2]:
            if cycle % 3 == 2 and day.bets > 5 and day.staked > 5 and not day.dirty:
                day.play(-1, -Decimal("1.00"), Decimal(0))


@variant("Its clock and the referee's are those of the machine, whatever the time.")
class AtAnyTime:
    clock_options = []


class Nightly:
    """The base of those that deliver days alone, when they have ended, at a time of the night that takes seconds to come."""
    clock_options = ["--clock", "2026-03-01T23:50:00Z", "--clock-speed", "1800"]
    delivery = timedelta()      # from the end of a day

    def live(self, cycle):
        self.spin(self.customers[cycle % len(self.customers)])

    def push(self, path, items):
        if path == "gaming-activity":
            now = self.clock.now()
            items = [day for day in items if self.end_of(day) + self.delivery <= now]
        super().push(path, items)

    def end_of(self, day):
        return datetime(day.on.year, day.on.month, day.on.day, tzinfo=timezone.utc) + DAY


@variant("Delivers a day at half past four, all at once.")
class DeliversInTheNight(Nightly):
    delivery = timedelta(hours=4, minutes=30)


@variant("Corrects a day after six, which it has delivered before six.")
class CorrectsAfterSix(Nightly):
    corrected = False

    def live(self, cycle):
        super().live(cycle)
        if not self.corrected and self.clock.now().hour in (7, 8):
            self.corrected = True
            next(iter(self.days.values())).play(1, CENT, Decimal("2.00"))
