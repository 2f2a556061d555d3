"""JSON in and out. Money is decimal.Decimal from the first byte to the last; no float ever holds an amount."""

import decimal
import json
from decimal import Decimal

from serverkit.json_text import JsonText

# Contexts are made per thread from this one. 60 digits hold every balance exactly that amounts of 15 digits can add up to.
decimal.DefaultContext.prec = 60
decimal.setcontext(decimal.Context(prec=60))


class Malformed(ValueError):
    """The body is not a JSON object in UTF-8."""


def _no_constant(name):
    raise Malformed(f"{name} is no JSON")


class Wire(JsonText):
    """The layer that knows bytes. Property names are folded to lower case, at every depth, while they are read."""

    def read_object(self, body: bytes) -> dict:
        """The request's fields, names in lower case. Raises Malformed."""
        try:
            value = json.loads(body.decode("utf-8"), object_pairs_hook=self.fold_names, parse_float=Decimal,
                               parse_int=Decimal, parse_constant=_no_constant)
        except (ValueError, RecursionError, decimal.InvalidOperation) as problem:
            raise Malformed(f"The body is no JSON: {problem}"[:200]) from problem
        if not isinstance(value, dict):
            raise Malformed("The body is no JSON object.")
        return value

    def fold_names(self, pairs: list) -> dict:
        """Of two names that differ in case only the last counts, as of two equal names."""
        return {name.lower(): value for name, value in pairs}

    def number(self, value: Decimal) -> str:
        """A balance, with as many decimals as the wallet has, or more where it holds more."""
        scale = max(self.settings.max_decimals, -int(value.normalize().as_tuple().exponent))
        return f"{value:.{scale}f}"
