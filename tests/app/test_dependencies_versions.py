"""Versions move to what the rewritten code needs, in the style they were written in; nothing moves that does not have to."""

import pytest

from migrate_interactions.dependencies.needed import NEEDED
from migrate_interactions.dependencies.versions import fits, moved, replaced

STEPS, OUTPUTS = NEEDED["steps"], NEEDED["outputs"]

MOVES = [
    ("pep440", ">=1.0", ">=2.3.0"),
    ("pep440", ">1.0", ">=2.3.0"),
    ("pep440", ">= 1.20, < 2", ">= 2.3.0, < 3"),
    ("pep440", ">=1.20,<2.0", ">=2.3.0,<3.0"),
    ("pep440", "<2,>=1.20", "<3,>=2.3.0"),
    ("pep440", ">=1.20,<1.60", ">=2.3.0"),
    ("pep440", ">=1.20,<=1.75", ">=2.3.0"),
    ("pep440", ">=1.20,!=1.30.*,<4", ">=2.3.0,!=1.30.*,<4"),
    ("pep440", "<3", ">=2.3.0,<3"),
    ("pep440", "==1.75.0", "==2.3.0"),
    ("pep440", "==2.2", "==2.3.0"),
    ("pep440", "==1.*", "~=2.3"),
    ("pep440", "==2.*", "~=2.3"),
    ("pep440", "~=1.5", "~=2.3"),
    ("pep440", "~=1.20.0", "~=2.3.0"),
    ("pep440", "(>=1.0)", "(>=2.3.0)"),
    ("poetry", "^1.20", "^2.3"),
    ("poetry", "^1.20.1", "^2.3.0"),
    ("poetry", "^1", "^2.3"),
    ("poetry", "~1.20", "~2.3"),
    ("poetry", "~1.20.1", "~2.3.0"),
    ("poetry", "1.75.0", "2.3.0"),
    ("poetry", "1.*", "^2.3"),
    ("poetry", ">=1.0,<2.0", ">=2.3.0,<3.0"),
    ("poetry", "==1.75.0", "==2.3.0"),
    ("conda", "=1.20", "=2.3"),
    ("conda", "=1.20.1", "=2.3.0"),
    ("conda", "==1.20.1", "==2.3.0"),
    ("conda", ">=1.20,<2", ">=2.3.0,<3"),
    ("npm", "^1.33.0", "^2.3.0"),
    ("npm", "~1.33.0", "~2.3.0"),
    ("npm", "1.33.0", "2.3.0"),
    ("npm", ">=1.0.0", ">=2.3.0"),
    ("npm", "1.x", "^2.3.0"),
]
FIT = [
    ("pep440", ""),
    ("pep440", "!=2.4.0"),
    ("pep440", ">=2.3.0"),
    ("pep440", ">=2.3"),
    ("pep440", ">2.3"),
    ("pep440", "==2.3.0"),
    ("pep440", "==3.4.0"),
    ("pep440", "==3.*"),
    ("pep440", "~=2.3"),
    ("pep440", "~=3.1"),
    ("pep440", ">=2.3.0,<3"),
    ("pep440", ">=3,<4,!=3.1.0"),
    ("pep440", "(>=2.5)"),
    ("poetry", "*"),
    ("poetry", "^2.3"),
    ("poetry", "^3.0.1"),
    ("poetry", "~2.4"),
    ("poetry", "3.4.0"),
    ("poetry", "3.*"),
    ("conda", ""),
    ("conda", "=3.1"),
    ("npm", "latest"),
    ("npm", "*"),
    ("npm", "^2.3.0"),
    ("npm", "3.1.0"),
]
UNKNOWN = [
    ("pep440", "===1.0-local"),
    ("pep440", ">=newest"),
    ("poetry", "^1.0 || ^2.0"),
    ("poetry", "newest"),
    ("npm", ">=1.0.0 <2"),
    ("npm", "^1.0.0 || ^2.0.0"),
    ("npm", "workspace:*"),
    ("npm", "file:../genai"),
    ("npm", "github:googleapis/js-genai"),
]


@pytest.mark.parametrize(("grammar", "old", "new"), MOVES)
def test_versions_that_are_too_old_move_in_their_own_style(grammar, old, new):
    assert not fits(old, STEPS, grammar)
    assert moved(old, STEPS, grammar) == new
    assert fits(new, STEPS, grammar)


@pytest.mark.parametrize(("grammar", "versions"), FIT)
def test_versions_that_fit_are_known_to_fit(grammar, versions):
    assert fits(versions, STEPS, grammar)


@pytest.mark.parametrize(("grammar", "versions"), UNKNOWN)
def test_what_is_not_understood_is_never_guessed_at(grammar, versions):
    assert moved(versions, STEPS, grammar) is None


@pytest.mark.parametrize(
    ("grammar", "old", "new"),
    [
        ("pep440", "", ">=1.55.0,<2"),
        ("pep440", ">=1.20", ">=1.55.0,<2"),
        ("pep440", ">=1.20,<3", ">=1.55.0,<2"),
        ("pep440", "<2", ">=1.55.0,<2"),
        ("pep440", "==1.20.0", "==1.75.0"),
        ("pep440", "~=1.20.0", "~=1.55.0"),
        ("poetry", "*", ">=1.55.0,<2"),
        ("poetry", "^1.20", "^1.55"),
    ],
)
def test_the_legacy_schema_has_a_ceiling_as_well(grammar, old, new):
    assert not fits(old, OUTPUTS, grammar)
    assert moved(old, OUTPUTS, grammar) == new
    assert fits(new, OUTPUTS, grammar)


@pytest.mark.parametrize(
    ("grammar", "versions"), [("pep440", ">=1.55.0,<2"), ("pep440", "==1.75.0"), ("poetry", "^1.60"), ("pep440", "~=1.55")]
)
def test_what_the_legacy_schema_runs_with_stays(grammar, versions):
    assert fits(versions, OUTPUTS, grammar)


@pytest.mark.parametrize("versions", [">=2.3.0", "==3.4.0", "~=2.3", ">=3,<4"])
def test_nothing_is_moved_to_an_older_version_that_the_project_has_left_behind(versions):
    new = moved(versions, OUTPUTS, "pep440")
    assert new is None


@pytest.mark.parametrize(
    ("grammar", "old", "new"),
    [
        ("pep440", "==0.8.3", ">=2.3.0"),
        ("pep440", "", ">=2.3.0"),
        ("pep440", ">= 0.3", ">= 2.3.0"),
        ("poetry", "^0.8", "^2.3.0"),
        ("poetry", "*", ">=2.3.0"),
        ("npm", "^0.21.0", "^2.3.0"),
        ("npm", "", ""),
    ],
)
def test_a_retired_sdk_gives_way_to_a_floor(grammar, old, new):
    assert replaced(old, STEPS, grammar) == new
