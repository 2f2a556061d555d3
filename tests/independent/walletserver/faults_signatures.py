"""Faults in signatures and in X-Request-ID."""

import json
import re
import uuid

from serverkit.registry import fault

from .ledger import Refusal

SIGNATURE = "HMAC-SHA256 over the raw body bytes with the shared secret. Missing or wrong: 401 SERVER_UNAUTHORIZED, nothing changes."
FOUR_CALLS = "On each of the four calls."
WHOLE = "The whole of it compared, in constant time."
ECHO = "Whatever came is echoed unchanged in the response, error responses too."
ANY_GUID = "A GUID (8-4-4-4-12 hex digits, either case, any version)."


# ---- signature ----

class _UncheckedOn:
    operation = ""

    def check_signature(self, request, operation):
        if operation != self.operation:
            super().check_signature(request, operation)


@fault("M", "wallet.signature.wrong-refused", FOUR_CALLS)
class SignatureUncheckedOnAuthenticate(_UncheckedOn):
    operation = "authenticate"


@fault("M", "wallet.signature.wrong-refused", FOUR_CALLS)
class SignatureUncheckedOnBalance(_UncheckedOn):
    operation = "balance"


@fault("M", "wallet.signature.wrong-refused", FOUR_CALLS)
class SignatureUncheckedOnTransaction(_UncheckedOn):
    operation = "transaction"


@fault("M", "wallet.signature.wrong-refused", FOUR_CALLS)
class SignatureUncheckedOnRollback(_UncheckedOn):
    operation = "rollback"


@fault("M", "wallet.signature.missing-refused", SIGNATURE)
class MissingSignatureAccepted:
    def check_signature(self, request, operation):
        if "x-hmac-signature" in request.headers:
            super().check_signature(request, operation)


@fault("M", "wallet.signature.missing-refused", SIGNATURE)
class MissingSignatureAcceptedOnRollback:
    def check_signature(self, request, operation):
        if "x-hmac-signature" in request.headers or operation != "rollback":
            super().check_signature(request, operation)


class _Matches:
    """Compares the signatures in a way of its own."""

    def signature_matches(self, given, body):
        return self.alike(given.lower(), self.right_signature(body))


@fault("M", "wallet.signature.whole-compared", WHOLE)
class EmptySignatureAccepted(_Matches):
    def alike(self, given, right):
        return given in ("", right)


@fault("M", "wallet.signature.whole-compared", WHOLE)
class SignatureComparedOverShorterLength(_Matches):
    def alike(self, given, right):
        return all(a == b for a, b in zip(given, right))


@fault("M", "wallet.signature.whole-compared", WHOLE)
class SignaturePrefixAccepted(_Matches):
    def alike(self, given, right):
        return given != "" and right.startswith(given)


@fault("M", "wallet.signature.whole-compared", WHOLE)
class SignatureTailIgnored(_Matches):
    def alike(self, given, right):
        return given.startswith(right)


@fault("M", "wallet.signature.whole-compared", WHOLE)
class SignatureLastCharacterIgnored(_Matches):
    def alike(self, given, right):
        return given[:63] == right[:63]


@fault("M", "wallet.signature.wrong-refused", SIGNATURE)
class SignatureOnlyByForm(_Matches):
    def alike(self, given, right):
        return re.fullmatch("[0-9a-f]{64}", given) is not None


class _Raw(str):
    """A number of the body in the digits that it came in."""


class _Reserialised:
    """Signs the body as this server would have written it."""

    def signature_matches(self, given, body):
        try:
            value = json.loads(body.decode(), parse_float=_Raw, parse_int=_Raw)
        except (ValueError, RecursionError):
            return super().signature_matches(given, body)
        return super().signature_matches(given, self.rewritten(value).encode("utf-8", "surrogatepass"))

    def rewritten(self, value):
        if isinstance(value, dict):
            return "{" + ",".join(f"{json.dumps(k, ensure_ascii=False)}:{self.rewritten(v)}" for k, v in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ",".join(map(self.rewritten, value)) + "]"
        return str(value) if isinstance(value, _Raw) else json.dumps(value, ensure_ascii=False)


@fault("M", "wallet.signature.raw-bytes", "Over the bytes as sent (spaces, key order, escapes are the sender's).")
class SignatureOverReserialisedJson(_Reserialised):
    pass


@fault("M", "wallet.signature.raw-bytes", "Over the bytes as sent (spaces, key order, escapes are the sender's).")
class SignatureOverTrimmedBody:
    def signature_matches(self, given, body):
        return super().signature_matches(given, body.strip())


@fault("M", "wallet.signature.refused-changes-nothing", SIGNATURE)
class SignatureCheckedAfterTransaction:
    def check_signature(self, request, operation):
        try:
            super().check_signature(request, operation)
        except Refusal:
            session = self.check_token(request, operation) if operation == "transaction" else None
            if session:
                fields = self.read_owned_fields(request, operation, session)
                self.transaction(self.players[session.player_id], session, fields, request)
            raise


class _SignatureRefusal:
    def check_signature(self, request, operation):
        try:
            super().check_signature(request, operation)
        except Refusal as refusal:
            raise Refusal(*self.answer_instead, refusal.message) from refusal


@fault("M", "wallet.signature.wrong-refused", SIGNATURE)
class WrongSignatureIs403(_SignatureRefusal):
    answer_instead = 403, "SERVER_UNAUTHORIZED"


@fault("M", "wallet.signature.wrong-refused", SIGNATURE)
class WrongSignatureIsPlayerUnauthorized(_SignatureRefusal):
    answer_instead = 401, "PLAYER_UNAUTHORIZED"


@fault("M", "wallet.signature.wrong-refused", SIGNATURE)
class WrongSignatureIs400(_SignatureRefusal):
    answer_instead = 400, "INVALID_REQUEST"


# ---- X-Request-ID ----

class _Echo:
    """Changes the echoed X-Request-ID; None leaves it out."""

    def reply_headers(self, request, reply):
        headers = []
        for name, value in super().reply_headers(request, reply):
            value = self.echo(value, reply) if name == "X-Request-ID" else value
            headers += [(name, value)] if value is not None else []
        return headers


@fault("M", "wallet.request-id.echoed-on-errors", ECHO)
class RequestIdNotEchoedOnErrors(_Echo):
    def echo(self, value, reply):
        return None if reply.status >= 400 else value


@fault("M", "wallet.request-id.echoed-on-errors", ECHO)
class RequestIdNotEchoedOn401(_Echo):
    def echo(self, value, reply):
        return None if reply.status == 401 else value


@fault("M", "wallet.request-id.echoed", ECHO)
class RequestIdLowerCased(_Echo):
    def echo(self, value, reply):
        return value.lower()


@fault("M", "wallet.request-id.echoed", ECHO)
class RequestIdUpperCased(_Echo):
    def echo(self, value, reply):
        return value.upper()


@fault("M", "wallet.request-id.echoed", ECHO)
class RequestIdRegenerated(_Echo):
    def echo(self, value, reply):
        return str(uuid.uuid4())


@fault("M", "wallet.request-id.echoed", ECHO)
class RequestIdNotEchoed(_Echo):
    def echo(self, value, reply):
        return None


@fault("M", "wallet.request-id.any-guid-accepted", ANY_GUID)
class RequestIdOfVersion4Only:
    def check_request_id(self, request):
        super().check_request_id(request)
        if request.headers["x-request-id"][14] != "4":
            raise Refusal(400, "INVALID_REQUEST", "X-Request-ID is no GUID of version 4.")


@fault("M", "wallet.request-id.any-guid-accepted", ANY_GUID)
class RequestIdInLowerCaseOnly:
    def check_request_id(self, request):
        super().check_request_id(request)
        if request.headers["x-request-id"] != request.headers["x-request-id"].lower():
            raise Refusal(400, "INVALID_REQUEST", "X-Request-ID is no GUID.")


@fault("S", "wallet.request-id.missing-refused", "Missing or no GUID: 400 INVALID_REQUEST.")
class MissingRequestIdAccepted:
    def check_request_id(self, request):
        if "x-request-id" in request.headers:
            super().check_request_id(request)


@fault("S", "wallet.request-id.missing-refused", "Missing or no GUID: 400 INVALID_REQUEST.")
class AnyRequestIdAccepted:
    def check_request_id(self, request):
        if "x-request-id" not in request.headers:
            super().check_request_id(request)
