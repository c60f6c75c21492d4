"""Tables from the name of a package to its versions (`google-genai = "^1.20"`), as Poetry, Pipenv and pixi have them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from packaging.utils import canonicalize_name

from migrate_interactions.dependencies.declared import Declared
from migrate_interactions.dependencies.formats.toml_places import Path, strings
from migrate_interactions.dependencies.needed import PYTHON

_ONLY_VERSION = re.compile(r"[^{]*\{\s*version\s*=\s*[^,{}]*\}")


def in_tables(text: str, is_table: Callable[[Path], bool]) -> Iterator[Declared]:
    """The requirements in tables of these paths."""

    def wanted(path: Path, value: str) -> bool:
        depth = _depth(path, is_table)
        return depth > 0 and (depth == 1 or path[-1] == "version") and canonicalize_name(str(path[-depth])) in PYTHON.packages

    for path, value, start, end in strings(text, wanted):
        depth = _depth(path, is_table)
        name = str(path[-depth])
        key = _key_before(text, start, name) if depth < 3 else None
        written = text[start + 1 : end - 1] == value
        entry_end = end if depth == 1 else _end_of(text, end)
        entry = (key[0], entry_end) if key else (start, end)
        yield Declared(
            canonicalize_name(name),
            "poetry",
            "key",
            entry,
            key or entry,
            (start + 1, end - 1),
            ".".join(map(str, path[:-depth])),
            "" if key and (depth == 1 or _ONLY_VERSION.fullmatch(text, *entry)) else "settings beside its version",
            "" if written and depth < 3 else "it has several versions" if depth == 3 else "its version is written with escapes",
        )


def _depth(path: Path, is_table: Callable[[Path], bool]) -> int:
    """How far a string is below a table: its value, a version in that, or in one of several; 0 for none of these."""
    return next((depth for depth in (1, 2, 3) if len(path) > depth - 1 and is_table(path[:-depth])), 0)


def _key_before(text: str, value: int, name: str) -> tuple[int, int] | None:
    """Where the key stands that a value on the same line belongs to."""
    line = text.rfind("\n", 0, value) + 1
    match = re.match(rf"""\s*(["']?)({re.escape(name)})\1\s*=""", text[line:value])
    return (line + match.start(2), line + match.end(2)) if match else None


def _end_of(text: str, start: int) -> int:
    """The end of the table in a line that a value is part of."""
    line = text.find("\n", start)
    close = text.find("}", start, len(text) if line < 0 else line)
    return close + 1 if close >= 0 else start
