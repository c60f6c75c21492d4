"""Where each kind of dependency file has its requirements. Each reader takes a text and gives the places in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from migrate_interactions.dependencies.declared import Declared
from migrate_interactions.dependencies.formats import conda, npm, pipfile, pyproject, requirements, setup_cfg, setup_py
from migrate_interactions.dependencies.naming import ByName

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
_BY_NAME = ByName(READERS)


def reader(path: str) -> Reader | None:
    """How to read a file, by its name; files in a folder `requirements` need none of their own."""
    folder, _, name = path.replace("\\", "/").rpartition("/")
    found = _BY_NAME.find(name)
    if found is None and folder.rpartition("/")[2] == "requirements" and name.endswith((".txt", ".in")):
        return requirements.read
    return found
