"""`lint --summary`: how far a migration is, by language and folder."""

from __future__ import annotations

import json

import pytest

from codemods import python
from codemods.options import Options
from codemods.outcome import Finding, Migration, Place, Span
from migrate_interactions import engine
from migrate_interactions.diffbase import Changes
from migrate_interactions.reports import summary, text
from migrate_interactions.reports.folders import by_folder
from migrate_interactions.reports.languages import language
from migrate_interactions.reports.overview import Row, overview
from migrate_interactions.results import Failed, Migrated, Skipped, Survey
from tests.app.standin import HAND, NOTE, RAISE, SAFE, UNSAFE

_ONE, _TWO = Span(1, 1, 1, 9), Span(2, 1, 2, 9)


def _call(span: Span, fix: str | None, code: str = "GI101", cell: int | None = None) -> Finding:
    return Finding(span, code, "m", "warning", fix, cell=cell, request=True)


def _file(path: str, *left: Finding, done: int = 0) -> Migrated:
    made = tuple(Place(Span(line, 1, line, 5)) for line in range(100, 100 + done))
    return Migrated(path, b"", b"", Migration("", "", left=left, interactions=made))


def _total(*left: Finding) -> Row:
    return overview(Survey((_file("a.py", *left),))).total


def test_a_call_with_two_findings_is_counted_once_by_what_holds_it():
    assert _total(_call(_ONE, "unsafe"), _call(_ONE, None, "GI216")).by_hand == 1
    assert _total(_call(_ONE, "safe"), _call(_ONE, "unsafe", "GI202")).unsafe == 1
    assert _total(_call(_ONE, "safe"), _call(_ONE, "safe")).old == 1


def test_calls_on_the_same_line_of_two_cells_are_two():
    assert _total(_call(_ONE, "safe", cell=1), _call(_ONE, "safe", cell=2)).rewritable == 2


def test_what_is_no_call_is_counted_apart():
    read = Finding(_TWO, "GI104", "m", "warning", "safe")
    total = _total(_call(_ONE, "safe"), read)
    assert (total.old, total.other) == (1, 1)


def test_a_rewritable_site_with_the_code_of_a_call_is_one_although_it_does_not_say_so():
    assert _total(Finding(_ONE, "GI101", "m", "warning", "safe")).old == 1


@pytest.mark.parametrize(("old", "done", "percent"), [(0, 0, None), (1, 0, 0), (0, 3, 100), (1, 999, 99), (2, 1, 33)])
def test_all_is_only_done_when_nothing_is_left(old, done, percent):
    assert Row("a", rewritable=old, done=done).percent == percent


def test_files_without_old_words_and_files_that_failed_are_files():
    total = overview(Survey((Skipped("a.py"), Failed("b.py", "GI001", "m")))).total
    assert (total.files, total.errors) == (2, 1)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a.py", "Python"),
        ("x/A.IPYNB", "Notebooks"),
        ("a.mdx", "Markdown"),
        ("a.ts", "TypeScript"),
        ("a.gs", "Apps Script"),
        ("a.zig", ".zig"),
        ("-", "Other"),
    ],
)
def test_the_language_shows_in_the_name(path, name):
    assert language(path) == name


# -- where new calls are found ----------------------------------------------------------------------------------------

_NEW = 'from google import genai\nclient = genai.Client()\nclient.interactions.create(model="gemini-3.8-flash", input="Hi", store=False)\n'


def _places(path: str, data: str) -> list[tuple[int | None, int]]:
    survey = engine.survey_bytes(path, data.encode(), Options())
    return [(place.cell, place.span.line) for result in survey.migrated for place in result.migration.interactions]


def test_new_calls_of_a_notebook_stand_in_its_cells():
    code = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    cells = [{"cell_type": "markdown", "metadata": {}, "source": "# Text"}]
    cells += [{**code, "source": f"# here\n{line}"} for line in _NEW.splitlines()]
    assert _places("a.ipynb", json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})) == [(4, 2)]


def test_new_calls_of_a_page_stand_in_its_lines():
    assert _places("a.md", f"# Text\n\n```python\n{_NEW}```\n") == [(None, 6)]


def test_a_file_is_opened_although_nothing_in_it_but_the_resource_tells_of_the_new_api():
    assert python.may_concern(b"from core import client\nasking = client.interactions\nasking.create(input='Hi')\n")
    assert not python.may_concern(b"from core import client\nclient.send()\n")


def test_with_a_base_only_new_calls_on_changed_lines_count(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    survey = engine.survey_bytes("a.py", (_NEW + _NEW.splitlines()[2]).encode(), Options())
    since = Changes(str(tmp_path), frozenset({"a.py"}), {"a.py": frozenset({4})}).since(survey)
    assert (overview(survey).total.done, overview(since).total.done) == (2, 1)


# -- folders -------------------------------------------------------------------------------------------------------


def test_folders_are_those_below_what_all_files_have_in_common():
    paths = ["src/app/a.py", "src/web/b.py", "src/web/deep/c.py", "src/setup.py"]
    assert by_folder(dict.fromkeys(paths, 1)) == {
        "src/app/a.py": "src/app/",
        "src/web/b.py": "src/web/",
        "src/web/deep/c.py": "src/web/",
        "src/setup.py": "src/*",
    }


def test_a_folder_that_holds_most_of_it_is_divided():
    weights = {"tests/t.py": 1, "packages/a/x.py": 5, "packages/b/y.py": 5, "setup.py": 0}
    assert by_folder(weights) == {
        "tests/t.py": "tests/",
        "packages/a/x.py": "packages/a/",
        "packages/b/y.py": "packages/b/",
        "setup.py": "./*",
    }


def test_one_file_is_not_divided_for_ever():
    assert by_folder({"a/b/c.py": 9}) == {"a/b/c.py": "a/b/"}
    assert by_folder({"c.py": 9, "d.py": 0}) == {"c.py": "./", "d.py": "./"}
    assert by_folder({}) == {}


def test_very_many_folders_stay_one():
    weights = {f"all/{number}/a.py": 1 for number in range(100)} | {"b.py": 0}
    assert set(by_folder(weights).values()) == {"all/", "./*"}


def test_every_file_is_counted_once():
    weights = {f"{one}/{two}/{three}.py": one * two for one in range(4) for two in range(4) for three in range(3)}
    found = by_folder(weights)
    assert set(found) == set(weights)
    assert all(path.startswith(name.removesuffix("*")) for path, name in found.items())


# -- the table -----------------------------------------------------------------------------------------------------

_SURVEY = Survey(
    (
        _file("docs/guide.md", _call(_ONE, "safe"), _call(_TWO, None), done=1),
        _file("src/app.py", _call(_ONE, "safe"), _call(_TWO, "unsafe"), Finding(Span(3, 1, 3, 2), "GI104", "m", "warning"), done=2),
        Skipped("src/empty.py"),
    )
)


def test_the_table_is_aligned():
    assert list(summary.lines(overview(_SURVEY))) == [
        "By language  files  old calls  rewritable  unsafe  by hand  done   %  other places",
        "Markdown         1          2           1       0        1     1  33             0",
        "Python           2          2           1       1        0     2  50             1",
        "",
        "By folder    files  old calls  rewritable  unsafe  by hand  done   %  other places",
        "docs/            1          2           1       0        1     1  33             0",
        "src/             2          2           1       1        0     2  50             1",
        "",
        "Total            3          4           2       1        1     3  42             1",
    ]


@pytest.mark.parametrize("width", [50, 60, 80])
def test_the_table_fits_a_narrow_terminal(width):
    survey = Survey((_file("a_folder_with_a_rather_long_name/a.py", _call(_ONE, "safe")), _file("b/c.py")))
    table = list(summary.lines(overview(survey), width))
    assert max(map(len, table)) <= width
    assert [line.split()[-7:] for line in table if line.startswith("Total")] == [["1", "1", "0", "0", "0", "0", "0"]]


def test_files_that_were_not_read_have_a_column_when_there_are_some():
    survey = Survey((_file("a.py"), Failed("b.py", "GI001", "m")))
    table = list(summary.lines(overview(survey)))
    assert table[0].endswith("  not read")
    assert table[-1].split() == ["Total", "2", "0", "0", "0", "0", "0", "–", "0", "1"]


def test_the_summary_takes_the_place_of_the_findings_and_keeps_the_status(cli, put):
    put("pkg/a.py", SAFE + UNSAFE + HAND + NOTE)
    put("bad/b.py", RAISE)
    plain, outcome = cli("lint"), cli("lint", "--summary")
    assert outcome.status == plain.status == 5
    assert "GI205" not in outcome.out
    assert outcome.out.splitlines()[1].split() == ["Python", "2", "2", "1", "1", "0", "0", "0", "1", "1"]
    assert outcome.out.splitlines()[-1] == "Not read: 1 file, which `lint` names without --summary."


def test_no_file_is_said_to_be_none(cli):
    outcome = cli("lint", "--summary")
    assert (outcome.status, outcome.out) == (0, "No files.\n")


def test_files_that_are_no_code_are_named_below_the_table_when_something_is_left_in_them():
    old, new = Finding(_ONE, "GI020", "m", "warning"), Finding(_ONE, "GI401", "m", "note")
    beside = tuple(Migrated(path, b"", b"", Migration("", "", left=(finding,))) for path, finding in [("r.txt", old), (".env", new)])
    assert list(text.unseen_beside(Survey((), beside=beside))) == ["Besides, in files that are no code: r.txt."]


def test_what_a_baseline_did_is_said_below_the_table(cli, put):
    put("a.py", HAND)
    cli("lint", "--baseline", "known.json", "--write-baseline")
    outcome = cli("lint", "--summary", "--baseline", "known.json")
    assert outcome.status == 0
    assert outcome.out.splitlines()[-1] == "  Baseline: 1 finding of known.json passed."


def test_json_gets_the_numbers_besides_the_findings(cli, put):
    put("pkg/a.py", SAFE + HAND)
    report = json.loads(cli("lint", "--summary", "--output-format", "json").out)
    numbers = {"files": 1, "old": 1, "rewritable": 1, "unsafe": 0, "by_hand": 0, "done": 0, "other": 1, "errors": 0}
    assert list(report) == ["version", "summary", "overview", "findings"]
    assert report["overview"] == {
        "languages": [{"name": "Python", **numbers}],
        "folders": [{"name": "pkg/", **numbers}],
        "total": {"name": "Total", **numbers},
    }
    assert len(report["findings"]) == 2


@pytest.mark.parametrize("format", ["sarif", "github", "gitlab"])
def test_formats_without_a_place_for_it_refuse_the_summary(cli, put, format):
    put("a.py", SAFE)
    outcome = cli("lint", "--summary", "--output-format", format)
    assert outcome.status == 2
    assert "--summary goes with" in outcome.err


# -- requests without an SDK -----------------------------------------------------------------------------------------

_OLD = "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent"
_TO = "https://generativelanguage.googleapis.com/v1beta/interactions"
_POST = f'import requests\nr = requests.post("{_OLD}", json={{"contents": [{{"parts": [{{"text": "Hi"}}]}}]}})\nprint(r.status_code)\n'
_CURL = f'curl -s "{_OLD}" -d \'{{"contents": [{{"parts": [{{"text": "Hi"}}]}}]}}\''
_READ = " | jq -r '.candidates[0].content.parts[0].text'\n"


def _summed(path: str, data: str) -> tuple[int, int, int, int]:
    total = overview(engine.survey_bytes(path, data.encode(), Options())).total
    return total.rewritable, total.unsafe, total.by_hand, total.done


@pytest.mark.parametrize(
    ("path", "data", "numbers"),
    [
        ("a.py", _POST, (1, 0, 0, 0)),
        ("a.py", _POST + "send(r)\n", (0, 0, 1, 0)),
        ("a.py", f'import urllib.request\nurllib.request.urlopen("{_OLD}")\n', (0, 0, 1, 0)),
        ("a.py", f'URL = "{_TO}"\nimport requests\nrequests.post(URL, json={{}})\n', (0, 0, 0, 1)),
        ("a.py", 'import requests\nrequests.post("https://example.com/interactions", json={})\n', (0, 0, 0, 0)),
        ("a.sh", _CURL + _READ, (1, 0, 0, 0)),
        ("a.sh", _CURL + "\n", (0, 1, 0, 0)),
        ("a.sh", _CURL + " | python parse.py\n", (0, 0, 1, 0)),
        ("a.sh", f'URL={_TO}\ncurl "$URL" -d @body.json\ncurl {_TO} -d @body.json\n', (0, 0, 0, 2)),
        ("a.sh", "curl https://example.com/interactions\n", (0, 0, 0, 0)),
        ("a.md", f"# Text\n\n```bash\n{_CURL}\ncurl {_TO} -d '{{}}'\n```\n", (1, 0, 0, 1)),
        ("a.js", f"const r = await fetch('{_OLD}', {{ method: 'POST', body }});\n", (0, 0, 1, 0)),
        ("a.rb", f'Net::HTTP.post URI("{_OLD}"), body\n', (0, 0, 1, 0)),
    ],
)
def test_requests_without_an_sdk_are_calls_too(path, data, numbers):
    assert _summed(path, data) == numbers
