"""What the Interactions endpoint remembers, and the identifiers both endpoints give out."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from migrate_interactions.verify.canonical import Turn
from migrate_interactions.verify.service.refusal import Refusal


@dataclass(frozen=True)
class Conversation:
    """All turns up to and including the answer, and the interaction as it was sent."""

    turns: tuple[Turn, ...]
    interaction: dict[str, Any]


class Conversations:
    """Thread-safe store of interactions by id."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_id: dict[str, Conversation] = {}
        self._given: dict[str, int] = {}

    def new_id(self, seed: str) -> str:
        """An id drawn from the call, so that programs that print it print the same; asking the same again gets another."""
        with self._lock:
            count = self._given[seed] = self._given.get(seed, 0) + 1
        return f"v1_{seed[:20]}" + (f"_{count}" if count > 1 else "")

    def keep(self, identifier: str, conversation: Conversation) -> None:
        with self._lock:
            self._by_id[identifier] = conversation

    def find(self, identifier: str) -> Conversation:
        """Raises ``Refusal`` (404) for an id that was never given out, or that was not stored."""
        with self._lock:
            found = self._by_id.get(identifier)
        if found is None:
            raise Refusal(f"Interaction {identifier!r} was not found. It does not exist, was not stored, or has expired.", 404)
        return found

    def reset(self) -> None:
        with self._lock:
            self._by_id.clear()
            self._given.clear()
