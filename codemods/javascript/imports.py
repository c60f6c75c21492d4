"""Imports after a rewrite: names that the change made unused go, names it needs come."""

from __future__ import annotations

from collections.abc import Iterable

from codemods.javascript.edits import Edit, apply, inserted, replaced
from codemods.javascript.groups import Group
from codemods.javascript.module import Module, parse
from codemods.javascript.nodes import string_value
from codemods.javascript.older import imports as older
from codemods.javascript.packages import GENERATIVE_AI, package_of
from codemods.javascript.strand import Import
from codemods.javascript.syntax import Node


def settle(before: Module, output: str, groups: Iterable[Group]) -> str:
    """The rewritten source with the imports it needs."""
    after = parse(output, before.language, is_typed=before.is_typed)
    unused = [node for node in _specifiers(after) if _is_unused(node, after) and _was_used(node, before)]
    wanted = {item for group in groups for item in group.imports}
    needed = {item for item in wanted if not _has(item, after)}
    added = _with(needed, unused, after)  # first: one that goes may give its place
    settled = apply(output, [*_without(unused, after), *added])
    if GENERATIVE_AI not in settled:
        return settled
    after = parse(settled, before.language, is_typed=before.is_typed)
    return apply(settled, older.moved(before, after, wanted))


def _specifiers(module: Module) -> list[Node]:
    """Names that are imported one by one from packages of ours, but for the older SDK, which is loaded in more ways."""
    found = []
    for statement in (child for child in module.root.children if child.kind == "import_statement"):
        if package_of(string_value(statement.field("source")) or "") not in (None, GENERATIVE_AI):
            found += [node for node in statement.walk() if node.kind == "import_specifier"]
    return found


def _local(specifier: Node) -> Node:
    return specifier.field("alias") or specifier.must("name")


def _is_unused(specifier: Node, module: Module) -> bool:
    binding = module.scopes.binding(_local(specifier))
    return binding is not None and not binding.reads and not binding.is_exported


def _was_used(specifier: Node, before: Module) -> bool:
    """An import that nothing used before the change is none of our business."""
    names = [node for node in _specifiers(before) if _local(node).text == _local(specifier).text]
    return any(not _is_unused(node, before) for node in names)


def _has(item: Import, module: Module) -> bool:
    return any(_local(node).text == item.name for node in _specifiers(module))


def _without(unused: list[Node], module: Module) -> list[Edit]:
    edits = []
    statements = list(dict.fromkeys(_statement(node) for node in unused))
    for statement in statements:
        clause = next(node for node in statement.walk() if node.kind == "named_imports")
        kept = [node for node in clause.named if node not in unused]
        if not kept and not _has_default(statement):
            edits.append(_line(statement, module))
        else:
            edits += _dropped(clause, [node for node in clause.named if node in unused], kept)
    return edits


def _has_default(statement: Node) -> bool:
    clause = next((child for child in statement.named if child.kind == "import_clause"), None)
    return clause is not None and any(child.kind in ("identifier", "namespace_import") for child in clause.named)


def _statement(specifier: Node) -> Node:
    statement = specifier.enclosing("import_statement")
    assert statement is not None
    return statement


def _line(statement: Node, module: Module) -> Edit:
    """A whole statement with its line end."""
    end = statement.end
    if module.source[end : end + 2] == "\r\n":
        return Edit(statement.start, end + 2, ())
    return Edit(statement.start, end + 1 if module.source[end : end + 1] == "\n" else end, ())


def _dropped(clause: Node, unused: list[Node], kept: list[Node]) -> list[Edit]:
    """Specifiers with the comma that led to them, or the one behind the first."""
    edits = []
    listed = clause.named
    for node in unused:
        place = listed.index(node)
        earlier = [other for other in listed[:place] if other in kept]
        if earlier:
            edits.append(Edit(listed[place - 1].end, node.end, ()))
        else:
            following = listed[place + 1] if place + 1 < len(listed) else None
            edits.append(Edit(node.start, following.start if following is not None else node.end, ()))
    return edits


def _with(needed: set[Import], unused: list[Node], module: Module) -> list[Edit]:
    """New names behind the last one that stays of the same package, or in place of one that goes; else in a statement of their own."""
    edits = []
    for module_name in sorted({item.module for item in needed}):
        wanted = [item for item in needed if item.module == module_name]
        there = _beside(module_name, wanted, module)
        kept = [node for node in there if node not in unused]
        names = _spelled(wanted, (kept or there)[-1] if there else None, module)
        if kept:
            between = _between(kept[-1], module)
            edits.append(inserted(kept[-1].end, "".join(f",{between}{name}" for name in names)))
        elif there:
            unused.remove(there[-1])
            edits.append(replaced(there[-1], f",{_between(there[-1], module)}".join(names)))
        elif module.is_typed and all(item.is_type for item in wanted):
            edits.append(_statement_of(names, module_name, module))
    return edits


def _beside(package: str, wanted: list[Import], module: Module) -> list[Node]:
    """The names of a package that others can stand beside."""
    return [node for node in _specifiers(module) if string_value(_statement(node).field("source")) == package and _takes(node, wanted)]


def _spelled(wanted: list[Import], beside: Node | None, module: Module) -> list[str]:
    """The names, with `type` where a statement has values as well."""
    words = beside is not None and not _statement(beside).has_token("type")
    return sorted(("type " if words and item.is_type and module.is_typed else "") + item.name for item in wanted)


def _between(specifier: Node, module: Module) -> str:
    """What stands before a name in the list of one: a line of its own where the names have such lines."""
    listed = specifier.parent
    assert listed is not None
    stacked = "\n" in module.source[listed.start : listed.named[0].start]
    return module.newline + module.indent(specifier.start) if stacked else " "


def _takes(specifier: Node, wanted: list[Import]) -> bool:
    """Whether names can stand beside one: only types can in `import type { … }`."""
    return all(item.is_type for item in wanted) or not _statement(specifier).has_token("type")


def _statement_of(names: list[str], package: str, module: Module) -> Edit:
    """`import type { … }` behind the last import of the module."""
    quote = module.quote
    last = next((child for child in reversed(module.root.children) if child.kind == "import_statement"), None)
    end = ";" if last is None or last.text.endswith(";") else ""
    statement = f"import type {{ {', '.join(names)} }} from {quote}{package}{quote}{end}"
    if last is not None:
        return inserted(last.end, module.newline + statement)
    first = next((child for child in module.root.named if child.kind != "hash_bang_line"), module.root)
    return inserted(first.start, statement + module.newline)
