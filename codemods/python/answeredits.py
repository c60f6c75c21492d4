"""Edits of readings: one path of an answer becomes another."""

from __future__ import annotations

import libcst as cst

from codemods.python.edits import Change, Now


def replace_string(text: str) -> Change:
    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.SimpleString)
        return updated.with_changes(value=f"{updated.prefix}{updated.quote}{text}{updated.quote}")

    return change


def rename(base: cst.CSTNode, path: str) -> Change:
    """`base.anything.at.all` becomes `base.path`, keeping the parentheses and the line breaks around the last dot."""

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        value = now(base)
        assert isinstance(value, cst.BaseExpression)
        *between, last = path.split(".")
        for name in between:
            value = cst.Attribute(value, cst.Name(name))
        if isinstance(updated, cst.Attribute):
            return updated.with_changes(value=value, attr=cst.Name(last))
        return cst.Attribute(value, cst.Name(last))

    return change


def all_steps(base: cst.CSTNode, *, bare: bool) -> Change:
    """`base.steps or []`: a class declares that there may be none."""

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        value = now(base)
        assert isinstance(value, cst.BaseExpression) and isinstance(updated, cst.Attribute)
        steps = updated.with_changes(value=value, attr=cst.Name("steps"))
        if bare:
            return steps
        return cst.BooleanOperation(steps.with_changes(lpar=[], rpar=[]), cst.Or(), cst.List([]), lpar=updated.lpar, rpar=updated.rpar)

    return change
