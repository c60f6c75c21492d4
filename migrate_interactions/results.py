"""What becomes of a file: a closed set of small frozen results, safe to send from a worker process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from codemods.outcome import Finding, Migration, Span

if TYPE_CHECKING:
    from migrate_interactions.project import Project


@dataclass(frozen=True)
class Candidate:
    """A file that may hold old code. ``path`` is relative to the working directory, ``data`` what was on disk.

    ``alone``: it was not, so nothing beside it may change together with it.
    """

    path: str
    data: bytes
    alone: bool = False


@dataclass(frozen=True)
class Migrated:
    """A file that was analysed. ``output`` are the bytes to write: equal to ``data`` when nothing is rewritten.

    ``others`` are files beside it that change together with it: bodies of requests.
    """

    path: str
    data: bytes
    output: bytes
    migration: Migration
    others: tuple[Migrated, ...] = ()

    @property
    def changed(self) -> bool:
        return self.output != self.data


@dataclass(frozen=True)
class Skipped:
    """A file without a word of an old API."""

    path: str


@dataclass(frozen=True)
class Failed:
    """A file (or folder) that could not be handled.

    ``help`` says what to do where the rule's own help does not fit; ``trace`` is for people who work on this tool.
    """

    path: str
    code: str
    message: str
    span: Span | None = None
    help: str = ""
    trace: str = ""


Result: TypeAlias = Migrated | Skipped | Failed


@dataclass(frozen=True)
class Survey:
    """The results of one invocation, in the order of their paths, and the project that its files are part of.

    ``beside`` are files that are no code (requirements, install scripts, configuration), of which there is something to say.
    """

    results: tuple[Result, ...]
    project: Project | None = field(default=None, compare=False, repr=False)
    beside: tuple[Migrated, ...] = ()

    @cached_property
    def migrated(self) -> tuple[Migrated, ...]:
        """Asked again and again, and in a large tree most files are skipped."""
        return tuple(result for result in self.results if isinstance(result, Migrated))

    @property
    def changed(self) -> tuple[Migrated, ...]:
        return tuple(result for result in self.migrated if result.changed)

    @property
    def changed_beside(self) -> tuple[Migrated, ...]:
        return tuple(result for result in self.beside if result.changed)

    @property
    def failed(self) -> tuple[Failed, ...]:
        return tuple(result for result in self.results if isinstance(result, Failed))

    @property
    def incomplete(self) -> bool:
        """Whether some file, or a block of one that matters, could not be handled."""
        return bool(self.failed) or any(is_unread(finding) for result in self.migrated for finding in result.migration.left)

    def replaced(self, newer: Iterable[Failed]) -> Survey:
        """The same survey, with the results of some files replaced by the failures that came later."""
        failures = {failure.path: failure for failure in newer}
        results = tuple(failures.pop(result.path, result) for result in self.results)
        beside = tuple(result for result in self.beside if result.path not in failures)
        return replace(self, results=(*results, *failures.values()), beside=beside)


def counts(finding: Finding) -> bool:
    """Whether a finding is old code, as opposed to something merely worth knowing."""
    return finding.severity != "note" and not finding.code.startswith("GI4") and not is_unread(finding)


def is_unread(finding: Finding) -> bool:
    """Whether a finding is about a block that could not be read."""
    return finding.code.startswith("GI00")
