"""From the pieces of a list to turns, as the old SDK did it: parts in a row are one turn of the user, a `Content` is one by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from codemods.api.call import NO_COMMENTS, Array, Comments, Entry, Node, Object, Word
from codemods.api.content import STEPS

#: What a list holds in the end: contents of one turn, or steps; an empty list may become either.
Mode = Literal["contents", "steps", "empty"]


@dataclass(frozen=True, eq=False)
class Piece:
    """One item of contents.

    A ``content`` belongs to the user's turn around it, a ``turn`` is one of its own: with its ``role`` and what it
    ``holds`` when it is spelled out here, as a whole otherwise.
    """

    kind: Literal["content", "turn"]
    node: Node
    role: str = ""
    holds: Node | None = None


def turn(role: str, holds: Node, like: Object | None = None) -> Piece:
    """A turn as a step, laid out like the old one."""
    step = replace(like or Object(()), entries=(Entry("type", Word(STEPS[role])), Entry("content", holds)))
    return Piece("turn", step, role, holds)


def mode_of(pieces: Sequence[Piece]) -> Mode:
    """Whether these make one turn of contents, or steps."""
    if not pieces:
        return "empty"
    return "steps" if any(piece.kind == "turn" for piece in pieces) else "contents"


def join(modes: Sequence[Mode]) -> Mode | None:
    """What several lists are together; None when one holds contents and the other steps."""
    kinds = {mode for mode in modes if mode != "empty"}
    return None if len(kinds) > 1 else (next(iter(kinds)) if kinds else "empty")


def is_even(pieces: Sequence[Piece]) -> bool:
    """Whether each piece stays one item, wherever it stands: no parts among turns."""
    return len({piece.kind for piece in pieces}) <= 1


def arrange(pieces: Sequence[Piece], layout: Array) -> Array:
    """The list in the new shape; ``layout`` is the user's list, with the comments of each piece."""
    if mode_of(pieces) == "contents" or is_even(pieces):
        return replace(layout, items=tuple(piece.node for piece in pieces))
    comments = layout.comments or tuple(NO_COMMENTS for _ in pieces)
    items: list[Node] = []
    outer: list[Comments] = []
    group: list[tuple[Node, Comments]] = []
    for piece, own in zip((*pieces, None), (*comments, NO_COMMENTS), strict=True):
        if piece is not None and piece.kind == "content":
            group.append((piece.node, own))
            continue
        if group:
            items.append(turn("user", _row(group)).node)
            outer.append(group[0][1] if len(group) == 1 else NO_COMMENTS)
            group = []
        if piece is not None:
            items.append(piece.node)
            outer.append(own)
    return replace(layout, items=tuple(items), comments=tuple(outer))


def _row(group: Sequence[tuple[Node, Comments]]) -> Array:
    """Parts that stood side by side; one alone leaves its comments to the turn."""
    comments = tuple(own for _, own in group) if len(group) > 1 else ()
    return Array(tuple(node for node, _ in group), comments=comments)
