"""Faults in replays and retries."""

import time

from serverkit.registry import fault

from .ledger import Refusal, forbidden

REPLAY = "The same (roundId, transactionId) with the same content applies once. Every replay gets 200 and a balance."
STILL = "Also when the round is finished or the free game used up by now."
OTHER = "A replay with another amount or type is refused with 400 [S] and changes nothing [M]."
EXACTLY_ONCE = ("Any sequence of calls, replies lost anywhere, retried until answered, ends in the balance that each transaction applied "
                "exactly once gives.")


# ---- replays ----

class _ReplayAnswer:
    def decide_replay(self, player, round_, call, applied):
        super().decide_replay(player, round_, call, applied)
        self.refuse(player, round_, applied)
        return []


@fault("M", "wallet.replay.applies-once", REPLAY)
class ReplayIs400(_ReplayAnswer):
    def refuse(self, player, round_, applied):
        raise forbidden("Duplicate transaction.")


@fault("M", "wallet.replay.applies-once", REPLAY)
class ReplayIs409(_ReplayAnswer):
    def refuse(self, player, round_, applied):
        raise Refusal(409, "VALIDATION_FAILED", "Duplicate transaction.")


@fault("M", "wallet.replay.applies-once", REPLAY)
class ReplayOfCreditRefused(_ReplayAnswer):
    def refuse(self, player, round_, applied):
        if applied.operation == "credit":
            raise forbidden("Duplicate transaction.")


@fault("M", "wallet.replay.after-finish", STILL)
class ReplayAfterFinishRefused(_ReplayAnswer):
    def refuse(self, player, round_, applied):
        self.check_not_finished(round_, None)


@fault("M", "wallet.replay.after-free-game-used-up", STILL)
class ReplayAfterUsedUpFreeGameRefused(_ReplayAnswer):
    def refuse(self, player, round_, applied):
        free = player.free_games.get(applied.free_instance)
        if free and free.remaining <= 0:
            raise forbidden("The free game has no rounds left.")


@fault("M", "wallet.replay.applies-once", REPLAY)
class ReplayOfDebitNeedsFunds(_ReplayAnswer):
    """The funds are looked at before the transaction is."""

    def refuse(self, player, round_, applied):
        if applied.operation == "debit" and applied.amount > player.balance:
            raise Refusal(400, "INSUFFICIENT_FUNDS", "The balance is too low.")


@fault("M", "wallet.replay.applies-once", REPLAY)
class CreditsAreNotIdempotent:
    def find_applied(self, player, round_, call):
        applied = super().find_applied(player, round_, call)
        return None if applied and applied.operation == call.operation == "credit" else applied


@fault("M", "wallet.replay.applies-once", REPLAY)
class LastTransactionOnlyRemembered:
    def remember(self, player, round_, event, operation):
        super().remember(player, round_, event, operation)
        for key in [k for k, a in round_.applied.items() if a.operation == "credit" and k != event.transaction_key]:
            del round_.applied[key]


@fault("M", "wallet.replay.applies-once", REPLAY)
class ReplayReportsNoChange:
    """A replay is answered with the balance as it was before the transaction."""

    def reported_balance(self, player, round_, call, before, is_new):
        if is_new or call.operation != "debit":
            return super().reported_balance(player, round_, call, before, is_new)
        return self.find_applied(player, round_, call).balance_then + call.amount


@fault("M", "wallet.replay.amount-as-number", "10 is 10.00.")
class ReplayComparesAmountAsText:
    def same_content(self, applied, call):
        return super().same_content(applied, call) and str(applied.amount) == str(call.amount)


@fault("S", "wallet.replay.other-amount-or-type-refused", OTHER)
class ReplayOfOtherAmountIs200:
    def same_content(self, applied, call):
        return applied.operation == call.operation


@fault("S", "wallet.replay.other-amount-or-type-refused", OTHER)
class ReplayOfOtherTypeIs200:
    def same_content(self, applied, call):
        return applied.amount == call.amount


@fault("M", "wallet.replay.other-amount-or-type-changes-nothing", OTHER)
class ReplayOfOtherAmountCorrects:
    def decide_replay(self, player, round_, call, applied):
        if applied.operation != call.operation:
            return super().decide_replay(player, round_, call, applied)
        difference = applied.amount - call.amount
        self.move(player, difference if call.operation == "debit" else -difference)
        applied.amount = call.amount
        return []


@fault("M", "wallet.replay.other-amount-or-type-changes-nothing", OTHER)
class CreditKeyedByAmountToo:
    def find_applied(self, player, round_, call):
        applied = super().find_applied(player, round_, call)
        other = applied and call.operation == applied.operation == "credit" and applied.amount != call.amount
        return None if other else applied


@fault("M", "wallet.replay.other-content-changes-nothing", "A replay that differs in anything else gets 200 or 400 and changes nothing.")
class ReplayFinishesRound:
    def decide_replay(self, player, round_, call, applied):
        events = super().decide_replay(player, round_, call, applied)
        round_.finished = round_.finished or call.finish
        return events


# ---- lost replies and retries ----

@fault("M", "wallet.retry.lost-reply-applies-once", EXACTLY_ONCE)
class ForgottenWhenReplyIsLost:
    """The idempotency key is kept only when the client was still there to be answered."""

    def transact(self, player, call):
        balance = super().transact(player, call)
        time.sleep(0.015)
        if call.request.peer_is_gone():
            with player.lock:
                round_ = self.round_of(player, call)
                round_.applied.pop(self.transaction_key(call), None)
                if call.operation == "debit":
                    round_.debit_key = None
        return balance


@fault("M", "wallet.retry.lost-reply-applies-once", EXACTLY_ONCE)
class AppliedLateWhenReplyIsLost:
    """A request whose client went away is answered from the replay table and never applied."""

    def transact(self, player, call):
        time.sleep(0.010)
        if call.request.peer_is_gone():
            with player.lock:
                balance = player.balance
                super().transact(player, call)
                player.balance = balance
                return balance
        return super().transact(player, call)


@fault("M", "wallet.retry.any-sequence-adds-up", EXACTLY_ONCE)
class EveryNinthCreditTwice:
    """A timeout inside: the wallet's own retry gives the credit another id."""

    def prepare(self):
        super().prepare()
        self.credits = 0

    def on_credited(self, player, round_, event):
        super().on_credited(player, round_, event)
        self.credits += 1
        if self.credits % 9 == 0:
            self.move(player, event.amount)
