"""The one door to the transforms. Their imports are costly (LibCST, ast-grep), so each happens when a file needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from codemods.options import Options
from codemods.outcome import Finding, Migration

if TYPE_CHECKING:
    from codemods.javascript.index import Files as ScriptFiles
    from codemods.javascript.index import Index as ScriptIndex
    from codemods.javascript.outline import Outline
    from codemods.python.index import ProjectIndex
    from codemods.python.project.files import Files, Roots
    from codemods.rest.bodies import Files as Bodies
    from codemods.rest.plan import Outcome


def may_concern(data: bytes) -> bool:
    """Whether a file's bytes hold a word of an old API. Cheap; wrong only in the direction of True."""
    from codemods import python

    return python.may_concern(data)


def may_concern_shell(code: bytes) -> bool:
    """Whether shell code, or a document with some, holds a request of an old API, or one of interactions."""
    from codemods import rest

    return rest.may_concern(code)


def migrate_shell(sources: Sequence[str], options: Options, files: Bodies, *, elsewhere: str, shown: bool, sourced: bool) -> Outcome:
    """Migrate the shell code of one document."""
    from codemods import rest

    return rest.migrate(sources, options, files, elsewhere=elsewhere, shown=shown, sourced=sourced)


def may_hold_old_code(data: bytes) -> bool:
    """Whether a file that may concern us holds a word of an old call, and not only of the SDK. Wrong only in the direction of True."""
    from codemods import python

    return python.may_hold_old_code(data)


def migrate(source: str, options: Options, index: ProjectIndex | None = None) -> Migration:
    """Migrate one module. Raises `CannotMigrate` for one that cannot be handled as a whole."""
    from codemods import python

    return python.migrate(source, index, options)


def requests_without_sdk(migration: Migration, options: Options) -> Iterable[Finding]:
    """What else to say about the requests that a Python module makes by itself: those of which its migration says nothing."""
    if "enerateContent" not in migration.source:
        return ()  # as in most modules
    from codemods.rest import inpython

    known = [finding.span for finding in (*migration.rewritten, *migration.left)]
    return (finding for finding in inpython.findings(migration.source, options) if not any(span.holds(finding.span) for span in known))


def may_concern_elsewhere(path: str, data: bytes) -> bool:
    """Whether a file in a language that is not rewritten may hold old calls."""
    from codemods import elsewhere

    return elsewhere.may_concern(path, data)


def elsewhere(path: str, text: str, options: Options) -> tuple[Finding, ...]:
    """What is old in a file of a language that is not rewritten."""
    from codemods import elsewhere as languages

    return languages.findings(path, text, options)


def script_may_concern(data: bytes) -> bool:
    """The same for a file of JavaScript or TypeScript."""
    from codemods import javascript

    return javascript.may_concern(data)


def migrate_script(source: str, ending: str, options: Options, index: ScriptIndex | None = None) -> Migration:
    """Migrate one module of JavaScript or TypeScript; ``ending`` is that of its file. Raises `CannotMigrate`."""
    from codemods import javascript

    return javascript.migrate(source, ending, options, index)


def script_index(files: ScriptFiles) -> ScriptIndex:
    """The index of a project's JavaScript; `at` gives the view that one of its modules has."""
    from codemods.javascript.index import Index

    return Index(files)


def script_problem(source: str, output: str, ending: str) -> str:
    """Why the result for such a module is not sound; empty when it is."""
    from codemods import javascript

    return javascript.problem(source, output, ending)


def script_outline(source: str, ending: str) -> Outline:
    """What names such a module declares and takes. Raises `CannotMigrate`."""
    from codemods import javascript

    return javascript.outlined(source, ending)


def index(files: Files) -> ProjectIndex:
    """The index of a project; `at` gives the view that one of its modules has."""
    from codemods.python.index import ProjectIndex

    return ProjectIndex(files, "")


def roots(folders: tuple[str, ...], fallback: str) -> Roots:
    """Where absolute imports of a file may start (see `codemods.python.project.files`)."""
    from codemods.python.project.files import Roots

    return Roots(folders, fallback)


def finder(files: Files) -> Callable[[str, str, int, str], Iterable[str]]:
    """Gives the files of the project that an import leads to: importing file, module, dots, name."""
    from codemods.python.project.links import Links

    return Links(files).files_of
