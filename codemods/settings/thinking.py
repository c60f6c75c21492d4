"""`thinking_config`: a level and whether summaries are wanted; numbers of tokens are levels now."""

from __future__ import annotations

from codemods.api.nodes import Entry, Leaf, Node, Spread, Word
from codemods.api.vocabulary import THINKING_LEVEL, level_for
from codemods.settings.reader import N, Reader, S
from codemods.settings.records import Pair

_CLASSES = frozenset({"ThinkingConfig"})
_HELP = 'Pass generation_config={"thinking_level": "low"} (minimal, medium, high): levels replace numbers of tokens.'


def read(pair: Pair[N], reader: Reader[N, S], strand: S, depth: int) -> Node | None:
    """The keys of `generation_config` that a thinking config becomes."""

    def convert(node: N, inner: int) -> Node | None:
        return _object(node, reader, strand, inner)

    def accepts(node: N) -> bool:
        return reader.is_record(node, _CLASSES)

    placed = reader.placed(pair.value, accepts, convert, strand, depth, "the thinking config")
    if placed is None:
        return None
    return Spread(placed.use) if isinstance(placed.use, Leaf) else placed.written


def _object(node: N, reader: Reader[N, S], strand: S, depth: int) -> Node | None:
    record = reader.record(node, _CLASSES, strand, "the thinking config")
    if record is None:
        return None
    entries = [entry for pair in record.pairs if (entry := _entry(pair, reader, strand, record.depth(depth))) is not None]
    return reader.object(record, entries)


def _entry(pair: Pair[N], reader: Reader[N, S], strand: S, depth: int) -> Entry | None:
    if reader.is_none(pair.value):
        return None
    if pair.name == "thinking_level":
        level = reader.word(pair.value, THINKING_LEVEL, depth)
        if level is None:
            reader.hold(strand, pair.node, "GI203", "the thinking level is not in sight", _HELP)
            return None
        return Entry("thinking_level", level, pair.comments)
    if pair.name == "thinking_budget":
        return _budget(pair, reader, strand)
    if pair.name == "include_thoughts":
        return _summaries(pair, reader, strand)
    reader.unknown(pair, "the thinking config", strand)
    return None


def _summaries(pair: Pair[N], reader: Reader[N, S], strand: S) -> Entry | None:
    wanted = reader.truth(pair.value)
    if wanted is None:
        reader.hold(
            strand, pair.node, "GI203", "whether thoughts are included is not in sight", 'Pass "thinking_summaries": "auto" or "none".'
        )
        return None
    return Entry("thinking_summaries", Word("auto"), pair.comments) if wanted else None


def _budget(pair: Pair[N], reader: Reader[N, S], strand: S) -> Entry | None:
    """-1 leaves the amount to the model, as saying nothing does; 0 is the least there is; others are a judgement."""
    budget = reader.integer(pair.value)
    if budget is None:
        reader.hold(strand, pair.node, "GI214", "`thinking_budget` is a number that is not in sight, and Interactions takes a level", _HELP)
        return None
    if budget < 0:
        return None
    level = level_for(budget)
    if budget > 0:
        reader.assume(
            strand, "thinking-level", pair.node, f'a budget of {budget} thinking tokens has no exact level; "{level}" comes nearest'
        )
    return Entry("thinking_level", Word(level), pair.comments)
