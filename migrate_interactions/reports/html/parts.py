"""What several parts of the page have in common: the states a place can be in, and small pieces of markup."""

from __future__ import annotations

from collections.abc import Iterable

from codemods.outcome import Finding
from migrate_interactions.reports.html.escape import text

#: The states of findings and calls, in the order in which they are shown. The keys are classes of the style.
STATES = {
    "done": "done",
    "rewritable": "rewritable",
    "unsafe": "unsafe",
    "by_hand": "by hand",
    "note": "note",
    "failed": "not read",
}
#: Those that calls can be in.
OF_CALLS = ("done", "rewritable", "unsafe", "by_hand")
#: Those that findings can be in.
OF_FINDINGS = ("rewritable", "unsafe", "by_hand", "note", "failed")


def state(finding: Finding) -> str:
    """What there is to do about a finding."""
    if finding.severity == "note":
        return "note"
    if finding.code.startswith("GI00"):
        return "failed"
    return {"safe": "rewritable", "unsafe": "unsafe", None: "by_hand"}[finding.fix]


def badge(state: str, number: int | None = None) -> str:
    """The name of a state in its colour, perhaps with how many there are."""
    count = f"{number} " if number is not None else ""
    return f'<span class="badge {state}">{count}{text(STATES[state])}</span>'


def options(names: Iterable[tuple[str, str]]) -> str:
    """The choices of a list: value and label of each."""
    return "".join(f'<option value="{text(value)}">{text(label)}</option>' for value, label in names)
