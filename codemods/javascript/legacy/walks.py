"""What takes the place of `interaction.outputs`: the steps, the contents of the model's output, or both in one row."""

from __future__ import annotations

from dataclasses import dataclass

from codemods.api.legacy import CONTENTS, STEPS
from codemods.javascript.legacy.narrowing import Types

_CONTENTS = "step.content ?? []"


@dataclass(frozen=True)
class Walk:
    """The way to walk all outputs of some types, each once and in order.

    ``others`` tells that there may be other steps, which were no outputs; ``typed`` that the checker has to be told that one list may
    hold contents and steps side by side.
    """

    types: Types
    others: bool
    typed: bool
    quote: str

    @property
    def is_steps(self) -> bool:
        """Whether the outputs are steps, so that another name does."""
        return self.types <= STEPS

    @property
    def flattened(self) -> str:
        """The call that makes a row of outputs of a row of steps."""
        is_model, is_user = (f"step.type === {self.quote}{kind}{self.quote}" for kind in ("model_output", "user_input"))
        if self.types <= CONTENTS:
            return f"flatMap((step) => ({is_model} ? {_CONTENTS} : []))"
        row = f"{is_model} ? {_CONTENTS} : [step]"
        if self.others:
            row = f"{is_user} ? [] : {row}"
        return f"flatMap((step) => [...({row})])" if self.typed else f"flatMap((step) => ({row}))"
