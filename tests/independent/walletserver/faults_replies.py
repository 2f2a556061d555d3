"""Faults in how an answer looks."""

from serverkit.registry import fault

from .ledger import Refusal

JSON_TYPE = "Content-Type: application/json (parameters allowed) on every response of a contract's call that has a body."
ERROR_FORM = 'Errors: {"error": {"code": "…", "message": "…"}} with 400 (validation), 401 (authentication), 500 (internal).'
AUTHENTICATE = ("Response: playerId, playerToken, brand, balance (decimal), balanceInfo {currency (lower case ISO 4217), "
                "currencyTruncation}, sessionInfo (object), optional freeGameInfo (array).")
NO_STORE = "Cache-Control: no-cache, no-store on every response."


# ---- headers ----

class _Header:
    """Changes a header's value; None leaves it out."""
    name = ""

    def reply_headers(self, request, reply):
        changed = [(n, self.value(v, reply) if n == self.name else v) for n, v in super().reply_headers(request, reply)]
        return [(name, value) for name, value in changed if value is not None]


@fault("M", "wallet.http.json-content-type", JSON_TYPE)
class ErrorsAsTextPlain(_Header):
    name = "Content-Type"

    def value(self, value, reply):
        return "text/plain" if reply.status >= 400 else value


@fault("M", "wallet.http.json-content-type", JSON_TYPE)
class NoContentType(_Header):
    name = "Content-Type"

    def value(self, value, reply):
        return None


@fault("M", "wallet.http.json-content-type", JSON_TYPE)
class ContentTypeTextJson(_Header):
    name = "Content-Type"

    def value(self, value, reply):
        return "text/json; charset=utf-8"


@fault("M", "wallet.http.json-content-type", "JSON, UTF-8.")
class RepliesInLatin1:
    def free_game_content(self, free):
        return super().free_game_content(free) | {"offerName": "Größe"}

    def write_json(self, value):
        return super().write_json(value).decode().encode("latin-1", "replace")


@fault("S", "wallet.cache-control.no-store", NO_STORE)
class NoCacheControl(_Header):
    name = "Cache-Control"

    def value(self, value, reply):
        return None


@fault("S", "wallet.cache-control.no-store", NO_STORE)
class CacheControlNoCacheOnly(_Header):
    name = "Cache-Control"

    def value(self, value, reply):
        return "no-cache"


@fault("S", "wallet.cache-control.no-store", NO_STORE)
class NoCacheControlOnErrors(_Header):
    name = "Cache-Control"

    def value(self, value, reply):
        return value if reply.status < 400 else None


# ---- error bodies ----

class _ErrorBody:
    def error_reply(self, status, code, message):
        reply = super().error_reply(status, code, message)
        reply.content = self.error_content(status, code, message)
        return reply


@fault("M", "wallet.errors.body", ERROR_FORM)
class ErrorAsString(_ErrorBody):
    def error_content(self, status, code, message):
        return {"error": code, "message": message}


@fault("M", "wallet.errors.body", ERROR_FORM)
class ErrorIsFlat(_ErrorBody):
    def error_content(self, status, code, message):
        return {"code": code, "message": message}


@fault("M", "wallet.errors.body", ERROR_FORM)
class ErrorWithoutMessage(_ErrorBody):
    def error_content(self, status, code, message):
        return {"error": {"code": code}}


@fault("M", "wallet.errors.body", ERROR_FORM)
class ErrorCodeAsNumber(_ErrorBody):
    def error_content(self, status, code, message):
        return {"error": {"code": status, "message": f"{code}: {message}"}}


@fault("M", "wallet.errors.body", ERROR_FORM)
class ErrorsIn401HaveNoBody(_ErrorBody):
    def error_content(self, status, code, message):
        return None if status == 401 else {"error": {"code": code, "message": message}}


class _FundsAnswer:
    def check_funds(self, player, call):
        try:
            super().check_funds(player, call)
        except Refusal as refusal:
            raise Refusal(*self.answer_instead, refusal.message) from refusal


FUNDS = "A debit larger than the balance: 400 INSUFFICIENT_FUNDS."


@fault("M", "wallet.funds.insufficient-refused", FUNDS)
class InsufficientFundsIs403(_FundsAnswer):
    answer_instead = 403, "INSUFFICIENT_FUNDS"


@fault("M", "wallet.funds.insufficient-refused", FUNDS)
class InsufficientFundsIs402(_FundsAnswer):
    answer_instead = 402, "INSUFFICIENT_FUNDS"


@fault("M", "wallet.funds.insufficient-refused", FUNDS)
class InsufficientFundsIsError200(_FundsAnswer):
    answer_instead = 200, "INSUFFICIENT_FUNDS"


@fault("M", "wallet.funds.insufficient-refused", FUNDS)
class InsufficientFundsIsValidationFailed(_FundsAnswer):
    answer_instead = 400, "VALIDATION_FAILED"


@fault("M", "wallet.funds.insufficient-refused", FUNDS)
class InsufficientFundsIsDebitFailed(_FundsAnswer):
    answer_instead = 500, "DEBIT_FAILED"


# ---- success bodies ----

class _Authenticated:
    def authenticate_content(self, player, token, game):
        content = super().authenticate_content(player, token, game)
        self.change(content)
        return content


@fault("M", "wallet.authenticate.response", AUTHENTICATE)
class AuthenticateWithoutBrand(_Authenticated):
    def change(self, content):
        del content["brand"]


@fault("M", "wallet.authenticate.response", AUTHENTICATE)
class AuthenticateWithoutSessionInfo(_Authenticated):
    def change(self, content):
        del content["sessionInfo"]


@fault("M", "wallet.authenticate.response", AUTHENTICATE)
class CurrencyInUpperCase(_Authenticated):
    def change(self, content):
        content["balanceInfo"]["currency"] = content["balanceInfo"]["currency"].upper()


@fault("M", "wallet.authenticate.response", AUTHENTICATE)
class CurrencyAtTheTop(_Authenticated):
    def change(self, content):
        content |= content.pop("balanceInfo")


@fault("M", "wallet.authenticate.response", AUTHENTICATE)
class TruncationMissing(_Authenticated):
    def change(self, content):
        del content["balanceInfo"]["currencyTruncation"]


@fault("M", "wallet.authenticate.response", AUTHENTICATE)
class AuthenticateBalanceAsString(_Authenticated):
    def change(self, content):
        content["balance"] = f"{content['balance']:.2f}"


@fault("M", "wallet.balance.response", "Response: balance, optional freeGameInfo.")
class BalanceAsString:
    def balance_content(self, player, game):
        return super().balance_content(player, game) | {"balance": f"{player.balance:.2f}"}


@fault("M", "wallet.balance.response", "Response: balance, optional freeGameInfo.")
class BalanceInsideObject:
    def balance_content(self, player, game):
        return super().balance_content(player, game) | {"balance": {"amount": player.balance}}


@fault("M", "wallet.transaction.response", "Response: balance (a JSON number), optional freeGameInfo array.")
class TransactionBalanceAsString:
    def transaction_content(self, player, call, balance):
        return super().transaction_content(player, call, balance) | {"balance": f"{balance:.2f}"}


@fault("M", "wallet.transaction.response", "Response: balance (a JSON number), optional freeGameInfo array.")
class FreeGameInfoAsObject:
    def transaction_content(self, player, call, balance):
        content = super().transaction_content(player, call, balance)
        return content | {"freeGameInfo": content["freeGameInfo"][0]} if content["freeGameInfo"] else content


@fault("M", "wallet.rollback.response", "Response: balance, optional freeGameInfo.")
class RollbackWithoutBalance:
    def rollback_content(self, player, call, balance):
        return {"status": "OK"}


@fault("M", "wallet.times.iso-8601", "Times are ISO 8601 with Z or an offset.")
class TimesWithoutZone:
    def time_text(self, moment):
        return moment.strftime("%Y-%m-%dT%H:%M:%S")


@fault("M", "wallet.times.iso-8601", "Times are ISO 8601 with Z or an offset.")
class TimesWithBlank:
    def time_text(self, moment):
        return moment.strftime("%Y-%m-%d %H:%M:%S UTC")
