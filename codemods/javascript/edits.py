"""Edits: stretches of the source that give way to new text with holes for pieces of the source, edited themselves."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from codemods.javascript.syntax import Node


@dataclass(frozen=True)
class Stretch:
    """Source between two offsets, nodes or not."""

    start: int
    end: int


#: New text, or a stretch (a node, for one) whose source stays with the edits inside it.
Piece: TypeAlias = "str | Node | Stretch"


@dataclass(frozen=True)
class Edit:
    """What takes the place of the source from ``start`` to ``end`` (the same offset twice: what comes in there).

    An edit of nothing comes before one of the same beginning. A hole may be the very node that is replaced: what is around it is new.
    What ``is_behind`` comes in behind everything that ends there: a hole that ends there does not have it.
    What ``is_layout`` (more indentation, for one) may be lost where another edit writes the place anew.
    """

    start: int
    end: int
    pieces: tuple[Piece, ...]
    is_layout: bool = False
    is_behind: bool = False

    @property
    def key(self) -> tuple[int, int, tuple[object, ...]]:
        return (self.start, self.end, tuple(piece if isinstance(piece, str) else id(piece) for piece in self.pieces))


def replaced(node: Node, *pieces: Piece) -> Edit:
    return Edit(node.start, node.end, pieces)


def inserted(offset: int, *pieces: Piece) -> Edit:
    return Edit(offset, offset, pieces)


def behind(offset: int, *pieces: Piece) -> Edit:
    """What comes in behind something that may be a hole."""
    return Edit(offset, offset, pieces, is_behind=True)


class Overlap(Exception):
    """Two edits of the same source, or one inside of what another one drops. ``edits`` are those that meet."""

    def __init__(self, edits: Sequence[Edit], offset: int) -> None:
        super().__init__("two changes meet at one place")
        self.edits = tuple(edits)
        self.offset = offset


def apply(source: str, edits: Iterable[Edit]) -> str:
    """The source with all edits made. Raises `Overlap` when one of them would be lost."""
    once = {edit.key: edit for edit in edits}
    writer = _Writer(source, sorted(once.values(), key=lambda edit: (edit.start, edit.end != edit.start, -edit.end)))
    output = writer.stretch(0, len(source), frozenset())
    lost = [edit for edit in writer.edits if edit not in writer.done and not edit.is_layout]
    if lost:
        raise Overlap([lost[0], *writer.around(lost[0])], lost[0].start)
    return output


class _Writer:
    def __init__(self, source: str, edits: list[Edit]) -> None:
        self.source = source
        self.edits = edits
        self._starts = [edit.start for edit in edits]
        self.done: set[Edit] = set()

    def around(self, edit: Edit) -> list[Edit]:
        return [other for other in self.edits if other is not edit and other.start <= edit.end and edit.start <= other.end]

    def stretch(self, start: int, end: int, inside: frozenset[Edit]) -> str:
        """The source of a stretch with the edits in it; those we are inside of are being made already."""
        found: list[str] = []
        at = start
        for edit in self.edits[bisect_left(self._starts, start) : bisect_right(self._starts, end)]:
            if edit.is_behind and inside and edit.start == end:
                continue
            if edit in inside or edit.end > end or (edit.start == edit.end and edit in self.done):
                continue
            if edit.start < at:
                if edit.end > at:
                    raise Overlap([edit, *self.around(edit)], edit.start)
                continue  # inside of an edit that was just made: in one of its holes, or lost
            found.append(self.source[at : edit.start])
            found.append(self._made(edit, inside))
            at = edit.end
        found.append(self.source[at:end])
        return "".join(found)

    def _made(self, edit: Edit, inside: frozenset[Edit]) -> str:
        self.done.add(edit)
        within = inside | {edit}
        return "".join(piece if isinstance(piece, str) else self.stretch(piece.start, piece.end, within) for piece in edit.pieces)
