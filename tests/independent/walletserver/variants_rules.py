"""Right but unusual: how a wallet behaves where the rules leave it the choice."""

import random
import threading
import time
from dataclasses import replace
from datetime import timedelta, timezone

from serverkit.registry import variant

from .ledger import Event, Refusal, forbidden


def retry_required(message: str) -> Refusal:
    return Refusal(500, "RETRY_REQUIRED", message)


# ---- replays ----

@variant("A replay is answered with the balance that the first answer had.")
class ReplayReportsBalanceThen:
    def reported_balance(self, player, round_, call, before, is_new):
        return player.balance if is_new else self.find_applied(player, round_, call).balance_then


@variant("A replay that differs in anything is refused.")
class ReplayComparesEverything:
    def same_content(self, applied, call):
        return super().same_content(applied, call) and applied.rest == call.rest


@variant("A twin of a transaction that is in flight is answered RETRY_REQUIRED.")
class TwinsInFlightRetry:
    def prepare(self):
        super().prepare()
        self.in_flight = set()

    def transact(self, player, call):
        key = (player.id, self.round_key(call), self.transaction_key(call))
        with player.lock:
            if self.find_applied(player, self.round_of(player, call), call):
                return super().transact(player, call)
            if key in self.in_flight:
                raise retry_required("The transaction is being processed.")
            self.in_flight.add(key)
        try:
            time.sleep(0.020)
            return super().transact(player, call)
        finally:
            with player.lock:
                self.in_flight.discard(key)


@variant("Every seventh debit is applied and then answered 500 DEBIT_FAILED; its retry gets 200.")
class AppliedThenDebitFailed:
    failing, code, every = "debit", "DEBIT_FAILED", 7

    def prepare(self):
        super().prepare()
        self.counted, self.count_lock = 0, threading.Lock()

    def reported_balance(self, player, round_, call, before, is_new):
        if is_new and call.operation == self.failing:
            with self.count_lock:
                self.counted += 1
                if self.counted % self.every == 0:
                    raise Refusal(500, self.code, "The reply of the ledger was lost.")
        return super().reported_balance(player, round_, call, before, is_new)


@variant("Every fifth credit is applied and then answered 500 CREDIT_FAILED; its retry gets 200.")
class AppliedThenCreditFailed(AppliedThenDebitFailed):
    failing, code, every = "credit", "CREDIT_FAILED", 5


@variant("One transaction or rollback in twenty is answered 500 RETRY_REQUIRED before it is applied.")
class SometimesRetryRequired:
    def prepare(self):
        super().prepare()
        self.random = random.Random(20)

    def guard(self, player, call):
        if self.random.random() < 0.05:
            raise retry_required("The ledger is busy.")
        return super().guard(player, call)


@variant("The first answer to every rollback is 500 RETRY_REQUIRED, though it was applied.")
class RollbackAppliedThenRetryRequired:
    def prepare(self):
        super().prepare()
        self.answered = set()

    def rollback_content(self, player, call, balance):
        key = (player.id, self.round_key(call), self.transaction_key(call))
        if key not in self.answered:
            self.answered.add(key)
            raise retry_required("The reply of the ledger was lost.")
        return super().rollback_content(player, call, balance)


@variant("Copies of one debit in flight: the losers of the race are answered RETRY_REQUIRED, as by a serialisation failure.")
class SerialisationFailures:
    def guard(self, player, call):
        if not player.lock.acquire(timeout=0.002):
            raise retry_required("Could not serialise access.")
        player.lock.release()
        return super().guard(player, call)


# ---- concurrency ----

@variant("One lock serialises the whole wallet.")
class OneGlobalLock:
    def prepare(self):
        super().prepare()
        lock = threading.RLock()
        for player in self.players.values():
            player.lock = lock


@variant("A commit takes 5 ms, during which the player is locked.")
class SlowCommits:
    def before_commit(self, player, call, events):
        time.sleep(0.005 if events else 0)


# ---- rollbacks ----

@variant("Rollback of a transaction never seen is answered 404.")
class UnknownRollbackIs404:
    def decide_unknown_rollback(self, player, round_, call):
        raise Refusal(404, "VALIDATION_FAILED", "There is no such transaction.")


@variant("Rollback of a transaction never seen is answered 400.")
class UnknownRollbackIs400:
    def decide_unknown_rollback(self, player, round_, call):
        raise forbidden("There is no such transaction.")


@variant("Rollback of a transaction never seen is refused, yet the transaction is refused too when it arrives late.")
class UnknownRollbackRefusedButRemembered:
    def decide_unknown_rollback(self, player, round_, call):
        self.commit(player, super().decide_unknown_rollback(player, round_, call))
        raise forbidden("There is no such transaction; it will not be taken any more.")

    def decide_repeated_rollback(self, player, round_, call):
        if not round_.cancelled:
            raise forbidden("There is no such transaction; it will not be taken any more.")
        return []


@variant("Rollback of the debit of a round that paid credits returns the debit; the credits stay.")
class RollbackOfPaidRoundAccepted:
    def decide_settled_rollback(self, player, round_, call, applied):
        if round_.finished:
            return super().decide_settled_rollback(player, round_, call, applied)
        return self.cancel(round_, self.transaction_key(call), applied)


@variant("Rollback of the debit of a finished round returns it.")
class RollbackOfFinishedRoundAccepted:
    def decide_settled_rollback(self, player, round_, call, applied):
        return self.cancel(round_, self.transaction_key(call), applied)


@variant("Rollback of a round that is settled is answered 200 and changes nothing.")
class RollbackOfSettledRoundIgnored:
    def decide_settled_rollback(self, player, round_, call, applied):
        return []


@variant("Rollback of a credit takes it back, where the balance allows it.")
class RollbackOfCreditAccepted:
    def decide_credit_rollback(self, player, round_, call, applied):
        if applied.amount > player.balance:
            raise Refusal(400, "INSUFFICIENT_FUNDS", "The payout was spent already.")
        return [Event("uncredited", round_.key, self.transaction_key(call), applied.amount)]

    def on_uncredited(self, player, round_, event):
        self.move(player, -event.amount)
        round_.refunded.add(event.transaction_key)


@variant("Rollback of a credit is answered 200 and changes nothing.")
class RollbackOfCreditIgnored:
    def decide_credit_rollback(self, player, round_, call, applied):
        return []


@variant("A credit of a cancelled round is answered VALIDATION_FAILED.")
class CancelledCreditIsValidationFailed:
    def check_not_cancelled(self, round_, call):
        if round_.cancelled and call.operation == "credit":
            raise forbidden("The round was cancelled.")
        super().check_not_cancelled(round_, call)


@variant("Another debit in a cancelled round is answered VALIDATION_FAILED.")
class CancelledRoundIsFinished:
    def check_not_cancelled(self, round_, call):
        if round_.cancelled:
            raise forbidden("The round takes nothing any more.")


# ---- free games ----

@variant("A used-up free game is not listed any more.")
class UsedUpFreeGamesLeftOut:
    def is_listed(self, free, game):
        return super().is_listed(free, game) and free.remaining > 0


@variant("Free games are good for every game, and listed for each: neither the page nor a target file binds an offer to one.")
class FreeGamesOfEveryGame:
    def is_listed(self, free, game):
        return True

    def check_free_instance(self, player, call):
        free = player.free_games.get(call.free_game[0])
        super().check_free_instance(player, replace(call, game=free.game) if free else call)


@variant("Transactions and rollbacks answer the balance alone.")
class NoFreeGameInfoInTransactions:
    def transaction_content(self, player, call, balance):
        return {"balance": balance}


@variant("freeGameInfo is there only where there is a free game.")
class NoEmptyFreeGameInfo:
    def balance_content(self, player, game):
        return {k: v for k, v in super().balance_content(player, game).items() if v != []}

    def transaction_content(self, player, call, balance):
        return {k: v for k, v in super().transaction_content(player, call, balance).items() if v != []}


@variant("Times have an offset other than Z, and fractions of a second.")
class TimesWithOffset:
    def time_text(self, moment):
        return moment.astimezone(timezone(timedelta(hours=5, minutes=30))).isoformat(timespec="milliseconds")


@variant("Free games have names in every script, and members that the contract does not know.")
class FreeGameNamesInUnicode:
    def free_game_content(self, free):
        return super().free_game_content(free) | {"offerName": "Größe 免费旋转 🎁 \"x\" </script>", "campaign": {"id": None}}
