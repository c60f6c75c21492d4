"""The first look at all files of a run: every byte is read once, and none is kept."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from enum import IntEnum

from migrate_interactions import kinds
from migrate_interactions.disk import read_regular
from migrate_interactions.slices import in_slices


class Worth(IntEnum):
    """What a file deserves: nothing, to be known as one that mentions the SDK without anything to say about it, or a closer look."""

    NOTHING = 0
    KNOWING = 1
    LOOKING = 2


def sift(paths: Sequence[str]) -> list[int]:
    """The `Worth` of each file. What cannot be read is worth looking at."""
    return in_slices(_sifted, paths)


def _sifted(paths: Sequence[str]) -> list[int]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [int(_worth(path)) for path in paths]


def _worth(path: str) -> Worth:
    try:
        data = read_regular(path)
    except (OSError, ValueError):
        return Worth.LOOKING
    if not kinds.may_concern(path, data):
        return Worth.NOTHING
    return Worth.KNOWING if kinds.is_mention(path, data) and _is_sound(data) else Worth.LOOKING


def _is_sound(data: bytes) -> bool:
    """Whether there is surely nothing to say about the file as such: it is UTF-8 without any ado, and parses."""
    if b"\r" in data or b"coding" in data[:400] or data.startswith(b"\xef\xbb\xbf"):
        return False
    try:
        compile(data.decode(), "<module>", "exec", _ONLY_PARSE, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


#: `ast.PyCF_ONLY_AST`, without that module.
_ONLY_PARSE = 0x400
