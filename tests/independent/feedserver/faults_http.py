"""Faults of HTTP and JSON as such."""

import os
import threading

from serverkit.exact_json import Malformed
from serverkit.http_layer import Reply
from serverkit.refusal import Refusal
from serverkit.registry import fault

JSON_TYPE = "JSON, UTF-8, and Content-Type: application/json (parameters allowed) on every response of a call that has a body."
MALFORMED = "Malformed HTTP or JSON, unknown paths and methods, oversized and truncated bodies: a 4xx; no other 5xx."
SERVES = "The server goes on serving others."
TYPE_415 = "Wrong content type: 415."
METHOD_405 = "Method unknown on a path: 405 with Allow."


class _ContentType:
    def reply_headers(self, request, reply):
        headers = [(name, self.type_of(request, reply) if name == "Content-Type" else value) for name, value in super().reply_headers(request, reply)]
        return [(name, value) for name, value in headers if value]


@fault("M", "feed.http.json-content-type", JSON_TYPE)
class ErrorsAsTextPlain(_ContentType):
    def type_of(self, request, reply):
        return "text/plain" if reply.status in (401, 422) else "application/json"


@fault("M", "feed.http.json-content-type", JSON_TYPE)
class ProblemJson(_ContentType):
    def type_of(self, request, reply):
        return "application/problem+json" if reply.status == 422 else "application/json"


@fault("M", "feed.http.json-content-type", JSON_TYPE)
class NoContentType(_ContentType):
    def type_of(self, request, reply):
        return None


@fault("M", "feed.http.json-content-type", JSON_TYPE)
class ListsAsTextJson(_ContentType):
    def type_of(self, request, reply):
        return "text/json" if request and request.method == "GET" else "application/json"


@fault("M", "feed.*", JSON_TYPE)
class RepliesInLatin1:
    def write_json(self, value):
        return super().write_json(value).decode().encode("latin-1", "replace")


@fault("S", "feed.http.content-type-refused", TYPE_415)
class AnyContentType:
    def check_content_type(self, request):
        pass


@fault("S", "feed.http.content-type-refused", TYPE_415)
class WrongContentTypeIs400:
    def check_content_type(self, request):
        try:
            super().check_content_type(request)
        except Refusal as refusal:
            refusal.status = 400
            raise


@fault("S", "feed.http.method-refused", METHOD_405)
class UnknownMethodIs404:
    def check_method(self, request, allowed):
        if request.method not in allowed:
            raise Refusal(404, self.error_content("NOT_FOUND", "There is nothing here."))


@fault("S", "feed.http.method-refused", METHOD_405)
class NoAllow:
    def allow_headers(self, allowed):
        return []


@fault("S", "feed.http.method-refused", METHOD_405)
class DeleteIsRead:
    def dispatch(self, request):
        request.method = "GET" if request.method in ("PUT", "DELETE", "PATCH") else request.method
        return super().dispatch(request)


@fault("S", "feed.robust.malformed-json-refused", MALFORMED)
class MalformedJsonIs500:
    def body_value(self, request):
        return self.read_json(request.body)


@fault("S", "feed.robust.malformed-json-refused", MALFORMED)
class MalformedJsonIsIgnored:
    def dispatch(self, request):
        try:
            return super().dispatch(request)
        except Refusal as refusal:
            if refusal.status == 400 and isinstance(refusal.__cause__, Malformed):
                return Reply(200, {"received": 0, "created": 0, "updated": 0, "unchanged": 0})
            raise


@fault("S", "feed.robust.unknown-path-refused", MALFORMED)
class UnknownPathIsWelcome:
    def resource_of(self, request):
        try:
            return super().resource_of(request)
        except Refusal:
            return "customers"

    def admit(self, request, resource):
        if request.path.endswith(("customers", "transactions", "gaming-activity")):
            super().admit(request, resource)


@fault("S", "feed.robust.unknown-path-refused", MALFORMED)
class UnknownPathIs500:
    def resource_of(self, request):
        try:
            return super().resource_of(request)
        except Refusal as refusal:
            raise KeyError(request.path) from refusal


@fault("S", "feed.robust.malformed-http-refused", MALFORMED)
class MalformedHttpIs500:
    def bad_http_reply(self, problem):
        problem.status = 500 if problem.status == 400 else problem.status
        return super().bad_http_reply(problem)


@fault("S", "feed.robust.body-of-8-mib-accepted", "Bodies of 8 MiB are accepted.")
class BodiesOf4MiB:
    setting_changes = {"body_limit": 4 * 1024 * 1024}


@fault("S", "feed.robust.oversized-body-refused", MALFORMED)
class OversizedBodyIs500:
    def bad_http_reply(self, problem):
        problem.status = 500 if problem.status == 413 else problem.status
        return super().bad_http_reply(problem)


@fault("M", "feed.robust.keeps-serving", SERVES)
class OversizedBodyEndsTheServer:
    def bad_http_reply(self, problem):
        if problem.status == 413:
            os._exit(1)
        return super().bad_http_reply(problem)


@fault("M", "feed.robust.keeps-serving", SERVES)
class MalformedJsonKeepsTheLock:
    """An exception leaves a lock behind; what writes waits for ever."""

    def prepare(self):
        super().prepare()
        self.gate = threading.Lock()

    def push(self, resource, request):
        self.gate.acquire()
        try:
            reply = super().push(resource, request)
        except Refusal as refusal:
            if not isinstance(refusal.__cause__, Malformed):
                self.gate.release()
            raise
        self.gate.release()
        return reply
