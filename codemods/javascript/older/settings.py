"""What a model is set to, and what a request says besides: the config of google-genai, spread over the keys of the older SDK."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from codemods.api.call import Config, Setting, settings, without_defaults
from codemods.api.nodes import NO_COMMENTS, Array, Comments, Entry, Leaf, Node, Object, Spread
from codemods.api.request import CONFIG, ConfigKey
from codemods.javascript.contents import key_of, value_of
from codemods.javascript.nodes import bare, is_null
from codemods.javascript.reading import Readings
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node as Source
from codemods.settings import checks
from codemods.settings.records import Pair, Record

GENERATION, CHOICE, SYSTEM = "generation_config", "tool_config", "system_instruction"
#: Keys that are a part of a request besides what is asked.
KEYS = frozenset({GENERATION, CHOICE, SYSTEM, "safety_settings", "tools"})
#: A generation config that stands under a name.
_NAMED = ConfigKey(GENERATION, "copy", "generation", "")
_HELP = "Pass the settings on themselves: generation_config: { … }, response_format: { … }, system_instruction: …"


@dataclass(frozen=True, eq=False)
class Said:
    """What an object of settings says. ``keys`` are those of the older SDK that it has.

    ``generation`` is the layout of the generation config, whatever is around it: whether it is on one line, and the comments on it.
    """

    config: Config
    keys: frozenset[str] = frozenset()
    generation: tuple[bool, Comments] = (False, NO_COMMENTS)

    @property
    def entries(self) -> tuple[Entry, ...]:
        on_one_line, comments = self.generation
        found = [_on_one_line(entry) if on_one_line else entry for entry in settings(self.config)]
        first = next((place for place, entry in enumerate(found) if entry.key in (GENERATION, "response_format")), None)
        if first is not None and comments != NO_COMMENTS:
            found[first] = replace(found[first], comments=_joined(comments, found[first].comments))
        return tuple(found)

    @property
    def written(self) -> frozenset[str]:
        """The keys of the new request that come of it."""
        return frozenset(entry.key for entry in self.entries)

    def of(self, key: str) -> bool:
        """Whether something of a key of the older SDK is left in the new request."""
        return any(_origin(setting) == key for setting in self.config.settings)


NOTHING = Said(Config())


def _joined(outer: Comments, inner: Comments) -> Comments:
    return Comments((*outer.before, *inner.before), " ".join(filter(None, (inner.after, outer.after))))


def _on_one_line(entry: Entry) -> Entry:
    value = entry.value
    if entry.key != GENERATION or not isinstance(value, Object) or any(each.comments != NO_COMMENTS for each in value.entries):
        return entry
    inside = any(isinstance(each.value, (Object, Array)) and each.value.exploded for each in value.entries)
    return replace(entry, value=replace(value, exploded=inside))


def _origin(setting: Setting) -> str:
    """The key of the older SDK that a setting came under."""
    is_inner = setting.key.place in ("generation", "format") and setting.key.old != CHOICE
    return GENERATION if is_inner else setting.key.old


def with_request(model: Said, request: Said) -> Config:
    """What a request asks for in all: a key of its own replaces the model's as a whole."""
    kept = tuple(setting for setting in model.config.settings if _origin(setting) not in request.keys)
    return Config((*kept, *request.config.settings))


def clash(model: Said, request: Said) -> str:
    """Why the settings of a request cannot stand behind those of its model, where each new key replaces the one before; or empty."""
    if GENERATION in request.keys:
        if "response_format" in model.written and "response_format" not in request.written:
            return "the model's format of answers would hold for this request as well"
        if CHOICE not in request.keys and model.of(CHOICE) and GENERATION in request.written:
            return "the model's `toolConfig` would be lost beside the `generationConfig` of this request"
        if GENERATION not in request.written and _has_generation(model):
            return "the model's `generationConfig` would hold for this request as well"
    elif CHOICE in request.keys and _has_generation(model):
        return "the model's `generationConfig` would be lost beside the `toolConfig` of this request"
    if CHOICE in request.keys and not request.of(CHOICE) and model.of(CHOICE):
        return "the model's `toolConfig` would hold for this request as well"
    return ""


def _has_generation(said: Said) -> bool:
    return any(setting.key.place == "generation" and setting.key.old != CHOICE for setting in said.config.settings)


class Settings:
    """Reads the settings of one module."""

    def __init__(self, readings: Readings) -> None:
        self.readings = readings
        self.reader = readings.reader

    def read(self, options: Source, apart: frozenset[str], strand: Strand) -> Said | None:
        """What an object says, but for keys that are read ``apart``; None (with a hold) when it cannot be carried over."""
        record = self.reader.read_record(options, frozenset())
        if record is None:
            strand.hold(options, "GI216", "what is given here is not spelled out", _HELP)
            return None
        pairs = [pair for pair in record.pairs if pair.name not in apart]
        if unknown := next((pair for pair in pairs if pair.name not in KEYS), None):
            strand.hold(unknown.node, "GI214", f"`{key_of(unknown.node)}` is not rewritten yet", _HELP)
            return None
        flat = self._flat(pairs, strand)
        if flat is None:
            return None
        found = [each if isinstance(each, Setting) else self.readings.configs.setting(each, strand, 0) for each in flat]
        said = [setting for setting in found if setting is not None]
        known = tuple(each for each in flat if isinstance(each, Pair))
        checks.check(said, Record(known, record.listing), options, self.reader, strand)
        if len(said) < len(found) or strand.holds:
            return None
        config = without_defaults(Config(tuple(said), record.exploded, None, record.listing.orphans, record.listing.opening))
        self.readings.remark(config, options, strand)
        generation = next((pair for pair in pairs if pair.name == GENERATION and bare(pair.value).kind == "object"), None)
        layout = ("\n" not in generation.value.text, generation.comments) if generation is not None else (False, NO_COMMENTS)
        return Said(config, frozenset(pair.name for pair in pairs), layout)

    def _flat(self, pairs: Sequence[Pair[Source]], strand: Strand) -> list[Pair[Source] | Setting] | None:
        """The settings one by one, those of a generation config among them."""
        found: list[Pair[Source] | Setting] = []
        for pair in pairs:
            inner = self._inside(pair, strand)
            if inner is None:
                return None
            found += inner
        return found

    def _inside(self, pair: Pair[Source], strand: Strand) -> Sequence[Pair[Source] | Setting] | None:
        value = bare(pair.value)
        if is_null(value) or value.kind == "undefined":
            strand.hold(pair.node, "GI200", f"`{key_of(pair.node)}` that is given nothing is not rewritten yet", _HELP)
            return None
        if pair.name == SYSTEM:
            return [replace(pair, value=_instruction(pair.value))]
        if pair.name != GENERATION:
            return [pair]
        if value.kind != "object":
            named = self._named(pair, strand)
            return [named] if named is not None else None
        record = self.reader.read_record(value, frozenset())
        if record is None:
            strand.hold(pair.node, "GI203", "the generation config is put together from parts that are not in sight", _HELP)
            return None
        return record.pairs

    def _named(self, pair: Pair[Source], strand: Strand) -> Setting | None:
        """A generation config under a name: rewritten where it stands, when nothing in it belongs elsewhere now."""

        def convert(display: Source, depth: int) -> Node | None:
            return self._generation(display, strand)

        placed = self.readings.displays.place(
            pair.value, lambda node: node.kind == "object", convert, strand, "GI105", "the generation config"
        )
        if placed is None or not isinstance(placed.use, Leaf):
            return None
        return Setting(_NAMED, Spread(placed.use), pair.comments)

    def _generation(self, display: Source, strand: Strand) -> Node | None:
        record = self.reader.read_record(display, frozenset())
        if record is None:
            strand.hold(display, "GI203", "the generation config is put together from parts that are not in sight", _HELP)
            return None
        found = [self.readings.configs.setting(pair, strand, 0) for pair in record.pairs]
        said = tuple(setting for setting in found if setting is not None)
        if len(said) < len(found):
            return None
        config = without_defaults(Config(said, record.exploded, None, record.listing.orphans, record.listing.opening))
        outside = next((setting for setting in config.settings if setting.key.place != "generation"), None)
        if outside is not None:
            message = f"`{outside.key.old}` belongs beside the generation config now; under a name this is not rewritten yet"
            strand.hold(display, "GI200", message, CONFIG[outside.key.old].help)
            return None
        self.readings.remark(config, display, strand)
        entry = next(iter(settings(config)), None)
        entries = entry.value.entries if entry is not None and isinstance(entry.value, Object) else ()
        return Object(entries, record.exploded, config.orphans, config.opening)


def _instruction(value: Source) -> Source:
    """The text of a system instruction that is given as a part, or as a content with one part."""
    node = bare(value)
    if node.kind != "object":
        return value
    said = {key_of(pair): value_of(pair) for pair in node.named}
    if set(said) == {"text"}:
        return said["text"]
    parts = bare(said["parts"]) if "parts" in said and set(said) <= {"role", "parts"} else None
    if parts is not None and parts.kind == "array" and len(parts.named) == 1 and parts.named[0].kind == "object":
        return _instruction(parts.named[0])
    return value
