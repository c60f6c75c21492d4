"""Keyword arguments of a constructor, or the keys of a dictionary that says the same: read alike."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from codemods.api.call import Comments
from codemods.python.layout import Listing, call_listing, dict_listing
from codemods.python.nodes import is_none, string_value
from codemods.python.records import snake


@dataclass(frozen=True, eq=False)
class Field:
    """One key in its snake-case name, with its value and comments. ``depth`` is how far its line is indented."""

    name: str
    value: cst.BaseExpression
    comments: Comments
    depth: int


@dataclass(frozen=True, eq=False)
class Fields:
    """Keys in the order of the source, those that are None left out, and how they are laid out: ``step`` is their own indentation."""

    fields: tuple[Field, ...]
    listing: Listing
    step: int

    def get(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(field.name for field in self.fields)


def read_fields(node: cst.BaseExpression, depth: int) -> Fields | None:
    """The keys of a call or dictionary; None when some of them are not in sight. ``depth`` is that of the node's own line."""
    if isinstance(node, cst.Dict):
        listing = dict_listing(node)
        pairs = [(string_value(e.key), e.value) if isinstance(e, cst.DictElement) else (None, e.value) for e in node.elements]
    elif isinstance(node, cst.Call):
        listing = call_listing(node)
        pairs = [(arg.keyword.value if arg.keyword is not None else None, arg.value) for arg in node.args]
    else:
        return None
    names = [snake(name) for name, _ in pairs if name]
    if len(names) != len(pairs) or len(set(names)) != len(names):
        return None
    inner = depth if listing.indent is None else listing.indent
    found = zip(names, (value for _, value in pairs), listing.comments, strict=True)
    return Fields(
        tuple(Field(name, value, comments, inner) for name, value, comments in found if not is_none(value)), listing, max(inner - depth, 0)
    )
