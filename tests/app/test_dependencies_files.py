"""Dependency files, text to text: what changes, in which words, and twice as much that stays byte for byte."""

import pytest

from migrate_interactions.dependencies.decide import Situation, decide
from migrate_interactions.dependencies.formats import reader
from migrate_interactions.dependencies.needed import NEEDED, PYTHON
from migrate_interactions.dependencies.splices import spliced

GONE = Situation(NEEDED["steps"])
USED = Situation(NEEDED["steps"], user="old.py")
JOINS = Situation(NEEDED["steps"], joins=True)


def decided(name, text, situation):
    return list(decide(text, sorted(reader(name)(text), key=lambda one: one.entry), situation))


def after(name, text, situation=GONE):
    return spliced(text, [splice for decision in decided(name, text, situation) for splice in decision.splices])


def changes(name, old, new, situation=GONE):
    assert after(name, old, situation) == new
    assert after(name, new, situation) == new, "a second run changes nothing"


@pytest.mark.parametrize("name", ["compose.yml", "notes.txt", "a.toml", "uv.lock", "docs/pyproject.toml.bak", "requirements.md"])
def test_other_files_are_no_dependency_files(name):
    assert reader(name) is None


RAISED = {
    "with a comment, a marker and blanks": (
        "requirements.txt",
        "flask\ngoogle-genai >= 1.20, < 2 ; python_version > '3.9'  # for now\nrich\n",
        "flask\ngoogle-genai >= 2.3.0, < 3 ; python_version > '3.9'  # for now\nrich\n",
    ),
    "with extras, spelled in its own way": ("requirements-dev.txt", "Google_GenAI[aiohttp]~=1.5\n", "Google_GenAI[aiohttp]~=2.3\n"),
    "pinned": ("requirements/base.txt", "google-genai==1.75.0", "google-genai==2.3.0"),
    "with Windows line ends": ("requirements.txt", "a\r\ngoogle-genai<2 # x\r\nb\r\n", "a\r\ngoogle-genai>=2.3.0,<3 # x\r\nb\r\n"),
    "behind a byte order mark": ("requirements.txt", "\ufeffgoogle-genai>=1\n", "\ufeffgoogle-genai>=2.3.0\n"),
    "indented": ("requirements.txt", "  google-genai>=1\n", "  google-genai>=2.3.0\n"),
    "with an option behind it": (
        "requirements.txt",
        "google-genai>=1 --no-binary :all:\n",
        "google-genai>=2.3.0 --no-binary :all:\n",
    ),
    "in constraints": ("constraints.txt", "google-genai==1.20.0\n", "google-genai==2.3.0\n"),
    "in the source of a compiled file": ("requirements.in", "google-genai>=1\n", "google-genai>=2.3.0\n"),
    "among a project's dependencies, in its own quotes": (
        "pyproject.toml",
        "[project]\ndependencies = [\n    'google-genai>=1.0',  # the model\n    \"rich\",\n]\n",
        "[project]\ndependencies = [\n    'google-genai>=2.3.0',  # the model\n    \"rich\",\n]\n",
    ),
    "in extras, groups and environments": (
        "pyproject.toml",
        '[project.optional-dependencies]\nai = ["google-genai<2"]\n[dependency-groups]\ndev = ["Google.GenAI==1.*", {include-group = "x"}]\n'
        '[tool.hatch.envs.test]\nextra-dependencies = ["google-genai~=1.0"]\n[tool.pdm.dev-dependencies]\nx = ["google-genai>1"]\n'
        '[tool.uv]\nconstraint-dependencies = ["google-genai==1.5.0"]\n',
        '[project.optional-dependencies]\nai = ["google-genai>=2.3.0,<3"]\n[dependency-groups]\ndev = ["Google.GenAI~=2.3", {include-group = "x"}]\n'
        '[tool.hatch.envs.test]\nextra-dependencies = ["google-genai~=2.3"]\n[tool.pdm.dev-dependencies]\nx = ["google-genai>=2.3.0"]\n'
        '[tool.uv]\nconstraint-dependencies = ["google-genai==2.3.0"]\n',
    ),
    "in Poetry's tables": (
        "pyproject.toml",
        '[tool.poetry.dependencies]\npython = "^3.10"\ngoogle-genai = "^1.20"  # x\n'
        '[tool.poetry.group.ai.dependencies]\ngoogle-genai = { version = "~1.20", extras = ["aiohttp"] }\n',
        '[tool.poetry.dependencies]\npython = "^3.10"\ngoogle-genai = "^2.3"  # x\n'
        '[tool.poetry.group.ai.dependencies]\ngoogle-genai = { version = "~2.3", extras = ["aiohttp"] }\n',
    ),
    "in a table of its own": (
        "pyproject.toml",
        '[tool.poetry.dependencies.google-genai]\nversion = "^1.20"\noptional = true\n',
        '[tool.poetry.dependencies.google-genai]\nversion = "^2.3"\noptional = true\n',
    ),
    "beside tables out of order": (
        "pyproject.toml",
        '[tool.a]\nx=1\n[project]\nname="p"\ndependencies=["google-genai>=1"]\n[tool.b]\ny = 2 # c\n',
        '[tool.a]\nx=1\n[project]\nname="p"\ndependencies=["google-genai>=2.3.0"]\n[tool.b]\ny = 2 # c\n',
    ),
    "in setup.cfg": (
        "setup.cfg",
        "[options]\ninstall_requires =\n    flask\n    google-genai <2  # c\n\n[options.extras_require]\nai = google-genai>=1.0\n",
        "[options]\ninstall_requires =\n    flask\n    google-genai >=2.3.0,<3  # c\n\n[options.extras_require]\nai = google-genai>=2.3.0\n",
    ),
    "in a Pipfile": (
        "Pipfile",
        '[packages]\ngoogle-genai = "==1.75.0"\n[dev-packages]\ngoogle-genai = {version = ">=1.0", extras = ["aiohttp"]}\n',
        '[packages]\ngoogle-genai = "==2.3.0"\n[dev-packages]\ngoogle-genai = {version = ">=2.3.0", extras = ["aiohttp"]}\n',
    ),
    "in a conda environment": (
        "environment.yml",
        "name: x\ndependencies:\n  - python=3.11\n  - conda-forge::google-genai=1.20  # c\n  - pip:\n    - 'google-genai[aiohttp]>=1.0,<2'\n",
        "name: x\ndependencies:\n  - python=3.11\n  - conda-forge::google-genai=2.3  # c\n  - pip:\n    - 'google-genai[aiohttp]>=2.3.0,<3'\n",
    ),
    "in package.json": (
        "package.json",
        '{\n\t"dependencies": {\n\t\t"@google/genai": "^1.33.0",\n\t\t"x": "1"\n\t}\n}',
        '{\n\t"dependencies": {\n\t\t"@google/genai": "^2.3.0",\n\t\t"x": "1"\n\t}\n}',
    ),
}


@pytest.mark.parametrize(("name", "old", "new"), RAISED.values(), ids=RAISED)
def test_a_requirement_that_is_too_old_is_raised_in_its_place(name, old, new):
    changes(name, old, new)


STAYS = {
    "new enough": ("requirements.txt", "google-genai>=2.3.0\n"),
    "newer": ("requirements.txt", "google-genai==3.4.0\n"),
    "without a version, which is the newest": ("requirements.txt", "google-genai\n"),
    "only with one version excluded": ("requirements.txt", "google-genai!=2.4.0\n"),
    "other packages with such names": ("requirements.txt", "google-genai-tools<1\nlangchain-google-genai<2\ngoogle<1\ngenai==0.1\n"),
    "a comment": ("requirements.txt", "# google-genai<2\n  # google-generativeai\n"),
    "options": ("requirements.txt", "-r google-genai.txt\n--find-links google-genai==1\n-e ./google-genai\n"),
    "an address without a version": ("requirements.txt", "google-genai @ git+https://example.org/python-genai@v1\n"),
    "a name in another table of pyproject.toml": ("pyproject.toml", '[tool.mypy]\nmodule = "google-genai<2"\nx = ["google-genai<2"]\n'),
    "a keyword": ("pyproject.toml", '[project]\nname = "google-genai"\nkeywords = ["google-genai", "google-generativeai"]\n'),
    "Poetry's newest": ("pyproject.toml", '[tool.poetry.dependencies]\ngoogle-genai = "*"\n'),
    "Poetry's newer one": ("pyproject.toml", '[tool.poetry.dependencies]\ngoogle-genai = "^3.0"\n'),
    "a package from a path": ("pyproject.toml", '[tool.poetry.dependencies]\ngoogle-genai = { path = "../genai" }\n'),
    "a package from git": ("Pipfile", '[packages]\ngoogle-genai = {git = "https://example.org/x", ref = "1.0"}\n'),
    "Pipenv's sources": ("Pipfile", '[[source]]\nname = "google-genai"\nurl = "https://example.org"\n[scripts]\ngoogle-genai = "==1.0"\n'),
    "a description in setup.cfg": (
        "setup.cfg",
        "[metadata]\ndescription = x\n    google-genai<2\n[flake8]\ninstall_requires =\n    google-genai<2\n",
    ),
    "other lists of an environment": (
        "environment.yml",
        "channels:\n  - google-genai=1.0\ndependencies:\n  - python\nvariables:\n  - google-genai<2\n",
    ),
    "the name of a package in package.json": ("package.json", '{"name": "@google/genai", "dependencies": {"x": "^1.0.0"}}'),
    "scripts and overrides": (
        "package.json",
        '{"scripts": {"@google/genai": "1.0.0"}, "overrides": {"x": {"@google/genai": "^1.0.0"}}}',
    ),
    "the newest in package.json": ("package.json", '{"dependencies": {"@google/genai": "latest"}}'),
    "what is no JSON": ("package.json", '{"dependencies": {'),
}


@pytest.mark.parametrize(("name", "text"), STAYS.values(), ids=STAYS)
def test_anything_else_is_neither_changed_nor_spoken_of(name, text):
    assert decided(name, text, GONE) == []


HELD = {
    "a program": ("setup.py", 'from setuptools import setup\n\nsetup(install_requires=["flask", "google-genai<2"])\n'),
    "hashes": ("requirements.txt", "google-genai==1.75.0 \\\n    --hash=sha256:abc \\\n    --hash=sha256:def\n"),
    "hashes on one line": ("requirements.txt", "google-genai==1.75.0 --hash=sha256:abc\n"),
    "a compiled file": (
        "requirements.txt",
        "#\n# This file is autogenerated by pip-compile with Python 3.11\n#\ngoogle-genai==1.75.0\n    # via -r x.in\n",
    ),
    "a file that uv compiled": (
        "requirements.txt",
        "# This file was autogenerated by uv via the following command:\ngoogle-genai==1.75.0\n",
    ),
    "several lines": ("requirements.txt", "google-genai \\\n  >=1.0\n"),
    "a version that is none": ("Pipfile", '[packages]\ngoogle-genai = "newest"\n'),
    "several versions": ("pyproject.toml", '[tool.poetry.dependencies]\ngoogle-genai = [{version="^1", python="<3.12"}]\n'),
    "ranges of npm that are two": ("package.json", '{"dependencies": {"@google/genai": "^1.0.0 || ^2.0.0"}}'),
    "an arbitrary version": ("requirements.txt", "google-genai===1.0+local\n"),
    "a build of conda": ("environment.yaml", "dependencies:\n  - google-genai=1.20=py311_0\n"),
}


@pytest.mark.parametrize(("name", "text"), HELD.values(), ids=HELD)
def test_what_cannot_be_edited_safely_is_left_and_reported(name, text):
    (decision,) = decided(name, text, GONE)
    assert (decision.code, decision.splices) == ("GI022", ())
    assert "genai" in decision.message
    assert ">=2.3.0" in decision.help


REPLACED = {
    "on its line": (
        "requirements.txt",
        "flask\ngoogle-generativeai==0.8.3 ; python_version > '3.9'  # ai\n",
        "flask\ngoogle-genai>=2.3.0 ; python_version > '3.9'  # ai\n",
    ),
    "without a version": ("requirements.txt", "google-generativeai\n", "google-genai>=2.3.0\n"),
    "in a list": (
        "pyproject.toml",
        "[project]\ndependencies = ['a', 'google-generativeai >= 0.3']\n",
        "[project]\ndependencies = ['a', 'google-genai >= 2.3.0']\n",
    ),
    "as a key": (
        "pyproject.toml",
        '[tool.poetry.dependencies]\ngoogle-generativeai = "^0.8"  # x\n',
        '[tool.poetry.dependencies]\ngoogle-genai = "^2.3.0"  # x\n',
    ),
    "as a key in quotes": ("Pipfile", '[packages]\n"google-generativeai" = "*"\n', '[packages]\n"google-genai" = ">=2.3.0"\n'),
    "in setup.cfg": (
        "setup.cfg",
        "[options]\ninstall_requires = google-generativeai>0.1\n",
        "[options]\ninstall_requires = google-genai>=2.3.0\n",
    ),
    "in conda's list and pip's": (
        "environment.yml",
        "dependencies:\n- google-generativeai\n- pip:\n  - google-generativeai==0.1\n",
        "dependencies:\n- google-genai>=2.3.0\n- pip:\n  - google-genai>=2.3.0\n",
    ),
    "in package.json": (
        "package.json",
        '{"dependencies": {"@google/generative-ai": "^0.21.0"}}',
        '{"dependencies": {"@google/genai": "^2.3.0"}}',
    ),
    "and goes where the new one is": ("requirements.txt", "google-generativeai\ngoogle-genai>=2.3.0\n", "google-genai>=2.3.0\n"),
    "and goes from the last line": ("requirements.txt", "google-genai>=2.3.0\ngoogle-generativeai", "google-genai>=2.3.0\n"),
    "and goes from a list on one line": (
        "pyproject.toml",
        '[project]\ndependencies = ["google-generativeai", "google-genai>=3"]\n',
        '[project]\ndependencies = ["google-genai>=3"]\n',
    ),
    "and goes from the end of a list on one line": (
        "pyproject.toml",
        '[project]\ndependencies = ["google-genai>=3", "google-generativeai"]\n',
        '[project]\ndependencies = ["google-genai>=3"]\n',
    ),
    "and goes from a list of lines": (
        "pyproject.toml",
        '[project]\ndependencies = [\n    "google-genai>=3",\n    "google-generativeai",\n]\n',
        '[project]\ndependencies = [\n    "google-genai>=3",\n]\n',
    ),
    "and goes from a table": (
        "Pipfile",
        '[packages]\ngoogle-generativeai = "*"\ngoogle-genai = "*"\n',
        '[packages]\ngoogle-genai = "*"\n',
    ),
}


@pytest.mark.parametrize(("name", "old", "new"), REPLACED.values(), ids=REPLACED)
def test_a_retired_sdk_that_nothing_uses_is_replaced(name, old, new):
    changes(name, old, new)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("setup.py", 'setup(install_requires=["google-generativeai"])\n'),
        ("requirements.txt", "google-generativeai[dev]==0.8\n"),
        ("requirements.txt", "google-generativeai @ https://example.org/x.whl\n"),
        ("package.json", '{"dependencies": {"@google/generative-ai": "file:../mine"}}'),
        ("Pipfile", '[packages]\ngoogle-generativeai = "newest"\n'),
        ("requirements.txt", "google-generativeai==0.8 --hash=sha256:abc\n"),
        ("requirements.txt", "google-generativeai  # why it is here\ngoogle-genai>=2.3.0\n"),
        ("pyproject.toml", '[project]\ndependencies = [\n  "google-generativeai",  # why\n  "google-genai>=3",\n]\n'),
        ("pyproject.toml", '[tool.poetry.dependencies]\ngoogle-generativeai = { version = "^0.8", optional = true }\n'),
        ("pyproject.toml", '[tool.poetry.dependencies.google-generativeai]\nversion = "^0.8"\n'),
    ],
)
def test_a_retired_sdk_with_more_to_it_is_reported(name, text):
    (decision,) = decided(name, text, GONE)
    assert (decision.code, decision.splices) == ("GI022", ())


JOINED = {
    "a line": ("requirements.txt", "google-generativeai==0.8 # x\nb\n", "google-generativeai==0.8 # x\ngoogle-genai>=2.3.0\nb\n", USED),
    "the last line": ("requirements.txt", "google-generativeai", "google-generativeai\ngoogle-genai>=2.3.0", USED),
    "a line of Windows": ("requirements.txt", "google-generativeai\r\n", "google-generativeai\r\ngoogle-genai>=2.3.0\r\n", USED),
    "a list on one line": (
        "pyproject.toml",
        "[project]\ndependencies = ['google-generativeai', 'b']\n",
        "[project]\ndependencies = ['google-generativeai', 'google-genai>=2.3.0', 'b']\n",
        USED,
    ),
    "a list of lines": (
        "pyproject.toml",
        '[project]\ndependencies = [\n  "google-cloud-aiplatform>=1",  # x\n  "b",\n]\n',
        '[project]\ndependencies = [\n  "google-cloud-aiplatform>=1",  # x\n  "google-genai>=2.3.0",\n  "b",\n]\n',
        JOINS,
    ),
    "the end of a list of lines": (
        "pyproject.toml",
        '[project]\ndependencies = [\n  "a",\n  "vertexai" # x\n]\n',
        '[project]\ndependencies = [\n  "a",\n  "vertexai", # x\n  "google-genai>=2.3.0"\n]\n',
        JOINS,
    ),
    "a table": (
        "pyproject.toml",
        '[tool.poetry.dependencies]\ngoogle-cloud-aiplatform = "^1"\nb = "*"\n',
        '[tool.poetry.dependencies]\ngoogle-cloud-aiplatform = "^1"\ngoogle-genai = ">=2.3.0"\nb = "*"\n',
        JOINS,
    ),
    "the list of pip in an environment": (
        "environment.yml",
        'dependencies:\n  - pip:\n      - "google-generativeai"\n',
        'dependencies:\n  - pip:\n      - "google-generativeai"\n      - "google-genai>=2.3.0"\n',
        USED,
    ),
    "setup.cfg": (
        "setup.cfg",
        "[options]\ninstall_requires =\n    google-generativeai\n",
        "[options]\ninstall_requires =\n    google-generativeai\n    google-genai>=2.3.0\n",
        USED,
    ),
}


@pytest.mark.parametrize(("name", "old", "new", "situation"), JOINED.values(), ids=JOINED)
def test_the_new_sdk_joins_what_stays(name, old, new, situation):
    changes(name, old, new, situation)


@pytest.mark.parametrize(
    ("text", "situation"),
    [
        ("google-cloud-aiplatform==1.60\n", GONE),  # it was there before, and so was the SDK, wherever that comes from
        ("google-cloud-aiplatform==1.60\ngoogle-genai>=2.5\n", JOINS),
        ("google-generativeai\ngoogle-genai>=2.5\n", USED),
    ],
)
def test_nothing_joins_where_the_new_sdk_is_or_is_not_needed(text, situation):
    assert decided("requirements.txt", text, situation) == []


def test_a_list_that_starts_behind_its_key_is_added_to_by_hand():
    (decision,) = decided("setup.cfg", "[options]\ninstall_requires = google-generativeai\n", USED)
    assert (decision.code, decision.splices) == ("GI022", ())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            '{"dependencies": {"@google/generative-ai": "^0.21.0"}}',
            '{"dependencies": {"@google/genai": "^2.3.0", "@google/generative-ai": "^0.21.0"}}',
        ),
        (
            '{\r\n  "dependencies": {\r\n    "@google/generative-ai": "0.21.0"\r\n  }\r\n}',
            '{\r\n  "dependencies": {\r\n    "@google/genai": ">=2.3.0",\r\n    "@google/generative-ai": "0.21.0"\r\n  }\r\n}',
        ),
    ],
)
def test_the_new_sdk_joins_the_retired_one_that_some_javascript_still_uses(old, new):
    changes("package.json", old, new, Situation(NEEDED["steps"], user="src/chat.ts"))


def test_what_is_about_one_language_leaves_packages_of_the_other_alone():
    text = '{"dependencies": {"@google/generative-ai": "^0.21.0"}}'
    assert decided("package.json", text, Situation(NEEDED["steps"], family=PYTHON)) == []
