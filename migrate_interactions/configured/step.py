"""Retired model ids in the configuration files of a run's folders: reported, and replaced on request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codemods.api.models import find, split
from migrate_interactions.configured.values import Reader, reader
from migrate_interactions.dependencies import texts
from migrate_interactions.dependencies.files import Around
from migrate_interactions.dependencies.splices import Splice

#: Larger files are data.
_LARGEST = 1_000_000
_WORD = b"gemini-"


def remarks(paths: Iterable[str], around: Around) -> Iterator[tuple[str, texts.Remark]]:
    """What is to be said about the configuration files among these, with the change that replaces an id."""
    for path in paths:
        read = reader(path)
        data = around.data(path) if read is not None else b""
        if read is None or _WORD not in data or len(data) > _LARGEST:
            continue
        file = around.text(path)
        if file is not None:
            yield from ((path, remark) for remark in _retired(file.text, read))


def _retired(text: str, read: Reader) -> Iterator[texts.Remark]:
    try:
        found = list(read(text))
    except (ValueError, RecursionError):  # not what its name says
        return
    for value, start, end in found:
        new = replacement(value)
        message = f"`{value}` is retired; `{new}` takes its place"
        yield texts.Remark(start, end, "GI303", message, (Splice(start, end, new),), assumptions=("config-models",))


def replacement(identifier: str) -> str:
    """The id that takes the place of a retired one, with the prefix it had: whoever reads the file expects it."""
    prefix, name = split(identifier)
    row = find(identifier)
    return f"{prefix}{row.replacement}" if row is not None and row.replacement else f"{prefix}{name}"
