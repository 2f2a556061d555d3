"""Faults of the lists of players and metrics, and of HTTP as such."""

import json
import os
from dataclasses import replace

from serverkit.exact_json import Malformed
from serverkit.refusal import Refusal
from serverkit.registry import fault

PLAYERS = 'Each player with client_id, external_client_id, revenue_origin_id, balances {code: numeric string}.'
METRICS = "The metric codes: {code, data_type (integer, decimal), archived}; archived metrics stay in the list."
JSON_TYPE = "JSON, UTF-8, and Content-Type: application/json on every response of a contract's call that has a body."
MALFORMED = "Malformed HTTP or JSON, unknown paths and methods, oversized and truncated bodies: a 4xx; no other 5xx."


# ---- players and metrics ----

class _Players:
    def shown_player(self, player):
        shown = super().shown_player(player)
        return self.changed(player, shown) or shown


@fault("M", "movements.players.listed", PLAYERS)
class BalancesAreNumbers(_Players):
    def changed(self, player, shown):
        return shown | {"balances": player.balances}


@fault("M", "movements.players.listed", PLAYERS)
class BalancesAreAList(_Players):
    def changed(self, player, shown):
        return shown | {"balances": [{"code": code, "value": value} for code, value in shown["balances"].items()]}


@fault("M", "movements.*", PLAYERS)
class BalancesWithThousandsSeparators(_Players):
    def changed(self, player, shown):
        return shown | {"balances": {code: f"{value:,f}" for code, value in player.balances.items()}}


@fault("M", "movements.players.listed|movements.register.accepted", PLAYERS)
class BrandNotListed(_Players):
    def changed(self, player, shown):
        shown.pop("revenue_origin_id")


@fault("M", "movements.*", PLAYERS)
class CodesInCamelCase(_Players):
    def changed(self, player, shown):
        return shown | {"balances": {"".join(part.title() for part in code.split("-")): value for code, value in shown["balances"].items()}}


@fault("S", "movements.players.client-id", PLAYERS)
class OtherClientIdInRows(_Players):
    def changed(self, player, shown):
        return shown | {"client_id": "player-" + shown["client_id"]}

    def players_of(self, query):
        return super().players_of(query | {"client_id": query.get("client_id", "").removeprefix("player-")})


class _Metrics:
    def shown_metrics(self):
        return self.changed(super().shown_metrics())


@fault("S", "movements.metrics.archived-listed|movements.metrics.listed", METRICS)
class ArchivedMetricsNotListed(_Metrics):
    def changed(self, metrics):
        return [metric for metric in metrics if not metric["archived"]]


@fault("S", "movements.metrics.*", METRICS)
class ArchivedNotTold(_Metrics):
    def changed(self, metrics):
        return [metric | {"archived": False} for metric in metrics]


@fault("S", "movements.metrics.listed", METRICS)
class EveryMetricIsDecimal(_Metrics):
    def changed(self, metrics):
        return [metric | {"data_type": "decimal"} for metric in metrics]


@fault("M", "movements.metric.codes-kebab-case", "Codes are kebab-case and case-sensitive.")
class ForeignCodesInSnakeCase(_Metrics):
    def changed(self, metrics):
        return metrics + [{"code": "First_Deposit", "data_type": "decimal", "archived": False}]


# ---- HTTP ----

class _ContentType:
    def reply_headers(self, request, reply):
        headers = [(name, self.type_of(request, reply) if name == "Content-Type" else value) for name, value in super().reply_headers(request, reply)]
        return [(name, value) for name, value in headers if value]


@fault("M", "movements.http.json-content-type", JSON_TYPE)
class ErrorsAsTextPlain(_ContentType):
    def type_of(self, request, reply):
        return "text/plain" if reply.status >= 400 else "application/json"


@fault("M", "movements.http.json-content-type", JSON_TYPE)
class WritesAsHtml(_ContentType):
    def type_of(self, request, reply):
        return "text/html" if reply.content == {} else "application/json"


@fault("M", "movements.*", JSON_TYPE)
class RepliesInLatin1:
    def write_json(self, value):
        return super().write_json(value).decode().encode("latin-1", "replace")


@fault("S", "movements.robust.malformed-json-refused", MALFORMED)
class MalformedJsonIs500:
    def object_of(self, request):
        try:
            return super().object_of(request)
        except Refusal as refusal:
            if isinstance(refusal.__cause__, Malformed):
                raise ValueError from refusal
            raise


@fault("S", "movements.robust.malformed-json-refused", MALFORMED)
class MalformedJsonIs200:
    def dispatch(self, request):
        try:
            return super().dispatch(request)
        except Refusal as refusal:
            if isinstance(refusal.__cause__, Malformed):
                return self.written_reply()
            raise


@fault("S", "movements.robust.unknown-path-refused", MALFORMED)
class UnknownPathIs200:
    def find_call(self, request):
        try:
            return super().find_call(request)
        except Refusal:
            return self.list_metrics


@fault("S", "movements.robust.malformed-http-refused", MALFORMED)
class MalformedHttpIs500:
    def bad_http_reply(self, problem):
        problem.status = 500 if problem.status == 400 else problem.status
        return super().bad_http_reply(problem)


@fault("S", "movements.robust.body-of-64-kib-accepted", "Bodies of 64 KiB are accepted.")
class BodiesOf32KiB:
    setting_changes = {"body_limit": 32 * 1024}


@fault("S", "movements.robust.oversized-body-refused", MALFORMED)
class OversizedBodyIs500:
    def bad_http_reply(self, problem):
        problem.status = 500 if problem.status == 413 else problem.status
        return super().bad_http_reply(problem)


@fault("M", "movements.robust.keeps-serving", "The server goes on serving others.")
class OversizedBodyEndsTheServer:
    def bad_http_reply(self, problem):
        if problem.status == 413:
            os._exit(1)
        return super().bad_http_reply(problem)
