"""Objects that the vertexai SDK makes by methods of its classes: tools, configs, images."""

from __future__ import annotations

import libcst as cst

from codemods.python.edits import Change, Edit, Now
from codemods.python.older.arguments import Argument, by_name, kept, rearranged
from codemods.python.older.imports import Imports
from codemods.python.older.references import Reference
from codemods.python.render import TIGHT
from codemods.python.strand import Strand

#: Methods that make what a constructor makes as well, and their only parameter.
_TOOLS = {"Tool.from_function_declarations": "function_declarations"}
_DICTIONARIES = {"GenerationConfig.from_dict": "generation_config_dict", "Tool.from_dict": "tool_dict"}
_GROUNDING = 'Interactions has `google_search` in its place: tools=[{"type": "google_search"}]; it decides by itself when to search.'
_RETRIEVAL = "See the `retrieval` tool of client.interactions.create, and what your project may use of it."
#: What has to be written by hand, and how.
BY_HAND: dict[str, tuple[str, str, str]] = {
    "Tool.from_google_search_retrieval": ("GI214", "grounding with `GoogleSearchRetrieval` has no counterpart", _GROUNDING),
    "Tool.from_retrieval": ("GI214", "grounding with a search corpus has no counterpart that the tool can write", _RETRIEVAL),
    "grounding.Retrieval": ("GI214", "grounding with a search corpus has no counterpart that the tool can write", _RETRIEVAL),
    "grounding.VertexAISearch": ("GI214", "grounding with a search corpus has no counterpart that the tool can write", _RETRIEVAL),
    "grounding.GoogleSearchRetrieval": ("GI214", "grounding with `GoogleSearchRetrieval` has no counterpart", _GROUNDING),
    "grounding.DynamicRetrievalConfig": ("GI214", "a threshold for searching has no counterpart", _GROUNDING),
    "FunctionDeclaration.from_func": (
        "GI206",
        "a declaration that is drawn from a Python function is made when the program runs",
        'Write the declaration out: {"type": "function", "name": …, "description": …, "parameters": {…}}.',
    ),
    "CallableFunctionDeclaration": (
        "GI206",
        "Interactions calls no functions by itself",
        'Write the declaration out: {"type": "function", "name": …, "description": …, "parameters": {…}}, and call the function yourself.',
    ),
    "AutomaticFunctionCallingResponder": (
        "GI206",
        "Interactions calls no functions by itself",
        "Call the function yourself, and send its result: see the function calling guide of Interactions.",
    ),
    "GenerativeModel.from_cached_content": (
        "GI214",
        "a model of cached contents",
        "Make the cache with client.caches.create(…), and name it in each request: cached_content=cache.name.",
    ),
    "GenerationResponse.from_dict": ("GI205", "an answer is made from a dictionary here, not by a request", ""),
    "FinishReason": (
        "GI208",
        "finish reasons of a retired SDK",
        "An interaction has a `status`: completed, incomplete, failed … (not one to one).",
    ),
    "Image": (
        "GI225",
        "an image of the retired SDK finds out its mime type when the program runs",
        'Write it as {"type": "image", "data": base64.b64encode(Path(path).read_bytes()).decode(), "mime_type": "image/…"}.',
    ),
    "Part.from_image": (
        "GI225",
        "an image of the retired SDK finds out its mime type when the program runs",
        'Write it as {"type": "image", "data": base64.b64encode(Path(path).read_bytes()).decode(), "mime_type": "image/…"}.',
    ),
}


def by_hand(name: str) -> tuple[str, str, str] | None:
    """What to say about a name: its code, why, and the change by hand."""
    parts = name.split(".")
    return next((BY_HAND[known] for n in range(len(parts), 0, -1) if (known := ".".join(parts[:n])) in BY_HAND), None)


#: Constructors that took arguments without a name, and how google-genai calls these.
_POSITIONAL = {
    "Tool": ("function_declarations",),
    "ToolConfig": ("function_calling_config",),
    "ToolConfig.FunctionCallingConfig": ("mode", "allowed_function_names"),
}


def name_arguments(call: cst.Call, name: str, strand: Strand) -> None:
    """Give arguments their names: types of google-genai take none without."""
    for arg, keyword in zip(call.args, _POSITIONAL.get(name, ()), strict=False):
        if arg.keyword is None and not arg.star:
            strand.edit(Edit(arg, _named(keyword), "argument with its name"))


def _named(keyword: str) -> Change:
    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.Arg)
        return updated.with_changes(keyword=cst.Name(keyword), equal=TIGHT)

    return change


def make(call: cst.Call, reference: Reference, imports: Imports, strand: Strand) -> bool:
    """The edits for such a call; False when it is none."""
    parameter = _TOOLS.get(reference.name) or _DICTIONARIES.get(reference.name)
    if parameter is None:
        return False
    arguments = by_name(call, (parameter,))
    if arguments is None or set(arguments) != {parameter}:
        strand.hold(call, "GI216", f"the arguments of `{reference.name}` are not in sight")
        return True
    arg = arguments[parameter]
    if reference.name in _DICTIONARIES:
        strand.edit(Edit(call, lambda updated, now: now(arg.value), "a dictionary does as well", keeps=(arg.value,)))
        return True
    imports.rename(reference, ("Tool", ""), strand)

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.Call)
        return rearranged(call, updated, [Argument(parameter, kept(arg), 0)], now)

    strand.edit(Edit(call, change, f"arguments of {reference.name}", keeps=(call.func, arg.value)))
    return True
