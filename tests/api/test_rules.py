"""The registry of rules: complete, used, and never ambiguous."""

from __future__ import annotations

import re
from pathlib import Path

from codemods.rules import RULES

ROOT = Path(__file__).parents[2]


def test_every_rule_has_a_reason_a_change_by_hand_and_an_example() -> None:
    for code, rule in RULES.items():
        assert re.fullmatch(r"GI[0-6]\d\d", code)
        assert rule.why.endswith("."), code
        assert rule.help.endswith((".", "…)`.", "]`.")), code
        assert rule.old, code


def test_every_rule_is_reported_somewhere_and_every_reported_code_is_a_rule() -> None:
    sources = [*(ROOT / "codemods").rglob("*.py"), *(ROOT / "migrate_interactions").rglob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources if path.name != "rules.py")
    assert set(re.findall(r"\bGI\d\d\d\b", text)) == set(RULES)


#: Notes outside of GI4xx: code that runs, and may mean what it does.
NOTES = {"GI010", "GI023", "GI302", "GI303", "GI513", "GI517"}


def test_notes_are_notes_and_nothing_else_is() -> None:
    for code, rule in RULES.items():
        assert (rule.severity == "note") == (code.startswith("GI4") or code in NOTES), code
