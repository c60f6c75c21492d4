"""Parts and lists of them under names and out of functions: they are rewritten where they are made, for all who use them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from codemods.api.nodes import Leaf, Node, Object, Rest
from codemods.javascript.answer.places import method_of_callback
from codemods.javascript.clients import returns
from codemods.javascript.content.types import Types
from codemods.javascript.edits import replaced
from codemods.javascript.nodes import arguments, bare, dotted, is_called, outermost
from codemods.javascript.outdent import outdented
from codemods.javascript.render import Renderer, joined
from codemods.javascript.scopes import is_function
from codemods.javascript.slots import Slot
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node as Source
from codemods.javascript.values import Values

#: What an expression is: one part or turn, or a list of them. None when it is nothing of the kind that is in sight.
#: A ``result`` is a part that is a step now (the result of a function, or a call), a ``response`` what such a part holds.
Kind = Literal["part", "turn", "result", "response", "parts", "turns", "results"]
#: Converts an expression that is spelled out: to several in a row, where a turn becomes several steps.
Convert: TypeAlias = "Callable[[Source, Kind], tuple[Node, ...] | None]"
_HELP = "Make contents of it where it is made: { type: 'text', text: … }, { type: 'image', data: …, mime_type: … }."
_MANY: dict[Kind, Kind] = {"part": "parts", "turn": "turns", "result": "results"}
_ONE: dict[Kind, Kind] = {many: one for one, many in _MANY.items()}


_LOOPS = frozenset({"for_statement", "for_in_statement", "while_statement", "do_statement"})


@dataclass(frozen=True)
class _Made:
    """The expressions that make a value which others use, and what calls them."""

    values: list[Source]
    function: Source


class Named:
    """Follows parts in one module to where they are made. ``spelled`` tells what an expression is that is spelled out."""

    def __init__(self, values: Values, spelled: Callable[[Source], Kind | None]) -> None:
        self.values = values
        self.module = values.module
        self.spelled = spelled
        self.renderer = Renderer(values.module)
        self.types = Types(values)

    # -- what something is --------------------------------------------------------------------------------------

    def kind(self, node: Source, seen: frozenset[object] = frozenset()) -> Kind | None:
        """What an expression is, here or where its name got it."""
        node = bare(node)
        if node in seen:
            return None
        seen = seen | {node}
        if (spelled := self.spelled(node)) is not None:
            return spelled
        if node.kind == "await_expression":
            return self.kind(node.named[0], seen)
        if node.kind == "call_expression":
            return self._kind_of_call(node, seen)
        if node.kind == "array":
            found = self._common([self._kind_of_item(item, seen) for item in node.named])
            texts = bool(node.named) and all(self.values.proof(item) == "text" for item in node.named)
            return "parts" if texts else found
        slot = self._slot(node)
        value = self._value(slot) if slot is not None else None
        if slot is None or value is None:
            return None
        pushed = [self.kind(item, seen) for item in self._pushed(slot)]
        held = self.kind(value, seen)
        many = [_MANY.get(kind) if kind is not None else None for kind in pushed]
        if bare(value).kind == "array":
            known = {kind for kind in (held, *many) if kind is not None}
            return known.pop() if len(known) == 1 else None
        return held

    def _kind_of_item(self, item: Source, seen: frozenset[object]) -> Kind | None:
        if item.kind == "spread_element":
            return self.kind(item.named[0], seen)
        kind = self.kind(item, seen)
        return _MANY.get(kind) if kind is not None else None

    @staticmethod
    def _common(kinds: list[Kind | None]) -> Kind | None:
        """Texts stand among parts, so what is not known is one there."""
        known = {kind for kind in kinds if kind is not None}
        if known <= {"turns", "results"} and None in kinds:
            return None
        return known.pop() if len(known) == 1 else None

    def _kind_of_call(self, node: Source, seen: frozenset[object]) -> Kind | None:
        if self._is_all(node):
            return self.kind(arguments(node)[0], seen)
        mapped = self._mapped(node)
        if mapped is not None:
            found = {self.kind(value, seen) for value in mapped.values}
            kind = found.pop() if len(found) == 1 else None
            return _MANY.get(kind) if kind is not None else None
        function = self.values.function_of(node)
        kinds = {self.kind(value, seen) for value in returns(function)} if function is not None else set()
        return kinds.pop() if len(kinds) == 1 else None

    @staticmethod
    def _is_all(node: Source) -> bool:
        return dotted(bare(node.must("function"))) == "Promise.all" and len(arguments(node)) == 1

    def _mapped(self, node: Source) -> _Made | None:
        """`list.map(make)`: what the function gives."""
        callee = bare(node.must("function"))
        given = arguments(node)
        if callee.kind != "member_expression" or callee.must("property").text != "map" or len(given) != 1:
            return None
        function = given[0]
        if function.kind in ("arrow_function", "function_expression"):
            return _Made(returns(function), function)
        named = self._function(function)
        return _Made(returns(named), named) if named is not None else None

    def _function(self, name: Source) -> Source | None:
        """The function of the module that a name, which is not called here, stands for."""
        binding = self.module.scopes.binding(name) if name.kind == "identifier" else None
        write = binding.only_write if binding is not None else None
        value = bare(write.value) if write is not None and write.value is not None and not write.path else None
        return value if value is not None and is_function(value) else None

    def _slot(self, node: Source) -> Slot | None:
        return self.values.of(node) if node.kind in ("identifier", "shorthand_property_identifier") else None

    @staticmethod
    def _value(slot: Slot) -> Source | None:
        """What a name was given, once and where it is declared."""
        write = slot.writes[0] if len(slot.writes) == 1 else None
        return write.value if write is not None and write.how == "declared" and not write.path else None

    def _pushed(self, slot: Slot) -> list[Source]:
        """What is pushed to the list under a name."""
        return [item for read in slot.reads if (call := _push(read)) is not None for item in arguments(call)]

    def grows_behind(self, use: Source) -> bool:
        """Whether a list under a name may get more once it was used, so that a copy of it is not the same."""
        slot = self._slot(use)
        if slot is None:
            return False
        around = [node for node in use.ancestors() if node.kind in _LOOPS or is_function(node)]
        pushes = [call for read in slot.reads if (call := _push(read)) is not None]
        if any(not node.holds(slot.declaration) for node in around) and pushes:
            return True
        return any(call.start > use.start or _runs_later(call, use) for call in pushes)

    # -- rewriting ----------------------------------------------------------------------------------------------

    def take(self, node: Source, kind: Kind, convert: Convert, strand: Strand) -> Leaf | None:
        """Convert what an expression is made of, where it is made; the expression itself stays. None with a hold."""
        done = self._convert(bare(node), kind, convert, strand, frozenset())
        return Leaf(node) if done else None

    def _convert(self, node: Source, kind: Kind, convert: Convert, strand: Strand, seen: frozenset[object]) -> bool:
        node = bare(node)
        if node in seen:
            return True
        seen = seen | {node}
        if node.kind in ("object", "array") or self.spelled(node) is not None:
            return self._in_place(node, kind, convert, strand)
        if node.kind == "await_expression":
            return self._convert(node.named[0], kind, convert, strand, seen)
        if node.kind == "call_expression":
            return self._convert_call(node, kind, convert, strand, seen)
        slot = self._slot(node)
        value = self._value(slot) if slot is not None else None
        if slot is None or value is None:
            strand.hold(node, "GI203", "what this is made of is not in sight", _HELP)
            return False
        strand.claim(slot, node)
        one = _ONE.get(kind, kind)
        for read in slot.reads:
            call = _push(read)
            if call is None:
                continue
            strand.claim(slot, read)
            for item in arguments(call):
                if item.kind == "spread_element" or not self._pushed_item(item, one, convert, strand, seen):
                    strand.hold(item, "GI200", "what is added to this list is not rewritten yet", _HELP)
                    return False
        self.types.declare(slot, kind, strand)
        return self._convert(value, kind, convert, strand, seen)

    def _pushed_item(self, item: Source, kind: Kind, convert: Convert, strand: Strand, seen: frozenset[object]) -> bool:
        if self.kind(item) is not None and bare(item).kind != "object" and self.spelled(bare(item)) is None:
            return self._convert(item, kind, convert, strand, seen)
        if bare(item).kind == "object":
            self.types.recast(item, kind, strand)
        return self._in_place(bare(item), kind, convert, strand)

    def _in_place(self, node: Source, kind: Kind, convert: Convert, strand: Strand) -> bool:
        steps = convert(node, kind)
        if steps is None:
            return False
        if (len(steps) > 1 or isinstance(steps[0], Rest)) and not self._takes_several(node):
            strand.hold(node, "GI200", "a turn that becomes several steps is not rewritten here yet", _HELP)
            return False
        indent = self.module.indent(node.start)
        pieces = joined([self.renderer.node(step, indent) for step in steps])
        if _is_arrow_body(node) and isinstance(steps[0], Object):
            pieces = ["(", *pieces, ")"]
        if pieces != [node]:
            strand.site(node, "GI107", "these contents are built the old way")
            strand.edit(replaced(outermost(node) if isinstance(steps[0], Rest) else node, *pieces))
            strand.edit(*outdented(pieces, indent, self.module))
        return True

    @staticmethod
    def _takes_several(node: Source) -> bool:
        """Whether there may be several expressions in the place of one: an item of a list, or what is pushed to one."""
        listed = outermost(node).parent
        call = listed.parent if listed is not None and listed.kind == "arguments" else None
        callee = bare(call.must("function")) if call is not None and call.kind == "call_expression" else None
        pushed = callee is not None and callee.kind == "member_expression" and callee.must("property").text == "push"
        return pushed or (listed is not None and listed.kind == "array")

    def _convert_call(self, node: Source, kind: Kind, convert: Convert, strand: Strand, seen: frozenset[object]) -> bool:
        if self._is_all(node):
            return self._convert(arguments(node)[0], kind, convert, strand, seen)
        mapped = self._mapped(node)
        one = _ONE.get(kind, kind)
        function = mapped.function if mapped is not None else self.values.function_of(node)
        if function is None:
            strand.hold(node, "GI203", "what makes this is not in sight", _HELP)
            return False
        name = arguments(node)[0] if mapped is not None else bare(node.must("function"))
        if not name.holds(function):
            slot = self._slot(name)
            assert slot is not None
            strand.claim(slot, name)
        self.types.give_back(function, one if mapped is not None else kind, strand)
        inner = one if mapped is not None else kind
        done = [self._convert(value, inner, convert, strand, seen) for value in returns(function)]
        return all(done)


def _runs_later(push: Source, use: Source) -> bool:
    """Whether a function that pushes may run behind a use: any but the callback of a `forEach` that waits for nothing."""
    for around in push.ancestors():
        if around.holds(use):
            return False
        if is_function(around) and (around.has_token("async") or method_of_callback(around) != "forEach"):
            return True
    return False


def _is_arrow_body(node: Source) -> bool:
    """Whether an object in the place of a call would be taken for the body of a function: `() => call()`."""
    return node.kind != "object" and node.parent is not None and node.parent.kind == "arrow_function" and node.parent.field("body") is node


def _push(read: Source) -> Source | None:
    """The call of `push` on a list, whose value is not used."""
    parent = outermost(read).parent
    if parent is None or parent.kind != "member_expression" or parent.must("object") is not outermost(read):
        return None
    call = is_called(parent) if parent.must("property").text == "push" else None
    alone = call is not None and call.parent is not None and call.parent.kind == "expression_statement"
    return call if alone else None
