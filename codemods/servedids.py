"""Whether a model id that a call takes is one that the Interactions API serves."""

from __future__ import annotations

from typing import TypeVar

from codemods.api import models
from codemods.strands import Collected

N = TypeVar("N")


def successor(literal: N, identifier: str, own: models.Own, strand: Collected[N]) -> str | None:
    """The id to write in its place, if it is another one; doubts one that is not known, and holds for one of another API."""
    row = models.find(identifier, own)
    if row is None:
        strand.assume("unknown-model", literal, f"`{identifier}` is a model this version does not know")
        return None
    if row.replacement is None and row.state != "served":
        strand.hold(literal, "GI220", f"`{identifier}` is not a model of the Interactions API")
        return None
    new = models.replacement(identifier, own)
    return new if new != identifier else None
