"""Right but unusual providers: when they send again, and what a retry may look like."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

from serverkit.registry import variant

from .calls import SESSION_EXPIRED, Session


# ---- waits ----

@variant("The waits are jittered: half of each is drawn.")
class JitteredBackOff:
    jitter = random.Random(7)

    def wait_before(self, retry):
        return super().wait_before(retry) * (0.5 + self.jitter.random() / 2)


@variant("The waits grow by a constant step.")
class LinearBackOff:
    def wait_before(self, retry):
        return 0.08 * retry


@variant("The waits grow up to a limit that is soon reached.")
class CappedBackOff:
    first_wait, longest_wait = 0.1, 0.2


@variant("The waits are long.")
class LongWaits:
    first_wait, longest_wait = 0.3, 1.2
    rounds_each = 5     # or it would not end in time


@variant("Sends again at once when it has a new token in place of an expired one.")
class AtOnceWithTheNewToken:
    def wait_before(self, retry):
        return 0.0 if self.__dict__.pop("renewed", False) else super().wait_before(retry)

    def send(self, request, retry):
        outcome = super().send(request, retry)
        self.renewed = outcome.code == SESSION_EXPIRED
        return outcome


@variant("Puts a credit without an answer aside and sends it again when two other rounds have been played.")
class RetriesLater:
    elapsed = 0.0       # seconds since the first try of what is sent again: the waits after it are longer

    def wait_before(self, retry):
        return self.elapsed + super().wait_before(retry)

    def credit(self, opened, amount, finished):
        """A round is finished when all of its credits are paid: the last one waits for those before it."""
        later = self.__dict__.setdefault("later", [])
        move = (opened, self.transaction_id(opened, "credit"), "credit", amount, finished)
        if not any(waiting[0] is opened for waiting, _ in later):
            outcome = self.move_once(*move)
            if self.is_final(outcome):
                return outcome.done and self.booked(*move)
            later.append((move, time.monotonic()))
        else:
            later.append((move, None))
        return True

    def booked(self, opened, transaction_id, kind, amount, finished):
        opened.paid += amount
        opened.session.player.expected += amount
        return True

    def open_round(self, session):
        opened = super().open_round(session)
        self.send_later([entry for entry in self.__dict__.get("later", []) if entry[0][0].number + 2 <= opened.number])
        return opened

    def end_player(self, sessions):
        self.send_later(list(self.__dict__.get("later", [])))
        super().end_player(sessions)

    def send_later(self, entries):
        for entry in entries:
            self.later.remove(entry)
            move, first_try = entry
            self.elapsed = time.monotonic() - first_try if first_try else 0.0
            self.move(*move)
            self.elapsed = 0.0
            self.booked(*move)


# ---- what is sent again ----

@variant("Takes back a bet without an answer instead of sending it again.")
class RollsBackInsteadOfRetrying:
    def move(self, opened, transaction_id, kind, amount, finished, extra=None):
        if kind == "credit":
            return super().move(opened, transaction_id, kind, amount, finished)
        return self.move_once(opened, transaction_id, kind, amount, False, extra)

    def lost(self, session):
        """A finished round cannot be taken back: the bet does not finish it."""
        self.lost_late(session)


@variant("A retry writes the same amount in another way: 10, 10.0, 1E+1.")
class WritesAmountsAnew:
    def again(self, request, outcome):
        request = super().again(request, outcome)
        amount = request.fields.get("amount")
        if amount is None or amount == 0:
            return request
        other = amount.normalize() if -amount.as_tuple().exponent == 2 else amount.quantize(Decimal("0.01"))
        return replace(request, fields=request.fields | {"amount": other})

    def number(self, value):
        return str(value)


@variant("A retry has the members of the body in another order, with blanks between them.")
class WritesTheBodyAnew:
    def again(self, request, outcome):
        request = super().again(request, outcome)
        return replace(request, fields=dict(reversed(request.fields.items())))

    def body(self, request, retry):
        return super().body(request, retry).replace(b", ", b" ,\n  ") if retry else super().body(request, retry)


@variant("Property names begin with a capital letter.")
class CapitalNames:
    def members(self, value):
        return [(name[0].upper() + name[1:], member) for name, member in super().members(value)]


@variant("Request IDs are in capital letters.")
class CapitalRequestIds:
    def request_id(self, request, retry):
        return super().request_id(request, retry).upper()


@variant("After a restart sends the last transactions of each player again, as they were: their answers are lost with the memory.")
class SendsAgainAfterARestart:
    def move(self, opened, transaction_id, kind, amount, finished, extra=None):
        outcome = super().move(opened, transaction_id, kind, amount, finished, extra)
        if outcome.done:
            self.__dict__.setdefault("journal", []).append((opened, transaction_id, kind, amount, finished, extra))
        return outcome

    def end_player(self, sessions):
        mine = [move for move in self.__dict__.get("journal", []) if move[0].session.player is sessions[0].player]
        for move in mine[-6:]:
            if move[0].staked or move[0].paid:      # not taken back
                super().move(*move)
        super().end_player(sessions)


# ---- connections, threads, tokens ----

@variant("Waits for a reply as long as it takes.")
class Patient:
    time_limit = 10.0
    rounds_each = 8


@variant("Takes a request that is not answered in a third of a second for lost.")
class Impatient:
    time_limit = 0.3


@variant("Each request has a connection of its own.")
class NewConnections:
    def connection(self):
        connection = super().connection()
        connection.close()
        return connection


@variant("The players play at the same time.")
class PlayersAtOnce:
    def play_players(self):
        with ThreadPoolExecutor(len(self.players)) as pool:
            list(pool.map(self.play_player, self.players))


@variant("Gets a new token for each round; what follows in the round has the token of its bet.")
class TokenForEachRound:
    def open_round(self, session):
        fresh = Session(session.player, session.game)
        self.authenticate(fresh)
        return super().open_round(fresh)


@variant("Works with two tokens of a player and game, in turn, also within a round and for a retry.")
class TwoTokens:
    def token(self, request):
        session = request.session
        session.token, session.other = session.other, session.token
        return session.token

    def authenticate(self, session):
        """Gets both anew: which of the two it was that expired does not matter."""
        super().authenticate(session)
        session.other = session.token
        super().authenticate(session)


# ---- rounds ----

@variant("Counts rounds for each player and transactions in each round: the same ids occur again and again.")
class CountedIds:
    def round_id(self, session, number):
        counts = self.__dict__.setdefault("counts", {})
        counts[id(session.player)] = counts.get(id(session.player), 0) + 1
        return str(counts[id(session.player)])

    def transaction_id(self, opened, kind):
        opened.moves += 1
        return str(opened.moves)


@variant("Plays a round whose bet was too dear with a smaller bet, under another transactionId.")
class SmallerBet:
    def after_too_dear(self, opened):
        if self.debit(opened, self.amount(opened.session, 3), finished=False):
            self.credit(opened, self.amount(opened.session, 6), finished=True)


@variant("Takes back a bet that was too dear, though it never stood.")
class TakesBackRefusedBets:
    def after_too_dear(self, opened):
        self.rollback(opened)


@variant("Leaves rounds open while others are played, and finishes them all at the end.")
class FinishesAtTheEnd:
    def round_of(self, session, credits, stake=None, extra=None):
        opened = self.open_round(session)
        if not self.debit(opened, self.amount(session, 10) if stake is None else stake, finished=False, extra=extra):
            return
        if all(self.credit(opened, amount, finished=False) for amount in credits):
            self.__dict__.setdefault("open", []).append(opened)

    def end_player(self, sessions):
        time.sleep(0.5)
        for opened in [opened for opened in self.__dict__.get("open", []) if opened.session in sessions]:
            self.credit(opened, Decimal(0), finished=True)
        super().end_player(sessions)


@variant("Takes back most of its rounds, some twice.")
class TakesBackRounds:
    shapes = ("cancelled", "won", "cancelled", "too_dear")

    def rollback(self, opened):
        outcome = super().rollback(opened)
        return super().rollback(opened) if opened.id.endswith("3") else outcome
