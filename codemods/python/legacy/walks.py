"""What takes the place of `interaction.outputs`: the steps, the contents of the model's output, or both in one row."""

from __future__ import annotations

from dataclasses import dataclass

from codemods.api.legacy import CONTENTS, STEPS
from codemods.python.legacy.narrowing import Types
from codemods.python.stepwise import BASE

#: `interaction.outputs` was empty: it is if there is no step but the user's own.
ANY_STEP = f"{BASE}.steps"
ANY_OUTPUT = f'any(step.type != "user_input" for step in {BASE}.steps or [])'


@dataclass(frozen=True)
class Walk:
    """The way to walk all outputs of some types, each once and in order.

    ``step`` and ``item`` are the names to bind; ``others`` tells that there may be other steps, which were no outputs.
    """

    types: Types
    step: str
    item: str
    others: bool = False

    @property
    def whole(self) -> str | None:
        """The template without a comprehension, where the outputs are steps."""
        return f"{BASE}.steps or []" if self.types <= STEPS else None

    def clauses(self) -> list[str]:
        """The `for` and `if` clauses of a comprehension."""
        if self.types <= STEPS:
            return [f"for {self.item} in {BASE}.steps or []"]
        steps = f"for {self.step} in {BASE}.steps or []"
        if self.types <= CONTENTS:
            return [steps, f'if {self.step}.type == "model_output"', f"for {self.item} in {self.step}.content or []"]
        filtered = [f'if {self.step}.type != "user_input"'] if self.others else []
        inside = f'({self.step}.content or [] if {self.step}.type == "model_output" else [{self.step}])'
        return [steps, *filtered, f"for {self.item} in {inside}"]

    def template(self, brackets: str, indent: str | None = None, end: str = "") -> str:
        """A generator or list of all of them; over lines when an indentation is given."""
        pieces = [self.item, *self.clauses()]
        if indent is None:
            return f"{brackets[0]}{' '.join(pieces)}{brackets[1]}"
        return brackets[0] + "".join(f"\n{indent}{piece}" for piece in pieces) + f"\n{end}{brackets[1]}"
