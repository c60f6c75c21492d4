"""The first look at all files of a run: every byte is read once, and none is kept."""

from __future__ import annotations

from collections.abc import Sequence

from migrate_interactions import transforms
from migrate_interactions.discovery import READ
from migrate_interactions.disk import read_regular
from migrate_interactions.slices import in_slices


def sift(paths: Sequence[str]) -> list[bool]:
    """Of each file, whether it has to be looked at: what may concern us, what is of no usual kind, and what cannot be read."""
    return in_slices(_sifted, paths)


def _sifted(paths: Sequence[str]) -> list[bool]:
    return list(map(_deserves_a_look, paths))


def _deserves_a_look(path: str) -> bool:
    try:
        return transforms.may_concern(read_regular(path)) or not path.lower().endswith(READ)
    except (OSError, ValueError):
        return True
