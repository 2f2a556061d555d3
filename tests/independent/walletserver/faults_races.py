"""Faults that only calls in flight at the same time show."""

import contextlib
import threading
import time

from serverkit.registry import fault

from .ledger import Refusal

SINGLE = "A round has a single debit. A second debit with another transactionId: refused."
IN_FLIGHT = ("N identical requests in flight at once apply once; each copy ends in 200, or in a retryable error whose retries get 200 "
             "within 5 tries and 10 seconds.")


# ---- races: what is decided is stale when it is committed ----

class _StaleDecision:
    """Decides on the state as it is, and commits a little later, without a lock between."""
    window = 0.004      # seconds

    def before_commit(self, player, call, events):
        if events:
            time.sleep(self.window)


class _LockEach(_StaleDecision):
    """Locks something smaller than the player."""

    def prepare(self):
        super().prepare()
        self.small_locks, self.small_locks_lock = {}, threading.Lock()

    def guard(self, player, call):
        with self.small_locks_lock:
            return self.small_locks.setdefault((player.id, self.locked(call)), threading.RLock())


@fault("M", "wallet.replay.in-flight-applies-once", IN_FLIGHT)
class RaceOfCopies(_StaleDecision):
    """The balance is compared and lowered in one step, but whether the transaction is known is asked before."""

    def guard(self, player, call):
        return contextlib.nullcontext()

    def commit(self, player, events):
        with player.lock:
            if any(event.kind == "debited" and event.amount > player.balance for event in events):
                raise Refusal(400, "INSUFFICIENT_FUNDS", "The balance is too low.")
            super().commit(player, events)


@fault("M", "wallet.replay.in-flight-applies-once", IN_FLIGHT)
class RaceOfCreditCopies(_StaleDecision):
    def guard(self, player, call):
        return contextlib.nullcontext() if call.operation == "credit" else player.lock

    def before_commit(self, player, call, events):
        if call.operation == "credit":
            super().before_commit(player, call, events)


@fault("M", "wallet.replay.in-flight-applies-once", IN_FLIGHT)
class CopiesInFlightAre409(_StaleDecision):
    def guard(self, player, call):
        if not player.lock.acquire(blocking=False):
            raise Refusal(409, "VALIDATION_FAILED", "Concurrent modification.")
        player.lock.release()
        return player.lock


@fault("M", "wallet.funds.never-negative", "The balance is never negative, with any number of debits in flight.")
class RaceOfDebits(_LockEach):
    """Copies of one debit are safe, debits of different rounds are not."""

    def locked(self, call):
        return self.round_key(call)


@fault("M", "wallet.round.single-debit", SINGLE)
class RaceOfDebitsInOneRound(_LockEach):
    def locked(self, call):
        return self.transaction_key(call)


@fault("M", "wallet.rollback.repeated", "Repeated: 200, nothing changes (returned once, with any number in flight).")
class RaceOfRollbacks(_StaleDecision):
    def guard(self, player, call):
        return contextlib.nullcontext() if call.operation == "rollback" else player.lock

    def before_commit(self, player, call, events):
        if call.operation == "rollback":
            super().before_commit(player, call, events)


@fault("M", "wallet.free-game.counts-down-once", "Once for a transaction however often it is replayed.")
class RaceOfFreeGames(_StaleDecision):
    """Of copies in flight, each takes a free round."""

    def before_commit(self, player, call, events):
        pass

    def transact(self, player, call):
        if call.free_game is None or call.operation != "debit":
            return super().transact(player, call)
        new = not self.find_applied(player, self.round_of(player, call), call)
        time.sleep(self.window)
        before = self.find_applied(player, self.round_of(player, call), call)
        balance = super().transact(player, call)
        if new and before:
            with player.lock:
                self.count_free_round(player, before, -1)
        return balance
