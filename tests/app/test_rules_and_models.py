from pathlib import Path

import pytest

from codemods.rules import RULES
from migrate_interactions.reports.rules import page

ROOT = Path(__file__).parents[2]


def test_the_page_of_rules_is_drawn_from_the_registry():
    assert (ROOT / "docs/rules.md").read_text(encoding="utf-8") == page(RULES.values()), "run `make docs`"


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_can_be_explained(cli, code):
    outcome = cli("explain", code.lower())
    assert outcome.status == 0
    assert outcome.out.startswith(f"{code}: {RULES[code].title}")
    assert RULES[code].why in outcome.out


def test_part_of_a_code_is_answered_with_the_codes_that_begin_so(cli):
    assert "GI101" in cli("explain", "GI1").err


@pytest.mark.parametrize("code", ["GI001", "GI002", "GI003", "GI004", "GI005", "GI006"])
def test_the_codes_that_the_application_gives_are_registered(code):
    assert RULES[code].severity == "error"


def test_models_lists_every_row_with_its_replacement(cli):
    from codemods.api.models import MODELS

    lines = cli("models").out.splitlines()
    assert len(lines) == len(MODELS) + 1
    for row, line in zip(MODELS, lines[1:], strict=True):
        assert line.startswith(row.pattern)
        assert (row.replacement or "") in line


def test_the_version_is_shown(cli):
    assert cli("--version").out.startswith("migrate-interactions 0")
