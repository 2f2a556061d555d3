"""The movements server put together: settings, layers, a movement of last month, target file."""

import json
import threading
from dataclasses import dataclass, replace
from decimal import Decimal

from serverkit import times
from serverkit.exact_json import ExactJson
from serverkit.http_layer import HttpLayer

from .books import Books
from .checks import Checks, Update
from .endpoints import Endpoints

BRANDS = ("3b7c1f0e-52a4-4f6d-8a11-90d2c4e6f801", "a94d6e21-0c3b-4d7f-b5e8-17f2a3c4d502")
OLD_DAYS = 40


@dataclass(frozen=True)
class Settings:
    api_key: str = "independent-Key-4711"
    brands: tuple = BRANDS
    clicks: tuple = ("clk-a", "clk-b", "clk-share")
    decimal_codes: tuple = tuple("ngr ggr total-deposits total-withdrawals bonus-cost chargebacks stakes winnings fees taxes net-cash "
                                 "lifetime-value risk-score average-bet jackpot-share free-bet-cost".split())
    integer_codes: tuple = tuple("deposits-count withdrawals-count bets-count logins-count sessions-count vip-level days-active "
                                 "complaints-count".split())
    archived_codes: tuple = ("old-turnover", "legacy-points")
    share_metric: str = "ngr"
    share_rate: str = "0.35"
    share_click: str = "clk-share"
    movement_path: str = "/tracking/client-metric-movement/v1"
    list_path: str = "/reporting/client-metric-movements/v1"
    longest_external_id: int = 255
    longest_request_id: int = 100
    most_metrics: int = 20
    default_rows: int = 50
    most_rows: int = 500
    default_days: int = 7
    body_limit: int = 1024 * 1024   # bytes

    def usable_codes(self) -> tuple:
        return self.decimal_codes + self.integer_codes


class Movements(Endpoints, Checks, Books, HttpLayer, ExactJson):
    """The platform of the movements as the contract page describes it."""

    setting_changes: dict = {}

    def __init__(self):
        self.settings = Settings()
        for mixin in reversed(type(self).__mro__):
            self.settings = replace(self.settings, **vars(mixin).get("setting_changes", {}))
        self.lock = threading.RLock()
        self.open_books()
        self.prepare()
        self.record_old_movement()

    def prepare(self) -> None:
        """A place for the state that a variant or fault needs."""

    def record_old_movement(self) -> None:
        """A movement that is older than the log's default range; target files name it."""
        self.add_player("veteran", self.settings.brands[0], self.settings.clicks[0])
        body = json.dumps({"externalClientId": "veteran", "revenueOriginId": self.settings.brands[0], "requestId": "old-1",
                           "metrics": [{"code": "ngr", "type": "absolute", "value": "12.5"}]})
        player = next(iter(self.players.values()))
        self.apply(player, [Update("ngr", True, Decimal("12.5"), "12.5")], "old-1", body.encode())
        self.movements[0] = replace(self.movements[0], created=times.now() - OLD_DAYS * times.DAY)


def build_movements(mixins: list) -> Movements:
    """A server whose methods are replaced by those of the mixins, the first one outermost."""
    return type("BuiltMovements", (*mixins, Movements), {})()


def target_yaml(server: Movements, base_url: str) -> str:
    """The target file for the server at the URL. JSON texts are YAML texts."""
    settings, old = server.settings, server.movements[0]
    content = {
        "base_url": base_url, "api_key": settings.api_key, "brands": list(settings.brands), "click_ids": list(settings.clicks[:2]),
        "metrics": {"decimal": list(settings.decimal_codes), "integer": list(settings.integer_codes), "archived": list(settings.archived_codes)},
        "revshare": {"metric": settings.share_metric, "rate": settings.share_rate, "brand": settings.brands[0], "click_id": settings.share_click},
        "old_movement": {"external_client_id": "veteran", "revenue_origin_id": settings.brands[0], "request_id": "old-1",
                         "date": old.created.date().isoformat()},
        "paths": {"record_movement": settings.movement_path, "list_movements": settings.list_path}}
    return "\n".join(["name: independent-movements", "movements:"] + [f"  {key}: {json.dumps(value)}" for key, value in content.items()]) + "\n"
