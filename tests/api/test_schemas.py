"""The tables of the two response schemas."""

from __future__ import annotations

import re

import pytest

from codemods.api.outputs import ALL, MEDIA
from codemods.api.request import CONFIG
from codemods.api.response import PIECES, RESPONSE
from codemods.api.schemas import OUTPUTS, SCHEMAS, STEPS
from codemods.python.streaming import words
from codemods.rules import RULES

_NAMES_OF_STEPS = re.compile(r"\bsteps?\b|output_text|model_output|user_input|interaction\.completed|arguments_delta")
_ADVICE = {
    # What is old in today's schema is nothing to speak of in the other.
    **{f"rule {code}": rule.help for code, rule in RULES.items() if not code.startswith("GI5")},
    **{f"setting {name}": row.help for name, row in CONFIG.items()},
    **{f"path {name}": row.help for name, row in RESPONSE.items()},
    **{f"{kind} {name}": piece.help for kind, pieces in PIECES.items() for name, piece in pieces.items()},
    **{f"stream {name}": getattr(words, name) for name in ("HELP", "DELTAS")},
}


def test_each_schema_has_a_place_for_every_kind_of_part() -> None:
    for schema in SCHEMAS.values():
        assert schema.holders.keys() | {MEDIA} == ALL
        assert set(schema.inside) <= set(schema.holders.values())


@pytest.mark.parametrize("advice", _ADVICE.values(), ids=_ADVICE)
def test_advice_for_the_legacy_schema_uses_its_names(advice: str) -> None:
    assert not _NAMES_OF_STEPS.search(OUTPUTS.said(advice).replace("`--schema steps`", ""))


def test_advice_for_todays_schema_stays_as_it_is() -> None:
    assert all(STEPS.said(advice) == advice for advice in _ADVICE.values())


def test_settings_that_move_are_settings() -> None:
    assert OUTPUTS.keys.keys() | OUTPUTS.missing <= CONFIG.keys()
    assert all(OUTPUTS.keys[name].kind == CONFIG[name].kind for name in OUTPUTS.keys)
