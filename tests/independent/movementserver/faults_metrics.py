"""Faults in what is taken for a valid movement, and of its atomicity."""

import re
from decimal import Decimal

from serverkit.refusal import Refusal
from serverkit.registry import fault

BAD = ("Bad: unknown code, a code in wrong case, an archived metric, \"1.5\" for an integer metric, a value that is no number (abc, empty, 1,5, NaN), "
       "a type other than the two.")
ATOMIC = "A movement is atomic: one bad metric and nothing of it is applied."
NO_STRING = "A value that is not a JSON string."
TWENTY = "metrics: 1 to 20 entries; 0 or 21: 4xx."


# ---- metrics ----

class _Codes:
    def checked_code(self, code):
        known = self.known_code(code) if isinstance(code, str) else None
        return known or super().checked_code(code)


@fault("M", "movements.metric.unknown-code-refused", BAD)
class UnknownCodeTaken(_Codes):
    def known_code(self, code):
        return code


@fault("M", "movements.metric.unknown-code-refused", BAD)
class UnknownCodeSkipped:
    def checked_updates(self, metrics):
        known = [metric for metric in metrics if not isinstance(metric, dict) or metric.get("code") in self.settings.usable_codes()] \
            if isinstance(metrics, list) else metrics
        return super().checked_updates(known) if known or not metrics else []


@fault("M", "movements.metric.wrong-case-refused", BAD)
class CodeInAnyCase(_Codes):
    def known_code(self, code):
        return code.lower() if code.lower() in self.settings.usable_codes() else None


@fault("M", "movements.metric.wrong-case-refused|movements.metric.unknown-code-refused", BAD)
class CodeWithUnderlines(_Codes):
    def known_code(self, code):
        code = re.sub("(?<=[a-z])(?=[A-Z])|_", "-", code).lower()
        return code if code in self.settings.usable_codes() else None


@fault("M", "movements.metric.archived-refused", BAD)
class ArchivedTaken(_Codes):
    def known_code(self, code):
        return code if code in self.settings.archived_codes else None


@fault("M", "movements.metric.fraction-for-integer-refused", BAD)
class FractionOfIntegerTaken:
    def is_whole(self, number):
        return True


@fault("M", "movements.metric.fraction-for-integer-refused", BAD)
class FractionOfIntegerCutOff:
    def is_whole(self, number):
        return True

    def checked_value(self, code, value):
        number = super().checked_value(code, value)
        return Decimal(int(number)) if code in self.settings.integer_codes else number


class _Values:
    """Reads some values that are no numbers."""

    def checked_value(self, code, value):
        read = self.read_value(value)
        return super().checked_value(code, value) if read is None else read


@fault("M", "movements.metric.no-number-refused", BAD)
class EmptyValueIsZero(_Values):
    def read_value(self, value):
        return Decimal(0) if value == "" else None


@fault("M", "movements.metric.no-number-refused", BAD)
class CommaIsPoint(_Values):
    def read_value(self, value):
        return Decimal(value.replace(",", ".")) if isinstance(value, str) and re.fullmatch(r"-?\d+,\d+", value) else None


@fault("M", "movements.metric.no-number-refused", BAD)
class CommaIsLeftOut(_Values):
    def read_value(self, value):
        return Decimal(value.replace(",", "")) if isinstance(value, str) and re.fullmatch(r"-?\d+,\d+", value) else None


@fault("M", "movements.metric.no-number-refused", BAD)
class NanIsZero(_Values):
    def read_value(self, value):
        return Decimal(0) if value == "NaN" else None


@fault("M", "movements.metric.no-number-refused", BAD)
class WordsAreZero(_Values):
    def read_value(self, value):
        return Decimal(0) if isinstance(value, str) and value.isalpha() else None


@fault("M", "movements.metric.no-number-refused", BAD)
class ReadsTheBeginOfAValue(_Values):
    def read_value(self, value):
        match = re.match(r"-?\d+(\.\d+)?", value) if isinstance(value, str) else None
        return Decimal(match[0]) if match and len(match[0]) < len(value) and "," not in value else None


@fault("S", "movements.metric.value-not-a-string-refused", NO_STRING)
class NumberForTextTaken:
    def checked_update(self, metric):
        if isinstance(metric, dict) and isinstance(metric.get("value"), Decimal):
            metric = metric | {"value": f"{metric['value']:f}"}
        return super().checked_update(metric)


@fault("S", "movements.metric.value-not-a-string-refused", NO_STRING)
class NullValueIsZero:
    def checked_update(self, metric):
        if isinstance(metric, dict) and metric.get("value", 0) is None:
            metric = metric | {"value": "0"}
        return super().checked_update(metric)


@fault("M", "movements.metric.unknown-type-refused", BAD)
class UnknownTypeIsRelative:
    def checked_type(self, kind):
        return "absolute" if kind == "absolute" else "relative"


@fault("M", "movements.metric.unknown-type-refused", BAD)
class MissingTypeIsAbsolute:
    def checked_type(self, kind):
        return "absolute" if kind is None else super().checked_type(kind)


@fault("M", "movements.metric.unknown-type-refused", BAD)
class TypeInAnyCase:
    def checked_type(self, kind):
        return super().checked_type(kind.lower() if isinstance(kind, str) else kind)


@fault("M", "movements.metric.unknown-type-refused", BAD)
class DeltaIsRelative:
    def checked_type(self, kind):
        return "relative" if kind in ("delta", "incremental", "increment") else super().checked_type(kind)


@fault("M", "movements.metrics.none-refused", TWENTY)
class NoMetricsTaken:
    def count_is_right(self, count):
        return count <= self.settings.most_metrics


@fault("M", "movements.metrics.none-refused", TWENTY)
class MissingMetricsAreNone:
    def checked_updates(self, metrics):
        return [] if metrics is None else super().checked_updates(metrics)


@fault("M", "movements.metrics.twenty-one-refused", TWENTY)
class TwentyOneTaken:
    setting_changes = {"most_metrics": 21}


@fault("M", "movements.metrics.twenty-one-refused", TWENTY)
class AnyNumberTaken:
    setting_changes = {"most_metrics": 10000}


@fault("M", "movements.metrics.twenty-one-refused", TWENTY)
class CutOffAfterTwenty:
    def checked_updates(self, metrics):
        return super().checked_updates(metrics[:20] if isinstance(metrics, list) else metrics)


@fault("M", "movements.metrics.twenty-accepted", TWENTY)
class AtMostNineteen:
    setting_changes = {"most_metrics": 19}


@fault("M", "movements.metrics.twenty-accepted", TWENTY)
class AppliesTheFirstTen:
    def apply(self, player, updates, request_id, raw):
        super().apply(player, updates[:10], request_id, raw)


class _Partial:
    """Applies some of a movement with a bad metric."""

    def checked_updates(self, metrics):
        try:
            return super().checked_updates(metrics)
        except Refusal:
            if isinstance(metrics, list) and 2 <= len(metrics) <= 20:
                self.apply_some(metrics)
            raise

    def player_of(self, external_id, brand):
        self.at_work = super().player_of(external_id, brand)
        return self.at_work

    def good(self, metric):
        try:
            return self.checked_update(metric)
        except Refusal:
            return None


@fault("M", "movements.atomic.nothing-applied", ATOMIC)
class AppliedUpToTheBadOne(_Partial):
    def apply_some(self, metrics):
        for metric in metrics:
            update = self.good(metric)
            if update is None:
                return
            self.update_balance(self.at_work, update)


@fault("M", "movements.atomic.nothing-applied", ATOMIC)
class GoodMetricsApplied(_Partial):
    def apply_some(self, metrics):
        for update in filter(None, map(self.good, metrics)):
            self.update_balance(self.at_work, update)


@fault("M", "movements.atomic.nothing-applied", ATOMIC)
class BadMovementsRecorded(_Partial):
    def apply_some(self, metrics):
        self.apply(self.at_work, [], None, b"{}")


@fault("M", "movements.atomic.nothing-applied|movements.metric.*", ATOMIC)
class BadMetricsSkipped:
    def checked_updates(self, metrics):
        if not isinstance(metrics, list) or len(metrics) < 2:
            return super().checked_updates(metrics)
        good = [metric for metric in metrics if self.is_good(metric)]
        return super().checked_updates(good or metrics)

    def is_good(self, metric):
        try:
            return bool(self.checked_update(metric))
        except Refusal:
            return False
