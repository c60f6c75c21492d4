"""No room, or no permission: each file is old or new, the others are done, and nothing else is left."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.app.standin import DONE, SAFE
from tests.hard.test_killed import NEW, OLD, finish, start

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked here")


def in_a_process(work: Callable[[], int]) -> int:
    """The status of some work, in a fork that may give up rights for good."""
    child = os.fork()
    if child == 0:
        status = 99
        try:
            status = work()
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("nameless", [True, False], ids=["with files without a name", "without such files"])
def test_files_that_the_system_refuses_to_hold_stay_and_others_are_done(cli, put, project, monkeypatch, nameless):
    import resource

    if not nameless:
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    large, small = put("a.py", OLD), put("b.py", SAFE)

    def limited() -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))
        outcome = cli("run")
        assert "a.py: GI003 cannot be written: file too large" in outcome.out
        return outcome.status

    assert in_a_process(limited) == 4
    assert (large.read_text(), small.read_text()) == (OLD, DONE)
    assert sorted(os.listdir(project)) == ["a.py", "b.py"]
    assert cli("run").status == 0
    assert large.read_text() == NEW


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of half a megabyte."""
    with tempfile.TemporaryDirectory() as folder:
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", folder], capture_output=True).returncode != 0:
            pytest.skip("a file system can be mounted by root only")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a file system of Linux")
def test_a_disk_that_is_full_is_said_for_each_file_and_the_next_run_finishes(small_disk):
    names = [f"module{number:03}.py" for number in range(30)]
    for name in names:
        (small_disk / name).write_text(OLD)
    ballast = small_disk / "ballast"
    with ballast.open("wb", buffering=0) as stream, pytest.raises(OSError, match="No space left"):
        while True:
            stream.write(b"x" * 512)
    status, out, err = finish(start(small_disk))
    assert status == 4
    assert out.count("GI003 cannot be written: no space left on device") == 30
    assert "Traceback" not in err
    assert {(small_disk / name).read_text() for name in names} == {OLD}
    assert sorted(os.listdir(small_disk)) == ["ballast", *names]
    ballast.unlink()
    assert finish(start(small_disk))[0] == 0
    assert {(small_disk / name).read_text() for name in names} == {NEW}


@pytest.mark.parametrize("what", ["the file", "its folder"])
def test_what_may_not_be_written_stays_and_the_others_are_done(cli, what, monkeypatch):
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o777)
        closed, good = folder / "closed" / "a.py", folder / "b.py"
        closed.parent.mkdir()
        closed.parent.chmod(0o777)
        for file in (closed, good):
            file.write_text(SAFE)
            file.chmod(0o666)
        closed.chmod(0o444) if what == "the file" else closed.parent.chmod(0o555)
        monkeypatch.chdir(folder)

        def as_somebody() -> int:
            if os.geteuid() == 0:
                os.setuid(65534)
            outcome = cli("run")
            assert "closed/a.py: GI003 cannot be written: permission denied" in outcome.out
            return outcome.status

        cli("run", "--check")  # whoever has no rights may not be able to import what is imported late
        assert in_a_process(as_somebody) == 4
        assert (closed.read_text(), good.read_text()) == (SAFE, DONE)
        closed.parent.chmod(0o777)
        assert sorted(path.name for path in folder.rglob("*.py")) == ["a.py", "b.py"]
        assert sorted(os.listdir(closed.parent)) == ["a.py"]
