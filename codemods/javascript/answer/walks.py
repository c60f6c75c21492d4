"""Expressions over the steps of an interaction, in the place of what an old answer held directly."""

from __future__ import annotations

from functools import cached_property

from codemods.api.outputs import CALL, CODE, MEDIA, RESULT, TEXT, Kinds
from codemods.javascript.module import Module

#: The steps that were parts by themselves.
STEPS = {CALL: "function_call", CODE: "code_execution_call", RESULT: "code_execution_result"}
_OUTPUT = "model_output"


class Walks:
    """Writes such expressions in the style of one module; each begins with a dot."""

    def __init__(self, module: Module) -> None:
        self.module = module

    @cached_property
    def _bare(self) -> bool:
        """Whether the module writes lone parameters of arrow functions without parentheses."""
        arrows = [node for node in self.module.root.walk() if node.kind == "arrow_function"]
        lone = [node for node in arrows if node.field("parameter") is not None]
        listed = [node for node in arrows if (own := node.field("parameters")) is not None and len(own.named) == 1]
        return len(lone) > len(listed)

    def arrow(self, name: str, body: str) -> str:
        return f"{name if self._bare else f'({name})'} => {body}"

    def quoted(self, text: str) -> str:
        return f"{self.module.quote}{text}{self.module.quote}"

    def test(self, name: str, *types: str, negative: bool = False) -> str:
        """`part.type === 'image'`; several of them are in parentheses."""
        tests = [f"{name}.type {'!==' if negative else '==='} {self.quoted(kind)}" for kind in types]
        return tests[0] if len(tests) == 1 else f"({(' && ' if negative else ' || ').join(tests)})"

    def _loose(self, *types: str) -> str:
        return self.test("step", *types).removeprefix("(").removesuffix(")")

    # -- what answers hold --------------------------------------------------------------------------------------

    def parts(self, kinds: Kinds) -> str:
        """All parts of these kinds, one after the other: contents, and steps that were parts."""
        contents = self._contents("step.content")
        steps = [STEPS[kind] for kind in sorted(kinds) if kind in STEPS]
        if not steps:
            return f".steps.flatMap({self.arrow('step', contents)})"
        declared = "<Interactions.Content | Interactions.Step>" if self.module.is_typed else ""
        rest = f"{self._loose(*steps)} ? [step] : []"
        mixed = f"{self.test('step', _OUTPUT)} ? step.content ?? [] : {rest}" if kinds & {TEXT, MEDIA} else rest
        return f".steps.flatMap{declared}({self.arrow('step', mixed)})"

    def _contents(self, content: str) -> str:
        return f"{self.test('step', _OUTPUT)} ? {content} ?? [] : []"

    def any_part(self, kinds: Kinds) -> str:
        """Whether there is a part of these kinds, or a step that holds some."""
        types = [STEPS[kind] for kind in sorted(kinds) if kind in STEPS]
        return f".steps.some({self.arrow('step', self._loose(_OUTPUT, *types))})"

    def of_type(self, method: str, kind: str) -> str:
        """`.steps.find(…)` and its relatives: steps of one type."""
        return f".steps.{method}({self.arrow('step', self.test('step', kind))})"

    def texts(self) -> str:
        """All texts of an answer, also those before what tools did and images."""
        text = f"{self.test('content', 'text')} ? content.text : {self.quoted('')}"
        return f"{self.parts(frozenset({TEXT}))}.map({self.arrow('content', text)}).join({self.quoted('')})"
