"""Messages that are sent side by side: two turns that begin with the same id would lose one of them."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from codemods.python.chats.model import Slot
from codemods.python.chats.uses import Uses
from codemods.python.nodes import dotted
from codemods.python.tree import walk
from codemods.python.values import Values

#: Functions and methods that run what they are given beside what goes on.
_STARTERS = frozenset(
    "Thread Timer Process submit to_thread run_in_executor apply_async map_async starmap imap gather create_task ensure_future "
    "start_soon start_new_thread run_coroutine_threadsafe as_completed".split()
)


def started(slot: Slot, uses: Uses, values: Values) -> cst.Call | None:
    """A call that starts a function in which a message is sent to a chat that lives outside of the function."""
    names = _callers({name for turn in uses.turns for name in _functions(turn.call, slot, values)}, values)
    for node in values.module.every(cst.Call) if names else ():
        if _starts(node) and any(_mentions(argument.value, names) for argument in node.args):
            return node
    return None


def _functions(node: cst.CSTNode, slot: Slot, values: Values) -> Iterator[str]:
    """The names of the functions around a turn, out to the scope that the chat lives in."""
    for around in values.module.ancestors(node):
        if around is slot.scope.node:
            return
        if isinstance(around, cst.FunctionDef):
            yield around.name.value


def _callers(names: set[str], values: Values) -> frozenset[str]:
    """The names, and those of functions that call one of them, directly or by way of others."""
    functions = values.module.every(cst.FunctionDef)
    found = set(names)
    while True:
        calling = {f.name.value for f in functions if f.name.value not in found and _mentions(f.body, frozenset(found))}
        if not calling:
            return frozenset(found)
        found |= calling


def _starts(call: cst.Call) -> bool:
    name = dotted(call.func).rpartition(".")[2] or (call.func.attr.value if isinstance(call.func, cst.Attribute) else "")
    return name in _STARTERS or (name == "map" and isinstance(call.func, cst.Attribute))


def _mentions(node: cst.CSTNode, names: frozenset[str]) -> bool:
    return any(isinstance(below, cst.Name) and below.value in names for below in walk(node))
