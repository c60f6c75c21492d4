"""Which of many patterns a file's name matches first, asked of every file of a tree."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable
from typing import Generic, TypeVar

T = TypeVar("T")


class ByName(Generic[T]):
    """Values under patterns in the manner of the shell, the first that matches wins. Endings and whole names are looked up, not tried.

    A pattern with a slash is about the path, any other one about the name.
    """

    def __init__(self, rows: Iterable[tuple[str, T]]) -> None:
        self._endings: dict[str, tuple[int, T]] = {}
        self._names: dict[str, tuple[int, T]] = {}
        self._others: list[tuple[str, tuple[int, T]]] = []
        for place, (pattern, value) in enumerate(rows):
            if pattern.startswith("*.") and _is_plain(pattern[2:]) and "." not in pattern[2:]:
                self._endings.setdefault(pattern[1:], (place, value))
            elif _is_plain(pattern):
                self._names.setdefault(pattern, (place, value))
            else:
                self._others.append((pattern, (place, value)))

    def find(self, path: str) -> T | None:
        """The value of the first pattern that matches; ``path`` has forward slashes."""
        name = path.rpartition("/")[2]
        _, dot, ending = name.rpartition(".")
        found = [row for row in (self._endings.get(f".{ending}") if dot else None, self._names.get(name)) if row is not None]
        found += [row for pattern, row in self._others if fnmatch.fnmatchcase(path if "/" in pattern else name, pattern)]
        return min(found, key=lambda row: row[0])[1] if found else None


def _is_plain(pattern: str) -> bool:
    return not any(sign in pattern for sign in "*?[/")
