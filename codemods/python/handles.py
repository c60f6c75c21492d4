"""What an expression can turn out to be when it is followed to its origin."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal


@dataclass(frozen=True)
class Handle:
    """A google-genai client, or what an attribute path reaches from one: ``()``, ``("aio", "models")``, …

    ``assumptions`` are what has to hold for that to be true (see `codemods.options.ASSUMPTIONS`).
    """

    path: tuple[str, ...] = ()
    assumptions: frozenset[str] = frozenset()

    def attribute(self, name: str) -> Handle:
        return replace(self, path=(*self.path, name))

    @property
    def asynchronous(self) -> bool:
        return self.path[:1] == ("aio",)

    @property
    def method(self) -> tuple[str, ...]:
        """The path without `aio`: `("models", "generate_content")`."""
        return self.path[1:] if self.asynchronous else self.path


Foreign = Literal["foreign"]
#: Proven to be something else than the SDK's: never touched, never reported.
FOREIGN: Final[Foreign] = "foreign"
