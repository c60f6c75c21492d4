"""Where types are written down for a checker, and where nothing is: that needs a checker, and code that it reads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from codemods.options import ASSUMPTIONS, Options
from codemods.outcome import Migration
from codemods.python import migrate
from tests.python.support import settled
from tests.python.test_fixtures import RUNNABLE, case_name, options_of

TYPED = Options(assume=frozenset(ASSUMPTIONS), typed=True)
_CALL = 'client.models.generate_content(model=MODEL, contents="Hi").text'


def typed(body: str) -> Migration:
    """The source with a client on top, migrated as in a project that runs a checker."""
    migration = migrate(f"from google import genai\nclient = genai.Client()\n{dedent(body)}", None, TYPED)
    assert migration.rewritten
    settled(migration, TYPED)
    return migration


def test_nothing_is_written_without_a_checker() -> None:
    source = f"from google import genai\nclient = genai.Client()\nMODEL = 'gemini-2.5-flash'\nprint({_CALL})\n"
    assert "typing" not in migrate(source, None, Options()).output


def test_nothing_is_written_in_a_function_that_a_checker_skips() -> None:
    output = typed(
        """
        def ask(prompt, config):
            settings = {"temperature": 0.5}
            return client.models.generate_content(model=config.model, contents="Hi", config=settings).text
        """
    ).output
    assert "typing" not in output


def test_a_function_inside_one_that_a_checker_skips_is_skipped_too() -> None:
    output = typed(
        """
        def outer(config):
            def inner(prompt: str) -> str:
                return client.models.generate_content(model=config.model, contents=prompt).text
            return inner
        """
    ).output
    assert "typing" not in output


NOT_FINAL = {
    "bound again": "MODEL = 'gemini-2.5-flash'\nMODEL = 'gemini-2.5-pro'\n",
    "bound in two branches": "import os\nif os.name:\n    MODEL = 'gemini-2.5-flash'\nelse:\n    MODEL = 'gemini-2.5-pro'\n",
    "bound in a loop": "for number in (1, 2):\n    MODEL = 'gemini-2.5-flash'\n",
    "bound by another function": "MODEL = 'gemini-2.5-flash'\ndef choose() -> None:\n    global MODEL\n    MODEL = 'gemini-2.5-pro'\n",
    "annotated already": "MODEL: str = 'gemini-2.5-flash'\n",
    "two names at once": "MODEL = OTHER = 'gemini-2.5-flash'\n",
    "typed by a comment": "MODEL = 'gemini-2.5-flash'  # type: str\n",
    "a field of a form": "MODEL = 'gemini-2.5-flash'  # @param ['gemini-2.5-flash']\n",
    "computed": "import os\nMODEL = os.environ['MODEL']\n",
    "deleted": "MODEL = 'gemini-2.5-flash'\ndef forget() -> None:\n    global MODEL\n    del MODEL\n",
}


@pytest.mark.parametrize("binding", NOT_FINAL.values(), ids=NOT_FINAL)
def test_a_model_that_cannot_be_final_is_cast_where_it_is_asked(binding: str) -> None:
    output = typed(f"{binding}print({_CALL})\n").output
    assert "Final" not in output
    assert "model=cast(ModelParam, MODEL)" in output


@pytest.mark.parametrize(
    "body", ["chosen = __import__('argparse').ArgumentParser().parse_args()", "def untyped(): return 'gemini-2.5-pro'"]
)
def test_a_model_that_a_checker_takes_for_any_type_stays(body: str) -> None:
    model = "untyped()" if "def" in body else "chosen.model"
    output = typed(f"{body}\nprint({_CALL.replace('MODEL', model)})\n").output
    assert f"model={model}" in output
    assert "typing" not in output


def test_a_literal_and_a_choice_of_literals_need_no_cast() -> None:
    output = typed(
        """
        def ask(hard: bool) -> None:
            print(client.models.generate_content(model="gemini-2.5-pro" if hard else "gemini-2.5-flash", contents="Hi").text)
        """
    ).output
    assert "typing" not in output


TAKEN = {
    "a function": "def cast(x: int) -> int:\n    return x\n",
    "a parameter somewhere": "def other(cast: int) -> int:\n    return cast\n",
    "another import": "from sqlalchemy import cast\n",
    "the model's type": "class ModelParam:\n    pass\n",
}


@pytest.mark.parametrize("before", TAKEN.values(), ids=TAKEN)
def test_a_name_that_is_taken_never_holds_a_call_back(before: str) -> None:
    migration = typed(f"{before}def ask(model: str) -> None:\n    print({_CALL.replace('MODEL', 'model')})\n")
    assert "client.interactions.create(model=model," in migration.output


def test_a_constant_whose_annotation_would_clash_is_cast() -> None:
    output = typed(f"Final = 1\nMODEL = 'gemini-2.5-flash'\nprint({_CALL})\n").output
    assert "MODEL = 'gemini-2.5-flash'" in output
    assert "model=cast(ModelParam, MODEL)" in output


def test_imports_that_are_there_are_used() -> None:
    output = migrate(
        "from typing import Final, cast\n\nfrom google import genai\n\nclient = genai.Client()\nMODEL = 'gemini-2.5-flash'\n"
        f"LIMIT: Final = cast(int, 3)\nprint({_CALL})\n",
        None,
        TYPED,
    ).output
    assert output.count("import") == 2
    assert "MODEL: Final = 'gemini-2.5-flash'" in output


def test_a_name_above_the_imports_is_not_declared_since_its_type_would_not_be_there_yet() -> None:
    source = (
        "MODEL = 'gemini-2.5-flash'\nSETTINGS = {'temperature': 0.5}\n\nfrom google import genai\n\nclient = genai.Client()\n"
        "print(client.models.generate_content(model=MODEL, contents='Hi', config=SETTINGS).text)\n"
    )
    migration = migrate(source, None, TYPED)
    assert migration.output.startswith("MODEL = 'gemini-2.5-flash'\nSETTINGS = {'generation_config': {'temperature': 0.5}}\n")
    assert "model=cast(ModelParam, MODEL), input='Hi', **SETTINGS" in migration.output
    settled(migration, TYPED)


def test_a_name_above_later_imports_is_declared() -> None:
    source = (
        "import os\n\nMODEL = 'gemini-2.5-flash'\n\nfrom google import genai\n\nclient = genai.Client()\n"
        "print(client.models.generate_content(model=MODEL, contents=os.name).text)\n"
    )
    assert migrate(source, None, TYPED).output.startswith("import os\nfrom typing import Final\n\nMODEL: Final = ")


NEVER_NONE = {
    "declared as text": "system: str",
    "without a type": "system=None, *, other: int = 1",
    "a type that is not in sight": "system: Rules",
}


@pytest.mark.parametrize("parameter", NEVER_NONE.values(), ids=NEVER_NONE)
def test_a_setting_that_is_not_declared_as_one_that_may_be_none_stays(parameter: str) -> None:
    call = 'client.models.generate_content(model="gemini-2.5-pro", contents="Hi", config={"system_instruction": system})'
    output = typed(f"Rules = str\ndef ask({parameter}) -> None:\n    print({call}.text)\n").output
    assert "system_instruction=system," in output


def test_an_attribute_that_is_made_from_itself_is_looked_at_once() -> None:
    output = typed(
        """
        class Assistant:
            def __init__(self, rules: str) -> None:
                self.rules = rules
                self.rules = self.rules

            def ask(self) -> None:
                print(client.models.generate_content(model="gemini-2.5-pro", contents="Hi", config={"system_instruction": self.rules}).text)
        """
    ).output
    assert "system_instruction=self.rules," in output


def test_only_the_first_binding_of_a_config_is_declared() -> None:
    output = typed(
        """
        settings = {"temperature": 0.5}
        print(client.models.generate_content(model="gemini-2.5-pro", contents="Hi", config=settings).text)
        settings = {"temperature": 0.7}
        print(client.models.generate_content(model="gemini-2.5-pro", contents="Hi", config=settings).text)
        """
    ).output
    assert output.count("settings: dict[str, Any] = {") == 1
    assert output.index("settings: dict") < output.index("settings = {")


def test_a_config_whose_name_held_something_else_before_is_not_declared() -> None:
    output = typed(
        """
        settings = "none yet"
        print(settings)
        settings = {"temperature": 0.5}
        print(client.models.generate_content(model="gemini-2.5-pro", contents="Hi", config=settings).text)
        """
    ).output
    assert 'settings = {"generation_config"' in output


def test_a_global_that_a_function_binds_is_not_declared_there() -> None:
    """`global x` and `x: T = …` in one function do not compile."""
    output = typed(
        """
        def prepare() -> None:
            global settings
            settings = {"temperature": 0.5}
            print(client.models.generate_content(model="gemini-2.5-pro", contents="Hi", config=settings).text)
        """
    ).output
    assert "settings = {" in output
    assert "dict[str, Any]" not in output


@pytest.mark.parametrize("path", RUNNABLE, ids=case_name)
def test_every_program_compiles_and_settles_with_types_written(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    options = replace(options_of(text), typed=True)
    settled(migrate(text, None, options), options)
