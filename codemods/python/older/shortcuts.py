"""Shortcuts that answers of the vertexai SDK had at their candidates, as google-genai has them at the answer itself."""

from __future__ import annotations

from collections.abc import Iterator, Set

import libcst as cst

from codemods.python.edits import Change, Edit, Now
from codemods.python.flow import Definition
from codemods.python.module import Module
from codemods.python.nodes import integer_value

_SHORT = {"text": "text", "function_calls": "function_calls"}


def edits(module: Module, answers: Set[cst.CSTNode]) -> Iterator[Edit]:
    """`response.candidates[0].text` becomes `response.text`, and so for `content.text` and `function_calls`."""
    for node in module.every(cst.Attribute):
        if node.attr.value in _SHORT and not module.is_stored(node):
            answer = _answer(node)
            if answer is not None and _is_answer(answer, module, answers):
                yield Edit(node, _shortened(node, answer, _is_run_through(node, module)), "shortcut of a candidate", keeps=(answer,))


def _answer(node: cst.Attribute) -> cst.BaseExpression | None:
    """The answer in `answer.candidates[0].text`, or in `answer.candidates[0].content.text`."""
    first = node.value
    if node.attr.value == "text" and isinstance(first, cst.Attribute) and first.attr.value == "content":
        first = first.value
    if not isinstance(first, cst.Subscript) or len(first.slice) != 1 or not isinstance(first.slice[0].slice, cst.Index):
        return None
    candidates = first.value
    if integer_value(first.slice[0].slice.value) != 0 or not isinstance(candidates, cst.Attribute) or candidates.attr.value != "candidates":
        return None
    return candidates.value


def _is_answer(node: cst.BaseExpression, module: Module, answers: Set[cst.CSTNode]) -> bool:
    """Whether an expression is surely an answer, or a piece of one that is streamed."""
    if node in answers:
        return True
    definitions = module.flow.definitions_of(node) if isinstance(node, cst.Name) else ()
    return bool(definitions) and all(_runs_through_answer(definition, answers) for definition in definitions)


def _runs_through_answer(definition: Definition, answers: Set[cst.CSTNode]) -> bool:
    loop = definition.node
    return isinstance(loop, (cst.For, cst.CompFor)) and loop.target is definition.name and loop.iter in answers


def _is_run_through(node: cst.Attribute, module: Module) -> bool:
    """Whether it has to be a list even when there is nothing in it: google-genai has None then."""
    parent = module.parent(node)
    whole = isinstance(parent, (cst.For, cst.CompFor, cst.Assign, cst.Arg, cst.Return))
    return node.attr.value == "function_calls" and whole


def _shortened(node: cst.Attribute, answer: cst.BaseExpression, always_list: bool) -> Change:
    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        found = now(answer)
        assert isinstance(found, cst.BaseExpression)
        short = cst.Attribute(found, cst.Name(_SHORT[node.attr.value]))
        return cst.BooleanOperation(short, cst.Or(), cst.List([])) if always_list else short

    return change
