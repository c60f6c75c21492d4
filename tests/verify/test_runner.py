"""What programs can and cannot do while they are verified, and what is left of them: nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from migrate_interactions.verify.runner.program import Program
from tests.verify.conftest import Bench, Project
from tests.verify.programs import HELLO


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def ends(pid: int) -> bool:
    """Whether a process that was told to end does so; a busy machine takes its time."""
    deadline = time.monotonic() + 20
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_alive(pid)


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.create_connection(('192.0.2.1', 80), timeout=1)",
        "socket.socket().connect(('127.0.0.1', 9))",
        "socket.getaddrinfo('example.com', 443)",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
        "urllib.request.urlopen('http://example.com/')",
        "asyncio.run(asyncio.open_connection('192.0.2.1', 80))",
    ],
)
def test_no_network_but_the_service(bench: Bench, attempt: str) -> None:
    run = bench.run(f"import asyncio, socket, urllib.request\n{attempt}\n")
    assert run.failure is not None
    assert "reach the loopback service only" in run.failure.message
    assert run.blocked


def test_a_refused_connection_is_the_reason(bench: Bench) -> None:
    source = "import urllib.request; urllib.request.urlopen('http://example.com/')\n"
    outcome = bench.verify(source, source)
    assert "it needs a connection to example.com" in str(outcome)


def test_children_in_python_have_no_network_either(bench: Bench) -> None:
    source = """
import subprocess, sys
child = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
print(subprocess.run([sys.executable, "-c", child], stderr=subprocess.PIPE, text=True).stderr)
"""
    assert "reach the loopback service only" in bench.run(source).stdout


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks into /proc")
@pytest.mark.parametrize("new_session", [False, True])
def test_children_do_not_outlive_the_program(bench: Bench, tmp_path: Path, new_session: bool) -> None:
    source = f"""
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session={new_session})
print(child.pid)
"""
    started = time.monotonic()
    run = bench.run(source)
    assert time.monotonic() - started < 60
    assert ends(int(run.stdout))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks into /proc")
def test_a_hanging_program_ends_with_its_children(impatient: Bench) -> None:
    run = impatient.run("import os, time\npid = os.fork()\nif pid: print(os.getpid(), pid, flush=True)\ntime.sleep(600)\n")
    assert run.ended.timed_out
    assert all(ends(int(pid)) for pid in run.stdout.split())


def test_a_program_that_prints_without_end_is_stopped(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("migrate_interactions.verify.runner.process.OUTPUT_LIMIT", 100_000)
    assert bench.run("while True: print('x' * 1000)\n").ended.flooded


def test_the_environment_holds_no_credentials_and_no_home(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_SECRET_ACCESS_KEY", "GOOGLE_APPLICATION_CREDENTIALS", "DATABASE_URL"):
        monkeypatch.setenv(name, "secret-value")
    monkeypatch.setenv("GEMINI_API_KEY", "secret-value")
    run = bench.run("import os; print(dict(os.environ)); print(os.path.expanduser('~')); print(os.listdir(os.path.expanduser('~')))\n")
    assert "secret-value" not in run.stdout
    assert str(Path.home()) not in run.stdout.splitlines()[1]
    assert run.stdout.splitlines()[2] == "[]"


def test_every_run_starts_in_a_fresh_copy_at_the_same_place(bench: Bench) -> None:
    source = "import os; print(os.getcwd(), sorted(os.listdir())); open('left.txt', 'w').close()\n"
    assert bench.run(source).stdout == bench.run(source).stdout
    assert "left.txt" not in bench.run(source).stdout


def test_the_tree_itself_is_never_written(bench: Bench) -> None:
    bench.run("open('left.txt', 'w').close(); import data\n", **{"data.py": ""})
    assert not list(bench.place.rglob("left.txt"))
    assert not list(bench.place.rglob("__pycache__"))


def test_a_file_of_a_package_runs_as_a_module(bench: Bench) -> None:
    files = {"shop/__init__.py": "", "shop/names.py": "NAME = 'Larkfield'\n", "shop/main.py": "from .names import NAME\nprint(NAME)\n"}
    assert bench.run("", Program("shop/main.py"), **files).stdout == "Larkfield\n"


def test_a_script_finds_modules_beside_it_and_at_the_top(bench: Bench) -> None:
    files = {"a/main.py": "import beside, top\nprint('found')\n", "a/beside.py": "", "top.py": ""}
    assert bench.run("", Program("a/main.py"), **files).stdout == "found\n"


def test_a_function_is_called_with_arguments_and_its_result_printed(bench: Bench) -> None:
    source = "async def greet(name): return f'Hello {name}'\ndef quiet(): pass\n"
    assert bench.run(source, Program(call="program:greet", arguments=("Ada",))).stdout == "'Hello Ada'\n"
    assert bench.run(source, Program(call="program:quiet")).stdout == ""


def test_what_only_notebook_hosts_have_is_stood_in_for(bench: Bench) -> None:
    source = """
from google.colab import userdata, files
from IPython.display import Markdown, display
display(Markdown(userdata.get("GOOGLE_API_KEY")))
"""
    assert bench.run(source).stdout == "loopback-key\n"


def test_an_editable_installation_leads_to_the_copy(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    original = bench.place / "original"
    (original / "library").mkdir()
    (original / "library" / "mine.py").write_text("print('the original')\n")
    monkeypatch.setenv("PYTHONPATH", str(original / "library"))
    run = bench.run("import mine\n", **{"library/mine.py": "print('the copy')\n"})
    assert run.stdout == "the copy\n"
    assert "library/mine.py" in run.loaded


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks into /proc")
def test_an_interrupted_run_leaves_nothing_behind(project: Project, number: signal.Signals) -> None:
    waiting = HELLO + "import os, time\nopen(os.environ['MARK'] if 'MARK' in os.environ else 'mark', 'w').close()\ntime.sleep(600)\n"
    project.put("a.py", waiting)
    project.commit()
    project.put("a.py", waiting + "# changed\n")
    environment = os.environ | {"TMPDIR": str(project.temporary)}
    command = [sys.executable, "-m", "migrate_interactions", "verify", "--yes"]
    environment["PYTHONPATH"] = os.fspath(Path(__file__).parents[2])
    # What a shell starts in the background ignores interrupts, and so would all that it starts.
    tool = subprocess.Popen(command, cwd=project.folder, env=environment, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    until = time.monotonic() + 30
    while not list(project.temporary.rglob("mark")) and time.monotonic() < until:
        time.sleep(0.05)
    assert list(project.temporary.rglob("mark")), "the program did not start"
    tool.send_signal(number)
    assert tool.wait(60) in (130, 143)
    assert list(project.temporary.iterdir()) == []
    assert not _processes_with(f"TMPDIR={project.temporary}")


def _processes_with(text: str) -> list[str]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if text.encode() in (entry / "environ").read_bytes() and is_alive(int(entry.name)):
                    found.append(entry.name)
            except OSError:
                continue
    return found
