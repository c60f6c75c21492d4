"""Requirements of one package in the files in which projects declare them."""

from __future__ import annotations

import ast
import configparser
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name

from migrate_interactions.toml import read

PACKAGE = "google-genai"
_SPELLED = re.compile(r"google[-_.]genai", re.IGNORECASE)
#: What may follow a requirement on its line of a requirements file.
_BEHIND = re.compile(r"\s+#.*|\s+--\S.*|\s*\\$")


@dataclass(frozen=True)
class Declared:
    """A requirement as it is ``written``, with what that means; ``line`` and ``column`` start at 1."""

    written: str
    versions: SpecifierSet
    line: int
    column: int


def files_in(folder: Path) -> list[Path]:
    """The dependency files of a folder."""
    listed = sorted([*folder.glob("requirements*.txt"), *folder.glob("requirements/*.txt")])
    return [file for file in (*(folder / name for name in _READERS), *listed) if file.is_file()]


def declared_in(file: Path) -> list[Declared]:
    """The requirements of the SDK in a file; none where it cannot be read."""
    try:
        text = file.read_text(encoding="utf-8")
        found = dict(_READERS.get(file.name, _requirements)(file, text))
    except (OSError, ValueError, SyntaxError, configparser.Error):
        return []
    return [Declared(written, versions, *_place(written, text)) for written, versions in found.items()]


def _place(written: str, text: str) -> tuple[int, int]:
    """Where a requirement stands: on the first line that names the SDK and says all of it."""
    version = written.partition(" = ")[2] or _SPELLED.sub("", written)
    lines = list(enumerate(text.splitlines(), 1))
    naming = [(number, line) for number, line in lines if _SPELLED.search(line) and not line.lstrip().startswith("#")]
    number, line = next(((n, told) for n, told in naming if version.strip() in told), naming[0] if naming else (1, ""))
    spelled = _SPELLED.search(line)
    return number, spelled.start() + 1 if spelled else 1


# -- kinds of files ------------------------------------------------------------------------------------------------

Found = Iterator[tuple[str, SpecifierSet]]


def _requirement(text: Any) -> Found:
    """A requirement as packaging has them (PEP 508), when it is one of the SDK."""
    try:
        requirement = Requirement(text) if isinstance(text, str) else None
    except InvalidRequirement:
        return
    if requirement is not None and canonicalize_name(requirement.name) == PACKAGE:
        yield text.strip(), requirement.specifier


def _all(texts: Iterable[Any]) -> Found:
    for text in texts:
        yield from _requirement(text)


def _requirements(file: Path, text: str) -> Found:
    yield from _all(_BEHIND.sub("", line).strip() for line in text.splitlines())


def _pyproject(file: Path, text: str) -> Found:
    content = read(file)
    project = _table(content, "project")
    yield from _all(_list(project.get("dependencies")))
    for several in (_table(project, "optional-dependencies"), _table(content, "dependency-groups")):
        for group in several.values():
            yield from _all(_list(group))
    poetry = _table(_table(content, "tool"), "poetry")
    groups = [_table(group, "dependencies") for group in _table(poetry, "group").values() if isinstance(group, dict)]
    for table in (_table(poetry, "dependencies"), _table(poetry, "dev-dependencies"), *groups):
        yield from _versions(table)


def _pipfile(file: Path, text: str) -> Found:
    content = read(file)
    for table in ("packages", "dev-packages"):
        yield from _versions(_table(content, table))


def _setup_cfg(file: Path, text: str) -> Found:
    parser = configparser.RawConfigParser()
    parser.read_string(text)
    said = [parser.get("options", "install_requires", fallback="")]
    if parser.has_section("options.extras_require"):
        said += [value for _, value in parser.items("options.extras_require")]
    yield from _all(line.strip() for value in said for line in re.split(r"[\n]", value) if line.strip())


def _setup_py(file: Path, text: str) -> Found:
    yield from _all(node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))


def _table(content: dict[str, Any], name: str) -> dict[str, Any]:
    table = content.get(name)
    return table if isinstance(table, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _versions(table: dict[str, Any]) -> Found:
    """Poetry's and Pipenv's tables: a version for each name, or a table with one."""
    for name, value in table.items():
        version = value.get("version") if isinstance(value, dict) else value
        if canonicalize_name(name) != PACKAGE or not isinstance(version, str):
            continue
        try:
            yield f'{name} = "{version}"', SpecifierSet(_as_specifier(version))
        except InvalidSpecifier:
            continue


def _as_specifier(version: str) -> str:
    """`^1.20`, `~1.20` and `1.75.0` in the terms of packaging."""
    if version in ("", "*"):
        return ""
    if version[0] not in "^~" or version.startswith("~="):
        return version if version[0] in "<>=!~" else f"=={version}"
    numbers = [int(part) for part in re.findall(r"\d+", version)]
    kept = 1 if version[0] == "^" or len(numbers) == 1 else 2
    upper = [*numbers[: kept - 1], numbers[kept - 1] + 1]
    return f">={version[1:].strip()},<{'.'.join(map(str, upper))}"


_READERS = {"pyproject.toml": _pyproject, "setup.cfg": _setup_cfg, "setup.py": _setup_py, "Pipfile": _pipfile}
