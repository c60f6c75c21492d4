"""Messages to chats that come from elsewhere: parameters of exported functions, fields of other objects."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from codemods.javascript.chats.faraway import is_chat_elsewhere
from codemods.javascript.chats.terms import HELP, Terms
from codemods.javascript.chats.typed import Types
from codemods.javascript.contents import key_of
from codemods.javascript.nodes import arguments, bare
from codemods.javascript.reading import Readings
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node
from codemods.javascript.trail import Trail


def strays(followed: Collection[Node], terms: Terms, readings: Readings, types: Types) -> Iterator[Trail]:
    """A trail that only says so for every message to a chat whose creation is not in sight."""
    for node in readings.values.module.root.walk():
        if node.kind == "call_expression" and node not in followed and _is_message(node, terms, readings, types):
            strand = Strand()
            function = bare(node.must("function"))
            strand.site(node, "GI103", f"`{function.must('property').text}` is the old API")
            strand.hold(node, "GI201", "which chat this is sent to, and where it was created, is not in sight", HELP)
            types.tie(strand)
            yield Trail(strand)


def _is_message(call: Node, terms: Terms, readings: Readings, types: Types) -> bool:
    """A message to what is declared to be a chat; in a module with the SDK also what looks like one."""
    function = bare(call.must("function"))
    if function.kind != "member_expression" or function.must("property").text not in (terms.send, terms.stream):
        return False
    receiver = bare(function.must("object"))
    slot = readings.values.of(receiver)
    declared = readings.values.annotation(slot) if slot is not None else None
    if (declared is not None and types.says_chat(declared)) or is_chat_elsewhere(receiver, readings.values):
        return True
    values = readings.values
    if not values.packages & terms.packages or (_root(receiver).kind == "identifier" and values.is_global(_root(receiver))):
        return False
    given = [bare(argument) for argument in arguments(call)]
    keys = {key_of(pair) for pair in given[0].named} if len(given) == 1 and given[0].kind == "object" else set()
    return terms.asks in keys and keys <= terms.keys


def _root(node: Node) -> Node:
    """The expression that a chain of members, items and calls begins with."""
    while (inner := node.field("object") or node.field("function")) is not None:
        node = bare(inner)
    return node
