"""Changes of a text at places that are known: everything else stays byte for byte."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from codemods.outcome import Span


@dataclass(frozen=True, order=True)
class Splice:
    """Put ``new`` in the place of what is between two places."""

    start: int
    end: int
    new: str


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """The text with all changes made. Overlap is an error, never a choice."""
    pieces: list[str] = []
    done = 0
    for splice in sorted(splices):
        if splice.start < done:
            raise ValueError(f"changes overlap at {splice.start}")
        pieces += [text[done : splice.start], splice.new]
        done = splice.end
    return "".join([*pieces, text[done:]])


def span(text: str, start: int, end: int) -> Span:
    """Lines and columns from 1."""
    return Span(*_place(text, start), *_place(text, end))


def _place(text: str, at: int) -> tuple[int, int]:
    starts = _line_starts(text)
    line = bisect_right(starts, at)
    return line, at - starts[line - 1] + 1


@lru_cache(maxsize=4)
def _line_starts(text: str) -> list[int]:
    """Where lines begin: asked for every finding of a document."""
    return [0, *(match.end() for match in re.finditer("\n", text))]
