"""The one door to the transforms. Their imports are costly (LibCST), so each happens when a file needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from codemods.options import Options
from codemods.outcome import Migration

if TYPE_CHECKING:
    from codemods.python.index import ProjectIndex
    from codemods.python.project.files import Files, Roots


def may_concern(data: bytes) -> bool:
    """Whether a file's bytes hold a word of an old API. Cheap; wrong only in the direction of True."""
    from codemods import python

    return python.may_concern(data)


def may_hold_old_code(data: bytes) -> bool:
    """Whether a file that may concern us holds a word of an old call, and not only of the SDK. Wrong only in the direction of True."""
    from codemods import python

    return python.may_hold_old_code(data)


def migrate(source: str, options: Options, index: ProjectIndex | None = None) -> Migration:
    """Migrate one module. Raises `CannotMigrate` for one that cannot be handled as a whole."""
    from codemods import python

    return python.migrate(source, index, options)


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
