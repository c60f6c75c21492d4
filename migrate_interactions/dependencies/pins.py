"""Pins of the SDK that rewritten code would not run with: they have to move with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

from codemods.options import Options
from codemods.outcome import Finding, Span
from codemods.rules import RULES
from migrate_interactions import git
from migrate_interactions.dependencies.declared import PACKAGE, Declared, declared_in, files_in
from migrate_interactions.discovery import display
from migrate_interactions.results import Noted, Survey

#: The first version with all that rewritten code uses.
FLOOR = Version("2.3.0")
_CODE = "GI413"
#: Versions that stand for all others, besides those that a pin names.
_OLDER = tuple(map(Version, ("1.0.0", "1.55.0", "1.75.0", "2.0.0", "2.2.0")))
_NEWER = tuple(map(Version, ("2.3.0", "2.99.0", "3.0.0", "3.4.0", "3.99.0", "99.0.0")))


def noted(survey: Survey, options: Options) -> tuple[Noted, ...]:
    """What to say about the dependency files of what was rewritten, or would be: each file once."""
    if options.schema != "steps" or not options.wants(_CODE):
        return ()
    folders = {Path(result.path).absolute().parent for result in survey.changed}
    files = dict.fromkeys(file for folder in sorted(folders) for file in _nearest(folder))
    said = [(file, tuple(_findings(declared_in(file)))) for file in files]
    return tuple(Noted(display(str(file)), findings) for file, findings in said if findings)


def _nearest(folder: Path) -> list[Path]:
    """The dependency files that hold for a folder: those of the nearest folder, upward, with one that names the SDK.

    The folder that git knows as the top is the last one asked; outside of git the first with a dependency file is.
    """
    top = git.top(str(folder))
    for above in (folder, *folder.parents):
        files = files_in(above)
        naming = [file for file in files if declared_in(file)]
        if naming or (above == Path(top) if top else files):
            return naming
    return []


def _findings(declared: Iterable[Declared]) -> Iterator[Finding]:
    for one in declared:
        problem = _problem(one.versions)
        if problem:
            message = f"the pin must move to {PACKAGE}>={FLOOR}, which the rewritten code needs: `{one.written}` {problem}"
            span = Span(one.line, one.column, one.line, one.column + len(one.written))
            yield Finding(span, _CODE, message, RULES[_CODE].severity, help=RULES[_CODE].help)


def _problem(versions: SpecifierSet) -> str:
    """What is wrong with a pin; an empty string for one that fits, or that says nothing."""
    if not str(versions):
        return ""
    named = [version for specifier in versions for version in _version(specifier.version)]
    if not any(versions.contains(version, prereleases=True) for version in (*_NEWER, *named) if version >= FLOOR):
        return "rules it out"
    if any(versions.contains(version, prereleases=True) for version in (*_OLDER, *named) if version < FLOOR):
        return "allows older versions"
    return ""


def _version(text: str) -> list[Version]:
    try:
        return [Version(text.removesuffix(".*"))]
    except InvalidVersion:
        return []
