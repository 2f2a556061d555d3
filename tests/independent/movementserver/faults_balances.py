"""Faults of balances and RevShare."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from serverkit.registry import fault

from .rows import Rows

REPLACES = "Absolute replaces the metric's balance, relative adds to it (negative subtracts). One movement may mix both."
EXACT = "Values are exact decimals: up to 15 significant digits come back equal, and sums are exact."
ROW = "A row of the movement list: id, client_id, …, raw_payload, total_revshare, account_settlement_id, created_at. Newest first."
SHARE = "Each movement stores rate x the change that it made to that metric (absolute: new - old, the first balance counting as 0)."


# ---- balances ----

class _Balance:
    def new_balance(self, old, update):
        return self.balance(old, update, super().new_balance(old, update))


@fault("M", "movements.metric.absolute-replaces", REPLACES)
class AbsoluteAdds(_Balance):
    def balance(self, old, update, new):
        return old + update.value


@fault("M", "movements.metric.relative-adds", REPLACES)
class RelativeReplaces(_Balance):
    def balance(self, old, update, new):
        return update.value


@fault("M", "movements.metric.negative-relative-subtracts", REPLACES)
class NegativeRelativeAdds(_Balance):
    def balance(self, old, update, new):
        return new if update.absolute else old + abs(update.value)


@fault("M", "movements.metric.absolute-replaces", REPLACES)
class AbsoluteOnlyRaises(_Balance):
    def balance(self, old, update, new):
        return max(old, new) if update.absolute else new


@fault("M", "movements.metric.negative-balance", "A balance may be negative.")
class BalanceNotBelowZero(_Balance):
    def balance(self, old, update, new):
        return max(new, Decimal(0))


@fault("M", "movements.metric.negative-balance", "A balance may be negative.")
class RelativeNotBelowZero(_Balance):
    def balance(self, old, update, new):
        return new if update.absolute else max(new, Decimal(0))


@fault("M", "movements.metric.mixed", REPLACES)
class TypeOfTheFirstCounts:
    def checked_updates(self, metrics):
        updates = super().checked_updates(metrics)
        return [replace(update, absolute=updates[0].absolute) for update in updates]


@fault("M", "movements.exact.sums", EXACT)
class SumsOfDoubles(_Balance):
    def balance(self, old, update, new):
        return new if update.absolute else Decimal(repr(float(old) + float(update.value)))


@fault("M", "movements.exact.values", EXACT)
class TwoDecimals(_Balance):
    def balance(self, old, update, new):
        return new.quantize(Decimal("0.01"), ROUND_HALF_UP)


@fault("M", "movements.exact.*", EXACT)
class FourDecimals(_Balance):
    def balance(self, old, update, new):
        return new.quantize(Decimal("0.0001"), ROUND_HALF_UP)


@fault("M", "movements.exact.*", EXACT)
class FifteenDigitsOfSums(_Balance):
    def balance(self, old, update, new):
        return Decimal(f"{new:.15g}")


@fault("M", "movements.balance.fold-of-movements|movements.metric.*", REPLACES)
class ZeroRemovesTheBalance(_Balance):
    """An absolute 0 is taken for no value and leaves the balance as it was."""

    def balance(self, old, update, new):
        return old if update.absolute and update.value == 0 else new


@fault("M", "movements.register.other-brand", "Under another brand: another player.")
class BalancesOfTheExternalId:
    def add_player(self, external_id, brand, click):
        super().add_player(external_id, brand, click)
        twin = next(player for player in self.players.values() if player.external_id == external_id)
        self.players[self.player_key(external_id, brand)].balances = twin.balances


# ---- RevShare ----

class _Share:
    def share_of(self, player, code, change):
        return self.share(player, code, change, super().share_of(player, code, change))


@fault("M", "movements.revshare.contribution", SHARE)
class ShareOfTheNewBalance(_Share):
    def share(self, player, code, change, share):
        return super(_Share, self).share_of(player, code, player.balances[code])


@fault("M", "movements.revshare.contribution", SHARE)
class ShareOfRelativesOnly(_Share):
    def update_balance(self, player, update):
        change = super().update_balance(player, update)
        return Decimal(0) if update.absolute else change

    def share(self, player, code, change, share):
        return share


@fault("M", "movements.revshare.contribution", SHARE)
class FirstBalanceHasNoShare(_Share):
    def update_balance(self, player, update):
        first = update.code not in player.balances
        change = super().update_balance(player, update)
        return Decimal(0) if first else change

    def share(self, player, code, change, share):
        return share


@fault("M", "movements.revshare.negative", SHARE)
class NoNegativeShares(_Share):
    def share(self, player, code, change, share):
        return max(share, Decimal(0))


@fault("M", "movements.revshare.contribution", SHARE)
class ShareOfAllMetrics(_Share):
    def share(self, player, code, change, share):
        return super(_Share, self).share_of(player, self.settings.share_metric, change)


@fault("M", "movements.revshare.contribution", SHARE)
class RunningShare:
    """total_revshare is the player's sum so far, not the movement's own."""

    def shown_movement(self, row):
        upto = self.movements[:self.movements.index(row) + 1]
        return super().shown_movement(row) | {"total_revshare": self.plain(sum((one.share for one in upto if one.player is row.player), Decimal(0)))}


@fault("S", "movements.revshare.exact", SHARE)
class ShareRoundedToCents(_Share):
    def share(self, player, code, change, share):
        return share.quantize(Decimal("0.01"), ROUND_HALF_UP)


@fault("S", "movements.revshare.none-without-offer", ROW)
class NullShareWithoutOffer(Rows):
    def changed(self, row, shown):
        return shown if row.player.click == self.settings.share_click else shown | {"total_revshare": None}


@fault("S", "movements.revshare.none-without-offer", ROW)
class ShareWithoutOffer(_Share):
    def share(self, player, code, change, share):
        return change * Decimal(self.settings.share_rate) if code == self.settings.share_metric else share
