"""Faults in amounts and balances."""

import re
import struct
import threading
import time
from decimal import Decimal

from serverkit.registry import fault

from .ledger import Refusal, forbidden, invalid

SUMS = "Sums are exact: ten times 0.1 is 1, 900000000000000 + 0.01 - 900000000000000 is 0.01."
VALUES = "Values of up to 15 significant digits come back numerically equal."
RULE_1 = "A debit lowers the balance by amount, a credit raises it. The response holds the balance after it."
NUMBER = "amount is a JSON number >= 0 (exponents allowed, at most 15 significant digits)."
ZERO = "Amount 0 is valid for both types."
NEGATIVE = "Negative: refused, VALIDATION_FAILED."
NOT_A_NUMBER = "A string, null or missing amount: refused."
LARGER = "A debit larger than the balance: 400 INSUFFICIENT_FUNDS."


# ---- arithmetic ----

@fault("M", "wallet.exact.sums", SUMS)
class DoubleBalance:
    def move(self, player, change):
        player.balance = Decimal(repr(float(player.balance) + float(change)))


@fault("M", "wallet.exact.sums", SUMS)
class DoubleBalanceShownWithTwoDecimals:
    def move(self, player, change):
        player.balance = Decimal(repr(float(player.balance) + float(change)))

    def number(self, value):
        return f"{float(value):.2f}"


@fault("M", "wallet.exact.values", VALUES)
class AmountsAreFloat32:
    def take_amount(self, name, value):
        amount = super().take_amount(name, value)
        return round(Decimal(struct.unpack("f", struct.pack("f", float(amount)))[0]), 2)


@fault("M", "wallet.exact.values", VALUES)
class CentsAreTruncated:
    def take_amount(self, name, value):
        return Decimal(int(float(super().take_amount(name, value)) * 100)) / 100


@fault("M", "wallet.exact.values", VALUES)
class CreditsAreWholeNumbers:
    def on_credited(self, player, round_, event):
        super().on_credited(player, round_, event)
        self.move(player, -(event.amount % 1))


@fault("M", "wallet.exact.values", VALUES)
class BalancesShownRounded:
    def number(self, value):
        return f"{value:.0f}"


@fault("M", "wallet.exact.values", VALUES)
class BalancesShownWithOneDecimal:
    def number(self, value):
        return f"{value:.1f}"


@fault("M", "wallet.exact.values", VALUES)
class BalancesShownInSevenDigits:
    def number(self, value):
        return f"{float(value):.7g}"


@fault("M", "wallet.exact.sums", SUMS)
class BalancesShownInFifteenDigits:
    def number(self, value):
        return f"{float(value):.15g}"


@fault("M", "wallet.exact.values", VALUES)
class BalanceColumnOfTenDigits:
    def move(self, player, change):
        player.balance = min(player.balance + change, Decimal("99999999.99"))


@fault("M", "wallet.exact.values", VALUES)
class LargeAmountsRefused:
    def take_amount(self, name, value):
        if isinstance(value, Decimal) and value > 2147483647:
            raise forbidden("The amount is too large.")
        return super().take_amount(name, value)


# ---- what is reported ----

class _ReportsBefore:
    operation = ""

    def reported_balance(self, player, round_, call, before, is_new):
        after = super().reported_balance(player, round_, call, before, is_new)
        return before if call.operation == self.operation and is_new else after


@fault("M", "wallet.debit.lowers-balance", RULE_1)
class DebitReportsBalanceBefore(_ReportsBefore):
    operation = "debit"


@fault("M", "wallet.credit.raises-balance", RULE_1)
class CreditReportsBalanceBefore(_ReportsBefore):
    operation = "credit"


class _AppliesOtherwise:
    """The answer is right, the books are not."""
    kind, factor = "", 0

    def commit(self, player, events):
        super().commit(player, events)
        for event in events:
            if event.kind == self.kind:
                self.move(player, event.amount * self.factor)

    def reported_balance(self, player, round_, call, before, is_new):
        after = super().reported_balance(player, round_, call, before, is_new)
        applied = is_new and self.kind.startswith(call.operation)
        return after - call.amount * self.factor if applied else after


@fault("M", "wallet.credit.raises-balance", RULE_1)
class CreditAnsweredNotApplied(_AppliesOtherwise):
    kind, factor = "credited", -1


@fault("M", "wallet.debit.lowers-balance", RULE_1)
class DebitAnsweredAppliedTwice(_AppliesOtherwise):
    kind, factor = "debited", -1


@fault("M", "wallet.debit.lowers-balance", "Sums are exact (whole amounts included).")
class DebitAboveHundredIsCapped:
    def on_debited(self, player, round_, event):
        super().on_debited(player, round_, event)
        self.move(player, max(event.amount - 100, Decimal(0)))


@fault("M", "wallet.credit.raises-balance", RULE_1)
class ConcurrentCreditsLost:
    """Reads the balance, writes it back a little later; only the round is locked meanwhile."""

    def guard(self, player, call):
        with player.lock:
            return player.__dict__.setdefault(f"lock of {call.round_id}", threading.RLock())

    def move(self, player, change):
        balance = player.balance
        time.sleep(0.004)
        player.balance = balance + change


# ---- amounts that are taken or refused ----

class _Amount:
    """Looks at the amount as it came, before its shape is checked."""

    def take_field(self, given, name, kind, optional):
        if name == "amount":
            given = given | {"amount": self.other_amount(given.get("amount"), given)}
        return super().take_field(given, name, kind, optional)


@fault("M", "wallet.amount.not-a-number-refused", NOT_A_NUMBER)
class AmountAsStringAccepted(_Amount):
    def other_amount(self, value, given):
        try:
            return Decimal(value) if isinstance(value, str) else value
        except ArithmeticError:
            return value


@fault("M", "wallet.amount.not-a-number-refused", NOT_A_NUMBER)
class MissingAmountIsZero(_Amount):
    def other_amount(self, value, given):
        return Decimal(0) if "amount" not in given else value


@fault("M", "wallet.amount.not-a-number-refused", NOT_A_NUMBER)
class NullAmountIsZero(_Amount):
    def other_amount(self, value, given):
        return Decimal(0) if "amount" in given and value is None else value


@fault("M", "wallet.amount.not-a-number-refused", NOT_A_NUMBER)
class AmountThatIsNoNumberIsZero(_Amount):
    def other_amount(self, value, given):
        return Decimal(0) if isinstance(value, str) else value


@fault("S", "wallet.amount.not-a-number-refused.code", "400 INVALID_REQUEST or VALIDATION_FAILED.")
class AmountAsStringIs422(_Amount):
    def other_amount(self, value, given):
        if isinstance(value, str):
            raise Refusal(422, "INVALID_REQUEST", "amount is no number.")
        return value


class _Sign:
    def check_amount_sign(self, call):
        if call.amount >= 0 or call.operation != self.operation:
            super().check_amount_sign(call)


@fault("M", "wallet.amount.negative-refused", NEGATIVE)
class NegativeCreditAccepted(_Sign):
    operation = "credit"


@fault("M", "wallet.amount.negative-refused", NEGATIVE)
class NegativeDebitAccepted(_Sign):
    operation = "debit"


@fault("M", "wallet.amount.negative-refused", NEGATIVE)
class NegativeAmountIsAbsolute(_Amount):
    def other_amount(self, value, given):
        return abs(value) if isinstance(value, Decimal) else value


@fault("M", "wallet.amount.negative-refused", NEGATIVE)
class NegativeAmountIsInvalidRequest:
    def check_amount_sign(self, call):
        if call.amount < 0:
            raise invalid("The amount is negative.")


class _NoZero:
    operation = ""

    def check_amount_sign(self, call):
        super().check_amount_sign(call)
        if call.amount == 0 and call.operation == self.operation and call.free_game is None:
            raise forbidden("The amount is zero.")


@fault("M", "wallet.amount.zero", ZERO)
class ZeroDebitRefused(_NoZero):
    operation = "debit"


@fault("M", "wallet.amount.zero", ZERO)
class ZeroCreditRefused(_NoZero):
    operation = "credit"


@fault("M", "wallet.amount.zero", ZERO)
class ZeroCreditNotRecorded:
    """Answered 200, yet the round is not finished by it."""

    def transaction_events(self, player, round_, call):
        if call.operation == "credit" and call.amount == 0:
            return []
        return super().transaction_events(player, round_, call)


class _NumberText:
    """Reads numbers from their digits in a way of its own."""

    def read_object(self, body):
        self.check_text(body)
        return super().read_object(body)


def _amount_text(body):
    found = re.search(rb'"amount"\s*:\s*([-+.0-9eE]+)', body, re.IGNORECASE)
    return found[1].lower() if found else b""


@fault("M", "wallet.amount.exponents", NUMBER)
class ExponentsRefused(_NumberText):
    def check_text(self, body):
        if b"e" in _amount_text(body):
            raise invalid("amount is no number.")


@fault("M", "wallet.amount.exponents", NUMBER)
class ExponentsCutOff:
    def read_object(self, body):
        given, text = super().read_object(body), _amount_text(body)
        if b"e" in text and isinstance(given.get("amount"), Decimal):
            given["amount"] = Decimal(text.split(b"e")[0].decode())
        return given


# ---- funds ----

@fault("M", "wallet.funds.whole-balance-allowed", "Equal to the balance: allowed.")
class WholeBalanceRefused:
    def check_funds(self, player, call):
        if call.amount and call.amount >= player.balance:
            raise Refusal(400, "INSUFFICIENT_FUNDS", "The balance is too low.")


@fault("M", "wallet.funds.insufficient-refused", LARGER)
class FundsComparedAsWholeNumbers:
    def check_funds(self, player, call):
        if int(call.amount) > int(player.balance):
            raise Refusal(400, "INSUFFICIENT_FUNDS", "The balance is too low.")


@fault("M", "wallet.funds.insufficient-refused", LARGER)
class DebitTakesWhatIsThere:
    def transaction_events(self, player, round_, call):
        events = super().transaction_events(player, round_, call)
        if call.operation == "debit" and call.amount > player.balance:
            events[0] = type(events[0])(**vars(events[0]) | {"amount": player.balance})
        return events

    def check_funds(self, player, call):
        pass


@fault("M", "wallet.funds.insufficient-refused", LARGER)
class FundsUncheckedWhenRoundFinishes:
    def check_funds(self, player, call):
        if not call.finish:
            super().check_funds(player, call)
