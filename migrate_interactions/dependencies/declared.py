"""A requirement as it stands in a file, and how it is read where it is written as packaging has them (PEP 508)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from packaging.utils import canonicalize_name

from migrate_interactions.dependencies.needed import PYTHON
from migrate_interactions.dependencies.versions import Grammar

#: Where something stands in a text: its start and its end.
Stretch = tuple[int, int]
#: How requirements are told apart: each on a line of its own, items of a list, keys with a value, or words of a command.
Shape = Literal["line", "item", "key", "word"]

_PEP508 = re.compile(
    r"(?P<name>[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?P<extras>\[[^\]]*\])?\s*"
    r"(?P<versions>\([^()]*\)|[^;@#\s()](?:[^;@#()]*[^;@#()\s])?)?\s*(?P<rest>[;@].*)?",
    re.DOTALL,
)
HASHED, FROM_URL, IS_CODE = "its hashes belong to one version", "it is taken from an address", "the file is a program"


@dataclass(frozen=True)
class Declared:
    """One requirement.

    ``package`` is its normalized name. ``entry`` is all of it, ``name`` and ``versions`` are the parts (``versions`` is empty
    at its place where there are none). ``group`` names the list it is in, ``held`` says why it cannot be edited.
    """

    package: str
    grammar: Grammar
    shape: Shape
    entry: Stretch
    name: Stretch
    versions: Stretch
    group: str = ""
    extras: str = ""
    held: str = ""

    def at(self, offset: int) -> Declared:
        """The same, in a text that begins earlier."""
        return replace(
            self,
            entry=(self.entry[0] + offset, self.entry[1] + offset),
            name=(self.name[0] + offset, self.name[1] + offset),
            versions=(self.versions[0] + offset, self.versions[1] + offset),
        )

    def around(self, start: int, end: int) -> Declared:
        """The same, with its quotes."""
        return replace(self, entry=(start, end))


def pep508(text: str, start: int, end: int, shape: Shape, group: str = "", held: str = "") -> Iterator[Declared]:
    """The requirement between two places, if it is one of a package that matters."""
    match = _PEP508.fullmatch(text, start, end)
    package = canonicalize_name(match["name"]) if match else ""
    if not match or package not in PYTHON.packages:
        return
    rest = match["rest"] or ""
    name_end = match.end("extras") if match["extras"] else match.end("name")
    versions = match.span("versions") if match["versions"] else (name_end, name_end)
    yield Declared(
        package,
        "pep440",
        shape,
        (start, end),
        match.span("name"),
        versions,
        group,
        match["extras"] or "",
        held or (FROM_URL if rest.startswith("@") else ""),
    )


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Every line without its end, with the place where it starts. Only line feeds and what goes with them end lines."""
    start = 0
    for line in re.split(r"(?<=\n)", text):
        yield start, line.rstrip("\r\n")
        start += len(line)


def in_lines(text: str, lines: Iterable[tuple[int, str]], group: str = "") -> Iterator[Declared]:
    """Requirements that have a line each, with a comment at its end or without."""
    for start, line in lines:
        content = re.sub(r"(^|\s+)#.*", "", line).rstrip()
        indent = len(content) - len(content.lstrip())
        yield from pep508(text, start + indent, start + len(content), "line", group)
