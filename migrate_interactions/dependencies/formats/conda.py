"""environment.yml: conda's list of packages, and pip's inside of it. Read line by line: no YAML is written anew."""

from __future__ import annotations

import re
from collections.abc import Iterator

from packaging.utils import canonicalize_name

from migrate_interactions.dependencies.declared import Declared, lines_of, pep508
from migrate_interactions.dependencies.needed import PYTHON

_ITEM = re.compile(r"""(?P<indent>\s*)-\s+(?P<quote>["']?)(?P<content>[^"'#]*?)(?P=quote)\s*(?:\s#.*)?""")
_PIP = re.compile(r"\s*-\s+[\"']?pip[\"']?\s*:\s*(?:#.*)?")
_KEY = re.compile(r"(?P<key>[\w-]+)\s*:\s*(?:#.*)?")
_BOUND = r"[<>=!~]=?\s*[\d][\w.*]*"
_CONDA = re.compile(rf"(?P<channel>[\w./-]+::)?(?P<name>[\w.-]+?)\s*(?P<versions>{_BOUND}(?:\s*,\s*{_BOUND})*)?(?P<build>=\S*)?")


def read(text: str) -> Iterator[Declared]:
    inside, pip = False, -1
    for start, line in lines_of(text):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if key := _KEY.fullmatch(line):
            inside, pip = key["key"] == "dependencies", -1
        elif inside and _PIP.fullmatch(line):
            pip = _indent(line)
        elif inside and (item := _ITEM.fullmatch(line)):
            of_pip = pip >= 0 and len(item["indent"]) > pip
            pip = pip if of_pip else -1
            begin, end = start + item.start("content"), start + item.end("content")
            if of_pip:
                yield from pep508(text, begin, end, "line", "pip")
            else:
                yield from _package(text, begin, end)


def _package(text: str, start: int, end: int) -> Iterator[Declared]:
    match = _CONDA.fullmatch(text, start, end)
    if match and (package := canonicalize_name(match["name"])) in PYTHON.packages:
        versions = match.span("versions") if match["versions"] else (match.end("name"), match.end("name"))
        held = "it names a build" if match["build"] else ""
        yield Declared(package, "conda", "line", (start, end), match.span("name"), versions, "conda", held=held)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
