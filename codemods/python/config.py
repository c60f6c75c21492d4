"""The config of a call: `GenerateContentConfig(…)`, a dictionary, or a name bound to one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import libcst as cst

from codemods.api.call import LOCATION, Config, Setting, without_defaults
from codemods.api.formats import ENUM, OF_FORMAT, kinds
from codemods.api.nodes import Array, Leaf, Lines, Node, Object, Word
from codemods.api.request import CONFIG, ConfigKey
from codemods.api.schemas.settings import in_place
from codemods.python.enums import ENUM_HELP, is_choice_of_texts
from codemods.python.nodes import dotted, is_none
from codemods.python.records import Pair, Record, called
from codemods.python.schemas import Schemas
from codemods.python.settings import modalities, safety, thinking, toolchoice, transport
from codemods.python.settings.reader import Reader
from codemods.python.settings.tools import Tools
from codemods.python.strand import Strand

_CONFIG_CLASSES = frozenset({"GenerateContentConfig"})
_JSON = "application/json"
Read: TypeAlias = "Callable[[Pair, Strand, int], Node | None]"


class Configs:
    """Reads the config expressions of one module."""

    def __init__(self, reader: Reader, schemas: Schemas) -> None:
        self.reader = reader
        self.values = reader.values
        self.texts = reader.texts
        self.schemas = schemas
        #: What can be done with each kind of key; a kind without an entry is not rewritten yet.
        self.kinds: dict[str, Read] = {
            "copy": self._copy,
            "text": self._text,
            "mime_type": self._mime_type,
            "schema": self._schema,
            "json_schema": self._copy,
            "only_default": self._only_default,
            "automatic": self._automatic,
            "tools": Tools(reader, schemas).read,
            **{kind: self._with_reader(read) for kind, read in _SETTINGS.items()},
        }

    def _with_reader(self, read: Callable[[Pair, Reader, Strand, int], Node | None]) -> Read:
        return lambda pair, strand, depth: read(pair, self.reader, strand, depth)

    def is_display(self, node: cst.BaseExpression) -> bool:
        """Whether the expression spells a config out."""
        return self.reader.records.is_record(node, _CONFIG_CLASSES)

    # -- reading ------------------------------------------------------------------------------------------------

    def read(self, node: cst.BaseExpression, strand: Strand, depth: int, beside: cst.StarredDictElement | None = None) -> Config | None:
        """What a config display says, apart from what is ``beside``. Holds the strand for every key that cannot be carried over, at its
        own line."""
        if is_none(node):
            return Config()
        if not self.is_display(node):
            place = self.values.place_elsewhere(node)
            where = f"is built in {place}" if place is not None else "is not in sight"
            strand.hold(node, "GI203", f"the config{called(node)} {where}")
            return None
        record = self.reader.records.read(node, _CONFIG_CLASSES, beside)
        if record is None:
            strand.hold(node, "GI203", "the config is put together from parts that are not in sight")
            return None
        inner = record.depth(depth)
        depths = [inner if pair.indent is None else pair.indent for pair in record.pairs]
        found = [self.setting(pair, strand, own) for pair, own in zip(record.pairs, depths, strict=True)]
        settings = [setting for setting in found if setting is not None]
        self._check_schema(settings, node, strand)
        self._check_enum(settings, record, node, strand)
        self._check_kinds_of_answer(settings, node, strand)
        self._check_place(settings, node, strand)
        settings = in_place(settings, self.values.schema)
        return without_defaults(Config(tuple(settings), record.exploded, None, record.listing.orphans, record.listing.opening))

    def setting(self, pair: Pair, strand: Strand, depth: int) -> Setting | None:
        """One key in the new shape; None (with a hold at its line) when it cannot be carried over."""
        key = CONFIG.get(pair.name)
        if key is None:
            strand.hold(pair.node, "GI214", f"the config key `{pair.name}` is not known to have a counterpart")
            return None
        if is_none(pair.value):
            return Setting(ConfigKey(key.old, "only_default", "nowhere"), Leaf(pair.value, depth), pair.comments)
        key = self.values.schema.key(key)
        if key.old in self.values.schema.missing:
            strand.hold(pair.node, "GI227", f"`{key.old}` has no place in the legacy schema")
            return None
        if key.kind == "none":
            strand.hold(pair.node, "GI214", f"`{key.old}` has no counterpart in Interactions", key.help)
            return None
        read = self.kinds.get(key.kind)
        if read is None:
            strand.hold(pair.node, "GI200", f"`{key.old}` is not rewritten yet", key.help)
            return None
        value = read(pair, strand, depth)
        if value is None and not strand.holds:
            # Whoever reads a value says why it cannot; a setting is never left out without a word.
            strand.hold(pair.node, "GI200", f"`{key.old}` is not rewritten yet", key.help)
        return None if value is None else Setting(key, value, pair.comments)

    # -- kinds of values ----------------------------------------------------------------------------------------

    def _copy(self, pair: Pair, strand: Strand, depth: int) -> Node | None:
        return Leaf(pair.value, depth)

    def _text(self, pair: Pair, strand: Strand, depth: int) -> Node | None:
        """One text; a list of texts, which the old API took as parts, has a line for each."""
        value = pair.value
        if isinstance(value, cst.List) and value.elements and all(self.texts.proven(element.value) for element in value.elements):
            return Leaf(value.elements[0].value, depth) if len(value.elements) == 1 else Lines(Leaf(value, depth))
        if self.texts.refuted(value):
            strand.hold(pair.node, "GI200", f"`{pair.name}` is not a text or a list of texts", CONFIG[pair.name].help)
            return None
        if not self.texts.proven(value):
            strand.assume("text", value, f"`{pair.name}` is not proven to be a single text")
        return Leaf(value, depth)

    def _automatic(self, pair: Pair, strand: Strand, depth: int) -> Node | None:
        """Switched off is what Interactions does; anything else changes what the old SDK did by itself."""
        record = self.reader.records.read(pair.value, frozenset({"AutomaticFunctionCallingConfig"}))
        disable = record.get("disable") if record is not None else None
        if disable is None or dotted(disable.value) != "True":
            strand.hold(pair.node, "GI206", f"`{pair.name}` has no counterpart in Interactions", CONFIG[pair.name].help)
            return None
        return Object(())

    def _mime_type(self, pair: Pair, strand: Strand, depth: int) -> Node | None:
        value = self.values.exact_string(pair.value)
        if value in (_JSON, "text/plain", ENUM.value):
            return Word(value)
        strand.hold(pair.node, "GI203", "the response mime type is not in sight", CONFIG["response_mime_type"].help)
        return None

    def _schema(self, pair: Pair, strand: Strand, depth: int) -> Node | None:
        return self.schemas.read(pair.value, strand, depth)

    def _only_default(self, pair: Pair, strand: Strand, depth: int) -> Node | None:
        key = CONFIG[pair.name]
        if isinstance(pair.value, cst.Integer) and pair.value.value == key.default:
            return Leaf(pair.value, depth)
        strand.hold(pair.node, "GI214", f"`{pair.name}` has no counterpart in Interactions", key.help)
        return None

    @staticmethod
    def _check_schema(settings: list[Setting], node: cst.CSTNode, strand: Strand) -> None:
        """A schema needs its mime type: the old call is refused without it."""
        kinds = {setting.key.kind: setting for setting in settings}
        mime = kinds.get("mime_type")
        if ("schema" in kinds or "json_schema" in kinds) and not strand.holds and (mime is None or mime.value not in (Word(_JSON), ENUM)):
            strand.hold(
                node, "GI203", 'a response schema without response_mime_type="application/json": what the call asks for is not clear'
            )

    def _check_enum(self, settings: list[Setting], record: Record, node: cst.CSTNode, strand: Strand) -> None:
        """An answer that is one of several texts is read as JSON now, so it has to be a text for sure."""
        if not any(setting.value == ENUM for setting in settings):
            return
        schema = record.get("response_schema")
        if schema is None or not is_choice_of_texts(schema.value, self.values):
            at = schema.value if schema is not None else node
            strand.hold(at, "GI203", "which texts this enum answer may be is not in sight", ENUM_HELP)

    @staticmethod
    def _check_kinds_of_answer(settings: list[Setting], node: cst.CSTNode, strand: Strand) -> None:
        """Settings of texts and images hold for texts and images that are asked for."""
        formats = tuple(setting for setting in settings if setting.key.kind in OF_FORMAT)
        asked = kinds(formats)
        if "audio" not in asked and any(setting.key.kind == "speech" for setting in settings):
            strand.hold(
                node,
                "GI203",
                "a voice is chosen, but that the answer is to be audio is not said",
                'Pass response_format={"type": "audio"}.',
            )
        for setting in formats:
            wanted = {"image": "image", "modalities": ""}.get(setting.key.kind, "text")
            if wanted and wanted not in asked:
                strand.hold(node, "GI203", f"`{setting.key.old}` is set, but {wanted} is not among the kinds of answer asked for")

    @staticmethod
    def _check_place(settings: list[Setting], node: cst.CSTNode, strand: Strand) -> None:
        """A place goes to the map tool, which has to be spelled out in this config."""
        found = {setting.key.old: setting.value for setting in settings}
        choice, tools = found.get("tool_config"), found.get("tools")
        if not isinstance(choice, Object) or not any(entry.key in LOCATION for entry in choice.entries):
            return
        items = tools.items if isinstance(tools, Array) else ()
        if not any(isinstance(item, Object) and any(entry.value == Word("google_maps") for entry in item.entries) for item in items):
            strand.hold(node, "GI203", "the map tool that the place in `tool_config` belongs to is not in sight")


#: Kinds of values with a file of their own.
_SETTINGS: dict[str, Callable[[Pair, Reader, Strand, int], Node | None]] = {
    "safety": safety.read,
    "tool_choice": toolchoice.read,
    "thinking": thinking.read,
    "modalities": modalities.read,
    "image": modalities.image,
    "speech": modalities.speech,
    "http": transport.read,
    "resolution": modalities.resolution,
}
