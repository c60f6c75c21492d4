"""One JavaScript or TypeScript file, from its bytes to its result."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from codemods.options import Options
from codemods.outcome import Finding, Migration
from migrate_interactions import transforms
from migrate_interactions.documents.source import SourceDocument, Unreadable
from migrate_interactions.javascript import COMPONENTS, ending
from migrate_interactions.javascript.bundles import is_bundle
from migrate_interactions.javascript.components import scripts
from migrate_interactions.javascript.source import open_script
from migrate_interactions.javascript.specifiers import with_specifiers
from migrate_interactions.results import Candidate, Failed, Migrated

if TYPE_CHECKING:
    from codemods.javascript.index import Index

_BY_HAND = "The scripts of components are only looked at; `migrate-interactions explain {code}` shows the change."


def examine_script(candidate: Candidate, options: Options, index: Index | None = None) -> Migrated | Failed:
    """Migrate one file in memory; ``index`` is the project as the file sees it. Raises `Unreadable` and `CannotMigrate`."""
    if is_bundle(candidate.data):  # the parser takes minutes for one
        raise Unreadable("GI007", "bundles are not handled by this version", help="Run on the files that it is made of.")
    document = open_script(candidate.data)
    if ending(candidate.path) in COMPONENTS:
        return Migrated(candidate.path, candidate.data, candidate.data, _looked_at(document.text, options, index))
    migration = with_specifiers(transforms.migrate_script(document.text, ending(candidate.path), options, index), options)
    return _checked(candidate, document, migration)


def _checked(candidate: Candidate, document: SourceDocument, migration: Migration) -> Migrated | Failed:
    """The result, unless what would be written is not sound: then the file stays and the bug is ours."""
    if not migration.changed:
        return Migrated(candidate.path, candidate.data, candidate.data, migration)
    output = document.encode(migration.output)
    try:
        problem = "" if open_script(output).text == migration.output else "the result cannot be read back"
    except Unreadable as error:
        problem = f"the result cannot be read back: {error.message}"
    problem = problem or transforms.script_problem(migration.source, migration.output, ending(candidate.path))
    if problem:
        return Failed(candidate.path, "GI005", problem)
    return Migrated(candidate.path, candidate.data, output, migration)


# -- components ----------------------------------------------------------------------------------------------------


def _looked_at(text: str, options: Options, index: Index | None) -> Migration:
    """What there is to say about the scripts of a component, none of which is rewritten."""
    found = [transforms.migrate_script(script.text, script.ending, options, index) for script in scripts(text)]
    left = [_by_hand(finding) for migration in found for finding in (*migration.rewritten, *migration.left)]
    notes = [note for migration in found for note in migration.notes]
    return Migration(text, text, left=_sorted(left), notes=_sorted(notes))


def _by_hand(finding: Finding) -> Finding:
    help = finding.help if finding.fix is None else _BY_HAND.format(code=finding.code)
    return replace(finding, fix=None, assumptions=(), help=help)


def _sorted(findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: finding.order))
