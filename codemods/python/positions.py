"""Where each node of a tree stands, and how the tree is spelled: LibCST finds out both by writing the code, so it is written once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import libcst as cst
from libcst.metadata import CodeRange, PositionProvider
from libcst.metadata.position_provider import PositionProvidingCodegenState


class _Writing(PositionProvidingCodegenState):
    """LibCST's own way; most pieces are in one line, and need no pattern to tell."""

    def _update_position(self, value: str) -> None:
        if "\n" in value or "\r" in value:
            super()._update_position(value)
        else:
            self.column += len(value)


def spelled(tree: cst.Module) -> tuple[str, Mapping[cst.CSTNode, CodeRange]]:
    """The code of a tree, and the range of every node in it, without the white space around."""
    positions = PositionProvider()
    state = _Writing(default_indent=tree.default_indent, default_newline=tree.default_newline, provider=positions)
    tree._codegen(state)
    return "".join(state.tokens), cast(Mapping[cst.CSTNode, CodeRange], positions._computed)
