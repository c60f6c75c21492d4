"""Comments that leave something alone: `# migrate-interactions: ignore[CODE]` on a line, `ignore-file[CODE]` above the code."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

from codemods.outcome import Span

MARK = "migrate-interactions:"
_COMMENT = re.compile(rf"#\s*{MARK}\s*ignore(?P<file>-file)?(?![\w-])(?:\[(?P<codes>[^\]]*)\])?")
#: What may stand above a comment for the whole file: other comments, and the docstring.
_ABOVE = frozenset({tokenize.ENCODING, tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE})


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


def read(source: str) -> Suppressions:
    """The comments of a module; of one that does not parse, those before the place where that shows."""
    return Suppressions(tuple(_comments(source))) if MARK in source else Suppressions()


def without(source: str, *comments: Suppression) -> str:
    """The same source, in the same places, in which these comments say nothing."""
    lines = source.split("\n")
    for comment in comments:
        line, start = comment.span.line - 1, comment.span.column - 1
        lines[line] = lines[line][:start] + lines[line][start:].replace(MARK, MARK.replace(":", ";"))
    return "\n".join(lines)


def _comments(source: str) -> Iterator[Suppression]:
    leading = True
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            match = _COMMENT.search(token.string) if token.type == tokenize.COMMENT else None
            if match is not None:
                (line, column), (_, end) = token.start, token.end
                yield Suppression(Span(line, column + 1, line, end + 1), _codes(match["codes"]), bool(match["file"]), leading)
            docstring = token.type == tokenize.STRING and token.start[1] == 0
            leading = leading and (docstring or token.type in _ABOVE)
    except (tokenize.TokenError, SyntaxError):
        return


def _codes(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(code.upper() for code in re.split(r"[,\s]+", text.strip()) if code)
