"""Expressions that walk the steps (or outputs) of an interaction, in the place of what an old answer held directly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst

from codemods.api.outputs import MEDIA, OTHER, Kinds
from codemods.api.schemas import ResponseSchema
from codemods.python.tree import walk

_BASE = "_the_answer_"
#: The same, for templates of other rooms.
BASE = _BASE


@dataclass(frozen=True)
class Gathered:
    """An expression that gathers something of all steps: its brackets and what stands between them, a piece a line."""

    opening: str
    pieces: tuple[str, ...]
    closing: str

    def written(self, indent: str | None = None, end: str = "") -> str:
        """On one line, or over lines when an indentation is given."""
        if indent is None:
            return f"{self.opening}{' '.join(self.pieces)}{self.closing}"
        return self.opening + "".join(f"\n{indent}{piece}" for piece in self.pieces) + f"\n{end}{self.closing}"


class Templates:
    """The expressions over a whole answer, in one schema."""

    def __init__(self, schema: ResponseSchema) -> None:
        self.schema = schema

    def calls(self) -> str:
        """All function calls."""
        item = self.schema.item
        return f'[{item} {self._all} if {item}.type == "function_call"]'

    def any_call(self) -> str:
        """Whether there is a function call."""
        return f'any({self.schema.item}.type == "function_call" {self._all})'

    def call_id(self, turn: cst.BaseExpression, quote: str) -> cst.BaseExpression:
        """The id of the function call in a turn of an answer: a list of items, or a dictionary with such a list as its content."""
        item, held = self.schema.item, _BASE if self.schema.apart else f'{_BASE}["content"]'
        if isinstance(turn, cst.Dict):
            held, turn = _BASE, turn.elements[-1].value
        return written(f'next({item}.id for {item} in {held} if {item}.type == "function_call")', turn, quote)

    def first_code(self) -> str:
        return self._first("arguments.code", "code_execution_call")

    def first_result(self) -> str:
        return self._first("result", "code_execution_result")

    def texts(self) -> Gathered:
        """All texts of an answer, also those before what tools did and images."""
        if "text" in self.schema.holders.values():
            item = self.schema.item
            return Gathered('"".join(', (f"{item}.text", self._all, f'if {item}.type == "text"'), ")")
        return self._over('"".join(', "content.text", "model_output", f"content in {self.schema.item}.content", 'if content.type == "text"')

    def suggestions(self) -> Gathered:
        """Old answers had one snippet for all searches, new ones have one for each."""
        return self._over('"".join(', 'item.search_suggestions or ""', "google_search_result", f"item in {self.schema.item}.result")

    def queries(self) -> Gathered:
        return self._over("[", "query", "google_search_call", f"query in {self.schema.item}.arguments.queries")

    @property
    def _all(self) -> str:
        return f"for {self.schema.item} in {_BASE}.{self.schema.items} or []"

    def _first(self, path: str, kind: str) -> str:
        item = self.schema.item
        return f'next(({item}.{path} {self._all} if {item}.type == "{kind}"), None)'

    def _over(self, opening: str, wanted: str, kind: str, inner: str, *more: str) -> Gathered:
        walk = (wanted, self._all, f'if {self.schema.item}.type == "{kind}"', f"for {inner} or []", *more)
        return Gathered(opening, walk, "]" if opening == "[" else ")")


def written(template: str, base: cst.BaseExpression, quote: str) -> cst.BaseExpression:
    """The expression of a template, with the answer in its place."""
    expression = cst.parse_expression(template.replace('"', quote))
    place = next(node for node in walk(expression) if isinstance(node, cst.Name) and node.value == _BASE)
    result = expression.deep_replace(place, base)
    assert isinstance(result, cst.BaseExpression)
    return result


def of_turn(template: str, schema: ResponseSchema) -> str:
    """The same template for a turn, which is the list of steps itself, or has the outputs as its content."""
    return template.replace(f"{_BASE}.{schema.items} or []", _BASE if schema.apart else f'{_BASE}["content"]')


def cannot_be_walked(base: cst.CSTNode) -> bool:
    """A name cannot be bound in what a comprehension walks."""
    return any(isinstance(node, cst.NamedExpr) for node in walk(base))


def type_test(name: str, types: Sequence[str], *, negative: bool = False) -> str:
    """`step.type == "a"`, or `in` for several."""
    quoted = [f'"{kind}"' for kind in types]
    if len(quoted) == 1:
        return f"{name}.type {'!=' if negative else '=='} {quoted[0]}"
    return f"{name}.type {'not in' if negative else 'in'} ({', '.join(quoted)})"


@dataclass(frozen=True)
class Walk:
    """The way to walk all parts of some kinds, each once and in order.

    ``step`` and ``part`` are the names to bind; ``paired`` walks hand both of them out, ``filtered`` ones leave out what is no part,
    ``texts`` ones ask for texts even where there is nothing else, for a type checker. ``media`` are the types of media to walk where those
    are items themselves.
    """

    schema: ResponseSchema
    media: tuple[str, ...]
    kinds: Kinds
    step: str
    part: str
    paired: bool = False
    filtered: bool = True
    texts: bool = False

    @property
    def types(self) -> list[str]:
        """The types of the items that are, or hold, parts of these kinds, in the order of the table."""
        found = [kind for name, kind in self.schema.holders.items() if name in self.kinds]
        return list(dict.fromkeys([*found, *(self.media if MEDIA in self.kinds - self.schema.holders.keys() else ())]))

    def handed_out(self, possible: Kinds) -> Kinds:
        """The kinds that come out: with some parts of a step come all of them, and without a filter everything."""
        if not self.filtered:
            return possible | {OTHER}
        return frozenset(kind for kind in possible if kind in self.kinds or self.schema.holders.get(kind) in self.types)

    @property
    def flat(self) -> bool:
        """Whether the parts are items themselves."""
        return not self.paired and not self.schema.inside.keys() & set(self.types)

    @property
    def target(self) -> str:
        return f"({self.step}, {self.part})" if self.paired else self.part

    def clauses(self) -> list[str]:
        """The `for` and `if` clauses of a comprehension."""
        if self.flat:
            condition = [f"if {type_test(self.part, self.types)}"] if self.filtered else []
            return [f"for {self.part} in {self._items}", *condition]
        condition = [f"if {type_test(self.step, self.types)}"] if self.filtered else []
        told = [f"if {type_test(self.part, ['text'])}"] if self.texts else []
        return [f"for {self.step} in {self._items}", *condition, f"for {self.part} in {self._inside()}", *told]

    def _inside(self) -> str:
        """The parts of one item."""
        held = {kind: f"{self.step}.{attribute}" for kind, attribute in self.schema.inside.items() if kind in self.types}
        if held and self.filtered and len(held) == len(self.types):
            *first, last = held.values()
            if not first:
                return f"{last} or []"
            return f'({first[0]} if {self.step}.type == "{next(iter(held))}" else {last}) or []'
        inner = f"[{self.step}]"
        for kind, said in reversed(held.items()):
            inner = f'{said} or [] if {self.step}.type == "{kind}" else {inner}'
        return f"({inner})"

    @property
    def _items(self) -> str:
        return f"{_BASE}.{self.schema.items} or []"

    def template(self, brackets: str, indent: str | None = None, end: str = "") -> str:
        """A generator or list of all parts; over lines when an indentation is given."""
        opening, closing = brackets[0], brackets[1]
        if indent is None:
            return f"{opening}{' '.join([self.target, *self.clauses()])}{closing}"
        lines = "".join(f"\n{indent}{piece}" for piece in [self.target, *self.clauses()])
        return f"{opening}{lines}\n{end}{closing}"

    @property
    def any(self) -> str | None:
        """The template that asks whether there is any part, where that can be told without walking them."""
        if self.types == ["model_output"]:
            return f'any(step.content for step in {self._items} if step.type == "model_output")'
        return None

    @property
    def whole(self) -> str | None:
        """The template without any comprehension, where the parts are all the steps."""
        return self._items if self.flat and not self.filtered else None
