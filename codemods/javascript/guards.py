"""Handlers of errors: those that know the old SDK's classes would not catch what an interaction throws."""

from __future__ import annotations

from functools import cached_property

from codemods.javascript.nodes import string_value
from codemods.javascript.packages import GENAI, GENERATIVE_AI
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node
from codemods.javascript.values import Values

#: Classes of errors by package, and their names as texts (`error.name === "ApiError"`).
_CLASSES = {
    GENAI: frozenset({"ApiError"}),
    GENERATIVE_AI: frozenset(
        {
            "GoogleGenerativeAIError",
            "GoogleGenerativeAIResponseError",
            "GoogleGenerativeAIFetchError",
            "GoogleGenerativeAIRequestInputError",
            "GoogleGenerativeAIAbortError",
        }
    ),
}
_NAMES = frozenset().union(*_CLASSES.values())


class Guards:
    """Looks for handlers in one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module

    def check(self, call: Node, strand: Strand) -> None:
        """Hold for a place that tells the old errors from others; note a handler that shows one."""
        if self._telling is not None:
            line = self.module.line(self._telling)
            strand.hold(self._telling, "GI207", f"errors of the old SDK are told apart on line {line}, which interactions do not throw")
        handler = self._shown(call)
        if handler is not None:
            strand.note(
                handler, "GI405", "errors of the call read differently here now, and it is retried up to four times before one is thrown"
            )

    @cached_property
    def _telling(self) -> Node | None:
        for node in self.module.root.walk():
            if node.kind in ("identifier", "property_identifier", "member_expression"):
                symbol = self.values.symbol(node) if node.kind != "property_identifier" else None
                if symbol is not None and len(symbol) == 2 and symbol[1] in _CLASSES.get(symbol[0], ()) and not _is_imported(node):
                    return node
            elif node.kind == "string" and string_value(node) in _NAMES and not _is_imported(node):
                return node
        return None

    def _shown(self, call: Node) -> Node | None:
        """The handler around a call that shows the error."""
        child = call
        for around in call.ancestors():
            if around.kind == "try_statement" and around.must("body").holds(child) and (handler := around.field("handler")) is not None:
                caught = handler.field("parameter")
                binding = self.module.scopes.binding(caught) if caught is not None else None
                return handler if binding is not None and binding.reads else None
            child = around
        return None


def _is_imported(node: Node) -> bool:
    return node.enclosing("import_statement") is not None
