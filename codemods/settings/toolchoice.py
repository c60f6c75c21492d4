"""`tool_config`: which functions the model has to call, and where a map search happens."""

from __future__ import annotations

from codemods.api.nodes import Entry, Leaf, Node, Object, Word
from codemods.api.vocabulary import CALLING_MODE
from codemods.settings.reader import N, Reader, S
from codemods.settings.records import Pair

_HELP = 'Pass generation_config={"tool_choice": "any"}, or {"allowed_tools": {"mode": "any", "tools": ["name"]}}.'


def read(pair: Pair[N], reader: Reader[N, S], strand: S, depth: int) -> Node | None:
    """`tool_choice`, and latitude and longitude, which the map tool takes over."""
    record = reader.record(pair.value, frozenset({"ToolConfig"}), strand, "the tool config")
    if record is None:
        return None
    entries: list[Entry] = []
    for own in record.pairs:
        if reader.is_none(own.value):
            continue
        found = _READERS[own.name](own, reader, strand, record.depth(depth)) if own.name in _READERS else None
        if found is None:
            if not any(hold.node is own.node for hold in strand.holds):
                reader.hold(strand, own.node, "GI203", f"`{own.name}` of the tool config is not in sight, or has no counterpart", _HELP)
            return None
        entries += found
    return reader.object(record, entries)


def _choice(pair: Pair[N], reader: Reader[N, S], strand: S, depth: int) -> list[Entry] | None:
    record = reader.read_record(pair.value, frozenset({"FunctionCallingConfig"}))
    mode, names = (record.get("mode"), record.get("allowed_function_names")) if record is not None else (None, None)
    word = reader.literal_word(mode.value, CALLING_MODE) if mode is not None else None
    if record is None or mode is None or word is None or len(record.pairs) != (1 if names is None else 2):
        return None
    if names is None:
        # `auto` over all functions is what happens anyway.
        return [Entry("tool_choice", Word(word), mode.comments)] if word != "auto" else []
    allowed = Object((Entry("mode", Word(word), mode.comments), Entry("tools", Leaf(names.value, record.depth(depth)), names.comments)))
    return [Entry("tool_choice", Object((Entry("allowed_tools", allowed),)), pair.comments)]


def _place(pair: Pair[N], reader: Reader[N, S], strand: S, depth: int) -> list[Entry] | None:
    record = reader.read_record(pair.value, frozenset({"RetrievalConfig"}))
    where = record.get("lat_lng") if record is not None else None
    point = reader.read_record(where.value, frozenset({"LatLng"})) if where is not None else None
    if record is None or point is None or len(record.pairs) != 1 or {own.name for own in point.pairs} != {"latitude", "longitude"}:
        return None
    return [Entry(own.name, Leaf(own.value, point.depth(depth)), own.comments) for own in point.pairs]


_READERS = {"function_calling_config": _choice, "retrieval_config": _place}
