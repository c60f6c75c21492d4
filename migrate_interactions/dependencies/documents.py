"""Install lines in documents: where they may be put right, and where they are only reported."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from migrate_interactions.dependencies import install
from migrate_interactions.dependencies.decide import Decision, Situation
from migrate_interactions.dependencies.declared import Stretch, lines_of
from migrate_interactions.dependencies.formats.json_places import Text, strings
from migrate_interactions.dependencies.naming import ByName
from migrate_interactions.dependencies.splices import Splice

_SHELLS = frozenset(
    {"", "sh", "bash", "shell", "zsh", "fish", "console", "shell-session", "shellsession", "terminal", "text", "cmd", "powershell"}
)
_PYTHONS = frozenset({"python", "py", "python3", "ipython", "code-cell"})
_FENCE = re.compile(r"[ \t>]*(?P<mark>`{3,}|~{3,})[ \t]*\{?\.?(?P<language>[\w+-]*)[^`\r\n]*")
_MAGIC = re.compile(r"[ \t]*[!%]")
_SHELL_CELL = re.compile(r"\s*(?:#[^\n]*\n\s*)*%%(?:bash|sh|shell|script)\b")


@dataclass(frozen=True)
class Kind:
    """A kind of document. ``may_edit`` gives the stretches of a text in which commands are put right.

    ``alone`` says that a document of this kind is a program of its own, whatever the project around it does.
    """

    patterns: tuple[str, ...]
    may_edit: Callable[[str], Iterator[Stretch]]
    alone: bool = False
    prose: bool = False


def kind_of(path: str) -> Kind | None:
    """What kind of document a file is, by its name."""
    return _BY_NAME.find(path.replace("\\", "/").lower())


def decisions(text: str, kind: Kind, situation: Situation) -> Iterator[Decision]:
    """What becomes of the install lines of a document."""
    if kind is NOTEBOOK:
        yield from _in_notebook(text, situation)
        return
    allowed = list(kind.may_edit(text))
    for decision in install.decisions(text, situation):
        start, end = decision.declared.entry
        inside = any(first <= start and end <= last for first, last in allowed)
        yield decision if inside else _by_hand(decision, text)


def _by_hand(decision: Decision, text: str) -> Decision:
    """The same without a change, which the help says instead."""
    if not decision.splices:
        return decision
    start, end = decision.declared.entry
    old, new = text[start:end], decision.splices[0].new.strip()
    what = (
        f"Write `{new}` behind `{old}`." if decision.splices[0].start == end else f"Write `{new}` for `{old}`." if new else "Take it out."
    )
    return replace(decision, splices=(), help=what)


def _line(text: str, at: int) -> Stretch:
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return start, len(text) if end < 0 else end


# -- where commands are put right ----------------------------------------------------------------------------------


def _everywhere(text: str) -> Iterator[Stretch]:
    yield 0, len(text)


def _nowhere(text: str) -> Iterator[Stretch]:
    return iter(())


def _in_fences(text: str) -> Iterator[Stretch]:
    """Fenced blocks of shells, and lines for the shell in those of Python."""
    mark, language = "", ""
    for start, line in lines_of(text):
        fence = _FENCE.fullmatch(line)
        if not mark:
            if fence:
                mark, language = fence["mark"], fence["language"].lower()
        elif fence and fence["mark"].startswith(mark) and not fence["language"]:
            mark = ""
        elif language in _SHELLS or (language in _PYTHONS and _MAGIC.match(line)):
            yield start, start + len(line) + 1


# -- notebooks -----------------------------------------------------------------------------------------------------


def _in_notebook(text: str, situation: Situation) -> Iterator[Decision]:
    """Lines for the shell in code cells, in the raw text: of each string only what changes is written anew."""
    for cell in _cells(text):
        source = "".join(line.value for line in cell)
        shell = bool(_SHELL_CELL.match(source))
        for decision in install.decisions(source, situation):
            start, _ = _line(source, decision.declared.entry[0])
            if shell or _MAGIC.match(source, start) or source[:start].endswith("\\\n"):
                yield _in_raw(text, cell, decision)


def _cells(text: str) -> Iterator[list[Text]]:
    """The strings that make up the source of each code cell."""
    kinds: dict[object, str] = {}
    sources: dict[object, list[Text]] = {}
    for found in strings(text):
        if len(found.path) >= 3 and found.path[0] == "cells":
            if found.path[2:] == ("cell_type",):
                kinds[found.path[1]] = found.value
            elif found.path[2] == "source" and len(found.path) <= 4:
                sources.setdefault(found.path[1], []).append(found)
    return (source for cell, source in sources.items() if kinds.get(cell) == "code")


def _in_raw(text: str, cell: list[Text], decision: Decision) -> Decision:
    """A decision about the source of a cell, as one about the text of its notebook."""
    offset = 0
    placed: list[Splice] = []
    entry = decision.declared.entry
    raw_entry = (cell[0].start, cell[0].end)
    for line in cell:
        end = offset + len(line.value)
        if offset <= entry[0] < end:
            raw_entry = (line.start, line.end)
        for splice in decision.splices:
            if offset <= splice.start and splice.end <= end and (splice.start < end or splice.end > offset):
                placed += _raw(text, line, Splice(splice.start - offset, splice.end - offset, splice.new))
        offset = end
    declared = replace(decision.declared, entry=raw_entry)
    complete = len(placed) == len(decision.splices)
    return replace(decision, declared=declared, splices=tuple(placed) if complete else (), help=decision.help)


def _raw(text: str, line: Text, splice: Splice) -> list[Splice]:
    """A change within a string as one of its JSON; none where the string is written in a way of its own."""
    for ascii_only in (True, False):
        if json.dumps(line.value, ensure_ascii=ascii_only) == text[line.start : line.end]:
            before = len(json.dumps(line.value[: splice.start], ensure_ascii=ascii_only)) - 1
            old = len(json.dumps(line.value[splice.start : splice.end], ensure_ascii=ascii_only)) - 2
            start = line.start + before
            return [Splice(start, start + old, json.dumps(splice.new, ensure_ascii=ascii_only)[1:-1])]
    return []


NOTEBOOK = Kind(("*.ipynb",), _nowhere, alone=True)
MARKDOWN = Kind(("*.md", "*.mdx", "*.qmd", "*.markdown"), _in_fences, prose=True)
KINDS = (
    NOTEBOOK,
    MARKDOWN,
    Kind(("*.sh", "*.bash", "*.zsh"), _everywhere),
    Kind(("*.rst",), _nowhere, prose=True),
    Kind(("dockerfile*", "*.dockerfile", "containerfile*"), _nowhere),
    Kind(("*.yml", "*.yaml"), _nowhere),
    Kind(("makefile", "*.mk", "justfile", "tox.ini", "*.ps1", "*.bat", "*.cmd"), _nowhere),
)
_BY_NAME = ByName((pattern, kind) for kind in KINDS for pattern in kind.patterns)
