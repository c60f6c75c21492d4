"""Model ids: which are served, which are gone, and what takes their place. The rows are in models.toml."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

State = Literal["served", "shut down", "not an Interactions model"]

#: How Google's SDKs spell an id beside the bare name. `google/gemini-x` is other vendors' spelling: not ours.
PREFIXES = ("publishers/google/models/", "models/")
_LOOKS_LIKE_ID = re.compile(r"(?:publishers/google/models/|models/)?gemini-[a-z0-9][a-z0-9.\-]*")


#: Replacements of the user's own, (old id, new id); they win over the table.
Own: TypeAlias = tuple[tuple[str, str], ...]
_OWN = "configuration"


@dataclass(frozen=True)
class Model:
    """One row: a shell-style ``pattern``, its ``state``, the ``date`` of a shutdown where known, the ``replacement`` id."""

    pattern: str
    state: State
    date: str | None
    replacement: str | None
    source: str


@cache
def _rows() -> tuple[Model, ...]:
    table = tomllib.loads(Path(__file__).with_name("models.toml").read_text(encoding="utf-8"))
    return tuple(Model(row["pattern"], row["state"], row.get("date"), row.get("replacement"), row["source"]) for row in table["model"])


MODELS: tuple[Model, ...] = _rows()


def split(identifier: str) -> tuple[str, str]:
    """The prefix and the bare name: `models/gemini-x` → (`models/`, `gemini-x`)."""
    prefix = next((prefix for prefix in PREFIXES if identifier.startswith(prefix)), "")
    return prefix, identifier[len(prefix) :]


@cache
def find(identifier: str, own: Own = ()) -> Model | None:
    """The row of an id in any of the spellings Google's SDKs take; None when this version does not know it."""
    name = split(identifier)[1]
    return _configured(identifier, own) or next((row for row in MODELS if fnmatchcase(name, row.pattern)), None)


def is_retired(identifier: str, own: Own = ()) -> bool:
    """Whether a string is an id that has to be replaced before an interaction can use it."""
    row = find(identifier, own) if _LOOKS_LIKE_ID.fullmatch(identifier) else _configured(identifier, own)
    return row is not None and row.replacement is not None


def is_configured(identifier: str, own: Own) -> bool:
    """Whether the user says what takes the place of an id."""
    row = _configured(identifier, own)
    return row is not None and row.replacement is not None


def _configured(identifier: str, own: Own) -> Model | None:
    """The row that the user's own replacements amount to: the old id is gone, and the new one is served."""
    names = (identifier, split(identifier)[1])
    for old, new in own:
        if old in names:
            return Model(old, "shut down", None, new, _OWN)
    return next((Model(new, "served", None, None, _OWN) for _, new in own if new in names), None)


def replacement(identifier: str, own: Own) -> str:
    """What to write for an id: the successor of a retired one, always the bare name."""
    row = find(identifier, own)
    return (row.replacement if row is not None else None) or split(identifier)[1]


def retired(identifier: str, own: Own) -> str:
    """What to say where an id is replaced."""
    if is_configured(identifier, own):
        return f"`{replacement(identifier, own)}` takes the place of `{identifier}`, as the configuration says"
    return f"`{identifier}` is retired; `{replacement(identifier, own)}` takes its place"
