"""The numbers of a survey, counted once for every report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from codemods.outcome import Finding
from migrate_interactions.results import Survey, counts


@dataclass(frozen=True)
class Tally:
    """``sites`` is what is old; ``safe``, ``unsafe`` and ``by_hand`` divide it by what `run` can do about it.

    ``groups`` are sites that are rewritten together or not at all, ``done`` those of them that are rewritten.
    """

    files: int
    rewritten: tuple[Finding, ...]
    left: tuple[Finding, ...]
    changed: int
    stateless: int
    errors: int
    groups: int = 0
    done: int = 0

    @property
    def sites(self) -> int:
        return len(self.rewritten) + len(self.left)

    @property
    def safe(self) -> int:
        return self._with("safe")

    @property
    def unsafe(self) -> int:
        return self._with("unsafe")

    @property
    def by_hand(self) -> int:
        return self._with(None)

    @property
    def by_assumption(self) -> list[tuple[tuple[str, ...], int]]:
        """Combinations of assumptions that would take more sites, and how many, the most fruitful first."""
        return Counter(tuple(sorted(set(finding.assumptions))) for finding in self.left if finding.fix == "unsafe").most_common()

    @property
    def by_code(self) -> list[tuple[str, int]]:
        """Codes of what is left by hand, and how many sites each has, the most frequent first."""
        return Counter(finding.code for finding in self.left if finding.fix is None).most_common()

    @property
    def models(self) -> list[tuple[str, int]]:
        """What is said about model ids that were replaced, and how often."""
        return Counter(finding.message for finding in self.rewritten if finding.code.startswith("GI3")).most_common()

    def _with(self, fix: str | None) -> int:
        return sum(finding.fix == fix for finding in (*self.rewritten, *self.left))


def tally(survey: Survey) -> Tally:
    """Count. Notes are not sites, and what was said about files that failed is not known."""
    migrated = tuple(survey.migrated)
    done = {(result.path, finding.group) for result in migrated for finding in result.migration.rewritten if finding.group is not None}
    groups = {(result.path, finding.group) for result in migrated for finding in result.migration.left if finding.group is not None} | done
    return Tally(
        files=len(survey.results),
        rewritten=tuple(finding for result in migrated for finding in result.migration.rewritten if counts(finding)),
        left=tuple(finding for result in migrated for finding in result.migration.left if counts(finding)),
        changed=len(survey.changed),
        stateless=sum(result.migration.stateless for result in survey.changed),
        errors=len(survey.failed),
        groups=len(groups),
        done=len(done),
    )
