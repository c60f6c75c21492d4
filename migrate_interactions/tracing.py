"""A quick look through the files of a project, with patterns and without a parser: who imports whom, and reads which attributes."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeAlias

_IMPORT = re.compile(
    rb"(?:^|[;:])[ \t]*(?:from[ \t]*(?P<module>[.\w]+)[ \t]+import[ \t]*(?P<names>\([^)]*\)|(?:[^\n\\;]|\\\r?\n)*)"
    rb"|import[ \t]+(?P<whole>(?:[^\n\\;]|\\\r?\n)*))",
    re.MULTILINE,
)
#: What may stand on a line before the word `import` of a statement.
_BEGINS = re.compile(rb"(?:^|[;:])[ \t]*(?:from[ \t]*[.\w]+[ \t]+)?\Z", re.MULTILINE)
_COMMENT = re.compile(rb"#[^\n]*")
_FIRST_WORD = re.compile(rb"[.\w]+")
#: Functions, attributes that are given a value, and names in indented lines, which may be those of a class.
_VALUE = rb"[ \t]*(?::[^=\n]*)?=(?!=)"
_DEFINED = re.compile(
    rb"^[ \t]*(?:async[ \t]+)?def[ \t]+([A-Za-z]\w*)|\.[ \t]*([A-Za-z]\w*)" + _VALUE + rb"|^[ \t]+([A-Za-z]\w*)" + _VALUE,
    re.MULTILINE,
)
_READ = re.compile(rb"\.[ \t]*([A-Za-z]\w*)")


class Statement(NamedTuple):
    """One name of one import statement; ``name`` is empty for `import module`."""

    module: str
    level: int
    name: str


#: The files that an import leads to: importing file, module, dots, name.
Find: TypeAlias = Callable[[str, str, int, str], Iterable[str]]
#: What one file says: its import statements (a line each, see `_packed`), attributes that it reads, and the names of `FLAGS`.
Said: TypeAlias = tuple[bytes, tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Traces:
    """What was found. ``imports`` are the statements of each file, ``mentions`` the files that read an attribute.

    ``platform`` are files that name the variable for enterprise clients, ``messages`` those that speak of messages to chats, ``set_ups``
    those that give a retired SDK its key, ``requests`` those that make requests with it, ``sdk`` those that import the SDK.
    """

    complete: bool = False
    imports: Mapping[str, bytes] = field(default_factory=dict)
    mentions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    platform: frozenset[str] = frozenset()
    messages: frozenset[str] = frozenset()
    set_ups: frozenset[str] = frozenset()
    requests: frozenset[str] = frozenset()
    sdk: frozenset[str] = frozenset()
    _edges: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    _reached: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    def __getstate__(self) -> dict[str, object]:
        """Another process makes its own index of the words: it is larger than what it is made of."""
        return {name: value for name, value in self.__dict__.items() if name != "by_word"}

    def importers(self, path: str, find: Find) -> tuple[str, ...]:
        """Files with an import that leads to this one, directly or by way of others, the nearest first."""
        if path not in self._reached:
            found: dict[str, None] = {}
            pending = deque([path])
            while pending:
                for importer in self._importing(pending.popleft(), find):
                    if importer not in found and importer != path:
                        found[importer] = None
                        pending.append(importer)
            self._reached[path] = tuple(found)
        return self._reached[path]

    def together(self, one: str, other: str, find: Find) -> bool:
        """Whether two files may be part of one program: one imports the other, or a third both."""
        above, around = {one, *self.importers(one, find)}, {other, *self.importers(other, find)}
        return not self.complete or not above.isdisjoint(around)

    def _importing(self, path: str, find: Find) -> tuple[str, ...]:
        """Files with an import that leads to this one directly: only those are asked whose statements have its name in them."""
        if path not in self._edges:
            asked = {file for name in _names_of(path) for file in self.by_word.get(name, ())}
            self._edges[path] = tuple(sorted(file for file in asked if self._leads(file, path, find)))
        return self._edges[path]

    def _leads(self, importer: str, path: str, find: Find) -> bool:
        names = _names_of(path)
        return any(
            path in find(importer, s.module, s.level, s.name) for s in _unpacked(self.imports[importer]) if not names.isdisjoint(_words(s))
        )

    @cached_property
    def by_word(self) -> Mapping[str, Sequence[str]]:
        """The files that have a word in one of their import statements."""
        found: dict[str, list[str]] = defaultdict(list)
        for path, packed in self.imports.items():
            for word in {word for statement in _unpacked(packed) for word in _words(statement)}:
                found[word].append(path)
        return found


_REQUESTS = re.compile(rb"generativeai[\s\S]*\b(?:GenerativeModel|ChatSession|embed_content|upload_file|get_file|list_models|get_model)\b")
#: Whatever a file may be noted for: the piece that has to be in it, and what has to be found then.
FLAGS: tuple[tuple[str, bytes, re.Pattern[bytes] | None], ...] = (
    ("platform", b"GOOGLE_GENAI_USE_", None),
    ("messages", b"send_message", None),
    ("messages", b"get_history", None),
    ("set_ups", b"generativeai", re.compile(rb"generativeai[\s\S]*\bconfigure[ \t]*\(")),
    ("requests", b"generativeai", _REQUESTS),
    ("sdk", b"genai", re.compile(rb"google[ \t]+import[^\n]*\bgenai\b|google\.genai")),
)
#: Attributes that the transforms ask for whoever defines them: of streamlit's session, and of a retired SDK's set-up.
ASKED_FOR = frozenset({b"session_state", b"init"})


def said(data: bytes, defined: frozenset[bytes], heads: Container[str]) -> Said:
    """What a file says. ``defined`` are functions and attributes that matter, ``heads`` names with which imports of the project begin."""
    imported = (statement for statement in statements(data) if statement.level or statement.module.partition(".")[0] in heads)
    read = {name.decode() for name in defined.intersection(_READ.findall(data))}
    flags = {name for name, piece, pattern in FLAGS if piece in data and (pattern is None or pattern.search(data))}
    return b"".join(dict.fromkeys(map(_packed, imported))), tuple(read), tuple(flags)


def traces(found: Mapping[str, Said], *, complete: bool) -> Traces:
    """All files together, in their order."""
    mentions: dict[str, list[str]] = defaultdict(list)
    flagged: dict[str, set[str]] = defaultdict(set)
    for path, (_, read, flags) in found.items():
        for name in read:
            mentions[name].append(path)
        for flag in flags:
            flagged[flag].add(path)
    imports = {path: packed for path, (packed, _, _) in found.items() if packed}
    return Traces(
        complete,
        imports,
        {name: tuple(paths) for name, paths in mentions.items()},
        platform=frozenset(flagged["platform"]),
        messages=frozenset(flagged["messages"]),
        set_ups=frozenset(flagged["set_ups"]),
        requests=frozenset(flagged["requests"]),
        sdk=frozenset(flagged["sdk"]),
    )


def heads(paths: Iterable[str]) -> frozenset[str]:
    """The names with which an import that leads to one of these files may begin: of the files, and of the folders around them."""
    folders = {path.rpartition("/")[0] for path in paths}
    return frozenset(part for folder in folders for part in folder.split("/")) | {
        path.rpartition("/")[2].rpartition(".")[0] for path in paths
    }


def _names_of(path: str) -> frozenset[str]:
    """The words one of which is in every statement that leads to a file. `from . import x` has but its dots for a package."""
    folder, _, name = path.rpartition("/")
    return frozenset({folder.rpartition("/")[2], "."}) if name == "__init__.py" else frozenset({name.rpartition(".")[0]})


def _words(statement: Statement) -> Iterator[str]:
    yield from statement.module.split(".") if statement.module else (".",)
    if statement.name:
        yield statement.name


def _packed(statement: Statement) -> bytes:
    return f"{statement.level} {statement.module} {statement.name}\n".encode("utf-8", "surrogatepass")


def _unpacked(packed: bytes) -> Iterator[Statement]:
    for line in packed.decode("utf-8", "surrogatepass").splitlines():
        level, module, name = line.split(" ")
        yield Statement(module, int(level), name)


def defined(data: bytes) -> set[bytes]:
    """The names of the functions, methods and attributes that a file defines, and some more of which it does not matter."""
    return {name for names in _DEFINED.findall(data) for name in names if name and not name.startswith(b"__")}


def statements(data: bytes) -> Iterator[Statement]:
    """What a file imports, as far as patterns can tell; a docstring that looks like an import counts as one."""
    for match in _imports(data):
        whole, module = match["whole"], match["module"]
        listed = _COMMENT.sub(b"", whole if whole is not None else match["names"]).strip(b"() \t\r\n").split(b",")
        words = [word[0].decode("ascii", "replace") for item in listed if (word := _FIRST_WORD.search(item))]
        if whole is not None:
            yield from (Statement(word, 0, "") for word in words)
        else:
            text = module.decode("ascii", "replace")
            level = len(text) - len(text.lstrip("."))
            yield from (Statement(text[level:], level, word) for word in words or [""])


def _imports(data: bytes) -> Iterator[re.Match[bytes]]:
    """Every match of the pattern, from one `import` to the next: to try it at every line takes ten times as long."""
    at = data.find(b"import")
    while at >= 0:
        begin = max(data.rfind(b"\n", 0, at) + 1, 0)
        match = _IMPORT.search(data, begin) if _BEGINS.search(data, begin, at) else None
        at = data.find(b"import", max(at + len(b"import"), match.end() if match is not None else 0))
        if match is not None:
            yield match
