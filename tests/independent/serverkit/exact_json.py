"""JSON in and out without binary floating point: every number is a decimal.Decimal with the digits it was written with."""

import decimal
import json
from decimal import Decimal

from .json_text import JsonText

# Contexts are made per thread from this one. 80 digits hold what values of 15 digits add up to, at any of the scales that are tested.
decimal.DefaultContext.prec = 80
decimal.setcontext(decimal.Context(prec=80))

PLAIN_EXPONENTS = range(-40, 41)    # numbers of other sizes are written with an exponent, or they would fill the memory


class Malformed(ValueError):
    """The body is not JSON in UTF-8."""


def _no_constant(name):
    raise Malformed(f"{name} is no JSON")


class ExactJson(JsonText):

    def read_json(self, body: bytes):
        """The value of the body. Raises Malformed."""
        try:
            return json.loads(body.decode("utf-8"), parse_float=self.read_number, parse_int=self.read_number, parse_constant=_no_constant)
        except (ValueError, RecursionError, decimal.DecimalException) as problem:
            raise Malformed(f"The body is no JSON: {problem}"[:200]) from problem

    def read_number(self, text: str) -> Decimal:
        return Decimal(text)

    def number(self, value: Decimal) -> str:
        return f"{value:f}" if value.adjusted() in PLAIN_EXPONENTS else str(value)
