"""Replacements of the user's own: they win over the table, and are made wherever they can be made safely."""

from __future__ import annotations

import pytest

from codemods.api import models
from codemods.options import Options
from codemods.outcome import Migration
from codemods.python import migrate
from tests.python.projects import outcomes
from tests.python.support import source

OWN = Options(models=(("gemini-2.5-flash", "our-tuned-7"), ("gemini-1.5-pro", "gemini-3.1-pro"), ("tunedModels/old", "our-tuned-7")))


def program(model: str) -> str:
    return source(f"""
        from google import genai

        print(genai.Client().models.generate_content(model="{model}", contents="Hi").text)
        """)


def migrated(model: str, options: Options = OWN) -> Migration:
    return migrate(program(model), None, options)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("gemini-2.5-flash", "our-tuned-7"),
        ("models/gemini-2.5-flash", "our-tuned-7"),
        ("gemini-1.5-pro", "gemini-3.1-pro"),
        ("tunedModels/old", "our-tuned-7"),
    ],
)
def test_the_replacement_wins_over_the_table_and_is_named(old: str, new: str) -> None:
    migration = migrated(old)
    assert f'model="{new}"' in migration.output
    said = f"`{new}` takes the place of `{old}`, as the configuration says"
    assert [(f.code, f.message, f.fix) for f in migration.rewritten if f.code == "GI301"] == [("GI301", said, "safe")]
    assert migrate(migration.output, None, OWN).output == migration.output


def test_without_the_configuration_nothing_of_that_holds() -> None:
    assert 'model="gemini-2.5-flash"' in migrated("gemini-2.5-flash", Options()).output
    assert not migrated("our-tuned-7", Options()).changed


def test_what_takes_the_place_of_something_is_served() -> None:
    migration = migrated("our-tuned-7")
    assert 'interactions.create(model="our-tuned-7"' in migration.output
    assert {finding.assumptions for finding in migration.rewritten} == {()}


def test_other_ids_are_what_the_table_says() -> None:
    assert models.find("gemini-2.0-flash", OWN.models) == models.find("gemini-2.0-flash")


def test_a_name_that_is_used_for_something_else_stays() -> None:
    text = source("""
        from google import genai

        MODEL = "gemini-2.5-flash"
        PRICES = {MODEL: 3}
        print(genai.Client().models.generate_content(model=MODEL, contents="Hi").text)
        """)
    migration = migrate(text, None, OWN)
    assert not migration.changed
    assert "GI301" in [finding.code for finding in migration.left]


def test_an_equal_text_that_is_no_model_stays() -> None:
    text = program("gemini-2.5-flash") + 'print("tunedModels/old", "gemini-2.5-flash")\n'
    assert 'print("tunedModels/old", "gemini-2.5-flash")' in migrate(text, None, OWN).output


def test_an_id_that_is_put_together_is_not_guessed_at() -> None:
    text = program("x").replace('"x"', '"gemini-" + "2.5-flash"')
    migration = migrate(text, None, OWN)
    assert not migration.changed
    assert "has to become `our-tuned-7`" in migration.left[0].message


def test_the_choices_of_a_form_follow() -> None:
    text = source("""
        from google import genai

        MODEL = "gemini-2.5-flash"  # @param ["gemini-2.5-flash", "our-tuned-7"]
        print(genai.Client().models.generate_content(model=MODEL, contents="Hi").text)
        """)
    assert 'MODEL = "our-tuned-7"  # @param ["our-tuned-7"]' in migrate(text, None, OWN).output


PROJECT = """
    --- ids.py
    MODEL = "{model}"
    --- app.py
    from google import genai
    from ids import MODEL

    print(genai.Client().models.generate_content(model=MODEL, contents="Hi").text)
    """


def test_an_id_of_another_file_holds_the_call_until_it_is_replaced_there() -> None:
    found = outcomes(PROJECT.format(model="gemini-2.5-flash"), OWN)
    assert not any(migration.changed for migration in found.values())
    assert "GI301" in [finding.code for finding in found["app.py"].left]


def test_a_retired_id_of_another_file_becomes_what_the_configuration_says() -> None:
    found = outcomes(PROJECT.format(model="gemini-1.5-pro"), OWN)
    assert 'MODEL = "gemini-3.1-pro"' in found["ids.py"].output
    assert "interactions.create" in found["app.py"].output


def test_code_of_the_interactions_api_follows_too() -> None:
    text = source("""
        from google import genai

        client = genai.Client()
        print(client.interactions.create(model="gemini-2.5-flash", input="Hi", store=False).output_text)
        """)
    assert 'model="our-tuned-7", input="Hi"' in migrate(text, None, OWN).output
    assert migrate(text, None, None).output == text
