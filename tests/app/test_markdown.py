"""Markdown pages, text in and text out: only lines of code that change do."""

from __future__ import annotations

import pytest

from tests.app.standin import HAND, SAFE

#: Pages in which every `safe()` that is code becomes `done()`; what is written `SAFE()` is `safe()` that has to stay.
PAGES = {
    "a fence": "# Title\n\n```python\nsafe()\n```\n\nSAFE()\n",
    "another name": "```py\nsafe()\n```\n```python3\nsafe()\n```\n```Python\nsafe()\n```\n```ipython\nsafe()\n```\n",
    "words behind the name": '```python title="a.py" {1,3}\nsafe()\n```\n```py {linenos=table}\nsafe()\n```\n```python{2}\nsafe()\n```\n',
    "an attribute": "```{.python .numberLines}\nsafe()\n```\n~~~{.python}\nsafe()\n~~~\n",
    "tildes": "~~~python\nsafe()\n~~~\n",
    "a longer fence around a shorter one": "````python\nx = '''\n```\n'''\nsafe()\n````\n",
    "a fence in a list": "1. one\n\n   ```python\n   safe()\n\n   x = 1\n   ```\n\n   - two\n     ```py\n     safe()\n     ```\n",
    "a fence in a quotation": "> ```python\n> safe()\n>\n> x = 1\n> ```\n",
    "a fence in a tab of a list": "- one\n\t```python\n\tsafe()\n\t```\n",
    "a fence below a tab's heading": '=== "Python"\n\n    ```python\n    safe()\n    ```\n\n=== "Go"\n\n    ```go\n    SAFE()\n    ```\n',
    "code that is indented as a whole": "```python\n    safe()\n    x = 1\n```\n",
    "another language": "```js\nSAFE()\n```\n```\nSAFE()\n```\n```sh\nSAFE()\n```\n```pythonx\nSAFE()\n```\n```py-cl\nSAFE()\n```\n",
    "code in prose": "`SAFE()`\n\n    SAFE()\n\n<pre>\nSAFE()\n</pre>\n",
    "a comment in HTML": "<!--\n```python\nSAFE()\n```\n-->\n",
    "a page without an end": "```python\nx\nsafe()",
    "a fence without an end": "```python\nsafe()\n",
    "line ends of Windows": "```python\r\nsafe()\r\nx = 1\r\n```\r\nSAFE()\r\n",
    "a byte order mark": "\ufeff```python\nsafe()\n```\n",
    "front matter": "---\ntitle: x\n---\n```python\nsafe()\n```\n",
    "a cell of MyST": "```{code-cell} ipython3\n:tags: [hide-input]\n\nsafe()\n```\n```{code-cell}\n---\ntags: [x]\n---\nsafe()\n```\n",
    "a block of MyST": "```{code-block} python\n:linenos:\nsafe()\n```\n```{code-block} js\nSAFE()\n```\n```{note}\nSAFE()\n```\n",
    "a cell of Quarto": "```{python}\n#| echo: false\n#| label: x\nsafe()\n```\n```{r}\nSAFE()\n```\n",
    "prompts": "```pycon\n>>> safe()\nSAFE()\n>>> x = 1\n>>> if x:\n...     x\n...\n1\n```\n",
    "prompts under the name of the language": "```python\n>>> x\n1\n\n>>> safe()\n```\n",
    "prompts in a list": "- ```python\n  >>> safe()\n  SAFE()\n  ```\n",
    "magic": "```python\n!pip install x\n%cd y\nsafe()\n```\n",
    "an ellipsis": "```python\ndef f(): ...\nx = ...\nsafe()\n```\n",
    "many pages of prose between": "```python\nsafe()\n```\n" + "word\n\n" * 40 + "```python\n\n# comment\n\nsafe()\n\n# end\n\n```\n",
    "blocks that follow one another": "```python\nsafe()\n```\n```python\nsafe()\n```\n",
    "a future import in each block": "```python\nfrom __future__ import annotations\nsafe()\n```\n```python\nfrom __future__ import annotations\n```\n",
    "an await": "```python\nawait x\nsafe()\n```\n",
    "an empty fence": "```python\n```\n```python\n\n\n```\n```python\nsafe()\n```\n",
    "a form feed and odd line ends in a text": "```python\nx = '\u2028'\nsafe()\n```\n\x0c\n",
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_only_lines_of_code_that_change_do(cli, put, page):
    file = put("a.md", page.replace("SAFE", "safe"))
    assert cli("run").status == 0
    assert file.read_bytes().decode() == page.replace("safe", "done").replace("SAFE", "safe")
    again = file.read_bytes()
    assert cli("run").status == 0
    assert file.read_bytes() == again


def test_jsx_is_prose_and_what_it_holds_is_not(cli, put):
    text = 'import Tabs from "x"\n\n<Tabs>\n  <Tab title="safe()">\n    ```python\n    safe()\n    ```\n  </Tab>\n</Tabs>\n'
    file = put("a.mdx", text)
    assert cli("run").status == 0
    assert file.read_text() == text.replace("    safe()", "    done()")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("```python\nsafe()  # grows\n```\n", "```python\ndone()\ndone()\n```\n"),
        ("- ```python\n  safe()  # grows\n  ```\n", "- ```python\n  done()\n  done()\n  ```\n"),
        ("> ```python\n> safe()  # grows\n> x\n> ```\n", "> ```python\n> done()\n> done()\n> x\n> ```\n"),
        ("```python\r\nsafe()  # grows\r\n```\r\n", "```python\r\ndone()\r\ndone()\r\n```\r\n"),
        ("```pycon\n>>> safe()  # grows\nout\n```\n", "```pycon\n>>> done()\n>>> done()\nout\n```\n"),
        ("```python\n    x\n    safe()  # grows\n```\n", "```python\n    x\n    done()\n    done()\n```\n"),
        ("```python\nsafe()  # grows", "```python\ndone()\ndone()"),
    ],
)
def test_new_lines_stand_where_the_others_do(cli, put, old, new):
    file = put("a.md", old)
    cli("run")
    assert file.read_bytes().decode() == new


@pytest.mark.parametrize("name", ["a.md", "a.markdown", "a.mdx", "a.qmd", "a.myst", "A.MD"])
def test_pages_are_found_by_their_names(cli, put, name):
    file = put(name, "```python\nsafe()\n```\n")
    assert cli("run").status == 0
    assert file.read_text() == "```python\ndone()\n```\n"


def test_findings_count_the_lines_of_the_page(cli, put):
    put("a.md", f"# Title\n\n```python\nx = 1\n```\n\n- item\n\n  ```python\n  {HAND}  ```\n\n```pycon\n>>> {HAND}```\n")
    places = [line.split(" ")[0] for line in cli("lint").out.splitlines() if line.startswith("a.md")]
    assert places == ["a.md:10:3:", "a.md:14:5:"]


def test_findings_that_name_a_line_name_one_of_the_page(cli, put):
    put("a.md", f"# Title\n\ntext\n\n```python\n{HAND}```\n")
    assert "a.md:6:1: GI205 left at line 6" in cli("lint").out


def test_after_a_rewrite_findings_are_where_the_lines_went(cli, put):
    put("a.md", f"```python\nsafe()  # grows\n```\ntext\n```python\n{HAND}```\n")
    assert "a.md:7:1: GI205" in cli("run").out


def test_a_fragment_that_matters_is_an_error_and_the_others_go_on(cli, put):
    file = put("a.md", "```python\nclient.models.generate_content(model, ...\n```\n\n```python\nsafe()\n```\n")
    outcome = cli("run")
    assert "a.md:2:1: GI001 this block does not parse" in outcome.out
    assert outcome.status == 4
    assert "done()" in file.read_text()


def test_a_fragment_that_says_nothing_old_is_a_note(cli, put):
    put("a.md", "```python\nx = (1,\n```\n\n()")
    outcome = cli("lint")
    assert "GI001" in outcome.out and "[note]" in outcome.out
    assert outcome.status == 0
    assert "GI001" not in cli("run", "--quiet").out


def test_a_finding_of_a_code_that_nobody_wants_is_not_made(cli, put):
    put("a.md", "```python\nclient.models.generate_content(\n```\n")
    assert cli("lint", "--ignore", "GI001").status == 0


def test_the_diff_is_a_patch_of_the_page(cli, put, git):
    file = put("a.md", f"text\n\n```python\n{SAFE}```\n")
    outcome = cli("run", "--diff")
    assert outcome.status == 1
    put("change.patch", outcome.raw)
    git("apply", "change.patch")
    assert file.read_text() == "text\n\n```python\ndone()\n```\n"


def test_a_page_that_is_not_utf_8_is_left(cli, put):
    file = put("a.md", b"```python\nsafe() # \xff\n```\n")
    outcome = cli("run")
    assert "a.md:2:1: GI002" in outcome.out
    assert outcome.status == 4
    assert b"safe()" in file.read_bytes()


def test_pages_are_no_modules_of_the_project(cli, put):
    put("README.md", f"```python\nfrom app import chat\n{SAFE}```\n")
    file = put("app.py", SAFE)
    assert cli("run").status == 0
    assert file.read_text() == "done()\n"
