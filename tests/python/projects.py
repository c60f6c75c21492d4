"""Projects of several files in one text: each file begins with a line `--- path`."""

from __future__ import annotations

import re

from codemods.options import Options
from codemods.outcome import CannotMigrate, Migration
from codemods.python import migrate
from codemods.python.index import ProjectIndex
from codemods.python.project.files import Sources
from tests.python.support import source

_FILE = re.compile(r"^--- (\S+)\n", re.MULTILINE)


def files_of(text: str) -> dict[str, str]:
    """The files of a project, by their path from its top."""
    pieces = _FILE.split(source(text))[1:]
    return dict(zip(pieces[::2], pieces[1::2], strict=True))


def index_of(files: dict[str, str], *, complete: bool = True) -> ProjectIndex:
    return ProjectIndex(Sources({f"/{path}": text for path, text in files.items()}, complete), "")


def outcomes(text: str, options: Options | None = None) -> dict[str, Migration]:
    """What becomes of every file of a project; a second run over all of them changes nothing. Files that do not parse are left out."""
    first = _outcomes(files_of(text), options)
    again = _outcomes({**files_of(text), **{path: migration.output for path, migration in first.items()}}, options)
    for path, migration in again.items():
        compile(migration.output, path, "exec", dont_inherit=True)
        assert not migration.changed, f"{path} changes again:\n{migration.output}"
    return first


def _outcomes(files: dict[str, str], options: Options | None) -> dict[str, Migration]:
    index = index_of(files)
    found = {}
    for path, text in files.items():
        try:
            found[path] = migrate(text, index.at(f"/{path}"), options)
        except CannotMigrate:
            continue
    return found


def said(migration: Migration) -> list[str]:
    """The findings of one file: line, code and message, with the assumptions a rewrite rests on."""
    lines = []
    for finding in migration.findings:
        resting = f" [{', '.join(finding.assumptions)}]" if finding.assumptions else ""
        lines.append(f"{finding.span.line}: {finding.code} {finding.message}{resting}")
    return lines


def messages(migration: Migration, *codes: str) -> list[str]:
    """What is said under some codes, each message once."""
    return list(dict.fromkeys(finding.message for finding in migration.findings if finding.code in codes))
