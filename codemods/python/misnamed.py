"""`import google.generativeai as genai` where `genai.Client()` is used: the import of the older SDK under code for google-genai."""

from __future__ import annotations

import libcst as cst

from codemods.python.flow import Definition
from codemods.python.module import Module
from codemods.python.nodes import dotted

#: The older SDK, which has no client.
PACKAGE = "google.generativeai"
#: What its name would be if it had one.
CLIENT = f"{PACKAGE}.Client"


def misnamed(definition: Definition, module: Module) -> bool:
    """Whether an import binds the older SDK under a name that is used for nothing but a client."""
    alias = definition.node
    statement = module.parent(alias) if isinstance(alias, cst.ImportAlias) else None
    if not isinstance(alias, cst.ImportAlias) or not isinstance(statement, (cst.Import, cst.ImportFrom)):
        return False
    if isinstance(statement, cst.Import):
        named = dotted(alias.name) == PACKAGE and alias.asname is not None and len(statement.names) == 1
    else:
        found = f"{dotted(statement.module)}.{dotted(alias.name)}" if statement.module is not None else ""
        named = (
            found == PACKAGE and alias.asname is not None and not isinstance(statement.names, cst.ImportStar) and len(statement.names) == 1
        )
    parents = [module.parent(use) for use in definition.uses]
    return named and bool(parents) and all(isinstance(p, cst.Attribute) and p.attr.value == "Client" for p in parents)
