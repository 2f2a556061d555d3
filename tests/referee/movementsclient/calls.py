"""Calls of the affiliate platform, each sent until it is answered for good."""

from dataclasses import dataclass

from clientkit.wire import GaveUp, Reply, Retries, Unanswered, Wire

REGISTER = "/tracking/client/v1"
RECORD = "/tracking/client-metric-movement/v1"
CLIENTS = "/reporting/clients/v1"
MOVEMENTS = "/reporting/client-metric-movements/v1"
DUPLICATE = "duplicate metric movement request"


@dataclass
class Answer:
    reply: Reply
    in_doubt: bool      # whether a try before it may have taken effect unseen

    @property
    def done(self) -> bool:
        """Success; a duplicate error tells of one that was not seen."""
        return self.reply.done or self.duplicate

    @property
    def duplicate(self) -> bool:
        return DUPLICATE in self.reply.text.lower()


class Calls(Retries, Wire):

    def open(self, settings: dict) -> None:
        self.settings, self.base_url = settings, settings["base_url"]
        paths = settings.get("paths", {})
        self.register_path, self.record_path = paths.get("register_client", REGISTER), paths.get("record_movement", RECORD)
        self.clients_path, self.movements_path = paths.get("list_clients", CLIENTS), paths.get("list_movements", MOVEMENTS)

    def post(self, path: str, fields: dict) -> Answer:
        """Raises GaveUp."""
        doubt = False
        for retry in self.attempts():
            if retry:
                fields = self.again(path, fields)
            try:
                reply = self.send(path, fields, retry)
            except Unanswered:
                doubt = True
                continue
            if reply.status < 500 and self.is_final(reply, fields):
                return Answer(reply, doubt)
            doubt = True
        raise GaveUp(path)

    def send_once(self, path: str, fields: dict) -> None:
        """Sends what cannot be sent again: whether it took effect stays unknown."""
        try:
            self.send(path, fields, 0)
        except Unanswered:
            pass

    def send(self, path: str, fields: dict, retry: int) -> Reply:
        return self.exchange("POST", path, self.headers() | {"Content-Type": "application/json"}, self.body(fields, retry))

    def again(self, path: str, fields: dict) -> dict:
        """What is sent when the outcome of the first try is unknown: the same."""
        return fields

    def is_final(self, reply: Reply, fields: dict) -> bool:
        return True

    def body(self, fields: dict, retry: int) -> bytes:
        return self.write_json(fields)

    def headers(self) -> dict:
        return {"X-Api-Key": self.settings["api_key"]}

    def get(self, path: str) -> Reply:
        for _ in self.attempts():
            try:
                reply = self.exchange("GET", path, self.headers())
            except Unanswered:
                continue
            if reply.status < 500:
                return reply
        raise GaveUp(path)
