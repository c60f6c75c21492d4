"""Reads the comments of a Python module that leave something alone."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator

from codemods.outcome import Span
from codemods.suppressions import MARK, Suppression, Suppressions, asked

#: What may stand above a comment for the whole file: other comments, and the docstring.
_ABOVE = frozenset({tokenize.ENCODING, tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE})


def read(source: str) -> Suppressions:
    """The comments of a module; of one that does not parse, those before the place where that shows."""
    return Suppressions(tuple(_comments(source))) if MARK in source else Suppressions()


def _comments(source: str) -> Iterator[Suppression]:
    leading = True
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                (line, column), (_, end) = token.start, token.end
                found = asked(token.string, Span(line, column + 1, line, end + 1), leading)
                if found is not None:
                    yield found
            docstring = token.type == tokenize.STRING and token.start[1] == 0
            leading = leading and (docstring or token.type in _ABOVE)
    except (tokenize.TokenError, SyntaxError):
        return
