"""Shell code in documents: scripts, fences of pages, cells and `!` lines of notebooks, and bodies in files beside them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from codemods.options import Options
from migrate_interactions.discovery import discover
from migrate_interactions.engine import survey, survey_bytes
from migrate_interactions.examine import examine
from migrate_interactions.results import Candidate, Failed, Migrated, Survey

ADDRESS = "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent"
BODY = '{"contents": [{"parts": [{"text": "x"}]}]}'
READ = "jq -r '.candidates[0].content.parts[0].text'"
CURL = f"curl -s {ADDRESS} -d '{BODY}'"
PYTHON = (
    'from google import genai\nclient = genai.Client()\nprint(client.models.generate_content(model="gemini-2.5-flash", contents="x").text)'
)


def migrated(name: str, text: str) -> Migrated:
    result = examine(Candidate(name, text.encode()), Options())
    assert isinstance(result, Migrated), result
    return result


def notebook(*cells: str, language: str = "python") -> str:
    made = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": text.splitlines(keepends=True)}
        for text in cells
    ]
    metadata = {"kernelspec": {"language": language, "name": language}}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": made}, indent=1)


def cells(result: Migrated) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(result.output)["cells"]]


def places(result: Migrated) -> list[tuple[int | None, int, int, str]]:
    return [(f.cell, f.span.line, f.span.column, f.code) for f in result.migration.findings if f.code in ("GI601", "GI101", "GI603")]


@pytest.mark.parametrize("fence", ["sh", "bash", "shell", "zsh", "{.bash}", "console"])
def test_fences_of_shells_are_migrated(fence: str) -> None:
    page = f"# Use\n\n```{fence}\n{CURL}\n```\n"
    assert "/interactions" in migrated("a.md", page).output.decode()


@pytest.mark.parametrize("fence", ["", "text", "python", "json", "yaml", "shellcheck-report"])
def test_fences_of_other_languages_are_left(fence: str) -> None:
    page = f"# Use\n\n```{fence}\n{CURL}\n```\n"
    assert not migrated("a.md", page).changed


def test_python_and_shell_of_a_page_change_together_and_findings_keep_their_lines() -> None:
    page = f"```python\n{PYTHON}\n```\n\nOr:\n\n> ```sh\n> {CURL} \\\n>   -s\n> ```\n"
    result = migrated("a.md", page)
    text = result.output.decode()
    assert "client.interactions.create" in text
    assert "> curl -s https://generativelanguage.googleapis.com/v1beta/interactions" in text
    assert places(result) == [(None, 3 + 1, 7, "GI101"), (None, 10, 3, "GI601")]
    assert not migrated("a.md", text).changed


def test_what_a_console_prints_is_no_code() -> None:
    page = f'```console\n$ {CURL} \\\n  -s\n{{"it\'s": 1}}\n$ echo done\n```\n'
    text = migrated("a.md", page).output.decode()
    assert text.startswith("```console\n$ curl -s https://generativelanguage.googleapis.com/v1beta/interactions")
    assert '{"it\'s": 1}\n$ echo done' in text


def test_windows_line_ends_stay() -> None:
    page = f"```sh\r\n{CURL} \\\r\n  -s\r\n```\r\n"
    output = migrated("a.md", page).output
    assert b"/interactions" in output
    assert output.count(b"\r\n") == output.count(b"\n")
    script = migrated("a.sh", f"{CURL} | {READ}\r\necho\r\n").output
    assert b"/interactions" in script
    assert script.count(b"\r\n") == script.count(b"\n") == 2


def test_cells_and_lines_for_the_shell_are_migrated_beside_python() -> None:
    result = migrated("a.ipynb", notebook(PYTHON, f"%%bash\n# ask\n{CURL}", f"x = 1\n!{CURL} \\\n  -s\nprint(x)"))
    assert "interactions.create" in cells(result)[0]
    assert "/interactions" in cells(result)[1]
    assert cells(result)[2].startswith("x = 1\n!curl -s https://generativelanguage.googleapis.com/v1beta/interactions")
    assert cells(result)[2].endswith("\\\n  -s\nprint(x)")
    assert places(result) == [(1, 3, 7, "GI101"), (2, 3, 1, "GI601"), (3, 2, 2, "GI601")]
    assert not migrated("a.ipynb", result.output.decode()).changed


def test_notebooks_of_a_shell_kernel_are_shell_code() -> None:
    result = migrated("a.ipynb", notebook(CURL, "echo", language="bash"))
    assert "/interactions" in cells(result)[0]


@pytest.mark.parametrize("cell", [f"%%bash --out answer\n{CURL}", f"%%script bash --out answer\n{CURL}"])
def test_an_answer_that_python_takes_is_reported_and_left(cell: str) -> None:
    result = migrated("a.ipynb", notebook(cell, "print(answer)"))
    assert not result.changed
    assert places(result) == [(1, 2, 1, "GI603")]


def test_a_file_that_python_reads_is_not_changed_under_it() -> None:
    result = migrated("a.ipynb", notebook(f"%%bash\n{CURL} > answer.json", 'import json\njson.load(open("answer.json"))'))
    assert not result.changed
    assert places(result) == [(1, 2, 1, "GI603")]


def test_files_are_followed_from_cell_to_cell() -> None:
    result = migrated("a.ipynb", notebook(f"%%bash\n{CURL} > answer.json", f"%%bash\n{READ} answer.json"))
    assert ".steps" in cells(result)[1]


# -- whole folders ---------------------------------------------------------------------------------------------------


def look(options: Options | None = None) -> Survey:
    return survey(discover(["."]), options or Options(), jobs=1)


def write(name: str, text: str) -> None:
    Path(name).write_text(text, encoding="utf-8")


def test_scripts_are_found_and_the_body_in_a_file_changes_with_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("ask.sh", f"curl -s {ADDRESS} -d @body.json | {READ}\n")
    write("body.json", BODY + "\n")
    found = look()
    assert [result.path for result in found.changed] == ["ask.sh"]
    assert [(other.path, json.loads(other.output)) for other in found.changed_beside] == [
        ("body.json", {"model": "gemini-2.5-flash", "input": "x", "store": False})
    ]


def test_a_body_that_another_file_names_stays_and_its_request_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("ask.sh", f"curl -s {ADDRESS} -d @body.json | {READ}\n")
    write("body.json", BODY + "\n")
    write("load.py", 'open("body.json")\n')
    found = look()
    assert not found.changed
    assert not found.changed_beside
    assert ["load.py" in finding.message for result in found.migrated for finding in result.migration.left] == [True]


def test_functions_of_a_script_that_others_take_in_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("lib.sh", f"ask() {{ {CURL}; }}\nask | {READ}\n")
    assert look().changed
    write("main.sh", ". ./lib.sh\nask | grep -c text\n")
    assert not look().changed


def test_a_script_that_is_no_utf8_is_a_failure_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.sh").write_bytes(b"echo \xff\n" + CURL.encode())
    assert [(failed.path, failed.code) for failed in look().results if isinstance(failed, Failed)] == [("a.sh", "GI002")]


def test_requests_of_python_without_an_sdk_are_reported_with_the_new_body(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(
        "ask.py",
        f'import requests\nr = requests.post("{ADDRESS}", json={{"contents": [{{"parts": [{{"text": "Hi"}}]}}], '
        '"generationConfig": {"maxOutputTokens": 5}})\n'
        'assert ":generateContent" in r.url\n'
        f'requests.post("{ADDRESS}", json=body)  # migrate-interactions: ignore\n'
        f'# "{ADDRESS}"\n',
    )
    (result,) = look().migrated
    assert not result.changed
    assert [(finding.span.line, finding.code) for finding in result.migration.findings] == [(2, "GI608")]
    assert (
        '{"model": "gemini-2.5-flash", "input": "Hi", "generation_config": {"max_output_tokens": 5}, "store": False}'
        in result.migration.findings[0].help
    )


def test_bytes_that_came_from_elsewhere_change_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    script = f"curl -s {ADDRESS} -d @body.json | {READ}\n"
    write("ask.sh", script)
    write("body.json", BODY + "\n")
    found = survey_bytes("ask.sh", script.encode(), Options())
    assert not found.changed
    assert not found.beside


@pytest.mark.parametrize(
    "code",
    [
        'u = f"{BASE}/models/{model}:{verb}"',
        'u = f"https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:{verb}?key={KEY}"',
        'u = BASE + "/models/" + model + ":" + verb',
        'u = "{}/models/{}:{}".format(BASE, model, verb)',
        'u = "%s/models/%s:%s" % (BASE, model, verb)',
    ],
)
def test_an_address_of_python_that_a_verb_is_put_into_is_reported(code: str) -> None:
    said = 'verb = "streamGenerateContent" if stream else "generateContent"\n'
    findings = migrated("a.py", f"{said}{code}\n").migration.findings
    assert [(finding.span.line, finding.code) for finding in findings] == [(2, "GI608")]
    assert not migrated("a.py", f'verb = "countTokens"  # not generateContent\n{code}\n').migration.findings


@pytest.mark.parametrize(
    "code",
    [
        "session.post('@', json=BODY)",
        "url = '@'\nsession.post(url, json=BODY)",
        "url = '@'\nbody = BODY\nsession.post(url, data=json.dumps(body).encode('utf-8'))",
        "body = BODY\nsession.post(url='@', data=json.dumps(body))",
    ],
)
def test_the_new_body_is_written_out_for_an_address_and_a_body_under_names(code: str) -> None:
    (finding,) = migrated("a.py", code.replace("@", ADDRESS).replace("BODY", BODY) + "\n").migration.findings
    assert '{"model": "gemini-2.5-flash", "input": "x", "store": false}' in finding.help


def test_no_body_is_written_out_where_there_may_be_another() -> None:
    code = f"url = '{ADDRESS}'\nbody = {BODY}\nif x:\n    body = {{}}\nsession.post(url, json=body)\n"
    assert "input" not in migrated("a.py", code).migration.findings[0].help.replace('"input": …', "")
    twice = f"url = '{ADDRESS}'\nsession.post(url, json={BODY})\nsession.post(url, json={{}})\n"
    assert "input" not in migrated("a.py", twice).migration.findings[0].help.replace('"input": …', "")
    itself = f"url = '{ADDRESS}'\nbody = json.dumps(body)\nsession.post(url, data=body)\nurl = url + '?key=' + key\n"
    assert "input" not in migrated("a.py", itself).migration.findings[0].help.replace('"input": …', "")


def test_the_name_of_a_method_is_no_request_of_python() -> None:
    code = 'if "generateContent" in model["supportedGenerationMethods"]:\n    print(model["name"][len("models/"):], f"models/{x}: {y}")\n'
    assert not migrated("a.py", code).migration.findings


@pytest.mark.parametrize("value", ['"${1:-generateContent}"', "'streamGenerateContent?alt=sse'"])
def test_an_address_of_shell_code_that_a_verb_is_put_into_is_reported(value: str) -> None:
    address = ADDRESS.partition(":generate")[0]
    code = f'VERB={value}\ncurl -s "{address}:${{VERB}}" -d @- <<EOF\n{BODY}\nEOF\n'
    result = migrated("a.sh", code)
    assert not result.changed
    assert [(finding.span.line, finding.code) for finding in result.migration.findings] == [(2, "GI605")]
    assert not migrated("a.sh", code.replace(value, "countTokens")).migration.findings


def test_requests_of_javascript_without_an_sdk_are_reported() -> None:
    code = (
        f"// {ADDRESS}\nconst r = await fetch(`{ADDRESS}?key=${{key}}`, {{ method: 'POST', body: JSON.stringify(body) }});\n"
        f"await fetch('{ADDRESS}');  // migrate-interactions: ignore\n"
    )
    result = migrated("a.js", code)
    assert [(finding.span.line, finding.code) for finding in result.migration.findings if finding.code == "GI608"] == [(2, "GI608")]
    assert not result.changed
