"""What is reached by its name in a string: `eval("r.text")`, `globals()["ask"]`, `getattr(bot, "ask")`. No rewrite sees such uses."""

from __future__ import annotations

import re
from functools import cached_property

import libcst as cst

from codemods.python.flow import Definition
from codemods.python.module import Module
from codemods.python.nodes import dotted, string_value
from codemods.python.scopes import Scope
from codemods.python.tree import walk

_CODE = frozenset({"eval", "exec"})
_TABLES = frozenset({"globals", "locals", "vars"})
#: What reads an attribute by its name, with the place of the name among the arguments.
_ATTRIBUTES = {"getattr": 1, "attrgetter": 0, "methodcaller": 0, "operator.attrgetter": 0, "operator.methodcaller": 0}
_WORD = re.compile(r"[^\W\d]\w*")


class ByName:
    """Answers questions about the strings of one module."""

    def __init__(self, module: Module) -> None:
        self.module = module

    def variable(self, definition: Definition) -> str:
        """How a variable is reached by its name, as the end of a sentence about it; nothing when it is not."""
        name = definition.name.value
        if name in self._in_code:
            return "is reached by its name in code that is a string"
        if {(definition.scope, name), (definition.scope, "*")} & self._in_tables:
            return "is reached through the table of all variables (`globals()`, `locals()`)"
        return ""

    def attribute(self, name: str) -> bool:
        """Whether an attribute or method of this name may be reached by `getattr`."""
        return any(known is None or known == name for known in self._attributes)

    @cached_property
    def _in_code(self) -> frozenset[str]:
        """The names in strings that are run as code, as far as they are literal."""
        given = [call.args[0].value for call in self.module.every(cst.Call) if dotted(call.func) in _CODE and call.args]
        return frozenset(word for value in given for text in _literals(value) for word in _WORD.findall(text))

    @cached_property
    def _in_tables(self) -> set[tuple[Scope, str]]:
        found = set()
        for call in self.module.every(cst.Call):
            name = dotted(call.func)
            if name in _TABLES and not call.args and not self.module.flow.definitions_of(call.func):  # type: ignore[arg-type]
                scope = self._scope(call)
                found.add((scope.module if name == "globals" else scope, self._key(call)))
        return found

    def _scope(self, node: cst.CSTNode) -> Scope:
        scopes = self.module.flow.scopes
        return next((scopes[around] for around in self.module.ancestors(node) if around in scopes), scopes[self.module.tree])

    def _key(self, table: cst.Call) -> str:
        """The one name that is looked up in a table; `*` where it may be any."""
        parent = self.module.parent(table)
        key: cst.CSTNode | None = None
        if isinstance(parent, cst.Subscript) and parent.value is table:
            index = parent.slice[0].slice
            key = index.value if isinstance(index, cst.Index) else None
        elif isinstance(parent, cst.ComparisonTarget):
            comparison = self.module.parent(parent)
            key = comparison.left if isinstance(comparison, cst.Comparison) else None
        elif isinstance(parent, cst.Attribute) and parent.attr.value in ("get", "pop", "setdefault"):
            call = self.module.parent(parent)
            key = call.args[0].value if isinstance(call, cst.Call) and call.args else None
        return string_value(key) or "*"

    @cached_property
    def _attributes(self) -> frozenset[str | None]:
        """The names `getattr` is asked for; None for one that only shows when the code runs."""
        named = [call.args[_ATTRIBUTES[name] :] for call in self.module.every(cst.Call) if (name := dotted(call.func)) in _ATTRIBUTES]
        return frozenset(string_value(arguments[0].value) for arguments in named if arguments)


def _literals(value: cst.CSTNode) -> list[str]:
    """The pieces of literal text in an expression."""
    pieces = [node for node in walk(value) if isinstance(node, (cst.SimpleString, cst.FormattedStringText))]
    return [string_value(piece) or "" if isinstance(piece, cst.SimpleString) else piece.value for piece in pieces]
