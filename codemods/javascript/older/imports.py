"""How a module loads the older SDK, and how it loads @google/genai in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from codemods.javascript.edits import Edit, inserted, replaced
from codemods.javascript.module import Module
from codemods.javascript.nodes import arguments, string_value
from codemods.javascript.packages import GENERATIVE_AI, package_of
from codemods.javascript.strand import Import
from codemods.javascript.syntax import Node

_READ = ("identifier", "type_identifier")
_ITEMS = ("import_specifier", "shorthand_property_identifier_pattern", "pair_pattern")


@dataclass(frozen=True, eq=False)
class Loading:
    """One statement that loads the package: `import … from`, `require(…)`, `await import(…)`.

    ``taken`` is what takes names of it (braces, or one name for all of it), ``items`` are those names.
    """

    statement: Node
    taken: Node
    path: Node
    items: tuple[Node, ...]

    @property
    def is_import(self) -> bool:
        return self.statement.kind == "import_statement"


def loadings(module: Module) -> list[Loading]:
    """Every statement that loads the older SDK in a way that can be rewritten."""
    found = []
    for node in module.root.walk():
        if node.kind == "import_statement":
            found.append(_imported(node))
        elif node.kind == "variable_declarator":
            found.append(_required(node))
    return [loading for loading in found if loading is not None and package_of(string_value(loading.path) or "") == GENERATIVE_AI]


def _imported(statement: Node) -> Loading | None:
    clause = next((child for child in statement.named if child.kind == "import_clause"), None)
    path = statement.field("source")
    if clause is None or path is None or len(clause.named) != 1:
        return None
    taken = clause.named[0]
    items = tuple(taken.named) if taken.kind == "named_imports" else (taken,)
    return Loading(statement, taken, path, items)


def _required(declarator: Node) -> Loading | None:
    value, taken = declarator.field("value"), declarator.must("name")
    call = value.named[0] if value is not None and value.kind == "await_expression" else value
    statement = declarator.parent
    if call is None or statement is None or call.kind != "call_expression" or call.must("function").text not in ("require", "import"):
        return None
    path = next(iter(arguments(call)), None)
    if path is None or path.kind != "string" or taken.kind not in ("object_pattern", "identifier"):
        return None
    items = tuple(taken.named) if taken.kind == "object_pattern" else (taken,)
    plain = taken.kind == "identifier" or all(item.kind in _ITEMS for item in items)
    return Loading(statement, taken, path, items) if plain else None


def local(item: Node) -> Node:
    """The name that an item has in the module."""
    if item.kind == "import_specifier":
        return item.field("alias") or item.must("name")
    if item.kind == "pair_pattern":
        return item.must("value")
    return item.named[0] if item.kind == "namespace_import" else item


def moved(before: Module, after: Module, needed: Iterable[Import]) -> list[Edit]:
    """The loading of the older SDK after a rewrite: names that nothing uses any more go, those of @google/genai come."""
    kinds = {item.name: item for item in needed}
    open_ = [node for node in after.root.walk() if node.kind in _READ and node.text in kinds and after.scopes.binding(node) is None]
    used = {local(item).text for loading in loadings(before) for item in loading.items if _is_read(item, before)}
    edits: list[Edit] = []
    for loading in loadings(after):
        scope = after.scopes.scope_at(loading.statement)
        here = [node for node in open_ if scope.node.holds(node)]
        open_ = [node for node in open_ if node not in here]
        gone = [item for item in loading.items if local(item).text in used and not _is_read(item, after)]
        edits += _settled(loading, gone, [kinds[name] for name in sorted({node.text for node in here})], after)
    return edits


def _is_read(item: Node, module: Module) -> bool:
    binding = module.scopes.binding(local(item))
    return binding is None or bool(binding.reads) or binding.is_exported


def _settled(loading: Loading, gone: list[Node], come: list[Import], module: Module) -> list[Edit]:
    kept = [item for item in loading.items if item not in gone]
    if come and not kept:
        return [replaced(loading.taken, _braces(loading, come, module)), replaced(loading.path, _path(loading))]
    edits = [_beside(loading, come, module)] if come else []
    if gone and kept:
        return [*edits, *_without(loading, gone, kept)]
    alone = loading.is_import or sum(1 for child in loading.statement.named if child.kind == "variable_declarator") == 1
    return [_line(loading.statement, module)] if gone and alone else edits


def _path(loading: Loading) -> str:
    return re.sub(r"@google/generative-ai(@[^/'\"]*)?", "@google/genai", loading.path.text)


def _braces(loading: Loading, come: list[Import], module: Module) -> str:
    names = ["type " + item.name if item.is_type and module.is_typed and loading.is_import else item.name for item in come]
    tight = loading.taken.text.startswith("{") and not loading.taken.text[1:2].isspace()
    return "{" + ", ".join(names) + "}" if tight else "{ " + ", ".join(names) + " }"


def _beside(loading: Loading, come: list[Import], module: Module) -> Edit:
    """A statement of its own, behind the one that stays."""
    source, statement = module.source, loading.statement
    made = (
        source[statement.start : loading.taken.start]
        + _braces(loading, come, module)
        + source[loading.taken.end : loading.path.start]
        + _path(loading)
        + source[loading.path.end : statement.end]
    )
    return inserted(statement.end, module.newline + module.indent(statement.start) + made)


def _without(loading: Loading, gone: list[Node], kept: list[Node]) -> list[Edit]:
    edits = []
    for item in gone:
        place = loading.items.index(item)
        if any(other in kept for other in loading.items[:place]):
            edits.append(Edit(loading.items[place - 1].end, item.end, ()))
        else:
            edits.append(Edit(item.start, loading.items[place + 1].start, ()))
    return edits


def _line(statement: Node, module: Module) -> Edit:
    """A statement with its line, if it has one of its own."""
    source, start, end = module.source, statement.start, statement.end
    line = source.rfind("\n", 0, start) + 1
    if source[line:start].strip():
        return Edit(start, end, ())
    for ending in ("\r\n", "\n"):
        if source.startswith(ending, end):
            return Edit(line, end + len(ending), ())
    return Edit(line, end, ())
