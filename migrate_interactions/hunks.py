"""The lines that a patch without context puts in, by file."""

from __future__ import annotations

import ast
import os
import re
from collections import defaultdict
from collections.abc import Iterator

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_NEW = b"+++ "


def added_lines(patch: bytes) -> dict[str, frozenset[int]]:
    """Paths as git writes them behind `b/`, and the numbers of the lines that are new there."""
    found: dict[str, set[int]] = defaultdict(set)
    name = ""
    lines = iter(patch.split(b"\n"))
    for line in lines:
        if line.startswith(_NEW):
            name = _name(line[len(_NEW) :])
        elif hunk := _HUNK.match(line):
            old, new = (1 if count is None else int(count) for count in (hunk[1], hunk[3]))
            found[name] |= set(range(int(hunk[2]), int(hunk[2]) + new))
            _skip(lines, old + new)  # code may look like anything, a head of a patch too
    return {name: frozenset(numbers) for name, numbers in found.items() if numbers}


def _skip(lines: Iterator[bytes], count: int) -> None:
    while count:
        count -= not next(lines).startswith(b"\\")


def _name(text: bytes) -> str:
    """The name behind `b/`; git quotes odd ones as C does, and puts a tab behind those with blanks."""
    text = text.rstrip(b"\t")
    if text.startswith(b'"'):
        unquoted = ast.literal_eval("b" + text.decode("ascii", "backslashreplace"))
        text = unquoted if isinstance(unquoted, bytes) else text
    return os.fsdecode(text.removeprefix(b"b/"))
