"""The change of a file as rows of two columns: what stands there, and what `run` would write."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from migrate_interactions.documents.opening import parts
from migrate_interactions.reports.html.escape import visible
from migrate_interactions.results import Migrated

#: Lines that stay, around those that change.
_AROUND = 3
#: Lines of a file that is compared the quicker way.
_LONG = 1000


def hunks(result: Migrated) -> list[dict[str, Any]]:
    """The changed stretches of a file, in order.

    Each has its ``cell`` in a notebook (else null) and ``blocks`` of lines: ``[old line number, old lines, new line number, new lines]``,
    with null in place of the new lines where nothing changes.
    """
    if not result.changed:
        return []
    after = parts(result.path, result.output)
    return [
        {"cell": cell, "blocks": blocks}
        for cell, before in parts(result.path, result.data).items()
        for blocks in _hunks(_lines(before), _lines(after.get(cell, "")))
    ]


def _hunks(before: list[str], after: list[str]) -> Iterator[list[list[Any]]]:
    for group in _matcher(before, after).get_grouped_opcodes(_AROUND):
        yield [
            [old + 1, _shown(before[old:old_end]), new + 1, None if kind == "equal" else _shown(after[new:new_end])]
            for kind, old, old_end, new, new_end in group
        ]


def _matcher(before: list[str], after: list[str]) -> difflib.SequenceMatcher[str]:
    """In a long file lines that stand everywhere (`}`) are no place to begin at: each of them would be held against all others."""
    return difflib.SequenceMatcher(None, before, after, autojunk=len(after) > _LONG)


def _shown(lines: list[str]) -> list[str]:
    """A carriage return at the end of a line is how the file ends its lines, and nothing to look at."""
    return [visible(line.removesuffix("\r")) for line in lines]


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []
