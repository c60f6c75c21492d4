"""Questions whether an answer has anything: `if (response.candidates && response.candidates[0]?.content?.parts)`."""

from __future__ import annotations

import re

from codemods.javascript.answer.places import asserted, chain_around, compared_with_nothing, only_tested
from codemods.javascript.edits import Edit, inserted
from codemods.javascript.nodes import outermost
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node

_SOME = {(">", "0"), (">=", "1"), ("!==", "0"), ("!=", "0")}
_NONE = {("===", "0"), ("==", "0"), ("<", "1"), ("<=", "0")}
#: What one question asks about; asking twice is asking once.
_FAMILIES = (re.compile(r"\.candidates(\[0\](\.content(\.parts(\[0\])?)?)?)?"), re.compile(r"\.functionCalls(\(\))?"))


def ask(base: Node, whole: Node, test: str, strand: Strand, *, raw: bool = False) -> bool:
    """Rewrite a question about what a path from ``base`` leads to; false when nothing is asked. ``test`` begins behind the base.

    A ``raw`` answer may be an error, which lacks everything: the test may be undefined, and so may have been the length.
    """
    found = _question(asserted(whole))
    if found is None:
        return False
    question, negative = found
    operand = _negated(question)
    negated = negative or operand is not question
    chain = chain_around(operand, "||" if negated else "&&")
    place = next((number for number, other in enumerate(chain) if outermost(other) is outermost(operand)), 0)
    if place and any(_same(other, base, whole) for other in chain[:place]) and _is_bare(chain[place - 1], operand):
        strand.edit(Edit(chain[place - 1].end, operand.end, ()))
        return True
    if raw and negative and _is_optional(base, question):
        return False
    if negative or (raw and not only_tested(question)):
        strand.edit(inserted(base.start, "!" if negative else "!!"))
    strand.edit(Edit(base.end, question.end, (test,)))
    return True


def _question(whole: Node) -> tuple[Node, bool] | None:
    """The expression that asks, and whether it asks for nothing being there."""
    parent = whole.parent
    if parent is not None and parent.kind == "member_expression" and parent.must("object") is whole:
        return _of_length(parent) if parent.must("property").text == "length" else None
    compared = compared_with_nothing(whole)
    if compared is not None:
        return compared
    return (whole, False) if only_tested(whole) else None


def _of_length(length: Node) -> tuple[Node, bool] | None:
    parent = outermost(length).parent
    if parent is not None and parent.kind == "binary_expression" and parent.must("left") is outermost(length):
        compared = parent.must("operator").text, parent.must("right").text
        return (parent, compared in _NONE) if compared in _SOME | _NONE else None
    return (length, False) if only_tested(length) else None


def _is_optional(base: Node, question: Node) -> bool:
    """Whether a length that is compared may be missing, which is no number of candidates."""
    return ".length" in question.text and "?." in question.source[base.end + 1 : question.end]


def _negated(question: Node) -> Node:
    """The question with the `!` before it."""
    parent = outermost(question).parent
    return parent if parent is not None and parent.kind == "unary_expression" and parent.must("operator").text == "!" else question


def _same(operand: Node, base: Node, whole: Node) -> bool:
    """Whether an operand asks about the same answer."""
    start, other = _plain(base.text), _plain(operand.text).removeprefix("!")
    for family in _FAMILIES:
        if other.startswith(start) and family.match(other, len(start)) and family.match(_plain(whole.text), len(start)):
            return True
    return False


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text).replace("?.[", "[").replace("?.", ".").replace("!.", ".").replace("![", "[")


def _is_bare(previous: Node, operand: Node) -> bool:
    """Whether nothing but the operator stands between two operands."""
    between = previous.source[previous.end : operand.start]
    return not set(between) & set("()/")
