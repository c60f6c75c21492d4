"""Edits of readings: one path of an answer becomes another."""

from __future__ import annotations

import libcst as cst

from codemods.api.schemas import ResponseSchema
from codemods.python.edits import Change, Now

_LAST = "[-1]"


def replace_string(text: str) -> Change:
    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.SimpleString)
        return updated.with_changes(value=f"{updated.prefix}{updated.quote}{text}{updated.quote}")

    return change


def rename(base: cst.CSTNode, path: str) -> Change:
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


def turn_of(base: cst.CSTNode, schema: ResponseSchema, quote: str, *, bare: bool) -> Change:
    """The turn of the answer `base`; ``bare`` where it is only asked whether there is one. A class declares that there may be none."""

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        value = now(base)
        assert isinstance(value, cst.BaseExpression) and isinstance(updated, cst.Attribute)
        items = updated.with_changes(value=value, attr=cst.Name(schema.items))
        if bare:
            return items
        plain = items.with_changes(lpar=[], rpar=[])
        held = cst.BooleanOperation(plain, cst.Or(), cst.List([]))
        made = held if schema.apart else as_turn(held, schema, quote)
        return made.with_changes(lpar=updated.lpar, rpar=updated.rpar)

    return change


def as_turn(held: cst.BaseExpression, schema: ResponseSchema, quote: str) -> cst.Dict:
    """`{"role": "model", "content": …}`."""
    key, words = schema.role
    said = cst.SimpleString(f"{quote}{words['model']}{quote}")
    entries = ((key, said), ("content", held))
    return cst.Dict([cst.DictElement(cst.SimpleString(f"{quote}{name}{quote}"), value) for name, value in entries])
