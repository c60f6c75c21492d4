"""What wrong and older guides say about calls that are spelled in the current schema: each is told, none is changed."""

from __future__ import annotations

from collections.abc import Collection

from codemods.javascript.legacy.calls import Request
from codemods.javascript.nodes import bare, string_value
from codemods.javascript.scopes import is_function
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node
from codemods.javascript.values import Values
from codemods.legacynames import background_agent

#: Settings that hold for one interaction only.
_SETTINGS = {"tools": "tools", "system_instruction": "system instruction"}


class Advice:
    """Looks at the parameters of calls in one module."""

    def __init__(self, values: Values) -> None:
        self.values = values

    def on(self, request: Request, before: Collection[Request]) -> list[Strand]:
        """What to say about one call: what is wrong, and what may be meant; ``before`` are those whose answer it goes on from."""
        strand, remarks = Strand(), Strand()
        self._agent(request, strand)
        self._functions(request, strand)
        previous = request.value("previous_interaction_id")
        if previous is not None and before:
            self._stored(previous, before, strand)
            self._repeated(request, before, remarks)
        return [strand, remarks]

    def _agent(self, request: Request, strand: Strand) -> None:
        agent = request.value("agent")
        literals = self.values.string_literals(agent) if agent is not None else []
        name = background_agent(((literal, string_value(literal) or "") for literal in literals), strand)
        if agent is None or not name:
            return
        background = request.value("background")
        if not request.spread and (background is None or background.kind == "false"):
            strand.hold(agent, "GI515", f"the agent `{name}` answers in the background only")

    def _functions(self, request: Request, strand: Strand) -> None:
        """`tools: [getWeather]`."""
        tools = request.value("tools")
        for element in tools.named if tools is not None and tools.kind == "array" else ():
            name = bare(element)
            binding = self.values.module.scopes.binding(name) if name.kind == "identifier" else None
            write = binding.only_write if binding is not None else None
            made = bare(write.value) if write is not None and write.value is not None and not write.path else None
            if write is not None and write.how in ("function", "declared") and made is not None and is_function(made):
                strand.hold(element, "GI510", f"`{name.text}` is a function, and a tool has to declare it")

    @staticmethod
    def _stored(previous: Node, before: Collection[Request], strand: Strand) -> None:
        stores = [earlier.value("store") for earlier in before]
        if all(store is not None and store.kind == "false" for store in stores):
            strand.hold(previous, "GI514", "this interaction was made with `store=False`, so nothing can go on from it")

    @staticmethod
    def _repeated(request: Request, before: Collection[Request], strand: Strand) -> None:
        """Tools and system instruction of the turn before do not hold for this one."""
        if request.spread or request in before:
            return
        missing = [name for name in _SETTINGS if request.pair(name) is None and all(other.pair(name) is not None for other in before)]
        if missing:
            said = " and ".join(_SETTINGS[name] for name in missing)
            does = "do" if missing[0] == "tools" else "does"
            strand.note(request.call, "GI513", f"the {said} of the turn before {does} not hold for this one")
