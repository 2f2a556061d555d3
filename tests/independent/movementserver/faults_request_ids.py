"""Faults of request IDs, of movements in flight at once, and of lengths."""

import time
from decimal import Decimal

from serverkit.refusal import Refusal
from serverkit.registry import fault

from .checks import Update

DUPLICATE = ("Request ID: the first use for a player is recorded; the second gets 4xx whose body contains `duplicate metric movement request`, "
             "and changes nothing, whatever its content.")
STATUS_409 = "Status 409; looked up before the metrics are judged."
FREE = "A request ID whose first use was refused is still free."
OF_EACH = "Another player may use the same request ID."
NONE = "No request ID: no deduplication: a relative 50 sent twice adds 100, an absolute 50 twice leaves 50."
AT_ONCE = "N copies with one request ID in flight at once: exactly one is recorded. N relative updates without request ID: all are added."
LENGTHS = "External client ID 1-255 and request ID 1-100 characters (Unicode, not trimmed): 0, 256 and 101 are refused."
NULL = "null in an optional field is as if the field were absent."
PAUSE = 0.02            # seconds between look and write, for races that show


# ---- request IDs ----

class _Duplicates:
    """What is known of a request ID."""

    def check_request_is_new(self, player, request_id, body):
        if request_id is not None and self.is_known(player, request_id, body):
            self.refuse_duplicate()

    def is_known(self, player, request_id, body):
        return request_id in player.request_ids

    def refuse_duplicate(self):
        raise self.refusal(409, "duplicate", "duplicate metric movement request")


@fault("M", "movements.request-id.duplicate-refused", DUPLICATE)
class RequestIdIgnored(_Duplicates):
    def is_known(self, player, request_id, body):
        return False


@fault("M", "movements.request-id.of-each-player", OF_EACH)
class RequestIdOfAllPlayers(_Duplicates):
    def is_known(self, player, request_id, body):
        return any(request_id in one.request_ids for one in self.players.values())


@fault("M", "movements.request-id.of-each-player", OF_EACH)
class RequestIdOfTheExternalId(_Duplicates):
    """The key is (externalClientId, requestId): the same ID under another brand counts as the same player."""

    def is_known(self, player, request_id, body):
        return any(request_id in one.request_ids for one in self.players.values() if one.external_id == player.external_id)


@fault("M", "movements.ids.not-trimmed", DUPLICATE)
class RequestIdInAnyCase(_Duplicates):
    def is_known(self, player, request_id, body):
        return request_id.lower() in {known.lower() for known in player.request_ids}


@fault("M", "movements.request-id.other-content-refused", DUPLICATE)
class OtherContentIsNew(_Duplicates):
    def prepare(self):
        super().prepare()
        self.contents = set()

    def is_known(self, player, request_id, body):
        content = (player.client_id, request_id, str(body.get("metrics")))
        known = content in self.contents
        self.contents.add(content)
        return known


@fault("M", "movements.request-id.duplicate-refused", DUPLICATE)
class OnlyTheLastRequestIdKnown(_Duplicates):
    def is_known(self, player, request_id, body):
        last = [row for row in self.movements if row.player is player][-1:]
        return any(row.request_id == request_id for row in last)


@fault("M", "movements.request-id.duplicate-refused", DUPLICATE)
class DuplicateIsSuccess:
    def record_movement(self, request):
        try:
            return super().record_movement(request)
        except Refusal as refusal:
            if refusal.status == 409:
                return self.written_reply()
            raise


@fault("M", "movements.request-id.duplicate-refused", DUPLICATE)
class DuplicateRequest(_Duplicates):
    def refuse_duplicate(self):
        raise self.refusal(409, "duplicate", "duplicate request")


@fault("S", "movements.request-id.duplicate-refused.code", STATUS_409)
class DuplicateIs422(_Duplicates):
    def refuse_duplicate(self):
        raise self.refusal(422, "duplicate", "Duplicate Metric Movement Request")


@fault("M", "movements.request-id.duplicate-refused", DUPLICATE)
class DuplicateIs500(_Duplicates):
    def refuse_duplicate(self):
        raise self.refusal(500, "duplicate", "duplicate metric movement request")


@fault("M", "movements.request-id.duplicate-changes-nothing", DUPLICATE)
class DuplicateAppliedAndRefused(_Duplicates):
    def check_request_is_new(self, player, request_id, body):
        if request_id is not None and request_id in player.request_ids:
            for update in self.checked_updates(body.get("metrics")):
                self.update_balance(player, update)
        super().check_request_is_new(player, request_id, body)


@fault("M", "movements.request-id.duplicate-changes-nothing", DUPLICATE)
class DuplicateRecordedAndRefused(_Duplicates):
    def check_request_is_new(self, player, request_id, body):
        if request_id is not None and request_id in player.request_ids:
            self.apply(player, [], request_id, b"{}")
        super().check_request_is_new(player, request_id, body)


@fault("M", "movements.request-id.other-content-refused", DUPLICATE)
class AbsoluteDuplicatesAppliedAndRefused(_Duplicates):
    """Absolute values are thought to be harmless."""

    def check_request_is_new(self, player, request_id, body):
        if request_id is not None and request_id in player.request_ids:
            for update in self.checked_updates(body.get("metrics")):
                if update.absolute:
                    self.update_balance(player, update)
        super().check_request_is_new(player, request_id, body)


@fault("S", "movements.request-id.looked-up-first", STATUS_409)
class MetricsJudgedFirst:
    def check_request_is_new(self, player, request_id, body):
        self.checked_updates(body.get("metrics"))
        super().check_request_is_new(player, request_id, body)


@fault("S", "movements.request-id.free-after-refusal", FREE)
class RefusedRequestIdIsUsed(_Duplicates):
    def is_known(self, player, request_id, body):
        known = request_id in player.request_ids
        player.request_ids.add(request_id)
        return known


@fault("M", "movements.request-id.none-no-deduplication", NONE)
class EqualContentIsDuplicate:
    def check_request_is_new(self, player, request_id, body):
        super().check_request_is_new(player, request_id, body)
        last = [row for row in self.movements if row.player is player][-1:]
        if request_id is None and last and [update.written for update in last[0].updates] == [
                metric.get("value") for metric in body.get("metrics") or [] if isinstance(metric, dict)]:
            raise self.refusal(409, "duplicate", "duplicate metric movement request")


@fault("M", "movements.request-id.none-no-deduplication", NONE)
class EqualMovementsAreOne:
    """Two equal movements in a row are one, and both are answered as a success."""

    def apply(self, player, updates, request_id, raw):
        last = [row for row in self.movements if row.player is player][-1:]
        if request_id is not None or not last or last[0].raw_payload != raw.decode():
            super().apply(player, updates, request_id, raw)


@fault("S", "movements.request-id.null", NULL)
class NullRequestIdRefused:
    def object_of(self, request):
        body = super().object_of(request)
        if "requestId" in body and body["requestId"] is None:
            raise self.refusal(422, "validation", "requestId: a text is expected")
        return body


@fault("S", "movements.request-id.null", NULL)
class NullIsARequestId:
    def object_of(self, request):
        body = super().object_of(request)
        return body | {"requestId": "null"} if "requestId" in body and body["requestId"] is None else body


# ---- at once ----

class _Slow:
    """Lets others in between look and write."""

    def record_movement(self, request):
        body = self.object_of(request)
        external_id = self.checked_external_id(body.get("externalClientId"), "externalClientId")
        player = self.player_of(external_id, self.checked_uuid(body.get("revenueOriginId")))
        request_id = self.checked_request_id(body.get("requestId"))
        self.look_and_write(player, request_id, body, request.body)
        return self.written_reply()


@fault("M", "movements.in-flight.request-id-once", AT_ONCE)
class RequestIdLookedUpOutsideTheLock(_Slow):
    def look_and_write(self, player, request_id, body, raw):
        self.check_request_is_new(player, request_id, body)
        updates = self.checked_updates(body.get("metrics"))
        time.sleep(PAUSE if request_id else 0)
        with self.lock:
            self.apply(player, updates, request_id, raw)


@fault("M", "movements.in-flight.relative-all-added", AT_ONCE)
class BalanceReadOutsideTheLock(_Slow):
    def look_and_write(self, player, request_id, body, raw):
        with self.lock:
            self.check_request_is_new(player, request_id, body)
            player.request_ids |= {request_id} - {None}
        updates = self.checked_updates(body.get("metrics"))
        sums = [Update(one.code, True, self.new_balance(player.balances.get(one.code, Decimal(0)), one), one.written) for one in updates]
        time.sleep(PAUSE)
        with self.lock:
            super().apply(player, updates, request_id, raw)
            for one in sums:
                player.balances[one.code] = one.value


# ---- lengths ----

@fault("M", "movements.external-id.lengths-accepted", LENGTHS)
class ExternalIdsUpTo100:
    setting_changes = {"longest_external_id": 100}


@fault("M", "movements.external-id.lengths-accepted", LENGTHS)
class ExternalIdsUpTo254:
    setting_changes = {"longest_external_id": 254}


@fault("M", "movements.external-id.too-long-refused", LENGTHS)
class ExternalIdsUpTo256:
    setting_changes = {"longest_external_id": 256}


@fault("M", "movements.external-id.too-long-refused", LENGTHS)
class LongExternalIdsCutOff:
    def checked_external_id(self, value, name):
        return super().checked_external_id(value[:255] if isinstance(value, str) else value, name)


@fault("M", "movements.request-id.lengths-accepted", LENGTHS)
class RequestIdsUpTo64:
    setting_changes = {"longest_request_id": 64}


@fault("M", "movements.request-id.too-long-refused", LENGTHS)
class RequestIdsUpTo255:
    setting_changes = {"longest_request_id": 255}


@fault("M", "movements.request-id.too-long-refused", LENGTHS)
class LongRequestIdsCutOff:
    def checked_request_id(self, value):
        return super().checked_request_id(value[:100] if isinstance(value, str) else value)


@fault("M", "movements.request-id.empty-refused", LENGTHS)
class EmptyRequestIdIsNone:
    def checked_request_id(self, value):
        return super().checked_request_id(value or None)


@fault("M", "movements.external-id.empty-refused", LENGTHS)
class EmptyExternalIdTaken:
    def checked_external_id(self, value, name):
        return "" if value == "" else super().checked_external_id(value, name)


@fault("M", "movements.ids.unicode", LENGTHS)
class LengthInBytes:
    def length(self, text):
        return len(text.encode())


@fault("M", "movements.ids.unicode", LENGTHS)
class LengthInUtf16:
    def length(self, text):
        return len(text.encode("utf-16-le")) // 2


@fault("M", "movements.ids.not-trimmed", LENGTHS)
class ExternalIdsTrimmed:
    def checked_external_id(self, value, name):
        return super().checked_external_id(value.strip() if isinstance(value, str) else value, name)


@fault("M", "movements.ids.not-trimmed", LENGTHS)
class RequestIdsTrimmed:
    def checked_request_id(self, value):
        return super().checked_request_id(value.strip() if isinstance(value, str) else value)


@fault("M", "movements.*", "externalId: another letter case is another player.")
class ExternalIdsInAnyCase:
    def player_key(self, external_id, brand):
        return external_id.lower(), brand
