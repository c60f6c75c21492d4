"""What is read of one part: each condition becomes a test of the type, each reading one of a content or a step."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from codemods.api.outputs import CODE, Kinds, Outputs
from codemods.python.conjuncts import without
from codemods.python.displays import style_of
from codemods.python.edits import Change, Edit, Now, in_its_place
from codemods.python.narrowing import ALL_MEDIA, HAVING
from codemods.python.nodes import dotted, is_none, string_value
from codemods.python.stepwise import type_test
from codemods.python.strand import Strand
from codemods.python.values import Values

#: The types that steps and contents with the attribute have now; media have those that the call asks for.
_TYPES = {
    "text": ("text",),
    "thought": ("thought",),
    "function_call": ("function_call",),
    "executable_code": ("code_execution_call",),
    "code_execution_result": ("code_execution_result",),
}
#: What an attribute of a part gives, as `codemods.api.response.PIECES` calls it.
_PIECE = {"inline_data": "blob", "function_call": "call", "executable_code": "code", "code_execution_result": "result"}
_HELP = (
    'Look at the type first: "text" contents have .text, "image" and "audio" contents .data (base64) and .mime_type; '
    '"function_call", "code_execution_call" and "code_execution_result" are steps.'
)

#: Goes on with what a part gives: the expression, what it is, whether it may be nothing at all.
Follow = Callable[[cst.BaseExpression, str], None]


class PartReads:
    """Rewrites the uses of parts in one module."""

    def __init__(self, values: Values, thought: str = "thought") -> None:
        self.values = values
        self.module = values.module
        self.types = {**_TYPES, "thought": (thought,)}
        #: What parts without a name of their own are called in the rewritten code.
        self.called: dict[cst.CSTNode, str] = {}

    def rewrite(self, use: cst.BaseExpression, kinds: Kinds, step: str, outputs: Outputs, strand: Strand, follow: Follow) -> None:
        """One use of a part that is of one of these kinds there; ``step`` is the name of its step, if it has one."""
        parent = self.module.parent(use)
        if isinstance(parent, cst.Arg):
            self._asked(parent, strand)
            return
        assert isinstance(parent, cst.Attribute)
        name = parent.attr.value
        if self.module.is_stored(parent):
            strand.hold(parent, "GI205", f"`{name}` of a part is changed here")
        elif name == "as_image":
            self._image(use, parent, kinds, outputs, strand, follow)
        elif name not in HAVING:
            strand.hold(parent, "GI205", f"`.{name}` of a part is not one of the attributes the tool knows", _HELP)
        elif self._tested(use, parent, name, kinds, step, outputs, strand):
            return
        elif not kinds <= HAVING[name] or name == "thought":
            strand.hold(parent, "GI200", f"`{name}` is read here of parts that may have none", _HELP)
        elif name != "text" and self._allowed(parent, name, outputs, strand):
            strand.edit(Edit(parent, in_its_place(use), "the part itself", keeps=(use,)))
            follow(parent, _PIECE[name])

    def _allowed(self, node: cst.CSTNode, name: str, outputs: Outputs, strand: Strand) -> bool:
        """Images that code has made are not surely contents of the answer."""
        if name == "inline_data" and CODE in outputs.kinds:
            strand.hold(node, "GI200", "an image that was made by code may be in the result of the code now, not in the answer", _HELP)
            return False
        return True

    # -- conditions ---------------------------------------------------------------------------------------------

    def _tested(
        self, use: cst.BaseExpression, node: cst.BaseExpression, name: str, kinds: Kinds, step: str, outputs: Outputs, strand: Strand
    ) -> bool:
        """Rewrite `if part.text:` and `if part.text is not None:`; False when the attribute is not just asked for."""
        above = self.module.parent(node)
        asked: cst.CSTNode
        if isinstance(above, cst.Comparison) and above.left is node and len(above.comparisons) == 1:
            operator = above.comparisons[0].operator
            if name == "thought" or not is_none(above.comparisons[0].comparator):
                return False
            if not isinstance(operator, (cst.Is, cst.IsNot, cst.Equal, cst.NotEqual)):
                return False
            asked, negative = above, isinstance(operator, (cst.Is, cst.Equal))
        elif not self._only_tested(node):
            return False
        elif name == "text":
            self._text_tested(use, node, kinds, strand)
            return True
        else:
            negated = isinstance(above, cst.UnaryOperation)
            asked, negative = (above if negated and above is not None else node), negated
        if name == "thought" and not step:
            strand.hold(node, "GI200", "whether this is a thought can only be told in a loop over the parts themselves", _HELP)
        elif self._usable(use, strand) and self._allowed(node, name, outputs, strand):
            subject = step if name == "thought" else self._code(use)
            types = outputs.media if name == "inline_data" else self.types[name]
            test = type_test(subject, types, negative=negative)
            self._look(asked, test, name, strand)
        return True

    def _only_tested(self, node: cst.BaseExpression) -> bool:
        """Whether only its truth counts: it is a condition, or one of those that `any` and `all` are given."""
        given = self.module.parent(node)
        argument = self.module.parent(given) if isinstance(given, (cst.GeneratorExp, cst.ListComp)) and given.elt is node else None
        call = self.module.parent(argument) if isinstance(argument, cst.Arg) else None
        return self.module.only_tested(node) or (isinstance(call, cst.Call) and dotted(call.func) in ("any", "all"))

    def _look(self, node: cst.CSTNode, test: str, name: str, strand: Strand) -> None:
        strand.site(node, "GI104", f"`{name}` of a part is looked for the old way")
        strand.edit(Edit(node, self._test(test, node), f"test {test}", keeps=()))

    def _text_tested(self, use: cst.BaseExpression, node: cst.BaseExpression, kinds: Kinds, strand: Strand) -> None:
        """`if part.text:`; only a text content has the attribute now."""
        if kinds <= HAVING["text"] or not self._usable(use, strand):
            return
        code = self._code(use)
        test = f'{code}.type == "text" and {code}.text'
        if isinstance(self.module.parent(node), cst.UnaryOperation):
            test = f"({test})"
        self._look(node, test, "text", strand)

    def _usable(self, use: cst.BaseExpression, strand: Strand) -> bool:
        if isinstance(use, cst.Name) or use in self.called:
            return True
        strand.hold(use, "GI200", "this part has no name under which its type could be looked at", _HELP)
        return False

    def _code(self, use: cst.BaseExpression) -> str:
        return self.called.get(use) or self.module.code(use)

    def _test(self, test: str, node: cst.CSTNode) -> Change:
        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            written = cst.parse_expression(test.replace('"', style_of(self.values, now, node).quote))
            assert isinstance(updated, cst.BaseExpression)
            return written.with_changes(lpar=[*updated.lpar, *written.lpar], rpar=[*written.rpar, *updated.rpar])

        return change

    # -- images -------------------------------------------------------------------------------------------------

    def _image(
        self, use: cst.BaseExpression, method: cst.Attribute, kinds: Kinds, outputs: Outputs, strand: Strand, follow: Follow
    ) -> None:
        """`part.as_image()`: None for what is no image, else an object around its bytes."""
        call = self.module.parent(method)
        if not isinstance(call, cst.Call) or call.func is not method or call.args:
            strand.hold(method, "GI205", "`as_image` of a part is not called here", _HELP)
        elif self._tested(use, call, "inline_data", kinds, "", outputs, strand):
            return
        elif not kinds <= ALL_MEDIA or outputs.media != ("image",):
            strand.hold(call, "GI200", "`as_image` is called here on parts that may be no images", _HELP)
        elif self._allowed(call, "inline_data", outputs, strand):
            strand.edit(Edit(call, in_its_place(use), "the part itself", keeps=(use,)))
            follow(call, "image")

    # -- hasattr ------------------------------------------------------------------------------------------------

    def _asked(self, argument: cst.Arg, strand: Strand) -> None:
        """`hasattr(part, "text") and …`: every part had every attribute, so only the rest of the condition says anything."""
        call = self.module.parent(argument)
        assert isinstance(call, cst.Call)
        known = len(call.args) == 2 and string_value(call.args[1].value) in {*HAVING, "thought_signature", "function_response"}
        edit = without(call, self.module, "without hasattr") if known else None
        if edit is not None:
            strand.edit(edit)
            return
        strand.hold(call, "GI205", "a part is asked here for an attribute in a way the tool does not rewrite", _HELP)
