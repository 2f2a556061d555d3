"""The feed server put together: settings, layers, target file."""

import json
import threading
from dataclasses import dataclass, replace

from serverkit.exact_json import ExactJson
from serverkit.http_layer import HttpLayer

from .endpoints import Endpoints
from .rows import Rows
from .tokens import Tokens
from .validation import Validation


@dataclass(frozen=True)
class Settings:
    client_id: str = "independent-operator"
    client_secret: str = "s3cret:with/odd+characters &%"
    token_path: str = "/oauth/token"
    token_seconds: int = 3600
    rate_limit: int = 1000
    rate_seconds: float = 60
    affiliate_ids: tuple = ("AFF-7", "AFF-8")
    game_types: tuple = ()          # named in the target file; empty: the five of the guide
    most_records: int = 1000
    most_characters: int = 500
    most_digits: int = 15
    default_rows: int = 50
    most_rows: int = 500
    body_limit: int = 9 * 1024 * 1024   # bytes


class Feed(Endpoints, Validation, Rows, Tokens, HttpLayer, ExactJson):
    """The feed's platform as the contract page describes it."""

    setting_changes: dict = {}

    def __init__(self, rate_seconds: float):
        self.settings = Settings(rate_seconds=rate_seconds)
        for mixin in reversed(type(self).__mro__):
            self.settings = replace(self.settings, **vars(mixin).get("setting_changes", {}))
        self.lock = threading.RLock()
        self.open_tokens()
        self.open_rows()
        self.prepare()

    def prepare(self) -> None:
        """A place for the state that a variant or fault needs."""


def build_feed(mixins: list, rate_seconds: float) -> Feed:
    """A server whose methods are replaced by those of the mixins, the first one outermost."""
    return type("BuiltFeed", (*mixins, Feed), {})(rate_seconds)


def target_yaml(feed: Feed, base_url: str) -> str:
    """The target file for the server at the URL. JSON texts are YAML texts."""
    settings = feed.settings
    content = {
        "base_url": base_url, "token_path": settings.token_path, "client_id": settings.client_id,
        "client_secret": settings.client_secret, "affiliate_ids": list(settings.affiliate_ids), "expired_token": feed.issue(-60)}
    if settings.game_types:
        content["game_types"] = list(settings.game_types)
    return "\n".join(["name: independent-feed", "feed:"] + [f"  {key}: {json.dumps(value)}" for key, value in content.items()]) + "\n"
