"""The config of a call: `GenerateContentConfig(…)`, an object literal, or a name bound to one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Generic, TypeAlias

from codemods.api.call import Config, Setting, without_defaults
from codemods.api.formats import ENUM, JSON
from codemods.api.nodes import Leaf, Lines, Node, Object, Word
from codemods.api.request import CONFIG, ConfigKey
from codemods.api.schemas.settings import in_place
from codemods.settings import checks, modalities, safety, thinking, toolchoice
from codemods.settings.reader import N, Reader, S
from codemods.settings.records import Pair, Place, Record
from codemods.settings.tools import Tools

_CONFIG_CLASSES = frozenset({"GenerateContentConfig"})
#: What one kind of key becomes, on a line indented by so much; None with a hold.
Read: TypeAlias = "Callable[[Pair[N], S, int], Node | None]"


class Configs(Generic[N, S]):
    """Reads the config expressions of one module.

    ``own`` are the kinds of keys that the language reads in its own way, ``more`` are keys that only its SDK has.
    """

    def __init__(self, reader: Reader[N, S], own: Mapping[str, Read[N, S]], more: Mapping[str, ConfigKey] = MappingProxyType({})) -> None:
        self.reader = reader
        self.keys = {**CONFIG, **more}
        #: What can be done with each kind of key; a kind without an entry is not rewritten yet.
        self.kinds: dict[str, Read[N, S]] = {
            "copy": self._copy,
            "text": self._text,
            "mime_type": self._mime_type,
            "schema": self._schema,
            "json_schema": self._json_schema,
            "only_default": self._only_default,
            "automatic": self._automatic,
            "tools": Tools(reader).read,
            "safety": self._with_reader(safety.read),
            "tool_choice": self._with_reader(toolchoice.read),
            "thinking": self._with_reader(thinking.read),
            "modalities": self._with_reader(modalities.read),
            "image": self._with_reader(modalities.image),
            "speech": self._with_reader(modalities.speech),
            "resolution": self._with_reader(modalities.resolution),
            **own,
        }

    def _with_reader(self, read: Callable[[Pair[N], Reader[N, S], S, int], Node | None]) -> Read[N, S]:
        return lambda pair, strand, depth: read(pair, self.reader, strand, depth)

    def is_display(self, node: N) -> bool:
        """Whether the expression spells a config out."""
        return self.reader.is_record(node, _CONFIG_CLASSES)

    # -- reading ------------------------------------------------------------------------------------------------

    def read(self, node: N, strand: S, depth: int, beside: Place = None) -> Config | None:
        """What a config display says, apart from what is ``beside``. Holds the strand for every key that cannot be carried over, at its
        own line."""
        if self.reader.is_none(node):
            return Config()
        if not self.is_display(node):
            place = self.reader.place_elsewhere(node)
            where = f"is built in {place}" if place is not None else "is not in sight"
            self.reader.hold(strand, node, "GI203", f"the config{self.reader.called(node)} {where}")
            return None
        record = self.reader.read_record(node, _CONFIG_CLASSES, beside)
        if record is None:
            self.reader.hold(strand, node, "GI203", "the config is put together from parts that are not in sight")
            return None
        return self.spelled_out(record, node, strand, depth)

    def spelled_out(self, record: Record[N], node: N, strand: S, depth: int) -> Config:
        """What the record of a config says; ``node`` is where it stands."""
        inner = record.depth(depth)
        depths = [inner if pair.indent is None else pair.indent for pair in record.pairs]
        found = [self.setting(pair, strand, own) for pair, own in zip(record.pairs, depths, strict=True)]
        settings = [setting for setting in found if setting is not None]
        checks.check(settings, record, node, self.reader, strand)
        settings = in_place(settings, self.reader.target)
        return without_defaults(Config(tuple(settings), record.exploded, None, record.listing.orphans, record.listing.opening))

    def setting(self, pair: Pair[N], strand: S, depth: int) -> Setting | None:
        """One key in the new shape; None (with a hold at its line) when it cannot be carried over."""
        key = self.keys.get(pair.name)
        if key is None:
            self.reader.hold(strand, pair.node, "GI214", f"the config key `{pair.name}` is not known to have a counterpart")
            return None
        if self.reader.is_none(pair.value):
            return Setting(ConfigKey(key.old, "only_default", "nowhere"), Leaf(pair.value, depth), pair.comments)
        key = self.reader.target.key(key)
        if key.old in self.reader.target.missing:
            self.reader.hold(strand, pair.node, "GI227", f"`{key.old}` has no place in the legacy schema")
            return None
        if key.kind == "none":
            self.reader.hold(strand, pair.node, "GI214", f"`{key.old}` has no counterpart in Interactions", key.help)
            return None
        read = self.kinds.get(key.kind)
        if read is None:
            self.reader.hold(strand, pair.node, "GI200", f"`{key.old}` is not rewritten yet", key.help)
            return None
        value = read(pair, strand, depth)
        if value is None and not strand.holds:
            # Whoever reads a value says why it cannot; a setting is never left out without a word.
            self.reader.hold(strand, pair.node, "GI200", f"`{key.old}` is not rewritten yet", key.help)
        return None if value is None else Setting(key, value, pair.comments)

    # -- kinds of values ----------------------------------------------------------------------------------------

    def _copy(self, pair: Pair[N], strand: S, depth: int) -> Node | None:
        return Leaf(pair.value, depth)

    def _text(self, pair: Pair[N], strand: S, depth: int) -> Node | None:
        """One text; a list of texts, which the old API took as parts, has a line for each."""
        value = pair.value
        texts = self.reader.items(value) if self.reader.is_list(value) else None
        if texts and all(self.reader.is_text(text) for text in texts):
            return Leaf(texts[0], depth) if len(texts) == 1 else Lines(Leaf(value, depth))
        if self.reader.is_no_text(value):
            self.reader.hold(strand, pair.node, "GI200", f"`{pair.name}` is not a text or a list of texts", CONFIG[pair.name].help)
            return None
        self.reader.assume_text(pair, strand)
        return Leaf(value, depth)

    def _automatic(self, pair: Pair[N], strand: S, depth: int) -> Node | None:
        """Switched off is what Interactions does; anything else changes what the old SDK did by itself."""
        record = self.reader.read_record(pair.value, frozenset({"AutomaticFunctionCallingConfig"}))
        disable = record.get("disable") if record is not None else None
        if disable is None or self.reader.truth(disable.value) is not True:
            self.reader.hold(strand, pair.node, "GI206", f"`{pair.name}` has no counterpart in Interactions", CONFIG[pair.name].help)
            return None
        return Object(())

    def _mime_type(self, pair: Pair[N], strand: S, depth: int) -> Node | None:
        value = self.reader.exact_string(pair.value)
        if value in (JSON.value, "text/plain", ENUM.value):
            return Word(value)
        self.reader.hold(strand, pair.node, "GI203", "the response mime type is not in sight", CONFIG["response_mime_type"].help)
        return None

    def _schema(self, pair: Pair[N], strand: S, depth: int) -> Node | None:
        return self.reader.schema(pair.value, strand, depth)

    def _json_schema(self, pair: Pair[N], strand: S, depth: int) -> Node | None:
        return self.reader.json_schema(pair.value, strand, depth)

    def _only_default(self, pair: Pair[N], strand: S, depth: int) -> Node | None:
        key = CONFIG[pair.name]
        if str(self.reader.integer(pair.value)) == key.default:
            return Leaf(pair.value, depth)
        self.reader.hold(strand, pair.node, "GI214", f"`{pair.name}` has no counterpart in Interactions", key.help)
        return None
