"""`lint --baseline FILE`: old debt that is known and passes, so that new debt is all that fails.

The file counts findings by path, code and the text of their line. So it survives lines that move, and what changes on a line is new.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from codemods.outcome import Finding
from migrate_interactions.exits import UsageError
from migrate_interactions.narrowing import narrowed
from migrate_interactions.reports.entries import entries_of
from migrate_interactions.results import Failed, Migrated, Survey

VERSION = 1


class Key(NamedTuple):
    """What a finding is known by. ``path`` is relative to the folder of the baseline."""

    path: str
    code: str
    line: str


@dataclass(frozen=True)
class Weighed:
    """A survey without its known debt: how much of that there was, and what is in the file but no more in the code."""

    survey: Survey
    passed: int
    gone: Counter[Key]


class Baseline:
    """A file of known findings."""

    def __init__(self, file: str, known: Counter[Key]) -> None:
        self.file = file
        self.known = known

    def weigh(self, survey: Survey, wants: Callable[[str], bool]) -> Weighed:
        """What is beyond the known debt. ``wants`` tells which codes were looked for."""
        found = self._found(survey)
        new = narrowed(survey, self._beyond)
        looked_for = self._looked_for(survey, wants)
        gone = Counter({key: count for key, count in (self.known - found).items() if looked_for(key)})
        return Weighed(new, (self.known & found).total(), gone)

    def _beyond(self, result: Migrated) -> Iterator[Finding]:
        """Of equal findings, which are one more than known, the last is the new one: which it is cannot be told."""
        left = Counter(self.known)
        for key, finding in self._keyed(result):
            left[key] -= 1
            if left[key] < 0:
                yield finding

    def updated(self, survey: Survey, wants: Callable[[str], bool]) -> Baseline:
        """The baseline after this survey. What was not looked at in it stays as it is."""
        looked_for = self._looked_for(survey, wants)
        kept = Counter({key: count for key, count in self.known.items() if not looked_for(key)})
        return Baseline(self.file, kept + self._found(survey))

    def _found(self, survey: Survey) -> Counter[Key]:
        return Counter(key for result in (*survey.migrated, *survey.beside) for key, _ in self._keyed(result))

    def _keyed(self, result: Migrated) -> Iterator[tuple[Key, Finding]]:
        path = self._path(result.path)
        for entry in entries_of(result, result.migration.findings):
            yield Key(path, entry.finding.code, entry.line), entry.finding

    def _path(self, path: str) -> str:
        return os.path.relpath(path, os.path.dirname(self.file) or ".").replace(os.sep, "/")

    def _looked_for(self, survey: Survey, wants: Callable[[str], bool]) -> Callable[[Key], bool]:
        """Whether a survey would have told of a finding: its file was read, or is there no more."""
        seen = {self._path(result.path) for result in survey.results if not isinstance(result, Failed)}
        folder = os.path.dirname(self.file)
        return lambda key: wants(key.code) and (key.path in seen or not os.path.exists(os.path.join(folder, key.path)))

    def write(self) -> None:
        """Write the file anew, sorted. Raises `UsageError`."""
        rows = [{**key._asdict(), "count": count} for key, count in sorted(self.known.items())]
        text = json.dumps({"version": VERSION, "findings": rows}, indent=1, ensure_ascii=False) + "\n"
        try:
            Path(self.file).write_bytes(text.encode("utf-8", "surrogateescape"))
        except OSError as error:
            raise UsageError(f"--baseline {self.file}: cannot be written: {error.strerror or error}") from error


def load(file: str, *, may_be_missing: bool = False) -> Baseline:
    """Raises `UsageError` for a file that is none."""
    try:
        content = json.loads(Path(file).read_text(encoding="utf-8", errors="surrogateescape"))
    except FileNotFoundError as error:
        if may_be_missing:
            return Baseline(file, Counter())
        raise UsageError(f"--baseline {file}: no such file; --write-baseline makes it") from error
    except OSError as error:
        raise UsageError(f"--baseline {file}: cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise UsageError(f"--baseline {file}: is no JSON: {error}") from error
    rows = content.get("findings") if isinstance(content, dict) and content.get("version") == VERSION else None
    if not isinstance(rows, list) or not all(map(_is_row, rows)):
        raise UsageError(f"--baseline {file}: is no baseline of this version")
    return Baseline(file, _counted(rows))


def _counted(rows: Iterable[dict[str, Any]]) -> Counter[Key]:
    known: Counter[Key] = Counter()
    for row in rows:
        known[Key(row["path"], row["code"], row["line"])] += row["count"]
    return known


def _is_row(row: object) -> bool:
    return isinstance(row, dict) and all(isinstance(row.get(name), str) for name in Key._fields) and type(row.get("count")) is int
