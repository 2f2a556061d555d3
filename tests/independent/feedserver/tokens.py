"""OAuth 2.0 client credentials, bearer tokens and the limit of their rate."""

import base64
import binascii
import math
import secrets
import time
from collections import deque
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote_plus

from serverkit.http_layer import Reply, Request
from serverkit.refusal import Refusal


@dataclass
class Token:
    expires: float                                  # time.monotonic()
    served: deque = field(default_factory=deque)    # when each request was counted, time.monotonic()


class Tokens:
    """Who may call, and how often."""

    def open_tokens(self) -> None:
        self.tokens: dict[str, Token] = {}

    # ---- the token path ----

    def token_reply(self, request: Request) -> Reply:
        self.check_form(request)
        form = {name: values[-1] for name, values in parse_qs(request.body.decode("latin-1"), keep_blank_values=True).items()}
        self.check_grant(form)
        self.check_client(self.client_of(request, form), request)
        return Reply(200, self.token_content(self.issue(self.settings.token_seconds)), self.token_headers())

    def check_form(self, request: Request) -> None:
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/x-www-form-urlencoded":
            raise self.token_error(400, "invalid_request", "A form is expected.")

    def check_grant(self, form: dict) -> None:
        if not form.get("grant_type"):
            raise self.token_error(400, "invalid_request", "grant_type is missing.")
        if form["grant_type"] != "client_credentials":
            raise self.token_error(400, "unsupported_grant_type", "Only client_credentials is granted.")

    def client_of(self, request: Request, form: dict) -> tuple | None:
        """Name and secret of the client, or None where it gives none."""
        return self.basic_client(request) or self.body_client(form)

    def basic_client(self, request: Request) -> tuple | None:
        scheme, _, value = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "basic":
            return None
        try:
            name, _, secret = base64.b64decode(value.strip(), validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return "", ""
        return unquote_plus(name), unquote_plus(secret)

    def body_client(self, form: dict) -> tuple | None:
        return (form["client_id"], form.get("client_secret", "")) if "client_id" in form else None

    def check_client(self, client: tuple | None, request: Request) -> None:
        if client is None:
            raise self.token_error(401, "invalid_client", "The client does not say who it is.")
        if not self.client_is_right(*client):
            raise self.token_error(401, "invalid_client", "Unknown client, or wrong secret.")

    def client_is_right(self, name: str, secret: str) -> bool:
        return (name, secret) == (self.settings.client_id, self.settings.client_secret)

    def issue(self, seconds: float) -> str:
        text = self.new_token()
        self.tokens[text] = Token(time.monotonic() + seconds)
        return text

    def new_token(self) -> str:
        return secrets.token_hex(24)

    def token_content(self, text: str) -> dict:
        return {"access_token": text, "token_type": "Bearer", "expires_in": self.settings.token_seconds}

    def token_headers(self) -> list:
        return [("Cache-Control", "no-store"), ("Pragma", "no-cache")]

    def token_error(self, status: int, error: str, description: str) -> Refusal:
        challenge = [("WWW-Authenticate", 'Basic realm="feed"')] if status == 401 else []
        return Refusal(status, {"error": error, "error_description": description}, challenge)

    # ---- every other path ----

    def check_token(self, request: Request) -> Token:
        """The token of the request. Raises Refusal with 401."""
        token = self.find_token(self.bearer(request))
        if token is None:
            raise self.unauthorized("A valid token is missing.")
        if self.is_expired(token):
            raise self.unauthorized("The token has expired.")
        return token

    def bearer(self, request: Request) -> str:
        scheme, _, value = request.headers.get("authorization", "").partition(" ")
        return value.strip() if scheme.lower() == "bearer" else ""

    def find_token(self, text: str) -> Token | None:
        return self.tokens.get(text)

    def is_expired(self, token: Token) -> bool:
        return time.monotonic() >= token.expires

    def unauthorized(self, message: str) -> Refusal:
        return Refusal(401, self.error_content("UNAUTHORIZED", message), [("WWW-Authenticate", 'Bearer realm="feed", error="invalid_token"')])

    # ---- rate ----

    def count(self, token: Token) -> None:
        """Counts one request. Raises Refusal with 429 where the token had its share; that request is not counted."""
        moment, window = time.monotonic(), self.settings.rate_seconds
        while token.served and token.served[0] <= moment - window:
            token.served.popleft()
        if len(token.served) >= self.settings.rate_limit:
            raise self.too_many(token.served[0] + window - moment)
        token.served.append(moment)

    def too_many(self, seconds: float) -> Refusal:
        return Refusal(429, self.error_content("RATE_LIMITED", "Too many requests."), self.retry_headers(seconds))

    def retry_headers(self, seconds: float) -> list:
        return [("Retry-After", str(max(1, math.ceil(seconds))))]
