"""Faults in what a refused request leaves behind."""

from serverkit.registry import fault

from .ledger import Refusal, Round

DEBIT_FIRST = "A credit before a successful debit: refused, 400 VALIDATION_FAILED."
NO_TRACE = "The refused debit changes nothing: the round is as if it had never been sent."
UNKNOWN = "Rollback of a transaction never seen (a refused one counts as never seen) leaves the balance unchanged."


# ---- refused requests that leave something behind ----

def _stored(wallet, player, round_) -> Round:
    """The round, kept from now on though nothing happened in it."""
    return wallet.rounds_of(player).setdefault(round_.key, round_)


class _AfterRefusal:
    """Does something when a transaction was refused."""

    def decide_transaction(self, player, round_, call):
        try:
            return super().decide_transaction(player, round_, call)
        except Refusal as refusal:
            self.leave_trace(player, round_, call, refusal)
            raise


@fault("M", "wallet.refused.changes-nothing", "A refused request changes nothing in the resources of the contract.")
class RefusedCreditFinishesRound(_AfterRefusal):
    def leave_trace(self, player, round_, call, refusal):
        if call.operation == "credit" and call.finish:
            _stored(self, player, round_).finished = True


@fault("M", "wallet.refused.changes-nothing", "A refused request changes nothing in the resources of the contract.")
class RefusedSecondDebitFinishesRound(_AfterRefusal):
    def leave_trace(self, player, round_, call, refusal):
        if call.operation == "debit" and call.finish and round_.debit_key is not None:
            round_.finished = True


@fault("M", "wallet.refused.changes-nothing", "A refused request changes nothing in the resources of the contract.")
class NegativeAmountBurnsTransactionId(_AfterRefusal):
    def leave_trace(self, player, round_, call, refusal):
        if call.amount < 0:
            _stored(self, player, round_).refunded.add(self.transaction_key(call))


class _AfterInsufficientFunds(_AfterRefusal):
    def leave_trace(self, player, round_, call, refusal):
        if refusal.code == "INSUFFICIENT_FUNDS":
            self.leave_funds_trace(player, _stored(self, player, round_), call)


@fault("M", "wallet.funds.refused-leaves-no-trace", NO_TRACE)
class RefusedDebitOpensRound(_AfterInsufficientFunds):
    """Another debit is then the second one."""

    def leave_funds_trace(self, player, round_, call):
        round_.debit_key = self.transaction_key(call)

    def check_single_debit(self, round_, call):
        if round_.debit_key != self.transaction_key(call):
            super().check_single_debit(round_, call)


@fault("M", "wallet.funds.refused-leaves-no-trace", NO_TRACE)
class RefusedDebitIsRefusedForever(_AfterInsufficientFunds):
    def prepare(self):
        super().prepare()
        self.refused = set()

    def leave_funds_trace(self, player, round_, call):
        self.refused.add((player.id, round_.key, self.transaction_key(call)))

    def check_funds(self, player, call):
        if (player.id, self.round_key(call), self.transaction_key(call)) in self.refused:
            raise Refusal(400, "INSUFFICIENT_FUNDS", "As it was said before.")
        super().check_funds(player, call)


@fault("M", "wallet.funds.refused-leaves-no-trace", NO_TRACE)
class RefusedDebitIsAnsweredAsReplay(_AfterInsufficientFunds):
    """Its id is taken; sent again when there is money it is answered 200 and not applied."""

    def prepare(self):
        super().prepare()
        self.refused = set()

    def leave_funds_trace(self, player, round_, call):
        self.refused.add((player.id, round_.key, self.transaction_key(call)))

    def decide_transaction(self, player, round_, call):
        known = (player.id, round_.key, self.transaction_key(call)) in self.refused
        return [] if known and call.amount <= player.balance else super().decide_transaction(player, round_, call)


@fault("M", "wallet.funds.refused-leaves-no-trace", NO_TRACE)
class RefusedDebitFinishesRound(_AfterInsufficientFunds):
    def leave_funds_trace(self, player, round_, call):
        round_.finished = round_.finished or call.finish


@fault("M", "wallet.round.credit-before-debit", DEBIT_FIRST)
class CreditAfterRefusedDebitAccepted(_AfterInsufficientFunds):
    def prepare(self):
        super().prepare()
        self.opened = set()

    def leave_funds_trace(self, player, round_, call):
        self.opened.add((player.id, round_.key))

    def check_has_debit(self, round_, call):
        if (call.player_id, round_.key) not in self.opened:
            super().check_has_debit(round_, call)


@fault("M", "wallet.rollback.unknown-changes-nothing", UNKNOWN)
class RollbackOfRefusedDebitPays(_AfterInsufficientFunds):
    def prepare(self):
        super().prepare()
        self.attempted = {}

    def leave_funds_trace(self, player, round_, call):
        self.attempted[player.id, round_.key, self.transaction_key(call)] = call.amount

    def decide_unknown_rollback(self, player, round_, call):
        events = super().decide_unknown_rollback(player, round_, call)
        self.move(player, self.attempted.pop((player.id, round_.key, self.transaction_key(call)), 0))
        return events
