"""The `retrieval` tool: a search app or data store, or the corpora of the RAG engine."""

from __future__ import annotations

from collections.abc import Sequence

from codemods.api.nodes import Array, Entry, Leaf, Node, Object, Word
from codemods.api.retrieval import KEYS, SOURCES, Key, Source
from codemods.settings.reader import N, Reader, S
from codemods.settings.records import Pair, Record

_HELP = (
    'Pass {"type": "retrieval", "retrieval_types": ["vertex_ai_search"], "vertex_ai_search_config": {"engine": …}}, or "rag_store" and '
    '"rag_store_config": {"rag_resources": [{"rag_corpus": …}]}.'
)


def read(pair: Pair[N], reader: Reader[N, S], strand: S, depth: int) -> Node | None:
    """The tool in the new shape; None with a hold."""
    record = reader.record(pair.value, frozenset({"Retrieval"}), strand, "the retrieval")
    if record is None:
        return None
    said = [own for own in record.pairs if not reader.is_none(own.value) and not _changes_nothing(own, reader)]
    unknown = [own for own in said if own.name not in SOURCES]
    for own in unknown:
        reader.unknown(own, "`retrieval`", strand, _HELP)
    if unknown:
        return None
    if len(said) != 1:
        reader.hold(strand, pair.node, "GI203", "where `retrieval` is to search is not clear", _HELP)
        return None
    source = SOURCES[said[0].name]
    config = _settings(said[0].value, source.settings, reader, strand, record.depth(depth))
    return reader.object(record, _entries(source, config, said[0])) if config is not None else None


def _changes_nothing(pair: Pair[N], reader: Reader[N, S]) -> bool:
    return pair.name == "disable_attribution" and reader.truth(pair.value) is False


def _entries(source: Source, config: Object, pair: Pair[N]) -> list[Entry]:
    return [
        Entry("type", Word("retrieval")),
        Entry("retrieval_types", Array((Word(source.word),))),
        Entry(source.key, config, pair.comments),
    ]


def _settings(node: N, settings: str, reader: Reader[N, S], strand: S, depth: int) -> Object | None:
    """An object of one of the old classes with the new keys."""
    record = reader.record(node, frozenset({settings}), strand, f"`{settings}`")
    if record is None:
        return None
    entries = [_entry(pair, settings, record, reader, strand, depth) for pair in record.pairs if not reader.is_none(pair.value)]
    found = [entry for entry in entries if entry is not None]
    if len(found) != len(entries):
        return None
    if len({entry.key for entry in found}) != len(found):
        reader.hold(strand, node, "GI203", "corpora are given in two ways, and which of them count is not clear", _HELP)
        return None
    return reader.object(record, found)


def _entry(pair: Pair[N], settings: str, record: Record[N], reader: Reader[N, S], strand: S, depth: int) -> Entry | None:
    key = KEYS[settings].get(pair.name)
    if key is None:
        reader.unknown(pair, f"`{settings}`", strand)
        return None
    value = _value(key, pair, reader, strand, record.depth(depth))
    return Entry(key.new, value, pair.comments) if value is not None else None


def _value(key: Key, pair: Pair[N], reader: Reader[N, S], strand: S, depth: int) -> Node | None:
    if key.kind == "copy":
        return Leaf(pair.value, depth)
    if key.kind == "one":
        # None was left out; a list with a None in it is refused.
        reader.assume_text(pair, strand)
        return Array((Leaf(pair.value, depth),))
    if key.kind == "object":
        return _settings(pair.value, key.of, reader, strand, depth)
    if not reader.is_list(pair.value):
        reader.hold(strand, pair.node, "GI203", f"what `{pair.name}` holds is not in sight", _HELP)
        return None

    def item(node: N, inner: int) -> Sequence[Node] | None:
        if key.kind == "corpora":
            return [Object((Entry(key.of, Leaf(node, inner)),))]
        resource = _settings(node, key.of, reader, strand, inner)
        return [resource] if resource is not None else None

    return reader.row(pair.value, item, strand, depth)
