"""What reading one module takes: everything that a front asks, in one place."""

from __future__ import annotations

from codemods.api.call import NO_CONFIG, Call, Config
from codemods.api.nodes import Leaf
from codemods.api.outputs import Outputs, outputs
from codemods.javascript.answers import Answers
from codemods.javascript.contents import Contents
from codemods.javascript.guards import Guards
from codemods.javascript.nodes import string_value
from codemods.javascript.render import Renderer
from codemods.javascript.request import Requests
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node
from codemods.javascript.values import Values


class Readings:
    """The readers and writers of one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.renderer = Renderer(values.module)
        self.requests = Requests(self.renderer)
        self.contents = Contents(values)
        self.answers = Answers(values)
        self.guards = Guards(values)

    def config(self, node: Node, strand: Strand) -> Config | None:
        """The config of a call; None (with a hold) when it cannot be carried over."""
        strand.hold(node, "GI200", "a config is not rewritten yet")
        return None

    def stored(self, strand: Strand) -> bool | None:
        """What a call that kept nothing says about storing."""
        if self.values.options.store == "server":
            return None
        strand.stateless += 1
        return False

    def outputs(self, call: Call) -> Outputs:
        """What the answers to a call may hold."""
        assert isinstance(call.model.source, Node)
        names = [string_value(literal) or "" for literal in self.values.string_literals(call.model.source)]
        return outputs(call.config or NO_CONFIG, names, _no_tool)


def _no_tool(leaf: Leaf) -> frozenset[str | None]:
    return frozenset({None})
