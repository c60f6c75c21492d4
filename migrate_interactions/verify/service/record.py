"""What the service was asked, in order of arrival."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from typing import Any

from migrate_interactions.verify.canonical import Call


@dataclass(frozen=True)
class RecordedCall:
    """One request. ``call`` is None when the request was refused before it could be understood, or asks the model nothing.

    ``endpoint`` is the verb of the path (``generateContent``, ``countTokens``, ...) or ``interactions.create``, ``interactions.get``.
    ``store`` tells whether the service keeps the prompt and the answer. ``connection`` numbers the connection it came on: calls of one
    client that are under way at the same time need one each, and calls made one after another share one.
    """

    endpoint: str
    model: str = ""
    call: Call | None = None
    request: dict[str, Any] = field(default_factory=dict, repr=False)
    store: bool = False
    stream: bool = False
    error: str | None = None
    connection: int = field(default=0, compare=False)


class Recorder:
    """Thread-safe list of calls; a call takes its place when it arrives and is filled in as it is understood."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: dict[int, RecordedCall] = {}
        self._next = 0

    @property
    def calls(self) -> tuple[RecordedCall, ...]:
        with self._lock:
            return tuple(self._calls[ticket] for ticket in sorted(self._calls))

    def arrive(self, endpoint: str, connection: int) -> int:
        """A ticket for ``update``."""
        with self._lock:
            self._next += 1
            self._calls[self._next] = RecordedCall(endpoint, connection=connection)
            return self._next

    def update(self, ticket: int, **changes: Any) -> None:
        with self._lock:
            if ticket in self._calls:  # else: forgotten by a reset while it was under way
                self._calls[ticket] = replace(self._calls[ticket], **changes)

    def reset(self) -> None:
        with self._lock:
            self._calls.clear()
