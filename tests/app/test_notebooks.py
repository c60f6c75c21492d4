"""Notebooks, bytes in and bytes out: only the source lines that change do, whatever the file looks like."""

from __future__ import annotations

import itertools
import json

import pytest

from migrate_interactions.documents.notebook import open_notebook
from tests.app.standin import DONE, HAND, NOTE, SAFE

_NUMBERS = itertools.count()


def cell(*lines: str, **more: object) -> dict[str, object]:
    text = "\n".join(lines)
    own = {"cell_type": "code", "execution_count": 1, "id": f"c{next(_NUMBERS)}", "metadata": {}, "outputs": []}
    return {**own, "source": text.splitlines(True), **more}


def prose(text: str) -> dict[str, object]:
    return {"cell_type": "markdown", "id": "prose", "metadata": {}, "source": [text]}


def notebook(*cells: dict[str, object], **metadata: object) -> dict[str, object]:
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def written(content: object, **style: object) -> bytes:
    return json.dumps(content, **{"indent": 1, "ensure_ascii": False, **style}).encode()  # type: ignore[arg-type]


PLAIN = notebook(prose("safe() in prose"), cell("x = 1", "safe()", "y = 2"), cell("other()"))
OUTPUT = {"name": "stdout", "output_type": "stream", "text": ["safe()\n"]}

#: Files of every look. In each of them `safe()` is a line of one code cell and becomes `done()`; nothing else may change.
LOOKS = {
    "as Jupyter writes it": written(PLAIN) + b"\n",
    "without a line end at the end": written(PLAIN),
    "as Colab writes it, two blanks deep": written(PLAIN, indent=2),
    "with tabs": written(PLAIN, indent="\t"),
    "on one line": written(PLAIN, indent=None, separators=(",", ":")),
    "on one line, with blanks": written(PLAIN, indent=None),
    "with a byte order mark": b"\xef\xbb\xbf" + written(PLAIN),
    "with line ends of Windows": written(PLAIN).replace(b"\n", b"\r\n"),
    "with keys in another order": written({"nbformat_minor": 5, "metadata": {}, "nbformat": 4, "cells": PLAIN["cells"]}, sort_keys=True),
    "with the source as one string": written(notebook({**cell(), "source": "x = 1\nsafe()\ny = 2"})),
    "with the source as one string in a list": written(notebook({**cell(), "source": ["x = 1\nsafe()\ny = 2"]})),
    "with the source before everything else": written(notebook({"source": ["x = 1\n", "safe()\n"], "outputs": [], "metadata": {}, "id": "a", "cell_type": "code", "execution_count": None})),
    "with letters that are not ASCII": written(notebook(cell("é = '→ 😀'", "safe()"))),
    "with escapes for letters that are not ASCII": written(notebook(cell("é = '→ 😀'", "safe()")), ensure_ascii=True),
    "with escapes that a web page wants": written(notebook(cell("x = '<b>'", "safe()"))).replace(b"<", b"\\u003c").replace(b">", b"\\u003E"),
    "with escapes where none are needed": written(notebook(cell("x = 'a/b'", "safe()"))).replace(b"a/b", b"\\u0061\\/b"),
    "with tabs and quotes in the source": written(notebook(cell("x = \"\t\\n\"", "safe()"))),
    "with outputs of the old code": written(notebook(cell("safe()", outputs=[OUTPUT]))).replace(b'"text": [\n      "safe()', b'"text": [\n      "saf()'),
    "with cells without a source": written(notebook({"cell_type": "code", "metadata": {}, "outputs": []}, cell("safe()"))),
    "with an attachment full of brackets": written(notebook({**prose("]}"), "attachments": {"a]": {"x": '"}]{["\\'}}}, cell("safe()"))),
    "with a heading of a form": written(notebook(cell("# @title Ask {display-mode: \"form\"}", "# @markdown words", "safe()"))),
    "with a semicolon at the end": written(notebook(cell("safe()", "x();"))),
    "with empty cells": written(notebook(cell(""), cell("safe()"), cell(""))),
    "with blank lines around": written(notebook(cell("", "", "safe()", "", ""))),
    "with comments at both ends of cells": written(notebook(cell("x = 1", "# end"), cell("# start", "safe()", "# end"), cell("# only"))),
    "with a future import in every cell": written(notebook(cell("from __future__ import annotations", "safe()"), cell("from __future__ import annotations"))),
    "with an await on top": written(notebook(cell("await x", "safe()", "async with x as y:", "    await y"))),
}  # fmt: skip


@pytest.mark.parametrize("data", LOOKS.values(), ids=LOOKS)
def test_only_the_line_that_changes_does(cli, put, data):
    file = put("a.ipynb", data)
    lines = data.split(b"safe()")
    own = next(number for number, piece in enumerate(lines[:-1]) if not lines[number + 1].startswith(b" in prose"))
    assert cli("run").status == 0
    assert file.read_bytes() == b"safe()".join(lines[: own + 1]) + b"done()" + b"safe()".join(lines[own + 1 :])
    again = file.read_bytes()
    assert cli("run").status == 0
    assert file.read_bytes() == again


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'["safe()  # grows"]', b'["done()\\n", "done()"]'),
        (b'["safe()  # grows\\n", "x"]', b'["done()\\n", "done()\\n", "x"]'),
        (b'["safe()  # grows\\n","x"]', b'["done()\\n","done()\\n","x"]'),
        (b'[\n    "safe()  # grows"\n   ]', b'[\n    "done()\\n",\n    "done()"\n   ]'),
        (b'[\r\n\t"safe()  # grows"\r\n]', b'[\r\n\t"done()\\n",\r\n\t"done()"\r\n]'),
        (b'"safe()  # grows\\nx"', b'"done()\\ndone()\\nx"'),
        (b'["safe()  # grows\\nx"]', b'["done()\\ndone()\\nx"]'),
        (b'["x\\u000asafe()  # grows"]', b'["x\\u000adone()\\ndone()"]'),
    ],
)
def test_new_lines_are_written_as_the_others_are(cli, put, old, new):
    frame = b'{"cells": [{"cell_type": "code", "source": %s, "metadata": {}, "outputs": []}], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}'
    file = put("a.ipynb", frame % old)
    cli("run")
    assert file.read_bytes() == frame % new


MAGICS = [
    "%pip install -q google-genai",
    "!ls -l {x} $y",
    "!curl https://example.com \\\n  -o file \\\n  --silent",
    "files = !ls",
    "a, b = %sql select 1",
    "x?",
    "print??",
    "?print",
    "%matplotlib inline",
    "if x:\n    !ls\n    %cd ..",
    "for _ in x:\n\t!echo tab",
    "pip install -U google-genai",
    "%%time\nx = 1",
    "%%capture --no-stderr out\n!ls",
    "  \n%%timeit -n 3\nx",
    "text = '''\n!not a command\n%not magic\nwhat?\n'''\n!ls",
    "x = (1 +\n     2)\n!ls  # 'quote",
    "x = 'it''s'  # don't\n!ls",
    'x = """a\\""""\n!ls',
    "x = 5 \\\n  % 2\n!ls",
    "%%bash\nls\nsafe()",
    "%%html\n<b>{x}</b>",
    "%%writefile app.py\nx = 1",
    "%%javascript\nfunction() { return '`' }",
    'x = 1 # @param {type: "integer"}\n!ls',
]


@pytest.mark.parametrize("source", MAGICS)
def test_what_only_ipython_reads_stays_as_it_is(cli, put, source):
    file = put(
        "a.ipynb", written(notebook(cell("x = y = 1"), cell(source), cell("safe()"), cell(f"%%time\nsafe()\n{source.removeprefix('%%')}")))
    )
    outcome = cli("run")
    kept = json.loads(file.read_bytes())["cells"]
    assert "".join(kept[1]["source"]) == source
    assert kept[2]["source"] == ["done()"]
    assert "__migrate" not in file.read_text() + outcome.out


def test_a_cell_that_parses_has_no_magic(cli, put):
    source = "text = '''\n!ls\n%cd\n'''\nsafe()"
    file = put("a.ipynb", written(notebook(cell(source))))
    assert cli("run").status == 0
    assert "".join(json.loads(file.read_bytes())["cells"][0]["source"]) == source.replace("safe", "done")


def test_a_cell_that_does_not_parse_is_named_and_the_others_go_on(cli, put):
    file = put("a.ipynb", written(notebook(prose("x"), cell("ok = 1", "response = client.models.generate_content("), cell("safe()"))))
    outcome = cli("run")
    assert "a.ipynb:cell 2:2:1: GI001 this block does not parse" in outcome.out
    assert outcome.status == 4
    assert json.loads(file.read_bytes())["cells"][2]["source"] == ["done()"]


def test_a_cell_that_does_not_parse_and_says_nothing_old_is_only_a_note(cli, put):
    put("a.ipynb", written(notebook(cell("print 'hello'"), cell("x()"))))
    outcome = cli("lint")
    assert "a.ipynb:cell 1:1:1: GI001" in outcome.out and "[note]" in outcome.out
    assert outcome.status == 0


def test_findings_name_cell_and_line(cli, put):
    put("a.ipynb", written(notebook(prose("x"), cell("x = 1"), cell("!ls \\\n -l", "", HAND.strip()))))
    assert "a.ipynb:cell 3:4:1: GI205 left at line" in cli("lint").out
    found = json.loads(cli("lint", "--output-format", "json").out)["findings"][0]
    assert (found["cell"], found["line"], found["column"], found["end_line"]) == (3, 4, 1, 4)


def test_findings_of_python_files_have_no_cell(cli, put):
    put("a.py", HAND)
    assert "cell" not in json.loads(cli("lint", "--output-format", "json").out)["findings"][0]


def test_findings_come_in_the_order_of_cells(cli, put):
    put("a.ipynb", written(notebook(cell("x", "x", HAND.strip()), cell(HAND.strip()))))
    lines = [line for line in cli("lint").out.splitlines() if line.startswith("a.ipynb")]
    assert [line.split(":")[1:3] for line in lines] == [["cell 1", "3"], ["cell 2", "1"]]


def test_after_a_rewrite_findings_are_where_the_lines_went(cli, put):
    put("a.ipynb", written(notebook(cell("safe()  # grows"), cell("safe()  # grows", HAND.strip(), NOTE.strip()))))
    out = cli("run").out
    assert "a.ipynb:cell 2:3:1: GI205" in out
    assert "a.ipynb:cell 2:4:1: GI401" in out


def test_the_diff_shows_the_source_of_the_changed_cells(cli, put):
    data = written(notebook(cell("x = 1", "safe()"), cell("y = 1")))
    file = put("a.ipynb", data)
    out = cli("run", "--diff").out
    assert "--- a/a.ipynb cell 1" in out and "cell 2" not in out
    assert "-safe()\n+done()\n" in out
    assert file.read_bytes() == data
    assert cli("run", "--check").status == 1
    assert file.read_bytes() == data


def test_standard_input_can_be_a_notebook(cli):
    data = written(PLAIN)
    outcome = cli("run", "-", "--stdin-filename", "a.ipynb", stdin=data)
    assert outcome.raw == data.replace(b'"safe()\\n"', b'"done()\\n"')


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b'{"worksheets": [], "nbformat": 3, "x": "()"}', "GI007 notebooks of format 3 are not handled"),
        (b'{"x": "()"}', "GI007 this is no notebook"),
        (b'["()"]', "GI007 this is no notebook"),
        (b'{"cells": [()', "GI001 is not valid JSON"),
        (b'{"cells": ["\xff()"]}', "GI002 byte 0xff is not valid utf-8"),
        (b'{"cells": [{"cell_type": "code", "source": ["__migrate_interactions_block_0__ ()"]}]}', "GI004 names that begin with"),
    ],
)
def test_what_is_no_notebook_of_ours_is_reported_and_left(cli, put, data, line):
    file = put("a.ipynb", data)
    outcome = cli("run")
    assert line in outcome.out
    assert outcome.status == 4
    assert file.read_bytes() == data


@pytest.mark.parametrize("metadata", [{"kernelspec": {"language": "R", "name": "ir"}}, {"language_info": {"name": "javascript"}}])
def test_a_notebook_in_another_language_is_not_ours(cli, put, metadata):
    file = put("a.ipynb", written(notebook(cell("safe()"), **metadata)))
    assert cli("run").status == 0
    assert "safe()" in file.read_text()


def test_a_cell_in_another_language_is_not_ours(cli, put):
    file = put("a.ipynb", written(notebook(cell("safe()", metadata={"vscode": {"languageId": "csharp"}}), cell("safe()"))))
    cli("run")
    assert [c["source"] for c in json.loads(file.read_bytes())["cells"]] == [["safe()"], ["done()"]]


def test_many_notebooks_are_worked_on_in_processes(cli, put):
    import multiprocessing

    if multiprocessing.get_start_method() != "fork":
        pytest.skip("the stand-in reaches workers only by fork")
    files = [put(f"n{number}.ipynb", written(PLAIN)) for number in range(10)]
    assert cli("run").status == 0
    assert {file.read_bytes() for file in files} == {written(PLAIN).replace(b'"safe()\\n"', b'"done()\\n"')}


@pytest.mark.parametrize("data", [data for name, data in LOOKS.items() if "without a source" not in name])
def test_what_is_written_is_a_valid_notebook(cli, put, data):
    nbformat = pytest.importorskip("nbformat", reason="`make test` installs it")
    before = json.loads(data.decode("utf-8-sig"))
    nbformat.validate(nbformat.from_dict(before))
    file = put("a.ipynb", data)
    cli("run")
    after = json.loads(file.read_bytes().decode("utf-8-sig"))
    nbformat.validate(nbformat.from_dict(after))
    assert DONE.strip() in str(after) and SAFE.strip() in str(before)


def test_places_of_cells_count_all_cells():
    opened = open_notebook(written(notebook(prose("x"), {"cell_type": "raw", "metadata": {}, "source": "safe()"}, cell("x"))))
    assert [found.number for found in opened.cells] == [3]


def test_a_line_of_a_cell_is_no_line_of_the_file_in_reports_for_programs(cli, put):
    put("a.ipynb", written(PLAIN))
    said = cli("lint", "--output-format", "github").out.splitlines()
    assert len(said) == 1
    assert "line=1" in said[0]
    assert "cell 2, line 2: " in said[0]
