"""Other paths in the place of what is read of an answer: `base.usage.total_tokens`, `base.outputs[-1].text`."""

from __future__ import annotations

import libcst as cst

from codemods.python.edits import Change, Now

_LAST = "[-1]"


def renamed(base: cst.CSTNode, path: str) -> Change:
    """`base.anything.at.all` becomes `base.path`, keeping the parentheses and the line breaks around the last dot."""
    *between, last = path.split(".")

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        value = now(base)
        assert isinstance(value, cst.BaseExpression)
        for name in between:
            value = _last_of(cst.Attribute(value, cst.Name(name.removesuffix(_LAST))), name)
        own = cst.Name(last.removesuffix(_LAST))
        read = updated.with_changes(value=value, attr=own) if isinstance(updated, cst.Attribute) else cst.Attribute(value, own)
        return _last_of(read, last)

    return change


def _last_of(read: cst.Attribute, name: str) -> cst.BaseExpression:
    """The last item of what is read, for a name that says so."""
    if not name.endswith(_LAST):
        return read
    index = cst.SubscriptElement(cst.Index(cst.UnaryOperation(cst.Minus(), cst.Integer("1"))))
    return cst.Subscript(read.with_changes(lpar=[], rpar=[]), [index], lpar=read.lpar, rpar=read.rpar)
