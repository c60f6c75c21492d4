"""Names, links, sizes and characters that nobody meant well."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from migrate_interactions.documents.source import LARGEST
from tests.app.standin import DONE, HAND, SAFE
from tests.hard.test_killed import ROOT

NAMES = [
    b"line\nend.py",
    b"\x1b[31mred.py",
    b"caf\xe9.py",
    b"[bold]markup[red].py",
    b"-dash.py",
    b"tab\there.py",
    b"quote'\".py",
    b"%41.py",
    b"a:b,c.py",
]


@pytest.fixture(params=["in git", "outside of git"])
def named(request, project):
    """A folder with a file under each name."""
    for name in NAMES:
        Path(os.fsdecode(name)).write_text(SAFE + HAND)
    if request.param == "in git":
        git = request.getfixturevalue("git")
        git("add", ".")
        git("commit", "-qm", "x")
    return project


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_whatever_a_file_is_called_it_is_rewritten_and_takes_one_line(named, cli):
    outcome = cli("run")
    assert {Path(os.fsdecode(name)).read_text() for name in NAMES} == {DONE + HAND}
    lines = [line for line in outcome.out.splitlines() if ": GI205 " in line]
    assert len(lines) == len(NAMES)
    assert "line\\nend.py:2:1: GI205" in outcome.out
    assert "\\x1b[31mred.py" in outcome.out
    assert "caf\\xe9.py" in outcome.out
    assert "[bold]markup[red].py" in outcome.out
    assert b"\x1b" not in outcome.raw
    assert outcome.err == ""
    assert cli("run", "--check").status == 1


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
@pytest.mark.parametrize("format", ["json", "sarif", "gitlab"])
def test_reports_for_programs_are_text_and_json_whatever_files_are_called(named, cli, format):
    outcome = cli("lint", "--output-format", format)
    text = outcome.raw.decode("ascii")
    assert "\\ud" not in text  # half of a character, which strict readers refuse
    assert len(text.split("GI205")) > len(NAMES)
    json.loads(text)
    if format == "sarif":
        found = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in json.loads(text)["runs"][0]["results"]}
        assert {"caf%E9.py", "line%0Aend.py", "%1B%5B31mred.py", "%2541.py"} <= found


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_workflow_commands_cannot_be_made_up_by_a_name(named, cli):
    outcome = cli("lint", "--output-format", "github")
    assert all(line.startswith("::") for line in outcome.out.splitlines())
    assert len(outcome.out.splitlines()) == 2 * len(NAMES)


def test_strings_of_the_code_do_not_reach_the_terminal_as_they_are(project, cli, put, monkeypatch):
    monkeypatch.undo()  # the real transforms
    os.chdir(project)
    evil = "\\x1b]0;owned\\x07 [red]x[/red] \u202e"
    put(
        "a.py",
        "from google import genai\nclient = genai.Client()\n"
        f'print(client.models.generate_content(model="gemini-{evil}", contents="x").text)\n',
    )
    done = subprocess.run(
        [sys.executable, "-m", "migrate_interactions", "lint"],
        env=os.environ | {"PYTHONPATH": str(ROOT), "FORCE_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=False,
    )
    assert b"gemini-" in done.stdout
    assert b"\x1b]0" not in done.stdout
    assert b"\x07" not in done.stdout
    assert "\u202e".encode() not in done.stdout
    assert b"[red]x[/red]" in done.stdout


# -- links ----------------------------------------------------------------------------------------------------------------


def test_links_to_folders_are_not_followed_and_a_loop_is_no_end(cli, put, project):
    good = put("pkg/a.py", SAFE)
    (project / "pkg/loop").symlink_to("..")
    (project / "pkg/self").symlink_to("self")
    assert cli("run").status == 0
    assert good.read_text() == DONE


@pytest.mark.parametrize("in_git", [False, True])
def test_a_link_that_leads_out_of_the_folder_is_not_written_through(cli, put, project, request, in_git, monkeypatch):
    if in_git:
        request.getfixturevalue("git")
    outside, good = put("outside/real.py", SAFE), put("tree/a.py", SAFE)
    (project / "tree/link.py").symlink_to("../outside/real.py")
    outcome = cli("run", "tree")
    assert "tree/link.py: GI003 is a link to ../outside/real.py, out of what was named; name the file" in outcome.out
    assert outcome.status == 4
    assert (outside.read_text(), good.read_text()) == (SAFE, DONE)
    assert cli("run", "--check", "tree").status == 4
    assert cli("run", "tree/link.py").status == 0
    assert outside.read_text() == DONE


def test_a_link_out_of_the_folder_to_code_that_is_not_ours_is_nothing_to_speak_of(cli, put, project):
    put("outside/real.py", "x = 1\n")
    put("tree/a.py", "")
    (project / "tree/link.py").symlink_to("../outside/real.py")
    outcome = cli("run", "tree")
    assert (outcome.status, outcome.out) == (0, "Nothing old in 2 files.\n")


def test_a_folder_that_is_named_by_a_link_is_the_tree(cli, put, project):
    file = put("real/a.py", SAFE)
    (project / "link").symlink_to("real")
    assert cli("run", "link").status == 0
    assert file.read_text() == DONE


# -- sizes ----------------------------------------------------------------------------------------------------------------


def quickly(cli, *arguments: str):
    """What others do on the machine meanwhile does not count."""
    started = time.process_time()
    outcome = cli(*arguments)
    assert time.process_time() - started < 60
    return outcome


def test_fifty_megabytes_of_code_are_refused_in_one_line_and_the_others_are_done(cli, put):
    put("big.py", SAFE + 'x = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"\n' * 1_200_000)
    good = put("a.py", SAFE)
    outcome = quickly(cli, "run")
    (line,) = [line for line in outcome.out.splitlines() if line.startswith("big.py")]
    assert "GI004 52.8 MB are more than the 1 MB that are analysed; move data out of the code" in line
    assert outcome.status == 4
    assert good.read_text() == DONE


def test_as_much_code_as_is_analysed_is(cli, put):
    file = put("a.py", SAFE + "#" * (LARGEST - len(SAFE)))
    assert cli("run").status == 0
    assert file.read_text().startswith(DONE)


def notebook(count: int, source: str) -> bytes:
    cell = json.dumps({"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": [source]})
    return ('{"cells": [' + ",".join([cell] * count) + '], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}').encode()


@pytest.mark.slow
@pytest.mark.parametrize("source", ["safe()", ""], ids=["with code", "with nothing"])
def test_a_notebook_with_a_million_cells_is_refused_in_one_line(cli, put, source):
    put("big.ipynb", notebook(1_000_000, source).replace(b'metadata": {}, "nbf', b'metadata": {"call": "()"}, "nbf'))
    good = put("a.py", SAFE)
    outcome = quickly(cli, "run")
    assert "big.ipynb:1:1: GI004 1000000 cells are more than the 10000 that are analysed; split the notebook" in outcome.out
    assert outcome.status == 4
    assert good.read_text() == DONE


@pytest.mark.slow
def test_a_notebook_with_fifty_megabytes_of_pictures_is_rewritten(cli, put):
    content = json.loads(notebook(3, "safe()"))
    content["cells"][0]["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": {"image/png": "A" * 50_000_000}}]
    file = put("a.ipynb", json.dumps(content))
    assert quickly(cli, "run").status == 0
    assert json.loads(file.read_text())["cells"][1]["source"] == ["done()"]


def test_a_chain_that_would_kill_the_parser_is_refused(cli, put):
    put("a.py", SAFE + "x = " + " and ".join(["1"] * 20_000) + "\n")
    outcome = cli("run")
    assert "a.py:1:1: GI004 the code is nested too deeply; split the long expression" in outcome.out
    assert outcome.status == 4


# -- configuration --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"this is not TOML", id="prose"),
        pytest.param(b"\xff\xfe\x00", id="no text"),
        pytest.param(b"[tool.migrate-interactions", id="half a table"),
        pytest.param(b"a = " + b"[" * 20_000, id="nested without end"),
        pytest.param(b"tool = 1", id="another thing"),
        pytest.param(b"[tool]\nmigrate-interactions = []", id="a list"),
    ],
)
def test_a_configuration_that_is_none_is_one_line_and_nothing_is_written(cli, put, content):
    put("pyproject.toml", content)
    file = put("a.py", SAFE)
    outcome = cli("run")
    if content == b"tool = 1":  # TOML, and not about us
        assert outcome.status == 0
        return
    assert outcome.status == 2
    assert outcome.err.startswith("error: ")
    assert "pyproject.toml" in outcome.err
    assert outcome.err.count("\n") == 1
    assert file.read_text() == SAFE
