"""What a language has to answer so that the body of a request can be read in it, beside what its settings need."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from codemods.api.nodes import Leaf
from codemods.settings.reader import N, Reader, S
from codemods.settings.records import snake


class BodyReader(Reader[N, S]):
    """Reads the values of one body. The endpoint takes keys in either spelling, and one item without the list around it."""

    @abstractmethod
    def rows(self, node: N) -> Sequence[N]:
        """The items of a list, or the one that stands there without a list; what cannot be told apart stays one item."""

    @abstractmethod
    def is_row(self, node: N) -> bool:
        """Whether a value is written as a list."""

    @abstractmethod
    def leaf(self, node: N) -> Leaf:
        """A value as the user wrote it."""

    @abstractmethod
    def has_lines(self, node: N) -> bool:
        """Whether what is inside a value begins on a line of its own."""

    def check_text(self, node: N, strand: S) -> None:
        """Take a value for one text, where that is not proven."""


def spelled(name: str) -> str:
    """A key as the tables have it."""
    return snake(name).lower().lstrip("_")
