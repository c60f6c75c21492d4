"""Which of many patterns a file's name matches first, asked of every file of a tree."""

from __future__ import annotations

import fnmatch
import re
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
        of_names: list[tuple[str, tuple[int, T]]] = []
        of_paths: list[tuple[str, tuple[int, T]]] = []
        for place, (pattern, value) in enumerate(rows):
            if pattern.startswith("*.") and _is_plain(pattern[2:]) and "." not in pattern[2:]:
                self._endings.setdefault(pattern[1:], (place, value))
            elif _is_plain(pattern):
                self._names.setdefault(pattern, (place, value))
            else:
                (of_paths if "/" in pattern else of_names).append((pattern, (place, value)))
        self._of_names, self._of_paths = _Patterns(of_names), _Patterns(of_paths)

    def find(self, path: str) -> T | None:
        """The value of the first pattern that matches; ``path`` has forward slashes."""
        name = path.rpartition("/")[2]
        _, dot, ending = name.rpartition(".")
        found = [row for row in (self._endings.get(f".{ending}") if dot else None, self._names.get(name)) if row is not None]
        found += [*self._of_names.find(name), *self._of_paths.find(path)]
        return min(found, key=lambda row: row[0])[1] if found else None


class _Patterns(Generic[T]):
    """Values under patterns that have to be tried. Most names match none, which one look at all patterns together tells."""

    def __init__(self, rows: list[tuple[str, T]]) -> None:
        self._rows = rows
        self._matches = re.compile("|".join(fnmatch.translate(pattern) for pattern, _ in rows)).match if rows else None

    def find(self, text: str) -> list[T]:
        if self._matches is None or not self._matches(text):
            return []
        return [value for pattern, value in self._rows if fnmatch.fnmatchcase(text, pattern)]


def _is_plain(pattern: str) -> bool:
    return not any(sign in pattern for sign in "*?[/")
