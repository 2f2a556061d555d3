"""The money. For every player a journal of events, and the state that they add up to; `decide` reads the state and
answers with events, `evolve` is the only place where the state changes."""

import threading
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Call:
    """A transaction or rollback that is in good shape."""
    operation: str              # debit, credit or rollback
    player_id: str
    provider: str
    game: str
    round_id: str
    transaction_id: str
    amount: Decimal = Decimal(0)
    finish: bool = False
    free_game: tuple | None = None      # (instance id, offer id or None)
    token_expired: bool = False
    rest: tuple = ()            # all that is neither identity, type nor amount
    request: object = None      # the HTTP request that brought it


@dataclass(frozen=True)
class Event:
    kind: str                   # debited, credited, finished, cancelled, tombstoned
    round_key: object
    transaction_key: object = None
    amount: Decimal = Decimal(0)
    free_instance: object = None
    rest: tuple = ()


@dataclass
class Applied:
    operation: str
    amount: Decimal
    balance_then: Decimal
    free_instance: object
    rest: tuple


@dataclass
class Round:
    key: object
    applied: dict = field(default_factory=dict)     # transaction key -> Applied
    debit_key: object = None
    credits: int = 0
    finished: bool = False
    cancelled: bool = False
    refunded: set = field(default_factory=set)      # transaction keys that may never be applied (again)


@dataclass
class FreeGame:
    instance_id: int
    offer_id: int
    game: str
    remaining: int
    awarded: int


@dataclass
class Player:
    id: str
    balance: Decimal
    free_games: dict
    lock: object = field(default_factory=threading.RLock)
    journal: list = field(default_factory=list)
    rounds: dict = field(default_factory=dict)


class Refusal(Exception):
    """An answer of the contract's error form."""

    def __init__(self, status: int, code: str, message: str):
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


def invalid(message: str) -> Refusal:
    return Refusal(400, "INVALID_REQUEST", message)


def forbidden(message: str) -> Refusal:
    return Refusal(400, "VALIDATION_FAILED", message)


def rolled_back(message: str) -> Refusal:
    return Refusal(400, "DEBIT_ROLLED_BACK", message)


class Ledger:
    """The layer that knows the rules. Each small method is one statement of the contract."""

    # ---- the two calls ----

    def transact(self, player: Player, call: Call) -> Decimal:
        """Applies a debit or credit once; the balance to report. Raises Refusal."""
        with self.guard(player, call):
            round_ = self.round_of(player, call)
            events = self.decide_transaction(player, round_, call)
            before = player.balance
            self.before_commit(player, call, events)
            self.commit(player, events)
            return self.reported_balance(player, round_, call, before, bool(events))

    def roll_back(self, player: Player, call: Call) -> Decimal:
        with self.guard(player, call):
            events = self.decide_rollback(player, self.round_of(player, call), call)
            self.before_commit(player, call, events)
            self.commit(player, events)
            return player.balance

    def guard(self, player: Player, call: Call):
        """What is held from the decision to the commit."""
        return player.lock

    def before_commit(self, player: Player, call: Call, events: list) -> None:
        """Between the decision and the commit; nothing happens here."""

    def reported_balance(self, player: Player, round_: Round, call: Call, before: Decimal, is_new: bool) -> Decimal:
        return player.balance

    # ---- identity ----

    def rounds_of(self, player: Player) -> dict:
        return player.rounds

    def round_key(self, call: Call):
        return call.provider, call.round_id

    def transaction_key(self, call: Call):
        return call.transaction_id

    def round_of(self, player: Player, call: Call) -> Round:
        """The round as it is; a blank one where nothing happened yet."""
        key = self.round_key(call)
        return self.rounds_of(player).get(key) or Round(key)

    def find_applied(self, player: Player, round_: Round, call: Call) -> Applied | None:
        return round_.applied.get(self.transaction_key(call))

    # ---- transactions: decide ----

    def decide_transaction(self, player: Player, round_: Round, call: Call) -> list:
        """The events of a new transaction, none of a replay."""
        self.check_not_refunded(round_, call)
        applied = self.find_applied(player, round_, call)
        if applied:
            return self.decide_replay(player, round_, call, applied)
        self.check_token_age(call)
        self.check_amount_sign(call)
        self.check_not_cancelled(round_, call)
        self.check_not_finished(round_, call)
        if call.operation == "debit":
            self.check_single_debit(round_, call)
            self.check_free_game(player, call)
            self.check_funds(player, call)
        else:
            self.check_has_debit(round_, call)
        return self.transaction_events(player, round_, call)

    def transaction_events(self, player: Player, round_: Round, call: Call) -> list:
        kind = {"debit": "debited", "credit": "credited"}[call.operation]
        events = [Event(kind, round_.key, self.transaction_key(call), call.amount, self.free_instance_of(call), call.rest)]
        if call.finish:
            events.append(Event("finished", round_.key))
        return events

    def free_instance_of(self, call: Call):
        """The free game that the transaction uses up a round of; one on a credit is ignored."""
        return call.free_game[0] if call.free_game and call.operation == "debit" else None

    def decide_replay(self, player: Player, round_: Round, call: Call, applied: Applied) -> list:
        if not self.same_content(applied, call):
            raise forbidden("The transactionId was used in this round with another type or amount.")
        return []

    def same_content(self, applied: Applied, call: Call) -> bool:
        return applied.operation == call.operation and applied.amount == call.amount

    def check_not_refunded(self, round_: Round, call: Call) -> None:
        if self.transaction_key(call) in round_.refunded:
            raise rolled_back("The transaction was rolled back.")

    def check_token_age(self, call: Call) -> None:
        if call.token_expired and call.operation == "debit":
            raise self.expired_refusal()

    def check_amount_sign(self, call: Call) -> None:
        if call.amount < 0:
            raise forbidden("The amount is negative.")

    def check_not_cancelled(self, round_: Round, call: Call) -> None:
        if round_.cancelled:
            raise rolled_back("The round was cancelled by a rollback.")

    def check_not_finished(self, round_: Round, call: Call) -> None:
        if round_.finished:
            raise forbidden("The round is finished.")

    def check_single_debit(self, round_: Round, call: Call) -> None:
        if round_.debit_key is not None:
            raise forbidden("The round has its debit already.")

    def check_has_debit(self, round_: Round, call: Call) -> None:
        if round_.debit_key is None:
            raise forbidden("The round has no debit.")

    def check_funds(self, player: Player, call: Call) -> None:
        if call.amount > player.balance:
            raise Refusal(400, "INSUFFICIENT_FUNDS", "The balance is lower than the amount.")

    def check_free_game(self, player: Player, call: Call) -> None:
        if call.free_game is None:
            return
        self.check_free_instance(player, call)
        self.check_free_amount(call)

    def check_free_instance(self, player: Player, call: Call) -> None:
        instance, offer = call.free_game
        free_game = player.free_games.get(instance)
        if free_game is None or free_game.game != call.game or offer not in (None, free_game.offer_id):
            raise forbidden("The free game is not one of the player's, for this game.")
        if free_game.remaining <= 0:
            raise forbidden("The free game has no rounds left.")

    def check_free_amount(self, call: Call) -> None:
        if call.amount != 0:
            raise forbidden("A round of a free game costs nothing.")

    # ---- rollbacks: decide ----

    def decide_rollback(self, player: Player, round_: Round, call: Call) -> list:
        key = self.transaction_key(call)
        if key in round_.refunded:
            return self.decide_repeated_rollback(player, round_, call)
        applied = self.find_applied(player, round_, call)
        if applied is None:
            return self.decide_unknown_rollback(player, round_, call)
        if applied.operation == "credit":
            return self.decide_credit_rollback(player, round_, call, applied)
        if round_.finished or round_.credits:
            return self.decide_settled_rollback(player, round_, call, applied)
        return self.cancel(round_, key, applied)

    def cancel(self, round_: Round, key, applied: Applied) -> list:
        return [Event("cancelled", round_.key, key, applied.amount, applied.free_instance)]

    def decide_repeated_rollback(self, player: Player, round_: Round, call: Call) -> list:
        return []

    def decide_unknown_rollback(self, player: Player, round_: Round, call: Call) -> list:
        return [Event("tombstoned", round_.key, self.transaction_key(call))]

    def decide_credit_rollback(self, player: Player, round_: Round, call: Call, applied: Applied) -> list:
        raise forbidden("A credit is not rolled back.")

    def decide_settled_rollback(self, player: Player, round_: Round, call: Call, applied: Applied) -> list:
        raise forbidden("The round is finished, or has paid already.")

    # ---- evolve ----

    def commit(self, player: Player, events: list) -> None:
        for event in events:
            player.journal.append(event)
            round_ = self.rounds_of(player).setdefault(event.round_key, Round(event.round_key))
            getattr(self, f"on_{event.kind}")(player, round_, event)

    def on_debited(self, player: Player, round_: Round, event: Event) -> None:
        self.move(player, -event.amount)
        round_.debit_key = event.transaction_key
        self.count_free_round(player, event, -1)
        self.remember(player, round_, event, "debit")

    def on_credited(self, player: Player, round_: Round, event: Event) -> None:
        self.move(player, event.amount)
        round_.credits += 1
        self.remember(player, round_, event, "credit")

    def on_finished(self, player: Player, round_: Round, event: Event) -> None:
        round_.finished = True

    def on_cancelled(self, player: Player, round_: Round, event: Event) -> None:
        self.move(player, event.amount)
        self.count_free_round(player, event, +1)
        round_.cancelled = True
        round_.refunded.add(event.transaction_key)

    def on_tombstoned(self, player: Player, round_: Round, event: Event) -> None:
        round_.refunded.add(event.transaction_key)

    def remember(self, player: Player, round_: Round, event: Event, operation: str) -> None:
        round_.applied[event.transaction_key] = Applied(operation, event.amount, player.balance, event.free_instance, event.rest)

    def move(self, player: Player, change: Decimal) -> None:
        player.balance += change

    def count_free_round(self, player: Player, event: Event, change: int) -> None:
        if event.free_instance in player.free_games:
            player.free_games[event.free_instance].remaining += change
