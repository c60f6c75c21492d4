"""Whether types are written down: as the project says, else as it runs a checker."""

import pytest

from migrate_interactions.config import load
from migrate_interactions.settings import Choices, settle

CHECKED = [
    ("pyproject.toml", "[tool.mypy]\nstrict = true\n"),
    ("pyproject.toml", "[tool.pyright]\n"),
    ("mypy.ini", "[mypy]\n"),
    (".mypy.ini", "[mypy]\n"),
    ("pyrightconfig.json", "{}"),
    ("setup.cfg", "[mypy]\nstrict = true\n"),
]
NOT_CHECKED = [
    ("pyproject.toml", "[tool.ruff]\nline-length = 100\n"),
    ("setup.cfg", "[flake8]\nmax-line-length = 100\n"),
    ("setup.py", "import mypy\n"),
]
UNREADABLE = [("pyproject.toml", "[tool.mypy"), ("setup.cfg", "mypy\n"), ("setup.cfg", b"\xff\xfe")]


def typed(*paths: str) -> bool:
    return settle(Choices(), load(paths)).typed


@pytest.mark.parametrize(("name", "content"), CHECKED)
def test_a_configured_checker_is_seen(put, name, content):
    put("sub/a.py", "")
    put(name, content)
    assert typed("sub/a.py")


@pytest.mark.parametrize(("name", "content"), NOT_CHECKED)
def test_other_tools_are_no_checker(put, name, content):
    put(name, content)
    assert not typed()


def test_the_project_has_the_last_word(put):
    put("pyproject.toml", "[tool.mypy]\n[tool.migrate-interactions]\ntyped = false\n")
    assert not typed()
    put("inner/pyproject.toml", "[tool.migrate-interactions]\ntyped = true\n")
    assert typed("inner")


def test_what_lies_above_the_checkout_is_another_project(put):
    put("mypy.ini", "[mypy]\n")
    put("checkout/.git/HEAD", "ref: refs/heads/main\n")
    put("checkout/src/a.py", "")
    assert not typed("checkout/src")
    put("checkout/mypy.ini", "[mypy]\n")
    assert typed("checkout/src")


@pytest.mark.parametrize(("name", "content"), UNREADABLE)
def test_a_file_that_cannot_be_read_says_nothing(put, name, content):
    put("src/pyproject.toml", "[tool.migrate-interactions]\nunsafe = true\n")
    put(name, content)
    assert not typed("src")


def test_typed_is_true_or_false(cli, put):
    put("pyproject.toml", '[tool.migrate-interactions]\ntyped = "yes"\n')
    put("a.py", "from google import genai\n")
    assert cli("run").status == 2
