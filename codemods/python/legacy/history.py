"""The input of a call: turns of a role and a content become steps, wherever the list of them is made and grows."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import libcst as cst

from codemods.api import legacy_words as words
from codemods.api.legacy import CONTENTS, ROLES, STEPS
from codemods.python.displays import style_of
from codemods.python.edits import Change, Edit, Now
from codemods.python.flow import Definition
from codemods.python.legacy.typenames import TypeNames
from codemods.python.nodes import keyword, string_value
from codemods.python.strand import Strand
from codemods.python.texts import Texts
from codemods.python.tree import walk
from codemods.python.values import Values
from codemods.rules import RULES


class History:
    """Rewrites the input of calls in one module. ``handled`` are the outputs of answers that went into it as steps."""

    def __init__(self, values: Values, texts: Texts) -> None:
        self.values = values
        self.module = values.module
        self.texts = texts
        self.handled: set[cst.CSTNode] = set()
        self.created: Collection[cst.CSTNode] = ()
        self.calls: Collection[cst.CSTNode] = ()

    def follow(self, call: cst.Call, created: Collection[cst.CSTNode], calls: Collection[cst.CSTNode]) -> Strand | None:
        """What the input of one call needs; None when it is current. ``created`` are outputs of answers to ``calls``."""
        self.created, self.calls = created, calls
        argument = keyword(call, "input")
        if argument is None:
            return None
        strand = Strand()
        strand.ties.add(call)
        self._input(argument.value, strand)
        return strand if strand.sites or strand.holds else None

    def _input(self, node: cst.BaseExpression, strand: Strand) -> None:
        pieces = list(self._pieces(node))
        if any(self._has_turns(piece) for piece in pieces):
            for piece in pieces:
                self._piece(piece, strand)
        elif isinstance(node, cst.List):
            self._check_mixed(node, strand)
        elif isinstance(node, cst.Dict) and _type(node) in STEPS:
            strand.site(node, "GI504", "a single step is no input; a list of steps is")
            strand.edit(Edit(node, _in_list, "list of one step"))
        elif any(self._keeps_turns(piece) for piece in pieces):
            strand.hold(node, "GI504", words.TURNS_ELSEWHERE)

    def _pieces(self, node: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
        """The lists that an input is put together from: `turns + […]`, `[*turns, …]`."""
        if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Add):
            yield from self._pieces(node.left)
            yield from self._pieces(node.right)
            return
        yield node
        for element in node.elements if isinstance(node, cst.List) else ():
            if isinstance(element, cst.StarredElement):
                yield from self._pieces(element.value)

    def _has_turns(self, piece: cst.BaseExpression) -> bool:
        definition = self._list_behind(piece)
        several = _dicts(piece) if definition is None else self._turns_of(definition)
        return any(_is_turn(turn) for turn in several)

    def _piece(self, piece: cst.BaseExpression, strand: Strand) -> None:
        definition = self._list_behind(piece)
        if isinstance(piece, cst.List):
            self._row(piece, strand)
        elif definition is not None:
            self._grown(definition, strand)
        else:
            strand.hold(piece, "GI506", "these turns are not in sight", RULES["GI504"].help)

    # -- lists under a name -------------------------------------------------------------------------------------

    def _list_behind(self, node: cst.BaseExpression) -> Definition | None:
        """The one definition behind a name, when it is a list display."""
        definitions = self.module.flow.definitions_of(node) if isinstance(node, cst.Name) else frozenset()
        only = next(iter(definitions)) if len(definitions) == 1 else None
        if only is None or only.kind != "assign" or only.scope.kind == "class" or not isinstance(only.node, (cst.Assign, cst.AnnAssign)):
            return None
        plain = isinstance(only.node, cst.AnnAssign) or len(only.node.targets) == 1
        return only if plain and isinstance(only.value, cst.List) else None

    def _turns_of(self, definition: Definition) -> list[cst.Dict]:
        """What a list begins with, and what is added to it later."""
        additions = [addition for use in definition.uses if (addition := self._addition(use)) is not None]
        began = _dicts(definition.value) if definition.value is not None else []
        return [*began, *(turn for addition in additions for turn in _dicts_of(addition))]

    def _grown(self, definition: Definition, strand: Strand) -> None:
        """A list that gets turns later. Uses that are not claimed hold the group."""
        assert isinstance(definition.value, cst.List)
        self._row(definition.value, strand)
        for use in definition.uses:
            addition = self._addition(use)
            if addition is not None:
                self._added(addition, strand)
            if addition is not None or self._is_input(use) or self._harmless(use):
                strand.claim(definition, use)

    def _addition(self, use: cst.CSTNode) -> cst.Call | None:
        """`turns.append(…)` or `turns.extend(…)`."""
        method = self.module.parent(use)
        call = self.module.parent(method) if isinstance(method, cst.Attribute) and method.value is use else None
        named = isinstance(method, cst.Attribute) and method.attr.value in ("append", "extend")
        return call if named and isinstance(call, cst.Call) and call.func is method and len(call.args) == 1 else None

    def _is_input(self, use: cst.CSTNode) -> bool:
        above = self.module.parent(use)
        while isinstance(above, (cst.BinaryOperation, cst.StarredElement, cst.List)):
            above = self.module.parent(above)
        argument = above
        named = isinstance(argument, cst.Arg) and argument.keyword is not None and argument.keyword.value == "input"
        call = self.module.parent(argument) if named and argument is not None else None
        return call is not None and call in self.calls

    def _harmless(self, use: cst.CSTNode) -> bool:
        """`if turns:`, `turns.clear()`; what counts turns or takes one out would count and take steps."""
        parent = self.module.parent(use)
        return self.module.only_tested(use) or (isinstance(parent, cst.Attribute) and parent.attr.value == "clear")

    def _added(self, call: cst.Call, strand: Strand) -> None:
        value = call.args[0].value
        extends = isinstance(call.func, cst.Attribute) and call.func.attr.value == "extend"
        if extends and isinstance(value, cst.List):
            self._row(value, strand)
        elif not extends and isinstance(value, cst.Dict):
            self._appended(call, value, strand)
        else:
            strand.hold(value, "GI506", "what is added to the turns here is not in sight", RULES["GI504"].help)

    def _appended(self, call: cst.Call, turn: cst.Dict, strand: Strand) -> None:
        """`turns.append({…})`: outputs and calls of functions are steps of their own, so several may be added."""
        content = _value(turn, "content")
        if not _is_turn(turn):
            self._other(turn, strand)
        elif content is not None and content in self.created:
            self._outputs_added(call, turn, content, strand)
        elif content is not None and self._own_steps(content):
            strand.site(turn, "GI504", words.TURNS)
            alone = _alone(content)
            strand.edit(Edit(turn, _only(alone or content), "its steps", keeps=(alone or content,)))
            if alone is None:
                self._extend(call, strand)
        else:
            self._turn(turn, strand)

    def _outputs_added(self, call: cst.Call, turn: cst.Dict, content: cst.CSTNode, strand: Strand) -> None:
        assert isinstance(content, cst.Attribute)
        self.handled.add(content)
        strand.ties.add(content)
        strand.site(turn, "GI504", words.OUTPUTS_IN_TURNS)
        strand.edit(Edit(turn, _steps(content.value), "its steps", keeps=(content.value,)))
        self._extend(call, strand)

    @staticmethod
    def _extend(call: cst.Call, strand: Strand) -> None:
        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            assert isinstance(updated, cst.Name)
            return updated.with_changes(value="extend")

        assert isinstance(call.func, cst.Attribute)
        strand.edit(Edit(call.func.attr, change, "extend"))

    # -- rows of turns ------------------------------------------------------------------------------------------

    @staticmethod
    def _check_mixed(row: cst.List, strand: Strand) -> None:
        kinds = {_type(piece) for piece in _dicts(row)}
        if kinds & CONTENTS and kinds & (STEPS | {*ROLES.values()}):
            strand.hold(row, "GI506", "contents and steps do not mix in a list any more", words.MIXED)

    def _row(self, row: cst.List, strand: Strand) -> None:
        """Every turn of a row; what is starred in it is a row of its own."""
        for element in row.elements:
            content = _value(element.value, "content") if isinstance(element.value, cst.Dict) else None
            if isinstance(element, cst.StarredElement):
                continue
            if not isinstance(element.value, cst.Dict):
                strand.hold(element, "GI506", "this turn is not in sight", RULES["GI504"].help)
            elif not _is_turn(element.value):
                self._other(element.value, strand)
            elif content is not None and content in self.created:
                assert isinstance(content, cst.Attribute)
                self.handled.add(content)
                strand.ties.add(content)
                strand.site(element.value, "GI504", words.OUTPUTS_IN_TURNS)
                strand.edit(Edit(element, _starred(_steps(content.value)), "its steps", keeps=(content.value,)))
            elif content is not None and self._own_steps(content):
                strand.site(element.value, "GI504", words.TURNS)
                if (alone := _alone(content)) is not None:
                    strand.edit(Edit(element.value, _only(alone), "its step", keeps=(alone,)))
                else:
                    strand.edit(Edit(element, _starred(_only(content)), "its steps", keeps=(content,)))
            else:
                self._turn(element.value, strand)

    def _own_steps(self, content: cst.BaseExpression) -> bool:
        """Whether a content is a list of nothing but steps: calls of functions and their results."""
        turns = _dicts(content) if isinstance(content, cst.List) else []
        return bool(turns) and len(turns) == len(content.elements) and all(_type(turn) in STEPS for turn in turns)  # type: ignore[attr-defined]

    def _other(self, turn: cst.Dict, strand: Strand) -> None:
        """Among turns, a step may stay; a content would have to be wrapped."""
        if _type(turn) not in STEPS | {*ROLES.values()}:
            strand.hold(turn, "GI506", "this is neither a turn nor a step", RULES["GI504"].help)

    def _turn(self, turn: cst.Dict, strand: Strand) -> None:
        """`{"role": "user", "content": "…"}` becomes `{"type": "user_input", "content": [{"type": "text", "text": "…"}]}`."""
        strand.site(turn, "GI504", words.TURNS)
        role, content = _element(turn, "role"), _value(turn, "content")
        new = ROLES.get(string_value(role.value) or "") if role is not None else None
        if role is None or content is None or new is None or len(turn.elements) != 2 or not isinstance(role.value, cst.SimpleString):
            strand.hold(turn, "GI506", "the role or content of this turn is not in sight", RULES["GI504"].help)
            return
        if isinstance(content, cst.List):
            kinds = [_type(piece) for piece in _dicts(content)]
            if len(kinds) != len(content.elements) or not set(kinds) <= CONTENTS:
                strand.hold(content, "GI506", "not all of this turn is content of one step", RULES["GI504"].help)
                return
        elif self.texts.proven(content):
            strand.edit(Edit(content, self._text_content(content), "text content"))
        else:
            strand.hold(content, "GI506", "the content of this turn may be something else than text", RULES["GI504"].help)
            return
        strand.edit(Edit(role.key, TypeNames.spelled("type"), "type"))
        strand.edit(Edit(role.value, TypeNames.spelled(new), new))

    def _text_content(self, content: cst.BaseExpression) -> Change:
        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            assert isinstance(updated, cst.BaseExpression)
            quote = style_of(self.values, now, content).quote
            made = cst.parse_expression(f"[{{{quote}type{quote}: {quote}text{quote}, {quote}text{quote}: x}}]")
            place = next(node for node in walk(made) if isinstance(node, cst.Name))
            return made.deep_replace(place, updated)

        return change

    # -- what is not followed -----------------------------------------------------------------------------------

    def _keeps_turns(self, node: cst.BaseExpression) -> bool:
        """Whether the module adds turns to what the input is called: `self.turns`, a parameter, a global."""
        if not isinstance(node, (cst.Name, cst.Attribute)):
            return False
        wanted = self.module.code(node)
        for call in self.module.every(cst.Call):
            if isinstance(call.func, cst.Attribute) and call.func.attr.value in ("append", "extend"):
                if self.module.code(call.func.value) == wanted and any(_is_turn(turn) for turn in _dicts_of(call)):
                    return True
        values = self.module.flow.definitions_of(node) if isinstance(node, cst.Name) else ()
        return any(_is_turn(turn) for d in values if isinstance(d.value, cst.List) for turn in _dicts(d.value))


def _element(display: cst.Dict, key: str) -> cst.DictElement | None:
    named = (e for e in display.elements if isinstance(e, cst.DictElement) and string_value(e.key) == key)
    return next(named, None)


def _value(display: cst.Dict, key: str) -> cst.BaseExpression | None:
    element = _element(display, key)
    return element.value if element is not None else None


def _type(display: cst.Dict) -> str:
    return string_value(_value(display, "type")) or ""


def _is_turn(display: cst.Dict) -> bool:
    return _element(display, "role") is not None and _element(display, "content") is not None


def _dicts(row: cst.BaseExpression) -> list[cst.Dict]:
    elements = row.elements if isinstance(row, (cst.List, cst.Tuple)) else ()
    return [element.value for element in elements if isinstance(element.value, cst.Dict)]


def _dicts_of(call: cst.Call) -> Iterator[cst.Dict]:
    for argument in call.args:
        yield from [argument.value] if isinstance(argument.value, cst.Dict) else _dicts(argument.value)


def _alone(row: cst.BaseExpression) -> cst.BaseExpression | None:
    """The one item of a list."""
    return row.elements[0].value if isinstance(row, cst.List) and len(row.elements) == 1 else None


def _in_list(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
    assert isinstance(updated, cst.BaseExpression)
    return cst.List([cst.Element(updated)])


def _only(kept: cst.CSTNode) -> Change:
    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        return now(kept)

    return change


def _steps(base: cst.CSTNode) -> Change:
    """`answer.steps or []`."""

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        value = now(base)
        assert isinstance(value, cst.BaseExpression)
        return cst.BooleanOperation(cst.Attribute(value, cst.Name("steps")), cst.Or(), cst.List([]))

    return change


def _starred(inner: Change) -> Change:
    """`*(…)` in the place of an element."""

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        made = inner(updated, now)
        assert isinstance(updated, cst.Element) and isinstance(made, cst.BaseExpression)
        if isinstance(made, cst.BooleanOperation):
            made = made.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        return cst.StarredElement(made, comma=updated.comma)

    return change
