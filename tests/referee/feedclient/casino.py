"""The operator's data: customers, transactions and days of play, with what was delivered of them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from clientkit.clock import iso

CENT = Decimal("0.01")


@dataclass(eq=False)
class Item:
    """Something to deliver: again whenever it has changed."""

    dirty: bool = True              # changed since it was last delivered
    known: bool = False             # delivered at least once
    mended: bool = False            # whether the optional fields were left out, because it was refused with them
    given_up: bool = False

    def delivered(self) -> None:
        self.dirty, self.known = False, True

    def mend(self) -> bool:
        """Changes what was refused, so that it can be sent again; False: it is set aside."""
        refused = self.record()
        self.mended = True
        self.given_up = self.record() == refused
        return not self.given_up

    def due(self) -> bool:
        return self.dirty and not self.given_up

    def record(self) -> dict:
        return self.required() | ({} if self.mended else self.optional())


@dataclass(eq=False)
class Customer(Item):
    id: str = ""
    number: int = 0
    affiliate: str = ""
    currency: str = "EUR"
    signed_up: datetime | None = None
    changed: datetime | None = None
    kyc: int = 1

    def required(self) -> dict:
        return {"customer_id": self.id, "signup_date": iso(self.signed_up), "affiliate_id": self.affiliate,
                "tracking_data": {"campaign": f"c-{self.number % 3}"} if self.number % 2 else f"btag-{self.number}"}

    def optional(self) -> dict:
        return {"first_name": f"Zoë {self.number}", "last_name": "Player", "email": f"player{self.number}@example.com", "country": "MT",
                "currency": self.currency, "kyc_status_id": self.kyc, "status": "active", "last_modified_date": iso(self.changed)}


@dataclass(eq=False)
class Transaction(Item):
    id: str = ""
    customer: Customer | None = None
    kind: str = "deposit"
    amount: Decimal = Decimal(0)
    status: str = "approved"
    begun: datetime | None = None
    changed: datetime | None = None
    next_status: str = ""           # what becomes of it later

    def __post_init__(self):
        self.customer_id = self.customer.id

    def due(self) -> bool:
        return super().due() and self.customer.known

    def required(self) -> dict:
        return {"transaction_id": self.id, "customer_id": self.customer_id, "transaction_type": self.kind, "amount_currency": self.amount,
                "currency": self.customer.currency, "transaction_date": iso(self.begun), "status": self.status}

    def optional(self) -> dict:
        method = {"payment_method": "card"} if self.kind in ("deposit", "withdrawal") else {}
        return method | {"last_modified_date": iso(self.changed)}


@dataclass(eq=False)
class Day(Item):
    """What a customer has played of a type of game on a day."""
    customer: Customer | None = None
    on: date | None = None
    game_type: str = "slots"
    bets: int = 0
    staked: Decimal = Decimal(0)
    won: Decimal = Decimal(0)

    def __post_init__(self):
        self.customer_id = self.customer.id

    def due(self) -> bool:
        return super().due() and self.customer.known

    def play(self, bets: int, staked: Decimal, won: Decimal) -> None:
        self.bets, self.staked, self.won, self.dirty = self.bets + bets, self.staked + staked, self.won + won, True

    def mend(self) -> bool:
        """A day is not sent without some of its fields: it is corrected by a bet that had not been counted."""
        self.given_up, self.mended = self.mended, True
        self.play(1, CENT, Decimal(0))
        return not self.given_up

    def record(self) -> dict:
        return self.key() | self.totals()

    def key(self) -> dict:
        return {"date": self.on.isoformat(), "customer_id": self.customer_id, "game_type": self.game_type,
                "currency": self.customer.currency}

    def totals(self) -> dict:
        ggr = self.staked - self.won
        return {"bets_count": self.bets, "total_bets": self.staked, "wins": self.won, "ggr": ggr, "ngr": ggr - self.staked * CENT}
