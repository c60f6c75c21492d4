"""Where the strings of a TOML file stand in its text: tomlkit knows what they are, a stand-in shows where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Path = tuple[str | int, ...]
_STAND_IN = "migrate-interactions-stand-in"


def strings(text: str, wanted: Callable[[Path, str], bool]) -> Iterator[tuple[Path, str, int, int]]:
    """Path, value and place (with the quotes) of the wanted strings. Raises ValueError for what is no TOML."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise ValueError(str(error)) from error
    for path, value in list(_walk(document, ())):
        if wanted(path, value):
            place = _place(text, path)
            if place is not None:
                yield (path, value, *place)


def _walk(node: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(node, str):
        yield path, str(node)
    elif isinstance(node, dict):
        for key in node:
            yield from _walk(node[key], (*path, str(key)))
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from _walk(item, (*path, index))


def _place(text: str, path: Path) -> tuple[int, int] | None:
    """Written with a stand-in for the one string, a file differs from what it was just there; None where it does not."""
    import tomlkit

    owner: Any = tomlkit.parse(text)
    whole = owner
    for key in path[:-1]:
        owner = owner[key]
    owner[path[-1]] = tomlkit.string(_STAND_IN, literal=True)
    written = tomlkit.dumps(whole)
    quoted = f"'{_STAND_IN}'"
    start = written.find(quoted)
    end = len(text) - (len(written) - start - len(quoted))
    same = start >= 0 and written[:start] == text[:start] and written[start + len(quoted) :] == text[end:]
    return (start, end) if same and text[start : start + 1] in ("'", '"') else None
