"""Right but unusual: how a reply looks on the wire. JSON and HTTP leave all of this open."""

import time
from decimal import Decimal

from .ledger import Refusal
from .registry import variant

SPACES = " \r\n\t "


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

@variant("Replies are indented, with spaces and line ends around them.")
class PrettyPrinted:
    def write_json(self, value):
        return (SPACES + self.indented(value, "  ") + "\n\n").encode()

    def indented(self, value, indent):
        if isinstance(value, dict) and value:
            inner = [f"{indent}{self.text(k)} : {self.indented(v, indent + '  ')}" for k, v in self.members(value)]
            return "{\n" + ",\n".join(inner) + "\n" + indent[2:] + "}"
        return self.to_json(value)


@variant("Replies are as compact as can be.")
class CompactJson:
    def to_json(self, value):
        if isinstance(value, dict):
            return "{" + ",".join(f"{self.text(k)}:{self.to_json(v)}" for k, v in self.members(value)) + "}"
        return "[" + ",".join(map(self.to_json, value)) + "]" if isinstance(value, list) else super().to_json(value)


@variant("The members of every object come in reverse order.")
class OtherKeyOrder:
    def members(self, value):
        return super().members(value)[::-1]


@variant("Every character of every string is escaped, names too.")
class EscapedText:
    def text(self, value):
        return '"' + "".join(f"\\u{ord(c):04X}" for c in value) + '"'


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

class _Headers:
    """Rewrites the head of every reply."""

    def head_bytes(self, status, headers):
        return super().head_bytes(status, self.rewrite(headers))


@variant("Header names are in lower case.")
class LowerCaseHeaders(_Headers):
    def rewrite(self, headers):
        return [(name.lower(), value) for name, value in headers]


@variant("Header names are in upper case.")
class UpperCaseHeaders(_Headers):
    def rewrite(self, headers):
        return [(name.upper(), value) for name, value in headers]


@variant("Headers come in reverse order, values padded with blanks and tabs.")
class OddHeaderOrder(_Headers):
    def rewrite(self, headers):
        return [(name, f"\t  {value} \t") for name, value in headers[::-1]]


@variant("No blank follows the colon of a header.")
class TightHeaders:
    def head_bytes(self, status, headers):
        return super().head_bytes(status, headers).replace(b": ", b":")


@variant("There is no Date header.")
class NoDate(_Headers):
    def rewrite(self, headers):
        return [header for header in headers if header[0] != "Date"]


@variant("Some headers come more than once, and many that mean nothing here.")
class RepeatedHeaders(_Headers):
    def rewrite(self, headers):
        noise = [("Set-Cookie", "a=1; Path=/"), ("Set-Cookie", "b=2; HttpOnly"), ("Vary", "Origin"), ("Vary", "Accept-Encoding")]
        return noise + headers + [(f"X-Proxy-Hop-{n}", "x" * 60) for n in range(20)] + [("Server", "")]


@variant("Cache-Control comes in two header lines.")
class CacheControlInTwoLines(_Headers):
    def rewrite(self, headers):
        rest = [header for header in headers if header[0] != "Cache-Control"]
        return rest + [("Cache-Control", "no-store"), ("Cache-Control", "no-cache")]


@variant("Cache-Control says more than it must, in other order and case.")
class CacheControlWithMore(_Headers):
    def rewrite(self, headers):
        return [(n, "private, max-age=0, No-Store,no-cache , must-revalidate" if n == "Cache-Control" else v) for n, v in headers]


@variant("Keep-alive is announced, with a timeout.")
class KeepAliveHeader(_Headers):
    def rewrite(self, headers):
        closing = any(name == "Connection" for name, _ in headers)
        return headers if closing else headers + [("Connection", "keep-alive"), ("Keep-Alive", "timeout=60, max=1000")]


@variant("Content-Type has a charset in upper case.")
class ContentTypeWithCharset(_Headers):
    def rewrite(self, headers):
        return [(n, "application/json; charset=UTF-8" if v == "application/json" else v) for n, v in headers]


@variant("Content-Type is written in mixed case, with a quoted parameter.")
class ContentTypeInMixedCase(_Headers):
    def rewrite(self, headers):
        return [(n, 'Application/JSON;charset="utf-8"' if v == "application/json" else v) for n, v in headers]


@variant("The status line has no reason phrase.")
class NoReasonPhrase:
    def reason(self, status):
        return ""


@variant("The reason phrase is not the usual one.")
class OtherReasonPhrase:
    def reason(self, status):
        return "Whatever You Say: 200 times"


# ---- connections ----

@variant("The connection is closed after each response.")
class ClosesEachConnection:
    def serve_request(self, stream, connection):
        request = self.read_request(stream, connection)
        if request is not None:
            request.keep_alive = False
            self.send(connection, self.reply_bytes(request, self.answer(request)))
        return False


@variant("The connection is closed after five responses, without a word in advance.")
class ClosesSilentlyAfterFive:
    def prepare(self):
        super().prepare()
        self.left = {}

    def serve_connection(self, connection):
        self.left[connection] = 5
        try:
            super().serve_connection(connection)
        finally:
            del self.left[connection]

    def serve_request(self, stream, connection):
        self.left[connection] -= 1
        return super().serve_request(stream, connection) and self.left[connection] > 0


@variant("Bodies are sent in chunks.")
class ChunkedReplies:
    def frame(self, body):
        half = len(body) // 2
        chunks = [chunk for chunk in (body[:half], body[half:]) if chunk]
        framed = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
        return [("Transfer-Encoding", "chunked")], framed


@variant("Bodies are sent in chunks of 7 bytes, with extensions, upper-case sizes and a trailer.")
class ChunksWithExtensions:
    def frame(self, body):
        chunks = [body[at:at + 7] for at in range(0, len(body), 7)]
        framed = b"".join(b"0%X;part=x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
        return [("Transfer-Encoding", "chunked"), ("Trailer", "X-Sum")], framed + b"0\r\nX-Sum: 1\r\n\r\n"


@variant("A body ends where the connection does.")
class BodiesUntilClose(ClosesEachConnection):
    def frame(self, body):
        return [], body


@variant("A reply leaves in pieces, cut anywhere.")
class RepliesInPieces:
    def send(self, connection, data):
        for at in range(0, len(data), 61):
            connection.sendall(data[at:at + 61])
            time.sleep(0.0005)


@variant("Every answer takes 60 ms.")
class SlowAnswers:
    def answer(self, request):
        time.sleep(0.060)
        return super().answer(request)


@variant("An oversized body is met by a close.")
class OversizedBodyCloses:
    def bad_http_reply(self, problem):
        return None if problem.status == 413 else super().bad_http_reply(problem)


@variant("Oversized bodies are refused by 400 as soon as their length is known.")
class OversizedBodyIs400:
    def bad_http_reply(self, problem):
        problem.status = 400 if problem.status == 413 else problem.status
        return super().bad_http_reply(problem)


@variant("Bodies of 10 MiB are accepted.")
class LargeBodiesAccepted:
    setting_changes = {"body_limit": 128 * 1024 * 1024}
