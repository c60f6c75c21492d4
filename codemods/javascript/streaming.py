"""Streams: a loop over pieces of an answer becomes a loop over events, of which those with text are the pieces."""

from __future__ import annotations

from codemods.javascript.answers import Step, chain
from codemods.javascript.clients import Client
from codemods.javascript.edits import Edit, inserted, replaced
from codemods.javascript.generate import begun
from codemods.javascript.nodes import bare, outermost
from codemods.javascript.reading import Readings
from codemods.javascript.scopes import is_function
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node
from codemods.javascript.trace import Tracer
from codemods.javascript.trail import Shape, Trail

HELP = (
    "Loop over the events: throw on event_type 'error', and read event.delta.text where event_type is 'step.delta' "
    "and delta.type is 'text'. Usage comes as interaction.usage with the event 'interaction.completed'."
)
#: What a piece of a stream has that is its text.
_TEXTS = frozenset({"text", "candidates[0].content.parts[0].text"})


def follow_stream(call: Node, client: Client, readings: Readings) -> Trail:
    """Everything one streamed call needs, with the loops that read it."""
    trail = begun(call, client, readings, "GI108", stream=True)
    Streams(readings).trace(call, Shape("stream", promised=True), trail)
    return trail


class Streams:
    """Follows streams of one module to the loops that read them. ``state`` is given the id of the interaction that is complete."""

    def __init__(self, readings: Readings, state: str = "") -> None:
        self.state = state
        self.module = readings.values.module
        self.values = readings.values
        self.tracer = Tracer(readings.values, self.use, readings.followed["streams", state])
        self.quote = self.module.quote

    def trace(self, node: Node, shape: Shape, trail: Trail) -> None:
        self.tracer.trace(node, shape, trail)

    def use(self, node: Node, shape: Shape, trail: Trail) -> None:
        """One use of a stream that does not just pass it on: a loop, or something that is not followed."""
        loop = node.parent
        if (
            shape.promised
            or loop is None
            or loop.kind != "for_in_statement"
            or loop.field("right") is not node
            or not loop.has_token("await")
        ):
            trail.strand.hold(node, "GI205", "the stream goes to a place that is not followed", HELP)
            return
        name = loop.must("left")
        binding = self.module.scopes.binding(name) if name.kind == "identifier" else None
        if loop.field("kind") is None or binding is None or binding.only_write is None:
            trail.strand.hold(name, "GI200", "the pieces of this stream are taken in a way that is not rewritten yet", HELP)
            return
        known = [self._read(read, loop, trail) for read in binding.reads]
        if all(known):
            self._rewrite(loop, name.text, trail)

    @staticmethod
    def _is_loop_over(node: Node, loop: Node) -> bool:
        return loop.kind == "for_in_statement" and loop.field("right") is node and loop.has_token("await")

    # -- pieces -------------------------------------------------------------------------------------------------

    def _read(self, read: Node, loop: Node, trail: Trail) -> bool:
        steps = chain(read, "")
        last = next((step for step in reversed(steps) if step.path in _TEXTS), None)
        if last is None:
            what = steps[-1].node.text if steps else read.text
            trail.strand.hold(read, "GI200", f"`{what}` of a stream is not rewritten yet", HELP)
            return False
        if self.module.is_typed and any(is_function(around) and loop.holds(around) for around in read.ancestors()):
            trail.strand.hold(read, "GI200", "a piece of a stream loses its type in a callback; this is not rewritten yet", HELP)
            return False
        if last.path != "text" and trail.outputs.kinds - {"text"}:
            trail.strand.hold(last.node, "GI200", "the first part of this piece may be something else than its text", HELP)
            return False
        if (last.called is not None) != (trail.by_methods and last.path == "text"):
            trail.strand.hold(last.node, "GI216", "the text is read in a way that the SDK does not have", HELP)
            return False
        if _has_other_branch(last.whole):
            trail.strand.hold(read, "GI200", "what is done with a piece that has no text would not be done any more", HELP)
            return False
        self._rename(read, last, trail)
        return True

    @staticmethod
    def _rename(read: Node, last: Step, trail: Trail) -> None:
        trail.strand.site(last.whole, "GI104", f"`{last.path}` is an attribute of the old answer")
        trail.strand.edit(Edit(outermost(read).end, last.whole.end, (".delta.text",)))

    # -- loops --------------------------------------------------------------------------------------------------

    def _rewrite(self, loop: Node, name: str, trail: Trail) -> None:
        body = loop.must("body")
        lone = self._lone_test(body, name)
        if lone is not None:
            self._around_test(loop, body, lone, name, trail.strand)
        elif body.kind == "statement_block":
            self._around_block(loop, body, name, trail.strand)
        else:
            self._around_statement(loop, body, name, trail.strand)

    def _condition(self, name: str) -> str:
        quote = self.quote
        return f"{name}.event_type === {quote}step.delta{quote} && {name}.delta.type === {quote}text{quote}"

    def _failure(self, name: str, indent: str) -> str:
        """The statement that throws what the stream only reports."""
        inner, line = indent + self.module.step, self.module.newline
        quote, end = self.quote, self.module.ending
        return (
            f"if ({name}.event_type === {quote}error{quote}) {{{line}"
            f"{inner}throw new Error({name}.error?.message){end}{line}{indent}}}{line}{indent}"
        ) + self._settled(name, indent)

    def _settled(self, name: str, indent: str) -> str:
        """The statement that keeps the id of a turn which was read to its end."""
        if not self.state:
            return ""
        inner, line, quote = indent + self.module.step, self.module.newline, self.quote
        return (
            f"if ({name}.event_type === {quote}interaction.completed{quote}) {{{line}"
            f"{inner}{self.state} = {name}.interaction.id{self.module.ending}{line}{indent}}}{line}{indent}"
        )

    def _opening(self, name: str, indent: str) -> str:
        """What stands before the statements that a piece with text is for."""
        return self._failure(name, indent) + f"if ({self._condition(name)}) {{{self.module.newline}{indent}{self.module.step}"

    def _lone_test(self, body: Node, name: str) -> Node | None:
        """The one `if (chunk.text) …` without `else` that a body consists of."""
        inside = body.named if body.kind == "statement_block" else [body]
        if len(inside) != 1 or inside[0].kind != "if_statement" or inside[0].field("alternative") is not None:
            return None
        condition = bare(inside[0].must("condition"))
        steps = chain(condition.must("object"), "") if condition.kind == "member_expression" else []
        is_text = bool(steps) and outermost(steps[-1].node) is outermost(condition) and steps[-1].path in _TEXTS
        return inside[0] if is_text and bare(condition.must("object")).text == name and body.kind == "statement_block" else None

    def _around_test(self, loop: Node, body: Node, test: Node, name: str, strand: Strand) -> None:
        condition = test.must("condition")
        indent = self.module.indent(test.start)
        strand.edit(inserted(test.start, self._failure(name, indent)))
        strand.edit(inserted(condition.start + 1, self._condition(name) + " && "))

    def _around_block(self, loop: Node, body: Node, name: str, strand: Strand) -> None:
        statements = self._below(body)
        outer = self.module.indent(loop.start)
        if not statements:
            self._only_failure(loop, body, name, strand)
            return
        first, last = statements[0], statements[-1]
        if "\n" not in self.module.source[body.start : first.start]:
            self._on_lines(loop, body, name, strand)
            return
        indent = self.module.indent(first.start) or outer + self.module.step
        strand.edit(inserted(first.start, self._opening(name, indent)))
        strand.edit(inserted(last.end, f"{self.module.newline}{indent}}}"))
        self._indent(first.start, last.end, body, strand)

    def _below(self, body: Node) -> list[Node]:
        """What stands in a block, without comments on the line of its brace."""
        inside = body.children[1:-1]
        source = self.module.source
        while inside and inside[0].kind == "comment" and "\n" not in source[body.start : inside[0].start]:
            if "\n" not in source[inside[0].end : (inside[1] if len(inside) > 1 else body.children[-1]).start]:
                return inside
            inside = inside[1:]
        return inside

    def _only_failure(self, loop: Node, body: Node, name: str, strand: Strand) -> None:
        """A loop that does nothing with the pieces still has to throw what the stream only reports."""
        outer, line = self.module.indent(loop.start), self.module.newline
        failure = self._failure(name, outer + self.module.step).rstrip()
        if body.kind == "statement_block":
            strand.edit(inserted(body.children[0].end, f"{line}{outer}{self.module.step}{failure}"))
            if "\n" not in body.text:
                strand.edit(inserted(body.children[-1].start, line + outer))
        else:
            strand.edit(replaced(body, f" {{{line}{outer}{self.module.step}{failure}{line}{outer}}}"))

    def _indent(self, start: int, end: int, body: Node, strand: Strand) -> None:
        """One step more for every line that begins behind ``start``, but for those inside of a template."""
        templates = [node for node in body.walk() if node.kind == "template_string" and "\n" in node.text]
        source = self.module.source
        at = source.find("\n", start, end)
        while at >= 0:
            line = at + 1
            blank = source[line : line + 1] in ("\n", "\r")
            if not blank and not any(node.start < line <= node.end for node in templates):
                strand.edit(Edit(line, line, (self.module.step,), is_layout=True))
            at = source.find("\n", line, end)

    def _on_lines(self, loop: Node, body: Node, name: str, strand: Strand) -> None:
        """A body on one line gets lines of its own."""
        outer, line, step = self.module.indent(loop.start), self.module.newline, self.module.step
        indent = outer + step
        inside = body.children[1:-1]
        head = "{" + line + indent + self._opening(name, indent)
        below = line + indent + step
        pieces = [piece for child in inside for piece in (child, below if child.text.startswith("//") else " ")][:-1]
        strand.edit(replaced(body, head, *pieces, f"{line}{indent}}}{line}{outer}}}"))

    def _around_statement(self, loop: Node, body: Node, name: str, strand: Strand) -> None:
        if body.kind == "empty_statement":
            self._only_failure(loop, body, name, strand)
            return
        outer, line, step = self.module.indent(loop.start), self.module.newline, self.module.step
        indent = outer + step
        before = "{" + line + indent + self._opening(name, indent)
        gap = self.module.source[self._close(loop) : body.start]
        if "\n" in gap:
            strand.edit(Edit(self._close(loop), body.end, (" ", before, body, f"{line}{indent}}}{line}{outer}}}")))
        else:
            strand.edit(replaced(body, before, body, f"{line}{indent}}}{line}{outer}}}"))

    @staticmethod
    def _close(loop: Node) -> int:
        """The end of the parenthesis behind what is looped over."""
        return next(child.end for child in reversed(loop.children) if child.kind == ")")


def _has_other_branch(text: Node) -> bool:
    """Whether there is an `else` for pieces without text."""
    condition = outermost(text).parent
    condition = outermost(condition).parent if condition is not None and condition.kind == "unary_expression" else condition
    return condition is not None and condition.kind == "if_statement" and condition.field("alternative") is not None
