"""JSON out. Amounts are decimal.Decimal; no float ever holds one."""

import json
from decimal import Decimal


class JsonText:
    """Writes JSON by small methods, so that a variant can replace one; `number` is the server's own."""

    def write_json(self, value) -> bytes:
        return self.to_json(value).encode("utf-8")

    def to_json(self, value) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{self.text(k)}: {self.to_json(v)}" for k, v in self.members(value)) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(self.to_json, value)) + "]"
        if isinstance(value, Decimal):
            return self.number(value)
        return self.text(value) if isinstance(value, str) else json.dumps(value)

    def members(self, value: dict) -> list:
        return list(value.items())

    def text(self, value: str) -> str:
        return json.dumps(value, ensure_ascii=False)
