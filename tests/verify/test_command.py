"""The command: what it takes, what it asks, what it says, and its exit status."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.verify.conftest import Project
from tests.verify.programs import HELLO, QUICK

Changed = Callable[..., Project]

SAME = (HELLO, HELLO + "# changed\n")
OTHER = (HELLO, HELLO.replace("Hello", "Goodbye"))
IDLE = ("print(1)\n", "print(1)  # changed\n")


def last(text: str) -> str:
    return text.splitlines()[-1]


def test_what_changed_is_run_and_counted(changed: Changed) -> None:
    done = changed(a=SAME, b=IDLE).cli("verify", "--yes")
    assert done.status == 0
    assert "a.py: equivalent (1 call, the same output)\n" in done.out
    assert last(done.out) == "1 equivalent, 0 different, 0 not comparable, 1 not exercised, 0 not run."
    assert "    a.py\n    b.py\n" in done.err


def test_a_difference_is_status_1(changed: Changed) -> None:
    done = changed(a=OTHER).cli("verify", "--yes")
    assert done.status == 1
    assert "    call 1: turns[0].parts[0].text: 'Hello' became 'Goodbye'\n" in done.out
    assert "\n    output:\n" in done.out


def test_strict_fails_on_whatever_is_not_equivalent(changed: Changed) -> None:
    project = changed(a=SAME, b=IDLE)
    assert project.cli("verify", "--yes", "--strict", "a.py").status == 0
    assert project.cli("verify", "--yes", "--strict").status == 4


def test_nothing_changed_says_so(project: Project) -> None:
    project.put("a.py", HELLO)
    project.commit()
    done = project.cli("verify")
    assert (done.status, done.out) == (0, "No changed Python, JavaScript or TypeScript file against HEAD: nothing to verify.\n")


def test_without_a_terminal_it_wants_to_be_told(changed: Changed) -> None:
    done = changed(a=SAME).cli("verify")
    assert done.status == 2
    assert "a.py" in done.err
    assert last(done.err) == "error: this runs your code, and there is no terminal to ask on: pass --yes"


def test_paths_choose_among_the_changed_files(changed: Changed) -> None:
    project = changed(a=SAME, **{"sub/b": SAME})
    assert "a.py:" not in project.cli("verify", "--yes", "sub").out
    assert "b.py:" not in project.cli("verify", "--yes", "a.py").out


def test_a_file_that_is_named_runs_for_its_changed_neighbours(changed: Changed) -> None:
    library = QUICK + "def greet(): return ask('Hello')\n"
    main = "from library import greet\nprint(greet())\n"
    project = changed(library=(library, library.replace("Hello", "Bye")), main=(main, main))
    done = project.cli("verify", "--yes", "main.py")
    assert done.status == 1
    assert "main.py: different" in done.out


def test_a_function_can_be_run_in_place_of_files(changed: Changed) -> None:
    library = QUICK + "def greet(name): return ask('Hello ' + name)\n"
    done = changed(library=(library, library + "# changed\n")).cli("verify", "--yes", "--call", "library:greet", "--arg", "Ada")
    assert done.status == 0
    assert "library:greet: equivalent (1 call" in done.out


def test_an_earlier_revision_can_be_named(changed: Changed) -> None:
    project = changed(a=OTHER)
    project.commit()
    assert project.cli("verify", "--yes").out.startswith("No changed")
    assert project.cli("verify", "--yes", "--against", "HEAD~1").status == 1


def test_two_files_can_be_compared_without_git(tmp_path: Path, project: Project) -> None:
    folder = tmp_path / "elsewhere"
    for name, text in (("old/a.py", HELLO), ("new/b.py", HELLO + "# changed\n")):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(text)
    assert project.cli("verify", "--yes", "--pair", str(folder / "old/a.py"), str(folder / "new/b.py")).status == 0


def test_both_versions_have_the_files_git_does_not_know_yet_and_no_ignored_ones(changed: Changed) -> None:
    text = "import os\nprint(sorted(os.listdir()))\n" + HELLO
    project = changed(a=(text, text + "# changed\n"))
    project.put(".gitignore", "secret.txt\n")
    project.put("secret.txt", "x")
    project.put("data.txt", "x")
    assert project.cli("verify", "--yes").status == 0
    project.put("a.py", text.replace("sorted(os.listdir())", "os.path.exists('secret.txt'), os.path.exists('data.txt')"))
    assert "+(False, True)" in project.cli("verify", "--yes").out.replace("    +False True", "    +(False, True)")


def test_json_is_all_there_is_on_standard_output(changed: Changed) -> None:
    done = changed(a=OTHER, b=IDLE).cli("verify", "--yes", "--output-format", "json")
    report = json.loads(done.out)
    assert report["summary"] == {"equivalent": 0, "different": 1, "not_comparable": 0, "not_exercised": 1, "not_run": 0}
    assert report["results"][0]["differences"] == [{"call": 1, "field": "turns[0].parts[0].text", "before": "Hello", "after": "Goodbye"}]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--against", "nonsense"], "git has no such commit"),
        (["missing.py"], "missing.py: no such file or folder"),
        (["--call", "library"], "write MODULE:FUNCTION"),
        (["--python", "/no/such/python"], "no such interpreter"),
        (["--pair", "a.py", "missing.py"], "missing.py: no such file or folder"),
        (["--types", "--live"], "give one"),
        (["page.md"], "page.md: this version verifies Python, JavaScript and TypeScript files only"),
        (["a.py", "--pair", "a.py", "a.py"], "leave PATHS and --call out"),
    ],
)
def test_wrong_usage_is_one_line(changed: Changed, arguments: list[str], message: str) -> None:
    project = changed(a=SAME)
    project.put("page.md", "")
    done = project.cli("verify", "--yes", *arguments)
    assert done.status == 2
    assert message in last(done.err)


def test_outside_git_it_names_the_way_out(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    monkeypatch.chdir(outside)
    done = project.cli("verify", "--yes")
    assert (done.status, "--pair BEFORE AFTER" in done.err) == (2, True)


def test_without_the_sdk_it_says_what_to_install(changed: Changed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "google.genai", None)
    done = changed(a=SAME).cli("verify", "--yes")
    assert done.status == 2
    assert "pip install 'migrate-interactions[verify]'" in last(done.err)


def test_nothing_is_left_behind(changed: Changed) -> None:
    project = changed(a=OTHER)
    before = project.git("status", "--porcelain"), sorted(project.folder.rglob("*.py"))
    project.cli("verify", "--yes")
    assert (project.git("status", "--porcelain"), sorted(project.folder.rglob("*.py"))) == before
    assert list(project.temporary.iterdir()) == []
