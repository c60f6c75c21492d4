"""The body of an old request as a call: its contents and everything that its settings say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from codemods.api import call as calls
from codemods.api import formats, resolution
from codemods.api.call import Call, Config, Setting
from codemods.api.nodes import Array, Entry, Leaf, Node, Object, Word
from codemods.api.request import CONFIG, SAMPLING, ConfigKey
from codemods.rest.body import schemas, settings, tools
from codemods.rest.body.contents import Contents, text_of
from codemods.rest.body.reader import Reader
from codemods.rest.jsontext import Value

#: Keys of the body that are settings; the others of that kind are inside of `generationConfig`.
_TOP = frozenset({"system_instruction", "tools", "tool_config", "safety_settings", "cached_content", "labels", "service_tier", "store"})
_GENERATION = "generation_config"
_MIME_TYPES = ("application/json", "text/plain", formats.ENUM.value)


@dataclass(frozen=True)
class Asked:
    """What else the request says: which model it asks, and whether the answer comes as a stream."""

    model: Leaf
    stream: bool
    store: bool | None


def read(body: Value, asked: Asked, reader: Reader) -> Call | None:
    """The call that a body makes; None (with a hold) when something in it has no counterpart, or is not in sight."""
    fields = reader.fields(body, "the body of the request")
    if fields is None:
        return None
    if "contents" not in fields:
        reader.hold(body, "GI203", "the contents of the request are not in sight")
        return None
    found: list[Setting] = []
    for name, value in fields.items():
        if name == _GENERATION:
            inner = reader.fields(value, "`generationConfig`") or {}
            found += [s for key, own in inner.items() if (s := _setting(key, own, reader, key not in _TOP)) is not None]
        elif name != "contents" and (setting := _setting(name, value, reader, name in _TOP)) is not None:
            found.append(setting)
    contents = Contents(reader).read(fields["contents"])
    if contents is None or reader.holds:
        return None
    config = calls.without_defaults(Config(tuple(found), body.exploded))
    _check(config, body, reader)
    contents = _resolved(contents, config, body, reader)
    if contents is None or reader.holds:
        return None
    first = next(iter(fields))
    order = ("model", "contents", "config") if first == "contents" else ("model", "config", "contents")
    return Call(asked.model, contents, config, order, store=asked.store, stream=asked.stream)


def _setting(name: str, value: Value, reader: Reader, placed: bool) -> Setting | None:
    key = CONFIG.get(name)
    if key is None or not placed or key.kind in ("http", "automatic"):
        reader.unknown(value, name, "the request")
        return None
    if key.kind == "none":
        reader.unknown(value, name, "the request", key.help)
        return None
    if name in SAMPLING:
        reader.note(value, "GI404", f"`{name}` is refused or ignored by newer models")
    node = _READERS[key.kind](value, key, reader)
    return Setting(key, node) if node is not None else None


# -- values ----------------------------------------------------------------------------------------------------------


def _copy(value: Value, key: ConfigKey, reader: Reader) -> Node | None:
    return reader.leaf(value)


def _text(value: Value, key: ConfigKey, reader: Reader) -> Node | None:
    return text_of(reader, value, f"`{key.old}`")


def _mime_type(value: Value, key: ConfigKey, reader: Reader) -> Node | None:
    said = reader.said(value)
    if said in _MIME_TYPES:
        return Word(said)
    reader.hold(value, "GI203", "the response mime type is not in sight", key.help)
    return None


def _only_default(value: Value, key: ConfigKey, reader: Reader) -> Node | None:
    if value.literal == key.default:
        return reader.leaf(value)
    reader.unknown(value, key.old, "the request", key.help)
    return None


_READERS: dict[str, Callable[[Value, ConfigKey, Reader], Node | None]] = {
    "copy": _copy,
    "text": _text,
    "mime_type": _mime_type,
    "schema": lambda value, key, reader: schemas.read(value, reader),
    "json_schema": _copy,
    "only_default": _only_default,
    "safety": lambda value, key, reader: settings.safety(value, reader),
    "tools": lambda value, key, reader: tools.read(value, reader),
    "tool_choice": lambda value, key, reader: tools.choice(value, reader),
    "thinking": lambda value, key, reader: settings.thinking(value, reader),
    "modalities": lambda value, key, reader: settings.modalities(value, reader),
    "image": lambda value, key, reader: settings.image(value, reader),
    "speech": lambda value, key, reader: settings.speech(value, reader),
    "resolution": lambda value, key, reader: settings.resolution(value, reader),
}


# -- what belongs together -------------------------------------------------------------------------------------------


def _check(config: Config, body: Value, reader: Reader) -> None:
    """A schema needs its mime type, settings of texts, images and voices hold for answers that are asked for, a place for its tool."""
    by_kind = {setting.key.kind: setting for setting in config.settings}
    mime = by_kind.get("mime_type")
    if mime is not None and mime.value == formats.ENUM:
        reader.hold(body, "GI203", "an answer that is one of several texts comes as JSON now, with quotes around it", mime.key.help)
    if ("schema" in by_kind or "json_schema" in by_kind) and (mime is None or mime.value != formats.JSON):
        reader.hold(body, "GI203", "a schema without the mime type application/json: what the request asks for is not clear")
    chosen = tuple(setting for setting in config.settings if setting.key.kind in formats.OF_FORMAT)
    asked = formats.kinds(chosen)
    for setting in config.settings:
        wanted = {"image": "image", "speech": "audio", "mime_type": "text", "schema": "text", "json_schema": "text"}.get(setting.key.kind)
        if wanted is not None and wanted not in asked:
            reader.hold(body, "GI203", f"`{setting.key.old}` is set, but {wanted} is not among the kinds of answer asked for")
    choice, found = by_kind.get("tool_choice"), by_kind.get("tools")
    if choice is not None and _has(choice.value, *calls.LOCATION) and (found is None or not _maps(found.value)):
        reader.hold(body, "GI203", "the map tool that the place in `toolConfig` belongs to is not in sight")


def _has(node: Node, *keys: str) -> bool:
    return isinstance(node, Object) and any(entry.key in keys for entry in node.entries)


def _maps(node: Node) -> bool:
    items = node.items if isinstance(node, Array) else ()
    return any(isinstance(item, Object) and Word("google_maps") in [entry.value for entry in item.entries] for item in items)


def _resolved(contents: Node, config: Config, body: Value, reader: Reader) -> Node | None:
    """The contents, with the resolution of the whole request on each medium."""
    asked = config.setting("media_resolution")
    if asked is None:
        return contents
    found = resolution.with_resolution(contents, asked.value)
    if found is None:
        reader.hold(body, "GI203", "some media of the request, each of which needs the resolution, are not in sight", asked.key.help)
    return found


def entries(call: Call) -> tuple[Entry, ...]:
    """The members of the new body, in their order."""
    found = [entry for _, group in calls.request(call) for entry in group]
    return tuple(replace(entry, comments=Entry("", entry.value).comments) for entry in found)
