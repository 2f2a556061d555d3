"""The wallet put together: settings, layers, players, target file."""

import json
import shlex
import sys
from dataclasses import dataclass, replace
from decimal import Decimal

from serverkit.http_layer import HttpLayer

from .endpoints import Endpoints
from .ledger import FreeGame, Ledger, Player
from .tokens import Tokens, mint_launch_token, tamper
from .wire import Wire


@dataclass(frozen=True)
class Settings:
    hmac_secret: str = "independent-wallet-secret"
    launch_secret: str = "independent-site-secret"
    signature_encoding: str = "hex"
    provider: str = "gameprovider"
    game: str = "fantasyquest"
    other_game: str = "dragonrising"
    max_decimals: int = 2
    currency: str = "eur"
    opening_balance: Decimal = Decimal("5000.00")
    player_ids: tuple = ("44-12345-00001", "44-12345-00002", "44-12345-00003", "44-12345-00004")
    body_limit: int = 1024 * 1024   # bytes
    launch_token_command: bool = False


FREE_GAMES = ((1, 99, 50), (2, 98, 3))      # instance id, offer id, rounds


class Wallet(Endpoints, HttpLayer, Ledger, Tokens, Wire):
    """The wallet as the contract page describes it."""

    setting_changes: dict = {}

    def __init__(self):
        self.settings = Settings()
        for mixin in reversed(type(self).__mro__):
            self.settings = replace(self.settings, **vars(mixin).get("setting_changes", {}))
        self.players = {player_id: self.new_player(player_id) for player_id in self.settings.player_ids}
        self.open_tokens()
        self.prepare()

    def prepare(self) -> None:
        """A place for the state that a variant or fault needs."""

    def new_player(self, player_id: str) -> Player:
        games = {number: FreeGame(number, offer, self.settings.game, rounds, rounds) for number, offer, rounds in FREE_GAMES}
        return Player(player_id, self.settings.opening_balance, games)


def build_wallet(mixins: list) -> Wallet:
    """A wallet whose methods are replaced by those of the mixins, the first one outermost."""
    return type("BuiltWallet", (*mixins, Wallet), {})()


def target_yaml(wallet: Wallet, base_url: str, script: str) -> str:
    """The target file for the wallet at the URL. JSON texts are YAML texts."""
    settings = wallet.settings
    first = settings.player_ids[0]
    expired_session = wallet.open_session(first, settings.provider, settings.game, -3600)

    def launch(player_id: str) -> dict:
        if settings.launch_token_command:
            command = [sys.executable, script, "--mint-launch-token", player_id]
            return {"launch_token_command": shlex.join(command)}
        return {"launch_token": mint_launch_token(settings.launch_secret, player_id)}

    players = [
        launch(player_id) | {
            "ip": "1.2.3.4", "platform": "desktop",
            "free_games": [{"instance_id": number, "offer_id": offer} for number, offer, _ in FREE_GAMES]}
        for player_id in settings.player_ids]
    content = {
        "base_url": base_url, "hmac_secret": settings.hmac_secret, "signature_encoding": settings.signature_encoding,
        "provider": settings.provider, "game": settings.game, "other_game": settings.other_game,
        "max_decimals": settings.max_decimals, "players": players,
        "rejected_launch_tokens": {
            "expired": mint_launch_token(settings.launch_secret, first, -3600),
            "tampered": tamper(mint_launch_token(settings.launch_secret, first))},
        "expired_player_token": {"player": 1, "token": expired_session},
    }
    lines = ["name: independent-wallet", "wallet:"]
    lines += [f"  {key}: {json.dumps(value)}" for key, value in content.items()]
    return "\n".join(lines) + "\n"
