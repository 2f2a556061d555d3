"""Faults in rollbacks."""

from serverkit.registry import fault

from .ledger import Refusal, forbidden, rolled_back

ROLLBACK = "Rollback of an applied debit, in a round that is not finished and has no credits, returns its amount once and cancels the round."
CANCELLED = "Afterwards the debit sent again is never applied, and refused, not answered 200."
UNKNOWN = "Rollback of a transaction never seen (a refused one counts as never seen) leaves the balance unchanged."
LATE = "200, and then the transaction that arrives late is refused and never applied."
ROLLED_BACK_CODE = "400 DEBIT_ROLLED_BACK."


# ---- rollbacks ----

@fault("M", "wallet.rollback.returns-amount", ROLLBACK)
class RollbackReturnsNothing:
    def on_cancelled(self, player, round_, event):
        super().on_cancelled(player, round_, event)
        self.move(player, -event.amount)


@fault("M", "wallet.rollback.returns-amount", ROLLBACK)
class RollbackRefused:
    def cancel(self, round_, key, applied):
        raise forbidden("Rollbacks are made by hand.")


@fault("M", "wallet.rollback.repeated", "Repeated: 200, nothing changes.")
class RollbackTwicePaysTwice:
    def decide_repeated_rollback(self, player, round_, call):
        applied = self.find_applied(player, round_, call)
        return self.cancel(round_, self.transaction_key(call), applied) if applied else []


@fault("M", "wallet.rollback.repeated", "Repeated: 200, nothing changes.")
class RepeatedRollbackRefused:
    def decide_repeated_rollback(self, player, round_, call):
        if round_.cancelled:
            raise rolled_back("The transaction was rolled back already.")
        return []


class _Refunded:
    """The debit comes again after its rollback."""

    def check_not_refunded(self, round_, call):
        if not round_.cancelled or call.operation != "debit":
            super().check_not_refunded(round_, call)


@fault("M", "wallet.rollback.debit-stays-cancelled", CANCELLED)
class DebitAfterRollbackAnswered200(_Refunded):
    """The replay table still knows the debit."""


@fault("M", "wallet.rollback.debit-stays-cancelled", CANCELLED)
class DebitAfterRollbackApplied:
    def on_cancelled(self, player, round_, event):
        super().on_cancelled(player, round_, event)
        self.rounds_of(player).pop(round_.key)


@fault("S", "wallet.rollback.debit-stays-cancelled.code", ROLLED_BACK_CODE)
class DebitAfterRollbackIsValidationFailed:
    def check_not_refunded(self, round_, call):
        if round_.cancelled and self.transaction_key(call) in round_.refunded:
            raise forbidden("The transaction was rolled back.")
        super().check_not_refunded(round_, call)


class _Cancelled:
    operation = ""

    def check_not_cancelled(self, round_, call):
        if call.operation != self.operation:
            super().check_not_cancelled(round_, call)


@fault("M", "wallet.rollback.credit-refused", "So is a credit of that round (refused after its rollback).")
class CreditInCancelledRoundAccepted(_Cancelled):
    operation = "credit"


@fault("S", "wallet.rollback.credit-refused.code", "400 DEBIT_ROLLED_BACK or VALIDATION_FAILED.")
class CreditInCancelledRoundIs409:
    def check_not_cancelled(self, round_, call):
        if round_.cancelled and call.operation == "credit":
            raise Refusal(409, "VALIDATION_FAILED", "The round was cancelled.")
        super().check_not_cancelled(round_, call)


@fault("M", "wallet.rollback.another-debit-refused", "And another debit in it (refused after its rollback).")
class DebitInCancelledRoundAccepted(_Cancelled):
    operation = "debit"

    def on_cancelled(self, player, round_, event):
        super().on_cancelled(player, round_, event)
        round_.debit_key = None

    def on_debited(self, player, round_, event):
        super().on_debited(player, round_, event)
        round_.cancelled = False


@fault("M", "wallet.rollback.late-debit-refused", LATE)
class LateDebitApplied:
    def decide_unknown_rollback(self, player, round_, call):
        return []


@fault("M", "wallet.rollback.late-debit-refused", LATE)
class LateDebitAnsweredNotApplied:
    def decide_transaction(self, player, round_, call):
        late = self.transaction_key(call) in round_.refunded and not round_.cancelled
        return [] if late else super().decide_transaction(player, round_, call)


@fault("S", "wallet.rollback.late-debit-refused.code", ROLLED_BACK_CODE)
class LateDebitIsValidationFailed:
    def check_not_refunded(self, round_, call):
        if not round_.cancelled and self.transaction_key(call) in round_.refunded:
            raise forbidden("The transaction is not wanted any more.")
        super().check_not_refunded(round_, call)


@fault("S", "wallet.rollback.concerns-its-transaction-alone", "Such a tombstone concerns its transactionId alone: another debit may open the round.")
class TombstoneCancelsRound:
    def on_tombstoned(self, player, round_, event):
        super().on_tombstoned(player, round_, event)
        round_.cancelled = True


@fault("M", "wallet.rollback.unknown-changes-nothing", UNKNOWN)
class RollbackOfRoundWhateverTransaction:
    """Looks for the round's debit and not for the transaction."""

    def decide_unknown_rollback(self, player, round_, call):
        debit = round_.applied.get(round_.debit_key)
        if debit is None or round_.finished or round_.credits or round_.cancelled:
            return super().decide_unknown_rollback(player, round_, call)
        return self.cancel(round_, round_.debit_key, debit)


@fault("M", "wallet.rollback.unknown-changes-nothing", UNKNOWN)
class RollbackOfTransactionInAnyRound:
    def decide_unknown_rollback(self, player, round_, call):
        key = self.transaction_key(call)
        for other in list(player.rounds.values()):
            if key in other.applied and other.debit_key == key and not (other.finished or other.credits or other.cancelled):
                return self.cancel(other, key, other.applied[key])
        return super().decide_unknown_rollback(player, round_, call)


@fault("M", "wallet.rollback.unknown-changes-nothing", "Two answers are right: 200; or a 4xx, which promises nothing.")
class UnknownRollbackIs500:
    def decide_unknown_rollback(self, player, round_, call):
        raise Refusal(500, "INTERNAL_ERROR", "NullPointerException")
