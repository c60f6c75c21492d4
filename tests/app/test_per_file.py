"""Configuration that is about single files or models, with the transforms proper."""

from __future__ import annotations

import pytest

from tests.app.test_project import invoke

HEAD = "from google import genai\n\nclient = genai.Client()\n"
CALL = 'print(client.models.generate_content(model="{model}", contents="Hi").text)\n'
OLD = HEAD + CALL.format(model="gemini-2.5-flash")


def configured(put, table: str, text: str) -> None:
    put("pyproject.toml", f"[tool.migrate-interactions.{table}]\n{text}\n")


def test_rules_are_left_out_in_files_that_match(put):
    configured(put, "per-file-ignores", '"tests/" = ["GI1"]\n"*_old.py" = ["gi101", "GI4"]')
    files = [put("tests/a.py", OLD), put("b_old.py", OLD), put("c.py", OLD)]
    outcome = invoke("run")
    assert [file.read_text() == OLD for file in files] == [True, True, False]
    assert "tests/a.py" not in outcome.out
    assert invoke("lint").status == 0


def test_it_holds_from_every_folder_for_named_files_and_for_standard_input(put, monkeypatch):
    configured(put, "per-file-ignores", '"/pkg/a.py" = ["GI1"]')
    put("pkg/a.py", OLD)
    put("pkg/b.py", OLD)
    monkeypatch.chdir("pkg")
    assert invoke("lint", "a.py").status == 0
    assert invoke("lint", "b.py").status == 1
    assert invoke("lint", "-", "--stdin-filename", "a.py", stdin=OLD).status == 0
    assert invoke("lint", "-", "--stdin-filename", "b.py", stdin=OLD).status == 1


def test_an_id_that_may_not_be_replaced_holds_the_calls_of_other_files(put):
    configured(put, "per-file-ignores", '"ids.py" = ["GI301"]')
    ids = put("ids.py", 'MODEL = "gemini-1.5-flash"\n')
    app = put("app.py", "from ids import MODEL\n" + HEAD + CALL.format(model="x").replace('"x"', "MODEL"))
    before = app.read_text()
    outcome = invoke("run")
    assert outcome.status == 1
    assert ids.read_text() == 'MODEL = "gemini-1.5-flash"\n'
    assert app.read_text() == before
    assert "app.py:" in outcome.out


@pytest.mark.parametrize("old", ["gemini-2.5-flash", "gemini-1.5-pro", "tunedModels/mine"])
def test_a_replacement_of_the_projects_own_is_made_and_named(put, old):
    configured(put, "models", f'"{old}" = "gemini-3.8-flash"')
    file = put("a.py", HEAD + CALL.format(model=old))
    outcome = invoke("run")
    assert outcome.status == 0
    assert 'interactions.create(model="gemini-3.8-flash"' in file.read_text()
    assert f"Model: `gemini-3.8-flash` takes the place of `{old}`, as the configuration says." in outcome.out
    assert invoke("run", "--check").status == 0


def test_a_comment_that_outlived_its_call_is_a_note(put):
    put("a.py", "x = 1  # migrate-interactions: ignore[GI101]\n")
    outcome = invoke("lint")
    assert "a.py:1:8: GI010 this comment silences nothing [note]" in outcome.out
    assert outcome.status == 0
    assert "GI010" not in invoke("run", "--quiet").out


def test_after_a_run_a_note_on_a_comment_stands_in_its_new_line(put):
    file = put("a.py", HEAD + CALL.format(model="gemini-2.5-flash") + "y = 1  # migrate-interactions: ignore\n")
    out = invoke("run").out
    line = file.read_text().split("\n").index("y = 1  # migrate-interactions: ignore") + 1
    assert f"a.py:{line}:8: GI010" in out
