"""Where the values of a configuration file stand that are, as a whole, the id of a retired model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from codemods.api.models import is_retired
from migrate_interactions.dependencies.declared import lines_of
from migrate_interactions.dependencies.formats import json_places, toml_places
from migrate_interactions.dependencies.naming import ByName

Place = tuple[str, int, int]
Reader = Callable[[str], Iterator[Place]]

_KEY = r"""(?:[\w./-]+|"[^"\n]*"|'[^'\n]*')[ \t]*"""
#: A value at the end of a line, in quotes or without; nothing but a comment may follow.
_VALUE = r"""(?P<quote>["']?)(?P<value>[\w./-]+)(?P=quote)[ \t]*(?:[ \t][#;].*)?"""
#: `key: value`, `- value`, `- key: value`.
_YAML = re.compile(rf"[ \t]*(?:(?:-[ \t]+)*{_KEY}:[ \t]+|(?:-[ \t]+)+){_VALUE}")
_FLOW = re.compile(r"[\[{,:][ \t]*(?P<quote>[\"']?)(?P<value>[\w./-]+)(?P=quote)[ \t]*(?=[\]},])")
_BLOCK = re.compile(r".*[:-][ \t]+[|>][+-]?\d?[+-]?[ \t]*(?:#.*)?")
#: `NAME=value`, `export NAME=value`, `name: value`.
_ASSIGNED = re.compile(rf"[ \t]*(?:export[ \t]+)?[\w.-]+[ \t]*[=:][ \t]*{_VALUE}")


def reader(path: str) -> Reader | None:
    """How to read a file, by its name."""
    return _BY_NAME.find(path.replace("\\", "/"))


def in_json(text: str) -> Iterator[Place]:
    for found in json_places.strings(text):
        if is_retired(found.value) and text[found.start + 1 : found.end - 1] == found.value:
            yield found.value, found.start + 1, found.end - 1


def in_toml(text: str) -> Iterator[Place]:
    for _, value, start, end in toml_places.strings(text, lambda path, value: is_retired(value)):
        if text[start + 1 : end - 1] == value:
            yield value, start + 1, end - 1


def in_yaml(text: str) -> Iterator[Place]:
    """Values behind keys and in lists, outside of texts that go over several lines."""
    block = -1
    for start, line in lines_of(text):
        indent = len(line) - len(line.lstrip())
        if block >= 0 and (indent > block or not line.strip()):
            continue
        block = indent if _BLOCK.fullmatch(line) else -1
        if line.lstrip().startswith("#"):
            continue
        match = _YAML.fullmatch(line)
        if match:
            yield from _retired(match, start)
        elif line.rstrip().endswith(("]", "}")):
            for item in _FLOW.finditer(line):
                yield from _retired(item, start)


def in_assignments(text: str) -> Iterator[Place]:
    """`NAME=value` and `name: value`, as `.env`, `.ini` and properties files have them."""
    for start, line in lines_of(text):
        match = _ASSIGNED.fullmatch(line)
        if match:
            yield from _retired(match, start)


def _retired(match: re.Match[str], offset: int) -> Iterator[Place]:
    if is_retired(match["value"]):
        yield match["value"], offset + match.start("value"), offset + match.end("value")


READERS: tuple[tuple[str, Reader], ...] = (
    ("*.json", in_json),
    ("*.jsonc", in_json),
    ("*.toml", in_toml),
    ("*.yaml", in_yaml),
    ("*.yml", in_yaml),
    (".env", in_assignments),
    (".env.*", in_assignments),
    ("*.env", in_assignments),
    ("*.ini", in_assignments),
    ("*.cfg", in_assignments),
    ("*.conf", in_assignments),
    ("*.properties", in_assignments),
)
_BY_NAME = ByName(READERS)
