"""Displays: object and array literals that stand under a name, and are rewritten there for all who use the name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from codemods.api.nodes import Leaf, Node
from codemods.javascript.declared import declare
from codemods.javascript.edits import replaced
from codemods.javascript.nodes import bare, dotted
from codemods.javascript.render import Renderer
from codemods.javascript.slots import Slot
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node as Source
from codemods.javascript.values import Values
from codemods.settings.reader import Placed

Accepts: TypeAlias = Callable[[Source], bool]
Convert: TypeAlias = "Callable[[Source, int], Node | None]"


class Displays:
    """Finds and rewrites the displays of one module."""

    def __init__(self, values: Values, renderer: Renderer) -> None:
        self.values = values
        self.renderer = renderer
        self._written: dict[Source, Node | None] = {}

    def place(self, node: Source, accepts: Accepts, convert: Convert, strand: Strand, code: str, what: str) -> Placed | None:
        """Convert an expression where it stands, or where its name got it; None with a hold."""
        value = bare(node)
        if accepts(value):
            written = convert(value, 0)
            return Placed(written, written) if written is not None else None
        slot = self.values.of(value)
        display = self._display(slot, accepts) if slot is not None else None
        if slot is None or display is None:
            name = dotted(value)
            strand.hold(node, "GI203", f"{what}{f' `{name}`' if name else ''} is not in sight")
            return None
        return self._in_place(node, value, slot, display, convert, strand, code, what)

    def written(self, use: Source) -> Node | None:
        """What the display under a name has become."""
        slot = self.values.of(bare(use))
        write = slot.writes[0] if slot is not None and len(slot.writes) == 1 else None
        return self._written.get(bare(write.value)) if write is not None and write.value is not None and not write.path else None

    @staticmethod
    def _display(slot: Slot, accepts: Accepts) -> Source | None:
        """The literal that a name was given, once and where it is declared."""
        write = slot.writes[0] if len(slot.writes) == 1 else None
        value = bare(write.value) if write is not None and write.how == "declared" and not write.path and write.value is not None else None
        return value if value is not None and accepts(value) else None

    def _in_place(
        self, node: Source, use: Source, slot: Slot, display: Source, convert: Convert, strand: Strand, code: str, what: str
    ) -> Placed | None:
        strand.claim(slot, use)
        if display not in self._written:
            self._written[display] = convert(display, 0)
            written = self._written[display]
            if written is not None:
                self._rewrite(slot, display, written, strand, code, what)
        written = self._written[display]
        if written is None:
            strand.hold(node, "GI203", f"{what} `{slot.name}` cannot be carried over as a whole")
            return None
        return Placed(Leaf(node), written)

    def _rewrite(self, slot: Slot, display: Source, written: Node, strand: Strand, code: str, what: str) -> None:
        pieces = self.renderer.node(written, self.values.module.indent(display.start))
        if pieces == [display]:
            return
        strand.site(slot.declaration, code, f"{what} is built the old way")
        strand.edit(replaced(display, *pieces))
        declare(slot, display, written, what, self.values, strand)
