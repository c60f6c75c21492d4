"""What settings need of a strand: to say why something cannot be rewritten, and what a rewrite rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias

#: Where something is said: a node of the language, of whatever kind its strand takes.
Place: TypeAlias = Any


class Held(Protocol):
    """A reason not to rewrite, at its place."""

    @property
    def node(self) -> Place: ...


class Strand(Protocol):
    """What one old call needs to be rewritten."""

    @property
    def holds(self) -> Sequence[Held]: ...

    def hold(self, node: Place, code: str, message: str, help: str = "") -> None:
        """Record why the group cannot be rewritten."""

    def assume(self, assumption: str, node: Place, message: str) -> None:
        """Record that the rewrite is right only if an assumption holds."""
