"""`safety_settings`: categories and thresholds in lower case, without prefix."""

from __future__ import annotations

from codemods.api.nodes import Entry, Node
from codemods.api.vocabulary import HARM_CATEGORY, HARM_METHOD, HARM_THRESHOLD
from codemods.settings.reader import N, Reader, S
from codemods.settings.records import Pair

_CLASSES = frozenset({"SafetySetting"})
_KEYS = {"category": ("type", HARM_CATEGORY), "threshold": ("threshold", HARM_THRESHOLD), "method": ("method", HARM_METHOD)}
_HELP = 'Write {"type": "hate_speech", "threshold": "block_none"}: lower case, without HARM_CATEGORY_.'


def read(pair: Pair[N], reader: Reader[N, S], strand: S, depth: int) -> Node | None:
    """The list of settings, where it stands or where its name got it."""

    def convert(node: N, inner: int) -> Node | None:
        if not reader.is_list(node):
            reader.hold(strand, node, "GI203", "the safety settings are not in sight", _HELP)
            return None
        return reader.row(node, lambda item, own: _setting(item, reader, strand, own), strand, inner)

    placed = reader.placed(pair.value, reader.is_list, convert, strand, depth, "the list of safety settings")
    return placed.use if placed is not None else None


def _setting(node: N, reader: Reader[N, S], strand: S, depth: int) -> list[Node] | None:
    def accepts(value: N) -> bool:
        return reader.is_record(value, _CLASSES)

    placed = reader.placed(node, accepts, lambda value, inner: _object(value, reader, strand, inner), strand, depth, "the safety setting")
    return [placed.use] if placed is not None else None


def _object(node: N, reader: Reader[N, S], strand: S, depth: int) -> Node | None:
    record = reader.record(node, _CLASSES, strand, "the safety setting")
    if record is None:
        return None
    entries = []
    for pair in record.pairs:
        if reader.is_none(pair.value):
            continue
        new, vocabulary = _KEYS.get(pair.name, ("", None))
        word = reader.word(pair.value, vocabulary, record.depth(depth)) if vocabulary is not None else None
        if word is None:
            reader.hold(strand, pair.node, "GI203", f"the {pair.name} of the safety setting is not in sight", _HELP)
            return None
        entries.append(Entry(new, word, pair.comments))
    return reader.object(record, entries)
