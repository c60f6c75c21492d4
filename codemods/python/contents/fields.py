"""Keyword arguments of a constructor, or the keys of a dictionary that says the same: read alike."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from codemods.api.call import Comments
from codemods.python.nodes import is_none
from codemods.python.records import spelled_out
from codemods.settings.records import Listing


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
    record = spelled_out(node)
    if record is None:
        return None
    inner = record.depth(depth)
    fields = tuple(Field(pair.name, pair.value, pair.comments, inner) for pair in record.pairs if not is_none(pair.value))
    return Fields(fields, record.listing, max(inner - depth, 0))
