"""Where the strings of a JSON file stand in its text, and what they belong to. Comments and trailing commas do no harm."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*.*?\*/|[{}\[\],:]', re.DOTALL)


@dataclass(frozen=True)
class Text:
    """A string that is a value: the keys and places that lead to it, and where it stands, with its quotes.

    ``key`` is where the key stands, for members of objects.
    """

    path: tuple[str | int, ...]
    value: str
    start: int
    end: int
    key: tuple[int, int] | None


def strings(text: str) -> Iterator[Text]:
    """All strings that are values, in their order."""
    path: list[str | int] = []
    opened: list[str] = []
    key: tuple[int, int] | None = None
    tokens = [match for match in _TOKEN.finditer(text) if not match[0].startswith("/")]
    for number, match in enumerate(tokens):
        token = match[0]
        if token in ("{", "["):
            opened.append(token)
            path.append("" if token == "{" else 0)
        elif token in ("}", "]"):
            if opened:
                opened.pop()
                path.pop()
        elif token == ",":
            if path and isinstance(path[-1], int):
                path[-1] += 1
        elif token.startswith('"'):
            value = _decoded(token)
            if opened and opened[-1] == "{" and number + 1 < len(tokens) and tokens[number + 1][0] == ":":
                path[-1], key = value, match.span()
            else:
                yield Text(tuple(path), value, *match.span(), key if opened and opened[-1] == "{" else None)


def _decoded(token: str) -> str:
    try:
        return str(json.loads(token, strict=False))
    except ValueError:
        return token[1:-1]
