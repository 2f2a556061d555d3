#!/usr/bin/env python3
"""Stands before a right server and breaks what passes, as networks and targets do.

Until `--after` transactions have passed every request is forwarded and its reply given back as it came; from then on every
reply is what `--mode` says, with `--path` only those to paths that begin so. Prints the port that it listens at.
"""
import argparse
import gzip
import os
import socket
import ssl
import struct
import sys
import threading
import time

OPTIONS = None
LOCK = threading.Lock()
TRANSACTIONS = 0
REFUSED = 0


def read_message(stream):
    """Head and body of one HTTP message with a Content-Length, as bytes; None at the end of the connection."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = stream.readline(1 << 20)
        if not line:
            return None
        head += line
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            length = int(value)
    return head, stream.read(length)


def forwarded(request):
    """The reply of the right server, as head and body."""
    head, body = request
    with socket.create_connection(("127.0.0.1", OPTIONS.upstream)) as upstream:
        upstream.sendall(head + body)
        return read_message(upstream.makefile("rb"))


def breaks_now(head):
    global TRANSACTIONS
    with LOCK:
        if head.startswith(b"POST /v1/transaction"):
            TRANSACTIONS += 1
        if not head.partition(b" ")[2].startswith(OPTIONS.path.encode()):
            return False
        return TRANSACTIONS > OPTIONS.after or OPTIONS.after == 0


def with_header(head, line):
    return head[:-2] + line + b"\r\n\r\n"


def plain(status, headers, body):
    return b"HTTP/1.1 " + status + b"\r\n" + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body


def wait_for_close(connection):
    """Silence until the other side has enough of it."""
    while connection.recv(65536):
        pass


def drip(connection, data):
    for at in range(len(data)):
        connection.sendall(data[at:at + 1])
        time.sleep(0.05)


# What is sent instead of a right reply: bytes, after which the connection is closed.
REPLIES = {
    "html": lambda reply: plain(b"200 OK", b"Content-Type: text/html\r\n", b"<html><body>Welcome</body></html>"),
    "ten-megabytes": lambda reply: plain(b"200 OK", b"Content-Type: application/json\r\n", b"[" + b"1," * 5_000_000 + b"1]"),
    "chunked-garbage": lambda reply: b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n",
    "too-long-length": lambda reply: b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{}",
    "no-http": lambda reply: b"\x00\x01\x02\xff\xfe garbage\r\n\r\n",
    "redirect": lambda reply: plain(b"307 Temporary Redirect", b"Location: http://127.0.0.1:%d/v1/balance\r\n" % OPTIONS.upstream, b""),
    "gzip": lambda reply: plain(b"200 OK", b"Content-Type: application/json\r\nContent-Encoding: gzip\r\n", gzip.compress(reply[1])),
    "huge-header": lambda reply: with_header(reply[0], b"X-Huge: " + b"h" * 400_000) + reply[1],
    "nul-bytes": lambda reply: plain(b"200 OK", b"Content-Type: a\x00b\r\nX-\x1b[31m: \x07\r\n", b'{"balance": "\x00\x1b[2J"}'),
    "invalid-utf-8": lambda reply: plain(b"200 OK", b"Content-Type: application/json; \xff\xfe\r\n", b'{"balance": "\xc3\x28\xff"}'),
    "bad-gateway": lambda reply: plain(b"502 Bad Gateway", b"Content-Type: text/html\r\n", b"<html>502</html>"),
    "too-many-requests": lambda reply: plain(b"429 Too Many Requests", b"Retry-After: 0\r\n", b""),
    "nothing": lambda reply: b"",
}
# Replies that are right, though unusual: the connection goes on.
UNUSUAL = {
    "interim": lambda reply: b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + reply[0] + reply[1],
    "close-each": lambda reply: with_header(reply[0], b"Connection: close") + reply[1],
    "http-1.0": lambda reply: reply[0].replace(b"HTTP/1.1", b"HTTP/1.0", 1) + reply[1],
}


def misbehave(connection, request):
    """True where the connection can go on."""
    global REFUSED
    mode = OPTIONS.mode
    if mode == "die":
        os._exit(9)
    if mode == "silent":
        wait_for_close(connection)
        return False
    if mode == "away":  # for so many connections; then it is back
        with LOCK:
            REFUSED += 1
            if REFUSED <= OPTIONS.connections:
                return False
        connection.sendall(b"".join(forwarded(request)))
        return True
    reply = forwarded(request)
    if mode == "half":
        connection.sendall((reply[0] + reply[1])[:-5])
        wait_for_close(connection)
    elif mode == "reset":
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    elif mode == "drip":
        drip(connection, reply[0] + reply[1])
    elif mode in UNUSUAL:
        connection.sendall(UNUSUAL[mode](reply))
        return mode == "interim"
    else:
        connection.sendall(REPLIES[mode](reply))
    return False


def tunnel(connection, head):
    """CONNECT, as a proxy does; every name leads to the right server."""
    if OPTIONS.mode == "proxy-refuses":
        connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        return
    upstream = socket.create_connection(("127.0.0.1", OPTIONS.upstream))
    connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")

    def pump(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    back = threading.Thread(target=pump, args=(upstream, connection), daemon=True)
    back.start()
    pump(connection, upstream)
    back.join()


def serve(connection):
    try:
        if OPTIONS.tls:
            connection = TLS.wrap_socket(connection, server_side=True)
        stream = connection.makefile("rb")
        while (request := read_message(stream)) is not None:
            if request[0].startswith(b"CONNECT "):
                return tunnel(connection, request[0])
            if OPTIONS.mode and breaks_now(request[0]):
                if not misbehave(connection, request):
                    return
            else:
                connection.sendall(b"".join(forwarded(request)))
    except (OSError, ValueError, OverflowError):
        pass  # the client has gone, or its bytes were none of HTTP: that is told by nobody
    finally:
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        connection.close()


def main():
    global OPTIONS, TLS
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upstream", type=int, required=True)
    parser.add_argument("--mode", default="")
    parser.add_argument("--after", type=int, default=0)
    parser.add_argument("--path", default="")
    parser.add_argument("--connections", type=int, default=12)
    parser.add_argument("--tls", nargs=2, metavar=("CERTIFICATE", "KEY"))
    parser.add_argument("--client-ca")
    OPTIONS = parser.parse_args()
    if OPTIONS.tls:
        TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        TLS.load_cert_chain(*OPTIONS.tls)
        if OPTIONS.client_ca:
            TLS.load_verify_locations(OPTIONS.client_ca)
            TLS.verify_mode = ssl.CERT_REQUIRED
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    print(listener.getsockname()[1], flush=True)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
