"""The exporter: the casino goes on, and every so often what is new or changed is pushed, customers first."""

import random
import time
from datetime import date, timedelta
from decimal import Decimal

from .calls import Calls
from .casino import CENT, Customer, Day, Transaction

HOUR = timedelta(hours=1)


class FeedClient(Calls):

    clock_options = ["--clock", "2026-03-01T23:59:52Z"]     # a day ends meanwhile

    cycle_seconds = 0.35        # between two syncs
    seconds = 19.0              # of work, if a token expires within them; else 6
    customers_at_first = 3
    customer_class, transaction_class, day_class = Customer, Transaction, Day

    def __init__(self, target: dict, seed: int, clock):
        self.open_tokens(target["feed"])
        self.draw, self.clock, self.run = random.Random(seed), clock, f"{seed}-{clock.now():%H%M%S}"
        self.customers: list[Customer] = []
        self.transactions: list[Transaction] = []
        self.days: dict[tuple, Day] = {}

    def play(self) -> list:
        begun, cycle = time.monotonic(), 0
        self.begin()
        while time.monotonic() < begun + self.seconds:
            self.live(cycle)
            self.sync()
            cycle += 1
            time.sleep(self.cycle_seconds)
        self.end()
        return self.differences()

    def begin(self) -> None:
        if self.token().expires - time.monotonic() > 20:
            self.seconds = 6.0
        for _ in range(self.customers_at_first):
            self.sign_up()

    def end(self) -> None:
        self.sync()

    # ---- what happens in the casino ----

    def live(self, cycle: int) -> None:
        """What happens between two syncs."""
        if cycle % 8 == 7:
            self.sign_up()
        if cycle % 5 == 4:
            self.customers[cycle % len(self.customers)].kyc += 1
            self.touch(self.customers[cycle % len(self.customers)])
        self.settle()
        customer = self.draw.choice(self.customers)
        getattr(self, ("deposit", "withdraw", "bonus", "adjust", "card_deposit")[cycle % 5])(customer)
        for _ in range(2):
            self.spin(self.draw.choice(self.customers))

    def touch(self, item) -> None:
        item.changed, item.dirty = self.clock.now(), True

    def sign_up(self) -> Customer:
        number = len(self.customers) + 1
        now = self.clock.now()
        affiliate = self.draw.choice(self.settings["affiliate_ids"])
        customer = self.customer_class(id=f"c-{self.run}-{number}", number=number, affiliate=affiliate,
                                       currency=("EUR", "USD", "GBP")[number % 3], signed_up=now, changed=now)
        self.customers.append(customer)
        return customer

    def settle(self) -> None:
        """What was pending is decided, some of what was approved is reversed."""
        for transaction in self.transactions:
            if transaction.next_status and transaction.known and not transaction.dirty:
                transaction.status, transaction.next_status = transaction.next_status, ""
                self.touch(transaction)

    def transact(self, customer: Customer, kind: str, amount: Decimal, status: str = "approved", next_status: str = "",
                 ago: timedelta = timedelta()) -> Transaction:
        """A transaction that began so long ago, and has its status since now."""
        now = self.clock.now()
        transaction = self.transaction_class(id=f"t-{self.run}-{len(self.transactions) + 1}", customer=customer, kind=kind, amount=amount,
                                             status=status, begun=now - ago, changed=now, next_status=next_status)
        self.transactions.append(transaction)
        return transaction

    def amount(self, most: int) -> Decimal:
        return Decimal(self.draw.randint(100, most * 100)) * CENT

    def deposit(self, customer: Customer) -> None:
        self.transact(customer, "deposit", self.amount(200))

    def card_deposit(self, customer: Customer) -> None:
        """Pending at first; then approved, or declined."""
        self.transact(customer, "deposit", self.amount(200), "pending", self.draw.choice(("approved", "declined")))

    def withdraw(self, customer: Customer) -> None:
        """Asked for an hour ago, decided later."""
        self.transact(customer, "withdrawal", self.amount(100), "pending", "approved", HOUR)

    def bonus(self, customer: Customer) -> None:
        self.transact(customer, "bonus", self.amount(20))

    def adjust(self, customer: Customer) -> None:
        """A deposit that is taken back, and the correction."""
        self.transact(customer, "deposit", self.amount(50), next_status="reversed")
        self.transact(customer, "adjustment", -self.amount(50))

    def spin(self, customer: Customer) -> None:
        game_type = self.settings["game_types"][self.draw.randint(0, 1)]
        self.day(customer, self.clock.now().date(), game_type).play(self.draw.randint(1, 20), self.amount(90), self.amount(90))

    def day(self, customer: Customer, when: date, game_type: str) -> Day:
        key = (customer.id, when, game_type)
        if key not in self.days:
            self.days[key] = self.day_class(customer=customer, on=when, game_type=game_type)
        return self.days[key]

    # ---- delivery ----

    def sync(self) -> None:
        self.push("customers", [item for item in self.customers if item.due()])
        self.push("transactions", [item for item in self.transactions if item.due()])
        self.push("gaming-activity", [item for item in self.days.values() if item.due()])

    def differences(self) -> list:
        """The first days that are not in the platform's books as they are in the casino's."""
        found = []
        for day in [day for day in self.days.values() if day.known and not day.dirty][:12]:
            when = day.on.isoformat()
            rows = self.call("GET", f"gaming-activity?customer_id={day.customer_id}&game_type={day.game_type}&date_from={when}&date_to={when}")
            if [row["total_bets"] for row in rows.content["data"]] != [day.staked]:
                found.append(f"{day.key()}: {day.staked} expected")
        return found
