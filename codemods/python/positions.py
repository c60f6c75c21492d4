"""Where each node of a tree stands. LibCST finds out by writing the code."""

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


def positions(tree: cst.Module) -> Mapping[cst.CSTNode, CodeRange]:
    """The range of every node of a tree, without the white space around. (A `MetadataWrapper` walks the tree once more, for no visitor.)"""
    provider = PositionProvider()
    tree._codegen(_Writing(default_indent=tree.default_indent, default_newline=tree.default_newline, provider=provider))
    return cast(Mapping[cst.CSTNode, CodeRange], provider._computed)
