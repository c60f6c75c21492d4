"""The function that makes deltas of text of a stream's events, for places where a loop could not look at each event."""

from __future__ import annotations

from functools import cached_property

import libcst as cst

from codemods.python import helpers
from codemods.python.edits import Change, Edit, Now
from codemods.python.strand import Helper, Strand
from codemods.python.values import Values

_SOURCE = '''\
{begin}def {{name}}(events):
    """The deltas of text among the events of an interaction; an error among them is raised."""
    {begin}for event in events:
        if event.event_type == "error":
            raise RuntimeError(event.error)
        if event.event_type == "{delta}" and event.delta.type == "text":
            yield event.delta
'''


class TextDeltas:
    """Puts the function around streams of one module. A delta of text has the `text` of an old piece, so readings stay."""

    def __init__(self, values: Values) -> None:
        self.values = values

    def take(self, stream: cst.BaseExpression, strand: Strand, *, asynchronous: bool) -> None:
        """The text of a stream, in the place of the stream."""
        helper = self._async_helper if asynchronous else self._helper
        strand.helpers.add(helper)
        strand.edit(Edit(stream, _given_to(helper.name), f"give to {helper.name}"))

    @cached_property
    def _helper(self) -> Helper:
        return helpers.known_or_new("text_deltas", _SOURCE.format(begin="", delta=self.values.schema.delta), (), self.values)

    @cached_property
    def _async_helper(self) -> Helper:
        return helpers.known_or_new("async_text_deltas", _SOURCE.format(begin="async ", delta=self.values.schema.delta), (), self.values)


def _given_to(function: str) -> Change:
    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.BaseExpression)
        return cst.Call(cst.Name(function), [cst.Arg(updated.with_changes(lpar=[], rpar=[]))])

    return change
