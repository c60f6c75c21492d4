"""Shell code as a tree with places. The grammar is that of bash, which scripts of other shells mostly share."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ast_grep_py import SgNode

#: Nodes in whose place the shell puts something else.
EXPANSIONS = frozenset({"simple_expansion", "expansion", "command_substitution", "arithmetic_expansion"})
#: How often a script is read anew at most.
_TRIES = 20
_REDIRECTS = frozenset({"file_redirect", "heredoc_redirect", "herestring_redirect"})


def parse(source: str) -> tuple[SgNode, bool]:
    """The tree of a script, and whether it can be relied on.

    Behind some pipelines the grammar takes the next command for a part of the last one: a semicolon says where that ends. Places in
    the tree are those of the source all the same.
    """
    from ast_grep_py import SgRoot  # costly, and most runs see no shell code

    text = source
    for _ in range(_TRIES):
        root = SgRoot(text, "bash").root()
        ends = {at for command in root.find_all(kind="command") if (at := _line_end(command, text)) is not None}
        if not ends:
            return root, True
        text = "".join(";" if at in ends else sign for at, sign in enumerate(text))
    return root, False


def _line_end(command: SgNode, text: str) -> int | None:
    """The first end of a line between the words of a command, without those that a backslash takes away."""
    for one, other in pairwise(command.children()):
        start, end = span(one)[1], span(other)[0]
        gap = text[start:end].replace("\\\n", "  ")
        if "\n" in gap:
            return start + gap.index("\n")
    return None


def span(node: SgNode) -> tuple[int, int]:
    """Where a node begins and ends."""
    place = node.range()
    return place.start.index, place.end.index


def is_same(one: SgNode, other: SgNode) -> bool:
    return span(one) == span(other) and one.kind() == other.kind()


def commands(root: SgNode) -> Iterator[SgNode]:
    """All commands, in the order of the source."""
    yield from sorted(root.find_all(kind="command"), key=span)


def name(command: SgNode) -> str:
    """The name of a command, `""` when it is put together."""
    for child in command.children():
        if child.kind() == "command_name":
            return child.text().strip("\"'")
    return ""


def words(command: SgNode) -> list[SgNode]:
    """The arguments of a command. Redirections stand among them where something follows."""
    children = command.children()
    start = next((place for place, child in enumerate(children) if child.kind() == "command_name"), len(children))
    return [child for child in children[start + 1 :] if child.is_named() and child.kind() not in (*_REDIRECTS, "comment")]


def redirects(command: SgNode) -> list[SgNode]:
    """The redirections of a command: those among its arguments and those behind it."""
    found = [child for child in command.children() if child.kind() in _REDIRECTS]
    parent = command.parent()
    if parent is not None and parent.kind() == "redirected_statement":
        found += [child for child in parent.children() if child.kind() in _REDIRECTS]
    # Redirections that follow the beginning of a here-document are inside of it for the grammar.
    return found + [
        inner for child in found if child.kind() == "heredoc_redirect" for inner in child.children() if inner.kind() in _REDIRECTS
    ]


def is_broken(node: SgNode) -> bool:
    """Whether the grammar gave up on something in or around a node."""
    return any(above.kind() == "ERROR" for above in node.ancestors()) or node.find(kind="ERROR") is not None
