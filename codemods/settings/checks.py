"""What the settings of a config have to say together, so that what the call asks for is clear."""

from __future__ import annotations

from collections.abc import Sequence

from codemods.api.call import LOCATION, Setting
from codemods.api.formats import ENUM, ENUM_HELP, JSON, OF_FORMAT, kinds
from codemods.api.nodes import Array, Object, Word
from codemods.settings.reader import N, Reader, S
from codemods.settings.records import Record


def check(settings: Sequence[Setting], record: Record[N], node: N, reader: Reader[N, S], strand: S) -> None:
    """Hold for settings that do not go together. ``node`` is the config, and ``record`` how it is written."""
    _schema(settings, node, reader, strand)
    _enum(settings, record, node, reader, strand)
    _kinds_of_answer(settings, node, reader, strand)
    _place(settings, node, reader, strand)


def _schema(settings: Sequence[Setting], node: N, reader: Reader[N, S], strand: S) -> None:
    """A schema needs its mime type: the old call is refused without it."""
    found = {setting.key.kind: setting for setting in settings}
    mime = found.get("mime_type")
    if ("schema" in found or "json_schema" in found) and not strand.holds and (mime is None or mime.value not in (JSON, ENUM)):
        message = 'a response schema without response_mime_type="application/json": what the call asks for is not clear'
        reader.hold(strand, node, "GI203", message)


def _enum(settings: Sequence[Setting], record: Record[N], node: N, reader: Reader[N, S], strand: S) -> None:
    """An answer that is one of several texts is read as JSON now, so it has to be a text for sure."""
    if not any(setting.value == ENUM for setting in settings):
        return
    schema = record.get("response_schema")
    if schema is None or not reader.is_choice_of_texts(schema.value):
        at = schema.value if schema is not None else node
        reader.hold(strand, at, "GI203", "which texts this enum answer may be is not in sight", ENUM_HELP)


def _kinds_of_answer(settings: Sequence[Setting], node: N, reader: Reader[N, S], strand: S) -> None:
    """Settings of texts and images hold for texts and images that are asked for."""
    formats = tuple(setting for setting in settings if setting.key.kind in OF_FORMAT)
    asked = kinds(formats)
    if "audio" not in asked and any(setting.key.kind == "speech" for setting in settings):
        message = "a voice is chosen, but that the answer is to be audio is not said"
        reader.hold(strand, node, "GI203", message, 'Pass response_format={"type": "audio"}.')
    for setting in formats:
        wanted = {"image": "image", "modalities": ""}.get(setting.key.kind, "text")
        if wanted and wanted not in asked:
            message = f"`{setting.key.old}` is set, but {wanted} is not among the kinds of answer asked for"
            reader.hold(strand, node, "GI203", message)


def _place(settings: Sequence[Setting], node: N, reader: Reader[N, S], strand: S) -> None:
    """A place goes to the map tool, which has to be spelled out in this config."""
    found = {setting.key.old: setting.value for setting in settings}
    choice, tools = found.get("tool_config"), found.get("tools")
    if not isinstance(choice, Object) or not any(entry.key in LOCATION for entry in choice.entries):
        return
    items = tools.items if isinstance(tools, Array) else ()
    if not any(isinstance(item, Object) and any(entry.value == Word("google_maps") for entry in item.entries) for item in items):
        reader.hold(strand, node, "GI203", "the map tool that the place in `tool_config` belongs to is not in sight")
