"""A process that ends at the worst moment: every file is then old or new, and the next run finishes the job."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from migrate_interactions import writing
from tests.app.standin import DONE, SAFE
from tests.hard.amount import LONG

ROOT = Path(__file__).parents[2]
#: Enough that a file which is half written would be seen.
BODY = "# a line that stays\n" * 100
OLD, NEW = BODY + SAFE, BODY + DONE
LINUX = sys.platform == "linux"


def start(folder: Path, *arguments: str, pause: float = 0) -> subprocess.Popen[str]:
    """The command line in a process group of its own."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PAUSE": str(pause), "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    command = [sys.executable, "-m", "tests.hard.driver", *(arguments or ("run",))]
    return subprocess.Popen(
        command, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def state(folder: Path) -> tuple[int, int, list[str]]:
    """How many files are new and old, and what else there is."""
    texts = {path.name: path.read_text() for path in folder.rglob("*") if path.is_file()}
    rest = sorted(name for name, text in texts.items() if text not in (OLD, NEW) or not name.endswith(".py"))
    return sum(text == NEW for text in texts.values()), sum(text == OLD for text in texts.values()), rest


def many(folder: Path, count: int) -> Path:
    for number in range(count):
        path = folder / f"package{number % 10}" / f"module{number}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(OLD)
    return folder


# -- one file, killed at each step of writing it -----------------------------------------------------------------------


def in_a_process_that_dies(work: Callable[[], object]) -> None:
    """Do the work in a fork, which has to be killed by it."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def dying(*given: object, **options: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked here")
@pytest.mark.parametrize(
    ("owner", "step"),
    [(os, "fsync"), (writing, "_keep_mode_and_owner"), (os, "link"), (os, "replace")],
    ids=["when it is written", "when its mode is set", "when it is named", "when it takes the old one's place"],
)
@pytest.mark.parametrize("nameless", [True, False], ids=["with files without a name", "without such files"])
def test_a_process_that_is_killed_leaves_the_old_file_and_the_next_one_leaves_nothing_else(
    cli, put, monkeypatch, project, owner, step, nameless
):
    if nameless and not LINUX:
        pytest.skip("only Linux has files without a name")
    if not nameless:
        if step == "link":
            pytest.skip("nothing is named then")
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    file = put("a.py", SAFE)
    with monkeypatch.context() as patch:
        patch.setattr(owner, step, dying)
        in_a_process_that_dies(lambda: cli("run"))
    assert file.read_text() == SAFE
    left = sorted(set(os.listdir(project)) - {"a.py"})
    assert len(left) == (0 if nameless and step != "replace" else 1)
    assert cli("run").status == 0
    assert file.read_text() == DONE
    assert os.listdir(project) == ["a.py"]


@pytest.mark.skipif(not LINUX, reason="only Linux has files without a name")
def test_where_a_file_cannot_be_named_later_it_has_a_name_from_the_start(cli, put, monkeypatch, project):
    def refused(*given, **options):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    file = put("a.py", SAFE)
    assert cli("run").status == 0
    assert file.read_text() == DONE
    assert os.listdir(project) == ["a.py"]


def test_a_name_as_long_as_names_can_be_is_written(cli, put):
    file = put("a" * 252 + ".py", SAFE)
    assert cli("run").status == 0
    assert file.read_text() == DONE


# -- many files ---------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not LINUX, reason="elsewhere a file that was being written may be left for the next run")
@pytest.mark.parametrize("seed", range(LONG))
def test_a_run_over_a_thousand_files_is_killed_and_the_next_one_finishes_it(tmp_path, seed):
    folder = many(tmp_path, 1000)
    process = start(folder)
    while state_of_first(folder) == OLD and process.poll() is None:
        time.sleep(0.002)
    time.sleep(random.Random(seed).uniform(0, 0.15))
    os.killpg(process.pid, signal.SIGKILL)
    finish(process)
    new, old, rest = state(folder)
    assert new + old == 1000
    assert new
    assert rest == []
    assert finish(start(folder))[0] == 0
    assert state(folder) == (1000, 0, [])


def state_of_first(folder: Path) -> str:
    return (folder / "package0" / "module0.py").read_text()
