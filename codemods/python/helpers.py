"""Small functions that rewritten code calls: put below the imports, once a module."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from codemods.python.imports import import_block
from codemods.python.module import Module
from codemods.python.names import Names
from codemods.python.strand import Helper, Import
from codemods.python.values import Values

_BLANK = cst.EmptyLine(indent=False)


def known_or_new(wanted: str, template: str, imports: tuple[Import, ...], values: Values) -> Helper:
    """The function that a template with a ``{name}`` describes: the one the module has already, or a new one under a free name."""
    for function in _first_functions(values.module):
        source = _written(template.format(name=function.name.value), values)
        if _essence(values.module.code(function)) == _essence(source):
            return Helper(function.name.value, source, imports)
    name = Names(values.module).fresh(wanted)
    return Helper(name, _written(template.format(name=name), values), imports)


def _first_functions(module: Module) -> list[cst.FunctionDef]:
    """The functions that stand above all code of the module: a helper further down would come too late for it."""
    found = []
    for statement in module.tree.body:
        if isinstance(statement, cst.FunctionDef):
            found.append(statement)
        elif not isinstance(statement, cst.SimpleStatementLine) or not isinstance(
            statement.body[0], (cst.Import, cst.ImportFrom, cst.Expr)
        ):
            break
    return found


def _written(text: str, values: Values) -> str:
    """A function in the quotes and the indentation of the module."""
    if values.quote == "'":
        text = text.replace('"""', "\0").replace('"', "'").replace("\0", '"""')
    step = ("\t" if values.tabs else " ") * values.unit
    lines = text.splitlines(keepends=True)
    return "".join(step * ((len(line) - len(line.lstrip(" "))) // 4) + line.lstrip(" ") for line in lines)


def _essence(code: str) -> str:
    return "".join(code.replace("'", '"').split())


def missing(helpers: Iterable[Helper], module: Module) -> list[Helper]:
    """The helpers that the module does not define yet."""
    present = {node.name.value for node in module.tree.body if isinstance(node, cst.FunctionDef)}
    return sorted((helper for helper in helpers if helper.name not in present), key=lambda helper: helper.name)


def add(tree: cst.Module, helpers: Iterable[Helper]) -> cst.Module:
    """The tree with these functions below its first imports, two blank lines around each."""
    helpers = list(helpers)
    names = frozenset(name for helper in helpers for name in (helper.name, *(needed.bound for needed in helper.imports)))
    for helper in helpers:
        position = import_block(tree.body, names)[1]
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
