"""`lint --diff-base REV`: only what stands on lines that changed since a commit."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from codemods.outcome import Finding, Place
from migrate_interactions import git
from migrate_interactions.exits import UsageError
from migrate_interactions.narrowing import narrowed
from migrate_interactions.results import Failed, Migrated, Survey


@dataclass(frozen=True)
class Changes:
    """The lines that changed in the files that git knows; every line of other files did."""

    top: str
    tracked: frozenset[str]
    lines: Mapping[str, frozenset[int]]

    def since(self, survey: Survey) -> Survey:
        """What a survey says of these lines. A file that could not be handled may hide anything, so it counts once it is touched."""

        def chosen(result: Migrated) -> Iterator[Finding]:
            return (finding for finding in result.migration.findings if self._touches(result.path, finding))

        def counts(failed: Failed) -> bool:
            return not self._is_known(failed.path) or bool(self.lines.get(self._name(failed.path)))

        def made(result: Migrated) -> Iterator[Place]:
            return (place for place in result.migration.interactions if self._touches(result.path, place))

        return narrowed(survey, chosen, counts, made)

    def _touches(self, path: str, place: Finding | Place) -> bool:
        """A call counts when any of its lines changed, for it asks something else then; one in a notebook when the notebook did."""
        span = place.span
        if not self._is_known(path):
            return True
        if place.cell is not None:
            return bool(self.lines.get(self._name(path)))
        return not self.lines.get(self._name(path), frozenset()).isdisjoint(range(span.line, span.end_line + 1))

    def _is_known(self, path: str) -> bool:
        return self._name(path) in self.tracked

    def _name(self, path: str) -> str:
        return os.path.relpath(os.path.realpath(path), self.top).replace(os.sep, "/")


def changes(folder: str, revision: str) -> Changes:
    """What changed in the checkout of a folder. Raises `UsageError`."""
    top = git.top(folder)
    if top is None:
        raise UsageError(f"--diff-base {revision}: not in a git checkout")
    lines = None if revision.startswith("-") else git.changed_lines(top, revision)
    if lines is None:
        raise UsageError(f"--diff-base {revision}: git has no such commit in {top} (a shallow clone lacks it: fetch it first)")
    return Changes(os.path.realpath(top), frozenset(git.tracked(top)), lines)
