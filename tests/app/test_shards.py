"""`--shard I/N` and `report merge`: the shards of a run are the run."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from migrate_interactions.shards import Shard
from tests.app.test_project import OLD, invoke

Put = Callable[..., Path]
FIXTURES = Path(__file__).parents[2] / "fixtures"


@pytest.fixture
def tree(project: Path, put: Put) -> Path:
    """A project whose files need one another, a chat that is used in a file without any word of the SDK, and a broken file."""
    shutil.copytree(FIXTURES / "project" / "support_desk" / "before", project / "desk")
    shutil.copytree(FIXTURES / "project" / "handed_in" / "before", project / "handed")
    put(
        "core.py",
        "from google import genai\n\nclient = genai.Client()\nMODEL = 'gemini-1.5-flash'\nchat = client.chats.create(model=MODEL)\n",
    )
    put("sender.py", "from core import chat\n\nprint(chat.send_message('Hi').text)\n")
    put("broken.py", "import genai\ndef (\n")
    for number in range(6):
        put(f"app{number}.py", f"from core import client\n{OLD}")
    return project


def _shards(count: int, *options: str) -> list[str]:
    reports = []
    for number in range(1, count + 1):
        path = Path(f"../{count}-{number}.json")
        path.write_text(invoke("lint", f"--shard={number}/{count}", "--output-format=json", *options).out)
        reports.append(str(path))
    return reports


def _patches(text: str) -> set[str]:
    return {f"--- a/{patch}" for patch in text.split("--- a/") if patch}


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_the_shards_of_a_lint_are_the_lint(tree: Path, count: int) -> None:
    whole = invoke("lint", "--output-format=json")
    merged = invoke("report", "merge", "--output-format=json", *_shards(count))
    assert json.loads(merged.out) == json.loads(whole.out)
    assert merged.status == whole.status == 5


@pytest.mark.parametrize("count", [2, 3])
def test_the_shards_of_a_run_write_what_the_run_writes(tree: Path, count: int) -> None:
    shards = [invoke("run", "--diff", f"--shard={number}/{count}") for number in range(1, count + 1)]
    whole = _patches(invoke("run", "--diff").out)
    assert whole
    assert sorted(patch for shard in shards for patch in _patches(shard.out)) == sorted(whole)


def test_a_file_stays_in_its_shard_whatever_comes_and_goes() -> None:
    paths = [f"pkg{number % 7}/module{number}.py" for number in range(300)]
    owners = {path: [number for number in range(1, 5) if Shard(number, 4).holds(path)] for path in paths}
    assert {len(shards) for shards in owners.values()} == {1}
    assert owners["pkg0/module0.py"] == [2]
    assert all(list(owners.values()).count([number]) > 30 for number in range(1, 5))


def test_files_that_are_no_code_are_left_to_a_run_without_shards(tree: Path, put: Put) -> None:
    requirements = put("requirements.txt", "google-genai<2\n")
    for number in (1, 2):
        invoke("run", f"--shard={number}/2")
    assert requirements.read_text() == "google-genai<2\n"
    invoke("run")
    assert requirements.read_text() != "google-genai<2\n"


@pytest.mark.parametrize("shard", ["0/2", "3/2", "1", "1/0", "a/b", "-1/2", "1/2/3"])
def test_what_is_no_shard_is_refused(project: Path, shard: str) -> None:
    outcome = invoke("lint", f"--shard={shard}")
    assert outcome.status == 2
    assert "has to be I/N" in outcome.err


@pytest.mark.parametrize(
    "arguments",
    [["run", "--shard=1/2", "--verify"], ["lint", "--shard=1/2", "--baseline=b.json", "--write-baseline"], ["lint", "-", "--shard=1/2"]],
)
def test_what_is_about_all_files_is_refused_for_a_shard(project: Path, arguments: list[str]) -> None:
    assert invoke(*arguments).status == 2


def test_a_report_for_people_names_every_place_and_the_numbers(tree: Path) -> None:
    whole = json.loads(invoke("lint", "--output-format=json").out)
    merged = invoke("report", "merge", *_shards(3))
    for finding in whole["findings"]:
        assert f"{finding['path']}:" in merged.out
        assert finding["code"] in merged.out
    summary = whole["summary"]
    assert f"{summary['sites']} sites in {summary['files']} files: {summary['rewritable']} safe" in merged.out
    assert "1 file not handled" in merged.out


def test_reports_without_findings_are_the_good_end(project: Path, put: Put) -> None:
    put("a.py", "import os\n")
    put("b.py", "import genai\n")
    merged = invoke("report", "merge", *_shards(2))
    assert merged.status == 0
    assert merged.out == "0 sites in 2 files: 0 safe, 0 unsafe, 0 by hand.\n"


def test_a_missing_a_doubled_and_a_foreign_shard_are_refused(tree: Path) -> None:
    one, two, three = _shards(3)
    assert "shard 2/3 is missing" in invoke("report", "merge", one, three).err
    assert "shard 1/3 is there twice" in invoke("report", "merge", one, one, two, three).err
    (other, _) = _shards(2)
    assert invoke("report", "merge", one, two, three, other).status == 2
    whole = Path("../whole.json")
    whole.write_text(invoke("lint", "--output-format=json").out)
    assert invoke("report", "merge", one, two, three, str(whole)).status == 2


def test_reports_about_different_folders_are_joined_and_about_the_same_file_refused(tree: Path) -> None:
    desk, handed = Path("../desk.json"), Path("../handed.json")
    desk.write_text(invoke("lint", "desk", "--output-format=json").out)
    handed.write_text(invoke("lint", "handed", "--output-format=json").out)
    assert invoke("report", "merge", str(desk), str(handed)).status == 1
    assert "is in " in invoke("report", "merge", str(desk), str(desk)).err


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"version": 2}', '{"version": 1, "summary": {}, "findings": [{"path": 1}]}'])
def test_what_is_no_report_is_said_in_one_line(project: Path, content: str | None) -> None:
    if content is not None:
        (project / "r.json").write_text(content)
    outcome = invoke("report", "merge", "r.json")
    assert outcome.status == 2
    assert outcome.err.startswith("error: r.json: ")
    assert outcome.err.count("\n") == 1
