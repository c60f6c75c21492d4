"""Where the answer of a request goes, and what reads it."""

from __future__ import annotations

from codemods.api.outputs import CALL, TEXT
from codemods.api.response import CANDIDATE, RESPONSE
from codemods.javascript.answer import presence
from codemods.javascript.answer.chains import Step, chain, joined
from codemods.javascript.answer.places import asserted, inside
from codemods.javascript.edits import Edit, replaced
from codemods.javascript.http import texts, types
from codemods.javascript.http.failures import of_failure
from codemods.javascript.http.posts import Post
from codemods.javascript.http.walks import RawWalks
from codemods.javascript.nodes import arguments, bare, dotted, is_called, is_optional, is_written, outermost, string_value
from codemods.javascript.syntax import Node
from codemods.javascript.trace import Tracer
from codemods.javascript.trail import Shape, Trail
from codemods.javascript.values import Values
from codemods.rest import posting
from codemods.rest.posting import HELD

HELP = (
    "Read the steps: answer.steps.flatMap((step) => (step.type === 'model_output' ? step.content ?? [] : []))"
    ".map((part) => part.text ?? '').join(''), usage as answer.usage.total_tokens."
)
#: What is the same of every response; of axios, too.
_SAME = frozenset({"ok", "status", "statusText", "headers"})
_SHOWING = frozenset("log debug info warn error dir".split())
#: The answer and pieces of it that are asked for.
_PRESENT = ("candidates", CANDIDATE, f"{CANDIDATE}.content", f"{CANDIDATE}.content.parts", f"{CANDIDATE}.content.parts[0]")
_ERROR = "error"


class Answers:
    """Follows the answers of one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module
        self.walks = RawWalks(values.module)
        self.tracer = _Tracer(values, self._use)
        self._posts: dict[Trail, Post] = {}

    def follow(self, post: Post, trail: Trail) -> None:
        """Follow what a call gives."""
        self._posts[trail] = post
        self.tracer.trace(post.call, Shape("posted", promised=True), trail)
        self._check_types(trail)

    def _held(self, node: Node, message: str, trail: Trail, help: str = "") -> None:
        trail.strand.hold(node, HELD, message, help or HELP)

    def _use(self, node: Node, shape: Shape, trail: Trail) -> None:
        """One use of a response, or of something in it, that does not just pass it on."""
        pattern = node if node.kind == "object_pattern" else _pattern_of(node)
        if shape.promised:
            self._held(node, "the promise of the response goes where it cannot be followed", trail)
        elif shape.what == "posted":
            self._response(node, pattern, trail)
        elif shape.what == "raw":
            self._raw(node, trail)
        elif pattern is not None:
            self._taken_apart(pattern, shape, trail)
        else:
            self._json(node, shape, trail)

    # -- the response -------------------------------------------------------------------------------------------

    def _response(self, node: Node, pattern: Node | None, trail: Trail) -> None:
        by = self._posts[trail].by
        member = node.parent
        if pattern is not None:
            for item in pattern.named:
                self._part_of_response(item, trail)
        elif member is not None and member.kind == "member_expression" and member.must("object") is node:
            self._member(member, by, trail)
        elif self._is_shown(node):
            self._shown(node, trail)
        else:
            self._held(node, "the response goes where it cannot be followed", trail)

    def _member(self, member: Node, by: str, trail: Trail) -> None:
        name, call = member.must("property").text, is_called(member)
        if is_written(member):
            self._held(member, "the response is changed here", trail)
        elif by == "axios" and name == "data" and call is None:
            self.tracer.trace(member, Shape("json"), trail)
        elif by == "fetch" and name in ("json", "text") and call is not None and not arguments(call):
            self.tracer.trace(call, Shape("json" if name == "json" else "raw", promised=True), trail)
        elif name not in _SAME or call is not None:
            self._held(member, f"`{name}` of the response is read", trail)

    def _part_of_response(self, item: Node, trail: Trail) -> None:
        """`const { ok, data } = response`."""
        key, target = _key_and_target(item)
        if key in _SAME:
            return
        if key != "data" or self._posts[trail].by != "axios" or target is None or not self._keep(target, Shape("json"), trail):
            self._held(item, f"`{item.text}` of the response is read", trail)

    def _raw(self, node: Node, trail: Trail) -> None:
        """The text of a response, which is read as JSON or shown."""
        listed = node.parent
        call = listed.parent if listed is not None and listed.kind == "arguments" else None
        callee = call.field("function") if call is not None else None
        if call is not None and callee is not None and self._is_parsing(callee) and len(arguments(call)) == 1:
            self.tracer.trace(call, Shape("json"), trail)
        elif self._is_shown(node):
            self._shown(node, trail)
        else:
            self._held(node, "`text` of the response is read as it is", trail)

    def _is_parsing(self, callee: Node) -> bool:
        return dotted(callee) == "JSON.parse" and self.values.is_global(callee)

    # -- the JSON -----------------------------------------------------------------------------------------------

    def _json(self, node: Node, shape: Shape, trail: Trail) -> None:
        steps = chain(node, shape.path)
        if any(is_written(step.whole) for step in steps):
            self._held(node, "the answer is changed here", trail)
        elif (steps and steps[0].path == _ERROR) or shape.path.split(".")[0] == _ERROR:
            return
        elif steps:
            self._read(node, steps, shape, trail)
        elif self._asks_for_error(node):
            return
        elif shape.path.startswith("candidates"):
            # It may have been nothing, as the answer itself may be.
            if not self._asked(inside(node), inside(node), "?", trail):
                self._held(node, posting.unplaced(shape.path)[0], trail)
        elif self._is_shown(node):
            self._shown(node, trail, shape.path)
        elif shape.path and (whole := _or_nothing(node)) is not None:
            self.tracer.trace(whole, shape, trail)
        else:
            self._held(node, "the answer goes where it cannot be followed", trail)

    @staticmethod
    def _asks_for_error(node: Node) -> bool:
        """`'error' in answer`"""
        parent = outermost(node).parent
        is_in = parent is not None and parent.kind == "binary_expression" and parent.must("operator").text == "in"
        return is_in and parent is not None and string_value(bare(parent.must("left"))) == _ERROR

    def _read(self, node: Node, steps: list[Step], shape: Shape, trail: Trail) -> None:
        text = next((place for place, step in enumerate(steps) if posting.is_first_text(step.path)), None)
        known = [step for step in steps if posting.new_names(step.path, shape.path) is not None]
        asked = [step for step in steps if step.path in _PRESENT]
        lenient = "?" if is_optional(steps[0].node) else ""
        if text is not None and (not shape.path or shape.path.startswith("candidates")):
            self._text(node, steps[: text + 1], trail, named=bool(shape.path))
        elif known and not shape.path.startswith("candidates"):
            self._renamed(steps, known[-1], shape, trail)
        elif asked and steps[-1] is asked[-1] and self._is_named(asked[-1].node, trail):
            self._named(node, asked[-1], trail)
        elif not asked or not self._asked(node, asked[-1].node, lenient, trail):
            path = next((step.path for step in reversed(steps) if step.path in RESPONSE), steps[0].path)
            message, help = posting.unplaced(path)
            self._held(node, message, trail, help)

    def _is_named(self, node: Node, trail: Trail) -> bool:
        """Whether a piece of an answer that is text alone gets a name."""
        parent = outermost(asserted(node)).parent
        declared = parent is not None and parent.kind == "variable_declarator" and parent.must("name").kind == "identifier"
        return declared and trail.outputs.seen and not trail.outputs.kinds - {TEXT, CALL}

    def _named(self, node: Node, last: Step, trail: Trail) -> None:
        """`const candidate = answer.candidates[0]`: what is read of it is read of the answer now."""
        whole = asserted(last.node)
        trail.strand.edit(Edit(node.end, whole.end, ()))
        self.tracer.trace(whole, Shape("json", last.path), trail)

    def _text(self, node: Node, own: list[Step], trail: Trail, *, named: bool) -> None:
        handler = texts.missing_is_caught(node, self._posts[trail].call)
        calls = trail.outputs.seen and CALL in trail.outputs.kinds
        lenient = any(is_optional(step.node) for step in own)
        if own[-1].called is not None:
            self._held(node, "the text is called here", trail)
        elif trail.outputs.seen and trail.outputs.kinds - {TEXT, CALL}:
            self._held(node, "this answer holds more than text, and which of it is read here does not show", trail)
        elif handler is not None:
            line = self.module.line(handler)
            self._held(node, f"an answer without text is caught on line {line} as the error that reading it raises", trail)
        elif calls and lenient and texts.is_read_on(asserted(own[-1].node)):
            self._held(node, "a function call without text is an error here, and a missing answer is none", trail)
        else:
            if texts.may_raise(node, own, named=named):
                trail.strand.note(own[-1].node, "GI402", posting.NO_TEXT)
            texts.write(node, own, self.walks.text(), trail.strand, named=named, calls=calls)

    def _renamed(self, steps: list[Step], last: Step, shape: Shape, trail: Trail) -> None:
        own = steps[: steps.index(last) + 1]
        names = posting.new_names(last.path, shape.path) or []
        if len(own) != len(names) or any(step.called is not None for step in own):
            self._held(last.node, posting.unplaced(last.path)[0], trail)
            return
        for step, name in zip(own, names, strict=True):
            if step.node.kind == "member_expression":
                trail.strand.edit(replaced(step.node.must("property"), name))
            else:
                literal = step.node.must("index")
                trail.strand.edit(replaced(literal, literal.text[0] + name + literal.text[-1]))
        if posting.is_object(last.path) and steps[-1] is not last:
            self._held(last.node, posting.unplaced(steps[-1].path)[0], trail)
        elif posting.is_object(last.path):
            self.tracer.trace(last.node, Shape("json", last.path), trail)

    def _asked(self, node: Node, whole: Node, lenient: str, trail: Trail) -> bool:
        """Whether all that is done with the pieces of an answer is to ask whether they are there."""
        if not trail.outputs.seen:
            return True  # the request stays as it is
        if trail.outputs.kinds - {TEXT, CALL}:
            return False
        return presence.ask(node, whole, lenient + self.walks.any_part(trail.outputs.kinds), trail.strand, raw=True)

    # -- patterns -----------------------------------------------------------------------------------------------

    def _taken_apart(self, pattern: Node, shape: Shape, trail: Trail) -> None:
        """`const { usageMetadata, error } = answer`: every key gets its new name."""
        for item in pattern.named:
            key, target = _key_and_target(item)
            path = joined(shape.path, key) if key else ""
            names = posting.new_names(path, shape.path)
            if path.split(".")[0] == _ERROR:
                continue
            if target is None or names is None or len(names) != 1:
                self._held(item, f"what `{item.text}` takes of the answer has no place that is known", trail)
                continue
            short = item.kind == "shorthand_property_identifier_pattern"
            trail.strand.edit(replaced(item if short else item.must("key"), f"{names[0]}: {key}" if short else names[0]))
            if posting.is_object(path) and not self._keep(target, Shape("json", path), trail):
                self._held(item, f"what `{item.text}` takes of the answer goes where it cannot be followed", trail)

    def _keep(self, target: Node, shape: Shape, trail: Trail) -> bool:
        """What a key is given to: a name, or another pattern."""
        trail.taken.add(target)
        if target.kind == "object_pattern":
            self._use(target, shape, trail)
            return True
        return self.tracer.keep(target, shape, trail)

    # -- showing ------------------------------------------------------------------------------------------------

    def _is_shown(self, node: Node) -> bool:
        """Whether an expression is printed as a whole: an argument of `console.log`, by itself or as JSON."""
        listed = outermost(node).parent
        call = listed.parent if listed is not None and listed.kind == "arguments" else None
        if listed is None or call is None or call.kind != "call_expression" or not self.values.is_global(bare(call.must("function"))):
            return False
        name = dotted(bare(call.must("function")))
        if name == "JSON.stringify":
            return listed.named[0] is outermost(node) and self._is_shown(call)
        owner, _, method = name.rpartition(".")
        return owner == "console" and method in _SHOWING

    @staticmethod
    def _shown(node: Node, trail: Trail, path: str = "") -> None:
        if path:
            trail.strand.note(node, "GI406", posting.COUNTS_SHOWN)
        else:
            trail.strand.assume("shown", node, posting.SHOWN)

    # -- types --------------------------------------------------------------------------------------------------

    def _check_types(self, trail: Trail) -> None:
        """Types that say what an answer is would be wrong now."""
        for place in types.said(trail, self.values):
            self._held(place, f"the type `{place.text}` says what the answer is, and would have to change", trail)


class _Tracer(Tracer):
    """What is done with an error is nobody's business here."""

    def trace(self, node: Node, shape: Shape, trail: Trail) -> None:
        if not of_failure(node, self.values, trail):
            super().trace(node, shape, trail)


def _pattern_of(node: Node) -> Node | None:
    parent = node.parent
    if parent is not None and parent.kind == "variable_declarator" and parent.field("value") is node:
        name = parent.must("name")
        return name if name.kind == "object_pattern" else None
    return None


def _or_nothing(node: Node) -> Node | None:
    """`usage ?? {}`"""
    outer = outermost(node)
    parent = outer.parent
    if parent is None or parent.kind != "binary_expression" or parent.must("left") is not outer:
        return None
    return parent if parent.must("operator").text in ("??", "||") and bare(parent.must("right")).text == "{}" else None


def _key_and_target(item: Node) -> tuple[str, Node | None]:
    """The key that an item of a pattern takes, and what it is given to; nothing for what has a default, and for the rest."""
    if item.kind == "shorthand_property_identifier_pattern":
        return item.text, item
    if item.kind == "pair_pattern" and item.must("key").kind == "property_identifier":
        target = item.must("value")
        return item.must("key").text, target if target.kind in ("identifier", "object_pattern") else None
    return "", None
