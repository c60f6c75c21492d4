"""`models`: the model ids this version knows."""

from __future__ import annotations

import sys

from migrate_interactions.exits import DONE
from migrate_interactions.reports.terminal import Terminal

_HEADS = ("model", "state", "since", "replacement")


def models() -> int:
    """Print one line for each row of the table, in its order, for the first that matches holds."""
    from codemods.api.models import MODELS

    rows = [_HEADS, *((row.pattern, row.state, row.date or "", row.replacement or "") for row in MODELS)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADS))]
    terminal = Terminal(sys.stdout)
    for number, row in enumerate(rows):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        terminal.line((line, "" if number else "bold"))
    return DONE
