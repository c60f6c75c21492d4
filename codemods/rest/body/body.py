"""The body of an old request as a call: its contents and everything that its settings say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic

from codemods.api import call as calls
from codemods.api import resolution
from codemods.api.call import Call, Config
from codemods.api.nodes import NO_COMMENTS, Entry, Leaf, Node
from codemods.api.request import SAMPLING
from codemods.rest.body.contents import Contents, fields_of, text_of
from codemods.rest.body.reading import BodyReader, spelled
from codemods.settings.config import Configs
from codemods.settings.reader import N, S
from codemods.settings.records import Pair, Record

#: Keys of the body that are settings; the others of that kind are inside of `generationConfig`.
_TOP = frozenset({"system_instruction", "tools", "tool_config", "safety_settings", "cached_content", "labels", "service_tier", "store"})
_GENERATION, _CONTENTS = "generation_config", "contents"


@dataclass(frozen=True)
class Asked:
    """What else the request says: which model it asks, and whether the answer comes as a stream."""

    model: Leaf
    stream: bool
    store: bool | None


@dataclass(frozen=True)
class Body(Generic[N, S]):
    """One body, read in one language."""

    reader: BodyReader[N, S]
    strand: S

    def read(self, body: N, asked: Asked, depth: int = 0) -> Call | None:
        """The call that it makes, on a line indented by so much; None (with a hold) when something in it cannot be carried over."""
        fields = fields_of(self.reader, self.strand, body, "the body of the request")
        record = self.reader.read_record(body, frozenset())
        if fields is None or record is None:
            return None
        if _CONTENTS not in fields:
            self.strand.hold(body, "GI203", "the contents of the request are not in sight")
            return None
        settings = self._settings(record, body)
        config = self._configs().spelled_out(settings, body, self.strand, depth) if settings is not None else None
        contents = Contents(self.reader, self.strand).read(fields[_CONTENTS])
        if config is None or contents is None or self.strand.holds:
            return None
        resolved = self._resolved(contents, config, body)
        if resolved is None:
            return None
        order = ("model", "contents", "config") if next(iter(fields)) == _CONTENTS else ("model", "config", "contents")
        return Call(asked.model, resolved, config, order, store=asked.store, stream=asked.stream)

    def _settings(self, record: Record[N], body: N) -> Record[N] | None:
        """All settings as one record, in their order; None (with a hold) where one stands in a place that is not its own."""
        found: list[Pair[N]] = []
        inside: list[N] = []
        written = self._written(body)
        listing = record.listing
        for pair in record.pairs:
            if pair.name == _GENERATION and not self.reader.is_none(pair.value):
                inner = self.reader.record(pair.value, frozenset(), self.strand, "`generationConfig`")
                if inner is None:
                    return None
                listing = inner.listing
                found += [replace(own, indent=record.listing.indent if listing.indent is None else listing.indent) for own in inner.pairs]
                inside += [own.value for own in inner.pairs]
                written |= self._written(pair.value)
            elif pair.name not in (_CONTENTS, _GENERATION):
                found.append(replace(pair, indent=record.listing.indent))
        for pair in found:
            if (pair.name in _TOP) is any(own is pair.value for own in inside):
                message = f"`{written[pair.name]}` has no counterpart in Interactions where it stands here"
                self.strand.hold(pair.value, "GI214", message)
                return None
            if pair.name in SAMPLING:
                self.strand.note(pair.value, "GI404", f"`{written[pair.name]}` is refused or ignored by newer models")
        # Settings are laid out as those inside of `generationConfig` were, which become a group of their own.
        return Record(tuple(found), listing)

    def _written(self, node: N) -> dict[str, str]:
        """The keys of an object as the user wrote them, by their names in the tables."""
        keys = self.reader.keywords(node)
        return {spelled(pair.name): pair.name for pair in keys.pairs} if keys is not None else {}

    def _configs(self) -> Configs[N, S]:
        def system(pair: Pair[N], strand: S, depth: int) -> Node | None:
            return text_of(self.reader, strand, pair.value, f"`{pair.name}`")

        return Configs(self.reader, {"text": system})

    def _resolved(self, contents: Node, config: Config, body: N) -> Node | None:
        """The contents, with the resolution of the whole request on each medium."""
        asked = config.setting("media_resolution")
        if asked is None:
            return contents
        found = resolution.with_resolution(contents, asked.value)
        if found is None:
            message = "some media of the request, each of which needs the resolution, are not in sight"
            self.strand.hold(body, "GI203", message, asked.key.help)
        return found


def entries(call: Call) -> tuple[Entry, ...]:
    """The members of the new body, in their order."""
    return tuple(replace(entry, comments=NO_COMMENTS) for _, group in calls.request(call) for entry in group)
