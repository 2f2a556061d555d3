"""Players, balances and movements, and the reports of them."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from serverkit import times


@dataclass
class Player:
    client_id: str
    external_id: str
    brand: str
    click: str
    balances: dict = field(default_factory=dict)        # code -> Decimal
    request_ids: set = field(default_factory=set)


@dataclass(frozen=True)
class Movement:
    id: str
    player: Player
    request_id: str | None
    updates: list
    raw_payload: str
    share: Decimal
    created: datetime


class Books:

    def open_books(self) -> None:
        self.players: dict[tuple, Player] = {}
        self.movements: list[Movement] = []             # in the order of application

    # ---- writes ----

    def player_key(self, external_id: str, brand: str) -> tuple:
        return external_id, brand

    def add_player(self, external_id: str, brand: str, click: str) -> None:
        key = self.player_key(external_id, brand)
        if key in self.players:
            raise self.refusal(409, "already_exists", "this client is registered already")
        self.players[key] = Player(str(uuid.uuid4()), external_id, brand, click)

    def player_of(self, external_id: str, brand: str) -> Player:
        player = self.players.get(self.player_key(external_id, brand))
        if player is None:
            raise self.refusal(404, "client_not_found", "client not found")
        return player

    def check_request_is_new(self, player: Player, request_id: str | None, body: dict) -> None:
        if request_id is not None and request_id in player.request_ids:
            raise self.refusal(409, "duplicate", "duplicate metric movement request")

    def apply(self, player: Player, updates: list, request_id: str | None, raw: bytes) -> None:
        """Records one movement whose parts are all right."""
        share = sum((self.share_of(player, update.code, self.update_balance(player, update)) for update in updates), Decimal(0))
        if request_id is not None:
            player.request_ids.add(request_id)
        self.movements.append(Movement(str(uuid.uuid4()), player, request_id, updates, self.payload_text(raw), share, times.now()))

    def update_balance(self, player: Player, update) -> Decimal:
        """Writes the new balance; the change that it was."""
        old = player.balances.get(update.code, Decimal(0))
        new = self.new_balance(old, update)
        player.balances[update.code] = new
        return new - old

    def new_balance(self, old: Decimal, update) -> Decimal:
        return update.value if update.absolute else old + update.value

    def share_of(self, player: Player, code: str, change: Decimal) -> Decimal:
        settings = self.settings
        return change * Decimal(settings.share_rate) if player.click == settings.share_click and code == settings.share_metric else Decimal(0)

    def payload_text(self, raw: bytes) -> str:
        return raw.decode()

    # ---- movements ----

    def movements_of(self, query: dict) -> list:
        """The rows of the filter, newest first."""
        tests = self.movement_tests(query)
        return [row for row in reversed(self.movements) if all(test(row) for test in tests)]

    def movement_tests(self, query: dict) -> list:
        tests = []
        if query.get("client_id"):
            tests.append(lambda row: row.player.client_id == query["client_id"])
        if query.get("external_client_id"):
            tests.append(lambda row: row.player.external_id == query["external_client_id"])
        if query.get("request_id"):
            tests.append(lambda row: row.request_id == query["request_id"])
        begin, end = self.range_of(query)
        return tests + [lambda row: begin <= row.created <= end]

    def range_of(self, query: dict) -> tuple:
        begin, end = query.get("date_from"), query.get("date_to")
        if not begin and not end:
            return times.now() - self.settings.default_days * times.DAY, times.now() + times.DAY
        first = self.bound(begin, False) if begin else datetime.min.replace(tzinfo=times.timezone.utc)
        return first, self.bound(end, True) if end else datetime.max.replace(tzinfo=times.timezone.utc)

    def bound(self, text: str, is_end: bool) -> datetime:
        """The first or last instant that belongs to the range."""
        day = times.parse_date(text)
        if day is not None:
            return times.day_begin(day) + (times.DAY - times.timedelta(microseconds=1) if is_end else times.timedelta())
        instant = times.parse_date_time(text)
        if instant is None:
            raise self.refusal(422, "validation", "date_from, date_to: a date or date-time is expected")
        return instant

    def shown_movement(self, row: Movement) -> dict:
        return {
            "id": row.id, "client_id": row.player.client_id, "external_client_id": row.player.external_id,
            "revenue_origin_id": row.player.brand, "request_id": row.request_id,
            "metrics": [self.shown_update(update) for update in row.updates], "raw_payload": row.raw_payload,
            "total_revshare": self.plain(row.share), "account_settlement_id": None, "created_at": self.shown_time(row.created)}

    def shown_update(self, update) -> dict:
        return {"code": update.code, "type": "absolute" if update.absolute else "relative", "value": self.shown_value(update)}

    def shown_value(self, update) -> str:
        return update.written

    def shown_time(self, instant: datetime) -> str:
        return times.write(instant)

    def plain(self, value: Decimal) -> str:
        """A numeric string; zeros that say nothing are left out."""
        text = f"{value:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text in ("-0", "") else text

    # ---- players and metrics ----

    def players_of(self, query: dict) -> list:
        rows = list(self.players.values())
        if query.get("client_id"):
            rows = [row for row in rows if row.client_id == query["client_id"]]
        if query.get("external_client_id"):
            rows = [row for row in rows if row.external_id == query["external_client_id"]]
        return rows

    def shown_player(self, player: Player) -> dict:
        return {"client_id": player.client_id, "external_client_id": player.external_id, "revenue_origin_id": player.brand,
                "balances": {code: self.plain(value) for code, value in self.shown_balances(player).items()}}

    def shown_balances(self, player: Player) -> dict:
        return player.balances

    def shown_metrics(self) -> list:
        settings = self.settings
        kinds = (("decimal", settings.decimal_codes, False), ("integer", settings.integer_codes, False),
                 ("decimal", settings.archived_codes, True))
        return [{"code": code, "data_type": kind, "archived": archived} for kind, codes, archived in kinds for code in codes]
