"""A new user goes from `pip install` to a pull request by the README alone, in a repository with scripts, a package, a notebook,
pages and a CI file.

The commands are those of the README, one after another; what each of them ends with is in a table here.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.checkouts import ROOT, environment, put_tool, run, write

yaml = pytest.importorskip("yaml")
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
README = (ROOT / "README.md").read_text(encoding="utf-8")
BASELINE = ".migrate-interactions.json"

FILES = {
    "README.md": "# Garden\n\nAsks a model about gardens.\n",
    "pyproject.toml": '[project]\nname = "garden"\nversion = "1"\n\n[tool.migrate-interactions]\nexclude = ["vendor/"]\n',
    ".gitignore": "build/\n",
    ".github/workflows/ci.yml": (
        "name: ci\non: [push]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: python -m unittest\n"
    ),
    "scripts/ask.py": """\
from google import genai

client = genai.Client()
response = client.models.generate_content(model="gemini-2.0-flash", contents="Name three garden tools.")
print(response.text)
""",
    "garden/__init__.py": "",
    "garden/client.py": "from google import genai\n\nclient = genai.Client()\n",
    "garden/talk.py": """\
from garden.client import client

chat = client.chats.create(model="gemini-2.5-flash")
print(chat.send_message("What grows in shade?").text)
print(chat.send_message("And in the sun?").text)
""",
    "garden/careful.py": """\
from google.genai import errors

from garden.client import client


def careful(question):
    try:
        return client.models.generate_content(model="gemini-2.5-flash", contents=f"In short: {question}").text
    except errors.ClientError as error:
        return error.code
""",
    "vendor/theirs.py": "from google import genai\n\ngenai.Client().models.generate_content(model='gemini-2.5-flash', contents='Hi')\n",
    "build/generated.py": "from google import genai\n\ngenai.Client().models.generate_content(model='gemini-2.5-flash', contents='Hi')\n",
    "talk.py": "import garden.talk\n",
    "requirements.txt": "google-genai==1.30.0  # the SDK\n",
    "docs/guide.md": """\
# Guide

```python
from google import genai

client = genai.Client()
print(client.models.generate_content(model="gemini-2.5-flash", contents="What is mulch?").text)
```
""",
    "notebooks/tour.ipynb": """\
{
 "cells": [
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "one",
   "metadata": {},
   "outputs": [],
   "source": [
    "%pip install -q google-genai==1.30.0\\n",
    "from google import genai\\n",
    "client = genai.Client()"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": 2,
   "id": "two",
   "metadata": {},
   "outputs": [],
   "source": [
    "print(client.models.generate_content(model=\\"gemini-2.5-flash\\", contents=\\"What is loam?\\").text)"
   ]
  }
 ],
 "metadata": {},
 "nbformat": 4,
 "nbformat_minor": 5
}
""",
}
#: What the commands of the README end with here: one call has to be changed by hand.
ENDS = {
    "migrate-interactions run --diff": 1,
    "migrate-interactions run": 1,
    "migrate-interactions verify": 0,
    "migrate-interactions lint": 1,
}


def block(language: str, heading: str) -> str:
    """The first block of code in that language below a heading."""
    return re.findall(rf"```{language}\n(.*?)```", README.split(f"\n{heading}\n")[1], re.DOTALL)[0]


def commands() -> list[str]:
    return [line.split("  #")[0].strip() for line in block("sh", "## A migration from start to end").splitlines()]


class User:
    """Somebody with a clone of a repository, and the tool installed."""

    def __init__(self, folder: Path, *tools: Path, source: bool) -> None:
        self.here = folder / "garden"
        self.variables = environment(folder, *tools, source=source)
        self.log: dict[str, subprocess.CompletedProcess[str]] = {}
        write(self.here, FILES)
        run(folder, self.variables, "git", "init", "--quiet", "--bare", "origin.git")
        for command in ("init -q -b main .", "add .", "commit -qm Start", f"remote add origin {folder}/origin.git", "push -q origin main"):
            self.types(f"git {command}", 0)

    def types(self, command: str, ends: int | None = None) -> str:
        done = run(self.here, self.variables, *shlex.split(command))
        assert ends is None or done.returncode == ends, f"{command}\n{done.stdout}{done.stderr}"
        self.log[command] = done
        return done.stdout

    def text(self, name: str) -> str:
        return (self.here / name).read_text(encoding="utf-8")


def play(user: User) -> None:
    """What the README says from its second line on, typed as it stands; who is asked says yes."""
    for command in commands()[1:]:
        answered = command + " --yes" if command.endswith("verify") else command
        out = user.types(answered, ENDS.get(command, 0))
        if command == "migrate-interactions run --diff":
            assert user.types("git status --porcelain") == "", "a look writes nothing"
            assert "+response = client.interactions.create" in out


def check(user: User) -> None:
    """What has become of the repository."""
    assert 'client.interactions.create(model="gemini-3.8-flash"' in user.text("scripts/ask.py")
    assert "previous_interaction_id" in user.text("garden/talk.py")
    assert user.text("docs/guide.md") == FILES["docs/guide.md"].replace(
        'models.generate_content(model="gemini-2.5-flash", contents="What is mulch?").text',
        'interactions.create(model="gemini-2.5-flash", input="What is mulch?", store=False).output_text',
    )
    assert user.text("notebooks/tour.ipynb") == FILES["notebooks/tour.ipynb"].replace("==1.30.0", "==2.3.0").replace(
        r"models.generate_content(model=\"gemini-2.5-flash\", contents=\"What is loam?\").text",
        r"interactions.create(model=\"gemini-2.5-flash\", input=\"What is loam?\", store=False).output_text",
    )
    assert user.text("requirements.txt") == "google-genai==2.3.0  # the SDK\n"
    for name in (
        "garden/careful.py",
        "garden/client.py",
        "vendor/theirs.py",
        "build/generated.py",
        "README.md",
        "pyproject.toml",
        ".github/workflows/ci.yml",
    ):
        assert user.text(name) == FILES[name], name
    verified = user.log["migrate-interactions verify --yes"].stdout
    assert "scripts/ask.py: equivalent" in verified
    assert "garden/careful.py:8:16: GI" in user.log["migrate-interactions lint"].stdout
    assert user.types("git status --porcelain") == "", "all is committed"
    assert user.types("git log --format=%s", 0).splitlines()[-1] == "Start"
    changed = user.types("git diff --name-only main", 0).splitlines()
    assert changed == [BASELINE, "docs/guide.md", "garden/talk.py", "notebooks/tour.ipynb", "requirements.txt", "scripts/ask.py"]


def check_pull_request(user: User) -> None:
    """What continuous integration says of it, and of a later change that brings old code back."""
    user.types("git push -q origin interactions", 0)
    base = user.types("git merge-base origin/main HEAD", 0).strip()
    assert user.types(f"migrate-interactions lint --output-format github --diff-base {base}", 0) == ""
    assert user.types(f"migrate-interactions lint --output-format gitlab --baseline {BASELINE}", 0).strip() == "[]"
    write(user.here, {"garden/new.py": FILES["scripts/ask.py"]})
    user.types("git add .", 0)
    user.types("git commit -qm New", 0)
    assert "file=garden/new.py,line=4" in user.types(f"migrate-interactions lint --output-format github --diff-base {base}", 1)
    assert "garden/new.py" in user.types(f"migrate-interactions lint --baseline {BASELINE}", 1)


def test_by_the_readme_alone(tmp_path: Path) -> None:
    assert commands()[0].startswith("pip install "), "the tool is installed first"
    put_tool(tmp_path / "bin")
    user = User(tmp_path, tmp_path / "bin", source=True)
    play(user)
    check(user)
    check_pull_request(user)


@pytest.mark.slow
def test_by_the_readme_alone_from_its_first_line(tmp_path: Path) -> None:
    """The same with the tool installed as the README says, in an environment of its own."""
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    install = commands()[0].replace("path/to/checkout", str(ROOT))
    variables = environment(tmp_path, tmp_path / "venv/bin", source=False, PYTHONPATH="")
    done = run(tmp_path, variables, *shlex.split(install), "--quiet", "--disable-pip-version-check")
    if done.returncode:
        pytest.skip(f"packages cannot be installed here: {done.stderr[-300:]}")
    user = User(tmp_path, tmp_path / "venv/bin", source=False)
    user.variables["PYTHONPATH"] = ""
    play(user)
    check(user)
    check_pull_request(user)


def test_the_ci_files_that_are_shown_are_yaml_with_options_that_exist(tmp_path: Path) -> None:
    github, gitlab, hooks = (yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", README, re.DOTALL))
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    (step,) = [step for step in github["jobs"]["lint"]["steps"] if "migrate-interactions" in step["uses"]]
    assert set(step["with"]) <= set(action["inputs"])
    assert gitlab["interactions"]["artifacts"]["reports"]["codequality"] in gitlab["interactions"]["script"][-1]
    known = [hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())]
    assert [hook["id"] for hook in hooks["repos"][0]["hooks"]] == known
