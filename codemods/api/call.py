"""A call, free of any language: what one old call asks, and the same request in the new API's shape."""

from __future__ import annotations

from dataclasses import dataclass, replace

from codemods.api import formats
from codemods.api.nodes import (
    NO_COMMENTS,
    Array,
    CallOf,
    Comments,
    Constant,
    Encoded,
    Entry,
    KindOf,
    Leaf,
    Lines,
    Lowered,
    Made,
    Member,
    Node,
    Object,
    Rest,
    SchemaOf,
    Seconds,
    Spread,
    Word,
    leaves,
)
from codemods.api.request import CONFIG, ConfigKey


@dataclass(frozen=True, eq=False)
class Setting:
    """One key of the old config with its value, already in the new shape."""

    key: ConfigKey
    value: Node
    comments: Comments = NO_COMMENTS


@dataclass(frozen=True, eq=False)
class Config:
    """Everything a config says, without the keys that only repeat a default.

    ``spread`` stands for a config that became a mapping under a name, and ``own`` are the settings written beside it; the comment behind
    the ``opening`` bracket and ``orphans`` belong to no key.
    """

    settings: tuple[Setting, ...] = ()
    exploded: bool = False
    spread: Leaf | None = None
    orphans: tuple[str, ...] = ()
    opening: str = ""
    own: tuple[Setting, ...] = ()

    @property
    def is_named(self) -> bool:
        """Whether a name stands for all of it."""
        return self.spread is not None and not self.own

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
    stream: bool = False


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
    if call.stream:
        added.append(Entry("stream", Constant(True)))
    if call.store is not None and call.config.setting("store") is None:
        added.append(Entry("store", Constant(call.store)))
    return (*grouped, ("", tuple(added)))


def settings(config: Config) -> tuple[Entry, ...]:
    """The config's keys in the new shape; nested groups stand where their first key stood."""
    if config.spread is not None:
        own = settings(replace(config, settings=config.own, spread=None, own=())) if config.own else ()
        return (*own, Entry("", Spread(config.spread)))
    found: list[Entry] = []
    done: set[str] = set()
    for setting in config.settings:
        place = setting.key.place
        if place in ("top", "call"):
            found += _entries(setting, config)
        elif place in ("generation", "format") and place not in done:
            done.add(place)
            group = _generation(config) if place == "generation" else formats.response_format(_of_place(config, "format"), config.exploded)
            found += [group] if group is not None else []
    return tuple(found)


def _of_place(config: Config, place: str) -> tuple[Setting, ...]:
    return tuple(setting for setting in config.settings if setting.key.place == place)


def _entries(setting: Setting, config: Config) -> tuple[Entry, ...]:
    """The entries of one setting: itself, or those of the object it became when its key has no name of its own."""
    value = setting.value
    if setting.key.kind == "tools":
        value = _placed(value, config)
    if value == formats.ENUM:
        value = formats.JSON
    if setting.key.new or not isinstance(value, Object):
        return (Entry("" if isinstance(value, Spread) else setting.key.new, value, setting.comments),)
    entries = [entry for entry in value.entries if entry.key not in LOCATION]
    before = (*setting.comments.before, *((value.opening,) if value.opening else ()))
    after = (*value.orphans, *((setting.comments.after,) if setting.comments.after else ()))
    if entries:
        first, *rest = entries
        entries = [Entry(first.key, first.value, Comments((*before, *first.comments.before), first.comments.after)), *rest]
        last = entries.pop()
        ending = " ".join(text for text in (last.comments.after, *after) if text)
        entries.append(Entry(last.key, last.value, Comments(last.comments.before, ending)))
    return tuple(entries)


#: Where to search, once a part of the tool config, is said on the map tool itself.
LOCATION = ("latitude", "longitude")


def _placed(tools: Node, config: Config) -> Node:
    """The tools, the map tool with the place that the tool config gives."""
    place = config.setting("tool_config")
    said = tuple(e for e in place.value.entries if e.key in LOCATION) if place is not None and isinstance(place.value, Object) else ()
    if not said or not isinstance(tools, Array):
        return tools
    return replace(tools, items=tuple(_with_place(item, said) for item in tools.items))


def _with_place(tool: Node, said: tuple[Entry, ...]) -> Node:
    if isinstance(tool, Object) and any(entry.value == Word("google_maps") for entry in tool.entries):
        return replace(tool, entries=(*tool.entries, *said))
    return tool


def _generation(config: Config) -> Entry | None:
    chosen = _of_place(config, "generation")
    entries = tuple(entry for setting in chosen for entry in _entries(setting, config))
    if len(entries) == 1 and isinstance(entries[0].value, Spread):
        return Entry("generation_config", entries[0].value.source, entries[0].comments)
    several = len(entries) > 1 or any(entry.comments != NO_COMMENTS for entry in entries)
    roomy = (config.exploded and several) or any(isinstance(e.value, (Object, Array)) and e.value.exploded for e in entries)
    return Entry("generation_config", Object(entries, roomy)) if entries else None


def without_defaults(config: Config) -> Config:
    """A config without the settings that say nothing new; their comments pass to the next one.

    `response_mime_type="text/plain"` without a schema, text as the only kind of answer and `candidate_count=1` are what an interaction
    does anyway.
    """
    kept: list[Setting] = []
    waiting: tuple[str, ...] = ()
    for setting in config.settings:
        comments = setting.comments
        if _says_nothing(setting, config):
            inner = (setting.value.opening, *setting.value.orphans) if isinstance(setting.value, Object) else ()
            waiting += tuple(text for text in (*comments.before, comments.after, *inner) if text)
        else:
            kept.append(Setting(setting.key, setting.value, Comments((*waiting, *comments.before), comments.after)))
            waiting = ()
    return replace(config, settings=tuple(kept), orphans=(*waiting, *config.orphans))


def _says_nothing(setting: Setting, config: Config) -> bool:
    if setting.key.place == "nowhere" or (isinstance(setting.value, Object) and not setting.value.entries and not setting.key.new):
        return True
    if setting.key.kind == "mime_type":
        schemas = [s for s in config.settings if s.key.kind in ("schema", "json_schema")]
        return setting.value == Word("text/plain") and not schemas
    return setting.key.kind == "modalities" and formats.words(setting.value) == ("text",) and config.setting("image_config") is None


__all__ = [
    "CONFIG",
    "NO_COMMENTS",
    "Array",
    "Call",
    "CallOf",
    "Comments",
    "Config",
    "ConfigKey",
    "Constant",
    "Encoded",
    "Entry",
    "KindOf",
    "Leaf",
    "Lines",
    "Lowered",
    "Made",
    "Member",
    "Node",
    "Object",
    "Rest",
    "SchemaOf",
    "Seconds",
    "Setting",
    "Spread",
    "Word",
    "leaves",
    "request",
    "settings",
    "without_defaults",
]
