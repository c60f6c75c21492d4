"""Names of the legacy schema of interactions as they stand in the literals of a program, whatever its language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from codemods.api.legacy import BACKGROUND_AGENTS
from codemods.api.legacy_words import FRAGMENTS, old_name, unknown_agent
from codemods.strands import Collected

N = TypeVar("N")
N_contra = TypeVar("N_contra", contravariant=True)


class Reads(Protocol[N_contra]):
    """What is collected about one answer; ``types`` tells the spellings that its types were met in."""

    types: set[str]

    def site(self, node: N_contra, code: str, message: str) -> None: ...

    def hold(self, node: N_contra, code: str, message: str, help: str = "") -> None: ...


def renamed(literal: N, old: str, written: str, table: Mapping[str, str | None], what: str, trail: Reads[N]) -> str | None:
    """The name to write for the type of an event or delta; None for one that stays, with a hold where it is a legacy one.

    ``old`` is what the literal says, ``written`` how.
    """
    if old in table.values():
        trail.types.add("current")
    if old not in table:
        return None
    new = table[old]
    trail.types.add("legacy")
    if new is None:
        trail.hold(literal, "GI506", f"there are no deltas of type `{old}` any more", FRAGMENTS)
    elif old not in written:
        trail.hold(literal, "GI506", f"`{old}` is written with escapes")
    else:
        trail.site(literal, "GI502", old_name(old, what))
        return new
    return None


def background_agent(said: Iterable[tuple[N, str]], strand: Collected[N]) -> str:
    """The agent that a call asks, if all that it may ask answer in the background only. What is no agent is held."""
    found = list(said)
    for literal, name in found:
        if wrong := unknown_agent(name):
            strand.hold(literal, "GI507", wrong)
    names = {name for _, name in found}
    return min(names) if names and all(name.startswith(BACKGROUND_AGENTS) for name in names) else ""
