"""Wrong operators: each breaks one sentence of what an operator owes."""

from serverkit.registry import fault


# ---- a retry carries the same request ID and content ----

class OtherRetry:
    """The base of those whose movement is another one when it is sent again."""
    def again(self, path, fields):
        return fields | self.other(fields) if path == self.record_path else fields


@fault("M", "movements.client.retry-same", "A movement without an answer is sent again under a new request ID.")
class NewRequestIdAfterALostReply(OtherRetry):
    def other(self, fields):
        return {"requestId": fields["requestId"].removesuffix("r") + "r"}


@fault("M", "movements.client.retry-same", "A movement without an answer is sent again without its request ID.")
class NoRequestIdOnARetry(OtherRetry):
    def again(self, path, fields):
        return {name: value for name, value in fields.items() if name != "requestId"} if path == self.record_path else fields


@fault("M", "movements.client.retry-same", "A movement without an answer is sent again with what has happened since.")
class MoreOnARetry(OtherRetry):
    def other(self, fields):
        more = next(code for code in sorted(self.told) if code not in [metric["code"] for metric in fields["metrics"]])
        return {"metrics": [*fields["metrics"], self.level(more)]}


@fault("M", "movements.client.retry-same", "A movement without an answer is sent again with the value as it is now.")
class OtherValueOnARetry(OtherRetry):
    def other(self, fields):
        first, *rest = fields["metrics"]
        return {"metrics": [first | {"value": "1" if first["value"] != "1" else "2"}, *rest]}


# ---- two updates never share a request ID ----

@fault("M", "movements.client.ids-apart", "The request ID is that of the minute: two events within it share one.")
class RequestIdOfTheMinute:
    def request_id(self, player, number):
        return f"{player.id}-{self.clock.now():%H%M}-{number // 5}"


@fault("M", "movements.client.ids-apart", "One event is reported in two movements, one for each kind of metric, under its ID.")
class OneIdForTwoMovements:
    def move(self, player, metrics):
        parts = [part for kind in ("relative", "absolute") if (part := [metric for metric in metrics if metric["type"] == kind])]
        first = super().move(player, parts[0])
        for part in parts[1:]:
            player.movements -= 1
            super().move(player, part)
        return first


@fault("M", "movements.client.ids-apart", "A correction has the request ID of what it corrects.")
class CorrectionUnderTheSameId:
    def move(self, player, metrics):
        answer = super().move(player, metrics)
        if player.movements % 5 == 0:
            player.movements -= 1
            super().move(player, [metric | {"value": "3"} for metric in metrics])
        return answer


# ---- a duplicate error is success ----

@fault("M", "movements.client.duplicate-is-success", "After a duplicate error the movement is sent under a new request ID.")
class NewRequestIdAfterADuplicate:
    def move(self, player, metrics):
        answer = super().move(player, metrics)
        return super().move(player, metrics) if answer.duplicate else answer


@fault("M", "movements.client.duplicate-is-success", "After a duplicate error the movement is sent again, three times.")
class InsistsAfterADuplicate:
    insisted = 0

    def is_final(self, reply, fields):
        duplicate = not reply.done and "duplicate" in reply.text.lower()
        self.insisted = (self.insisted + 1) % 4 if duplicate else 0
        return not self.insisted


@fault("M", "movements.client.duplicate-is-success", "After a duplicate error the movement is sent without a request ID.")
class NoRequestIdAfterADuplicate:
    def move(self, player, metrics):
        answer = super().move(player, metrics)
        if answer.duplicate:
            movement = self.movement(player, metrics)
            del movement["requestId"]
            self.send_once(self.record_path, movement)
        return answer


# ---- the player is registered before movements ----

@fault("M", "movements.client.registered-first", "A player is registered when his first movement has been refused.")
class RegistersWhenRefused:
    def report(self):
        for player in self.players:
            refused = self.move(player, self.happening(player, 0))
            if not refused.done:
                self.register(player)
        self.register = lambda player: None
        super().report()


@fault("M", "movements.client.registered-first", "A player is registered under one brand and moves under the other, too.")
class MovesUnderAnotherBrand:
    def report(self):
        super().report()
        player = self.players[0]
        player.brand = self.players[-1].brand
        self.move(player, self.happening(player, 0))
        player.brand = self.settings["brands"][0]


@fault("M", "movements.client.registered-first", "One player is never registered.")
class OneIsNeverRegistered:
    def register(self, player):
        if player is not self.players[-1]:
            return super().register(player)


# ---- a metric is written in one way ----

@fault("S", "movements.client.one-way", "What was added up is set to its total at the end.")
class TotalsAtTheEnd:
    def report(self):
        super().report()
        for player in self.players:
            sums = {code: balance for code, balance in player.balances.items() if code in self.added}
            self.move(player, [{"code": code, "type": "absolute", "value": str(balance)} for code, balance in sums.items()])


@fault("S", "movements.client.one-way", "A metric that is told as it stands is corrected by a difference, once.")
class CorrectsByADifference:
    def report(self):
        super().report()
        self.move(self.players[0], [{"code": sorted(self.told)[0], "type": "relative", "value": "-1"}])


@fault("S", "movements.client.one-way", "One brand adds to a metric, the other tells how it stands.")
class BrandsWriteInTwoWays:
    def happening(self, player, number):
        code = sorted(self.added)[0]
        kind = "relative" if player.brand == self.settings["brands"][0] else "absolute"
        return [*super().happening(player, 1), {"code": code, "type": kind, "value": str(self.draw.randint(1, 9))}]
