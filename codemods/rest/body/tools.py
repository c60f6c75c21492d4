"""`tools`, and which of them are to be called."""

from __future__ import annotations

from collections.abc import Sequence

from codemods.api.nodes import Array, Entry, Node, Object, Word
from codemods.api.vocabulary import CALLING_MODE, ENVIRONMENT
from codemods.rest.body import schemas
from codemods.rest.body.reader import Reader
from codemods.rest.jsontext import Value

_HELP = 'Write "tools": [{"type": "google_search"}, …], and {"type": "function", "name", "description", "parameters"} for each declaration.'
_CHOICE_HELP = 'Write "generation_config": {"tool_choice": "any"}, or {"allowed_tools": {"mode": "any", "tools": ["name"]}}.'

#: Tools of the service: the new type, and the settings that keep their name.
_SERVICE_TOOLS: dict[str, tuple[str, frozenset[str]]] = {
    "google_search": ("google_search", frozenset()),
    "enterprise_web_search": ("google_search", frozenset()),
    "code_execution": ("code_execution", frozenset()),
    "url_context": ("url_context", frozenset()),
    "google_maps": ("google_maps", frozenset({"enable_widget"})),
    "file_search": ("file_search", frozenset({"file_search_store_names", "metadata_filter", "top_k"})),
    "computer_use": ("computer_use", frozenset({"excluded_predefined_functions", "enable_prompt_injection_detection"})),
}
_FUNCTION_KEYS = {"name": "name", "description": "description", "parameters": "parameters", "parameters_json_schema": "parameters"}


def read(value: Value, reader: Reader) -> Node | None:
    """The new list of tools."""
    return reader.row(value, lambda item: _tool(item, reader))


def _tool(value: Value, reader: Reader) -> Sequence[Node] | None:
    """What one tool becomes: a tool of the service, or its functions one by one."""
    fields = reader.fields(value, "this tool")
    if fields is None:
        return None
    found: list[Node] = []
    for name, inner in fields.items():
        if name == "function_declarations":
            row = reader.row(inner, lambda item: _function(item, reader))
            if row is None:
                return None
            found += row.items
        elif name in _SERVICE_TOOLS:
            tool = _service_tool(name, inner, reader)
            if tool is None:
                return None
            found.append(tool)
        else:
            reader.hold(inner, "GI214", f"the tool `{name}` has no counterpart the tool can write", _HELP)
            return None
    if not found:
        reader.hold(value, "GI203", "the tool is empty, so what it stands for is not clear", _HELP)
        return None
    return found


def _service_tool(name: str, value: Value, reader: Reader) -> Node | None:
    kind, copied = _SERVICE_TOOLS[name]
    fields = reader.fields(value, f"`{name}`")
    if fields is None:
        return None
    entries = [Entry("type", Word(kind))]
    if name == "enterprise_web_search":
        entries.append(Entry("search_types", Array((Word("enterprise_web_search"),))))
    for key, inner in fields.items():
        environment = reader.word(inner, ENVIRONMENT) if (name, key) == ("computer_use", "environment") else None
        if environment is not None:
            entries.append(Entry(key, Word(environment)))
        elif key in copied:
            entries.append(Entry(key, reader.leaf(inner)))
        else:
            reader.unknown(inner, key, f"`{name}`")
            return None
    return Object(tuple(entries), value.exploded)


def _function(value: Value, reader: Reader) -> Sequence[Node] | None:
    fields = reader.fields(value, "the function declaration")
    if fields is None:
        return None
    entries = [Entry("type", Word("function"))]
    for key, inner in fields.items():
        if key not in _FUNCTION_KEYS:
            reader.unknown(inner, key, "the function declaration", "Say in the description what the function gives back.")
            return None
        node = schemas.read(inner, reader) if key == "parameters" else reader.leaf(inner)
        if node is None:
            return None
        entries.append(Entry(_FUNCTION_KEYS[key], node))
    return [Object(tuple(entries), value.exploded)]


def choice(value: Value, reader: Reader) -> Node | None:
    """`tool_choice`, and latitude and longitude, which the map tool takes over."""
    fields = reader.fields(value, "the tool config")
    if fields is None:
        return None
    entries: list[Entry] = []
    for name, inner in fields.items():
        found = {"function_calling_config": _calling, "retrieval_config": _place}.get(name, _none)(inner, reader)
        if found is None:
            if not reader.holds:
                reader.hold(inner, "GI203", f"`{name}` of the tool config is not in sight, or has no counterpart", _CHOICE_HELP)
            return None
        entries += found
    return Object(tuple(entries), value.exploded)


def _none(value: Value, reader: Reader) -> list[Entry] | None:
    return None


def _calling(value: Value, reader: Reader) -> list[Entry] | None:
    fields = reader.fields(value, "the function calling config")
    if fields is None or "mode" not in fields or set(fields) - {"mode", "allowed_function_names"}:
        return None
    mode, names = reader.word(fields["mode"], CALLING_MODE), fields.get("allowed_function_names")
    if mode is None:
        return None
    if names is None:
        # `auto` over all functions is what happens anyway.
        return [Entry("tool_choice", Word(mode))] if mode != "auto" else []
    allowed = Object((Entry("mode", Word(mode)), Entry("tools", reader.leaf(names))))
    return [Entry("tool_choice", Object((Entry("allowed_tools", allowed),)))]


def _place(value: Value, reader: Reader) -> list[Entry] | None:
    fields = reader.fields(value, "the retrieval config")
    point = reader.fields(fields["lat_lng"], "the place") if fields is not None and set(fields) == {"lat_lng"} else None
    if point is None or set(point) != {"latitude", "longitude"}:
        return None
    return [Entry(key, reader.leaf(inner)) for key, inner in point.items()]
