"""Expressions over the steps of an interaction as it comes: JSON that nothing has a type for, and that may be an error."""

from __future__ import annotations

from codemods.api.outputs import Kinds
from codemods.javascript.answer.walks import Walks


class RawWalks(Walks):
    """Writes such expressions in the style of one module."""

    def arrow(self, name: str, body: str) -> str:
        return f"({name}: any) => {body}" if self.module.is_typed else super().arrow(name, body)

    def any_part(self, kinds: Kinds) -> str:
        return super().any_part(kinds).replace(".steps.", ".steps?.", 1)

    def text(self) -> str:
        """All texts of an answer, behind its steps."""
        contents = f"({self._contents('step.content')})"
        empty = self.quoted("")
        texts = self.arrow("part", f"part.text ?? {empty}")
        return f".flatMap({self.arrow('step', contents)}).map({texts}).join({empty})"
