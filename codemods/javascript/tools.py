"""Tools that the old SDK calls by itself: objects with `callTool`, and clients of MCP servers."""

from __future__ import annotations

from collections.abc import Sequence

from codemods.api.nodes import Node
from codemods.javascript.contents import key_of
from codemods.javascript.nodes import bare
from codemods.javascript.packages import GENAI
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node as Source
from codemods.javascript.values import Values
from codemods.settings import tools
from codemods.settings.reader import Reader

_CALLED = "callTool"
_HELP = (
    "Declare each function as { type: 'function', name, description, parameters }, call it yourself for every step of type "
    "'function_call', and give its result back as { type: 'function_result', call_id, name, result }."
)


class Tools(tools.Tools[Source, Strand]):
    """Reads the tools of one module."""

    def __init__(self, reader: Reader[Source, Strand], values: Values) -> None:
        super().__init__(reader)
        self.values = values

    def element(self, node: Source, strand: Strand, depth: int) -> Sequence[Node] | None:
        if self._is_callable(node):
            strand.hold(node, "GI206", "a tool with a function is given: Interactions does not call it by itself", _HELP)
            return None
        return super().element(node, strand, depth)

    def _is_callable(self, node: Source) -> bool:
        value = self.values.literal(node) or bare(node)
        if value.kind == "object":
            return any(_name(member) == _CALLED for member in value.named)
        if value.kind == "await_expression":
            value = bare(value.named[0])
        return value.kind == "call_expression" and self.values.symbol(value.must("function")) == (GENAI, "mcpToTool")


def _name(member: Source) -> str:
    return member.must("name").text if member.kind == "method_definition" else key_of(member)
