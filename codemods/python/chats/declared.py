"""State variables that functions bind: they need `global` or `nonlocal`, as the chat did where it was bound."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from codemods.python.chats.model import Found, Slot
from codemods.python.chats.named import Named
from codemods.python.chats.statements import declaration, replaced_names
from codemods.python.chats.uses import Uses
from codemods.python.scopes import Scope
from codemods.python.strand import Strand
from codemods.python.values import Values


class Declarations:
    """Writes the declarations of one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module

    def edits(self, slot: Slot, found: Found, uses: Uses, names: Sequence[str], strand: Strand) -> None:
        if not isinstance(slot, Named):
            return
        binding = [turn.call for turn in uses.turns]
        binding += [creation.call for creation in found.creations]
        present = dict(self._statements(slot))
        for node in present:
            strand.edit(replaced_names(node, slot.name, names))
        for scope in dict.fromkeys(self.values.scope_at(node) for node in binding):
            if scope is slot.scope or scope in present.values():
                continue
            if scope.kind != "function" or not isinstance(scope.node, cst.FunctionDef):
                continue
            word = "global" if slot.scope.kind == "module" else "nonlocal"
            makes = any(self.values.scope_at(creation.call) is scope for creation in found.creations)
            strand.edit(declaration(scope.node, word, names if makes else names[:1], self.module))

    def _statements(self, slot: Named) -> list[tuple[cst.Global | cst.Nonlocal, Scope]]:
        """The `global` and `nonlocal` statements about the chat."""
        found = []
        declarations: list[cst.Global | cst.Nonlocal] = [*self.module.every(cst.Global), *self.module.every(cst.Nonlocal)]
        for node in declarations:
            if any(item.name.value == slot.name for item in node.names):
                scope = self.values.scope_at(node)
                if scope.owner(slot.name) is slot.scope:
                    found.append((node, scope))
        return found
