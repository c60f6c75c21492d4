"""Names of types of the legacy schema: `Interactions.FunctionCallContent`."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from codemods.javascript.edits import replaced
from codemods.javascript.packages import GENAI
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node
from codemods.javascript.values import Values

#: What each type is called now; None for one that @google/genai does not export any more.
TYPES: dict[str, str | None] = {
    "CodeExecutionResultContent": "CodeExecutionResultStep",
    "FileSearchCallContent": "FileSearchCallStep",
    "FileSearchResultContent": "FileSearchResultStep",
    "FunctionCallContent": "FunctionCallStep",
    "FunctionResultContent": "FunctionResultStep",
    "MCPServerToolCallContent": "MCPServerToolCallStep",
    "MCPServerToolResultContent": "MCPServerToolResultStep",
    "ThoughtContent": "ThoughtStep",
    "ContentStart": "StepStart",
    "ContentStop": "StepStop",
    "InteractionStartEvent": "InteractionCreatedEvent",
    "InteractionCompleteEvent": "InteractionCompletedEvent",
    **dict.fromkeys(
        "CodeExecutionCallContent ContentDelta GoogleMapsCallContent GoogleMapsResultContent GoogleSearchCallContent "
        "GoogleSearchResultContent Turn URLContextCallContent URLContextResultContent".split()
    ),
}


def strands(values: Values, handled: Collection[Node]) -> Iterator[Strand]:
    """A strand for each of them; ``handled`` are those that are rewritten with something else."""
    if "Interactions" not in values.module.source:
        return
    for node in values.module.root.walk():
        symbol = values.symbol(node) if node.kind == "nested_type_identifier" and node not in handled else None
        if symbol is None or symbol[:2] != (GENAI, "Interactions") or symbol[-1] not in TYPES:
            continue
        strand, new = Strand(), TYPES[symbol[-1]]
        strand.tie(node)
        strand.site(node, "GI501", f"`{symbol[-1]}` is a type of the legacy schema")
        if new is None:
            strand.hold(node, "GI506", f"`{symbol[-1]}` is a type of the legacy schema, and has no other name now")
        else:
            strand.edit(replaced(node.must("name"), new))
        yield strand
