"""The turn of an answer, as an item of the next request: a role and contents in one schema, a list of items in the other."""

from __future__ import annotations

import libcst as cst

from codemods.api.schemas import ResponseSchema
from codemods.python.edits import Change, Now


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
