"""Small functions that rewritten code calls: put below the imports, once a module."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from codemods.python.imports import import_block
from codemods.python.module import Module
from codemods.python.strand import Helper

_BLANK = cst.EmptyLine(indent=False)


def missing(helpers: Iterable[Helper], module: Module) -> list[Helper]:
    """The helpers that the module does not define yet."""
    present = {node.name.value for node in module.tree.body if isinstance(node, cst.FunctionDef)}
    return sorted((helper for helper in helpers if helper.name not in present), key=lambda helper: helper.name)


def add(tree: cst.Module, helpers: Iterable[Helper]) -> cst.Module:
    """The tree with these functions below its first imports, two blank lines around each."""
    for helper in helpers:
        position = import_block(tree.body)[1]
        function = cst.parse_statement(helper.source, tree.config_for_parsing)
        assert isinstance(function, cst.FunctionDef)
        function = function.with_changes(leading_lines=[_BLANK, _BLANK] if position else [])
        following = [_apart(line) for line in tree.body[position : position + 1]]
        tree = tree.with_changes(body=[*tree.body[:position], function, *following, *tree.body[position + 1 :]])
    return tree


def _apart(line: cst.BaseStatement | cst.SimpleStatementLine) -> cst.BaseStatement | cst.SimpleStatementLine:
    """The statement behind a function, with two blank lines before its comments."""
    lines = list(getattr(line, "leading_lines", ()))
    while lines and lines[0].comment is None:
        lines.pop(0)
    return line.with_changes(leading_lines=[_BLANK, _BLANK, *lines])
