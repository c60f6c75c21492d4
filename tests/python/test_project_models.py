"""A model id under a name that calls of other files take: both files change in one run, or neither does."""

from __future__ import annotations

import pytest

from codemods.options import Options
from tests.python.projects import files_of, index_of, messages, outcomes, said

CONFIG = '--- config.py\nMODEL = "gemini-2.0-flash"\n'
APP = "--- app.py\nfrom google import genai\n{}\nclient = genai.Client()\nprint(client.models.generate_content(model={}, contents='Hi').text)\n"
TAKEN = {
    "imported": ("from config import MODEL", "MODEL"),
    "imported under another name": ("from config import MODEL as NAME", "NAME"),
    "read off its module": ("import config", "config.MODEL"),
    "given another name": ("from config import MODEL\nmine = MODEL", "mine"),
    "or another one": ("import os\nfrom config import MODEL", "os.environ.get('MODEL') or MODEL"),
    "a default": ("import os\nfrom config import MODEL", "os.getenv('MODEL', MODEL)"),
}


@pytest.mark.parametrize(("before", "model"), TAKEN.values(), ids=TAKEN)
def test_the_id_is_replaced_where_it_stands(before: str, model: str) -> None:
    found = outcomes(CONFIG + APP.format(before, model))
    assert found["config.py"].output == 'MODEL = "gemini-3.8-flash"\n'
    assert said(found["config.py"]) == ["1: GI301 `gemini-2.0-flash` is retired; `gemini-3.8-flash` takes its place"]
    assert f"client.interactions.create(model={model}, input='Hi', store=False)" in found["app.py"].output


OTHER = "--- other.py\nfrom config import MODEL\n"
HARMLESS = {
    "it is shown": "print(f'asking {MODEL}')\n",
    "it is recorded": "record = {'model': MODEL}\n",
    "it is the model of a function": "ask(model=MODEL)\n",
    "it is handed on": "from elsewhere import ask\nname = MODEL\nask(model=name)\n",
    "it is a parameter's default": "def ask(prompt, model=MODEL):\n    return client.models.generate_content(model=model, contents=prompt)\n",
    "an attribute keeps it": "class A:\n    def __init__(self):\n        self.model = MODEL\n    def ask(self):\n        run(model=self.model)\n",
}
MISUSED = {
    "it is compared": ("if MODEL == 'gemini-2.0-flash':\n    print('old')\n", 2),
    "it is a key": ("price = PRICES[MODEL]\n", 2),
    "a method is called on it": ("family = MODEL.split('-')[0]\n", 2),
    "it goes to a function": ("count(MODEL)\n", 2),
    "it is handed on and compared there": ("name = MODEL\nif name in OLD:\n    pass\n", 3),
    "a parameter takes it and compares it": ("def ask(model):\n    return model == 'x'\nask(MODEL)\n", 3),
    "an attribute keeps it and is compared": (
        "class A:\n    def __init__(self):\n        self.model = MODEL\n    def ask(self):\n        return self.model[0]\n",
        6,
    ),
}


@pytest.mark.parametrize("use", HARMLESS.values(), ids=HARMLESS)
def test_other_uses_that_do_not_depend_on_the_id_do_not_matter(use: str) -> None:
    found = outcomes(CONFIG + APP.format("from config import MODEL", "MODEL") + OTHER + use)
    assert found["config.py"].changed and found["app.py"].changed


@pytest.mark.parametrize(("use", "line"), MISUSED.values(), ids=MISUSED)
def test_a_use_that_depends_on_the_id_holds_both_files(use: str, line: int) -> None:
    found = outcomes(CONFIG + APP.format("from config import MODEL", "MODEL") + OTHER + use)
    assert not found["config.py"].changed and not found["app.py"].changed
    assert messages(found["app.py"], "GI301") == [
        f"`gemini-2.0-flash` has to be replaced in config.py line 1, but it is also used in other.py line {line} for something else"
    ]
    assert said(found["config.py"]) == ["1: GI302 `gemini-2.0-flash` is retired; its successor is `gemini-3.8-flash`"]


def test_a_call_beside_the_constant_waits_for_the_other_files_too() -> None:
    own = 'client.models.generate_content(model=MODEL, contents="Hi")\n'
    config = f"{CONFIG}from google import genai\nclient = genai.Client()\n{own}"
    assert outcomes(config)["config.py"].changed
    held = outcomes(f"{config}{OTHER}if MODEL == 'gemini-2.0-flash':\n    print('old')\n")["config.py"]
    assert not held.changed
    assert messages(held, "GI301") == [
        "`gemini-2.0-flash` has to be replaced, but its constant is also used in other.py line 2 for something else"
    ]


def test_a_constant_that_only_other_files_hand_on_is_followed() -> None:
    found = outcomes(
        CONFIG.replace("config.py", "settings/config.py")
        + "--- settings/__init__.py\nfrom .config import *\n"
        + APP.format("from settings import MODEL", "MODEL")
    )
    assert found["settings/config.py"].changed and found["app.py"].changed


def test_a_comment_that_keeps_the_id_holds_the_call() -> None:
    found = outcomes(
        CONFIG.replace("\n", "  # migrate-interactions: ignore\n", 2).replace("py  # migrate-interactions: ignore", "py")
        + APP.format("from config import MODEL", "MODEL")
    )
    assert not found["config.py"].changed
    assert messages(found["app.py"], "GI301") == [
        "`gemini-2.0-flash` has to be replaced in config.py line 1, but it is to stay, as a comment says"
    ]


def test_options_that_leave_the_rule_out_hold_the_call() -> None:
    found = outcomes(CONFIG + APP.format("from config import MODEL", "MODEL"), Options(ignore=("GI301",)))
    assert not found["config.py"].changed and not found["app.py"].changed


def test_an_id_in_pieces_is_not_replaced() -> None:
    found = outcomes('--- config.py\nMODEL = "gemini-" "2.0-flash"\n' + APP.format("from config import MODEL", "MODEL"))
    assert not found["config.py"].changed and not found["app.py"].changed


@pytest.mark.parametrize(
    "holder",
    ["class Config:\n    MODEL = 'gemini-2.0-flash'\n", "MODELS = {'a': 'gemini-2.0-flash'}\nclass Config:\n    MODEL = MODELS['a']\n"],
)
def test_an_id_that_a_class_keeps_is_left_to_its_owner(holder: str) -> None:
    found = outcomes(f"--- config.py\n{holder}" + APP.format("from config import Config", "Config.MODEL"))
    assert not found["config.py"].changed
    if "MODELS" not in holder:
        assert messages(found["app.py"], "GI301") == [
            "`gemini-2.0-flash` has to be replaced in config.py line 2, but it is not the value of a name of its module"
        ]


def test_models_of_other_files_are_known_as_those_of_this_one_are() -> None:
    def app(identifier: str) -> list[str]:
        return said(outcomes(f'--- config.py\nMODEL = "{identifier}"\n' + APP.format("from config import MODEL", "MODEL"))["app.py"])

    assert all("GI1" in line for line in app("gemini-2.5-flash"))
    assert "4: GI223 `gemini-99` of config.py line 1 is a model this version does not know [unknown-model]" in app("gemini-99")
    assert "4: GI220 `tunedModels/mine` of config.py line 1 is not a model of the Interactions API" in app("tunedModels/mine")
    assert "4: GI200 `models/gemini-2.5-flash` of config.py line 1 has to be written without its prefix" in app("models/gemini-2.5-flash")


def test_a_run_that_may_not_write_the_file_of_the_constant_holds_the_call() -> None:
    from dataclasses import dataclass

    from codemods.python import migrate
    from codemods.python.index import ProjectIndex
    from codemods.python.project.files import Sources

    @dataclass(frozen=True)
    class Single(Sources):
        def is_rewritten(self, path: str) -> bool:
            return path == "/app.py"

    files = files_of(CONFIG + APP.format("from config import MODEL", "MODEL"))
    index = ProjectIndex(Single(dict(index_of(files).files.texts), complete=True), "/app.py")  # type: ignore[attr-defined]
    migration = migrate(files["app.py"], index)
    assert not migration.changed
    assert messages(migration, "GI301") == [
        "`gemini-2.0-flash` has to be replaced in config.py line 1, but it is in a file that this run does not rewrite"
    ]
