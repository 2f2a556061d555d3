"""Right but unusual, whatever the contract: how a reply looks on the wire. JSON and HTTP leave all of this open."""

import time

from .registry import variant

SPACES = " \r\n\t "


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
        units = value.encode("utf-16-be", "surrogatepass")
        return '"' + "".join(f"\\u{units[at:at + 2].hex().upper()}" for at in range(0, len(units), 2)) + '"'


# ---- headers ----

class Headers:
    """Rewrites the head of every reply."""

    def head_bytes(self, status, headers):
        return super().head_bytes(status, self.rewrite(headers))


@variant("Header names are in lower case.")
class LowerCaseHeaders(Headers):
    def rewrite(self, headers):
        return [(name.lower(), value) for name, value in headers]


@variant("Header names are in upper case.")
class UpperCaseHeaders(Headers):
    def rewrite(self, headers):
        return [(name.upper(), value) for name, value in headers]


@variant("Headers come in reverse order, values padded with blanks and tabs.")
class OddHeaderOrder(Headers):
    def rewrite(self, headers):
        return [(name, f"\t  {value} \t") for name, value in headers[::-1]]


@variant("No blank follows the colon of a header.")
class TightHeaders:
    def head_bytes(self, status, headers):
        return super().head_bytes(status, headers).replace(b": ", b":")


@variant("There is no Date header.")
class NoDate(Headers):
    def rewrite(self, headers):
        return [header for header in headers if header[0] != "Date"]


@variant("Some headers come more than once, and many that mean nothing here.")
class RepeatedHeaders(Headers):
    def rewrite(self, headers):
        noise = [("Set-Cookie", "a=1; Path=/"), ("Set-Cookie", "b=2; HttpOnly"), ("Vary", "Origin"), ("Vary", "Accept-Encoding")]
        return noise + headers + [(f"X-Proxy-Hop-{n}", "x" * 60) for n in range(20)] + [("Server", "")]


@variant("Keep-alive is announced, with a timeout.")
class KeepAliveHeader(Headers):
    def rewrite(self, headers):
        closing = any(name == "Connection" for name, _ in headers)
        return headers if closing else headers + [("Connection", "keep-alive"), ("Keep-Alive", "timeout=60, max=1000")]


@variant("Content-Type has a charset in upper case.")
class ContentTypeWithCharset(Headers):
    def rewrite(self, headers):
        return [(n, "application/json; charset=UTF-8" if v == "application/json" else v) for n, v in headers]


@variant("Content-Type is written in mixed case, with a quoted parameter.")
class ContentTypeInMixedCase(Headers):
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
