"""What the provider's engine plays: rounds of every shape, and the books of what they should have come to."""

import itertools
from dataclasses import dataclass
from decimal import Decimal

from .calls import SESSION_EXPIRED, Outcome, Session, WalletCalls

CENT = Decimal("0.01")


@dataclass
class Round:
    session: Session
    number: int         # over all rounds, from 1
    id: str
    moves: int = 0
    debit_id: str = ""
    staked: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)


class WalletClient(WalletCalls):

    shapes = ("lost", "won", "won_often", "cancelled", "free", "too_dear", "lost_late", "nothing_staked")
    rounds_each = 14        # of a player in a game

    def __init__(self, target: dict, seed: int, clock):
        super().__init__(target, seed)
        self.run = f"{seed}-{clock.now():%H%M%S}"
        self.numbers = itertools.count(1)

    def play(self) -> list:
        """Plays everything; differences between the wallet's books and the client's."""
        self.play_players()
        return [f"{player.id} has {player.balance} instead of {player.expected}" for player in self.players
                if player.id and player.balance != player.expected]

    def play_players(self) -> None:
        for player in self.players[:3]:
            self.play_player(player)

    def play_player(self, player) -> None:
        sessions = [Session(player, game) for game in (self.settings["game"], self.settings["other_game"])]
        for session in sessions:
            self.authenticate(session)
            self.look(session)
        for number in range(self.rounds_each):
            for session in sessions:
                shape = self.shapes[number] if number < len(self.shapes) else player.draw.choice(self.shapes)
                getattr(self, shape)(session)
        self.end_player(sessions)

    def end_player(self, sessions: list) -> None:
        for session in sessions:
            self.look(session)

    def look(self, session: Session) -> Outcome:
        return self.of_session("balance", session, {})

    # ---- shapes of rounds ----

    def lost(self, session: Session) -> None:
        self.round_of(session, [])

    def lost_late(self, session: Session) -> None:
        """Lost, which the engine knows only after the bet."""
        self.round_of(session, [Decimal(0)])

    def won(self, session: Session) -> None:
        self.round_of(session, [self.amount(session, 40)])

    def won_often(self, session: Session) -> None:
        self.round_of(session, [self.amount(session, 9) for _ in range(session.player.draw.randint(2, 4))])

    def nothing_staked(self, session: Session) -> None:
        self.round_of(session, [self.amount(session, 2)], stake=Decimal("0.00"))

    def free(self, session: Session) -> None:
        """A free round of the player's first free game, where the balance lists it for this game with rounds left."""
        for listed in self.look(session).content.get("freeGameInfo") or []:
            if listed.get("instanceInfo", {}).get("numberOfRoundsRemaining"):
                named = {"freeGameInfo": {"instanceId": listed["instanceId"], "offerId": listed["offerId"]}}
                return self.round_of(session, [self.amount(session, 5)], stake=Decimal(0), extra=named)
        return self.won(session)

    def cancelled(self, session: Session) -> None:
        opened = self.open_round(session)
        if self.debit(opened, self.amount(session, 10), finished=False):
            self.rollback(opened)

    def too_dear(self, session: Session) -> None:
        """A bet that the player cannot pay."""
        opened = self.open_round(session)
        if self.debit(opened, session.player.balance + CENT, finished=False):
            self.rollback(opened)       # another game of the player has paid meanwhile
        else:
            self.after_too_dear(opened)

    def after_too_dear(self, opened: Round) -> None:
        """The round is abandoned."""

    # ---- a round, step by step ----

    def round_of(self, session: Session, credits: list, stake: Decimal | None = None, extra: dict | None = None) -> None:
        opened = self.open_round(session)
        stake = self.amount(session, 10) if stake is None else stake
        if not self.debit(opened, stake, finished=not credits, extra=extra):
            return
        for number, amount in enumerate(credits, 1):
            if not self.credit(opened, amount, finished=number == len(credits)):
                return

    def amount(self, session: Session, most: int) -> Decimal:
        """An amount in cents up to `most` units."""
        return Decimal(session.player.draw.randint(1, most * 100)) * CENT

    def open_round(self, session: Session) -> Round:
        number = next(self.numbers)
        return Round(session, number, self.round_id(session, number))

    def round_id(self, session: Session, number: int) -> str:
        return f"r-{self.run}-{number}"

    def transaction_id(self, opened: Round, kind: str) -> str:
        opened.moves += 1
        return f"{opened.id}-{kind}-{opened.moves}"

    def debit(self, opened: Round, amount: Decimal, finished: bool, extra: dict | None = None) -> bool:
        """Whether the bet stands. One in doubt is taken back."""
        opened.debit_id = self.transaction_id(opened, "debit")
        outcome = self.move(opened, opened.debit_id, "debit", amount, finished, extra)
        if outcome.done:
            opened.staked = amount
            opened.session.player.expected -= amount
        elif outcome.doubt:
            self.rollback(opened)
        return outcome.done

    def credit(self, opened: Round, amount: Decimal, finished: bool) -> bool:
        """Whether the win is paid. A round that cannot be paid is taken back."""
        outcome = self.move(opened, self.transaction_id(opened, "credit"), "credit", amount, finished)
        if outcome.done:
            opened.paid += amount
            opened.session.player.expected += amount
        elif not opened.paid:
            self.rollback(opened)
        return outcome.done

    def move(self, opened: Round, transaction_id: str, kind: str, amount: Decimal, finished: bool, extra: dict | None = None) -> Outcome:
        fields = {"transactionId": transaction_id, "roundId": opened.id, "amount": amount, "transactionType": kind,
                  "ip": opened.session.player.ip} | (extra or {})
        if finished:
            fields["roundFinished"] = True
        if kind == "debit":
            fields["gameInfo"] = {"gameTransactionType": "spin", "metaData": [{"betType": "standard", "amount": amount}]}
        return self.of_session("transaction", opened.session, fields)

    def move_once(self, *move) -> Outcome:
        """A move that is not sent again, whatever becomes of it. For variants and faults of one thread."""
        self.tries = 1
        try:
            outcome = WalletClient.move(self, *move)
        finally:
            del self.tries
        if outcome.code == SESSION_EXPIRED:
            self.authenticate(move[0].session)
        return outcome

    def rollback(self, opened: Round) -> Outcome:
        outcome = self.of_session("rollback", opened.session, {"transactionId": opened.debit_id, "roundId": opened.id})
        if outcome.done:
            opened.session.player.expected += opened.staked
            opened.staked = Decimal(0)
        return outcome
