"""Every place of a module that names something of an older SDK."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from codemods.python.flow import Definition
from codemods.python.misnamed import misnamed
from codemods.python.older.receivers import Receivers
from codemods.python.older.sdks import Sdk, sdk_of, short


@dataclass(frozen=True, eq=False)
class Imported:
    """An import of an older SDK: what it binds, its statement, and the path it leads to; ``direct`` when no other file is between.

    ``stays``: something needs it that is not rewritten.
    """

    definition: Definition
    alias: cst.ImportAlias
    statement: cst.Import | cst.ImportFrom
    path: str
    sdk: Sdk
    direct: bool = True
    stays: bool = False


@dataclass(frozen=True, eq=False)
class Reference:
    """The longest dotted expression that names one thing: `genai.types.HarmCategory.X`. ``use`` is its first name, ``name`` what
    the SDK calls the thing."""

    node: cst.BaseExpression
    use: cst.Name
    imported: Imported
    name: str


def imports_of(values: Receivers) -> list[Imported]:
    """What the module imports from older SDKs."""
    found = []
    for definition in values.module.flow.definitions:
        path = values.import_path(definition) if definition.kind == "import" else None
        alias = definition.node
        statement = values.module.parent(alias)
        whole = _whole_path(values, definition, path or "")
        sdk = sdk_of(whole)
        # An import that stands for google-genai by mistake is repaired elsewhere.
        if (
            sdk is not None
            and not misnamed(definition, values.module)
            and isinstance(alias, cst.ImportAlias)
            and isinstance(statement, (cst.Import, cst.ImportFrom))
        ):
            found.append(Imported(definition, alias, statement, whole, sdk, _is_direct(values, alias, statement)))
    return found


def _is_direct(values: Receivers, alias: cst.ImportAlias, statement: cst.Import | cst.ImportFrom) -> bool:
    if isinstance(statement, cst.Import):
        return sdk_of(values.module.code(alias.name)) is not None
    written = values.module.code(statement.module) if statement.module is not None else ""
    return not statement.relative and sdk_of(f"{written}.{values.module.code(alias.name)}") is not None


def _whole_path(values: Receivers, definition: Definition, path: str) -> str:
    """`import google.generativeai` binds `google`, and means the rest."""
    alias = definition.node
    statement = values.module.parent(alias)
    if isinstance(alias, cst.ImportAlias) and isinstance(statement, cst.Import) and alias.asname is None:
        return values.module.code(alias.name)
    return path


def references(imported: Imported, values: Receivers) -> Iterator[Reference]:
    """The uses of an import, each with everything that hangs on it by name."""
    for use in imported.definition.uses:
        node: cst.BaseExpression = use
        above = values.module.parent(node)
        while isinstance(above, cst.Attribute) and above.value is node and values.symbol(above) is not None:
            node, above = above, values.module.parent(above)
        path = values.symbol(node)
        if path is not None and (sdk_of(path) is not None):
            yield Reference(node, use, imported, short(path))
