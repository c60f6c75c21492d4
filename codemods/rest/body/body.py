"""The body of an old request as a call: its contents and everything that its settings say."""

from __future__ import annotations

from dataclasses import dataclass, replace

from codemods.api import call as calls
from codemods.api import resolution
from codemods.api.call import Call, Config
from codemods.api.nodes import NO_COMMENTS, Entry, Leaf, Node
from codemods.api.request import SAMPLING
from codemods.rest.body.contents import Contents, fields_of, text_of
from codemods.rest.body.reader import JsonReader, Strand, spelled
from codemods.rest.jsontext import Value
from codemods.settings.config import Configs
from codemods.settings.records import Pair

#: Keys of the body that are settings; the others of that kind are inside of `generationConfig`.
_TOP = frozenset({"system_instruction", "tools", "tool_config", "safety_settings", "cached_content", "labels", "service_tier", "store"})
_GENERATION, _CONTENTS = "generation_config", "contents"


@dataclass(frozen=True)
class Asked:
    """What else the request says: which model it asks, and whether the answer comes as a stream."""

    model: Leaf
    stream: bool
    store: bool | None


def read(body: Value, asked: Asked, reader: JsonReader, strand: Strand) -> Call | None:
    """The call that a body makes; None (with a hold) when something in it has no counterpart, or is not in sight."""
    fields = fields_of(reader, strand, body, "the body of the request")
    if fields is None:
        return None
    if _CONTENTS not in fields:
        strand.hold(body, "GI203", "the contents of the request are not in sight")
        return None
    settings = _settings(body, reader, strand)
    config = _configs(reader).read(settings, strand, 0) if settings is not None else None
    contents = Contents(reader, strand).read(fields[_CONTENTS])
    if config is None or contents is None or strand.holds:
        return None
    resolved = _resolved(contents, config, body, strand)
    if resolved is None:
        return None
    order = ("model", "contents", "config") if next(iter(fields)) == _CONTENTS else ("model", "config", "contents")
    return Call(asked.model, resolved, config, order, store=asked.store, stream=asked.stream)


def _settings(body: Value, reader: JsonReader, strand: Strand) -> Value | None:
    """All settings as one object, in their order; None (with a hold) where one stands in a place that is not its own."""
    found: list[tuple[str, Value]] = []
    for key, value in body.pairs:
        name = spelled(key)
        if name == _GENERATION and not value.is_null:
            if fields_of(reader, strand, value, "`generationConfig`") is None:
                return None
            found += value.pairs
        elif name not in (_CONTENTS, _GENERATION):
            found.append((key, value))
    inner = {id(value) for key, own in body.pairs if spelled(key) == _GENERATION for _, value in own.pairs}
    for key, value in found:
        if (spelled(key) in _TOP) is (id(value) in inner):
            strand.hold(value, "GI214", f"`{key}` has no counterpart in Interactions where it stands here")
            return None
        if spelled(key) in SAMPLING:
            strand.note(value, "GI404", f"`{key}` is refused or ignored by newer models")
    return replace(body, pairs=tuple(found))


def _configs(reader: JsonReader) -> Configs[Value, Strand]:
    def system(pair: Pair[Value], strand: Strand, depth: int) -> Node | None:
        return text_of(reader, strand, pair.value, f"`{pair.name}`")

    return Configs(reader, {"text": system})


def _resolved(contents: Node, config: Config, body: Value, strand: Strand) -> Node | None:
    """The contents, with the resolution of the whole request on each medium."""
    asked = config.setting("media_resolution")
    if asked is None:
        return contents
    found = resolution.with_resolution(contents, asked.value)
    if found is None:
        strand.hold(body, "GI203", "some media of the request, each of which needs the resolution, are not in sight", asked.key.help)
    return found


def entries(call: Call) -> tuple[Entry, ...]:
    """The members of the new body, in their order."""
    return tuple(replace(entry, comments=NO_COMMENTS) for _, group in calls.request(call) for entry in group)
