"""From a request to its answer: path, key, and then the call."""

import hmac
import sys
import traceback
from urllib.parse import parse_qsl

from serverkit.exact_json import Malformed
from serverkit.http_layer import Reply, Request
from serverkit.refusal import Refusal


class Endpoints:

    def routes(self) -> dict:
        return {
            ("POST", "/tracking/client/v1"): self.register_client,
            ("POST", self.settings.movement_path): self.record_movement,
            ("GET", self.settings.list_path): self.list_movements,
            ("GET", "/reporting/client-metrics/v1"): self.list_metrics,
            ("GET", "/reporting/clients/v1"): self.list_clients,
        }

    def answer(self, request: Request) -> Reply:
        try:
            return self.dispatch(request)
        except Refusal as refusal:
            return Reply(refusal.status, refusal.content, refusal.headers)
        except Exception:  # a defect of this server; the log tells
            traceback.print_exc(file=sys.stderr)
            return self.error_reply(500, "internal", "something went wrong here")

    def dispatch(self, request: Request) -> Reply:
        call = self.find_call(request)
        self.check_key(request, call.__name__)
        return call(request)

    def find_call(self, request: Request):
        routes = self.routes()
        call = routes.get((request.method, request.path))
        if call is None:
            allowed = [method for method, path in routes if path == request.path]
            if allowed:
                raise self.refusal(405, "method_not_allowed", "this method is not known here", [("Allow", ", ".join(allowed))])
            raise self.refusal(404, "not_found", "there is nothing here")
        return call

    def check_key(self, request: Request, call: str) -> None:
        if not self.key_is_right(request.headers.get("x-api-key", "")):
            raise self.refusal(401, "unauthorized", "a valid X-Api-Key is missing")

    def key_is_right(self, key: str) -> bool:
        return hmac.compare_digest(key.encode("latin-1"), self.settings.api_key.encode())

    def refusal(self, status: int, code: str, message: str, headers: list = ()) -> Refusal:
        return Refusal(status, self.error_content(code, message), headers)

    def error_content(self, code: str, message: str) -> dict:
        return {"error": {"code": code, "message": message}}

    def error_reply(self, status: int, code: str, message: str) -> Reply:
        return Reply(status, self.error_content(code, message))

    # ---- writes ----

    def register_client(self, request: Request) -> Reply:
        body = self.object_of(request)
        external_id = self.checked_external_id(body.get("externalId"), "externalId")
        brand, click = self.checked_brand(body.get("revenueOriginId")), self.checked_click(body.get("clickId"))
        with self.lock:
            self.add_player(external_id, brand, click)
        return self.written_reply()

    def record_movement(self, request: Request) -> Reply:
        body = self.object_of(request)
        external_id = self.checked_external_id(body.get("externalClientId"), "externalClientId")
        brand = self.checked_uuid(body.get("revenueOriginId"))
        request_id = self.checked_request_id(body.get("requestId"))
        with self.lock:
            player = self.player_of(external_id, brand)
            self.check_request_is_new(player, request_id, body)
            updates = self.checked_updates(body.get("metrics"))
            self.apply(player, updates, request_id, request.body)
        return self.written_reply()

    def object_of(self, request: Request) -> dict:
        self.check_content_type(request)
        try:
            body = self.read_json(request.body)
        except Malformed as problem:
            raise self.refusal(400, "malformed_json", str(problem)) from problem
        if not isinstance(body, dict):
            raise self.refusal(422, "validation", "an object is expected")
        return body

    def check_content_type(self, request: Request) -> None:
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
            raise self.refusal(415, "unsupported_media_type", "application/json is expected")

    def written_reply(self) -> Reply:
        return Reply(200, {})

    # ---- reports ----

    def list_movements(self, request: Request) -> Reply:
        query = self.query_of(request)
        with self.lock:
            rows = self.movements_of(query)
            return self.page_reply([self.shown_movement(row) for row in self.page_of(rows, query)], len(rows), query)

    def list_clients(self, request: Request) -> Reply:
        query = self.query_of(request)
        with self.lock:
            rows = self.players_of(query)
            return self.page_reply([self.shown_player(row) for row in self.page_of(rows, query)], len(rows), query)

    def list_metrics(self, request: Request) -> Reply:
        query = self.query_of(request)
        rows = self.shown_metrics()
        return self.page_reply(self.page_of(rows, query), len(rows), query)

    def query_of(self, request: Request) -> dict:
        return dict(parse_qsl(request.query, keep_blank_values=True))

    def page_reply(self, data: list, total: int, query: dict) -> Reply:
        return Reply(200, {"data": data, "meta": {"total": total, "page": self.page_number(query), "per_page": self.per_page(query)}})

    def page_of(self, rows: list, query: dict) -> list:
        per_page = self.per_page(query)
        return rows[(self.page_number(query) - 1) * per_page:][:per_page]

    def per_page(self, query: dict) -> int:
        wanted = self.counting_number(query.get("per_page") or str(self.settings.default_rows), "per_page")
        return min(wanted, self.settings.most_rows)

    def page_number(self, query: dict) -> int:
        return self.counting_number(query.get("page") or "1", "page")

    def counting_number(self, text: str, name: str) -> int:
        if not (text.isascii() and text.isdigit() and int(text) >= 1):
            raise self.refusal(422, "validation", f"{name}: a number from 1 is expected")
        return int(text)
