"""The SDKs before google-genai: this version only says that they are there."""

from __future__ import annotations

import libcst as cst

from codemods.python.answers import Trail
from codemods.python.misnamed import misnamed
from codemods.python.parsed import Parsed
from codemods.python.strand import Strand
from codemods.python.tree import walk
from codemods.python.values import Values

_SDKS = ("google.generativeai", "vertexai.generative_models", "vertexai.preview.generative_models")
_HELP = "Move to google-genai first: client = genai.Client(), then client.interactions.create(model=…, input=…)."


def _to_be_repaired(node: cst.ImportAlias, values: Values) -> bool:
    """Whether an import stands for google-genai by mistake."""
    return any(definition.node is node and misnamed(definition, values.module) for definition in values.module.flow.definitions)


def trails(values: Values) -> list[Trail]:
    """A hold at every import of a retired SDK."""
    found = []
    for node in walk(values.module.tree):
        if not isinstance(node, cst.ImportAlias):
            continue
        statement = values.module.parent(node)
        origin = values.module.code(statement.module) if isinstance(statement, cst.ImportFrom) and statement.module else ""
        path = ".".join(part for part in (origin, values.module.code(node.name)) if part)
        sdk = next((name for name in _SDKS if path == name or path.startswith(name + ".")), None)
        if sdk is not None and not _to_be_repaired(node, values):
            strand = Strand()
            strand.hold(node, "GI200", f"code for the retired SDK `{sdk}` is not rewritten yet", _HELP)
            strand.ties.add(node)
            found.append(Trail(strand, Parsed("unseen"), {}, {}))
    return found
