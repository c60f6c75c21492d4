"""The front: calls of `interactions.create` and `interactions.get`, and what is spelled the legacy way around them."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from codemods.api import legacy_words as words
from codemods.api.legacy import EVENTS
from codemods.python.answers import ANSWER as WHOLE
from codemods.python.answers import AWAITABLE, MANY, Shape, Trail
from codemods.python.displays import Displays
from codemods.python.generate import CLIENT_DOUBTS
from codemods.python.handles import FOREIGN, Handle
from codemods.python.legacy import wrongimport
from codemods.python.legacy.advice import Advice
from codemods.python.legacy.answers import LegacyAnswers
from codemods.python.legacy.calls import asks, interaction_calls
from codemods.python.legacy.history import History
from codemods.python.legacy.outputs import Outputs
from codemods.python.legacy.request import Requests, contents_asked
from codemods.python.legacy.trail import EVENT, LegacyTrail, begin
from codemods.python.names import Names
from codemods.python.nodes import dotted, integer_value, keyword, string_value
from codemods.python.parsed import Parsed
from codemods.python.settings.reader import Reader
from codemods.python.strand import Strand
from codemods.python.texts import Texts
from codemods.python.textuse import TextUses
from codemods.python.values import Values
from codemods.strands import families


class LegacyFront:
    """Reads one module; `trails` are everything it found."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module
        texts = Texts(values)
        names = Names(values.module)
        uses = TextUses(values, texts)
        self.texts = texts
        self.answers = LegacyAnswers(values, uses, names)
        self.outputs = Outputs(values, uses, names)
        self.requests = Requests(values, Reader(values, texts, Displays(values)).schemas)
        self.history = History(values, texts)
        self.advice = Advice(values)

    def trails(self) -> list[Trail]:
        """One trail for each call that concerns us, with those that share a use with it; one for each thing apart."""
        calls = list(interaction_calls(self.values))
        followed = [self._followed(call, handle) for call, handle in calls]
        concerned = self._concerned([trail for trail in followed if trail is not None])
        created = self._created(concerned)
        creates = {call: handle for call, handle in calls if asks(handle)}
        strands = self._arguments(creates, created, followed)
        self._finish(concerned)
        strands += [trail.apart for trail in followed if trail is not None and (trail.apart.sites or trail.apart.holds)]
        found: list[Trail] = [*concerned, *(Trail(strand, Parsed("unseen"), {}, {}) for strand in strands)]
        known = {node for trail in followed if trail is not None for node in trail.shapes}
        return [*found, *self._loose(known, found, followed), *wrongimport.trails(self.values)]

    # -- calls --------------------------------------------------------------------------------------------------

    def _followed(self, call: cst.Call, handle: Handle) -> LegacyTrail | None:
        """Where the answer of a call goes; None when it cannot be told whether it is a stream."""
        stream = keyword(call, "stream")
        if any(arg.star == "**" for arg in call.args) and stream is None:
            streamed = "False"
        else:
            streamed = dotted(stream.value) if stream is not None else "False"
        if streamed not in ("True", "False", "None"):
            return None
        trail = begin("created" if asks(handle) else "fetched", call)
        self._assume(call, handle, trail.strand)
        self._assume(call, handle, trail.apart)
        shape = Shape((MANY,), EVENT) if streamed == "True" else WHOLE
        self.answers.follow(call, shape.wrapped(AWAITABLE) if handle.asynchronous else shape, trail)
        return trail

    @staticmethod
    def _assume(call: cst.Call, handle: Handle, strand: Strand) -> None:
        """What has to hold for the receiver to be a client; that it is an enterprise client makes no difference here."""
        for assumption in sorted(handle.assumptions - {"enterprise"}):
            strand.assume(assumption, call, CLIENT_DOUBTS[assumption])

    # -- which of them concern us -------------------------------------------------------------------------------

    @staticmethod
    def _concerned(trails: list[LegacyTrail]) -> list[LegacyTrail]:
        """Trails with a legacy spelling, and those they share a use with; none of a program that knows both schemas."""
        known = families(trails, lambda trail: trail.strand.ties)
        old = (family for family in known if any(trail.legacy for trail in family) and not _knows_both(family))
        return [trail for family in old for trail in family]

    def _created(self, trails: list[LegacyTrail]) -> set[cst.CSTNode]:
        """The outputs that belong to answers of `create` alone; those of others may begin with the user's input."""
        self.outputs.fetched = {source.node for trail in trails if trail.asked == "fetched" for source in trail.sources}
        every = {source.node for trail in trails for source in trail.sources}
        for trail in trails:
            for source in trail.sources:
                item = self.module.parent(source.node)
                if isinstance(item, cst.Subscript):
                    self.texts.answers.add(item)
        return every - self.outputs.fetched

    # -- rewriting ----------------------------------------------------------------------------------------------

    def _arguments(self, calls: dict[cst.Call, Handle], created: set[cst.CSTNode], followed: list[LegacyTrail | None]) -> list[Strand]:
        """What the arguments of calls need, and what is to be said about them."""
        found = []
        for call, handle in calls.items():
            for strand in (self.requests.follow(call), self.history.follow(call, created, calls)):
                if strand is not None:
                    self._assume(call, handle, strand)
                    found.append(strand)
        said = [strand for call in calls for strand in self.advice.on(call, self._before(call, followed))]
        said += [strand for trail in followed if trail is not None and (strand := self._fragile(trail)) is not None]
        return [strand for strand in (*found, *said) if strand is not None and (strand.sites or strand.holds or strand.notes)]

    def _before(self, call: cst.Call, followed: list[LegacyTrail | None]) -> list[cst.Call]:
        """The calls whose answer a call goes on from: those of `previous_interaction_id=answer.id`."""
        previous = keyword(call, "previous_interaction_id")
        value = previous.value if previous is not None else None
        if not isinstance(value, cst.Attribute) or value.attr.value != "id":
            return []
        reaching = [trail for trail in followed if trail is not None and trail.shapes.get(value.value) == WHOLE]
        known = {definition for trail in reaching for definition in trail.definitions}
        if isinstance(value.value, cst.Name) and not self.module.flow.definitions_of(value.value) <= known:
            return []
        fetched = any(trail.asked == "fetched" for trail in reaching)
        return [] if fetched else [trail.call for trail in reaching if trail.call is not None]

    def _fragile(self, trail: LegacyTrail) -> Strand | None:
        """`steps[-1].content[0].text` may be the text of an answer; whether it is all of it does not show."""
        strand = Strand()
        plain = trail.call is not None and trail.asked == "created" and contents_asked(trail.call) == frozenset()
        for base, reading in trail.fragile:
            if plain and trail.legacy is False:
                strand.site(reading, "GI517", words.FRAGILE)
                strand.assume("last-text", reading, words.FRAGILE)
                self.outputs.texts.check_handlers(reading, strand)
                strand.edit(self.outputs.text_edit(reading, base))
            else:
                strand.note(reading, "GI517", words.FRAGILE)
        return strand

    def _finish(self, trails: list[LegacyTrail]) -> None:
        """Rewrite what the answers are read as; an answer that leaves holds the rest of its trail."""
        asking: dict[cst.CSTNode, frozenset[str] | None] = {}
        for trail in trails:
            asked = contents_asked(trail.call) if trail.call is not None and trail.asked == "created" else None
            for source in trail.sources:
                same = source.node not in asking or asking[source.node] == asked
                asking[source.node] = asked if same else None
        for trail in trails:
            trail.sources = [source for source in trail.sources if source.node not in self.history.handled]
            self.outputs.finish(trail, asking)
            for node, message in trail.left:
                if node not in self.history.handled:
                    trail.strand.hold(node, "GI506", message)
            for node in trail.shown:
                trail.strand.note(node, "GI406", words.SHOWN)

    # -- what nothing led to ------------------------------------------------------------------------------------

    def _loose(self, known: set[cst.CSTNode], trails: list[Trail], followed: Sequence[LegacyTrail | None]) -> list[Trail]:
        """Legacy names in a file that makes interactions, on what was not followed to its call."""
        if not followed:
            return []
        sited = {s.node for t in trails for s in t.strand.sites} | {h.node for t in trails for h in t.strand.holds}
        texts = {string_value(node) for node in self.module.every(cst.SimpleString)}
        attributes = {node.attr.value for node in self.module.every(cst.Attribute)}
        dumped = any(isinstance(trail, LegacyTrail) and trail.dumped for trail in followed)
        found = []
        for node in self.module.nodes:
            strand = Strand()
            if dumped and isinstance(node, cst.SimpleString) and string_value(node) == "outputs" and node not in sited:
                strand.hold(node, "GI506", "an answer that is dumped has no `outputs` any more, and this may be read of one")
            elif isinstance(node, cst.SimpleString) and node not in sited and not texts & {*EVENTS.values()}:
                if string_value(node) in EVENTS:
                    strand.hold(
                        node, "GI502", f"`{string_value(node)}` is the legacy name of an event, and where it is compared is not followed"
                    )
            elif isinstance(node, cst.Attribute) and node.attr.value == "outputs" and not {node, node.value} & known:
                if self._looks_legacy(node) and not attributes & {"steps", "output_text"}:
                    strand.hold(node, "GI506", words.OUT_OF_SIGHT)
            if strand.holds:
                strand.ties.add(node)
                found.append(Trail(strand, Parsed("unseen"), {}, {}))
        return found

    def _looks_legacy(self, node: cst.Attribute) -> bool:
        """`x.outputs[-1].text`, of a parameter or attribute that is nobody else's."""
        item = self.module.parent(node)
        reading = self.module.parent(item) if isinstance(item, cst.Subscript) and item.value is node else None
        index = item.slice[0].slice if isinstance(item, cst.Subscript) else None
        number = integer_value(index.value) if isinstance(index, cst.Index) else None
        named = isinstance(reading, cst.Attribute) and reading.attr.value in ("text", "data", "type")
        definitions = self.values.definitions(node.value) if isinstance(node.value, cst.Name) else []
        given = bool(definitions) and all(definition.kind == "parameter" for definition in definitions)
        ours = given or isinstance(node.value, cst.Attribute)
        return named and number in (0, -1) and ours and self.values.handle(node.value) != FOREIGN


def _knows_both(family: list[LegacyTrail]) -> bool:
    """Whether the program asks which schema it has, or compares names of both."""
    together = begin("created")
    for trail in family:
        together.legacy |= trail.legacy
        together.current |= trail.current
        together.tries |= trail.tries
        together.asks += trail.asks
        together.types |= trail.types
    return together.knows_both
