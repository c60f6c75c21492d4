"""All of the new bytes or none, and only over the bytes that were read."""

import os
import stat
from pathlib import Path

import pytest

from migrate_interactions import writing
from tests.app.standin import DONE, SAFE


def test_the_mode_is_kept(cli, put):
    file = put("a.py", SAFE)
    file.chmod(0o751)
    cli("run")
    assert stat.S_IMODE(file.stat().st_mode) == 0o751


def test_nothing_else_is_left_in_the_folder(cli, put, project):
    put("a.py", SAFE)
    cli("run")
    assert os.listdir(project) == ["a.py"]


def test_a_link_stays_a_link_and_its_target_is_written(cli, put, project):
    target = put("elsewhere/real.py", SAFE)
    link = project / "link.py"
    link.symlink_to(target)
    assert cli("run", "link.py").status == 0
    assert link.is_symlink()
    assert target.read_text() == DONE


def test_a_file_and_a_link_to_it_are_one_file(cli, put, project):
    put("real.py", SAFE)
    (project / "a_link.py").symlink_to("real.py")
    outcome = cli("run")
    assert outcome.status == 0
    assert "Rewrote 1 of 1 site in 1 of 1 file." in outcome.out


def test_a_file_that_changed_meanwhile_is_not_overwritten(cli, put, monkeypatch, project):
    file = put("a.py", SAFE)
    other = put("b.py", SAFE)
    write = writing._keep_mode_and_owner

    def and_somebody_saves(target, *others):
        if target.endswith("a.py"):
            file.write_text("mine\n")
        write(target, *others)

    monkeypatch.setattr(writing, "_keep_mode_and_owner", and_somebody_saves)
    outcome = cli("run")
    assert "a.py: GI006" in outcome.out
    assert outcome.status == 4
    assert file.read_text() == "mine\n"
    assert other.read_text() == DONE
    assert sorted(os.listdir(project)) == ["a.py", "b.py"]


def test_a_failure_while_writing_leaves_the_file_whole_and_no_rest(cli, put, monkeypatch, project):
    file = put("a.py", SAFE)

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    outcome = cli("run")
    assert "a.py: GI003 cannot be written: no space left on device" in outcome.out
    assert outcome.status == 4
    assert file.read_text() == SAFE
    assert os.listdir(project) == ["a.py"]


def test_an_interruption_while_writing_leaves_the_file_whole_and_no_rest(cli, put, monkeypatch, project):
    file = put("a.py", SAFE)

    def interrupted(handle):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    assert cli("run").status == 130
    assert file.read_text() == SAFE
    assert os.listdir(project) == ["a.py"]


def test_a_read_only_file_stays_although_its_folder_would_allow_it(cli, put, monkeypatch):
    file = put("a.py", SAFE)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    outcome = cli("run")
    assert "a.py: GI003 cannot be written: permission denied" in outcome.out
    assert file.read_text() == SAFE


def test_a_file_that_is_gone_by_the_time_of_writing_does_not_come_back(cli, put, monkeypatch):
    file = put("a.py", SAFE)
    access = os.access

    def and_gone(path, mode):
        file.unlink(missing_ok=True)
        return access(path, mode)

    monkeypatch.setattr(os, "access", and_gone)
    outcome = cli("run")
    assert "a.py: GI003 cannot be written: no such file" in outcome.out
    assert not file.exists()


@pytest.mark.parametrize("flag", [["--check"], ["--diff"]])
def test_a_look_touches_nothing(cli, put, monkeypatch, flag):
    put("a.py", SAFE)
    monkeypatch.setattr(writing, "_replace", lambda *arguments: pytest.fail("wrote"))
    cli("run", *flag)
    assert Path("a.py").read_text() == SAFE
