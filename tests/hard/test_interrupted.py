"""Ctrl-C, at any moment: status 130, no traceback, no half of a file, and no process that goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.hard.amount import LONG
from tests.hard.test_killed import ROOT, finish, many, start, state

#: Seconds after the start of a run that takes about one.
MOMENTS = [0.05, 0.3, 0.6] if LONG == 1 else [0.02 + number * 1.5 / (40 * LONG) for number in range(40 * LONG)]


def interrupted(process: subprocess.Popen[str], moment: float, *, alone: bool) -> tuple[int, str, str]:
    assert process.stderr is not None
    assert process.stderr.readline() == "ready\n"
    time.sleep(moment)
    if process.poll() is None:
        (os.kill if alone else os.killpg)(process.pid, signal.SIGINT)
    return finish(process)


def goes_on(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def is_over(group: int) -> bool:
    """Whether every process of a group is gone, at once or nearly so."""
    deadline = time.monotonic() + 5
    while goes_on(group) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not goes_on(group)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("alone", [False, True], ids=["from a terminal", "from another process"])
def test_ctrl_c_ends_a_run(tmp_path, moment, alone):
    folder = many(tmp_path, 100)
    process = start(folder, pause=0.02)
    status, out, err = interrupted(process, moment, alone=alone)
    new, old, rest = state(folder)
    assert (new + old, rest) == (100, [])
    assert is_over(process.pid)
    assert "Traceback" not in err
    if status != 0:  # it may have been done already
        assert (status, out) == (130, "")
        assert err in ("interrupted\n", "")
    else:
        assert new == 100
    assert status or moment > 0.5


def test_ctrl_c_between_two_files_that_are_written_leaves_the_rest_for_the_next_run(cli, put, monkeypatch, project):
    from migrate_interactions import interrupts, writing

    files = [put(f"{name}.py", "safe()\n") for name in "abc"]
    replace = writing._replace

    def and_interrupted(*given: object) -> None:
        replace(*given)
        monkeypatch.setattr(interrupts, "_came", [signal.SIGINT])  # its exception was lost

    monkeypatch.setattr(writing, "_replace", and_interrupted)
    outcome = cli("run")
    assert (outcome.status, outcome.err) == (130, "interrupted\n")
    assert [file.read_text() for file in files] == ["done()\n", "safe()\n", "safe()\n"]
    monkeypatch.setattr(writing, "_replace", replace)
    monkeypatch.setattr(interrupts, "_came", [])
    assert cli("run").status == 0
    assert {file.read_text() for file in files} == {"done()\n"}


def test_ctrl_c_while_the_program_is_loaded_is_no_traceback():
    code = """
import os, signal, sys
class Interrupting:
    def find_spec(self, name, *given):
        if name == "typer":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupting())
from migrate_interactions.__main__ import main
main()
"""
    done = subprocess.run([sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_a_run_that_was_started_to_go_on_goes_on(tmp_path):
    """As shells start what is put into the background."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process = start(many(tmp_path, 20), pause=0.01)
    finally:
        signal.signal(signal.SIGINT, before)
    status, _, err = interrupted(process, 0.1, alone=False)
    assert (status, err) == (0, "")


def test_workers_do_not_outlive_a_run_that_is_killed(tmp_path):
    process = start(many(tmp_path, 100), pause=0.05)
    assert process.stderr is not None
    process.stderr.readline()
    time.sleep(0.7)
    assert process.poll() is None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert is_over(process.pid)
    finish(process)


def test_ctrl_c_while_processes_are_forked_is_not_lost(monkeypatch):
    from migrate_interactions import interrupts
    from migrate_interactions.progress import watched

    monkeypatch.setattr(interrupts, "_came", [signal.SIGINT])
    with pytest.raises(KeyboardInterrupt):
        list(watched([1], 1))
