"""What one module declares at its top and takes from elsewhere, as far as names go: for code that is put together from pieces."""

from __future__ import annotations

from dataclasses import dataclass

from codemods.javascript.module import Module

_NAMES = ("identifier", "shorthand_property_identifier", "type_identifier")


@dataclass(frozen=True)
class Outline:
    """``declared`` are the names of the module's own scope, ``free`` those that it uses and nothing in it declares.

    ``nests`` tells that all of it may stand in a block: it imports and exports nothing.
    """

    declared: frozenset[str]
    free: frozenset[str]
    nests: bool


def outline(module: Module) -> Outline:
    """The outline of a parsed module."""
    names = (node for node in module.root.walk() if node.kind in _NAMES)
    free = frozenset(node.text for node in names if module.scopes.binding(node) is None)
    kinds = {child.kind for child in module.root.children}
    return Outline(module.scopes.top_names, free, not kinds & {"import_statement", "export_statement", "import_alias"})
