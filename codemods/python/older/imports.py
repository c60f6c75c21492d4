"""Imports of the older SDKs, and what the module needs of google-genai in their place."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from codemods.python.edits import Edit
from codemods.python.names import Names
from codemods.python.older.receivers import Receivers
from codemods.python.older.references import Imported, Reference
from codemods.python.older.sdks import TYPES, short
from codemods.python.scopes import Scope
from codemods.python.strand import Strand

_GOOGLE = "google.genai"


class Imports:
    """Rewrites the imports of one module. What they bind in the end is known when all edits are."""

    def __init__(self, values: Receivers, imported: Sequence[Imported], names: Names) -> None:
        self.values = values
        self.module = values.module
        self.imported = imported
        self._present = {
            definition.name.value: definition.scope
            for definition in values.module.flow.definitions
            if definition.kind == "import" and values.import_path(definition) == _GOOGLE
        }
        bound = {one.definition.name.value for one in imported}
        self.genai = next(iter(self._present), "") or ("genai" if "genai" in bound else names.fresh("genai"))
        self.sdk = imported[0].sdk if imported else "generativeai"
        self._needed: set[Scope] = set()
        self._kept: set[cst.ImportAlias] = set()
        self._written: set[cst.CSTNode] = set()

    def need(self, node: cst.CSTNode) -> None:
        """Take down that `genai` is used at a place."""
        chain = self.values.scope_at(node).chain
        if self.genai in self._present and self._present[self.genai] in chain:
            return
        scopes = [one.definition.scope for one in self.imported]
        self._needed.add(next((scope for scope in chain if scope in scopes), scopes[0]))

    def rename(self, reference: Reference, known: tuple[str, str], strand: Strand) -> None:
        """Write the name of a type as google-genai has it."""
        name, rest = known
        alias = reference.imported.alias
        own = TYPES.get(short(reference.imported.path))
        if own == name and isinstance(reference.imported.statement, cst.ImportFrom):
            self._kept.add(alias)
            text = reference.use.value
            if short(reference.imported.path) + (f".{rest}" if rest else "") == reference.name:
                return
        else:
            self.need(reference.node)
            text = f"{self.genai}.types.{name}"
        new = cst.parse_expression(f"{text}.{rest}" if rest else text)
        strand.edit(Edit(reference.node, lambda updated, now: new.deep_clone(), f"type {text}.{rest}", keeps=()))

    def write(self, one: Imported, strand: Strand) -> None:
        """Replace the statement of an import, once for all its names."""
        strand.ties.add(one.statement)
        if one.statement in self._written:
            return
        self._written.add(one.statement)
        aliases = [] if isinstance(one.statement.names, cst.ImportStar) else list(one.statement.names)
        ours = {other.alias for other in self.imported}
        line = self.module.parent(one.statement)
        if any(other.stays for other in self.imported if other.statement is one.statement):
            if line is not None:
                strand.edit(Edit(line, lambda updated, now: self._line(one, updated, 0), "import beside another", where="after"))
            return
        if any(alias not in ours for alias in aliases):
            strand.hold(
                one.statement, "GI200", "this imports something else beside the retired SDK", "Import it in a statement of its own."
            )
            return
        if not isinstance(line, cst.SimpleStatementLine) or len(line.body) != 1:
            strand.hold(one.statement, "GI200", "this import shares its line with something else", "Give it a line of its own.")
            return
        strand.edit(Edit(line, lambda updated, now: self._line(one, updated, 0), "import", keeps=()))
        strand.edit(Edit(line, lambda updated, now: self._line(one, updated, 1), "second import", where="after"))

    def _brings_genai(self, one: Imported) -> bool:
        """Whether this import brings `genai` into its scope: each one that brought the old SDK itself, else the first."""
        scope = one.definition.scope
        if scope not in self._needed:
            return False
        inside = [other for other in self.imported if other.definition.scope is scope]
        if self.sdk == "vertexai":
            direct = [other for other in inside if self._stands_alone(other.statement)]
            return (direct or inside)[0].statement is one.statement
        whole = [other.statement for other in inside if not short(other.path)]
        return one.statement in whole or (not whole and inside[0].statement is one.statement)

    def _stands_alone(self, statement: cst.CSTNode) -> bool:
        """Whether a statement is always reached in its scope."""
        line = self.module.parent(statement)
        block = self.module.parent(line) if line is not None else None
        return isinstance(block, cst.Module) or isinstance(self.module.parent(block) if block is not None else None, cst.FunctionDef)

    def _line(self, one: Imported, updated: cst.CSTNode, place: int) -> cst.CSTNode | cst.RemovalSentinel:
        """One of the lines that take the place of an import; nothing when there are not so many."""
        wanted = [*self._genai(one), *self._types(one.statement)]
        if place >= len(wanted):
            return cst.RemovalSentinel.REMOVE
        stays = any(other.stays for other in self.imported if other.statement is one.statement)
        return updated.with_changes(body=[wanted[0]]) if place == 0 and not stays else cst.SimpleStatementLine([wanted[place]])

    def _genai(self, one: Imported) -> list[cst.ImportFrom]:
        if not self._brings_genai(one):
            return []
        asname = cst.AsName(cst.Name(self.genai)) if self.genai != "genai" else None
        return [cst.ImportFrom(cst.Name("google"), [cst.ImportAlias(cst.Name("genai"), asname)])]

    def _types(self, statement: cst.Import | cst.ImportFrom) -> list[cst.ImportFrom]:
        kept = [one for one in self.imported if one.statement is statement and one.alias in self._kept]
        names = [cst.ImportAlias(cst.Name(TYPES[short(one.path)]), one.alias.asname) for one in kept]
        module = cst.Attribute(cst.Attribute(cst.Name("google"), cst.Name("genai")), cst.Name("types"))
        return [cst.ImportFrom(module, names)] if names else []
