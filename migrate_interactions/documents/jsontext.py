"""JSON as text: where values stand in it, and how its strings are written, so that some of them can be replaced and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_DECODER = json.JSONDecoder()
_BLANK = re.compile(r"[ \t\r\n]*")
_SCALAR = re.compile(r"[-+.\w]+")
_NESTING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]', re.DOTALL)
_CHARACTER = re.compile(r"\\u[0-9a-fA-F]{4}|\\.|[^\\]", re.DOTALL)
_COMPACT = re.compile(r'[\[{,]"cell_type":"')
#: ASCII that some writers escape, for their files may end up in a web page.
_SENSITIVE = "<>&'=/"


def members(text: str, place: int) -> Iterator[tuple[str, int, int]]:
    """The keys of the object that begins at ``place``, each with where its value begins and ends."""
    place = _next(text, place + 1)
    while text[place] != "}":
        key, place = _DECODER.raw_decode(text, place)
        start = _next(text, _next(text, place) + 1)
        end = value_end(text, start)
        yield key, start, end
        place = _next(text, end)
        place = _next(text, place + 1) if text[place] == "," else place


def elements(text: str, place: int) -> Iterator[tuple[int, int]]:
    """Where the values of the array that begins at ``place`` begin and end."""
    place = _next(text, place + 1)
    while text[place] != "]":
        end = value_end(text, place)
        yield place, end
        place = _next(text, end)
        place = _next(text, place + 1) if text[place] == "," else place


def value_end(text: str, place: int) -> int:
    """Where the value that begins at ``place`` ends."""
    if text[place] == '"':
        return int(_DECODER.raw_decode(text, place)[1])
    if text[place] not in "[{":
        match = _SCALAR.match(text, place)
        return match.end() if match is not None else place
    depth = 0
    for token in _NESTING.finditer(text, place):
        if token[0] in ("[", "{"):
            depth += 1
        elif token[0] in ("]", "}"):
            depth -= 1
            if depth == 0:
                return token.end()
    raise ValueError("unbalanced brackets")


def start(text: str) -> int:
    """Where the outermost value begins."""
    return _next(text, 0)


def _next(text: str, place: int) -> int:
    match = _BLANK.match(text, place)
    return match.end() if match is not None else place


def raw_lines(raw: str) -> list[tuple[str, str]]:
    """The lines of a string, each as (value, how it is written), from the text between its quotes."""
    lines: list[tuple[str, str]] = []
    pieces: list[str] = []
    for match in _CHARACTER.finditer(raw):
        pieces.append(match[0])
        if match[0] == "\\n" or match[0].lower() == "\\u000a":
            lines.append(_line(pieces))
            pieces = []
    return [*lines, _line(pieces)] if pieces else lines


def _line(pieces: Iterable[str]) -> tuple[str, str]:
    raw = "".join(pieces)
    return str(json.loads(f'"{raw}"', strict=False)), raw


@dataclass(frozen=True)
class Spelling:
    """How a file writes its strings."""

    ascii: bool
    escaped: str = ""
    comma: str = ", "

    def write(self, value: str) -> str:
        """A string without its quotes."""
        raw = json.dumps(value, ensure_ascii=self.ascii)[1:-1]
        for character in self.escaped:
            raw = raw.replace(character, "\\/" if character == "/" else f"\\u{ord(character):04x}")
        return raw


def spelling(text: str, strings: Iterable[str]) -> Spelling:
    """The spelling of a file, of which ``strings`` are those that may be replaced, as they are written."""
    joined = "\n".join(strings)
    low = joined.lower()
    escaped = "".join(
        character
        for character in _SENSITIVE
        if character not in joined.replace("\\/", "") and ("\\/" in joined if character == "/" else f"\\u{ord(character):04x}" in low)
    )
    return Spelling(text.isascii(), escaped, "," if _COMPACT.search(text) else ", ")
