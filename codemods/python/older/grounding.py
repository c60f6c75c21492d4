"""Tools of the vertexai SDK that search a data store, written in one expression."""

from __future__ import annotations

import libcst as cst

from codemods.python.edits import Edit, Now
from codemods.python.nodes import string_value
from codemods.python.older.arguments import Argument, by_name, kept, rearranged
from codemods.python.older.imports import Imports
from codemods.python.older.references import Reference
from codemods.python.strand import Strand

#: What is made, of which parameter, and how google-genai calls the two.
_WRAPPERS = {
    "Tool.from_retrieval": ("retrieval", "Tool", "retrieval", "grounding.Retrieval"),
    "grounding.Retrieval": ("source", "Retrieval", "vertex_ai_search", "grounding.VertexAISearch"),
}
_STORE = "grounding.VertexAISearch"
_NAMED = "projects/{project}/locations/{location}/collections/default_collection/dataStores/{datastore}"


def make(call: cst.Call, reference: Reference, imports: Imports, strand: Strand) -> bool:
    """The edits for one piece of such a tool; False when it is none, or not all in sight."""
    if reference.name in _WRAPPERS:
        return _wrapper(call, reference, imports, strand)
    return reference.name == _STORE and _store(call, reference, imports, strand)


def _wrapper(call: cst.Call, reference: Reference, imports: Imports, strand: Strand) -> bool:
    parameter, name, new, inner = _WRAPPERS[reference.name]
    arguments = by_name(call, (parameter,))
    arg = arguments.get(parameter) if arguments is not None and set(arguments) == {parameter} else None
    if arg is None or not isinstance(arg.value, cst.Call) or imports.values.older(arg.value.func) != inner:
        return False
    imports.rename(reference, (name, ""), strand)

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.Call)
        return rearranged(call, updated, [Argument(new, kept(arg), 0)], now)

    strand.edit(Edit(call, change, f"arguments of {reference.name}", keeps=(call.func, arg.value)))
    return True


def _store(call: cst.Call, reference: Reference, imports: Imports, strand: Strand) -> bool:
    arguments = by_name(call, ("datastore",))
    if arguments is None or "datastore" not in arguments or not set(arguments) <= {"datastore", "project", "location"}:
        return False
    written = _name_of_store({name: arg.value for name, arg in arguments.items()}, imports)
    if written is None:
        return False
    imports.rename(reference, ("VertexAISearch", ""), strand)
    places = list(arguments)
    name: cst.BaseExpression = written

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.Call)
        taken = tuple(place for place, argument in enumerate(places) if argument != "datastore")
        return rearranged(call, updated, [Argument("datastore", lambda now: name.deep_clone(), places.index("datastore"), taken)], now)

    strand.edit(Edit(call, change, "name of a data store", keeps=(call.func,)))
    return True


def _name_of_store(given: dict[str, cst.BaseExpression], imports: Imports) -> cst.BaseExpression | None:
    """The whole name of a data store: as it is, or put together as the SDK did it when the code ran."""
    store = given["datastore"]
    text = string_value(store)
    if len(given) == 1 or (text is not None and "/" in text):
        return store
    if text is None or len(given) < 3 or not all(_is_simple(value) for value in given.values()):
        return None
    quote = imports.values.quote
    parts = {name: string_value(value) or f"{{{imports.module.code(value)}}}" for name, value in given.items()}
    prefix = "f" if any(string_value(value) is None for value in given.values()) else ""
    return cst.parse_expression(f"{prefix}{quote}{_NAMED.format(**parts)}{quote}")


def _is_simple(node: cst.BaseExpression) -> bool:
    """Whether an expression can stand inside of an f-string as it is."""
    text = string_value(node)
    return (text is not None and text.replace("-", "").replace("_", "").isalnum()) or isinstance(node, (cst.Name, cst.Attribute))
