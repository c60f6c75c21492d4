"""A document of blocks, from its bytes to its result; and old code that stands where nothing is rewritten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from codemods.options import Options
from codemods.outcome import CannotMigrate, Finding, Migration
from migrate_interactions import transforms
from migrate_interactions.documents import OLD_CALL
from migrate_interactions.documents.blocks import Program
from migrate_interactions.documents.opening import Document, open_document
from migrate_interactions.documents.reading import Aside, finding_at, read
from migrate_interactions.results import Candidate, Migrated

if TYPE_CHECKING:
    from codemods.python.index import ProjectIndex

#: Sites that are requests.
_REQUESTS = frozenset({"GI101", "GI102", "GI103", "GI108"})


def migrate_document(candidate: Candidate, document: Document, options: Options, view: ProjectIndex | None) -> Migrated:
    """Migrate the blocks of a document as one program. Raises `CannotMigrate`."""
    program = document.program
    migration = transforms.migrate(program.text, replace(options, alone=True), view) if program.blocks else Migration("", "")
    output = candidate.data
    if migration.changed:
        texts = program.split(migration.output)
        output = document.encode(texts)
        _check(candidate.path, output, texts)
    return Migrated(candidate.path, candidate.data, output, _about(document, migration, options))


def _check(path: str, output: bytes, texts: list[str]) -> None:
    """What is written is read again: each block has to hold what it was given."""
    if list(open_document(path, output).texts) != texts:
        raise CannotMigrate("GI005", "the rewritten blocks cannot be read back")


def _about(document: Document, migration: Migration, options: Options) -> Migration:
    """The migration with everything that is to be said about the document, in the places of the document."""

    def placed(findings: Iterable[Finding]) -> tuple[Finding, ...]:
        return tuple(document.program.finding(finding) for finding in findings)

    own = [finding for finding in (*document.reading.findings, *aside(document.reading.asides, options)) if options.wants(finding.code)]
    requests = transforms.requests_without_sdk(migration, options)
    left = [*placed(migration.left), *placed(requests), *(finding for finding in own if finding.severity != "note")]
    notes = [*placed(migration.notes), *(finding for finding in own if finding.severity == "note")]
    return replace(
        migration,
        rewritten=placed(migration.rewritten),
        left=tuple(sorted(left, key=lambda finding: finding.order)),
        notes=tuple(sorted(notes, key=lambda finding: finding.order)),
        interactions=tuple(document.program.place(place) for place in migration.interactions),
    )


def aside(asides: Iterable[Aside], options: Options) -> Iterator[Finding]:
    """Findings about old calls in code that is not rewritten, one a line."""
    for item in asides:
        program = Program(read(item.raws).blocks)
        try:
            migration = transforms.migrate(program.text, options)
        except CannotMigrate:
            continue
        lines = program.text.split("\n")
        found = {
            finding.span.line: finding
            for finding in (*migration.rewritten, *migration.left)
            if finding.code in _REQUESTS or (finding.code.startswith("GI2") and OLD_CALL.search(lines[finding.span.line - 1]))
        }
        for line in sorted(found):
            yield finding_at(program.origins[line - 1], item.code, item.message, help=item.help)
