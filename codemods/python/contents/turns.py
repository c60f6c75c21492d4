"""From the pieces of a list to turns, as the old SDK did it: parts in a row are one turn of the user, a `Content` is one by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from codemods.api.call import NO_COMMENTS, Array, CallOf, Comments, Entry, Leaf, Node, Object, Rest, Word
from codemods.api.schemas import ResponseSchema

#: What a list holds in the end: contents of one turn, steps, or results (and calls) of functions, which were parts and are steps; an empty
#: list may become any of them.
Mode = Literal["contents", "steps", "results", "calls", "empty"]


Kind = Literal["content", "turn", "result", "call"]


@dataclass(frozen=True, eq=False)
class Piece:
    """One item of contents.

    A ``content`` belongs to the user's turn around it, a ``turn`` is one of its own: with its ``role`` and what it
    ``holds`` when it is spelled out here, as a whole otherwise. A ``result`` or ``call`` was a part of a turn and is a step.
    ``several`` tells that the node is a list of steps, each of which is an item.
    """

    kind: Kind
    node: Node
    role: str = ""
    holds: Node | None = None
    several: bool = False


def turn(schema: ResponseSchema, role: str, holds: Node, like: Object | None = None) -> Piece:
    """A turn as a step, laid out like the old one."""
    key, words = schema.role
    step = replace(like or Object(()), entries=(Entry(key, Word(words[role])), Entry("content", holds)))
    return Piece("turn", step, role, holds)


_MODES: dict[str, Mode] = {"content": "contents", "result": "results", "call": "calls"}


def is_inside(schema: ResponseSchema, piece: Piece) -> bool:
    """Whether a piece belongs into a turn: contents do, and what functions were asked and gave where a schema has that among them."""
    return piece.kind == "content" or (piece.kind != "turn" and not schema.apart)


def asked_apart(schema: ResponseSchema, pieces: list[Piece]) -> list[Piece]:
    """The pieces of a list, calls as turns of the model where they are contents: the old SDK told them from what the user says."""
    if schema.apart or {piece.kind for piece in pieces} <= {"call"}:
        return pieces
    return [turn(schema, "model", Array((piece.node,))) if piece.kind == "call" and not piece.several else piece for piece in pieces]


def mode_of(schema: ResponseSchema, pieces: Sequence[Piece]) -> Mode:
    """Whether these make one turn of contents, or steps."""
    kinds = {piece.kind for piece in pieces}
    if not kinds:
        return "empty"
    mixed: Mode = "contents" if all(is_inside(schema, piece) for piece in pieces) else "steps"
    return _MODES.get(next(iter(kinds)), "steps") if len(kinds) == 1 else mixed


def join(schema: ResponseSchema, modes: Sequence[Mode]) -> Mode | None:
    """What several lists are together; None when one holds contents and another steps."""
    kinds = {mode for mode in modes if mode != "empty"}
    if len(kinds) > 1 and not schema.apart:
        return None if "steps" in kinds else "contents"
    if len(kinds) > 1:
        return None if "contents" in kinds else "steps"
    return next(iter(kinds)) if kinds else "empty"


def is_even(schema: ResponseSchema, pieces: Sequence[Piece]) -> bool:
    """Whether no parts have to be put into turns: more pieces may follow."""
    return len({is_inside(schema, piece) for piece in pieces}) <= 1


def is_misplaced(schema: ResponseSchema, pieces: Sequence[Piece]) -> bool:
    """Whether a result follows a content of the same turn: as steps, results come first."""
    return schema.apart and any(piece.kind == "content" and following.kind == "result" for piece, following in pairwise(pieces))


def is_ambiguous(pieces: Sequence[Piece]) -> bool:
    """Whether a result that is taken for the only one of a turn has another beside it."""
    results = [_names_result(piece) for piece in pieces]
    return any(one and other and "guess" in (one, other) for one, other in pairwise(results))


def _names_result(piece: Piece) -> str:
    """Whether a piece is a result, and whether its call is known (`sure`) or taken for the only one (`guess`)."""
    if isinstance(piece.node, Object):
        entries = {entry.key: entry.value for entry in piece.node.entries}
        if "call_id" in entries:
            return "guess" if isinstance(entries["call_id"], CallOf) else "sure"
    rows = piece.node.items if piece.several and isinstance(piece.node, Array) else ()
    many = piece.kind == "result" or any(isinstance(row, Object) and any(e.key == "call_id" for e in row.entries) for row in rows)
    return "sure" if many else ""


def arrange(schema: ResponseSchema, pieces: Sequence[Piece], layout: Array, role: str = "user") -> Array:
    """The list in the new shape; ``layout`` is the user's list, with the comments of each piece. ``role`` is whose turn contents are of."""
    comments = layout.comments or tuple(NO_COMMENTS for _ in pieces)
    contents = all(is_inside(schema, piece) for piece in pieces)
    items: list[Node] = []
    outer: list[Comments] = []
    group: list[tuple[Node, Comments]] = []
    for piece, own in zip((*pieces, None), (*comments, NO_COMMENTS), strict=True):
        if piece is not None and is_inside(schema, piece) and not contents:
            group.append((piece.node, own))
            continue
        if group:
            items.append(turn(schema, role, _row(group)).node)
            outer.append(group[0][1] if len(group) == 1 else NO_COMMENTS)
            group = []
        for node, said in _spread(piece, own) if piece is not None else ():
            items.append(node)
            outer.append(said)
    return replace(layout, items=tuple(items), comments=tuple(outer))


def _spread(piece: Piece, own: Comments) -> list[tuple[Node, Comments]]:
    """The items a piece makes in a list, with the comments around it shared out to the first and the last of them."""
    if not piece.several:
        return [(piece.node, own)]
    if isinstance(piece.node, Leaf):
        return [(Rest(piece.node), own)]
    assert isinstance(piece.node, Array)
    row = piece.node
    inner = list(row.comments or (NO_COMMENTS for _ in row.items))
    opening = (row.opening,) if row.opening else ()
    inner[0] = Comments((*own.before, *opening, *inner[0].before), inner[0].after)
    ending = " ".join(text for text in (inner[-1].after, *row.orphans, own.after) if text)
    inner[-1] = Comments(inner[-1].before, ending)
    return list(zip(row.items, inner, strict=True))


def _row(group: Sequence[tuple[Node, Comments]]) -> Array:
    """Parts that stood side by side; one alone leaves its comments to the turn."""
    comments = tuple(own for _, own in group) if len(group) > 1 else ()
    return Array(tuple(node for node, _ in group), comments=comments)
