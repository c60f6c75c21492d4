"""What wrong and older guides say about calls that are spelled in the current schema: each is told, none is changed."""

from __future__ import annotations

from collections.abc import Collection

import libcst as cst

from codemods.legacynames import background_agent
from codemods.python.nodes import dotted, keyword, string_value
from codemods.python.strand import Strand
from codemods.python.values import Values

#: Settings that hold for one interaction only.
_SETTINGS = ("tools", "system_instruction")
_NAMES = {"tools": "tools", "system_instruction": "system instruction"}


class Advice:
    """Looks at the arguments of calls in one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module

    def on(self, call: cst.Call, before: Collection[cst.Call]) -> list[Strand]:
        """What to say about one call: what is wrong, and what may be meant; ``before`` are the calls whose answer it goes on from."""
        strand, remarks = Strand(), Strand()
        self._agent(call, strand)
        self._functions(call, strand)
        previous = keyword(call, "previous_interaction_id")
        if previous is not None and before:
            self._stored(previous, before, strand)
            self._repeated(call, before, remarks)
        return [strand, remarks]

    def _agent(self, call: cst.Call, strand: Strand) -> None:
        agent = keyword(call, "agent")
        literals = self.values.string_literals(agent.value) if agent is not None else []
        name = background_agent(((literal, string_value(literal) or "") for literal in literals), strand)
        if agent is None or not name:
            return
        background = keyword(call, "background")
        if not any(arg.star for arg in call.args) and (background is None or dotted(background.value) == "False"):
            strand.hold(agent, "GI515", f"the agent `{name}` answers in the background only")

    def _functions(self, call: cst.Call, strand: Strand) -> None:
        """`tools=[get_weather]`."""
        tools = keyword(call, "tools")
        elements = tools.value.elements if tools is not None and isinstance(tools.value, (cst.List, cst.Tuple)) else ()
        for element in elements:
            definitions = self.values.definitions(element.value) if isinstance(element.value, cst.Name) else []
            if definitions and all(isinstance(d.node, cst.FunctionDef) for d in definitions):
                strand.hold(element, "GI510", f"`{self.module.code(element.value)}` is a function, and a tool has to declare it")

    @staticmethod
    def _stored(previous: cst.Arg, before: Collection[cst.Call], strand: Strand) -> None:
        stores = [keyword(earlier, "store") for earlier in before]
        if all(store is not None and dotted(store.value) == "False" for store in stores):
            strand.hold(previous, "GI514", "this interaction was made with `store=False`, so nothing can go on from it")

    @staticmethod
    def _repeated(call: cst.Call, before: Collection[cst.Call], strand: Strand) -> None:
        """Tools and system instruction of the turn before do not hold for this one."""
        if any(arg.star for arg in call.args):
            return
        missing = [name for name in _SETTINGS if keyword(call, name) is None and all(keyword(other, name) is not None for other in before)]
        if missing and call not in before:
            said = " and ".join(_NAMES[name] for name in missing)
            strand.note(call, "GI513", f"the {said} of the turn before {'do' if missing[0] == 'tools' else 'does'} not hold for this one")
