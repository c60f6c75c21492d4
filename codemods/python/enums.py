"""Schemas of answers that are one of several texts: enum classes, and dictionaries with an `enum`."""

from __future__ import annotations

import libcst as cst

from codemods.python.nodes import string_value
from codemods.python.records import spelled_out
from codemods.python.values import Values

_BASES = frozenset({"enum.Enum", "enum.StrEnum"})
_STRING = "google.genai.types.Type.STRING"


def is_choice_of_texts(node: cst.BaseExpression, values: Values) -> bool:
    """Whether a schema certainly allows nothing but some texts."""
    if is_enum_of_texts(node, values):
        return True
    if isinstance(node, cst.Name):
        definitions = values.definitions(node)
        only = definitions[0] if len(definitions) == 1 else None
        if only is None or only.kind != "assign" or only.value is None or isinstance(only.value, cst.Name):
            return False
        return not values.changes(only) and is_choice_of_texts(only.value, values)
    record = spelled_out(node)
    kind, allowed = (record.get("type"), record.get("enum")) if record is not None else (None, None)
    if kind is None or allowed is None or not isinstance(allowed.value, (cst.List, cst.Tuple)):
        return False
    named = (string_value(kind.value) or "").upper() == "STRING" or values.symbol(kind.value) == _STRING
    return named and all(string_value(element.value) is not None for element in allowed.value.elements)


def is_enum_of_texts(node: cst.BaseExpression, values: Values) -> bool:
    """Whether a name is an enum class of this module whose members are literal texts."""
    definitions = values.definitions(node) if isinstance(node, cst.Name) else []
    owner = definitions[0].node if len(definitions) == 1 else None
    if not isinstance(owner, cst.ClassDef) or owner.decorators or owner.keywords:
        return False
    bases = {values.symbol(base.value) for base in owner.bases}
    plain = bases <= _BASES or (len(owner.bases) == 2 and isinstance(first := owner.bases[0].value, cst.Name) and first.value == "str")
    members = [line for line in owner.body.body if not _is_docstring(line)]
    return bool(bases & _BASES) and plain and bool(members) and all(_is_text_member(line) for line in members)


def _small(line: cst.BaseStatement | cst.BaseSmallStatement) -> cst.BaseSmallStatement | None:
    if isinstance(line, cst.SimpleStatementLine):
        return line.body[0] if len(line.body) == 1 else None
    return line if isinstance(line, cst.BaseSmallStatement) else None


def _is_docstring(line: cst.BaseStatement | cst.BaseSmallStatement) -> bool:
    statement = _small(line)
    return isinstance(statement, cst.Expr) and string_value(statement.value) is not None


def _is_text_member(line: cst.BaseStatement | cst.BaseSmallStatement) -> bool:
    statement = _small(line)
    return isinstance(statement, cst.Assign) and len(statement.targets) == 1 and string_value(statement.value) is not None
