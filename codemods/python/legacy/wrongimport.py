"""Repairs the import of the older SDK where only google-genai's client is made of it."""

from __future__ import annotations

import libcst as cst

from codemods.python.answers import Trail
from codemods.python.edits import Edit, Now
from codemods.python.misnamed import PACKAGE, misnamed
from codemods.python.parsed import Parsed
from codemods.python.strand import Strand
from codemods.python.values import Values


def trails(values: Values) -> list[Trail]:
    """A strand for each such import."""
    found = []
    for definition in values.module.flow.definitions:
        if definition.kind == "import" and misnamed(definition, values.module):
            statement = values.module.parent(definition.node)
            assert statement is not None
            strand = Strand()
            strand.site(statement, "GI508", f"`{PACKAGE}` has no client; google-genai has")
            strand.assume("wrong-import", statement, f"`{PACKAGE}` has no client, so google-genai may be what is meant")
            strand.edit(Edit(statement, _repaired, "from google import genai", keeps=()))
            found.append(Trail(strand, Parsed("unseen"), {}, {}))
    return found


def _repaired(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
    """`import google.generativeai as genai` becomes `from google import genai`; another name stays."""
    assert isinstance(updated, (cst.Import, cst.ImportFrom)) and not isinstance(updated.names, cst.ImportStar)
    asname = updated.names[0].asname
    own = asname.name.value if asname is not None and isinstance(asname.name, cst.Name) else "genai"
    alias = cst.ImportAlias(cst.Name("genai"), asname if own != "genai" else None)
    return cst.ImportFrom(cst.Name("google"), [alias], semicolon=updated.semicolon)
