"""Faults of the API key, of registration and of how a player is found."""

from serverkit.http_layer import Reply
from serverkit.refusal import Refusal
from serverkit.registry import fault

KEY = "Every request carries X-Api-Key. Missing or wrong: 401, nothing changes."
WRITE = "A write answers 2xx; 200 with an empty JSON object."
PLAYER = "The player must exist for (externalClientId, revenueOriginId); if not: 4xx whose body contains `client not found`, nothing recorded, no player made."
STATUS_404 = "Status 404."
TWICE = "Register twice under one brand: 4xx. Under another brand: another player."
UNKNOWN = "Unknown brand or click: 4xx."


# ---- API key ----

class _Open:
    calls: tuple = ()

    def check_key(self, request, call):
        if call not in self.calls:
            super().check_key(request, call)


@fault("M", "movements.auth.missing-refused", KEY)
class MovementsListedForAll(_Open):
    calls = ("list_movements",)


@fault("M", "movements.auth.missing-refused", KEY)
class MetricsListedForAll(_Open):
    calls = ("list_metrics",)


@fault("M", "movements.auth.missing-refused", KEY)
class ClientsListedForAll(_Open):
    calls = ("list_clients",)


@fault("M", "movements.auth.missing-refused", KEY)
class ClientsRegisteredByAll(_Open):
    calls = ("register_client",)


@fault("M", "movements.auth.wrong-refused", KEY)
class AnyKey:
    def key_is_right(self, key):
        return bool(key)


@fault("M", "movements.auth.wrong-refused", KEY)
class KeyInAnyCase:
    def key_is_right(self, key):
        return key.lower() == self.settings.api_key.lower()


@fault("M", "movements.auth.wrong-refused", KEY)
class KeyComparedByItsBegin:
    def key_is_right(self, key):
        return bool(key) and (self.settings.api_key.startswith(key) or key.startswith(self.settings.api_key[:8]))


@fault("M", "movements.auth.missing-refused", KEY)
class EmptyKey:
    def key_is_right(self, key):
        return not key or super().key_is_right(key)


class _KeyStatus:
    def refusal(self, status, code, message, headers=()):
        return super().refusal(self.key_status if status == 401 else status, code, message, headers)


@fault("M", "movements.auth.missing-refused", KEY)
class BadKeyIs403(_KeyStatus):
    key_status = 403


@fault("M", "movements.auth.wrong-refused", KEY)
class BadKeyIs400(_KeyStatus):
    key_status = 400


@fault("M", "movements.auth.refused-changes-nothing", KEY)
class WritesBeforeItLooksAtTheKey:
    def dispatch(self, request):
        call = self.find_call(request)
        reply = call(request)
        self.check_key(request, call.__name__)
        return reply


# ---- replies ----

class _Written:
    reply: tuple = ()

    def written_reply(self):
        return Reply(*self.reply)


@fault("M", "movements.*", WRITE)
class WrittenIs302(_Written):
    reply = (302, {}, [("Location", "/reporting/clients/v1")])


@fault("S", "movements.write.empty-object", WRITE)
class WrittenIsNull(_Written):
    reply = (200, "ok")


@fault("S", "movements.write.empty-object", WRITE)
class WrittenIsArray(_Written):
    reply = (200, [])


# ---- players ----

@fault("M", "movements.register.twice-refused", TWICE)
class RegisteredAgain:
    def add_player(self, external_id, brand, click):
        if self.player_key(external_id, brand) not in self.players:
            super().add_player(external_id, brand, click)


@fault("M", "movements.register.twice-refused", TWICE)
class RegisteredAgainFromTheBegin:
    def add_player(self, external_id, brand, click):
        self.players.pop(self.player_key(external_id, brand), None)
        super().add_player(external_id, brand, click)


@fault("M", "movements.register.twice-refused", TWICE)
class RegisteredTwiceIs500:
    def add_player(self, external_id, brand, click):
        try:
            super().add_player(external_id, brand, click)
        except Refusal as refusal:
            raise KeyError(external_id) from refusal


@fault("M", "movements.register.other-brand", TWICE)
class BrandNotInKey:
    def player_key(self, external_id, brand):
        return (external_id,)


@fault("M", "movements.register.other-brand", TWICE)
class OneBrandForEachId:
    def add_player(self, external_id, brand, click):
        if any(player.external_id == external_id for player in self.players.values()):
            raise self.refusal(409, "already_exists", "this client is registered already")
        super().add_player(external_id, brand, click)


@fault("M", "movements.player.found-by-brand-too", PLAYER)
class FoundUnderAnyBrand:
    def player_of(self, external_id, brand):
        found = [player for player in self.players.values() if player.external_id == external_id]
        exact = [player for player in found if player.brand == brand]
        return (exact or found or [super().player_of(external_id, brand)])[0]


@fault("S", "movements.register.unknown-brand-refused", UNKNOWN)
class AnyBrand:
    def checked_brand(self, value):
        return self.checked_uuid(value)


@fault("S", "movements.register.unknown-click-refused", UNKNOWN)
class AnyClick:
    def checked_click(self, value):
        return value


@fault("M", "movements.player.not-made|movements.player.unknown-refused", PLAYER)
class PlayerMade:
    def player_of(self, external_id, brand):
        if (external_id, brand) not in self.players:
            self.add_player(external_id, brand, "")
        return super().player_of(external_id, brand)


@fault("M", "movements.player.not-made", PLAYER)
class PlayerMadeAndRefused:
    def player_of(self, external_id, brand):
        try:
            return super().player_of(external_id, brand)
        except Refusal:
            self.add_player(external_id, brand, "")
            raise


@fault("M", "movements.player.unknown-records-nothing", PLAYER)
class MovementWaitsForThePlayer:
    def prepare(self):
        super().prepare()
        self.waiting = {}

    def record_movement(self, request):
        try:
            return super().record_movement(request)
        except Refusal as refusal:
            if refusal.status == 404:
                body = self.read_json(request.body)
                key = self.player_key(body["externalClientId"], body["revenueOriginId"].lower())
                self.waiting.setdefault(key, []).append((self.checked_updates(body.get("metrics")), request.body))
            raise

    def add_player(self, external_id, brand, click):
        super().add_player(external_id, brand, click)
        for updates, raw in self.waiting.pop(self.player_key(external_id, brand), []):
            self.apply(self.players[self.player_key(external_id, brand)], updates, None, raw)


class _NotFound:
    def player_of(self, external_id, brand):
        try:
            return super().player_of(external_id, brand)
        except Refusal as refusal:
            raise self.refusal(self.status, "not_found", self.words) from refusal


@fault("M", "movements.player.unknown-refused", PLAYER)
class PlayerNotFound(_NotFound):
    status, words = 404, "player not found"


@fault("M", "movements.player.unknown-refused", PLAYER)
class ClientNotFoundWithUnderlines(_NotFound):
    status, words = 404, "client_not_found"


@fault("S", "movements.player.unknown-refused.code", STATUS_404)
class UnknownPlayerIs422(_NotFound):
    status, words = 422, "client not found"


@fault("S", "movements.player.unknown-refused.code", STATUS_404)
class UnknownPlayerIs400(_NotFound):
    status, words = 400, "Client Not Found"


@fault("M", "movements.player.unknown-refused", PLAYER)
class UnknownPlayerIs500(_NotFound):
    status, words = 500, "client not found"
