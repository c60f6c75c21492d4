"""The front: calls of `interactions.create` and `interactions.get`, and what is spelled the legacy way around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codemods.api import legacy_words as words
from codemods.api.legacy import EVENTS
from codemods.javascript.generate import CLIENT_DOUBTS
from codemods.javascript.legacy import both, narrowing, types
from codemods.javascript.legacy.advice import Advice
from codemods.javascript.legacy.answers import LegacyAnswers
from codemods.javascript.legacy.calls import Request, requests
from codemods.javascript.legacy.history import History
from codemods.javascript.legacy.lists import item_of
from codemods.javascript.legacy.outputs import Outputs
from codemods.javascript.legacy.request import LegacyRequests, contents_asked
from codemods.javascript.legacy.trail import ANSWER, STREAM, LegacyTrail, shape
from codemods.javascript.nodes import bare, outermost, property_name, string_value
from codemods.javascript.packages import GENAI
from codemods.javascript.reading import Readings
from codemods.javascript.scopes import Write
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node
from codemods.javascript.trail import Trail
from codemods.strands import families


def trails(readings: Readings) -> list[Trail]:
    """One trail for each call that concerns us, with those that share a use with it; one for each thing apart."""
    return LegacyFront(readings).trails()


class LegacyFront:
    """Reads one module; `trails` are everything it found."""

    def __init__(self, readings: Readings) -> None:
        self.readings = readings
        self.module = readings.values.module
        self.answers = LegacyAnswers(readings.values)
        self.outputs = Outputs(readings.values)
        self.requests = LegacyRequests(readings)
        self.history = History(readings, self.outputs)
        self.advice = Advice(readings.values)

    def trails(self) -> list[Trail]:
        calls = list(requests(self.readings))
        followed = [trail for call in calls if (trail := self._followed(call)) is not None]
        concerned = _concerned(followed)
        self._asked(concerned)
        strands = self._parameters([call for call in calls if call.asks], followed)
        self._finish(concerned)
        strands += [trail.apart for trail in followed if trail.apart.sites or trail.apart.holds]
        strands += types.strands(self.readings.values, self.history.types)
        found: list[Trail] = [*concerned, *map(Trail, strands)]
        return [*found, *self._loose(found, followed)]

    # -- calls --------------------------------------------------------------------------------------------------

    def _followed(self, request: Request) -> LegacyTrail | None:
        """Where the answer of a call goes; None when it cannot be told whether it is a stream."""
        if request.streamed is None:
            return None
        trail = LegacyTrail(Strand(), request=request)
        self._assume(request, trail.strand)
        self._assume(request, trail.apart)
        self.answers.trace(request.call, shape(STREAM if request.streamed else ANSWER, promised=True), trail)
        return trail

    @staticmethod
    def _assume(request: Request, strand: Strand) -> None:
        """What has to hold for the receiver to be a client; that it is an enterprise client makes no difference here."""
        for assumption in sorted(request.client.assumptions - {"enterprise"}):
            strand.assume(assumption, request.call, CLIENT_DOUBTS[assumption])

    def _asked(self, concerned: Sequence[LegacyTrail]) -> None:
        """What the answers whose outputs are read may hold; some of them may begin with the user's input."""
        self.outputs.fetched = {source for trail in concerned if trail.fetched for source in trail.sources}
        asking: dict[Node, frozenset[str] | None] = {}
        for trail in concerned:
            asked = contents_asked(trail.request) if trail.request is not None and trail.request.asks else None
            for source in trail.sources:
                asking[source] = asked if asking.get(source, asked) == asked else None
        self.outputs.asking = asking

    # -- parameters ---------------------------------------------------------------------------------------------

    def _parameters(self, calls: list[Request], followed: list[LegacyTrail]) -> list[Strand]:
        """What the parameters of calls need, and what is to be said about them."""
        created = {*self.outputs.asking} - self.outputs.fetched
        inputs = {pair for call in calls if (pair := call.pair("input")) is not None}
        found: list[Strand | None] = []
        for call in calls:
            for strand in (self.requests.follow(call), self.history.follow(call, created, inputs)):
                if strand is not None:
                    self._assume(call, strand)
                    found.append(strand)
        found += [strand for call in calls for strand in self.advice.on(call, self._before(call, followed))]
        found += [self._fragile(trail) for trail in followed]
        return [strand for strand in found if strand is not None and (strand.sites or strand.holds or strand.notes)]

    @staticmethod
    def _before(call: Request, followed: list[LegacyTrail]) -> list[Request]:
        """The calls whose answer a call goes on from: those of `previous_interaction_id: answer.id`."""
        previous = call.value("previous_interaction_id")
        if previous is None or previous.kind != "member_expression" or previous.must("property").text != "id":
            return []
        answer = previous.must("object")
        reaching = [trail for trail in followed if trail.reached_as(answer) == shape(ANSWER)]
        return [trail.request for trail in reaching if trail.request is not None] if not any(t.fetched for t in reaching) else []

    def _fragile(self, trail: LegacyTrail) -> Strand:
        """`steps.at(-1).content[0].text` may be the text of an answer; whether it is all of it does not show."""
        strand = Strand()
        request = trail.request
        plain = request is not None and request.asks and contents_asked(request) == frozenset()
        for base, reading in trail.fragile:
            if plain and not trail.legacy:
                strand.site(reading, "GI517", words.FRAGILE)
                strand.assume("last-text", reading, words.FRAGILE)
                self.outputs.read_text(reading, base, strand)
            else:
                strand.note(reading, "GI517", words.FRAGILE)
        return strand

    def _finish(self, concerned: list[LegacyTrail]) -> None:
        """Rewrite what the answers are read as; an answer that leaves holds the rest of its trail."""
        for trail in concerned:
            trail.sources = [source for source in trail.sources if source not in self.history.handled]
            self.outputs.finish(trail)
            for node, message in trail.left:
                if bare(node) not in self.history.handled:
                    trail.strand.hold(node, "GI506", message)
            for node in trail.shown:
                trail.strand.note(node, "GI406", words.SHOWN)

    # -- what nothing led to ------------------------------------------------------------------------------------

    def _loose(self, found: list[Trail], followed: Sequence[LegacyTrail]) -> Iterator[Trail]:
        """Legacy names in a file that makes interactions, on what was not followed to its call."""
        if not followed and not (GENAI in self.readings.values.packages and "interactions" in self.module.source):
            return
        known = {node for trail in followed for node in trail.reached}
        said = {site.node for trail in found for site in trail.strand.sites} | {held.node for trail in found for held in trail.strand.holds}
        nodes = list(self.module.root.walk())
        texts = {string_value(node) for node in nodes if node.kind in ("string", "template_string")}
        names = {node.text for node in nodes if node.kind == "property_identifier"}
        dumped = any(trail.dumped for trail in followed)
        for node in nodes:
            strand = Strand()
            if node.kind == "string" and node not in said and string_value(node) in EVENTS and not texts & {*EVENTS.values()}:
                what = f"`{string_value(node)}` is the legacy name of an event, and where it is compared is not followed"
                strand.hold(node, "GI502", what)
            elif node.kind == "member_expression" and node.must("property").text == "outputs" and not {node, node.must("object")} & known:
                if (dumped or self._looks_legacy(node)) and not names & {"steps", "output_text"}:
                    strand.hold(node, "GI506", words.OUT_OF_SIGHT)
            if strand.holds:
                strand.tie(node)
                yield Trail(strand)

    def _looks_legacy(self, node: Node) -> bool:
        """`x.outputs.at(-1).text`, `x.outputs.filter((o) => o.type === 'text')`, of a parameter or field that is nobody else's."""
        item = item_of(node)
        reading = outermost(item.whole).parent if item is not None and item.place in (0, -1) else None
        named = reading is not None and reading.kind == "member_expression" and reading.must("property").text in ("text", "data", "type")
        owner = bare(node.must("object"))
        binding = self.module.scopes.binding(owner) if owner.kind == "identifier" else None
        given = binding is not None and all(self._may_be_answer(write) for write in binding.writes)
        return (named or narrowing.called_for(node) < narrowing.ALL) and (given or owner.kind == "member_expression")

    def _may_be_answer(self, write: Write) -> bool:
        """Whether a value may be an answer by a way that is not followed: a parameter, a piece of `this`, `interactions['create'](…)`."""
        if write.how == "parameter":
            return True
        value = bare(write.value) if write.how == "declared" and write.value is not None else None
        if value is None or write.path:
            return value is not None and value.kind == "this"
        value = bare(value.named[0]) if value.kind == "await_expression" else value
        function = bare(value.must("function")) if value.kind == "call_expression" else value
        return function.kind in _MEMBERS and property_name(function) in _METHODS and self._is_interactions(bare(function.must("object")))

    def _is_interactions(self, service: Node) -> bool:
        values = self.readings.values
        if service.kind in _MEMBERS:
            return property_name(service) == _SERVICE and values.client(service.must("object")) is not None
        binding = self.module.scopes.binding(service)
        write = binding.only_write if binding is not None else None
        if write is None or write.value is None:
            return False
        if write.path:
            return write.path == (_SERVICE,) and values.client(write.value) is not None
        return write.how == "declared" and self._is_interactions(bare(write.value))


_MEMBERS = ("member_expression", "subscript_expression")
_SERVICE = "interactions"
_METHODS = frozenset({"create", "get"})


def _concerned(trails: list[LegacyTrail]) -> list[LegacyTrail]:
    """Trails with a legacy spelling, and those they share a use with; none of a program that knows both schemas."""
    known = families(trails, lambda trail: trail.strand.ties)
    old = (family for family in known if any(trail.legacy for trail in family) and not both.are_known(family))
    return [trail for family in old for trail in family]
