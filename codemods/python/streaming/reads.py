"""What a loop reads of the pieces of a stream: their text, the parts they are made of, the usage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import libcst as cst

from codemods.api.outputs import TEXT
from codemods.api.response import row_for
from codemods.python.answers import Answers, Trail
from codemods.python.flow import Definition
from codemods.python.strand import Strand
from codemods.python.streaming.parts import PieceParts
from codemods.python.streaming.presence import Kept, Presence, path_of
from codemods.python.streaming.timing import FUNCTIONS, Timing
from codemods.python.streaming.usage import USAGE, Usage, UsageReads
from codemods.python.streaming.words import DELTAS, FRAGMENTS, HELP, UNREAD

_PARTS = frozenset({"parts", "candidates[0].content.parts"})
#: The text of a piece, and the text of its first part, which is the same where there is nothing but text.
_TEXTS = frozenset({"text", *(f"{parts}[0].text" for parts in _PARTS)})
#: The first part of a piece.
_FIRSTS = frozenset(f"{parts}[0]" for parts in _PARTS)
_ONLY = "of a stream only the text, the parts and the usage of its pieces are rewritten yet"


@dataclass(frozen=True, eq=False)
class TextReading:
    """A reading of a piece's text: the variable and the whole expression."""

    use: cst.Name
    node: cst.Attribute


@dataclass(frozen=True, eq=False)
class Loop:
    """A loop over a stream: what it does, without the conditions that go, and what it reads of each piece.

    ``firsts`` are the first parts of pieces, where more than their text is read; the pieces themselves count as such for their text.
    """

    node: cst.For
    variable: Definition
    trail: Trail
    kept: tuple[Kept, ...]
    texts: tuple[TextReading, ...]
    usage: Usage
    parts: cst.For | None
    firsts: tuple[cst.BaseExpression, ...] = ()


@dataclass(eq=False)
class _Found:
    texts: list[TextReading] = field(default_factory=list)
    firsts: list[cst.BaseExpression] = field(default_factory=list)
    parts: list[cst.CSTNode] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)


class PieceReads:
    """Looks at the pieces of streams in one module."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.values = answers.values
        self.module = answers.module
        self.timing = Timing(answers.values)
        self.usage = UsageReads(answers.values)
        self.parts = PieceParts(answers)

    def loop(self, node: cst.For, trail: Trail) -> Loop | None:
        """The loop, when everything it does with the pieces can be done with events; None with a hold when not."""
        strand = trail.strand
        variable = self.module.flow.definition_at(node.target) if isinstance(node.target, cst.Name) else None
        if variable is None:
            strand.hold(node.target, "GI200", "pieces of a stream that are unpacked are not rewritten", HELP)
            return None
        strand.ties.add(variable)
        presence = Presence(variable.uses, self.answers)
        statements = node.body.body if isinstance(node.body, cst.IndentedBlock) else ()
        kept = presence.without(statements)
        found = _Found()
        held = len(strand.holds)
        for use in self._uses(variable):
            strand.ties.add(use)
            if self._placed(use, variable, node, strand) and use not in presence.asked:
                self._read(use, node, found, trail)
        if len(strand.holds) > held:
            return None
        firsts = self._firsts(found, node, trail)
        others = [*(text.node for text in found.texts), *found.firsts, *found.parts]
        self.usage.settle(found.usage, node, kept, others, strand)
        parts = self._parts(found, kept, strand)
        if not others:
            strand.hold(node, "GI200", UNREAD, HELP)
        return (
            Loop(node, variable, trail, tuple(kept), tuple(found.texts), found.usage, parts, firsts) if len(strand.holds) == held else None
        )

    def deltas(self, target: cst.BaseExpression, around: cst.CSTNode, strand: Strand) -> list[cst.Attribute]:
        """The readings of a variable that is given deltas of text; anything but their text is held."""
        definition = self.module.flow.definition_at(target) if isinstance(target, cst.Name) else None
        if definition is None:
            strand.hold(target, "GI200", "pieces of a stream that are unpacked are not rewritten", HELP)
            return []
        strand.ties.add(definition)
        texts = []
        for use in self._uses(definition):
            strand.ties.add(use)
            node, path = path_of(use, self.answers)
            if path != "text" or not isinstance(node, cst.Attribute):
                self._decline(use, strand, "of a stream that is not simply looped over, only the text of its pieces is rewritten yet")
            elif set(self.module.flow.definitions_of(use)) != {definition} or around not in self.module.ancestors(use):
                strand.hold(use, "GI217", f"`{use.value}` may hold something else than a piece of the stream here")
            else:
                texts.append(node)
        if not texts:
            strand.hold(target, "GI200", UNREAD, HELP)
        return texts

    # -- single uses --------------------------------------------------------------------------------------------

    def _uses(self, variable: Definition) -> list[cst.Name]:
        """The uses of a loop's variable, without those behind a later loop with a variable of this name: a stream is never empty."""
        return [use for use in variable.uses if not any(self._goes_before(d, variable, use) for d in self.module.flow.definitions_of(use))]

    def _goes_before(self, later: Definition, variable: Definition, use: cst.Name) -> bool:
        after = self.module.span(later.node) > self.module.span(variable.node)
        return after and isinstance(later.node, cst.For) and self._behind(use, later.node)

    def _placed(self, use: cst.Name, variable: Definition, loop: cst.For, strand: Strand) -> bool:
        """Whether a use of the variable runs in the loop, for the piece at hand, or reads the usage behind it."""
        around = self.module.ancestors(use)
        behind = self._behind(use, loop)
        others = set(self.module.flow.definitions_of(use)) - {variable}
        if any(not behind or self.module.span(other.node) > self.module.span(loop) for other in others):
            strand.hold(use, "GI217", f"`{use.value}` may hold something else than a piece of the stream here")
        elif self.module.enclosing(use, *FUNCTIONS) is not self.module.enclosing(loop, *FUNCTIONS):
            strand.hold(use, "GI217", f"this runs later, when `{use.value}` may be an event without text")
        elif loop.body in around or (behind and path_of(use, self.answers)[1].startswith(USAGE)):
            return True
        else:
            strand.hold(use, "GI200", f"the last event of a stream has no text, and `{use.value}` is read here behind the loop", HELP)
        return False

    def _behind(self, use: cst.Name, loop: cst.For) -> bool:
        """Whether a use surely comes after a loop, in the same function."""
        end, place = self.module.span(loop.body), self.module.span(use)
        after = (place.line, place.column) >= (end.end_line, end.end_column)
        same = self.module.enclosing(use, *FUNCTIONS) is self.module.enclosing(loop, *FUNCTIONS)
        return after and same and not self.timing.problem(loop, use)

    def _read(self, use: cst.Name, loop: cst.For, found: _Found, trail: Trail) -> None:
        node, path = path_of(use, self.answers)
        parent = self.module.parent(use)
        if self.module.is_stored(node):
            trail.strand.hold(node, "GI205", "a piece of the stream is changed here")
        elif path in _TEXTS and isinstance(node, cst.Attribute):
            trail.strand.site(node, "GI104", "`text` of a streamed answer is read the old way")
            found.texts.append(TextReading(use, node))
        elif (first := self._first(use)) is not None:
            trail.strand.site(first, "GI104", "the first part of a streamed answer is read the old way")
            found.firsts.append(first)
        elif path in _PARTS:
            trail.strand.site(node, "GI104", "the parts of a streamed answer are walked the old way")
            found.parts.append(node)
        elif path.startswith(USAGE) and isinstance(parent, cst.Attribute):
            trail.strand.site(parent, "GI104", "`usage_metadata` of a streamed answer is read the old way")
            (found.usage.inside if loop.body in self.module.ancestors(use) else found.usage.behind).append(parent)
        else:
            self._decline(use, trail.strand, _ONLY)

    def _first(self, use: cst.Name) -> cst.BaseExpression | None:
        """The first part of a piece, when that is what is read here, or something of it."""
        node: cst.CSTNode = use
        path = ""
        while (further := self.answers.step(node, path)) is not None:
            node, path = further
            if path in _FIRSTS and isinstance(node, cst.BaseExpression):
                return node
        return None

    def _firsts(self, found: _Found, loop: cst.For, trail: Trail) -> tuple[cst.BaseExpression, ...]:
        """The first parts of pieces, in a loop that reads more of them than text."""
        strand = trail.strand
        for first in found.firsts:
            self.parts.check_first(first, loop, strand)
        if not found.firsts:
            for text in found.texts:
                if text.node.value is not text.use and trail.outputs.kinds != {TEXT} and trail.outputs.seen:
                    strand.hold(text.node, "GI200", "the first part of a piece may be something else than text here", HELP)
            return ()
        if found.parts:
            strand.hold(found.parts[0], "GI200", "a piece is read here part by part, and its first part as well", HELP)
        return (*found.firsts, *(text.node.value for text in found.texts))

    def _decline(self, use: cst.Name, strand: Strand, message: str) -> None:
        """Hold a reading; where the whole answer has no counterpart for it, for that reason."""
        node, path = path_of(use, self.answers)
        row = row_for(path)
        if row is not None and row.kind == "none":
            strand.hold(node, row.code, f"`{row.old}` has no counterpart in Interactions", row.help)
        elif row is not None and row.kind == "calls":
            strand.hold(node, "GI200", FRAGMENTS, DELTAS)
        else:
            strand.hold(node if node is not use else self.module.parent(use) or use, "GI200", message, HELP)

    # -- loops over parts ---------------------------------------------------------------------------------------

    def _parts(self, found: _Found, kept: Sequence[Kept], strand: Strand) -> cst.For | None:
        """The one loop over the parts of a piece, at the end of what is done with it."""
        if not found.parts:
            return None
        node = found.parts[0]
        parent = self.module.parent(node)
        if isinstance(parent, cst.BooleanOperation) and parent.left is node and _is_empty(parent.right):
            node, parent = parent, self.module.parent(parent)
        plain = isinstance(parent, cst.For) and parent.iter is node and parent.orelse is None and parent.asynchronous is None
        last = [one.node for one in kept if one.node not in found.usage.statements][-1:]
        if not isinstance(parent, cst.For) or not plain or len(found.parts) > 1 or found.texts or last != [parent]:
            strand.hold(node, "GI200", "parts of a piece are only rewritten yet where one loop walks them, after everything else", HELP)
            return None
        self.parts.check(parent, strand)
        return parent


def _is_empty(node: cst.BaseExpression) -> bool:
    return isinstance(node, (cst.List, cst.Tuple)) and not node.elements
