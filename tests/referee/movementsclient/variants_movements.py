"""Right but unusual operators."""

import random
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from urllib.parse import quote

from serverkit.registry import variant


@variant("Tells how everything stands, and adds to nothing.")
class OnlyAbsolute:
    def happening(self, player, number):
        return [self.level(code) for code in self.draw.sample(sorted(self.told), 3)]


@variant("Reports events alone: everything is added.")
class OnlyRelative:
    def happening(self, player, number):
        return [self.addition(code) for code in self.draw.sample(sorted(self.added), 3)]


@variant("Each request, each retry too, has a connection of its own.")
class NewConnections:
    def connection(self):
        connection = super().connection()
        connection.close()
        return connection


@variant("Waits for a reply as long as it takes.")
class Patient:
    time_limit = 10.0


@variant("The players move at the same time.")
class PlayersAtOnce:
    def report(self):
        with ThreadPoolExecutor(len(self.players)) as pool:
            list(pool.map(self.report_player, self.players))

    def report_player(self, player):
        self.register(player)
        for number in range(self.movements_each):
            self.move(player, self.happening(player, number))


@variant("Registers a player when he moves for the first time.")
class RegistersLate:
    def report(self):
        for player in self.players:
            self.register(player)
            for number in range(self.movements_each):
                self.move(player, self.happening(player, number))


@variant("Registers every player twice, as after a restart; the refusal is what it expects.")
class RegistersTwice:
    def report(self):
        for player in self.players:
            self.register(player)
        super().report()

    def register(self, player):
        known = player.registered
        answer = super().register(player)
        player.registered = player.registered or known
        return answer


@variant("After a lost reply looks into the list of movements first, and sends again what is not there.")
class LooksBeforeItRetries:
    def send(self, path, fields, retry):
        if retry and path == self.record_path:
            reply = self.get(f"{self.movements_path}?external_client_id={quote(fields['externalClientId'])}"
                             f"&request_id={quote(fields['requestId'])}")
            if reply.content["data"]:
                return reply
        return super().send(path, fields, retry)


@variant("A retry has the members of the body in another order, with blanks between them.")
class WritesTheBodyAnew:
    def body(self, fields, retry):
        return super().body(dict(reversed(fields.items())), retry).replace(b", ", b" ,\n ") if retry else super().body(fields, retry)


@variant("Request IDs count from 1 for each player.")
class CountedRequestIds:
    def request_id(self, player, number):
        return str(number)


@variant("Request IDs have 100 characters, of many scripts.")
class LongRequestIds:
    def request_id(self, player, number):
        return f"{number:05}" + "é漢Ω😀-" * 19


@variant("One player plays under two brands, with one external ID and the same request IDs: they are two players.")
class SameIdUnderTwoBrands:
    def report(self):
        for player in self.players:
            player.id = f"p-{self.run}-" + player.id[-1]
        super().report()


@variant("Equal events follow one another, each with a request ID of its own.")
class EqualEvents:
    def happening(self, player, number):
        code = sorted(self.added)[0]
        return [{"code": code, "type": "relative", "value": "5"}]


@variant("The waits are jittered, and longer.")
class JitteredBackOff:
    first_wait, jitter = 0.2, random.Random(7)

    def wait_before(self, retry):
        return super().wait_before(retry) * (0.5 + self.jitter.random() / 2)


@variant("Some movements have no request ID: they are sent once, and corrected by what the list of players tells.")
class SomeWithoutRequestId:
    def move(self, player, metrics):
        if player.movements % 4 != 3:
            return super().move(player, metrics)
        movement = self.movement(player, metrics)
        del movement["requestId"]
        self.send_once(self.record_path, movement)
        self.take_over(player)

    def take_over(self, player):
        """Takes the platform's balances for its own."""
        rows = self.get(f"{self.clients_path}?external_client_id={quote(player.id)}").content["data"]
        player.balances = {code: Decimal(value) for row in rows for code, value in row["balances"].items()}
