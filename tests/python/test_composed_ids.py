"""Model ids that are put together: a prefix in front of a name goes, everything else has to be an id that is served."""

from __future__ import annotations

import pytest

from codemods.options import ASSUMPTIONS, Options
from codemods.outcome import Migration
from codemods.python import migrate
from tests.python.support import EVERYTHING, settled

WITHOUT_UNKNOWN = Options(assume=frozenset(ASSUMPTIONS) - {"unknown-model"})


def asked(model: str, before: str = "", options: Options = EVERYTHING) -> Migration:
    source = f"from google import genai\n\nclient = genai.Client()\nNAME = 'gemini-2.5-flash'\n{before}"
    return migrate(f"{source}print(client.models.generate_content(model={model}, contents='Hi').text)\n", None, options)


BARE = {
    "an f-string": ("f'models/{NAME}'", "NAME"),
    "a sum": ("'models/' + NAME", "NAME"),
    "the enterprise prefix": ("f'publishers/google/models/{NAME}'", "NAME"),
    "an expression in brackets": ("f'models/{(NAME)}'", "(NAME)"),
    "a choice that a sum puts in brackets": (
        "'models/' + (NAME if client else 'gemini-2.5-pro')",
        "(NAME if client else 'gemini-2.5-pro')",
    ),
    "a text from the environment": ("'models/' + os.environ['NAME']", "os.environ['NAME']"),
    "a method of the name": ("f'models/{NAME.lower()}'", "NAME.lower()"),
}


@pytest.mark.parametrize(("model", "written"), BARE.values(), ids=BARE)
def test_a_prefix_in_front_of_a_text_goes(model: str, written: str) -> None:
    migration = asked(model, before="import os\n")
    assert f"create(model={written}, input='Hi'" in migration.output
    settled(migration, EVERYTHING)


KEPT = {
    "a conversion": "f'models/{NAME!r}'",
    "a format": "f'models/{NAME:>20}'",
    "the expression itself": "f'models/{NAME=}'",
    "something behind it": "f'models/{NAME}-001'",
    "something in front of it": "f'tuned/models/{NAME}'",
    "two names": "f'models/{NAME}{NAME}'",
    "another prefix": "f'tunedModels/{NAME}'",
    "a prefix of another vendor": "f'google/{NAME}'",
    "a value that may be no text": "f'models/{other}'",
    "a member of an enumeration": "f'models/{Kind.FAST}'",
    "a sum the other way round": "NAME + 'models/'",
    "a sum of three": "'models/' + NAME + '-001'",
    "formatted": "'models/%s' % NAME",
    "formatted by a method": "'models/{}'.format(NAME)",
    "joined": "'/'.join(['models', NAME])",
    "a brace that is written": "f'models/{{{NAME}'",
    "a version that does not show": "f'gemini-{other}-flash'",
}
#: Whole ids in sight that this version does not know: assumptions, as they are when they are written in one piece.
UNKNOWN = {"another prefix", "a prefix of another vendor", "something in front of it", "a sum the other way round"}


@pytest.mark.parametrize("model", KEPT.values(), ids=KEPT)
def test_anything_else_that_is_put_together_is_reported_at_its_place(model: str) -> None:
    before = "from settings import other\nfrom enum import Enum\n\n\nclass Kind(str, Enum):\n    FAST = 'gemini-2.5-flash'\n\n\n"
    migration = asked(model, before, WITHOUT_UNKNOWN)
    assert migration.output == migration.source
    line = migration.source.count("\n")
    assert {(finding.span.line, finding.code) for finding in migration.left} & {(line, "GI200"), (line, "GI220"), (line, "GI223")}


@pytest.mark.parametrize("model", [model for name, model in KEPT.items() if name not in UNKNOWN])
def test_what_cannot_work_is_not_even_unsafe(model: str) -> None:
    before = "from settings import other\nfrom enum import Enum\n\n\nclass Kind(str, Enum):\n    FAST = 'gemini-2.5-flash'\n\n\n"
    migration = asked(model, before)
    assert migration.output == migration.source


def test_a_served_id_that_comes_out_stays_as_it_is_written() -> None:
    assert "create(model=f'gemini-{V}-flash', input" in asked("f'gemini-{V}-flash'", "V = '2.5'\n").output
    assert "create(model='gemini-' + V + '-flash', input" in asked("'gemini-' + V + '-flash'", "V = '2.5'\n").output
    assert "create(model=FULL, input" in asked("FULL", "V = '2.5'\nFULL = f'gemini-{V}-pro'\n").output


def test_a_piece_that_is_bound_twice_is_not_in_sight() -> None:
    migration = asked("f'gemini-{V}-flash'", "V = '2.5'\nif client:\n    V = '1.5'\n")
    assert migration.output == migration.source


def test_the_id_behind_the_prefix_is_replaced_where_it_is_retired() -> None:
    output = asked("f'models/{OLD}'", "OLD = 'gemini-1.5-pro'\n").output
    assert "OLD = 'gemini-3.8-flash'" in output
    assert "create(model=OLD," in output


def test_a_name_that_is_given_the_whole_id_in_one_branch_only_is_rewritten_in_both() -> None:
    output = asked("FULL", "if client:\n    FULL = f'models/{NAME}'\nelse:\n    FULL = 'models/gemini-1.5-pro'\n").output
    assert "    FULL = NAME\nelse:\n    FULL = 'gemini-3.8-flash'\n" in output


def test_a_whole_id_that_is_used_for_something_else_too_keeps_its_prefix() -> None:
    for use in (
        "price = {FULL: 1}\n",
        "short = FULL.split('/')[1]\n",
        "assert FULL == 'models/' + NAME\n",
        "import requests\nrequests.get('/v1/' + FULL)\n",
    ):
        migration = asked("FULL", f"FULL = f'models/{{NAME}}'\n{use}")
        assert migration.output == migration.source, use
        assert "GI301" in {finding.code for finding in migration.left}


def test_a_whole_id_that_other_files_are_told_of_keeps_its_prefix() -> None:
    migration = asked("FULL", "__all__ = ['FULL']\nFULL = f'models/{NAME}'\n")
    assert migration.output == migration.source
