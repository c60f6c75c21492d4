"""A quick look through the files of a project, with patterns and without a parser: who imports whom, and reads which attributes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_IMPORT = re.compile(
    rb"(?:^|[;:])[ \t]*(?:from[ \t]*(?P<module>[.\w]+)[ \t]+import[ \t]*(?P<names>\([^)]*\)|(?:[^\n\\;]|\\\r?\n)*)"
    rb"|import[ \t]+(?P<whole>(?:[^\n\\;]|\\\r?\n)*))",
    re.MULTILINE,
)
_COMMENT = re.compile(rb"#[^\n]*")
_FIRST_WORD = re.compile(rb"[.\w]+")
#: Functions, attributes that are given a value, and names in indented lines, which may be those of a class.
_VALUE = rb"[ \t]*(?::[^=\n]*)?=(?!=)"
_DEFINED = re.compile(
    rb"^[ \t]*(?:async[ \t]+)?def[ \t]+([A-Za-z]\w*)|\.[ \t]*([A-Za-z]\w*)" + _VALUE + rb"|^[ \t]+([A-Za-z]\w*)" + _VALUE,
    re.MULTILINE,
)
_READ = re.compile(rb"\.[ \t]*([A-Za-z]\w*)")
_SDK = re.compile(rb"google[ \t]+import[^\n]*\bgenai\b|google\.genai")
_PLATFORM = b"GOOGLE_GENAI_USE_"
_MESSAGES = (b"send_message", b"get_history")
_REQUESTS = re.compile(rb"generativeai[\s\S]*\b(?:GenerativeModel|ChatSession|embed_content|upload_file|get_file|list_models|get_model)\b")
_SETS_UP = re.compile(rb"generativeai[\s\S]*\bconfigure[ \t]*\(")


@dataclass(frozen=True)
class Statement:
    """One name of one import statement; ``name`` is empty for `import module`."""

    module: str
    level: int
    name: str


@dataclass(frozen=True)
class Traces:
    """What was found. ``edges`` lead from a file to those that import it; ``mentions`` from an attribute to the files that read it.

    ``platform`` are files that name the variable for enterprise clients, ``messages`` those that speak of messages to chats, ``set_ups``
    those that give a retired SDK its key, ``requests`` those that make requests with it.
    """

    complete: bool = False
    edges: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mentions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    platform: frozenset[str] = frozenset()
    messages: frozenset[str] = frozenset()
    set_ups: frozenset[str] = frozenset()
    requests: frozenset[str] = frozenset()
    sdk: bool = False
    _reached: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    def importers(self, path: str) -> tuple[str, ...]:
        """Files with an import that leads to this one, directly or by way of others, the nearest first."""
        if path not in self._reached:
            found: dict[str, None] = {}
            pending = [path]
            while pending:
                for importer in self.edges.get(pending.pop(0), ()):
                    if importer not in found and importer != path:
                        found[importer] = None
                        pending.append(importer)
            self._reached[path] = tuple(found)
        return self._reached[path]

    def together(self, one: str, other: str) -> bool:
        """Whether two files may be part of one program: one imports the other, or a third both."""
        above, around = {one, *self.importers(one)}, {other, *self.importers(other)}
        return not self.complete or not above.isdisjoint(around)


@dataclass
class Tracer:
    """Collects traces file by file. ``defined`` are the functions and attributes of the files of the run that matter."""

    defined: frozenset[bytes]
    edges: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    mentions: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    platform: set[str] = field(default_factory=set)
    messages: set[str] = field(default_factory=set)
    set_ups: set[str] = field(default_factory=set)
    requests: set[str] = field(default_factory=set)
    sdk: bool = False

    def add(self, path: str, data: bytes, imported: Iterator[str]) -> None:
        """Note what a file says; ``imported`` are the files that its imports lead to."""
        for file in imported:
            if path not in self.edges[file]:
                self.edges[file].append(path)
        for name in self.defined.intersection(_READ.findall(data)):
            self.mentions[name.decode()].append(path)
        if _PLATFORM in data:
            self.platform.add(path)
        if any(word in data for word in _MESSAGES):
            self.messages.add(path)
        if _SETS_UP.search(data):
            self.set_ups.add(path)
        if _REQUESTS.search(data):
            self.requests.add(path)
        self.sdk = self.sdk or _SDK.search(data) is not None

    def traces(self, *, complete: bool) -> Traces:
        return Traces(
            complete,
            {path: tuple(found) for path, found in self.edges.items()},
            {name: tuple(found) for name, found in self.mentions.items()},
            frozenset(self.platform),
            frozenset(self.messages),
            frozenset(self.set_ups),
            frozenset(self.requests),
            self.sdk,
        )


def defined(data: bytes) -> set[bytes]:
    """The names of the functions, methods and attributes that a file defines, and some more of which it does not matter."""
    return {name for names in _DEFINED.findall(data) for name in names if name and not name.startswith(b"__")}


def statements(data: bytes) -> Iterator[Statement]:
    """What a file imports, as far as patterns can tell; a docstring that looks like an import counts as one."""
    for match in _IMPORT.finditer(data):
        whole, module = match["whole"], match["module"]
        listed = _COMMENT.sub(b"", whole if whole is not None else match["names"]).strip(b"() \t\r\n").split(b",")
        words = [word[0].decode("ascii", "replace") for item in listed if (word := _FIRST_WORD.search(item))]
        if whole is not None:
            yield from (Statement(word, 0, "") for word in words)
        else:
            text = module.decode("ascii", "replace")
            level = len(text) - len(text.lstrip("."))
            yield from (Statement(text[level:], level, word) for word in words or [""])
