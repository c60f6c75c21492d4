"""Where each kind of dependency file has its requirements. Each reader takes a text and gives the places in it."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterator

from migrate_interactions.dependencies.declared import Declared
from migrate_interactions.dependencies.formats import conda, npm, pipfile, pyproject, requirements, setup_cfg, setup_py

Reader = Callable[[str], Iterator[Declared]]

#: File names in the manner of the shell, and how such a file is read. The first that matches holds.
READERS: tuple[tuple[str, Reader], ...] = (
    ("pyproject.toml", pyproject.read),
    ("setup.cfg", setup_cfg.read),
    ("setup.py", setup_py.read),
    ("Pipfile", pipfile.read),
    ("package.json", npm.read),
    ("environment*.yml", conda.read),
    ("environment*.yaml", conda.read),
    ("conda*.yml", conda.read),
    ("conda*.yaml", conda.read),
    ("*requirements*.txt", requirements.read),
    ("*requirements*.in", requirements.read),
    ("*constraints*.txt", requirements.read),
    ("*constraints*.in", requirements.read),
)


def reader(path: str) -> Reader | None:
    """How to read a file, by its name; files in a folder `requirements` need none of their own."""
    folder, _, name = path.replace("\\", "/").rpartition("/")
    found = next((read for pattern, read in READERS if fnmatch.fnmatchcase(name, pattern)), None)
    if found is None and folder.rpartition("/")[2] == "requirements" and name.endswith((".txt", ".in")):
        return requirements.read
    return found
