"""`http_options` of one call: a time limit in seconds and headers are arguments of the call itself."""

from __future__ import annotations

import libcst as cst

from codemods.api.nodes import Entry, Leaf, Node, Seconds
from codemods.python.settings.reader import Reader
from codemods.python.strand import Strand
from codemods.settings.records import Pair

_HELP = "Give the client these options (genai.Client(http_options=…)): interactions.create takes timeout and extra_headers only."


def read(pair: Pair[cst.BaseExpression], reader: Reader, strand: Strand, depth: int) -> Node | None:
    """The arguments that take the place of the options."""
    record = reader.record(pair.value, frozenset({"HttpOptions"}), strand, "the HTTP options")
    if record is None:
        return None
    entries = []
    for own in record.pairs:
        if reader.is_none(own.value):
            continue
        leaf = Leaf(own.value, record.depth(depth))
        if own.name == "timeout":
            entries.append(Entry("timeout", Seconds(leaf), own.comments))
        elif own.name == "headers":
            entries.append(Entry("extra_headers", leaf, own.comments))
        else:
            reader.unknown(own, "one call's HTTP options", strand, _HELP)
            return None
    return reader.object(record, entries)
