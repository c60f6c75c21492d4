"""Codes that users type: of rules (`GI101`, or `GI1` for a family) and of assumptions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from codemods.options import ASSUMPTIONS
from codemods.rules import RULES
from migrate_interactions.exits import UsageError
from migrate_interactions.near import hint


def split(values: Iterable[str]) -> tuple[str, ...]:
    """`["a,b", "c"]` → `("a", "b", "c")`: an option may be repeated, and hold several codes."""
    return tuple(code for value in values for part in value.split(",") if (code := part.strip()))


def check_assumptions(codes: Sequence[str]) -> tuple[str, ...]:
    """The same codes. Raises `UsageError` for one that does not exist."""
    for code in codes:
        if code not in ASSUMPTIONS:
            raise UsageError(f"holds {code!r}, which is no assumption; {hint(code, ASSUMPTIONS)}")
    return tuple(codes)


def check_rules(codes: Sequence[str]) -> tuple[str, ...]:
    """The codes in upper case. Raises `UsageError` for one that no rule begins with."""
    upper = tuple(code.upper() for code in codes)
    for given, code in zip(codes, upper, strict=True):
        if not code or not any(rule.startswith(code) for rule in RULES):
            near = nearest(given)
            meant = f"did you mean {', '.join(near)}?" if near else f"there are {', '.join(sorted(RULES))}"
            raise UsageError(f"holds {given!r}, which no rule begins with; {meant}")
    return upper


def nearest(code: str) -> list[str]:
    """The rules that someone who typed ``code`` may have meant."""
    from difflib import get_close_matches

    code = code.upper()
    family = sorted(rule for rule in RULES if code and rule.startswith(code))
    return family or get_close_matches(code, sorted(RULES), n=5, cutoff=0.5)
