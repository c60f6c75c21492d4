"""Names for what a rewrite has to bind."""

from __future__ import annotations

import builtins
import keyword

import libcst as cst

from codemods.python.module import Module

_TAKEN = frozenset(dir(builtins)) | frozenset(keyword.kwlist)


class Names:
    """Hands out names that nothing in the module uses."""

    def __init__(self, module: Module) -> None:
        self.used = {node.value for node in module.every(cst.Name)} | _TAKEN

    def fresh(self, wanted: str) -> str:
        """The wanted name, or the first of ``wanted_2``, ``wanted_3``, … that is free."""
        name, number = wanted, 1
        while name in self.used:
            number += 1
            name = f"{wanted}_{number}"
        self.used.add(name)
        return name
