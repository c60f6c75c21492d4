"""Install lines: what is put right, where it is only reported, and what is none of ours."""

import json

import pytest

from migrate_interactions.dependencies import documents
from migrate_interactions.dependencies.decide import Situation
from migrate_interactions.dependencies.install import put_right
from migrate_interactions.dependencies.needed import NEEDED
from migrate_interactions.dependencies.splices import spliced

GONE = Situation(NEEDED["steps"])
USED = Situation(NEEDED["steps"], user="old.py")
JOINS = Situation(NEEDED["steps"], joins=True)

RIGHT = [
    ("pip install google-generativeai", 'pip install "google-genai>=2.3.0"'),
    ("!pip install -U -q google-generativeai\n", '!pip install -U -q "google-genai>=2.3.0"\n'),
    ("%pip install -q google-generativeai moviepy Pillow", '%pip install -q "google-genai>=2.3.0" moviepy Pillow'),
    ("pip3 install 'google-generativeai>=0.5'", "pip3 install 'google-genai>=2.3.0'"),
    ('python -m pip install "google-genai>=1.0,<2" rich', 'python -m pip install "google-genai>=2.3.0,<3" rich'),
    ("pip install google-genai==1.20.0", "pip install google-genai==2.3.0"),
    ("pip install google-genai[aiohttp]==1.20.0", "pip install google-genai[aiohttp]==2.3.0"),
    ("pip install google-genai~=1.20", "pip install google-genai~=2.3"),
    ("uv pip install google-generativeai", 'uv pip install "google-genai>=2.3.0"'),
    ("uv add google-generativeai==0.8.3", 'uv add "google-genai>=2.3.0"'),
    ("poetry add google-generativeai", 'poetry add "google-genai>=2.3.0"'),
    ("sudo pip install google-generativeai && python app.py", 'sudo pip install "google-genai>=2.3.0" && python app.py'),
    ("$ pip install google-generativeai  # once", '$ pip install "google-genai>=2.3.0"  # once'),
    ("pip install \\\n  -U \\\n  google-generativeai \\\n  rich\n", 'pip install \\\n  -U \\\n  "google-genai>=2.3.0" \\\n  rich\n'),
    ("pip install google-generativeai google-genai", "pip install google-genai"),
    ("pip install a google-generativeai 'google-genai>=2.5' b", "pip install a 'google-genai>=2.5' b"),
    ("npm install @google/generative-ai", "npm install @google/genai"),
    ("npm i -S @google/generative-ai dotenv", "npm i -S @google/genai dotenv"),
    ("yarn add @google/generative-ai", "yarn add @google/genai"),
    ("pnpm add @google/genai@^1.20.0", "pnpm add @google/genai@^2.3.0"),
]


@pytest.mark.parametrize(("old", "new"), RIGHT)
def test_an_install_line_is_put_right(old, new):
    assert put_right(old, GONE) == new
    assert put_right(new, GONE) == new, "a second run changes nothing"


STAY = [
    "pip install google-genai",
    "pip install -U google-genai",
    'pip install "google-genai>=2.3.0"',
    "pip install google-genai==3.4.0",
    "pip install langchain-google-genai==0.0.6 google-genai-tools==1",
    "pip install -r requirements.txt",
    "pip install git+https://github.com/googleapis/python-genai",
    "# pip install google-generativeai",
    "rich  # then: pip install google-generativeai",
    "pip show google-generativeai",
    "pip uninstall -y google-generativeai",
    "pip freeze | grep google-generativeai",
    "pip install rich; echo google-generativeai",
    "pip install rich # google-generativeai",
    "pip install rich\ngoogle-generativeai",
    "echo install google-generativeai",
    "pipx-install google-generativeai",
    'bash -c "pip install google-generativeai"',
    'os.system("pip install google-genai==1.0")',
    "pip install google-generativeai[dev]",
    "pip download google-generativeai",
    "apt install google-generativeai",
    "conda install google-generativeai",
    "npm install @google/genai",
    "npm install @google/generative-ai@0.21.0",
    "npm install @google-cloud/vertexai",
    "pip install google-generativeai>/dev/null",
    "pip install google-generativeai>install.log",
    "npm run install @google/generative-ai",
]


@pytest.mark.parametrize("line", STAY)
def test_other_lines_stay(line):
    assert put_right(line, GONE) == line


def test_the_new_sdk_joins_a_retired_one_that_something_still_uses():
    assert put_right("pip install google-generativeai", USED) == 'pip install google-generativeai "google-genai>=2.3.0"'
    assert put_right("pip install google-generativeai\npip install google-genai\n", USED) == (
        "pip install google-generativeai\npip install google-genai\n"
    )


def test_the_new_sdk_joins_what_held_a_retired_one():
    line = "%pip install --upgrade --quiet google-cloud-aiplatform[evaluation]"
    assert put_right(line, GONE) == line
    assert put_right(line, JOINS) == f'{line} "google-genai>=2.3.0"'


def after(name, text, situation=GONE):
    decisions = list(documents.decisions(text, documents.kind_of(name), situation))
    return spliced(text, [splice for decision in decisions for splice in decision.splices]), [d for d in decisions if not d.splices]


PAGE = """# Set-up

Run `pip install google-generativeai`, or:

```sh
$ pip install google-generativeai
```

  > ~~~bash title="x"
  > pip install google-generativeai==0.8
  > ~~~

```python
!pip install google-generativeai
text = "pip install google-generativeai"
```

```dockerfile
RUN pip install google-generativeai
```
"""


def test_blocks_for_the_shell_are_put_right_in_pages_and_the_rest_is_reported():
    text, left = after("docs/README.md", PAGE)
    right = 'pip install "google-genai>=2.3.0"'
    assert text.split("\n") == (
        PAGE.replace("$ pip install google-generativeai", f"$ {right}")
        .replace("> pip install google-generativeai==0.8", f"> {right}")
        .replace("!pip install google-generativeai", f"!{right}")
    ).split("\n")
    assert [PAGE.count("\n", 0, d.declared.entry[0]) + 1 for d in left] == [3, 15, 19]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Dockerfile", "RUN pip install google-generativeai\n"),
        ("deploy/api.dockerfile", "RUN pip install -U google-generativeai && rm -rf /x\n"),
        (".github/workflows/ci.yml", "jobs:\n  a:\n    steps:\n      - run: pip install google-generativeai\n"),
        (".gitlab-ci.yml", "test:\n  script:\n    - pip install google-genai==1.0\n"),
        ("Makefile", "set-up:\n\tpip install google-generativeai\n"),
        ("tox.ini", "commands = pip install google-generativeai\n"),
        ("docs/index.rst", "::\n\n   pip install google-generativeai\n"),
    ],
)
def test_elsewhere_an_install_line_is_reported_with_what_to_write(name, text):
    same, left = after(name, text)
    assert same == text
    (decision,) = left
    assert decision.code == "GI024"
    assert "2.3.0" in decision.help


@pytest.mark.parametrize("name", ["a.py", "notes.txt", "a.toml", "install.log"])
def test_other_files_are_not_looked_at(name):
    assert documents.kind_of(name) is None


def notebook(*cells, **style):
    return json.dumps({"cells": [{"cell_type": kind, "source": source} for kind, source in cells], "nbformat": 4}, **style)


@pytest.mark.parametrize("style", [{"indent": 1}, {"indent": 1, "ensure_ascii": False}, {}])
def test_lines_for_the_shell_are_put_right_in_notebooks_and_nothing_else_moves(style):
    old = notebook(
        ("markdown", ["pip install google-generativeai"]),
        ("code", ["# é\n", "%pip install -q google-generativeai  # é\n", "import os"]),
        ("code", "!pip install google-genai==1.0"),
        ("code", ["%%bash\n", "pip install google-generativeai"]),
        ("code", ["text = 'x'\n", "x = 'pip install google-generativeai'\n", "# !pip install google-generativeai"]),
        **style,
    )
    new = notebook(
        ("markdown", ["pip install google-generativeai"]),
        ("code", ["# é\n", '%pip install -q "google-genai>=2.3.0"  # é\n', "import os"]),
        ("code", "!pip install google-genai==2.3.0"),
        ("code", ["%%bash\n", 'pip install "google-genai>=2.3.0"']),
        ("code", ["text = 'x'\n", "x = 'pip install google-generativeai'\n", "# !pip install google-generativeai"]),
        **style,
    )
    assert after("a.ipynb", old) == (new, [])
    assert after("a.ipynb", new) == (new, [])


def test_a_string_of_a_notebook_that_is_written_in_its_own_way_is_reported():
    old = notebook(("code", "!pip install google-generativeai")).replace("google-", "google\\u002d")
    same, left = after("a.ipynb", old)
    assert same == old
    assert [decision.code for decision in left] == ["GI024"]


def test_outputs_of_cells_stay():
    old = json.dumps({"cells": [{"cell_type": "code", "source": [], "outputs": [{"text": ["!pip install google-generativeai"]}]}]})
    assert after("a.ipynb", old) == (old, [])
