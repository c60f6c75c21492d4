"""Comments that leave something alone: `migrate-interactions: ignore[CODE]` on a line, `ignore-file[CODE]` above the code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from codemods.outcome import Span

MARK = "migrate-interactions:"
_ASKED = re.compile(rf"(?:#|//|/\*)\s*{MARK}\s*ignore(?P<file>-file)?(?![\w-])(?:\[(?P<codes>[^\]]*)\])?")


@dataclass(frozen=True)
class Suppression:
    """One comment. ``codes`` are rules or their beginnings, None for all of them; ``leading`` when no code stands above it."""

    span: Span
    codes: tuple[str, ...] | None
    for_file: bool = False
    leading: bool = False

    def covers(self, code: str) -> bool:
        return self.codes is None or code.startswith(self.codes)


@dataclass(frozen=True)
class Suppressions:
    """The comments of one module."""

    comments: tuple[Suppression, ...] = ()

    def silences(self, span: Span, code: str) -> bool:
        """Whether a comment on the first or last line of something leaves it alone."""
        lines = (span.line, span.end_line)
        return any(c.span.line in lines and c.covers(code) for c in self.comments if not c.for_file)

    @property
    def whole_file(self) -> bool:
        """Whether a comment leaves everything in the file alone."""
        return any(comment.codes is None for comment in self._leading)

    @property
    def file_codes(self) -> tuple[str, ...]:
        """The rules that are left out for the whole file."""
        return tuple(code for comment in self._leading for code in comment.codes or ())

    @property
    def _leading(self) -> Iterator[Suppression]:
        return (comment for comment in self.comments if comment.for_file and comment.leading)


def asked(comment: str, span: Span, leading: bool) -> Suppression | None:
    """What a comment asks to leave alone; ``leading`` when no code stands above it."""
    match = _ASKED.search(comment)
    return Suppression(span, _codes(match["codes"]), bool(match["file"]), leading) if match is not None else None


def without(source: str, *comments: Suppression) -> str:
    """The same source, in the same places, in which these comments say nothing."""
    lines = source.split("\n")
    for comment in comments:
        line, start = comment.span.line - 1, comment.span.column - 1
        lines[line] = lines[line][:start] + lines[line][start:].replace(MARK, MARK.replace(":", ";"))
    return "\n".join(lines)


def _codes(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(code.upper() for code in re.split(r"[,\s]+", text.strip()) if code)
