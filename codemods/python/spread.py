"""A comprehension that got too long for its line: each of its clauses gets a line of its own, as formatters have it."""

from __future__ import annotations

import libcst as cst

from codemods.python.displays import depth_of
from codemods.python.edits import Change, Edit, Now
from codemods.python.layout import newline
from codemods.python.values import Values


def spread_over_lines(clause: cst.CompFor, values: Values) -> Edit | None:
    """The edit for the comprehension of a clause; None where its brackets are not its own, or it has lines already."""
    module = values.module
    whole = module.parent(clause)
    if whole is None or "\n" in module.code(whole) or module.enclosing(whole, cst.FormattedString) is not None:
        return None
    depth = depth_of(whole, module)
    inner = depth + values.unit
    if isinstance(whole, cst.ListComp):
        return Edit(whole, _list(inner, depth, values.tabs), "clauses on lines")
    argument = module.parent(whole)
    call = module.parent(argument) if isinstance(argument, cst.Arg) else None
    if isinstance(whole, cst.GeneratorExp) and isinstance(call, cst.Call) and len(call.args) == 1 and not whole.lpar:
        return Edit(call, _only_argument(inner, depth, values.tabs), "clauses on lines")
    return None


def _list(inner: int, depth: int, tabs: bool) -> Change:
    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.ListComp)
        return updated.with_changes(
            lbracket=cst.LeftSquareBracket(whitespace_after=newline(inner, tabs=tabs)),
            rbracket=cst.RightSquareBracket(whitespace_before=newline(depth, tabs=tabs)),
            for_in=_lines(updated.for_in, inner, tabs),
        )

    return change


def _only_argument(inner: int, depth: int, tabs: bool) -> Change:
    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.Call) and isinstance(updated.args[0].value, cst.GeneratorExp)
        generator = updated.args[0].value
        spread = generator.with_changes(for_in=_lines(generator.for_in, inner, tabs))
        argument = updated.args[0].with_changes(value=spread, whitespace_after_arg=newline(depth, tabs=tabs))
        return updated.with_changes(args=[argument], whitespace_before_args=newline(inner, tabs=tabs))

    return change


def _lines(clause: cst.CompFor, indent: int, tabs: bool) -> cst.CompFor:
    """Every `for` and `if` on a line of its own."""
    space = newline(indent, tabs=tabs)
    ifs = [condition.with_changes(whitespace_before=space) for condition in clause.ifs]
    inner = _lines(clause.inner_for_in, indent, tabs) if clause.inner_for_in is not None else None
    return clause.with_changes(whitespace_before=space, ifs=ifs, inner_for_in=inner)
