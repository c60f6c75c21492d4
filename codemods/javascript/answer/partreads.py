"""What is read of one part of an answer: each question becomes one for its type, each reading one of a content or a step."""

from __future__ import annotations

from codemods.api.outputs import CALL, CODE, MEDIA, RESULT, TEXT
from codemods.javascript.answer.chains import Step, chain
from codemods.javascript.answer.lists import Follow
from codemods.javascript.answer.places import asserted, compared_with_nothing, holding_at, only_tested, operands
from codemods.javascript.answer.walks import STEPS, Walks
from codemods.javascript.edits import Edit, inserted, replaced
from codemods.javascript.nodes import bare, is_null, is_optional, is_written, outermost, property_name
from codemods.javascript.syntax import Node
from codemods.javascript.trail import Shape, Trail
from codemods.javascript.values import Values

#: The attributes of a part, and the kind of part that has them.
HAVING = {"text": TEXT, "inlineData": MEDIA, "functionCall": CALL, "executableCode": CODE, "codeExecutionResult": RESULT}
#: What is read of an attribute, and what it is on the content or step itself.
_INSIDE = {
    "inlineData": {"data": "data", "mimeType": "mime_type"},
    "functionCall": {"name": "name", "args": "arguments", "id": "id"},
    "executableCode": {"code": "arguments.code"},
    "codeExecutionResult": {"output": "result"},
}
_FOLLOWED = {"inlineData": "blob", "functionCall": "call"}
_HELP = (
    "Look at the type first: contents of type 'text' have .text, 'image' and 'audio' .data (base64) and .mime_type; "
    "'function_call', 'code_execution_call' and 'code_execution_result' are steps."
)


class PartReads:
    """Rewrites what is read of parts in one module."""

    def __init__(self, values: Values, walks: Walks, follow: Follow) -> None:
        self.values = values
        self.module = values.module
        self.walks = walks
        self.follow = follow

    def use(self, node: Node, shape: Shape, trail: Trail) -> None:
        """One use of a part; the path of the shape is an attribute it surely has."""
        pattern = node if node.kind == "object_pattern" else _pattern_of(node)
        if pattern is not None:
            self._taken(pattern, shape, trail)
            return
        steps = chain(node, "")
        name = property_name(steps[0].node) if steps else None
        if name is None:
            trail.strand.hold(node, "GI200", "a part of an answer is used here as a whole; this is not rewritten yet", _HELP)
            return
        first = steps[0]
        if is_written(first.node):
            trail.strand.hold(first.node, "GI205", f"`{name}` of a part is changed here")
        elif name not in HAVING or first.called is not None:
            trail.strand.hold(first.node, "GI205", f"`{name}` of a part is not one of the attributes the tool knows", _HELP)
        elif name == "inlineData" and CODE in trail.outputs.kinds:
            message = "an image that was made by code may be in the result of the code now, not in the answer"
            trail.strand.hold(first.node, "GI200", message, _HELP)
        else:
            self._read(node, name, steps, shape, trail)

    def _read(self, node: Node, name: str, steps: list[Step], shape: Shape, trail: Trail) -> None:
        sure = shape.path == name or self._is_sure(node, name)
        if name == "text":
            self._text(node, steps[0], trail, sure=sure)
        elif self._asked(node, name, steps[0], trail):
            return
        elif len(steps) > 1:
            self._inside(node, name, steps, trail, sure=sure)
        elif sure and name in _FOLLOWED:
            trail.strand.site(steps[0].node, "GI104", f"`{name}` of a part is read the old way")
            trail.strand.edit(Edit(node.end, asserted(steps[0].node).end, ()))
            self.follow(asserted(steps[0].node), Shape("blob" if name == "inlineData" else "call"), trail)
        else:
            self._unsure(steps[0].node, name, trail)

    @staticmethod
    def _unsure(node: Node, name: str, trail: Trail) -> None:
        trail.strand.hold(node, "GI200", f"`{name}` is read here of parts that may have none", _HELP)

    def _types(self, name: str, trail: Trail) -> tuple[str, ...]:
        if name == "text":
            return ("text",)
        return trail.outputs.media if name == "inlineData" else (STEPS[HAVING[name]],)

    # -- questions ----------------------------------------------------------------------------------------------

    def _asked(self, node: Node, name: str, first: Step, trail: Trail) -> bool:
        """`if (part.inlineData)`, `part.inlineData !== undefined`; false when it is not just asked for."""
        whole = asserted(first.node)
        compared = compared_with_nothing(whole)
        if compared is None and not only_tested(whole):
            return False
        question, negative = compared or (whole, False)
        parent = outermost(question).parent
        if compared is None and parent is not None and parent.kind == "unary_expression" and outermost(question) is question:
            question, negative = parent, True
        trail.strand.site(first.node, "GI104", f"`{name}` of a part is looked for the old way")
        types = self._types(name, trail)
        test = self.walks.test("", *types, negative=negative)
        if is_optional(first.node):
            test = test.replace(".type", "?.type")
        subject, test = (node, test) if len(types) == 1 else (None, test.replace(".type", f"{node.text}.type").replace("?.type", "?.type"))
        if subject is None:
            trail.strand.edit(replaced(question, test))
        else:
            trail.strand.edit(replaced(question, subject, test))
        return True

    def _is_sure(self, node: Node, name: str) -> bool:
        """Whether a condition around says that the part has the attribute."""
        slot = self.values.of(bare(node))
        if slot is None or len(slot.values) > 1:
            return False
        for condition in holding_at(node):
            steps = _tested_steps(condition)
            if steps and property_name(steps[-1]) == name and self.values.of(bare(steps[-1].must("object"))) is slot:
                return True
        return False

    # -- texts --------------------------------------------------------------------------------------------------

    def _text(self, node: Node, first: Step, trail: Trail, *, sure: bool) -> None:
        """Only text contents have a text, which only a type checker minds."""
        if not self.module.is_typed or (sure and not only_tested(first.node)):
            return
        name = bare(node)
        if name.kind != "identifier":
            self._unsure(first.node, "text", trail)
            return
        trail.strand.site(first.node, "GI104", "`text` of a part is looked for the old way")
        dot = "?" if is_optional(first.node) else ""
        test = f"{name.text}{dot}" + self.walks.test("", "text")
        if only_tested(first.node) and not sure:
            parent = outermost(first.node).parent
            tight = (parent is not None and parent.kind == "unary_expression") or is_or(parent)
            before, after = ("(", ")") if tight else ("", "")
            trail.strand.edit(replaced(first.node, f"{before}{test} && {name.text}.text{after}"))
        elif not sure:
            self._chosen(first.node, test, f"{name.text}.text", trail)

    def _chosen(self, node: Node, test: str, value: str, trail: Trail) -> None:
        """A value that is there for one type only: the others say that it is not."""
        outer = outermost(node)
        parent = outer.parent
        otherwise, end = "undefined", outer
        if (
            parent is not None
            and parent.kind == "binary_expression"
            and parent.must("operator").text == "??"
            and parent.must("left") is outer
        ):
            otherwise, end = parent.must("right").text, parent
        above = outermost(end).parent
        loose = above is not None and above.kind in (
            "arguments",
            "variable_declarator",
            "template_substitution",
            "return_statement",
            "pair",
        )
        before, after = ("", "") if loose else ("(", ")")
        trail.strand.edit(Edit(outer.start, end.end, (f"{before}{test} ? {value} : {otherwise}{after}",)))

    # -- what they have -----------------------------------------------------------------------------------------

    def _inside(self, node: Node, name: str, steps: list[Step], trail: Trail, *, sure: bool) -> None:
        """`part.inlineData.data` is `part.data`."""
        second = steps[1]
        key = property_name(second.node) or ""
        new = _INSIDE[name].get(key)
        if new is None or is_written(second.node):
            trail.strand.hold(second.node, "GI205", f"`{name}.{key}` of a part is not rewritten yet", _HELP)
            return
        trail.strand.site(second.node, "GI104", f"`{name}.{key}` of a part is read the old way")
        lenient = is_optional(second.node)
        if not sure and (not lenient or (name not in ("inlineData",) and "." in new)):
            self._unsure(steps[0].node, name, trail)
        elif sure or not self.module.is_typed:
            dot = "?." if is_optional(steps[0].node) else "."
            trail.strand.edit(Edit(node.end, second.node.end, (f"{dot}{new}",)))
        elif bare(node).kind == "identifier" and len(self._types(name, trail)) == 1:
            self._typed(node, name, steps, new, trail)
        else:
            self._unsure(steps[0].node, name, trail)

    def _typed(self, node: Node, name: str, steps: list[Step], new: str, trail: Trail) -> None:
        """`part.inlineData?.data` where a type checker has to be told the type."""
        second = steps[1].node
        test = node.text + ("?" if is_optional(steps[0].node) else "") + self.walks.test("", *self._types(name, trail))
        top = steps[-1].whole
        if only_tested(top):
            above = outermost(top).parent
            negated = above is not None and above.kind == "unary_expression" and outermost(top) is top
            trail.strand.edit(Edit(node.start, second.end, (f"{'(' if negated else ''}{test} && {node.text}.{new}",)))
            if negated:
                trail.strand.edit(inserted(top.end, ")"))
        elif top is second:
            self._chosen(second, test, f"{node.text}.{new}", trail)
        else:
            self._unsure(second, name, trail)

    def _taken(self, pattern: Node, shape: Shape, trail: Trail) -> None:
        trail.strand.hold(pattern, "GI200", "a part of an answer is taken apart here; this is not rewritten yet", _HELP)

    # -- narrowing ----------------------------------------------------------------------------------------------

    def narrowing(self, function: Node, call: Node) -> str:
        """The attribute that parts surely have for which a callback says yes; a type checker follows only the bare question."""
        body = function.field("body")
        condition = body
        if body is not None and body.kind == "statement_block":
            only = body.named[0] if len(body.named) == 1 else None
            condition = only.named[0] if only is not None and only.kind == "return_statement" and only.named else None
        asked = operands(condition, "&&") if condition is not None else []
        for operand in asked:
            steps = _tested_steps(operand)
            name = property_name(steps[-1]) if steps else None
            if name in HAVING and not (self.module.is_typed and (len(steps) > 1 or len(asked) > 1)):
                return name or ""
        return ""


def is_or(parent: Node | None) -> bool:
    return parent is not None and parent.kind == "binary_expression" and parent.must("operator").text == "||"


def _pattern_of(node: Node) -> Node | None:
    parent = node.parent
    if parent is None or parent.kind != "variable_declarator" or parent.field("value") is not node:
        return None
    return parent.must("name") if parent.must("name").kind == "object_pattern" else None


def _tested_steps(condition: Node) -> list[Node]:
    """The members that a condition goes through when it says yes: the outermost first, and the first attribute last."""
    node = bare(condition)
    if node.kind == "binary_expression" and node.must("operator").text in ("!==", "!=") and is_null(bare(node.must("right"))):
        node = bare(node.must("left"))
    steps = []
    while node.kind in ("member_expression", "call_expression"):
        if node.kind == "call_expression":
            node = bare(node.must("function"))
            continue
        steps.append(node)
        node = bare(node.must("object"))
    return steps
