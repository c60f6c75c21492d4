"""Components (`.vue`, `.svelte`): their scripts as one module in its place, everything else blank."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PIECE = re.compile(
    r"<!--.*?-->|<script\b(?P<attributes>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>(?P<code>.*?)</script\s*>", re.DOTALL | re.IGNORECASE
)
_ATTRIBUTE = re.compile(r"(?P<name>[\w:-]+)\s*=\s*[\"']?(?P<value>[^\"'\s>]*)")
#: Other types are data and templates.
_CODE_TYPES = frozenset({"", "module", "text/javascript", "application/javascript", "text/typescript", "ts"})
_ENDINGS = {"ts": ".ts", "typescript": ".ts", "tsx": ".tsx"}
_NOT_LINE_END = re.compile(r"[^\r\n]")


@dataclass(frozen=True)
class Scripts:
    """The code of one or more scripts at the lines and columns that it has in the component. ``ending`` tells the language."""

    text: str
    ending: str


def scripts(text: str) -> list[Scripts]:
    """The scripts of a component. Those in the same language share their names: they are one module."""
    found = [match for match in _PIECE.finditer(text) if match["code"] is not None and _is_code(match["attributes"])]
    endings = dict.fromkeys(_ending(match["attributes"]) for match in found)
    return [_joined(text, [match for match in found if _ending(match["attributes"]) == ending], ending) for ending in endings]


def _joined(text: str, matches: list[re.Match[str]], ending: str) -> Scripts:
    pieces: list[str] = []
    place = 0
    for match in matches:
        start, end = match.span("code")
        pieces += [_NOT_LINE_END.sub(" ", text[place:start]), match["code"]]
        place = end
    return Scripts("".join(pieces), ending)


def _attributes(written: str) -> dict[str, str]:
    return {match["name"].lower(): match["value"].lower() for match in _ATTRIBUTE.finditer(written)}


def _is_code(written: str) -> bool:
    return _attributes(written).get("type", "") in _CODE_TYPES


def _ending(written: str) -> str:
    said = _attributes(written)
    return _ENDINGS.get(said.get("lang", said.get("type", "")), ".js")
