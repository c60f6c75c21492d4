"""Requests of models: `model.generateContent(…)` becomes `genAI.interactions.create({ …, input, store: false })`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from codemods.api import call as api
from codemods.api.call import Call
from codemods.api.nodes import NO_COMMENTS, Comments, Entry, Leaf, Node, Object, Spread, leaves
from codemods.api.outputs import UNSEEN, Outputs
from codemods.javascript import layout
from codemods.javascript.contents import key_of, value_of
from codemods.javascript.edits import Edit, Piece, replaced
from codemods.javascript.nodes import bare
from codemods.javascript.older.models import Models
from codemods.javascript.older.receivers import Receivers
from codemods.javascript.older.settings import NOTHING, Said, Settings, clash, with_request
from codemods.javascript.older.units import Asked, Model
from codemods.javascript.reading import Readings
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node as Source

_HELP = "Write `await ai.interactions.create({ model, input, store: false })` and read `output_text` of the answer."
_OVERRIDE_HELP = "Say in the request itself what it needs: generation_config: { … }, response_format: { … }."
#: Options of one request of the older SDK that keep their meaning as options of the new one.
_TRANSPORT = {"signal": "signal", "timeout": "timeout", "customHeaders": "headers"}


@dataclass(frozen=True, eq=False)
class Question:
    """What one request says: what is ``asked``, its settings, and options of the request itself."""

    asked: Node
    said: Said
    exploded: bool
    comments: Comments = NO_COMMENTS
    orphans: tuple[str, ...] = ()
    transport: Object | None = None


class Asking:
    """Reads and writes the requests of one module."""

    def __init__(self, readings: Readings, settings: Settings, models: Models) -> None:
        self.readings = readings
        self.module = readings.values.module
        self.settings = settings
        self.models = models
        self.receivers = Receivers(readings.values)

    # -- reading ------------------------------------------------------------------------------------------------

    def question(self, call: Source, strand: Strand) -> Question | None:
        """What a request says; None (with a hold) when it cannot be carried over."""
        listed = layout.read(call.must("arguments"), self.module)
        given = [item.node for item in listed.items]
        if not given or len(given) > 2 or any(node.kind == "spread_element" for node in given):
            strand.hold(call, "GI216", "what the request asks is not spelled out in it", _HELP)
            return None
        transport = self._transport(given[1], strand) if len(given) > 1 else None
        if len(given) > 1 and transport is None:
            return None
        value = bare(given[0])
        if value.kind == "object":
            return self._request(value, transport, strand)
        asked = self._parts(given[0], strand)
        if asked is None:
            return None
        exploded = listed.is_exploded or layout.is_exploded(asked)
        return Question(asked, NOTHING, exploded, listed.items[0].comments, listed.orphans, transport)

    def _parts(self, node: Source, strand: Strand) -> Node | None:
        """A text, or a list of texts and parts: one turn."""
        value = bare(node)
        if value.kind == "array" and any(is_turn(bare(item)) for item in value.named):
            strand.hold(node, "GI216", "turns are given where the SDK takes parts", _HELP)
            return None
        return self.readings.contents.read(node, strand)

    def _request(self, options: Source, transport: Object | None, strand: Strand) -> Question | None:
        """`{ contents, generationConfig, … }`."""
        listing = layout.read(options, self.module)
        items = {key_of(item.node): item for item in listing.items}
        if "contents" not in items or not all(items) or len(items) != len(listing.items):
            strand.hold(options, "GI216", "what the request asks is not spelled out in it", _HELP)
            return None
        said = self.settings.read(options, frozenset({"contents"}), strand) if len(items) > 1 else NOTHING
        contents = value_of(items["contents"].node)
        if self.readings.values.proof(contents) == "unknown":
            strand.hold(contents, "GI203", "the turns that the request asks are not in sight", _HELP)
            return None
        asked = self.readings.contents.read(contents, strand)
        if said is None or asked is None:
            return None
        orphans = said.config.orphans if said is not NOTHING else listing.orphans
        return Question(asked, said, listing.is_exploded, items["contents"].comments, orphans, transport)

    @staticmethod
    def _transport(node: Source, strand: Strand) -> Object | None:
        options = bare(node)
        said = [key_of(pair) for pair in options.named] if options.kind == "object" else []
        if not said or not set(said) <= set(_TRANSPORT):
            strand.hold(node, "GI200", "options of this request are not rewritten yet", "Pass { signal, timeout, headers } as they are.")
            return None
        return Object(tuple(Entry(_TRANSPORT[key_of(pair)], Leaf(value_of(pair))) for pair in options.named))

    # -- what is known of the models ----------------------------------------------------------------------------

    def outputs(self, models: Iterable[Model], said: Said) -> Outputs:
        """What an answer may hold, by every model that may be asked."""
        spelled = [self.models.spelled[model] for model in models]
        if not spelled or any(each is None for each in spelled):
            return UNSEEN
        found = {
            self.readings.outputs(Call(Leaf(each.id), Leaf(each.id), with_request(each.said, said))) for each in spelled if each is not None
        }
        return found.pop() if len(found) == 1 else UNSEEN

    def model_entries(self, models: list[Model], receiver: Source) -> tuple[Entry, ...]:
        """What a request has of its model."""
        spelled = self.models.spelled[models[0]]
        if models[0].in_place is not None:
            return spelled.entries if spelled is not None else ()
        is_object = self.models.is_object(models[0])
        return (Entry("", Spread(Leaf(receiver))) if is_object else Entry("model", Leaf(receiver)),)

    # -- writing ------------------------------------------------------------------------------------------------

    def write(self, asked: Asked, question: Question, strand: Strand) -> None:
        """The new request over the old one."""
        if not self.receivers.is_in_reach(asked.models, asked.call, strand) or not self._goes_together(asked, question, strand):
            return
        call = Call(
            Leaf(""),
            question.asked,
            question.said.config,
            self._order(question),
            store=self.readings.stored(strand),
            stream=asked.method.endswith("Stream"),
        )
        entries = list(self.model_entries(asked.models, asked.receiver))
        for name, own in api.request(call):
            if name == "contents":
                entries.append(replace(own[0], comments=question.comments))
            elif name != "model":
                entries += question.said.entries if name == "config" else own
        made = Object(tuple(entries), question.exploded or _is_long(entries), question.orphans)
        self._replace(asked.call, self.receivers.piece(asked.models[0]), made, question.transport, strand)

    def _replace(self, call: Source, client: tuple[Piece, ...], made: Object, transport: Object | None, strand: Strand) -> None:
        listed = call.must("arguments")
        renderer, indent = self.readings.renderer, self.module.indent(listed.start)
        behind = [", ", *renderer.node(transport, indent)] if transport is not None else []
        strand.edit(replaced(call.must("function"), *client, ".interactions.create"))
        strand.edit(Edit(listed.start + 1, listed.end - 1, (*renderer.node(made, indent), *behind)))

    def _goes_together(self, asked: Asked, question: Question, strand: Strand) -> bool:
        for model in asked.models:
            spelled = self.models.spelled[model]
            if spelled is None:
                return False
            problem = clash(spelled.said, question.said)
            if model.in_place is not None and spelled.said.written & question.said.written:
                problem = "the request sets something that its model sets as well"
            if problem:
                strand.hold(asked.call, "GI200", problem, _OVERRIDE_HELP)
                return False
        return True

    @staticmethod
    def _order(question: Question) -> tuple[str, ...]:
        """What is asked and the settings, as they stand in the source."""
        places = [leaf.source.start for leaf in leaves(question.asked) if isinstance(leaf.source, Source)]
        others = [leaf.source.start for entry in question.said.entries for leaf in leaves(entry.value) if isinstance(leaf.source, Source)]
        behind = bool(places and others) and min(others) < min(places)
        return ("model", "config", "contents") if behind else ("model", "contents", "config")


def is_turn(node: Source) -> bool:
    """Whether an object is one of contents, not of parts."""
    return node.kind == "object" and any(key_of(pair) == "parts" for pair in node.named)


def _is_long(entries: Iterable[Entry]) -> bool:
    return any(layout.is_exploded(entry.value) for entry in entries)
