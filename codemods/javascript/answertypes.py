"""The type of answers in TypeScript: `GenerateContentResponse` becomes that of an interaction where an answer is declared to be one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from codemods.javascript.edits import replaced
from codemods.javascript.nodes import bare
from codemods.javascript.packages import GENAI
from codemods.javascript.scopes import is_function
from codemods.javascript.slots import annotation_at
from codemods.javascript.strand import Import
from codemods.javascript.syntax import Node
from codemods.javascript.trail import Trail
from codemods.javascript.values import Values

_OLD = (GENAI, "GenerateContentResponse")
_NEW = "Interactions.Interaction"
#: Newer SDKs declare that an interaction may have no steps, and give only such that have.
_WITH_STEPS = "Interactions.Interaction & { steps: Interactions.Step[] }"
_STREAMS = ("AsyncGenerator", "AsyncIterable", "AsyncIterableIterator")
_EVENT = "Interactions.InteractionSSEEvent"


def declare(trails: Iterable[Trail], values: Values) -> None:
    """Write the new type into the annotations of everything that holds an answer, and of functions that give one."""
    mentions = [node for node in values.module.root.walk() if node.kind in _NAMES and _is_whole(node) and values.symbol(node) == _OLD]
    trails = list(trails) if mentions else []
    within = _Mentions(mentions)
    new = _WITH_STEPS if any(_reads_steps(trail) for trail in trails) else _NEW
    for trail in trails:
        for place in _places(trail, values):
            for node in within.of(place):
                if (around := _streamed(node)) is not None:
                    _declare_stream(node, around, values, trail)
                else:
                    trail.strand.site(node, "GI104", "`GenerateContentResponse` is the type of the old answer")
                    trail.strand.edit(replaced(node, f"({new})" if new != _NEW and _is_in_type(node) else new))
                    trail.strand.imports.add(Import(GENAI, "Interactions", is_type=True))


class _Mentions:
    """Names of types in the order of the source, asked for those in one place of many."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._nodes = list(nodes)
        self._starts = [node.start for node in self._nodes]

    def of(self, place: Node) -> list[Node]:
        between = slice(bisect_left(self._starts, place.start), bisect_left(self._starts, place.end))
        return [node for node in self._nodes[between] if place.holds(node)]


def _reads_steps(trail: Trail) -> bool:
    """Whether the steps of an answer are read."""
    return any(isinstance(piece, str) and ".steps." in piece for edit in trail.strand.edits for piece in edit.pieces)


def _is_in_type(node: Node) -> bool:
    """Whether a type is part of one that binds closer: a list, a union."""
    return node.parent is not None and node.parent.kind in ("array_type", "union_type", "intersection_type")


def _streamed(mention: Node) -> Node | None:
    """The `AsyncGenerator<…>` of answers that a type is an argument of."""
    listed = mention.parent
    around = listed.parent if listed is not None and listed.kind == "type_arguments" else None
    return around if around is not None and around.kind == "generic_type" and around.must("name").text in _STREAMS else None


def _declare_stream(mention: Node, around: Node, values: Values, trail: Trail) -> None:
    """The type of a stream: what can be looped over, and no generator any more."""
    trail.strand.site(mention, "GI104", "`GenerateContentResponse` is the type of a piece of the old stream")
    trail.strand.edit(replaced(around, f"AsyncIterable<{_EVENT}>"))
    trail.strand.imports.add(Import(GENAI, "Interactions", is_type=True))


def declare_pieces(trails: Iterable[Trail], values: Values) -> None:
    """The same for function calls that answers hold; other pieces have no type of their own, so their names hold."""
    named = [node for node in values.module.root.walk() if node.kind in _NAMES and _is_whole(node)]
    mentions = {node: symbol[-1] for node in named if (symbol := values.symbol(node)) is not None and symbol[0] == GENAI}
    within = _Mentions(mentions)
    for trail in trails if mentions else ():
        for place in _piece_places(trail, values):
            for node in within.of(place):
                name = mentions[node]
                if name == _OLD[1]:
                    continue
                if name != "FunctionCall":
                    trail.strand.hold(node, "GI200", f"the type `{name}` of something in an answer would have to change here")
                    continue
                trail.strand.site(node, "GI104", "`FunctionCall` is the type of calls in the old answer")
                trail.strand.edit(replaced(node, "Interactions.FunctionCallStep"))
                trail.strand.imports.add(Import(GENAI, "Interactions", is_type=True))


def _piece_places(trail: Trail, values: Values) -> list[Node]:
    """The types that say what something in an answer is."""
    pieces = {slot for slot, shape in trail.slots.items() if shape.what in _PIECES or shape.path.startswith("candidates")}
    found = [values.annotation(slot) for slot in pieces]
    reached = {node: shape for node, shape in trail.reached.items() if shape.what in _PIECES or shape.path.startswith("candidates")}
    found += [cast for node in reached for cast in _casts(node)]
    returning = [next((around for around in node.ancestors() if is_function(around)), None) for node in reached if _is_returned(node)]
    found += [function.field("return_type") for function in returning if function is not None]
    return [node for node in found if node is not None]


def _is_returned(node: Node) -> bool:
    return node.parent is not None and node.parent.kind in ("return_statement", "arrow_function")


_PIECES = frozenset({"parts", "part", "calls", "call", "blob"})
_NAMES = ("type_identifier", "nested_type_identifier")


def _is_whole(node: Node) -> bool:
    return node.parent is None or node.parent.kind not in ("nested_type_identifier", "import_specifier")


def _places(trail: Trail, values: Values) -> list[Node]:
    """The types that say what an answer of a trail is."""
    holding = [slot for slot, shape in trail.slots.items() if shape.what in ("answer", "stream") and not shape.path]
    found = [values.annotation(slot) for slot in holding]
    found += [tie.field("return_type") for tie in trail.strand.ties if isinstance(tie, Node) and is_function(tie)]
    found += [annotation_at(name) for tie in trail.strand.ties if isinstance(tie, Node) and (name := _name_of(tie)) is not None]
    for node, shape in trail.reached.items():
        if shape.what == "answer" and not shape.path:
            found += _casts(node)
    return [node for node in found if node is not None]


def _name_of(tie: Node) -> Node | None:
    """The name that a function is declared as, whose type may say what it gives."""
    return tie.parent.field("name") if is_function(tie) and tie.parent is not None and tie.parent.kind == "variable_declarator" else None


def _casts(node: Node) -> list[Node]:
    """The types behind `as` and `satisfies` around an expression."""
    casts, inner = ("as_expression", "satisfies_expression"), bare(node)
    return [below.named[-1] for below in node.walk() if below.kind in casts and below is not inner and below.holds(inner)]
