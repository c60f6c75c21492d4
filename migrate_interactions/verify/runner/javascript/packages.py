"""The packages of a program: `node_modules` of its project, linked into a copy of the project's tree.

Linked is each package, not the folder: what programs put beside them (caches) must not end up in the user's own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

FOLDER = "node_modules"
#: Says of what kind the modules are.
_DESCRIPTION = "package.json"


def nearest_packages(folder: Path) -> Path | None:
    """The nearest `node_modules` upward from a folder."""
    return next((place / FOLDER for place in (folder, *folder.parents) if (place / FOLDER).is_dir()), None)


def link_packages(original: Path, tree: Path, folder: str, given: Path | None = None) -> list[Path]:
    """Links what programs in ``folder`` (relative to the tree) can import, and returns the folders it comes from, nearest first.

    ``tree`` is the copy of ``original``. A tree with a link named `node_modules` has its own packages; ``given`` takes the place of all.
    """
    if given is not None:
        _link(given, tree / FOLDER, original, tree)
        return [given]
    places = [place for place in _upward(folder) if _source(original, tree, place).is_dir()]
    sources = [_source(original, tree, place) for place in places]
    for place, source in zip(places, sources, strict=True):
        _link(source, tree / place / FOLDER, original, tree)
    described = next((place / _DESCRIPTION for place in original.parents if (place / _DESCRIPTION).is_file()), None)
    if described is not None and not os.path.lexists(tree.parent / _DESCRIPTION):
        (tree.parent / _DESCRIPTION).symlink_to(described)
    outside = nearest_packages(original.parent)
    if outside is not None:
        _link(outside, tree.parent / FOLDER, original, tree)
        sources.append(outside)
    return sources


def keep_packages(folder: Path, tree: Path) -> None:
    """Leaves a link in a tree to the packages that a folder has, for trees that are no versions of one and the same folder."""
    packages = nearest_packages(folder)
    if packages is not None and not os.path.lexists(tree / FOLDER):
        (tree / FOLDER).symlink_to(packages)


def find_tool(name: str, packages: list[Path]) -> str | None:
    """The program that a package brings along, from the nearest folder that has it."""
    found = (folder / ".bin" / name for folder in packages)
    return next((str(path) for path in found if os.access(path, os.X_OK)), None)


def _upward(folder: str) -> Iterator[PurePosixPath]:
    start = PurePosixPath(os.path.normpath(folder))
    yield from (start, *start.parents)


def _source(original: Path, tree: Path, place: PurePosixPath) -> Path:
    """The folder that a tree's link leads to, else the one on disk, else the one that git keeps."""
    own, on_disk = tree / place / FOLDER, original / place / FOLDER
    return own.resolve() if own.is_symlink() else on_disk if on_disk.is_dir() else own


def _link(source: Path, place: Path, original: Path, tree: Path) -> None:
    if place.is_symlink():
        place.unlink()
    place.mkdir(parents=True, exist_ok=True)
    for entry in sorted(os.scandir(source), key=lambda entry: entry.name):
        if entry.name.startswith("@") and entry.is_dir() and not entry.is_symlink():
            _link(Path(entry.path), place / entry.name, original, tree)
        elif not os.path.lexists(place / entry.name):
            (place / entry.name).symlink_to(_target(entry, original, tree))


def _target(entry: os.DirEntry[str], original: Path, tree: Path) -> Path:
    """A package of the project itself is a link to its folder: its copy is meant."""
    real = Path(entry.path).resolve()
    if entry.is_symlink() and real.is_relative_to(original):
        inside = real.relative_to(original)
        if FOLDER not in inside.parts:
            return tree / inside
    return Path(entry.path)
