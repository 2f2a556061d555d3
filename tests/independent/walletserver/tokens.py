"""Launch tokens are JWTs of the operator's site; player tokens are random words that mean nothing but by their table."""

import base64
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def mint_launch_token(secret: str, player_id: str, lifetime_seconds: int = 86400) -> str:
    """A JWT (HS256) for a player; a negative lifetime makes an expired one."""
    now = int(time.time())
    claims = {"sub": player_id, "iat": now, "exp": now + lifetime_seconds, "jti": secrets.token_hex(8)}
    signed = _encode(b'{"alg":"HS256","typ":"JWT"}') + "." + _encode(json.dumps(claims).encode())
    return signed + "." + _encode(hmac.digest(secret.encode(), signed.encode(), hashlib.sha256))


def tamper(token: str) -> str:
    """The token with another lifetime, under the signature of the old one."""
    head, claims, signature = token.split(".")
    changed = json.loads(_decode(claims)) | {"exp": int(time.time()) + 10**6}
    return ".".join((head, _encode(json.dumps(changed).encode()), signature))


class BadLaunchToken(Exception):
    pass


@dataclass
class Session:
    player_id: str
    provider: str
    game: str
    expires: float      # Unix time


class Tokens:
    """The layer that knows who a token is. Sessions are never forgotten: rounds are settled with old ones."""

    def open_tokens(self):
        self.sessions: dict[str, Session] = {}

    def read_launch_token(self, token: str) -> dict:
        """The token's claims. Raises BadLaunchToken unless it is genuine and fresh."""
        try:
            signed, signature = token.rsplit(".", 1)
            head, claims = (json.loads(_decode(part)) for part in signed.split("."))
            genuine = head["alg"] == "HS256" and self.is_genuine(signed, _decode(signature))
            if not genuine or not self.is_fresh(claims) or claims["sub"] not in self.players:
                raise BadLaunchToken
        except (ValueError, KeyError, TypeError, RecursionError) as problem:
            raise BadLaunchToken from problem
        return claims

    def is_genuine(self, signed: str, signature: bytes) -> bool:
        right = hmac.digest(self.settings.launch_secret.encode(), signed.encode(), hashlib.sha256)
        return hmac.compare_digest(right, signature)

    def is_fresh(self, claims: dict) -> bool:
        return claims["exp"] > time.time()

    def open_session(self, player_id: str, provider: str, game: str, lifetime_seconds: float = 3600) -> str:
        token = self.new_token(player_id, provider, game)
        self.sessions[token] = Session(player_id, provider, game, time.time() + lifetime_seconds)
        return token

    def new_token(self, player_id: str, provider: str, game: str) -> str:
        return secrets.token_urlsafe(24)

    def find_session(self, token: str) -> Session | None:
        return self.sessions.get(token)

    def is_expired(self, session: Session) -> bool:
        return session.expires <= time.time()
