"""Imports inside of functions that a rewrite made unused."""

from __future__ import annotations

import libcst as cst

from codemods.python.imports import mentioned, of_sdk, without
from codemods.python.module import Module


def remove_unused(before: Module, tree: cst.Module) -> cst.Module:
    """The tree without imports of the Google SDK in functions that had uses before the rewrite and have none after it."""
    used: dict[str, set[str]] = {}
    for definition in before.flow.definitions:
        function = definition.scope.node
        if definition.kind == "import" and definition.uses and isinstance(function, cst.FunctionDef) and of_sdk(definition, before):
            used.setdefault(function.name.value, set()).add(definition.name.value)
    cleaned = tree.visit(_Remover(used)) if used else tree
    assert isinstance(cleaned, cst.Module)
    return cleaned


class _Remover(cst.CSTTransformer):
    """Takes names out of the imports that stand directly in functions. Lines with comments stay."""

    def __init__(self, used: dict[str, set[str]]) -> None:
        self.used = used

    def leave_FunctionDef(self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef) -> cst.FunctionDef:  # noqa: N802
        names = self.used.get(original_node.name.value, set())
        gone = names - mentioned(names, updated_node)
        if not gone or not isinstance(updated_node.body, cst.IndentedBlock):
            return updated_node
        body = updated_node.body.body
        kept = [left for line in body if (left := line if _is_commented(line) else without(line, gone)) is not None]
        return updated_node.with_changes(body=updated_node.body.with_changes(body=kept)) if kept else updated_node


def _is_commented(line: cst.BaseStatement) -> bool:
    return isinstance(line, cst.SimpleStatementLine) and (
        line.trailing_whitespace.comment is not None or any(empty.comment is not None for empty in line.leading_lines)
    )
