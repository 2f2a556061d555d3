"""Faults in free games."""

from types import SimpleNamespace

from serverkit.registry import fault

from .ledger import forbidden

COUNTED = "numberOfRoundsRemaining goes down by one, once for a transaction however often it is replayed."
FREE_CODE = "Unknown, expired or used-up instance, or an amount above 0: 400 VALIDATION_FAILED."
LISTED = "A target whose file names free games lists them, for the game of the request, in its balance response, fields as in seed 002."


# ---- free games ----

@fault("M", "wallet.free-game.counts-down-once", COUNTED)
class FreeGameCountedOnReplay:
    def decide_replay(self, player, round_, call, applied):
        events = super().decide_replay(player, round_, call, applied)
        if applied.free_instance is not None and call.operation == "debit":
            self.count_free_round(player, applied, -1)
        return events


@fault("M", "wallet.free-game.counts-down-once", COUNTED)
class FreeGameNeverCounted:
    def count_free_round(self, player, event, change):
        pass


@fault("M", "wallet.free-game.counts-down-once", COUNTED)
class FreeGameCountedAtFinish:
    """The round is taken off when it finishes, not when it is bet."""

    def on_debited(self, player, round_, event):
        super().on_debited(player, round_, event)
        super().count_free_round(player, event, +1)

    def on_finished(self, player, round_, event):
        super().on_finished(player, round_, event)
        debit = round_.applied.get(round_.debit_key)
        if debit and debit.free_instance is not None:
            super().count_free_round(player, SimpleNamespace(free_instance=debit.free_instance), -1)

    def on_cancelled(self, player, round_, event):
        super().on_cancelled(player, round_, event)
        super().count_free_round(player, event, -1)


@fault("M", "wallet.free-game.rollback-gives-back", "A rollback gives the round back.")
class FreeGameNotGivenBack:
    def count_free_round(self, player, event, change):
        if change < 0:
            super().count_free_round(player, event, change)


@fault("M", "wallet.rollback.repeated", "Repeated: 200, nothing changes.")
class FreeGameGivenBackByEveryRollback:
    def decide_repeated_rollback(self, player, round_, call):
        applied = self.find_applied(player, round_, call)
        if applied and applied.free_instance is not None:
            self.count_free_round(player, applied, +1)
        return []


@fault("M", "wallet.free-game.credits-pay", "Credits of that round pay normally.")
class FreeGameCreditsNotPaid:
    def on_credited(self, player, round_, event):
        super().on_credited(player, round_, event)
        if round_.applied[round_.debit_key].free_instance is not None:
            self.move(player, -event.amount)


@fault("M", "wallet.free-game.listed", LISTED)
class FreeGamesNotListed:
    def list_free_games(self, player, game):
        return []


@fault("M", "wallet.free-game.listed", LISTED)
class FreeGamesNotListedInBalance:
    def balance_content(self, player, game):
        return {"balance": player.balance}


class _InstanceInfo:
    def free_game_content(self, free):
        content = super().free_game_content(free)
        self.change(content, content["instanceInfo"])
        return content


@fault("M", "wallet.free-game.listed", LISTED)
class FreeGameRoundsAtTheTop(_InstanceInfo):
    def change(self, content, info):
        content["numberOfRoundsRemaining"] = info.pop("numberOfRoundsRemaining")


@fault("M", "wallet.free-game.listed", LISTED)
class FreeGameWithoutOfferName(_InstanceInfo):
    def change(self, content, info):
        del content["offerName"]


@fault("M", "wallet.free-game.listed", LISTED)
class FreeGameInstanceIdAsString(_InstanceInfo):
    def change(self, content, info):
        content["instanceId"] = str(content["instanceId"])


class _FreeInstance:
    """Takes a free debit that no free game pays for."""

    def check_free_instance(self, player, call):
        if not self.taken(player.free_games.get(call.free_game[0])):
            super().check_free_instance(player, call)


@fault("S", "wallet.free-game.unusable-refused", FREE_CODE)
class UnknownFreeGameAccepted(_FreeInstance):
    def taken(self, free):
        return free is None


@fault("S", "wallet.free-game.unusable-refused", FREE_CODE)
class UsedUpFreeGameAccepted(_FreeInstance):
    def taken(self, free):
        return free is not None and free.remaining <= 0


@fault("S", "wallet.free-game.amount-above-zero-refused", FREE_CODE)
class FreeGameAmountTaken:
    def check_free_amount(self, call):
        pass


@fault("S", "wallet.free-game.ignored-on-credit", "freeGameInfo on a credit is ignored.")
class FreeGameCountedOnCredit:
    def free_instance_of(self, call):
        return call.free_game[0] if call.free_game else None

    def on_credited(self, player, round_, event):
        super().on_credited(player, round_, event)
        self.count_free_round(player, event, -1)


@fault("S", "wallet.free-game.ignored-on-credit", "freeGameInfo on a credit is ignored.")
class FreeGameRefusedOnCredit:
    def check_amount_sign(self, call):
        super().check_amount_sign(call)
        if call.operation == "credit" and call.free_game:
            raise forbidden("A credit has no free game.")
