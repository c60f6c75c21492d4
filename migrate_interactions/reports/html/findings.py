"""The findings of a survey as markup: file by file, each with its lines; and the changes as data, drawn when they are looked at."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from codemods.options import ASSUMPTIONS
from codemods.outcome import Finding
from codemods.rules import RULES
from migrate_interactions.documents.opening import parts
from migrate_interactions.reports.entries import entries
from migrate_interactions.reports.html.changes import hunks
from migrate_interactions.reports.html.escape import anchor, data, path, prose, text
from migrate_interactions.reports.html.parts import OF_FINDINGS, badge, options, state
from migrate_interactions.reports.languages import language
from migrate_interactions.results import Migrated, Survey

#: Of a site that is longer only so many lines are shown.
_MOST_LINES = 12
#: With fewer findings than this the files lie open.
_OPEN_BELOW = 40
_NO_CODE = "Not code"


@dataclass(frozen=True)
class File:
    """A file with findings. ``result`` is None for one that could not be read."""

    number: int
    path: str
    language: str
    folder: str
    findings: tuple[Finding, ...]
    result: Migrated | None


def files(survey: Survey, folders: Mapping[str, str]) -> list[File]:
    """The files there is something to say about, in the order of the reports."""
    found: dict[str, list[Finding]] = {}
    for entry in entries(survey):
        found.setdefault(entry.path, []).append(entry.finding)
    results = {result.path: result for result in (*survey.migrated, *survey.beside)}
    code = {result.path for result in survey.results}
    return [
        File(
            number,
            name,
            language(name) if name in code else _NO_CODE,
            folders.get(name) or os.path.dirname(name) + "/",
            tuple(findings),
            results.get(name),
        )
        for number, (name, findings) in enumerate(found.items(), start=1)
    ]


def findings_html(found: list[File]) -> str:
    """The filter, and every file."""
    if not found:
        return "<p>Nothing is left, and there is nothing to say.</p>"
    is_open = sum(len(file.findings) for file in found) < _OPEN_BELOW
    return "\n".join([_filter(found), *(_file(file, is_open=is_open) for file in found)])


# -- filter --------------------------------------------------------------------------------------------------------


def _filter(found: list[File]) -> str:
    every = [finding for file in found for finding in file.findings]
    states = Counter(map(state, every))
    boxes = "".join(
        f'<label><input type="checkbox" name="state" value="{name}" checked> {badge(name, states[name])}</label>'
        for name in OF_FINDINGS
        if states[name]
    )
    codes = sorted({finding.code for finding in every})
    return (
        '<form id="filter" class="filter" role="search" aria-label="Filter the findings">'
        f"<fieldset><legend>State</legend>{boxes}</fieldset>"
        f"{_choice('code', 'Rule', ((code, f'{code} {RULES[code].title}') for code in codes))}"
        f"{_choice('language', 'Language', _named(found, lambda file: file.language))}"
        f"{_choice('folder', 'Folder', _named(found, lambda file: file.folder))}"
        '<label class="text">Search<input type="search" name="text" placeholder="path, text, code" autocomplete="off"'
        ' spellcheck="false"></label>'
        '<p class="tools"><button type="button" id="open-all">Open all files</button> <button type="button" id="close-all">Close all'
        f' files</button> <button type="reset">Show everything</button> <span id="count" role="status">{_many(len(every))}</span></p>'
        "</form>"
        "<noscript><p>Without JavaScript there is no filter, and no view of the changes: "
        "<code>run --diff</code> prints them.</p></noscript>"
    )


def _choice(name: str, label: str, values: Iterable[tuple[str, str]]) -> str:
    return f'<label>{label}<select name="{name}"><option value="">all</option>{options(values)}</select></label>'


def _named(found: Iterable[File], key: Callable[[File], str]) -> Iterator[tuple[str, str]]:
    return ((name, name) for name in sorted(set(map(key, found))))


# -- files ---------------------------------------------------------------------------------------------------------


def _file(file: File, *, is_open: bool) -> str:
    states = Counter(map(state, file.findings))
    badges = "".join(badge(name, states[name]) for name in OF_FINDINGS if states[name])
    changes = hunks(file.result) if file.result is not None else []
    return (
        f'<details class="file" data-language="{text(file.language)}" data-folder="{text(file.folder)}"{" open" if is_open else ""}>'
        f'<summary><span class="path">{path(file.path)}</span> <span class="badges">{badges}</span></summary>'
        f"<ol>{''.join(_items(file, changed=bool(changes)))}</ol>"
        f"{_changes(file, changes) if changes else ''}</details>"
    )


def _changes(file: File, changes: Sequence[object]) -> str:
    """Where the view of the changes goes, and what it is made of."""
    title = f"What run writes into {text(file.path)}"
    return (
        f'<section class="changes" id="changes-{file.number}" aria-label="{title}" tabindex="-1">'
        "<h3>What <code>run</code> writes</h3></section>"
        f'<script type="application/json" id="data-{file.number}">{data(changes)}</script>'
    )


def _items(file: File, *, changed: bool) -> Iterator[str]:
    texts = {cell: part.split("\n") for cell, part in parts(file.path, file.result.data).items()} if file.result else {}
    written = set(file.result.migration.rewritten) if file.result else set()
    seen: Counter[str] = Counter()
    for finding in file.findings:
        name = anchor(file.path, finding.span.line, finding.cell)
        seen[name] += 1
        name += f"-{seen[name]}" if seen[name] > 1 else ""
        jump = f' <a class="jump" href="#changes-{file.number}">change</a>' if changed and finding in written else ""
        yield _item(finding, name, texts.get(finding.cell, []), jump)


def _item(finding: Finding, name: str, lines: list[str], jump: str) -> str:
    cell = "" if finding.cell is None else f"cell {finding.cell}, "
    said = state(finding)
    where = f' data-cell="{finding.cell}"' if finding.cell is not None else ""
    return (
        f'<li class="finding" id="{text(name)}" tabindex="-1" data-state="{said}" data-code="{finding.code}"'
        f' data-line="{finding.span.line}" data-end="{finding.span.end_line}"{where}>'
        f'<p><a class="place" href="#{text(name)}">{cell}{finding.span.line}:{finding.span.column}</a> {badge(said)}'
        f' <a class="code" href="#rule-{finding.code}">{finding.code}</a> <span class="message">{prose(finding.message)}</span>{jump}</p>'
        f"{_source(finding, lines)}{_advice(finding)}</li>"
    )


def _source(finding: Finding, lines: list[str]) -> str:
    """The lines of a finding; on a single one, what it is about is marked."""
    span = finding.span
    shown = lines[span.line - 1 : min(span.end_line, span.line - 1 + _MOST_LINES)]
    if not shown:
        return ""
    drawn = [_line(span.line + at, text(line.removesuffix("\r"))) for at, line in enumerate(shown)]
    if span.end_line == span.line and span.column < span.end_column:
        line, start, end = shown[0].removesuffix("\r"), span.column - 1, span.end_column - 1
        drawn = [_line(span.line, f"{text(line[:start])}<mark>{text(line[start:end])}</mark>{text(line[end:])}")]
    more = span.end_line - span.line + 1 - len(drawn)
    rest = f'<span class="more">{more} more {"line" if more == 1 else "lines"}</span>' if more > 0 else ""
    return f'<pre class="source"><code>{"".join(drawn)}{rest}</code></pre>'


def _line(number: int, markup: str) -> str:
    return f'<span class="line" data-number="{number}">{markup}\n</span>'


def _advice(finding: Finding) -> str:
    """What a rewrite rests on, or what to write by hand."""
    if finding.fix == "unsafe":
        right = ", and ".join(ASSUMPTIONS.get(code, code) for code in finding.assumptions)
        return f'<p class="advice">With <code>--assume {text(",".join(finding.assumptions))}</code>, right when {prose(right)}.</p>'
    if finding.fix is None and finding.severity != "note" and finding.help:
        return f'<p class="advice">By hand: {prose(finding.help)}</p>'
    return ""


# -- rules ---------------------------------------------------------------------------------------------------------


def rules_html(found: list[File]) -> str:
    """The rules that the page names, and why they are rules."""
    codes = sorted({finding.code for file in found for finding in file.findings})
    if not codes:
        return ""
    listed = "".join(
        f'<dt id="rule-{code}" tabindex="-1">{code} {text(RULES[code].title)}</dt><dd>{prose(RULES[code].why)}</dd>' for code in codes
    )
    return f'<section aria-labelledby="rules"><h2 id="rules">Rules on this page</h2><dl class="rules">{listed}</dl></section>'


def _many(count: int) -> str:
    return f"{count} finding" if count == 1 else f"{count} findings"
