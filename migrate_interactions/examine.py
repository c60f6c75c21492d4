"""One file, from its bytes to its result. Nothing raises out of here: a result crosses the process boundary instead."""

from __future__ import annotations

import ast
import re
import traceback
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING

from codemods import elsewhere
from codemods.options import Options
from codemods.outcome import CannotMigrate, Migration, Span
from migrate_interactions import transforms
from migrate_interactions.disk import absolute
from migrate_interactions.documents import docstrings, is_document, is_shell_script
from migrate_interactions.documents.source import SourceDocument, Unreadable, open_source, parses
from migrate_interactions.javascript import is_script
from migrate_interactions.results import Candidate, Failed, Migrated

if TYPE_CHECKING:
    from codemods.javascript.index import Index as ScriptIndex
    from codemods.python.index import ProjectIndex


_JOINING = re.compile(r"\b(?:and|or)\b")
_LONGEST = 1000


def examine(
    candidate: Candidate, options: Options, index: ProjectIndex | None = None, scripts: ScriptIndex | None = None
) -> Migrated | Failed:
    """Migrate one file in memory. ``index`` is that of the project, seen from anywhere, ``scripts`` that of its JavaScript."""
    with warnings.catch_warnings():
        # The user's code may use invalid escapes; Python's warnings about them are no output of ours.
        warnings.simplefilter("ignore")
        try:
            return _examine(candidate, options, index, scripts)
        except KeyboardInterrupt:
            raise
        except BaseException as crash:  # LibCST's native part raises exceptions that are no `Exception`
            return Failed(candidate.path, "GI004", _describe(crash), trace=traceback.format_exc())


def _examine(candidate: Candidate, options: Options, index: ProjectIndex | None, scripts: ScriptIndex | None) -> Migrated | Failed:
    view = index.at(absolute(candidate.path)) if index is not None else None
    try:
        path = absolute(candidate.path)
        own = options.at(path)
        if is_script(candidate.path):
            from migrate_interactions.javascript.examining import examine_script

            return examine_script(candidate, own, scripts.at(path) if scripts is not None else None)
        if candidate.path.lower().endswith(elsewhere.SUFFIXES):
            return _elsewhere(candidate, own)
        if is_shell_script(candidate.path):
            from migrate_interactions.documents import shells

            return shells.migrate_script(candidate, own)
        if is_document(candidate.path):
            return _document(candidate, options, own, view)
        document = open_source(candidate.data)
        _refuse_extreme_nesting(document.text)
        migration = transforms.migrate(document.text, options, view)
    except Unreadable as error:
        return Failed(candidate.path, error.code, error.message, Span(error.line, 1, error.line, 1), error.help)
    except CannotMigrate as error:
        return Failed(candidate.path, error.code, error.message, error.span)
    return _checked(candidate, document, _with_requests(_with_docstrings(migration, options), own))


def _document(candidate: Candidate, options: Options, own: Options, view: ProjectIndex | None) -> Migrated:
    """A notebook or page, with the Python, the JavaScript and the shell code that are in it."""
    from migrate_interactions.documents import scripted, shells
    from migrate_interactions.documents.migrating import migrate_document
    from migrate_interactions.documents.opening import open_document

    opened = open_document(candidate.path, candidate.data)
    _refuse_extreme_nesting(opened.program.text)
    migrated = scripted.added(migrate_document(candidate, opened, options, view), own)
    return shells.added(migrated, own, alone=candidate.alone)


def _elsewhere(candidate: Candidate, options: Options) -> Migrated:
    """A file in a language that is not rewritten: what is old in it."""
    text = candidate.data.decode("utf-8", "replace")
    found = transforms.elsewhere(candidate.path, text, options)
    return Migrated(candidate.path, candidate.data, candidate.data, Migration(text, text, left=found))


def _with_requests(migration: Migration, options: Options) -> Migration:
    """The migration, with the requests that the module makes without an SDK."""
    found = transforms.requests_without_sdk(migration, options)
    lines = migration.source.split("\n")
    # A comment on the line of such a request silences that, whatever else it silences.
    notes = tuple(note for note in migration.notes if note.code != "GI010" or "enerateContent" not in lines[note.span.line - 1])
    return replace(migration, notes=notes, left=tuple(sorted((*migration.left, *found), key=lambda finding: finding.order)))


def _with_docstrings(migration: Migration, options: Options) -> Migration:
    """The migration, with notes about old calls in the docstrings of the file."""
    if not docstrings.with_old_calls(migration.source):
        return migration
    from migrate_interactions.documents.migrating import aside
    from migrate_interactions.documents.prose import in_docstrings

    notes = [note for note in aside(in_docstrings(migration.source), options) if options.wants(note.code)]
    return replace(migration, notes=tuple(sorted((*migration.notes, *notes), key=lambda note: note.order))) if notes else migration


def _refuse_extreme_nesting(text: str) -> None:
    """Nesting that is too much even for Python kills LibCST's parser, and the process with it: ask Python first."""
    try:
        tree = ast.parse(text)
        extreme = len(_JOINING.findall(text)) > _LONGEST and any(_is_endless(node) for node in ast.walk(tree))
    except (RecursionError, MemoryError):
        extreme = True
    except (SyntaxError, ValueError):
        return  # reported with its place by the transforms
    if extreme:
        help = "Split the long expression or chain of branches, or exclude the file."
        raise Unreadable("GI004", "the code is nested too deeply", help=help)


def _is_endless(node: ast.AST) -> bool:
    """What is flat to Python and nested to LibCST: `a and b and c and …`."""
    return isinstance(node, ast.BoolOp) and len(node.values) > _LONGEST


def _checked(candidate: Candidate, document: SourceDocument, migration: Migration) -> Migrated | Failed:
    """The result, unless what would be written is not sound: then the file stays and the bug is ours."""
    if not migration.changed:
        return Migrated(candidate.path, candidate.data, candidate.data, migration)
    try:
        output = document.encode(migration.output)
        reopened = open_source(output).text
    except UnicodeEncodeError as error:
        missing = error.object[error.start]
        return Failed(candidate.path, "GI005", f"the result holds {missing!r}, which {document.encoding} does not have")
    except Unreadable as error:
        return Failed(candidate.path, "GI005", f"the result cannot be read back: {error.message}")
    if reopened != migration.output:
        return Failed(candidate.path, "GI005", f"the result does not survive encoding as {document.encoding}")
    if (problem := _problem(output)) and (problem.text_is_broken or not _problem(candidate.data)):
        span = Span(problem.line, 1, problem.line, 1)
        return Failed(candidate.path, "GI005", f"the result does not compile: {problem.message}", span)
    return Migrated(candidate.path, candidate.data, output, migration)


class _Problem:
    """Why bytes do not compile. Some of it (`await` at the top of a script for a REPL) parses all the same."""

    def __init__(self, data: bytes, error: SyntaxError | ValueError) -> None:
        self.message = error.msg if isinstance(error, SyntaxError) else str(error)
        self.line = (error.lineno if isinstance(error, SyntaxError) else None) or 1
        self.text_is_broken = not parses(data)


def _problem(data: bytes) -> _Problem | None:
    try:
        compile(data, "<migrated>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return _Problem(data, error)
    return None


def _describe(crash: BaseException) -> str:
    text = str(crash).strip().splitlines()
    return f"{type(crash).__name__}: {text[0]}" if text else type(crash).__name__
