"""Expressions that walk the steps of an interaction, in the place of what an old answer held directly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst

from codemods.api.outputs import CALL, CODE, MEDIA, OTHER, RESULT, TEXT, THOUGHT, THOUGHT_MEDIA, Kinds
from codemods.python.tree import walk

_BASE = "_the_answer_"
#: The same, for templates of other rooms.
BASE = _BASE

CALLS = f'[step for step in {_BASE}.steps or [] if step.type == "function_call"]'
ANY_CALL = f'any(step.type == "function_call" for step in {_BASE}.steps or [])'
#: The id of a call, for steps in the place of the answer.
CALL_ID = f'next(step.id for step in {_BASE} if step.type == "function_call")'
FIRST_CODE = f'next((step.arguments.code for step in {_BASE}.steps or [] if step.type == "code_execution_call"), None)'
FIRST_RESULT = f'next((step.result for step in {_BASE}.steps or [] if step.type == "code_execution_result"), None)'


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


def _over_steps(opening: str, item: str, kind: str, loop: str, *more: str) -> Gathered:
    walk = (item, f"for step in {_BASE}.steps or []", f'if step.type == "{kind}"', loop, *more)
    return Gathered(opening, walk, "]" if opening == "[" else ")")


#: All texts of an answer, also those before tool steps and images.
TEXTS = _over_steps('"".join(', "content.text", "model_output", "for content in step.content or []", 'if content.type == "text"')
#: Old answers had one snippet for all searches, steps have one for each.
SUGGESTIONS = _over_steps('"".join(', 'item.search_suggestions or ""', "google_search_result", "for item in step.result or []")
QUERIES = _over_steps("[", "query", "google_search_call", "for query in step.arguments.queries or []")

#: The step that each kind of part is now, or whose contents the parts are.
_STEPS = {
    THOUGHT: "thought",
    THOUGHT_MEDIA: "thought",
    TEXT: "model_output",
    MEDIA: "model_output",
    CALL: "function_call",
    CODE: "code_execution_call",
    RESULT: "code_execution_result",
}


def written(template: str, base: cst.BaseExpression, quote: str) -> cst.BaseExpression:
    """The expression of a template, with the answer in its place."""
    expression = cst.parse_expression(template.replace('"', quote))
    place = next(node for node in walk(expression) if isinstance(node, cst.Name) and node.value == _BASE)
    result = expression.deep_replace(place, base)
    assert isinstance(result, cst.BaseExpression)
    return result


def of_turn(template: str) -> str:
    """The same template for a turn, which is the list of steps itself."""
    return template.replace(f"{_BASE}.steps or []", _BASE)


def cannot_be_walked(base: cst.CSTNode) -> bool:
    """A name cannot be bound in what a comprehension walks."""
    return any(isinstance(node, cst.NamedExpr) for node in walk(base))


def types_of(kinds: Kinds) -> list[str]:
    """The types of the steps that hold parts of these kinds, in the order of the table."""
    return list(dict.fromkeys(kind for name, kind in _STEPS.items() if name in kinds))


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
    ``texts`` ones ask for texts even where there is nothing else, for a type checker.
    """

    kinds: Kinds
    step: str
    part: str
    paired: bool = False
    filtered: bool = True
    texts: bool = False

    @property
    def types(self) -> list[str]:
        return types_of(self.kinds)

    def handed_out(self, possible: Kinds) -> Kinds:
        """The kinds that come out: with some parts of a step come all of them, and without a filter everything."""
        if not self.filtered:
            return possible | {OTHER}
        return frozenset(kind for kind in possible if _STEPS.get(kind) in self.types)

    @property
    def flat(self) -> bool:
        """Whether the parts are steps themselves."""
        return not self.paired and not {"model_output", "thought"} & set(self.types)

    @property
    def target(self) -> str:
        return f"({self.step}, {self.part})" if self.paired else self.part

    def clauses(self) -> list[str]:
        """The `for` and `if` clauses of a comprehension."""
        if self.flat:
            condition = [f"if {type_test(self.part, self.types)}"] if self.filtered else []
            return [f"for {self.part} in {_BASE}.steps or []", *condition]
        condition = [f"if {type_test(self.step, self.types)}"] if self.filtered else []
        told = [f"if {type_test(self.part, ['text'])}"] if self.texts else []
        return [f"for {self.step} in {_BASE}.steps or []", *condition, f"for {self.part} in {self._inside()}", *told]

    def _inside(self) -> str:
        """The parts of one step."""
        step, types = self.step, set(self.types)
        said, thought = f"{step}.content", f"{step}.summary"
        if self.filtered and types == {"model_output"}:
            return f"{said} or []"
        if self.filtered and types == {"thought"}:
            return f"{thought} or []"
        if self.filtered and types == {"thought", "model_output"}:
            return f'({thought} if {step}.type == "thought" else {said}) or []'
        inner = f"[{step}]"
        if "model_output" in types:
            inner = f'{said} or [] if {step}.type == "model_output" else {inner}'
        if "thought" in types:
            inner = f'{thought} or [] if {step}.type == "thought" else {inner}'
        return f"({inner})"

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
            return f'any(step.content for step in {_BASE}.steps or [] if step.type == "model_output")'
        return None

    @property
    def whole(self) -> str | None:
        """The template without any comprehension, where the parts are all the steps."""
        return f"{_BASE}.steps or []" if self.flat and not self.filtered else None
