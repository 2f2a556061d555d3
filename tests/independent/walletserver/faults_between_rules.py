"""Faults that show only where two statements meet: a refusal and what comes after it, a rollback and another round, a signature
and the way to the code that checks it."""

import threading

from serverkit.registry import fault

from .ledger import Refusal, forbidden, invalid

NOTHING = "A refused request changes nothing in the resources of the contract."
WHOLE = "The whole of it compared, in constant time."
EVERY = "X-HMAC-Signature on every request. Missing or wrong: 401 SERVER_UNAUTHORIZED, nothing changes."
LATE = "200, and then the transaction that arrives late is refused and never applied."
OTHER = "A replay that differs in anything else gets 200 or 400 and changes nothing."


# ---- signature ----

class _HalfCompared:
    def signature_matches(self, given, body):
        right = self.right_signature(body)
        return len(given) == len(right) and given.lower()[self.half] == right[self.half]


@fault("M", "wallet.signature.whole-compared", WHOLE)
class SignatureSecondHalfIgnored(_HalfCompared):
    half = slice(0, 32)


@fault("M", "wallet.signature.whole-compared", WHOLE)
class SignatureFirstHalfIgnored(_HalfCompared):
    half = slice(32, 64)


@fault("M", "wallet.signature.wrong-refused", EVERY)
class SignatureCheckedOnJsonOnly:
    """The filter that checks it is bound to a Content-Type."""

    def check_signature(self, request, operation):
        if request.headers.get("content-type", "").lower().startswith("application/json"):
            super().check_signature(request, operation)


@fault("M", "wallet.signature.refused-changes-nothing", EVERY)
class SignatureUncheckedUnderTrailingSlash:
    """The router forgives a slash at the end, the filter that checks signatures does not know the path then."""

    def route(self, request):
        request.path, asked = request.path.rstrip("/"), request.path
        try:
            return super().route(request)
        finally:
            request.path = asked

    def check_signature(self, request, operation):
        if not request.path.endswith("/"):
            super().check_signature(request, operation)


# ---- tombstones ----

class _Tombstones:
    def prepare(self):
        super().prepare()
        self.tombstones = set()

    def decide_unknown_rollback(self, player, round_, call):
        self.tombstones.add(self.tombstone(player, call))
        return super().decide_unknown_rollback(player, round_, call)

    def decide_transaction(self, player, round_, call):
        if self.tombstone(player, call) in self.tombstones and not self.find_applied(player, round_, call):
            raise Refusal(400, "DEBIT_ROLLED_BACK", "The transaction was rolled back.")
        return super().decide_transaction(player, round_, call)


@fault("M", "wallet.transaction.identified-in-its-round", "The same transactionId in another round is another transaction.")
class TombstonesInEveryRound(_Tombstones):
    def tombstone(self, player, call):
        return player.id, call.transaction_id


@fault("M", "wallet.round.belongs-to-player", "Two players may use the same round and transaction ids and do not meet.")
class TombstonesOfEveryPlayer(_Tombstones):
    def tombstone(self, player, call):
        return call.round_id, call.transaction_id


@fault("M", "wallet.round.credit-before-debit", "A credit before a successful debit: refused.")
class TombstoneOpensRoundForCredits:
    def check_has_debit(self, round_, call):
        if not round_.refunded:
            super().check_has_debit(round_, call)


@fault("S", "wallet.transaction.one-id-one-transaction", "Within a round one transactionId names one transaction, credit or debit.")
class LateCreditPaid:
    def check_not_refunded(self, round_, call):
        if call.operation == "debit":
            super().check_not_refunded(round_, call)


@fault("M", "wallet.rollback.late-debit-refused", LATE)
class RollbackOfRefusedDebitForgotten:
    """Answered 200, as the log knows the refused debit; nothing is remembered."""

    def prepare(self):
        super().prepare()
        self.refused = set()

    def check_funds(self, player, call):
        try:
            super().check_funds(player, call)
        except Refusal:
            self.refused.add((player.id, call.round_id, call.transaction_id))
            raise

    def decide_unknown_rollback(self, player, round_, call):
        if (player.id, call.round_id, call.transaction_id) in self.refused:
            return []
        return super().decide_unknown_rollback(player, round_, call)


# ---- what a refusal leaves behind ----

@fault("M", "wallet.rollback.repeated", "Repeated: 200, nothing changes.")
class RefusedDebitIsReturnedAgain:
    """The debit that comes again is refused, and noted as one that waits for its rollback."""

    def prepare(self):
        super().prepare()
        self.waiting = set()

    def check_not_refunded(self, round_, call):
        try:
            super().check_not_refunded(round_, call)
        except Refusal:
            if round_.cancelled:
                self.waiting.add((call.player_id, call.round_id, call.transaction_id))
            raise

    def decide_repeated_rollback(self, player, round_, call):
        key = (call.player_id, call.round_id, call.transaction_id)
        if key in self.waiting:
            self.waiting.discard(key)
            self.move(player, self.find_applied(player, round_, call).amount)
        return super().decide_repeated_rollback(player, round_, call)


@fault("M", "wallet.refused.changes-nothing", NOTHING)
class RefusedCreditCountsAsCredit:
    def check_amount_sign(self, call):
        if call.amount < 0 and call.operation == "credit":
            self.round_of(self.players[call.player_id], call).credits += 1
        super().check_amount_sign(call)


@fault("M", "wallet.rollback.returns-amount", "Rollback of an applied debit, in a round that is not finished and has no credits, returns its amount once.")
class RefusedSecondDebitHidesTheFirst:
    def check_single_debit(self, round_, call):
        if round_.debit_key is not None:
            round_.debit_key = self.transaction_key(call)
        super().check_single_debit(round_, call)

    def cancel(self, round_, key, applied):
        if round_.debit_key != key:
            raise forbidden("This is not the debit of the round.")
        return super().cancel(round_, key, applied)


@fault("M", "wallet.replay.applies-once", "Every replay gets 200 and a balance.")
class RefusedAmountIsCompared:
    """What was refused for want of funds stays the content that a replay is compared with."""

    def prepare(self):
        super().prepare()
        self.first_amounts = {}

    def check_funds(self, player, call):
        try:
            super().check_funds(player, call)
        except Refusal:
            self.first_amounts[player.id, call.round_id, call.transaction_id] = call.amount
            raise

    def same_content(self, applied, call):
        first = self.first_amounts.get((call.player_id, call.round_id, call.transaction_id), call.amount)
        return first == call.amount and super().same_content(applied, call)


@fault("M", "wallet.refused.changes-nothing", NOTHING)
class MalformedGameInfoAppliedThenRefused:
    """The details of a bet are written after its money has moved."""

    def take_game_info(self, name, value):
        try:
            return super().take_game_info(name, value)
        except Refusal as refusal:
            return {"refusal": refusal}

    def transaction(self, player, session, fields, request):
        refusal = (fields["gameInfo"] or {}).get("refusal")
        if refusal:
            fields = fields | {"gameInfo": None}
        content = super().transaction(player, session, fields, request)
        if refusal:
            raise refusal
        return content


@fault("S", "wallet.robust.malformed-json-refused", "Malformed JSON: a 4xx; no other 5xx.")
class MistypedFreeGameIs500:
    def take_free_game(self, name, value):
        try:
            return super().take_free_game(name, value)
        except Refusal as refusal:
            raise Refusal(500, "INVALID_REQUEST", refusal.message) from refusal


# ---- rounds and replays ----

@fault("M", "wallet.round.belongs-to-player", "A round belongs to (playerId, provider, roundId).")
class CreditFindsTheRoundOfAnyPlayer:
    def check_has_debit(self, round_, call):
        if not any(self.rounds_of(player).get(round_.key, round_).debit_key for player in self.players.values()):
            super().check_has_debit(round_, call)


@fault("M", "wallet.round.single-debit", "A round has a single debit.")
class FreeDebitBesideAnother:
    def check_single_debit(self, round_, call):
        if not call.free_game:
            super().check_single_debit(round_, call)


@fault("M", "wallet.round.finished-takes-nothing-new", "roundFinished: true completes the round; new transactions after it are refused.")
class FreeRoundsNeverFinish:
    def on_finished(self, player, round_, event):
        debit = round_.applied.get(round_.debit_key)
        if debit is None or debit.free_instance is None:
            super().on_finished(player, round_, event)


@fault("M", "wallet.replay.other-content-changes-nothing", OTHER)
class ReplayWithoutFinishReopens:
    def decide_replay(self, player, round_, call, applied):
        events = super().decide_replay(player, round_, call, applied)
        if applied.rest[0] and not call.finish:
            round_.finished = False
        return events


@fault("M", "wallet.replay.other-content-changes-nothing", OTHER)
class ReplayAsFreeDebitCounts:
    def decide_replay(self, player, round_, call, applied):
        events = super().decide_replay(player, round_, call, applied)
        if call.operation == "debit" and call.free_game and applied.free_instance is None:
            player.free_games[call.free_game[0]].remaining -= 1
        return events


@fault("M", "wallet.replay.applies-once", "Replay: the same (roundId, transactionId) with the same content applies once; every replay gets 200.")
class TwentyTransactionsRemembered:
    def remember(self, player, round_, event, operation):
        super().remember(player, round_, event, operation)
        latest = player.__dict__.setdefault("latest", [])
        latest.append((round_, event.transaction_key))
        if len(latest) > 20:
            forgotten, key = latest.pop(0)
            forgotten.applied.pop(key, None)


# ---- what is taken ----

@fault("S", "wallet.fields.free-texts-refused", "Free texts 0 to 255; all else is 400.")
class LongTextsAccepted:
    def take_free_text(self, name, value):
        super().take_free_text(name, value[:255] if isinstance(value, str) else value)


@fault("S", "wallet.fields.free-texts-refused", "Free texts 0 to 255; all else is 400.")
class LongTransactionTypesAccepted:
    def take_free_text(self, name, value):
        if name.endswith("gameTransactionType") and isinstance(value, str):
            value = value[:255]
        super().take_free_text(name, value)


@fault("M", "wallet.robust.keeps-serving", "The server goes on serving others.")
class BodiesReadOneByOne:
    """A client that takes its time with a body keeps all others from theirs."""

    def prepare(self):
        super().prepare()
        self.reading = threading.Lock()

    def read_exactly(self, stream, size):
        with self.reading:
            return super().read_exactly(stream, size)
