"""Faults in player tokens and launch tokens."""

import base64
from dataclasses import replace

from serverkit.registry import fault

from .ledger import Refusal
from .tokens import BadLaunchToken, Session

TOKEN = "Missing, unknown or of another player or game: 401 PLAYER_UNAUTHORIZED."
EXPIRED = "Expired, on a balance or a new debit: 401 PLAYER_UNAUTHORIZED or SESSION_EXPIRED."
LAUNCH = "An unknown, tampered or expired launch token: 401 PLAYER_UNAUTHORIZED."


# ---- player token ----

class _OwnerUnchecked:
    """Takes one property of the token as the body has it."""
    field, attribute = "", ""

    def check_owner(self, session, fields, operation):
        super().check_owner(replace(session, **{self.attribute: fields[self.field]}), fields, operation)


@fault("M", "wallet.token.other-player-refused", TOKEN)
class TokenOfAnyPlayer(_OwnerUnchecked):
    field, attribute = "playerId", "player_id"

    def read_owned_fields(self, request, operation, session):
        fields = super().read_owned_fields(request, operation, session)
        if fields["playerId"] in self.players:
            session.player_id = fields["playerId"]      # the money of the player in the body moves
        return fields


@fault("M", "wallet.token.other-player-refused", TOKEN)
class BodysPlayerIgnored(_OwnerUnchecked):
    field, attribute = "playerId", "player_id"


@fault("M", "wallet.token.other-player-refused", TOKEN)
class TokenOfAnyPlayerOnRollback:
    def check_owner(self, session, fields, operation):
        if operation == "rollback":
            session = replace(session, player_id=fields["playerId"])
        super().check_owner(session, fields, operation)


@fault("M", "wallet.token.other-game-refused", TOKEN)
class TokenForAnyGame(_OwnerUnchecked):
    field, attribute = "game", "game"


@fault("S", "wallet.token.other-provider-refused", "Of another provider: 401.")
class TokenForAnyProvider(_OwnerUnchecked):
    field, attribute = "provider", "provider"


class _SubstituteSession:
    """Where the token is refused, believes the body."""
    operations = ()

    def check_token(self, request, operation):
        try:
            return super().check_token(request, operation)
        except Refusal:
            if operation not in self.operations or not self.applies(request):
                raise
            fields = self.read_fields(request, operation)
            if fields["playerId"] not in self.players:
                raise
            return Session(fields["playerId"], fields["provider"], fields["game"], float("inf"))


@fault("M", "wallet.token.unknown-refused", TOKEN)
class UnknownTokenAcceptedOnBalance(_SubstituteSession):
    operations = ("balance",)

    def applies(self, request):
        return "authorization" in request.headers


@fault("M", "wallet.token.unknown-refused", TOKEN)
class UnknownTokenAcceptedOnRollback(UnknownTokenAcceptedOnBalance):
    operations = ("rollback",)


@fault("M", "wallet.token.missing-refused", TOKEN)
class MissingTokenAcceptedOnRollback(_SubstituteSession):
    operations = ("rollback",)

    def applies(self, request):
        return "authorization" not in request.headers


@fault("M", "wallet.token.missing-refused", TOKEN)
class MissingTokenAcceptedOnTransaction(MissingTokenAcceptedOnRollback):
    operations = ("transaction",)


@fault("M", "wallet.token.unknown-refused", TOKEN)
class TokenEndIgnored:
    def find_session(self, token):
        found = (session for known, session in self.sessions.items() if known[:12] == token[:12])
        return next(found, None)


@fault("M", "wallet.token.missing-refused", TOKEN)
class MissingTokenIs403:
    def check_token(self, request, operation):
        if "authorization" not in request.headers:
            raise Refusal(403, "PLAYER_UNAUTHORIZED", "The player token is missing.")
        return super().check_token(request, operation)


@fault("M", "wallet.token.unknown-refused", TOKEN)
class UnknownTokenIs400:
    def check_token(self, request, operation):
        try:
            return super().check_token(request, operation)
        except Refusal as refusal:
            if "authorization" not in request.headers:
                raise
            raise Refusal(400, "INVALID_REQUEST", "The token is unknown.") from refusal


@fault("M", "wallet.token.other-game-refused", TOKEN)
class OtherGameIs400:
    def check_owner(self, session, fields, operation):
        if fields["game"] != session.game:
            raise Refusal(400, "VALIDATION_FAILED", "The game does not match.")
        super().check_owner(session, fields, operation)


@fault("M", "wallet.token.expired-refused", EXPIRED)
class ExpiredTokenAcceptedOnDebit:
    def check_token_age(self, call):
        pass


@fault("M", "wallet.token.expired-refused", EXPIRED)
class ExpiredTokenAcceptedOnBalance:
    def balance(self, player, session, fields, request):
        return self.balance_content(player, fields["game"])


@fault("M", "wallet.token.expired-refused", EXPIRED)
class ExpiredDebitAppliedThenRefused:
    def check_token_age(self, call):
        pass

    def transaction_content(self, player, call, balance):
        if call.token_expired:
            raise self.expired_refusal()
        return super().transaction_content(player, call, balance)


@fault("S", "wallet.token.old-token-settles", "Retries, credits of an open round and rollbacks are accepted with any token that was once valid.")
class ExpiredTokenRefusedEverywhere:
    def check_token(self, request, operation):
        session = super().check_token(request, operation)
        if self.is_expired(session):
            raise self.expired_refusal()
        return session


@fault("S", "wallet.token.old-token-settles", "Retries, credits of an open round and rollbacks are accepted with any token that was once valid.")
class ExpiredTokenRefusedOnRollback:
    def decide_rollback(self, player, round_, call):
        if call.token_expired:
            raise self.expired_refusal()
        return super().decide_rollback(player, round_, call)


# ---- launch tokens ----

@fault("M", "wallet.authenticate.tampered-token-refused", LAUNCH)
class LaunchTokenSignatureUnchecked:
    def is_genuine(self, signed, signature):
        return True


@fault("M", "wallet.authenticate.expired-token-refused", LAUNCH)
class ExpiredLaunchTokenAccepted:
    def is_fresh(self, claims):
        return True


@fault("M", "wallet.authenticate.unknown-token-refused", LAUNCH)
class UnknownLaunchTokenIsDemoPlayer:
    def read_launch_token(self, token):
        try:
            return super().read_launch_token(token)
        except BadLaunchToken:
            if self.is_tokens_own_text(token):
                raise
            return {"sub": next(iter(self.players))}

    def is_tokens_own_text(self, token):
        """Whether it is at least made as ours are: those are still refused."""
        parts = token.split(".")
        try:
            return len(parts) == 3 and b'"sub"' in base64.urlsafe_b64decode(parts[1] + "==")
        except ValueError:
            return False


@fault("M", "wallet.authenticate.unknown-token-refused", LAUNCH)
class UnknownLaunchTokenIs404:
    def authenticate(self, fields):
        try:
            return super().authenticate(fields)
        except Refusal as refusal:
            if refusal.status != 401:
                raise
            raise Refusal(404, "PLAYER_UNAUTHORIZED", refusal.message) from refusal


@fault("M", "wallet.authenticate.expired-token-refused", LAUNCH)
class ExpiredLaunchTokenIs400:
    def is_fresh(self, claims):
        if not super().is_fresh(claims):
            raise Refusal(400, "VALIDATION_FAILED", "The launch token has expired.")
        return True


@fault("S", "wallet.authenticate.unknown-provider-refused", "An unknown provider or game: 400 or 401.")
class UnknownProviderAccepted:
    def check_provider_and_game(self, fields):
        super().check_provider_and_game(fields | {"provider": self.settings.provider})


@fault("S", "wallet.authenticate.unknown-game-refused", "An unknown provider or game: 400 or 401.")
class UnknownGameAccepted:
    def check_provider_and_game(self, fields):
        super().check_provider_and_game(fields | {"game": self.settings.game})
