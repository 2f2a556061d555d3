"""Access tokens of the feed: got with client credentials, renewed before they expire, dropped when refused, spared while limited."""

import base64
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from clientkit.wire import GaveUp, Retries, Unanswered, Wire


@dataclass(eq=False)
class Token:
    text: str
    expires: float          # of the monotonic clock, in seconds
    spared_until: float = 0.0       # nothing is sent with it before


class Tokens(Retries, Wire):
    margin = 2.0    # seconds before the expiry in which a token is no longer used; a fifth of its life at most

    def open_tokens(self, settings: dict) -> None:
        self.settings, self.base_url = settings, settings["base_url"]
        self.held: Token | None = None
        self.token_lock = threading.RLock()

    def token(self) -> Token:
        """The token for the next request, after the wait that it may be under."""
        while True:
            with self.token_lock:
                if self.held is None or not self.is_good(self.held):
                    self.held = self.obtain()
                token = self.held
            wait = token.spared_until - time.monotonic()
            if wait <= 0:
                return token
            time.sleep(wait)

    def is_good(self, token: Token) -> bool:
        return time.monotonic() < token.expires

    def obtain(self) -> Token:
        """A new token. Raises GaveUp."""
        headers, fields = self.credentials()
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode({"grant_type": "client_credentials"} | fields).encode()
        for _ in self.attempts():
            asked = time.monotonic()
            try:
                reply = self.exchange("POST", self.settings["token_path"], headers, body)
            except Unanswered:
                continue
            if reply.status == 200:
                return self.keep(reply.content, asked)
            if reply.status < 429:
                raise SystemExit(f"token: {reply.status} {reply.text}")
        raise GaveUp("token")

    def keep(self, content: dict, asked: float) -> Token:
        """The token of the reply to a request of that time."""
        lifetime = int(content["expires_in"])
        return Token(content["access_token"], asked + lifetime - min(self.margin, lifetime / 5))

    def credentials(self) -> tuple[dict, dict]:
        """The headers and the fields of the form that authenticate the client: HTTP Basic, of RFC 6749 section 2.3.1."""
        pair = f"{self.settings['client_id']}:{self.settings['client_secret']}"
        return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}, {}

    def drop(self, token: Token) -> None:
        """It was refused: the next request gets another."""
        with self.token_lock:
            if self.held is token:
                self.held = None
