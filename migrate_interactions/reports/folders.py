"""The folders by which a report is divided: few enough to read, and no one of them holding nearly everything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

_Folder: TypeAlias = tuple[str, ...]

#: A folder is not divided any further where that would make more than this many.
_MOST = 24


@dataclass(frozen=True)
class _Group:
    """Files of one folder; ``direct`` are only those that stand in it, its subfolders being groups of their own."""

    folder: _Folder
    paths: tuple[str, ...]
    direct: bool = False

    @property
    def name(self) -> str:
        return "/".join((*self.folder, "*" if self.direct else "")) if self.folder else "./*" if self.direct else "./"

    def divided(self) -> list[_Group]:
        """The subfolders, below what all files have in common, and the files beside them."""
        if self.direct:
            return [self]
        common = _common(map(_folder, self.paths))
        beside = tuple(path for path in self.paths if _folder(path) == common)
        below: dict[_Folder, list[str]] = {}
        for path in self.paths:
            if path not in beside:
                below.setdefault(_folder(path)[: len(common) + 1], []).append(path)
        groups = [_Group(folder, tuple(paths)) for folder, paths in below.items()]
        return ([_Group(common, beside, direct=bool(groups))] if beside else []) + groups


def by_folder(weights: Mapping[str, int]) -> dict[str, str]:
    """The folder under which each path is counted. One that holds more than half of the weight is divided."""
    groups = _Group((), tuple(sorted(weights))).divided() if weights else []
    whole = sum(weights.values())
    while heavy := next((group for group in groups if 2 * sum(weights[path] for path in group.paths) > whole), None):
        parts = heavy.divided()
        if len(parts) < 2 or len(groups) + len(parts) > _MOST:
            break
        groups = [group for group in groups if group is not heavy] + parts
    return {path: group.name for group in sorted(groups, key=lambda group: group.name) for path in group.paths}


def _folder(path: str) -> _Folder:
    return tuple(path.split("/")[:-1])


def _common(folders: Iterable[_Folder]) -> _Folder:
    first, *others = folders
    for other in others:
        same = next((at for at, (one, two) in enumerate(zip(first, other, strict=False)) if one != two), min(len(first), len(other)))
        first = first[:same]
    return first
