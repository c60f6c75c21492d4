"""Where the answer of a request goes, and what reads it."""

from __future__ import annotations

import libcst as cst

from codemods.api import outputs
from codemods.python.http import presence
from codemods.python.http import reading as readings
from codemods.python.http.failures import of_failure
from codemods.python.http.presence import Question
from codemods.python.http.reading import Reading
from codemods.python.nodes import dotted, string_value
from codemods.python.showing import is_told
from codemods.python.textuse import caught_names
from codemods.python.trail import Shape, Trail
from codemods.python.values import Values
from codemods.rest import posting

#: What is followed: the response of the library, and the JSON in it (with the path of the piece that has a name).
RESPONSE_OF_HTTP, RAW_OF_HTTP, JSON = "response of http", "raw of http", "json of http:"
_SAME = frozenset(
    "status_code ok is_success is_error is_client_error is_server_error reason reason_phrase raise_for_status headers elapsed close "
    "encoding http_version status getcode".split()
)
_RAW = frozenset({"text", "content"})
_EVERYTHING = frozenset({"Exception", "BaseException"})
_LOST = frozenset({"KeyError", "IndexError", "LookupError", "TypeError"})
HELP = (
    'Read the steps: "".join(part.get("text", "") for step in answer["steps"] if step["type"] == "model_output" '
    'for part in step.get("content", [])), usage as answer["usage"]["total_tokens"].'
)


class Answers:
    """Follows the answers of one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module

    def follow(self, node: cst.BaseExpression, path: str, trail: Trail) -> None:
        """Look at one place that something of an answer reaches."""
        shape = Shape((), path)
        if node in trail.shapes:
            return
        trail.shapes[node] = shape
        if path == RESPONSE_OF_HTTP:
            self._response(node, trail)
        elif path == RAW_OF_HTTP:
            self._raw(node, "the text", trail)
        else:
            self._json(node, path.removeprefix(JSON), trail)

    def _held(self, node: cst.CSTNode, message: str, trail: Trail, help: str = "") -> None:
        trail.strand.hold(node, "GI608", message, help or HELP)

    # -- the response -------------------------------------------------------------------------------------------

    def _response(self, node: cst.BaseExpression, trail: Trail) -> None:
        parent = self.module.parent(node)
        if isinstance(parent, cst.Expr) or self.module.only_tested(node) or is_told(parent, self.values):
            return
        if isinstance(parent, cst.Attribute) and parent.value is node:
            self._attribute(parent, trail)
        elif (call := self._parsing(parent, "json.load")) is not None:
            self.follow(call, JSON, trail)
        elif not self._defined(node, parent, RESPONSE_OF_HTTP, trail):
            self._held(node, "the response goes where it cannot be followed", trail)

    def _attribute(self, node: cst.Attribute, trail: Trail) -> None:
        call = self.module.parent(node)
        called = isinstance(call, cst.Call) and call.func is node
        if node.attr.value == "json" and isinstance(call, cst.Call) and called and not call.args:
            self.follow(call, JSON, trail)
        elif node.attr.value in _RAW and not called:
            if not (is_told(self.module.parent(node), self.values) and of_failure(node, self.module)):
                self._raw(node, f"`{node.attr.value}`", trail)
        elif node.attr.value == "read" and isinstance(call, cst.Call) and called and not call.args:
            self.follow(call, RAW_OF_HTTP, trail)
        elif node.attr.value not in _SAME or self.module.is_stored(node):
            self._held(node, f"`{node.attr.value}` of the response is read", trail)

    def _raw(self, node: cst.BaseExpression, what: str, trail: Trail) -> None:
        """The text of a response, or the bytes of it, which is read as JSON or shown."""
        parent = self.module.parent(node)
        decoding = self.module.parent(parent) if isinstance(parent, cst.Attribute) and parent.attr.value == "decode" else None
        if isinstance(decoding, cst.Call) and decoding.func is parent:
            self.follow(decoding, RAW_OF_HTTP, trail)
        elif (call := self._parsing(parent, "json.loads")) is not None:
            self.follow(call, JSON, trail)
        elif is_told(parent, self.values):
            self._shown(node, trail)
        elif not self._defined(node, parent, RAW_OF_HTTP, trail):
            self._held(node, f"{what} of the response is read as it is", trail)

    def _parsing(self, parent: cst.CSTNode | None, function: str) -> cst.Call | None:
        """The call of a function of `json` that something is the only argument of."""
        call = self.module.parent(parent) if isinstance(parent, cst.Arg) else None
        return call if isinstance(call, cst.Call) and self.values.symbol(call.func) == function and len(call.args) == 1 else None

    def _shown(self, node: cst.CSTNode, trail: Trail) -> None:
        trail.strand.assume("shown", node, posting.SHOWN)

    # -- names --------------------------------------------------------------------------------------------------

    def _defined(self, node: cst.BaseExpression, parent: cst.CSTNode | None, path: str, trail: Trail) -> bool:
        """Follow the one name that something is given to."""
        if isinstance(parent, cst.NamedExpr) and parent.value is node:
            self.follow(parent, path, trail)
            return self._define(parent.target, path, trail)
        if isinstance(parent, cst.Assign) and len(parent.targets) == 1:
            return self._define(parent.targets[0].target, path, trail)
        if isinstance(parent, cst.WithItem) and parent.asname is not None and path == RESPONSE_OF_HTTP:
            return self._define(parent.asname.name, path, trail)
        return False

    def _define(self, target: cst.BaseExpression, path: str, trail: Trail) -> bool:
        definition = self.module.flow.definition_at(target) if isinstance(target, cst.Name) else None
        if definition is None or definition.scope.kind == "class":
            return False
        trail.definitions[definition] = Shape((), path)
        trail.strand.ties.add(definition)
        if how := self.values.exported_to(definition):
            self._held(target, f"`{definition.name.value}` {how}", trail)
        for use in definition.uses:
            self.follow(use, path, trail)
        return True

    # -- the JSON -----------------------------------------------------------------------------------------------

    def _json(self, node: cst.BaseExpression, known: str, trail: Trail) -> None:
        reading = readings.read(node, known, self.module)
        if self.module.is_stored(reading.node):
            self._held(reading.node, "the answer is changed here", trail)
        elif reading.path.split(".")[0] == "error" or self._asks_for_error(node):
            return
        elif any(isinstance(a, cst.FormattedStringExpression) and a.equal is not None for a in self.module.ancestors(node)):
            self._held(node, "the expression itself is printed here (`{…=}`)", trail)
        elif not known and (question := presence.asked(reading, self.module)) is not None:
            self._asked(question, trail)
        elif posting.is_first_text(reading.path) and not known:
            self._text(reading, trail)
        elif reading.keys:
            self._renamed(reading, known, trail)
        else:
            self._whole(reading, trail)

    def _asks_for_error(self, node: cst.CSTNode) -> bool:
        """`"error" in answer`"""
        target = self.module.parent(node)
        comparison = self.module.parent(target) if isinstance(target, cst.ComparisonTarget) else None
        if not isinstance(comparison, cst.Comparison) or len(comparison.comparisons) != 1:
            return False
        return string_value(comparison.left) == "error" and isinstance(comparison.comparisons[0].operator, (cst.In, cst.NotIn))

    def _asked(self, question: Question, trail: Trail) -> None:
        if trail.outputs.seen and trail.outputs.kinds - {outputs.TEXT, outputs.CALL}:
            self._held(question.node, "this answer holds more than text, and what is asked for here does not show", trail)
        else:
            trail.strand.edit(presence.edit(question, trail.outputs.kinds, self.module))

    def _text(self, reading: Reading, trail: Trail) -> None:
        last = reading.keys[-1]
        if trail.outputs.seen and trail.outputs.kinds - {outputs.TEXT, outputs.CALL}:
            self._held(reading.node, "this answer holds more than text, and which of it is read here does not show", trail)
        elif last.is_get and string_value(last.default) != "":
            self._held(reading.node, 'a missing text is None here, and would be ""', trail)
        elif (handler := self._handler(reading.node, trail)) is not None:
            line = self.module.span(handler).line
            self._held(reading.node, f"an answer without text is caught on line {line} as the error that reading it raises", trail)
        else:
            if not last.is_get:
                trail.strand.note(reading.node, "GI402", posting.NO_TEXT)
            trail.strand.edit(readings.text_edit(reading))

    def _handler(self, node: cst.CSTNode, trail: Trail) -> cst.CSTNode | None:
        """The handler around a reading for the errors that a missing key raises, or for all where the request is made before."""
        child = node
        for around in self.module.ancestors(node):
            if isinstance(around, (cst.FunctionDef, cst.Lambda)):
                return None
            if isinstance(around, (cst.Try, cst.TryStar)) and around.body is child:
                has_request = any(around in self.module.ancestors(tie) for tie in trail.strand.ties if isinstance(tie, cst.Call))
                for handler in around.handlers:
                    caught = caught_names(handler)
                    if caught & _LOST or (not has_request and (not caught or caught & _EVERYTHING)):
                        return handler
            child = around
        return None

    def _renamed(self, reading: Reading, known: str, trail: Trail) -> None:
        pairs = readings.renamed(reading, known)
        if pairs is None:
            message, help = posting.unplaced(reading.path)
            self._held(reading.node, message, trail, help)
            return
        for key, name in pairs:
            trail.strand.edit(readings.rename(key, name))
        if posting.is_object(reading.path):
            self._object(reading, trail)

    def _object(self, reading: Reading, trail: Trail) -> None:
        """A piece whose own keys have new names as well."""
        parent = self.module.parent(reading.node)
        if is_told(parent, self.values):
            trail.strand.note(reading.node, "GI406", posting.COUNTS_SHOWN)
        elif not self.module.only_tested(reading.node) and not self._defined(reading.node, parent, JSON + reading.path, trail):
            self._held(reading.node, f"`{reading.path}` of the answer goes where it cannot be followed", trail)

    def _whole(self, reading: Reading, trail: Trail) -> None:
        node, parent = reading.node, self.module.parent(reading.node)
        call = self.module.parent(parent) if isinstance(parent, cst.Arg) else None
        if isinstance(call, cst.Call) and self.values.symbol(call.func) == "json.dumps" and call.args[0] is parent:
            parent = self.module.parent(call)
        if isinstance(parent, cst.Expr) or self.module.only_tested(node):
            return
        if is_told(parent, self.values):
            if reading.path:
                trail.strand.note(node, "GI406", posting.COUNTS_SHOWN)
            else:
                self._shown(node, trail)
        elif not self._defined(node, parent, JSON + reading.path, trail):
            what = f" to `{dotted(call.func)}`" if isinstance(call, cst.Call) and dotted(call.func) else ""
            self._held(node, f"the answer goes{what} where it cannot be followed", trail)
