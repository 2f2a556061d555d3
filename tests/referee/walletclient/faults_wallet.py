"""Wrong providers: each breaks one sentence of what a provider owes."""

import uuid
from dataclasses import replace
from decimal import Decimal

from serverkit.registry import fault

from .calls import INSUFFICIENT_FUNDS, RETRYABLE, SESSION_EXPIRED, UNANSWERED, Outcome, Session
from .rounds import CENT

LOST = (UNANSWERED, *RETRYABLE)


# ---- every request signed, with a fresh request ID ----

@fault("M", "wallet.client.signed", "The balance call has no signature.")
class UnsignedBalance:
    def send(self, request, retry):
        self.unsigned = request.operation == "balance"
        return super().send(request, retry)

    def exchange(self, method, path, headers, body=None):
        if self.unsigned:
            headers.pop("X-HMAC-Signature")
        return super().exchange(method, path, headers, body)


@fault("M", "wallet.client.signed", "The balance call is signed as it was before a blank was taken out of its body.")
class SignsAnotherBody:
    def signature(self, request, body):
        return super().signature(request, body[:-1] + b" }" if request.operation == "balance" else body)


@fault("M", "wallet.client.signed", "A rollback has a signature of 64 zeros: that of a bet that never was.")
class ZerosForASignature:
    def signature(self, request, body):
        never = request.operation == "rollback" and request.fields["transactionId"].startswith("never")
        return "0" * 64 if never else super().signature(request, body)

    def end_player(self, sessions):
        never = f"never-{sessions[0].player.id}"
        self.of_session("rollback", sessions[0], {"transactionId": never, "roundId": never})
        super().end_player(sessions)


@fault("M", "wallet.client.request-id", "A retry has the request ID of the first try.")
class SameRequestId:
    def request_id(self, request, retry):
        if not retry:
            self.first_id = super().request_id(request, retry)
        return self.first_id


@fault("M", "wallet.client.request-id", "The request ID of the balance call is always the same.")
class ConstantRequestId:
    constant = str(uuid.UUID(int=12345, version=4))

    def request_id(self, request, retry):
        return self.constant if request.operation == "balance" else super().request_id(request, retry)


@fault("M", "wallet.client.request-id", "The balance call has a request ID that is no GUID.")
class NumberedRequestId:
    def request_id(self, request, retry):
        return "42" if request.operation == "balance" else super().request_id(request, retry)


@fault("M", "wallet.client.request-id", "The balance call has no request ID.")
class NoRequestId:
    def exchange(self, method, path, headers, body=None):
        if path == "/v1/balance":
            headers.pop("X-Request-ID")
        return super().exchange(method, path, headers, body)


# ---- retries ----

class OtherRetry:
    """The base of those whose last credit of a round is another one when it is sent again after a lost reply."""
    def again(self, request, outcome):
        request = super().again(request, outcome)
        if outcome.code in LOST and request.fields.get("transactionType") == "credit" and request.fields.get("roundFinished"):
            return replace(request, fields=request.fields | self.other(request.fields))
        return request


@fault("M", "wallet.client.retry-same", "A credit is sent again under a new transactionId.")
class NewTransactionId(OtherRetry):
    def other(self, fields):
        return {"transactionId": fields["transactionId"] + "r"}


@fault("M", "wallet.client.retry-same", "A credit is sent again with another amount.")
class OtherAmount(OtherRetry):
    def other(self, fields):
        return {"amount": fields["amount"] + CENT}


@fault("M", "wallet.client.retry-same", "A bet that finishes its round is sent again in another round after RETRY_REQUIRED.")
class NewRound:
    def again(self, request, outcome):
        request = super().again(request, outcome)
        if outcome.code == "RETRY_REQUIRED" and request.fields.get("transactionType") == "debit" and request.fields.get("roundFinished"):
            return replace(request, fields=request.fields | {"roundId": request.fields["roundId"] + "r"})
        return request


@fault("M", "wallet.client.final-not-retried", "A bet is sent again after INSUFFICIENT_FUNDS.")
class InsistsOnTheBet:
    insists = 0     # how often it will do so

    def too_dear(self, session):
        self.insists = 2
        super().too_dear(session)
        self.insists = 0

    def is_final(self, outcome):
        if outcome.code == INSUFFICIENT_FUNDS and self.insists:
            self.insists -= 1
            return False
        return super().is_final(outcome)


@fault("M", "wallet.client.final-not-retried", "A bet that was too dear is sent again, the same, when another round has been lost.")
class TriesTheBetAgainLater:
    def debit(self, opened, amount, finished, extra=None):
        opened.asked = amount
        return super().debit(opened, amount, finished, extra)

    def after_too_dear(self, opened):
        self.lost(opened.session)
        self.move(opened, opened.debit_id, "debit", opened.asked, finished=False)


@fault("M", "wallet.client.final-not-retried", "A win that is refused is sent twice more: it comes after the round was taken back.")
class InsistsOnTheWin:
    def cancelled(self, session):
        opened = self.open_round(session)
        if self.debit(opened, self.amount(session, 3), finished=False) and self.rollback(opened).done:
            win = self.transaction_id(opened, "credit")
            for _ in range(2):
                self.move(opened, win, "credit", CENT, finished=True)


@fault("S", "wallet.client.backs-off", "Sends again at once.")
class NoWait:
    tries = 40

    def wait_before(self, retry):
        return 0.0


@fault("S", "wallet.client.backs-off", "The waits are all the same.")
class ConstantWait:
    def wait_before(self, retry):
        return 0.1


@fault("S", "wallet.client.backs-off", "The waits become shorter.")
class ShorterWaits:
    def wait_before(self, retry):
        return max(0.6 / retry ** 2, 0.02)


# ---- rounds ----

@fault("M", "wallet.client.round-completed", "A round that is lost after the bet is never finished.")
class LeavesLostRoundsOpen:
    def lost_late(self, session):
        self.debit(self.open_round(session), self.amount(session, 10), finished=False)


@fault("M", "wallet.client.round-completed", "The last credit of a round does not finish it.")
class LastCreditFinishesNothing:
    def won_often(self, session):
        opened = self.open_round(session)
        if self.debit(opened, self.amount(session, 10), finished=False):
            for _ in range(2):
                self.credit(opened, self.amount(session, 9), finished=False)


@fault("M", "wallet.client.round-completed", "A bet whose reply was lost is forgotten: neither sent again nor taken back.")
class ForgetsBetsInDoubt:
    def move(self, opened, transaction_id, kind, amount, finished, extra=None):
        if kind == "credit":
            return super().move(opened, transaction_id, kind, amount, finished)
        return replace(self.move_once(opened, transaction_id, kind, amount, False, extra), doubt=False)

    def lost(self, session):
        self.lost_late(session)


@fault("M", "wallet.client.round-completed", "The first round that is cancelled is so in the books alone: no rollback is sent.")
class CancelsInTheBooksOnly:
    cancelled_one = False

    def rollback(self, opened):
        if self.cancelled_one or not opened.staked:
            return super().rollback(opened)
        self.cancelled_one = True
        return Outcome("")


@fault("M", "wallet.client.insufficient-abandoned", "A round whose bet was too dear is paid all the same.")
class PaysWithoutABet:
    def after_too_dear(self, opened):
        self.move(opened, self.transaction_id(opened, "credit"), "credit", self.amount(opened.session, 5), finished=True)


@fault("M", "wallet.client.insufficient-abandoned", "A round whose bet was too dear is finished with a credit of 0.")
class FinishesWithoutABet:
    def after_too_dear(self, opened):
        self.move(opened, self.transaction_id(opened, "credit"), "credit", Decimal(0), finished=True)


@fault("M", "wallet.client.one-debit", "The player doubles the bet: a second debit in the round.")
class DoublesTheBet:
    def won(self, session):
        opened = self.open_round(session)
        if self.debit(opened, self.amount(session, 10), finished=False):
            self.move(opened, self.transaction_id(opened, "debit"), "debit", self.amount(session, 10), finished=False)
            self.credit(opened, self.amount(session, 40), finished=True)


@fault("M", "wallet.client.one-debit", "A second debit, of nothing, finishes the round.")
class FinishesWithADebit:
    def lost_late(self, session):
        opened = self.open_round(session)
        if self.debit(opened, self.amount(session, 10), finished=False):
            self.move(opened, self.transaction_id(opened, "debit"), "debit", Decimal(0), finished=True)
            self.credit(opened, Decimal(0), finished=True)


@fault("M", "wallet.client.ids-unique", "Two credits of a round have one transactionId.")
class OneIdForTwoCredits:
    def won_often(self, session):
        opened = self.open_round(session)
        if self.debit(opened, self.amount(session, 10), finished=False):
            win, amount = self.transaction_id(opened, "credit"), self.amount(session, 9)
            self.move(opened, win, "credit", amount, finished=False)
            self.move(opened, win, "credit", amount + CENT, finished=False)
            self.credit(opened, Decimal(0), finished=True)


@fault("M", "wallet.client.ids-unique", "The first win of a round has the transactionId of its bet.")
class WinUnderTheIdOfTheBet:
    def lost_late(self, session):
        opened = self.open_round(session)
        if self.debit(opened, self.amount(session, 10), finished=False):
            self.move(opened, opened.debit_id, "credit", self.amount(session, 5), finished=False)
            self.credit(opened, Decimal(0), finished=True)


# ---- tokens ----

@fault("M", "wallet.client.own-token", "Asks for the balance with the token of the player before.")
class TokenOfAnotherPlayer:
    def token(self, request):
        seen = self.__dict__.setdefault("seen", [])
        others = [session for session in seen if session.player is not request.session.player and session.game == request.session.game]
        if request.session not in seen:
            seen.append(request.session)
        return others[0].token if others and request.operation == "balance" else super().token(request)


@fault("M", "wallet.client.own-token", "Asks for the balance of one game with the token of the other.")
class TokenOfAnotherGame:
    def token(self, request):
        return self.elsewhere(request).token if request.operation == "balance" else super().token(request)

    def elsewhere(self, request):
        games = self.__dict__.setdefault("games", {})
        key = (id(request.session.player), request.session.game)
        if key not in games:
            other = self.settings["other_game"] if request.session.game == self.settings["game"] else self.settings["game"]
            games[key] = Session(request.session.player, other)
            self.authenticate(games[key])
        return games[key]


@fault("M", "wallet.client.retry-same", "After SESSION_EXPIRED the bet is sent with the new token, and with another amount.")
class OtherAmountWithTheNewToken:
    def again(self, request, outcome):
        request = super().again(request, outcome)
        if outcome.code == SESSION_EXPIRED:
            return replace(request, fields=request.fields | {"amount": request.fields["amount"] + CENT})
        return request
