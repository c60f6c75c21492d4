"""Dependency files that ask for an older SDK than rewritten code needs are named, and never change the exit status."""

import json

import pytest

from tests.app.standin import DONE, HAND, SAFE

MOVES = {
    "requirements.txt": "flask\n# google-genai<1\ngoogle-genai>=1.20,<2  # for now\n",
    "requirements-dev.txt": "google-genai==1.75.0 --hash=sha256:abc\n",
    "requirements/base.txt": 'google_genai[aiohttp]~=1.5 ; python_version > "3.9"\n',
    "pyproject.toml": '[project]\nname = "x"\ndependencies = [\n    "flask",\n    "google-genai>=1.0",\n]\n',
    "pyproject.toml: extras": '[project]\nname = "x"\n[project.optional-dependencies]\nai = ["google-genai<2"]\n',
    "pyproject.toml: groups": '[dependency-groups]\ndev = ["Google.GenAI==1.*", {include-group = "x"}]\n',
    "pyproject.toml: poetry": '[tool.poetry.dependencies]\npython = "^3.10"\ngoogle-genai = "^1.20"\n',
    "pyproject.toml: poetry group": '[tool.poetry.group.ai.dependencies]\ngoogle-genai = { version = "~1.20", extras = ["x"] }\n',
    "setup.cfg": "[options]\ninstall_requires =\n    flask\n    google-genai <2\n",
    "setup.cfg: extras": "[options.extras_require]\nai = google-genai!=2.3.*,<3\n",
    "setup.py": 'from setuptools import setup\n\nsetup(install_requires=["flask", "google-genai<2"])\n',
    "Pipfile": '[packages]\ngoogle-genai = "==1.75.0"\n',
}
STAYS = {
    "a floor that is new enough": ("requirements.txt", "google-genai>=2.3.0\n"),
    "a newer version": ("requirements.txt", "google-genai==3.4.0\n"),
    "no version at all, which is the newest": ("requirements.txt", "google-genai\n"),
    "another package": ("requirements.txt", "google-generativeai<1\ngoogle-genai-tools<1\n"),
    "a comment": ("requirements.txt", "# google-genai<2\n"),
    "another file": ("constraints.md", "google-genai<2\n"),
    "poetry's newer one": ("pyproject.toml", '[tool.poetry.dependencies]\ngoogle-genai = "^3.0"\n'),
    "a version that is none": ("Pipfile", '[packages]\ngoogle-genai = "newest"\n'),
    "a file that does not parse": ("pyproject.toml.bak", "["),
}


def pins(report: str) -> list[dict[str, object]]:
    return [finding for finding in json.loads(report)["findings"] if finding["code"] == "GI413"]


@pytest.mark.parametrize(("name", "content"), MOVES.items(), ids=MOVES)
def test_a_pin_of_the_old_sdk_is_named_at_its_line(cli, put, name, content):
    put("a.py", SAFE)
    name = name.partition(":")[0]
    put(name, content)
    (found,) = pins(cli("lint", "--output-format", "json").out)
    lines = content.splitlines()
    expected = next(n for n, line in enumerate(lines, 1) if "genai" in line.lower() and not line.startswith("#"))
    assert (found["path"], found["line"], found["severity"]) == (name, expected, "note")
    assert "must move to google-genai>=2.3.0" in str(found["message"])


@pytest.mark.parametrize(("name", "content"), STAYS.values(), ids=STAYS)
def test_anything_else_is_not_spoken_of(cli, put, name, content):
    put("a.py", SAFE)
    put(name, content)
    assert pins(cli("lint", "--output-format", "json").out) == []


def test_run_says_it_as_well_and_changes_neither_the_file_nor_the_status(cli, put):
    put("a.py", SAFE)
    file = put("requirements.txt", "google-genai<2\n")
    outcome = cli("run")
    assert "requirements.txt:1:1: GI413 the pin must move to google-genai>=2.3.0" in outcome.out
    assert outcome.status == 0
    assert file.read_text() == "google-genai<2\n"
    assert "GI413" not in cli("run").out  # nothing is rewritten a second time


@pytest.mark.parametrize("source", [DONE, HAND], ids=["nothing is old", "nothing can be rewritten"])
def test_nothing_is_said_where_nothing_is_rewritten(cli, put, source):
    put("a.py", source)
    put("requirements.txt", "google-genai<2\n")
    assert "GI413" not in cli("lint").out


def test_nothing_is_said_for_the_schema_of_the_pinned_sdk(cli, put):
    put("a.py", SAFE)
    put("requirements.txt", "google-genai<2\n")
    assert "GI413" not in cli("lint", "--schema", "outputs").out
    put("pyproject.toml", '[tool.migrate-interactions]\nschema = "outputs"\n')
    assert "GI413" not in cli("lint").out


def test_it_can_be_ignored_and_kept_quiet(cli, put):
    put("a.py", SAFE)
    put("requirements.txt", "google-genai<2\n")
    assert "GI413" not in cli("lint", "--ignore", "GI413").out
    assert "GI413" not in cli("run", "--quiet").out


def test_each_file_is_named_once_and_the_nearest_holds(cli, put, git):
    put("requirements.txt", "google-genai<2\n")
    put("api/requirements.txt", "google-genai==1.55\n")
    put("web/requirements.txt", "flask\n")
    for name in ("a.py", "b.py", "api/a.py", "api/deep/b.py", "web/a.py"):
        put(name, SAFE)
    assert [found["path"] for found in pins(cli("lint", "--output-format", "json").out)] == ["requirements.txt", "api/requirements.txt"]


def test_outside_of_git_nothing_above_the_project_is_read(cli, put, project, monkeypatch):
    put("requirements.txt", "google-genai<2\n")
    put("app/requirements.txt", "flask\n")
    put("app/a.py", SAFE)
    assert "GI413" not in cli("lint", "app").out
