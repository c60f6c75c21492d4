"""The table and the chart: the same numbers, to read and to look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from migrate_interactions.reports.html.escape import path, text
from migrate_interactions.reports.html.parts import OF_CALLS, STATES
from migrate_interactions.reports.overview import Overview, Row
from migrate_interactions.reports.summary import Column, cell, columns

#: A part of a bar is at least as wide as this, in percent: one call among thousands is to be seen.
_LEAST = 1.5
#: The table of more folders than this is folded at first.
_OPEN_UP_TO = 12

#: States that want a word more where there is room for one.
_LONG = {"unsafe": "unsafe (rewritable with an assumption)"}


def overview_html(overview: Overview) -> str:
    """Chart first, then both tables."""
    return "\n".join([_chart(overview), '<div class="tables">', *_tables(overview), "</div>"])


def lead(total: Row) -> str:
    """The page in one sentence."""
    if total.percent is None:
        return f"No calls in {_many(total.files, 'file')}."
    calls = _many(total.old + total.done, "call")
    return f"{total.done} of {calls} in {_many(total.files, 'file')} use the Interactions API: {total.percent}&nbsp;%."


# -- chart ---------------------------------------------------------------------------------------------------------


def _chart(overview: Overview) -> str:
    rows = [row for row in overview.by_language if row.old + row.done]
    if not rows:
        return ""
    bars = "".join(map(_bar, [overview.total, *rows] if len(rows) > 1 else rows))
    legend = "".join(f'<li><span class="key {state}"></span>{text(_LONG.get(state, STATES[state]))}</li>' for state in OF_CALLS)
    return f'<figure class="chart"><figcaption>Calls, by language</figcaption><ul class="legend">{legend}</ul><dl>{bars}</dl></figure>'


def _bar(row: Row) -> str:
    said = ", ".join(f"{getattr(row, state)} {STATES[state]}" for state in OF_CALLS if getattr(row, state))
    rectangles = "".join(
        f'<rect class="{state}" x="{start:.2f}%" y="0" width="{width:.2f}%" height="100%"/>' for state, start, width in _stretches(row)
    )
    name = text(row.name if row.name != "Total" else "All")
    drawn = f'<svg width="100%" height="18" role="img" aria-label="{name}: {text(said)}"><title>{text(said)}</title>{rectangles}</svg>'
    return f"<div><dt>{name}</dt><dd>{drawn}<span>{row.done} of {row.old + row.done}</span></dd></div>"


def _stretches(row: Row) -> Iterator[tuple[str, float, float]]:
    """Each state that there is, with where it begins and how wide it is, in percent of the bar."""
    numbers = {state: getattr(row, state) for state in OF_CALLS if getattr(row, state)}
    widths = {state: max(_LEAST, 100 * number / sum(numbers.values())) for state, number in numbers.items()}
    start = 0.0
    for state, width in widths.items():
        width *= 100 / sum(widths.values())
        yield state, start, width
        start += width


# -- tables --------------------------------------------------------------------------------------------------------


def _tables(overview: Overview) -> Iterator[str]:
    yield _table("By language", overview.by_language, overview)
    # Many folders would stand between the reader and the findings.
    is_open = len(overview.by_folder) <= _OPEN_UP_TO
    yield (
        f'<details class="folders"{" open" if is_open else ""}><summary>By folder ({len(overview.by_folder)})</summary>'
        f"{_table('By folder', overview.by_folder, overview)}</details>"
    )


def _table(title: str, rows: Iterable[Row], overview: Overview) -> str:
    head = "".join(f'<th scope="col" class="{column.key}">{_head(column)}</th>' for column in columns(overview))
    body = "".join(_line(row, overview) for row in rows)
    foot = _line(overview.total, overview)
    return (
        f'<div class="scrolling" role="region" aria-label="Table: {title.lower()}" tabindex="0"><table>'
        f'<thead><tr><th scope="col">{title}</th>{head}</tr></thead><tbody>{body}</tbody><tfoot>{foot}</tfoot></table></div>'
    )


def _head(column: Column) -> str:
    if column.short in ("", column.head):
        return text(column.head)
    return f'<span class="long">{text(column.head)}</span><span class="short">{text(column.short)}</span>'


def _line(row: Row, overview: Overview) -> str:
    return f'<tr><th scope="row">{path(row.name)}</th>{"".join(_cell(row, column) for column in columns(overview))}</tr>'


def _cell(row: Row, column: Column) -> str:
    shown = cell(row, column)
    nothing = "" if shown.strip("0–") or row.name == "Total" else " nothing"
    return f'<td class="{column.key}{nothing}">{text(shown)}</td>'


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
