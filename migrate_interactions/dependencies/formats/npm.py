"""package.json: the objects that go from a package to its versions."""

from __future__ import annotations

from collections.abc import Iterator

from migrate_interactions.dependencies.declared import Declared
from migrate_interactions.dependencies.formats.json_places import strings
from migrate_interactions.dependencies.needed import NODE

_OBJECTS = frozenset({"dependencies", "devDependencies", "peerDependencies", "optionalDependencies"})


def read(text: str) -> Iterator[Declared]:
    for found in strings(text):
        if len(found.path) == 2 and found.path[0] in _OBJECTS and found.path[1] in NODE.packages and found.key:
            held = "" if text[found.start + 1 : found.end - 1] == found.value else "it is written with escapes"
            name = (found.key[0] + 1, found.key[1] - 1)
            versions = (found.start + 1, found.end - 1)
            yield Declared(str(found.path[1]), "npm", "key", (found.key[0], found.end), name, versions, str(found.path[0]), held=held)
