"""Right but unusual: how a reply looks on the wire. JSON and HTTP leave all of this open."""

import time
from decimal import Decimal

from serverkit.registry import variant
from serverkit.variants_wire import Headers

from .ledger import Refusal


# ---- numbers ----

@variant("The balance is written without decimals that say nothing: 10, 10.5.")
class ShortNumbers:
    def number(self, value):
        return f"{value.normalize():f}"


@variant("The balance is written with one decimal at least: 10.0, 10.25.")
class OneDecimalNumbers:
    def number(self, value):
        text = f"{value.normalize():f}"
        return text if "." in text else text + ".0"


@variant("The balance is written with more decimals than the wallet has: 10.0000.")
class LongNumbers:
    def number(self, value):
        return f"{value:.{self.settings.max_decimals + 2}f}"


@variant("The balance is written in scientific notation: 1E+1, 1.025E+1.")
class ScientificNumbers:
    def number(self, value):
        digits = "".join(map(str, value.normalize().as_tuple().digits))
        point = "." + digits[1:] if digits[1:] else ""
        return f"{'-' if value < 0 else ''}{digits[0]}{point}E{value.adjusted() if value else 0:+d}"


@variant("The balance is written with a fraction and a small exponent: 1.0e1.")
class LowerCaseExponents(ScientificNumbers):
    def number(self, value):
        mantissa, _, exponent = super().number(value).partition("E")
        return f"{mantissa if '.' in mantissa else mantissa + '.0'}e{int(exponent)}"


@variant("The balance is written as a whole number of cents and an exponent: 1025e-2.")
class CentsWithExponent:
    def number(self, value):
        return f"{value.scaleb(4):.0f}e-4" if value == round(value, 4) else super().number(value)


# ---- JSON ----

@variant("Every object has members that the contract does not know, of all types.")
class ExtraFields:
    def members(self, value):
        more = [("_links", None), ("Version", [1, True, None]), ("requestCost", Decimal("0.1")), ("balanceText", "zehn €")]
        return more[:2] + super().members(value) + more[2:]


@variant("Optional members that are not there are written as null.")
class NullExtras:
    def balance_content(self, player, game):
        return super().balance_content(player, game) | {"bonusBalance": None, "message": None}

    def transaction_content(self, player, call, balance):
        return super().transaction_content(player, call, balance) | {"bonusBalance": None}


# ---- error bodies ----

@variant("Error bodies carry further members, outside and inside of error.")
class ErrorsWithDetails:
    def error_reply(self, status, code, message):
        reply = super().error_reply(status, code, message)
        inner = {"details": [{"field": None}], **reply.content["error"], "traceId": "7f", "retryable": status == 500}
        reply.content = {"status": status, "timestamp": self.error_time(), "error": inner, "path": "/"}
        return reply

    def error_time(self):
        return time.strftime("%Y-%m-%dT%H:%M:%S.000+00:00", time.gmtime())


@variant("Error messages are long and of many scripts.")
class LongUnicodeMessages:
    def error_reply(self, status, code, message):
        return super().error_reply(status, code, f"{message} – Запрос отклонён 请求被拒绝 🎰 \"{code}\"\\\n\t" * 40)


@variant("A 401 names the scheme in WWW-Authenticate.")
class ChallengesOn401:
    def error_reply(self, status, code, message):
        reply = super().error_reply(status, code, message)
        if status == 401:
            reply.headers.append(("WWW-Authenticate", 'Bearer realm="wallet", error="invalid_token"'))
        return reply


@variant("404 and 405 have a page of HTML, as a gateway answers them.")
class GatewayPages:
    def error_reply(self, status, code, message):
        reply = super().error_reply(status, code, message)
        if status in (404, 405, 413):
            reply.headers.append(("Content-Type", "text/html"))
            reply.content = "<html><h1>nginx</h1></html>"
        return reply

    def reply_headers(self, request, reply):
        headers = super().reply_headers(request, reply)
        if isinstance(reply.content, str):
            headers.remove(("Content-Type", "application/json"))
        return headers

    def write_json(self, value):
        return value.encode() if isinstance(value, str) else super().write_json(value)


@variant("404 and 405 have no body.")
class EmptyNotFound:
    def error_reply(self, status, code, message):
        reply = super().error_reply(status, code, message)
        if status in (404, 405):
            reply.content = None
        return reply


@variant("A method that is not known is answered 501.")
class UnknownMethodsAre501:
    def route(self, request):
        operation = super().route(request) if request.method == "POST" else None
        if operation is None:
            raise Refusal(501, "INVALID_REQUEST", "Not implemented.")
        return operation


# ---- headers ----

@variant("Cache-Control comes in two header lines.")
class CacheControlInTwoLines(Headers):
    def rewrite(self, headers):
        rest = [header for header in headers if header[0] != "Cache-Control"]
        return rest + [("Cache-Control", "no-store"), ("Cache-Control", "no-cache")]


@variant("Cache-Control says more than it must, in other order and case.")
class CacheControlWithMore(Headers):
    def rewrite(self, headers):
        return [(n, "private, max-age=0, No-Store,no-cache , must-revalidate" if n == "Cache-Control" else v) for n, v in headers]
