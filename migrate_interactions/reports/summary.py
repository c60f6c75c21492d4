"""`--summary`: the table of an overview, for people (aligned, and narrow where the terminal is) and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from migrate_interactions.reports.overview import Overview, Row


@dataclass(frozen=True)
class Column:
    """One number of every row. ``short`` heads it where there is little room; without one it is left out there."""

    key: str
    head: str
    short: str = ""


COLUMNS = (
    Column("files", "files"),
    Column("old", "old calls", "old"),
    Column("rewritable", "rewritable", "safe"),
    Column("unsafe", "unsafe", "unsafe"),
    Column("by_hand", "by hand", "hand"),
    Column("done", "done", "done"),
    Column("percent", "%", "%"),
    Column("other", "other places", "other"),
)
_ERRORS = Column("errors", "not read", "unread")
_GAP = "  "
#: Names are not cut shorter than this.
_LEAST = 8
_CUT = "…"


def lines(overview: Overview, width: int | None = None) -> Iterator[str]:
    """The table. ``width`` is that of the terminal; None where nobody looks."""
    if not overview.total.files:
        yield "No files."
        return
    shown = columns(overview)
    long = [max(len(column.head), _widest(column, overview)) for column in shown]
    names = max(map(len, (*_names(overview), "By language")))
    is_narrow = width is not None and names + sum(len(_GAP) + size for size in long) > width
    if is_narrow:
        shown = [column for column in shown if column.short]
        long = [max(len(column.short), _widest(column, overview)) for column in shown]
        names = min(names, max(_LEAST, (width or 0) - sum(len(_GAP) + size for size in long)))
    heads = [column.short if is_narrow else column.head for column in shown]

    def line(name: str, cells: Iterable[str]) -> str:
        fitting = name if len(name) <= names else name[: names - 1] + _CUT
        return _GAP.join([fitting.ljust(names), *(cell.rjust(size) for cell, size in zip(cells, long, strict=True))]).rstrip()

    for title, rows in (("By language", overview.by_language), ("By folder", overview.by_folder)):
        yield line(title, heads)
        yield from (line(row.name, [cell(row, column) for column in shown]) for row in rows)
        yield ""
    yield line(overview.total.name, [cell(overview.total, column) for column in shown])


def document(overview: Overview) -> dict[str, Any]:
    """The same as an object of the JSON report."""
    return {
        "languages": [_entry(row) for row in overview.by_language],
        "folders": [_entry(row) for row in overview.by_folder],
        "total": _entry(overview.total),
    }


def cell(row: Row, column: Column) -> str:
    """A number as it is shown."""
    value = getattr(row, column.key)
    return "–" if value is None else str(value)



def columns(overview: Overview) -> list[Column]:
    """The numbers that are worth a column."""
    return [*COLUMNS, *([_ERRORS] if overview.total.errors else [])]


def _names(overview: Overview) -> list[str]:
    return [row.name for row in _rows(overview)]


def _rows(overview: Overview) -> Sequence[Row]:
    return (*overview.by_language, *overview.by_folder, overview.total)


def _widest(column: Column, overview: Overview) -> int:
    return max(len(cell(row, column)) for row in _rows(overview))


def _entry(row: Row) -> dict[str, Any]:
    return {"name": row.name, **{column.key: getattr(row, column.key) for column in (*COLUMNS, _ERRORS) if column.key != "percent"}}
