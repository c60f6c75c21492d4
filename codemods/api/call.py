"""A call, free of any language: what one old call asks, and the same request in the new API's shape.

Leaves are slices of the user's source; only the language's front and back know what they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from codemods.api.request import CONFIG, ConfigKey


@dataclass(frozen=True, eq=False)
class Leaf:
    """A piece of the user's source, used as it is. ``depth`` is how far its line was indented inside its statement.

    ``declared`` is the type a type checker has to be told it is of, where the code does not show that.
    """

    source: object
    depth: int = 0
    declared: str = ""


@dataclass(frozen=True)
class Word:
    """A string literal the tool writes."""

    value: str


@dataclass(frozen=True)
class Constant:
    """``True`` or ``False``, in the spelling of the language."""

    value: bool


@dataclass(frozen=True, eq=False)
class SchemaOf:
    """The JSON Schema of a class or type. ``model`` tells a pydantic class from any other type."""

    source: Leaf
    model: bool


@dataclass(frozen=True)
class Comments:
    """Comments that belong to an entry: on lines of their own before it, and at the end of its line."""

    before: tuple[str, ...] = ()
    after: str = ""


NO_COMMENTS = Comments()


@dataclass(frozen=True, eq=False)
class Entry:
    """A key (or keyword argument) and its value."""

    key: str
    value: Node
    comments: Comments = NO_COMMENTS


@dataclass(frozen=True, eq=False)
class Object:
    """Keys and values.

    ``exploded`` objects have one entry a line; the comment behind the ``opening`` bracket and ``orphans`` belong to no entry.
    """

    entries: tuple[Entry, ...]
    exploded: bool = False
    orphans: tuple[str, ...] = ()
    opening: str = ""


@dataclass(frozen=True, eq=False)
class Array:
    """Values in a row, with comments as an `Object` has them and a ``declared`` type as a `Leaf` has one."""

    items: tuple[Node, ...]
    exploded: bool = False
    comments: tuple[Comments, ...] = ()
    orphans: tuple[str, ...] = ()
    opening: str = ""
    declared: str = ""


@dataclass(frozen=True, eq=False)
class Encoded:
    """Raw bytes of the user's, as base64 text."""

    source: Leaf


@dataclass(frozen=True, eq=False)
class Spread:
    """A whole mapping passed on (`**config`, `...config`)."""

    source: Leaf


Node: TypeAlias = "Leaf | Word | Constant | SchemaOf | Encoded | Object | Array | Spread"


@dataclass(frozen=True, eq=False)
class Setting:
    """One key of the old config with its value, already in the new shape."""

    key: ConfigKey
    value: Node
    comments: Comments = NO_COMMENTS


@dataclass(frozen=True, eq=False)
class Config:
    """Everything a config says, without the keys that only repeat a default.

    ``spread`` stands for a config that became a mapping under a name; the comment behind the ``opening`` bracket and
    ``orphans`` belong to no key.
    """

    settings: tuple[Setting, ...] = ()
    exploded: bool = False
    spread: Leaf | None = None
    orphans: tuple[str, ...] = ()
    opening: str = ""

    def setting(self, name: str) -> Setting | None:
        return next((setting for setting in self.settings if setting.key.old == name), None)


NO_CONFIG = Config()


@dataclass(frozen=True, eq=False)
class Call:
    """One request. ``order`` names the old arguments (`model`, `contents`, `config`) as the user wrote them."""

    model: Leaf
    contents: Node
    config: Config = NO_CONFIG
    order: tuple[str, ...] = ("model", "contents", "config")
    previous: Node | None = None
    store: bool | None = None


def request(call: Call) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """The arguments of `interactions.create`, grouped by the old argument they come from; `""` for new ones."""
    pieces = {
        "model": (Entry("model", call.model),),
        "contents": (Entry("input", call.contents),),
        "config": settings(call.config),
    }
    grouped = [(name, pieces[name]) for name in call.order]
    added = []
    if call.previous is not None:
        added.append(Entry("previous_interaction_id", call.previous))
    if call.store is not None and call.config.setting("store") is None:
        added.append(Entry("store", Constant(call.store)))
    return (*grouped, ("", tuple(added)))


def settings(config: Config) -> tuple[Entry, ...]:
    """The config's keys in the new shape; nested groups stand where their first key stood."""
    if config.spread is not None:
        return (Entry("", Spread(config.spread)),)
    found: list[Entry] = []
    done: set[str] = set()
    for setting in config.settings:
        place = setting.key.place
        if place in ("top", "call"):
            found.append(Entry(setting.key.new, setting.value, setting.comments))
        elif place in ("generation", "format") and place not in done:
            done.add(place)
            found.append(_generation(config) if place == "generation" else _format(config))
    return tuple(found)


def _of_place(config: Config, place: str) -> tuple[Setting, ...]:
    return tuple(setting for setting in config.settings if setting.key.place == place)


def _generation(config: Config) -> Entry:
    chosen = _of_place(config, "generation")
    entries = tuple(Entry(s.key.new, s.value, s.comments) for s in chosen)
    return Entry("generation_config", Object(entries, config.exploded and _needs_lines(chosen)))


def _format(config: Config) -> Entry:
    """`response_mime_type` and the schema are one object now."""
    chosen = _of_place(config, "format")
    mime = next((s for s in chosen if s.key.kind == "mime_type"), None)
    schema = next((s for s in chosen if s.key.kind != "mime_type"), None)
    entries = [Entry("type", Word("text")), Entry("mime_type", Word("application/json"), mime.comments if mime else Comments())]
    if schema is not None:
        entries.append(Entry("schema", schema.value, schema.comments))
    return Entry("response_format", Object(tuple(entries), config.exploded))


def _needs_lines(chosen: tuple[Setting, ...]) -> bool:
    return len(chosen) > 1 or any(s.comments != Comments() for s in chosen)


def leaves(node: Node) -> Iterator[Leaf]:
    """The pieces of user source in a node, in the order they will be evaluated."""
    if isinstance(node, Leaf):
        yield node
    elif isinstance(node, (SchemaOf, Spread, Encoded)):
        yield node.source
    elif isinstance(node, Object):
        for entry in node.entries:
            yield from leaves(entry.value)
    elif isinstance(node, Array):
        for item in node.items:
            yield from leaves(item)


def without_defaults(config: Config) -> Config:
    """A config without the settings that say nothing new; their comments pass to the next one.

    `response_mime_type="text/plain"` without a schema and `candidate_count=1` are what an interaction does anyway.
    """
    settings = config.settings
    formats = [setting for setting in settings if setting.key.place == "format"]
    plain = formats if len(formats) == 1 and formats[0].value == Word("text/plain") else []
    kept: list[Setting] = []
    waiting: tuple[str, ...] = ()
    for setting in settings:
        comments = setting.comments
        if setting.key.place == "nowhere" or setting in plain:
            waiting += (*comments.before, *((comments.after,) if comments.after else ()))
        else:
            kept.append(Setting(setting.key, setting.value, Comments((*waiting, *comments.before), comments.after)))
            waiting = ()
    return replace(config, settings=tuple(kept), orphans=(*waiting, *config.orphans))


__all__ = [
    "CONFIG",
    "NO_COMMENTS",
    "Array",
    "Call",
    "Comments",
    "Config",
    "ConfigKey",
    "Constant",
    "Encoded",
    "Entry",
    "Leaf",
    "Node",
    "Object",
    "SchemaOf",
    "Setting",
    "Spread",
    "Word",
    "leaves",
    "request",
    "settings",
    "without_defaults",
]
