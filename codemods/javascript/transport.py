"""`httpOptions` and `abortSignal` of one call: they are the second argument of `interactions.create`."""

from __future__ import annotations

from codemods.api.nodes import Entry, Leaf, Node, Object
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node as Source
from codemods.settings.reader import Reader
from codemods.settings.records import Pair

_HELP = "Pass { timeout, headers, signal } as the second argument of interactions.create."
#: Keys that keep their meaning; the timeout is in milliseconds on both sides.
_KEPT = {"timeout": "timeout", "headers": "headers"}


def read(pair: Pair[Source], reader: Reader[Source, Strand], strand: Strand, depth: int) -> Node | None:
    """The options that `httpOptions` becomes."""
    record = reader.record(pair.value, frozenset(), strand, "`httpOptions`")
    if record is None:
        return None
    entries: list[Entry] = []
    for own in record.pairs:
        if own.name not in _KEPT:
            reader.unknown(own, "`httpOptions` of one call", strand, _HELP)
            return None
        entries.append(Entry(_KEPT[own.name], Leaf(own.value), own.comments))
    return reader.object(record, entries)


def signal(pair: Pair[Source], reader: Reader[Source, Strand], strand: Strand, depth: int) -> Node | None:
    """The signal that aborts the request."""
    return Object((Entry("signal", Leaf(pair.value)),))
