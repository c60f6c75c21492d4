"""Languages that are not rewritten: old calls in them are named, so that a team sees the whole of what it has."""

from __future__ import annotations

from codemods.elsewhere.languages import LANGUAGES
from codemods.elsewhere.reading import findings, may_concern, requests_in_javascript

#: Names of files that are looked at.
SUFFIXES = tuple(suffix for language in LANGUAGES for suffix in language.suffixes)

__all__ = ["SUFFIXES", "findings", "may_concern", "requests_in_javascript"]
