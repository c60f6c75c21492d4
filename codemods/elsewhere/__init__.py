"""Languages that are not rewritten: old calls in them are named, so that a team sees the whole of what it has."""

from __future__ import annotations

from codemods.elsewhere.languages import LANGUAGES, language_of
from codemods.options import Options
from codemods.outcome import Finding

#: Names of files that are looked at.
SUFFIXES = tuple(suffix for language in LANGUAGES for suffix in language.suffixes)


def may_concern(path: str, data: bytes) -> bool:
    """Whether a file may hold something to report."""
    language = language_of(path)
    return language is not None and (b"enerateContent" in data or any(package.encode() in data for package in language.packages))


def findings(path: str, text: str, options: Options) -> tuple[Finding, ...]:
    """Everything that is old in a file, in its order."""
    from codemods.elsewhere import reading

    language = language_of(path)
    return reading.findings(text, language, options) if language is not None else ()
