"""From a request to its answer: path, token, rate, content type, and then the resource's push or list."""

import sys
import traceback
from urllib.parse import parse_qsl

from serverkit.exact_json import Malformed
from serverkit.http_layer import Reply, Request
from serverkit.refusal import Refusal

RESOURCES = {"customers": "customers", "transactions": "transactions", "gaming-activity": "activity"}
PREFIX = "/api/v1/igaming/"


class Endpoints:

    def answer(self, request: Request) -> Reply:
        try:
            return self.dispatch(request)
        except Refusal as refusal:
            return Reply(refusal.status, refusal.content, refusal.headers)
        except Exception:  # a defect of this server; the log tells
            traceback.print_exc(file=sys.stderr)
            return self.error_reply(500, "INTERNAL", "Something went wrong here.")

    def dispatch(self, request: Request) -> Reply:
        if request.path == self.settings.token_path:
            self.check_method(request, ("POST",))
            return self.token_reply(request)
        resource = self.resource_of(request)
        with self.lock:
            self.admit(request, resource)
        self.check_method(request, ("GET", "HEAD", "POST"))
        return self.push(resource, request) if request.method == "POST" else self.read(resource, request)

    def resource_of(self, request: Request) -> str:
        name = request.path.removeprefix(PREFIX)
        if request.path != PREFIX + name or name not in RESOURCES:
            raise Refusal(404, self.error_content("NOT_FOUND", "There is nothing here."))
        return RESOURCES[name]

    def admit(self, request: Request, resource: str) -> None:
        """Refuses who has no token, and then who has called too often."""
        self.count(self.check_token(request))

    def check_method(self, request: Request, allowed: tuple) -> None:
        if request.method not in allowed:
            raise Refusal(405, self.error_content("METHOD_NOT_ALLOWED", "Not here."), self.allow_headers(allowed))

    def allow_headers(self, allowed: tuple) -> list:
        return [("Allow", ", ".join(allowed))]

    def error_content(self, code: str, message: str) -> dict:
        return {"error": {"code": code, "message": message}}

    def error_reply(self, status: int, code: str, message: str) -> Reply:
        return Reply(status, self.error_content(code, message))

    # ---- push ----

    def push(self, resource: str, request: Request) -> Reply:
        self.check_content_type(request)
        records = self.records_of(self.body_value(request))
        faults = self.schema_faults(resource, records)
        self.refuse_if(faults)
        with self.lock:
            self.refuse_if(self.reference_faults(resource, records))
            counts = self.store(resource, records)
        return self.pushed_reply(records, counts)

    def check_content_type(self, request: Request) -> None:
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
            raise Refusal(415, self.error_content("UNSUPPORTED_MEDIA_TYPE", "application/json is expected."))

    def body_value(self, request: Request):
        try:
            return self.read_json(request.body)
        except Malformed as problem:
            raise Refusal(400, self.error_content("MALFORMED_JSON", str(problem))) from problem

    def refuse_if(self, faults: list) -> None:
        if faults:
            raise Refusal(422, self.faults_content(faults))

    def faults_content(self, faults: list) -> object:
        return {"errors": faults}

    def pushed_reply(self, records: list, counts: dict) -> Reply:
        return Reply(200, {"received": self.whole(len(records)), **{name: self.whole(n) for name, n in counts.items()}})

    def whole(self, number: int) -> int:
        return number

    # ---- list ----

    def read(self, resource: str, request: Request) -> Reply:
        query = self.query_of(request)
        with self.lock:
            return Reply(200, self.page_content(*self.page(resource, query)))

    def query_of(self, request: Request) -> dict:
        return dict(parse_qsl(request.query, keep_blank_values=True))

    def page_content(self, rows: list, total: int, page: int, per_page: int, cursor: str | None) -> dict:
        meta = {"total": total, "page": page, "per_page": per_page, "next_cursor": cursor}
        return {"data": [self.shown(row) for row in rows], "meta": meta}
