"""Argument lists put together anew: old arguments in their new names, new ones between them, in the user's layout."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import libcst as cst

from codemods.api.call import NO_COMMENTS, Comments
from codemods.python.edits import Now
from codemods.python.layout import Item, call_listing, place_arguments
from codemods.python.render import TIGHT

#: Writes a value when the edits are applied.
Write = Callable[[Now], cst.BaseExpression]


@dataclass(frozen=True, eq=False)
class Argument:
    """One argument of a new call; ``position`` is that of the old argument it takes the place of. No ``keyword``: by position.

    ``taken`` are old arguments that it holds, with their comments.
    """

    keyword: str
    write: Write
    position: int | None = None
    taken: tuple[int, ...] = ()


def by_name(call: cst.Call, positional: Sequence[str]) -> dict[str, cst.Arg] | None:
    """The arguments of a call by their names; None when one of them cannot be told."""
    found: dict[str, cst.Arg] = {}
    for place, arg in enumerate(call.args):
        name = arg.keyword.value if arg.keyword is not None else positional[place] if place < len(positional) else ""
        if arg.star or not name or name in found:
            return None
        found[name] = arg
    return found


def kept(arg: cst.Arg) -> Write:
    """The value of an old argument as it is by then."""

    def write(now: Now) -> cst.BaseExpression:
        value = now(arg.value)
        assert isinstance(value, cst.BaseExpression)
        return value

    return write


def rearranged(call: cst.Call, updated: cst.Call, arguments: Sequence[Argument], now: Now) -> cst.Call:
    """The call with these arguments. Comments of old arguments that go move to the next one."""
    comments = call_listing(call).comments
    placed = {argument.position for argument in arguments if argument.position is not None}
    placed |= {place for argument in arguments for place in argument.taken}
    items: list[Item] = []
    waiting: tuple[str, ...] = ()
    for place in range(len(call.args)):
        if place not in placed:
            own = comments[place]
            waiting += (*own.before, *((own.after,) if own.after else ()))
    for argument in arguments:
        own = comments[argument.position] if argument.position is not None else NO_COMMENTS
        keyword = cst.Name(argument.keyword) if argument.keyword else None
        old = call.args[argument.position].equal if argument.position is not None else TIGHT
        equal = (old if isinstance(old, cst.AssignEqual) else TIGHT) if keyword else cst.MaybeSentinel.DEFAULT
        arg = cst.Arg(argument.write(now), keyword, equal=equal)
        items.append(Item(arg, Comments((*waiting, *own.before), own.after), argument.position, argument.position))
        waiting = ()
    return place_arguments(updated, items)
