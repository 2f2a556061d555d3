"""Faults in the identity of rounds and transactions, and in what a round takes."""

from dataclasses import replace

from serverkit.registry import fault

from .ledger import Refusal, forbidden

SINGLE = "A round has a single debit. A second debit with another transactionId: refused."
CREDITS = "A round has zero or more credits."
DEBIT_FIRST = "A credit before a successful debit: refused, 400 VALIDATION_FAILED."
FINISHED = "roundFinished: true, on a debit or a credit, completes the round; new transactions after it are refused."
OWN_ROUND = "The same transactionId in another round is another transaction."


# ---- identity ----

@fault("M", "wallet.transaction.identified-in-its-round", OWN_ROUND)
class KeyedByTransactionOnly:
    def find_applied(self, player, round_, call):
        key = self.transaction_key(call)
        return next((r.applied[key] for r in list(player.rounds.values()) if key in r.applied), None)


@fault("M", "wallet.round.zero-or-more-credits", CREDITS)
class KeyedByRoundAndType:
    """A second credit is taken for a replay of the first."""

    def find_applied(self, player, round_, call):
        same = (a for a in round_.applied.values() if a.operation == call.operation == "credit")
        return super().find_applied(player, round_, call) or next(same, None)

    def same_content(self, applied, call):
        return applied.operation == call.operation


class _Ids:
    """Ids are kept in another form."""

    def round_key(self, call):
        return call.provider, self.kept(call.round_id)

    def transaction_key(self, call):
        return self.kept(call.transaction_id)


WHOLE = "A transaction is identified inside its round by transactionId (1 to 255 characters)."


@fault("M", "wallet.transaction.whole-id-compared", WHOLE)
class IdsCutAt64Characters(_Ids):
    def kept(self, text):
        return text[:64]


@fault("M", "wallet.transaction.whole-id-compared", WHOLE)
class IdsCutAt128Characters(_Ids):
    def kept(self, text):
        return text[:128]


@fault("M", "wallet.transaction.whole-id-compared", WHOLE)
class IdsWithoutRegardToCase(_Ids):
    def kept(self, text):
        return text.lower()


@fault("M", "wallet.transaction.whole-id-compared", WHOLE)
class IdsWithoutPunctuation(_Ids):
    def kept(self, text):
        return text.replace("-", "").replace("_", "").replace(".", "")


@fault("M", "wallet.round.belongs-to-player", "A round belongs to (playerId, provider, roundId): two players may use the same ids and do not meet.")
class RoundsSharedByPlayers:
    def rounds_of(self, player):
        return next(iter(self.players.values())).rounds


@fault("S", "wallet.transaction.one-id-one-transaction", "Within a round one transactionId names one transaction, credit or debit.")
class DebitAndCreditKeyedApart:
    def transaction_key(self, call):
        return ("credit" if call.operation == "credit" else "debit"), call.transaction_id


# ---- the round ----

@fault("M", "wallet.round.single-debit", SINGLE)
class SecondDebitAccepted:
    def check_single_debit(self, round_, call):
        pass


@fault("M", "wallet.round.single-debit", SINGLE)
class SecondDebitAnsweredAsReplay:
    def decide_transaction(self, player, round_, call):
        second = call.operation == "debit" and round_.debit_key not in (None, self.transaction_key(call))
        return [] if second and not round_.cancelled else super().decide_transaction(player, round_, call)


@fault("M", "wallet.round.single-debit", SINGLE)
class SecondDebitAcceptedAfterCredit:
    def check_single_debit(self, round_, call):
        if not round_.credits:
            super().check_single_debit(round_, call)


@fault("S", "wallet.round.single-debit.code", "400 VALIDATION_FAILED.")
class SecondDebitIs409:
    def check_single_debit(self, round_, call):
        if round_.debit_key is not None:
            raise Refusal(409, "VALIDATION_FAILED", "The round has its debit already.")


@fault("M", "wallet.round.credit-before-debit", DEBIT_FIRST)
class CreditBeforeDebitAccepted:
    def check_has_debit(self, round_, call):
        pass


@fault("M", "wallet.round.credit-before-debit", DEBIT_FIRST)
class CreditBeforeDebitIs404:
    def check_has_debit(self, round_, call):
        if round_.debit_key is None:
            raise Refusal(404, "VALIDATION_FAILED", "There is no such round.")


@fault("M", "wallet.round.credit-before-debit", DEBIT_FIRST)
class CreditBeforeDebitIsInvalidRequest:
    def check_has_debit(self, round_, call):
        if round_.debit_key is None:
            raise Refusal(400, "INVALID_REQUEST", "There is no such round.")


@fault("M", "wallet.round.zero-or-more-credits", CREDITS)
class SecondCreditRefused:
    def check_has_debit(self, round_, call):
        super().check_has_debit(round_, call)
        if round_.credits:
            raise forbidden("The round was paid already.")


@fault("M", "wallet.round.zero-or-more-credits", CREDITS)
class FourthCreditRefused:
    def check_has_debit(self, round_, call):
        super().check_has_debit(round_, call)
        if round_.credits >= 3:
            raise forbidden("The round was paid thrice already.")


@fault("M", "wallet.round.finished-takes-nothing-new", FINISHED)
class CreditAfterFinishAccepted:
    def check_not_finished(self, round_, call):
        if call.operation != "credit":
            super().check_not_finished(round_, call)


@fault("M", "wallet.round.finished-takes-nothing-new", FINISHED)
class CreditAfterFinishAnsweredNotApplied:
    def check_not_finished(self, round_, call):
        pass

    def transaction_events(self, player, round_, call):
        return [] if round_.finished else super().transaction_events(player, round_, call)


class _FinishIgnored:
    operation = ""

    def transact(self, player, call):
        return super().transact(player, replace(call, finish=call.finish and call.operation != self.operation))


@fault("M", "wallet.round.finished-takes-nothing-new", FINISHED)
class FinishOnDebitIgnored(_FinishIgnored):
    operation = "debit"


@fault("M", "wallet.round.finished-takes-nothing-new", FINISHED)
class FinishOnCreditIgnored(_FinishIgnored):
    operation = "credit"


@fault("M", "wallet.round.finished-takes-nothing-new", FINISHED)
class FinishOnZeroCreditIgnored:
    def transact(self, player, call):
        return super().transact(player, replace(call, finish=call.finish and call.amount != 0))


@fault("S", "wallet.round.finished-takes-nothing-new.code", "400 VALIDATION_FAILED.")
class FinishedRoundIs409:
    def check_not_finished(self, round_, call):
        if round_.finished:
            raise Refusal(409, "VALIDATION_FAILED", "The round is finished.")


class _FinishByDefault:
    operation = ""

    def transaction_call(self, session, fields, request):
        call = super().transaction_call(session, fields, request)
        absent = fields["roundFinished"] is None and call.operation == self.operation
        return replace(call, finish=True) if absent else call


@fault("M", "wallet.transaction.round-finished-defaults-to-false", "roundFinished defaults to false.")
class CreditFinishesByDefault(_FinishByDefault):
    operation = "credit"


@fault("M", "wallet.transaction.round-finished-defaults-to-false", "roundFinished defaults to false.")
class DebitFinishesByDefault(_FinishByDefault):
    operation = "debit"
