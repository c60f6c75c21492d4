from dataclasses import replace

import pytest

from migrate_interactions.config import load
from tests.app.standin import DONE, HAND, SAFE, UNSAFE


def _table(text: str) -> str:
    return f"[tool.migrate-interactions]\n{text}\n"


@pytest.mark.parametrize("line", ['assume = ["text"]', "unsafe = true"])
def test_a_project_settles_an_assumption_for_good(cli, put, line):
    put("pyproject.toml", _table(line))
    file = put("a.py", UNSAFE)
    assert cli("run").status == 0
    assert file.read_text() == DONE


def test_the_command_line_wins(cli, put):
    put("pyproject.toml", _table('unsafe = true\nignore = ["GI205"]\nstore = "server"'))
    file = put("a.py", UNSAFE + HAND)
    assert cli("run", "--no-unsafe").status == 1
    assert cli("run", "--assume", "enterprise").status == 1
    assert file.read_text() == UNSAFE + HAND
    assert "GI205" in cli("lint", "--ignore", "GI3").out
    assert "store=False" in cli("run", "--check", "--unsafe", "--store", "preserve").out


def test_who_keeps_conversations_can_be_settled_and_the_command_line_wins(put, project):
    from migrate_interactions.settings import Choices, settle

    put("pyproject.toml", _table('chat = "stateless"'))
    config = load([])
    assert settle(Choices(), config).chat == "stateless"
    assert settle(Choices(chat="server"), config).chat == "server"
    assert settle(Choices(schema="outputs"), config).schema == "outputs"
    assert settle(Choices(), replace(config, schema="outputs")).schema == "outputs"
    assert settle(Choices(schema="steps"), replace(config, schema="outputs")).schema == "steps"


def test_store_can_be_settled(cli, put):
    put("pyproject.toml", _table('store = "server"'))
    put("a.py", SAFE)
    assert "store=False" not in cli("run", "--check").out


def test_the_platform_reaches_the_transforms(put, project):
    from migrate_interactions.settings import Choices, settle

    put("pyproject.toml", _table('platform = "enterprise"'))
    assert settle(Choices(), load([])).platform == "enterprise"


def test_excluded_files_are_skipped_unless_named(cli, put):
    put("pyproject.toml", _table('exclude = ["vendor/", "*_old.py"]'))
    files = [put("vendor/a.py", SAFE), put("b_old.py", SAFE), put("src/c.py", SAFE)]
    cli("run")
    assert [file.read_text() for file in files] == [SAFE, SAFE, DONE]
    cli("run", "vendor/a.py")
    assert files[0].read_text() == DONE


def test_patterns_are_relative_to_the_file_they_stand_in(cli, put, monkeypatch):
    put("pyproject.toml", _table('exclude = ["/src/vendor/"]'))
    file = put("src/vendor/a.py", SAFE)
    monkeypatch.chdir("src")
    cli("run")
    assert file.read_text() == SAFE


def test_the_nearest_table_holds(put, monkeypatch):
    put("pyproject.toml", _table("unsafe = true"))
    put("inner/pyproject.toml", _table("unsafe = false"))
    put("bare/pyproject.toml", "[project]\nname = 'x'\n")
    assert load([]).unsafe
    assert not load(["inner"]).unsafe
    assert load(["bare"]).unsafe
    assert load(["inner", "bare"]).unsafe
    monkeypatch.chdir("inner")
    assert not load([]).unsafe


WRONG = [
    ("unsave = true", "unsave"),
    ('unsafe = "yes"', "unsafe"),
    ('platform = "mars"', "platform"),
    ("store = false", "store"),
    ('chat = "client"', "chat"),
    ('schema = "legacy"', "schema"),
    ('assume = "text"', "assume"),
    ('assume = ["guess"]', "assume"),
    ('select = ["XY1"]', "select"),
    ("exclude = [1]", "exclude"),
    ("platform = ", "pyproject.toml"),
]


@pytest.mark.parametrize(("line", "said"), WRONG, ids=[line for line, _ in WRONG])
def test_a_wrong_configuration_is_one_line_that_names_file_and_key(cli, put, line, said):
    file = put("a.py", SAFE)
    put("pyproject.toml", _table(line))
    outcome = cli("run")
    assert outcome.status == 2
    assert len(outcome.err.splitlines()) == 1
    assert "pyproject.toml" in outcome.err
    assert said in outcome.err
    assert file.read_text() == SAFE


def test_a_table_that_is_none_is_wrong(cli, put):
    put("pyproject.toml", '[tool]\nmigrate-interactions = "yes"\n')
    put("a.py", SAFE)
    assert cli("run").status == 2
