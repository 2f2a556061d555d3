"""HTTP/1.1 over threads: one for each connection, which reads a request, has it answered and writes the reply."""

import select
import socket
import socketserver
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus

HEAD_LIMIT = 32 * 1024          # bytes of request line and headers
IDLE_SECONDS = 60
DRAIN_LIMIT = 16 * 1024 * 1024  # of a body that is refused unread, so that the client can read the answer
TOKEN_CHARACTERS = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


@dataclass
class Request:
    method: str
    path: str
    headers: dict           # names in lower case
    body: bytes = b""
    keep_alive: bool = True
    connection: socket.socket | None = None
    query: str = ""         # what follows the question mark, as it was sent

    def peer_is_gone(self) -> bool:
        """Whether the client closed its side already."""
        try:
            readable, _, _ = select.select([self.connection], [], [], 0)
            return bool(readable) and self.connection.recv(1, socket.MSG_PEEK) == b""
        except OSError:
            return True


@dataclass
class Reply:
    status: int
    content: object = None          # what becomes JSON; None for an empty body
    headers: list = field(default_factory=list)
    code: str = ""                  # the error code, empty in a success


class BadHttp(Exception):
    """What arrived is no request that can be served; the connection ends after the answer."""

    def __init__(self, status: int, message: str):
        super().__init__(message)
        self.status = status


class HttpLayer:
    """Reads requests and writes replies; `answer` (the endpoints' layer) makes the one of the other."""

    # ---- reading ----

    def read_request(self, stream, connection) -> Request | None:
        """The next request, or None where the client is done. Raises BadHttp."""
        head = self.read_head(stream)
        if head is None:
            return None
        method, path, version = self.request_line(head[0])
        headers = self.header_fields(head[1:])
        if version == "HTTP/1.1" and "host" not in headers:
            raise BadHttp(400, "Host is missing.")
        options = {option.strip().lower() for option in headers.get("connection", "").split(",")}
        keep_alive = "close" not in options and (version == "HTTP/1.1" or "keep-alive" in options)
        path, _, query = path.partition("?")
        request = Request(method, path, headers, b"", keep_alive, connection, query)
        request.body = self.read_body(stream, request)
        return request

    def read_head(self, stream) -> list | None:
        lines, size = [], 0
        while True:
            line = stream.readline(HEAD_LIMIT + 1)
            size += len(line)
            if size > HEAD_LIMIT:
                raise BadHttp(431, "The head is too large.")
            if not line.endswith(b"\n"):
                return None
            line = line.rstrip(b"\n").removesuffix(b"\r")
            if line:
                lines.append(line.decode("latin-1"))
            elif lines:
                return lines

    def request_line(self, line: str) -> list:
        words = line.split(" ")
        if len(words) != 3 or not words[2].startswith("HTTP/") or not words[0] or not TOKEN_CHARACTERS.issuperset(words[0]):
            raise BadHttp(400, "The request line is malformed.")
        if words[2] not in ("HTTP/1.0", "HTTP/1.1"):
            raise BadHttp(505, "HTTP/1.1 is spoken here.")
        return words

    def header_fields(self, lines: list) -> dict:
        headers: dict = {}
        for line in lines:
            name, colon, value = line.partition(":")
            if not colon or not name or not TOKEN_CHARACTERS.issuperset(name) or any(c in value for c in "\0\r"):
                raise BadHttp(400, "A header is malformed.")
            name, value = name.lower(), value.strip(" \t")
            if name in ("host", "content-length", "transfer-encoding") and name in headers:
                raise BadHttp(400, f"{name} is there twice.")
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
        return headers

    def read_body(self, stream, request: Request) -> bytes:
        length, coding = request.headers.get("content-length"), request.headers.get("transfer-encoding")
        if coding is not None and (length is not None or coding.lower() != "chunked"):
            raise BadHttp(400 if length is not None else 501, "The body's framing is not understood.")
        if length is not None and not (length.isascii() and length.isdigit() and len(length) < 16):
            raise BadHttp(400, "Content-Length is no number.")
        if length is not None and int(length) > self.settings.body_limit:
            raise BadHttp(413, "The body is too large.")
        if request.headers.get("expect", "").lower() == "100-continue":
            request.connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        if coding is not None:
            return self.read_chunks(stream)
        return self.read_exactly(stream, int(length or 0))

    def read_chunks(self, stream) -> bytes:
        body = b""
        while True:
            digits = stream.readline(1024).split(b";")[0].strip()
            if not digits or digits.strip(b"0123456789abcdefABCDEF") or len(digits) > 8:
                raise BadHttp(400, "A chunk's size is malformed.")
            size = int(digits, 16)
            if len(body) + size > self.settings.body_limit:
                raise BadHttp(413, "The body is too large.")
            body += self.read_exactly(stream, size)
            if size == 0:
                while stream.readline(HEAD_LIMIT).strip():
                    pass
                return body
            if stream.readline(8).strip():
                raise BadHttp(400, "A chunk does not end where it should.")

    def read_exactly(self, stream, size: int) -> bytes:
        data = stream.read(size)
        if len(data) < size:
            raise ConnectionError("The body was cut off.")
        return data

    # ---- writing ----

    def reply_bytes(self, request: Request | None, reply: Reply) -> bytes:
        body = b"" if reply.content is None else self.write_json(reply.content)
        headers = self.reply_headers(request, reply)
        frame_headers, framed = self.frame(body)
        headers = headers + frame_headers
        return self.head_bytes(reply.status, headers) + (b"" if request and request.method == "HEAD" else framed)

    def reply_headers(self, request: Request | None, reply: Reply) -> list:
        headers = [("Date", formatdate(usegmt=True))]
        if reply.content is not None:
            headers.append(("Content-Type", "application/json"))
        if request is None or not request.keep_alive:
            headers.append(("Connection", "close"))
        return headers + reply.headers

    def frame(self, body: bytes) -> tuple:
        """The headers that say how long the body is, and the body as it is sent."""
        return [("Content-Length", str(len(body)))], body

    def head_bytes(self, status: int, headers: list) -> bytes:
        lines = [f"HTTP/1.1 {status} {self.reason(status)}"] + [f"{name}: {value}" for name, value in headers]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def reason(self, status: int) -> str:
        return HTTPStatus(status).phrase

    def send(self, connection, data: bytes) -> None:
        connection.sendall(data)

    def bad_http_reply(self, problem: BadHttp) -> Reply | None:
        """The answer to what is no request; None closes without a word."""
        return self.error_reply(problem.status, "INVALID_REQUEST", str(problem))

    # ---- a connection ----

    def serve_connection(self, connection) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.settimeout(IDLE_SECONDS)
        with connection.makefile("rb", 64 * 1024) as stream:
            try:
                while self.serve_request(stream, connection):
                    pass
            except BadHttp as problem:
                reply = self.bad_http_reply(problem)
                if reply:
                    self.send(connection, self.reply_bytes(None, reply))
                self.drain(connection)

    def serve_request(self, stream, connection) -> bool:
        """Serves one request; false when it was the connection's last."""
        request = self.read_request(stream, connection)
        if request is None:
            return False
        reply = self.answer(request)
        self.send(connection, self.reply_bytes(request, reply))
        return request.keep_alive

    def drain(self, connection) -> None:
        """Takes in what the client still sends; closing on it at once would reset the connection and lose the answer."""
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(2)
        taken = 0
        while taken < DRAIN_LIMIT and (data := connection.recv(64 * 1024)):
            taken += len(data)


def make_server(port: int) -> socketserver.ThreadingTCPServer:
    """A listener on 127.0.0.1; its `application` is set before it serves."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            try:
                self.server.application.serve_connection(self.request)
            except OSError:
                pass  # the client went away, or was idle for too long

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True
        request_queue_size = 512

    return Server(("127.0.0.1", port), Handler)
