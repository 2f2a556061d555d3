"""Faults of the token path and of the bearer token."""

import time

from serverkit.refusal import Refusal
from serverkit.registry import fault

GRANT = 'grant_type=client_credentials as a form body. 200 {"access_token", "token_type": "Bearer", "expires_in": 3600}'
TAKES_BOTH = "The client authenticates with HTTP Basic or with client_id and client_secret in the body, a server takes both."
NO_STORE = "Cache-Control: no-store."
WRONG = "Wrong credentials: invalid_client with 401 or 400."
NONE = "None: invalid_client or invalid_request."
OTHER_GRANT = "Another grant: 400 unsupported_grant_type."
NO_GRANT = "No grant: 400 invalid_request."
ERROR_BODY = 'Body {"error"} with optional error_description.'
BEARER = "Every other call carries Authorization: Bearer. None, unknown or expired: 401."
CHALLENGE = "401 with WWW-Authenticate: Bearer."
REFUSED = "A refused request changes nothing in the resources of the contract."


# ---- the grant ----

@fault("M", "feed.token.granted", GRANT)
class TokenIsCreated201:
    def token_reply(self, request):
        reply = super().token_reply(request)
        reply.status = 201
        return reply


@fault("S", "feed.token.basic", TAKES_BOTH)
class BasicNotTaken:
    def basic_client(self, request):
        return None


@fault("S", "feed.token.body-credentials", TAKES_BOTH)
class BodyCredentialsNotTaken:
    def body_client(self, form):
        return None


class _Content:
    """Changes the members of a granted token."""
    changes: dict = {}

    def token_content(self, text):
        content = super().token_content(text) | self.changes
        return {name: value for name, value in content.items() if value is not None}


@fault("M", "feed.token.type", GRANT)
class TokenTypeJwt(_Content):
    changes = {"token_type": "JWT"}


@fault("M", "feed.token.type", GRANT)
class TokenTypeMissing(_Content):
    changes = {"token_type": None}


@fault("M", "feed.token.expires-in", GRANT)
class ExpiresInText(_Content):
    changes = {"expires_in": "3600"}


@fault("M", "feed.token.expires-in", GRANT)
class ExpiresInMilliseconds(_Content):
    changes = {"expires_in": 3600000}


@fault("M", "feed.token.expires-in", GRANT)
class ExpiresInMissing(_Content):
    changes = {"expires_in": None}


@fault("M", "feed.token.expires-in", GRANT)
class ExpiresAtUnixTime:
    def token_content(self, text):
        return super().token_content(text) | {"expires_in": int(time.time()) + 3600}


@fault("M", "feed.token.expires-in", GRANT)
class ExpiresInHalfAnHour:
    setting_changes = {"token_seconds": 1800}


@fault("M", "feed.token.expires-in", GRANT)
class ExpiresInADay:
    setting_changes = {"token_seconds": 86400}


@fault("S", "feed.token.no-store", NO_STORE)
class TokenMayBeStored:
    def token_headers(self):
        return []


@fault("S", "feed.token.no-store", NO_STORE)
class TokenNoCacheOnly:
    def token_headers(self):
        return [("Cache-Control", "no-cache, private")]


# ---- credentials and grants ----

@fault("M", "feed.token.wrong-credentials-refused", WRONG)
class AnySecretOfTheClient:
    def client_is_right(self, name, secret):
        return name == self.settings.client_id


@fault("M", "feed.token.wrong-credentials-refused", WRONG)
class AnyClientWithTheSecret:
    def client_is_right(self, name, secret):
        return secret == self.settings.client_secret


@fault("M", "feed.token.wrong-credentials-refused", WRONG)
class WrongCredentialsInBodyTaken:
    def body_client(self, form):
        found = super().body_client(form)
        return found and (self.settings.client_id, self.settings.client_secret)


class _TokenErrors:
    """Rewrites refusals of the token path."""

    def token_error(self, status, error, description):
        return super().token_error(*self.changed(status, error), description)


@fault("M", "feed.token.wrong-credentials-refused", WRONG)
class WrongCredentialsAre403(_TokenErrors):
    def changed(self, status, error):
        return 403 if status == 401 else status, error


@fault("M", "feed.token.wrong-credentials-refused", WRONG)
class WrongCredentialsAccessDenied(_TokenErrors):
    def changed(self, status, error):
        return status, "access_denied" if error == "invalid_client" else error


@fault("M", "feed.token.wrong-credentials-refused", WRONG)
class WrongCredentialsInvalidGrant(_TokenErrors):
    def changed(self, status, error):
        return (400, "invalid_grant") if error == "invalid_client" else (status, error)


@fault("S", "feed.token.wrong-credentials-401", WRONG)
class WrongCredentialsAre400(_TokenErrors):
    def changed(self, status, error):
        return 400, error


@fault("M", "feed.token.no-credentials-refused", NONE)
class NoCredentialsGranted:
    def check_client(self, client, request):
        if client is not None:
            super().check_client(client, request)


@fault("M", "feed.token.no-credentials-refused", NONE)
class NoCredentialsAre422:
    def check_client(self, client, request):
        if client is None:
            raise self.token_error(422, "invalid_request", "client_id is missing")
        super().check_client(client, request)


@fault("M", "feed.token.other-grant-refused", OTHER_GRANT)
class AnyGrant:
    def check_grant(self, form):
        super().check_grant({"grant_type": form.get("grant_type") and "client_credentials"})


@fault("M", "feed.token.other-grant-refused", OTHER_GRANT)
class OtherGrantInvalidGrant(_TokenErrors):
    def changed(self, status, error):
        return status, error.replace("unsupported_grant_type", "invalid_grant")


@fault("M", "feed.token.other-grant-refused", OTHER_GRANT)
class OtherGrantIs401(_TokenErrors):
    def changed(self, status, error):
        return 401 if error == "unsupported_grant_type" else status, error


@fault("M", "feed.token.no-grant-refused", NO_GRANT)
class GrantHasDefault:
    def check_grant(self, form):
        super().check_grant({"grant_type": "client_credentials"} | form)


@fault("M", "feed.token.no-grant-refused", NO_GRANT)
class NoGrantIsUnsupported:
    def check_grant(self, form):
        super().check_grant({"grant_type": form.get("grant_type", "none")})


@fault("M", "feed.token.*", ERROR_BODY)
class TokenErrorsLikeOtherErrors:
    def token_error(self, status, error, description):
        return Refusal(status, self.error_content(error, description))


@fault("M", "feed.token.error-body", ERROR_BODY)
class ErrorDescriptionIsAList:
    def token_error(self, status, error, description):
        refusal = super().token_error(status, error, description)
        refusal.content["error_description"] = [description]
        return refusal


@fault("S", "feed.token.two-side-by-side", "Two tokens of one client may live side by side.")
class NewTokenEndsTheOlder:
    def issue(self, seconds):
        self.tokens.clear()
        return super().issue(seconds)


# ---- the bearer token ----

class _OpenCalls:
    """Lets some calls in without a look at the token."""

    def admit(self, request, resource):
        if not self.is_open(request.method, resource):
            super().admit(request, resource)


@fault("M", "feed.auth.missing-refused", BEARER)
class CustomersListedForAll(_OpenCalls):
    def is_open(self, method, resource):
        return (method, resource) == ("GET", "customers")


@fault("M", "feed.auth.missing-refused", BEARER)
class ActivityListedForAll(_OpenCalls):
    def is_open(self, method, resource):
        return (method, resource) == ("GET", "activity")


@fault("M", "feed.auth.missing-refused", BEARER)
class ActivityPushedByAll(_OpenCalls):
    def is_open(self, method, resource):
        return (method, resource) == ("POST", "activity")


@fault("M", "feed.auth.unknown-refused", BEARER)
class AnyBearerToken:
    def find_token(self, text):
        return super().find_token(text) or (next(iter(self.tokens.values())) if text and len(self.tokens) > 1 else None)

    def is_expired(self, token):
        return False


@fault("M", "feed.auth.unknown-refused", BEARER)
class TokenComparedByItsBegin:
    def find_token(self, text):
        return next((token for known, token in self.tokens.items() if text[:32] and known.startswith(text[:32])), None)


@fault("M", "feed.auth.expired-refused", BEARER)
class ExpiredTokenTaken:
    def is_expired(self, token):
        return False


@fault("M", "feed.auth.expired-refused", BEARER)
class ExpiredTokenMayRead:
    def check_token(self, request):
        if request.method == "GET":
            return self.find_token(self.bearer(request)) or super().check_token(request)
        return super().check_token(request)


class _Unauthorized:
    """Rewrites refusals for the token."""

    def check_token(self, request):
        try:
            return super().check_token(request)
        except Refusal as refusal:
            raise self.changed(request, refusal) from refusal


@fault("M", "feed.auth.missing-refused", BEARER)
class MissingTokenIs403(_Unauthorized):
    def changed(self, request, refusal):
        refusal.status = 401 if self.bearer(request) else 403
        return refusal


@fault("M", "feed.auth.missing-refused", BEARER)
class MissingTokenIs400(_Unauthorized):
    def changed(self, request, refusal):
        refusal.status = 401 if "authorization" in request.headers else 400
        return refusal


@fault("M", "feed.auth.unknown-refused", BEARER)
class UnknownTokenIs403(_Unauthorized):
    def changed(self, request, refusal):
        refusal.status = 403 if self.bearer(request) else 401
        return refusal


@fault("M", "feed.auth.expired-refused", BEARER)
class ExpiredTokenIs403(_Unauthorized):
    def changed(self, request, refusal):
        refusal.status = 403 if self.bearer(request) in self.tokens else 401
        return refusal


@fault("M", "feed.auth.refused-changes-nothing", REFUSED)
class StoresBeforeItAsksForTheToken:
    def admit(self, request, resource):
        try:
            super().admit(request, resource)
        except Refusal:
            if request.method == "POST":
                self.push(resource, request)
            raise


@fault("S", "feed.auth.www-authenticate", CHALLENGE)
class NoChallenge:
    def unauthorized(self, message):
        return Refusal(401, self.error_content("UNAUTHORIZED", message))


@fault("S", "feed.auth.www-authenticate", CHALLENGE)
class ChallengesForBasic:
    def unauthorized(self, message):
        return Refusal(401, self.error_content("UNAUTHORIZED", message), [("WWW-Authenticate", 'Basic realm="feed"')])


@fault("S", "feed.auth.www-authenticate", CHALLENGE)
class ChallengeOnlyWithoutToken(_Unauthorized):
    def changed(self, request, refusal):
        refusal.headers = [] if self.bearer(request) else refusal.headers
        return refusal
