"""Reads the target file that Pitboss writes: of YAML, block mappings and sequences of plain and double-quoted scalars."""

import json
from pathlib import Path


class Unreadable(ValueError):
    """The file holds YAML that this reader does not know."""


def read_target(path: Path) -> dict:
    """The file as dictionaries, lists, strings and integers. Raises OSError, Unreadable."""
    lines = []
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        content = text.strip()
        if content and not content.startswith("#"):
            lines.append((number, len(text) - len(text.lstrip()), content))
    value, end = _block(lines, 0, lines[0][1] if lines else 0)
    if end < len(lines):
        raise Unreadable(f"{path}:{lines[end][0]}: this line belongs to nothing above it")
    return value


def _block(lines: list, at: int, indent: int):
    """The mapping or sequence whose lines begin at this indent, and the number of the line after it."""
    is_list = at < len(lines) and lines[at][2].startswith("- ")
    value = [] if is_list else {}
    while at < len(lines) and lines[at][1] == indent and lines[at][2].startswith("- ") == is_list:
        number, _, content = lines[at]
        if is_list:
            item, at = _item(lines, at, indent)
            value.append(item)
            continue
        key, colon, rest = content.partition(":")
        if not colon:
            raise Unreadable(f"line {number}: expected `key: value`")
        value[key], at = _value(lines, at, indent, rest.strip())
    return value, at


def _item(lines: list, at: int, indent: int):
    """The element of a sequence: a scalar, or a mapping whose first key stands behind the dash."""
    number, _, content = lines[at]
    inner = content[2:].lstrip()
    if inner[0] == '"' or ": " not in inner and not inner.endswith(":"):
        return _scalar(inner), at + 1
    deeper = indent + len(content) - len(inner)
    lines[at] = (number, deeper, inner)
    return _block(lines, at, deeper)


def _value(lines: list, at: int, indent: int, rest: str):
    if rest:
        return _scalar(rest), at + 1
    if at + 1 < len(lines) and (lines[at + 1][1] > indent or lines[at + 1][1] == indent and lines[at + 1][2].startswith("- ")):
        return _block(lines, at + 1, lines[at + 1][1])
    return "", at + 1


def _scalar(text: str):
    if text[0] == '"':
        return json.loads(text)
    return {"{}": {}, "[]": []}.get(text, int(text) if text.isdigit() else text)
