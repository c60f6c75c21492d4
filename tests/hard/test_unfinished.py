"""A run that ended between any two files: the next one brings the project to where one run would have brought it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from migrate_interactions.commands.target import look_at, target
from migrate_interactions.settings import Choices
from migrate_interactions.writing import write

FIXTURES = Path(__file__).parents[2] / "fixtures"
RETIRED = """import os
import google.generativeai as genai

genai.configure(api_key=os.environ["GEMINI_API_KEY"])
model = genai.GenerativeModel("gemini-1.5-flash", system_instruction="Be brief.")
print(model.generate_content("Name three garden tools.").text)
"""
CALL = """from google import genai

from constants import MODEL

client = genai.Client()
print(client.models.generate_content(model=MODEL, contents="x").text)
"""
PROJECTS: dict[str, Path | dict[str, str]] = {
    **{path.parent.name: path for path in sorted(FIXTURES.glob("project/*/before"))},
    "the sample application": FIXTURES / "app",
    "a retired SDK with its requirements": {
        "app.py": RETIRED,
        "more.py": RETIRED,
        "requirements.txt": "google-generativeai>=0.5\nrequests\n",
        "setup.sh": "pip install google-generativeai\n",
    },
    "a retired SDK with a page about it": {
        "app.py": RETIRED,
        "more.py": RETIRED,
        "README.md": "# Tools\n\n```python\nimport google.generativeai as genai\n\n"
        'model = genai.GenerativeModel("gemini-1.5-flash")\nprint(model.generate_content("x").text)\n```\n',
    },
    "a retired model in a file of constants": {
        "a.py": CALL,
        "constants.py": 'MODEL = "gemini-1.5-flash"\n',
        "z.py": CALL,
        "requirements.txt": "google-genai==1.20\n",
    },
}
_LONG = ("the sample application", "support_desk")


def made(name: str, folder: Path) -> Path:
    content = PROJECTS[name]
    if isinstance(content, Path):
        shutil.copytree(content, folder)
        return folder
    folder.mkdir(parents=True)
    for path, text in content.items():
        (folder / path).write_text(text)
    return folder


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, most: int | None = None) -> list[str]:
    """Run on a folder as the command line does, and stop after so many files; the files in the order they are written."""
    monkeypatch.chdir(folder)
    survey, _ = look_at(target([], None), Choices())
    changed = [*survey.changed, *survey.changed_beside]
    for result in changed[:most]:
        assert write(result) is None
    return [result.path for result in changed]


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.slow) if name in _LONG else name for name in PROJECTS])
def test_the_next_run_finishes_what_one_left(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    whole = made(name, tmp_path / "whole" / "project")
    order = run(whole, monkeypatch)
    assert order
    assert run(whole, monkeypatch) == []
    for most in range(1, len(order)):
        folder = made(name, tmp_path / str(most) / "project")
        run(folder, monkeypatch, most)
        run(folder, monkeypatch)
        assert tree(folder) == tree(whole), f"ended after {order[:most]}"
