"""What is right with the parts of a write. Each method gives back the checked value or raises Refusal."""

import re
from dataclasses import dataclass
from decimal import Decimal

UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
VALUE = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class Update:
    code: str
    absolute: bool
    value: Decimal
    written: str            # the value as it was sent


class Checks:

    def checked_external_id(self, value, name: str) -> str:
        return self.checked_text(value, name, self.settings.longest_external_id)

    def checked_request_id(self, value) -> str | None:
        return None if value is None else self.checked_text(value, "requestId", self.settings.longest_request_id)

    def checked_text(self, value, name: str, most: int) -> str:
        if not isinstance(value, str) or not 1 <= self.length(value) <= most:
            raise self.refusal(422, "validation", f"{name}: a text of 1 to {most} characters is expected")
        return value

    def length(self, text: str) -> int:
        return len(text)

    def checked_uuid(self, value) -> str:
        if not isinstance(value, str) or not UUID.fullmatch(value):
            raise self.refusal(422, "validation", "revenueOriginId: a UUID is expected")
        return value.lower()

    def checked_brand(self, value) -> str:
        brand = self.checked_uuid(value)
        if brand not in self.settings.brands:
            raise self.refusal(422, "unknown_brand", "revenueOriginId: there is no such brand")
        return brand

    def checked_click(self, value) -> str:
        if value not in self.settings.clicks:
            raise self.refusal(422, "unknown_click", "clickId: there is no such click")
        return value

    # ---- metrics ----

    def checked_updates(self, metrics) -> list:
        if not isinstance(metrics, list) or not self.count_is_right(len(metrics)):
            raise self.refusal(422, "validation", f"metrics: 1 to {self.settings.most_metrics} are expected")
        updates = [self.checked_update(metric) for metric in metrics]
        self.check_codes_differ(updates)
        return updates

    def count_is_right(self, count: int) -> bool:
        return 1 <= count <= self.settings.most_metrics

    def checked_update(self, metric) -> Update:
        if not isinstance(metric, dict):
            raise self.refusal(422, "validation", "metrics: objects are expected")
        code = self.checked_code(metric.get("code"))
        kind = self.checked_type(metric.get("type"))
        return Update(code, kind == "absolute", self.checked_value(code, metric.get("value")), metric.get("value"))

    def checked_code(self, code) -> str:
        if not isinstance(code, str) or code not in self.settings.usable_codes():
            raise self.refusal(422, "validation", "code: there is no such metric")
        return code

    def checked_type(self, kind) -> str:
        if kind not in ("absolute", "relative"):
            raise self.refusal(422, "validation", "type: absolute or relative is expected")
        return kind

    def checked_value(self, code: str, value) -> Decimal:
        if not isinstance(value, str) or not VALUE.fullmatch(value):
            raise self.refusal(422, "validation", "value: a numeric string is expected")
        number = Decimal(value)
        if code in self.settings.integer_codes and not self.is_whole(number):
            raise self.refusal(422, "validation", f"value: {code} takes whole numbers")
        return number

    def is_whole(self, number: Decimal) -> bool:
        return number == number.to_integral_value()

    def check_codes_differ(self, updates: list) -> None:
        """The page leaves the same code twice open; they are applied one after the other."""
