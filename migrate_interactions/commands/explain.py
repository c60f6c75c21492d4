"""`explain`: one rule, why it is one, and the change by hand."""

from __future__ import annotations

import sys

from codemods.rules import RULES
from migrate_interactions.codes import nearest
from migrate_interactions.exits import DONE, UsageError
from migrate_interactions.reports import rules
from migrate_interactions.reports.terminal import Terminal


def explain(code: str) -> int:
    """Returns the exit status. Raises `UsageError` for a code that is not one, with those that are near."""
    rule = RULES.get(code.upper())
    if rule is None:
        near = nearest(code)
        hint = f"did you mean {', '.join(near)}?" if near else f"there are {', '.join(sorted(RULES))}"
        raise UsageError(f"{code!r} is no code of a rule; {hint}")
    Terminal(sys.stdout).say(rules.text(rule))
    return DONE
