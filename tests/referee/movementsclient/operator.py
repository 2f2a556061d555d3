"""What the operator reports: players, events that add to a metric, levels and totals that replace one."""

import random
import time
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import quote

from .calls import Answer, Calls

CENT = Decimal("0.01")


@dataclass
class Player:
    id: str
    brand: str
    click: str
    registered: bool = False
    movements: int = 0
    balances: dict = field(default_factory=dict)        # as the operator's own books have them, by metric


class MovementsClient(Calls):

    players_each = 2            # of a brand
    movements_each = 14         # of a player
    pause = 0.05                # seconds between two movements

    def __init__(self, target: dict, seed: int, clock):
        self.open(target["movements"])
        self.draw, self.clock, self.run = random.Random(seed), clock, f"{seed}-{clock.now():%H%M%S}"
        metrics = self.settings["metrics"]
        # One metric is written in one way: what adds up, and what is told as it stands.
        self.added = {code: Decimal for code in metrics["decimal"][:3]} | {code: int for code in metrics["integer"][:3]}
        self.told = {code: Decimal for code in metrics["decimal"][3:6]} | {code: int for code in metrics["integer"][3:6]}
        self.players = [Player(f"p-{self.run}-{brand}-{number}", self.settings["brands"][brand], self.settings["click_ids"][brand])
                        for brand in range(2) for number in range(1, self.players_each + 1)]

    def play(self) -> list:
        """Reports everything; differences between the platform's books and the operator's."""
        self.report()
        return [difference for player in self.players if player.registered for difference in self.differences(player)]

    def report(self) -> None:
        for player in self.players:
            self.register(player)
        for number in range(self.movements_each):
            for player in self.players:
                self.move(player, self.happening(player, number))
                time.sleep(self.pause)

    def register(self, player: Player) -> Answer:
        answer = self.post(self.register_path, {"externalId": player.id, "revenueOriginId": player.brand, "clickId": player.click})
        player.registered = answer.done or answer.in_doubt      # a refusal after a lost reply: it had succeeded
        return answer

    # ---- what happens ----

    def happening(self, player: Player, number: int) -> list:
        """The metrics of a movement."""
        added = [self.addition(code) for code in self.draw.sample(sorted(self.added), self.draw.randint(1, 2))]
        told = [self.level(code) for code in self.draw.sample(sorted(self.told), self.draw.randint(1, 2))]
        return (added, told, added + told)[number % 3]

    def addition(self, code: str) -> dict:
        amount = self.draw.randint(1, 5) if self.added[code] is int else Decimal(self.draw.randint(-2000, 20000)) * CENT
        return {"code": code, "type": "relative", "value": str(amount)}

    def level(self, code: str) -> dict:
        amount = self.draw.randint(0, 9) if self.told[code] is int else Decimal(self.draw.randint(-2000, 90000)) * CENT
        return {"code": code, "type": "absolute", "value": str(amount)}

    # ---- reporting ----

    def move(self, player: Player, metrics: list) -> Answer:
        answer = self.post(self.record_path, self.movement(player, metrics))
        if answer.done:
            self.book(player, metrics)
        return answer

    def movement(self, player: Player, metrics: list) -> dict:
        player.movements += 1
        return {"externalClientId": player.id, "revenueOriginId": player.brand, "metrics": metrics,
                "requestId": self.request_id(player, player.movements)}

    def request_id(self, player: Player, number: int) -> str:
        return f"{player.id}-event-{number}"

    def book(self, player: Player, metrics: list) -> None:
        for metric in metrics:
            before = player.balances.get(metric["code"], Decimal(0)) if metric["type"] == "relative" else Decimal(0)
            player.balances[metric["code"]] = before + Decimal(metric["value"])

    def differences(self, player: Player) -> list:
        rows = self.get(f"{self.clients_path}?external_client_id={quote(player.id)}").content["data"]
        there = next((row["balances"] for row in rows if row["revenue_origin_id"].lower() == player.brand.lower()), {})
        return [f"{player.id} has {there.get(code)} of {code} instead of {balance}" for code, balance in player.balances.items()
                if Decimal(there.get(code, "0")) != balance]
