"""What people see who look on: a bar for long runs, and what comes next. Everybody else gets plain lines."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from migrate_interactions import progress

ROOT = Path(__file__).parents[2]
OLD = 'from google import genai\n\nprint(genai.Client().models.generate_content(model="gemini-2.5-flash", contents="Hi").text)\n'
BAR = "\u2501"


def on_terminal(folder: Path, *arguments: str, **variables: str) -> str:
    """What the tool shows on a terminal of its own; standard output and error go to the same."""
    leader, follower = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    environment |= {"PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "200", **variables}
    command = [sys.executable, "-m", "migrate_interactions", *arguments]
    process = subprocess.Popen(command, cwd=folder, env=environment, stdin=follower, stdout=follower, stderr=follower)
    os.close(follower)
    pieces: list[bytes] = []

    def collect() -> None:
        while True:
            try:
                data = os.read(leader, 65536)
            except OSError:  # the last one has gone
                return
            if not data:
                return
            pieces.append(data)

    reader = threading.Thread(target=collect)
    reader.start()
    process.wait(60)
    reader.join(10)
    os.close(leader)
    return b"".join(pieces).decode()


@pytest.fixture
def project_with_old_code(put, git, project: Path) -> Path:
    put("a.py", OLD)
    git("add", ".")
    git("commit", "-qm", "x")
    return project


def test_after_a_run_the_next_commands_are_named(project_with_old_code: Path) -> None:
    out = on_terminal(project_with_old_code, "run", NO_COLOR="1")
    assert "Groups of sites that go together: 1 of 1 rewritten." in out
    assert [line.split("   ")[0].strip() for line in out.split("Next:")[1].splitlines() if line] == [
        "git diff",
        "migrate-interactions lint",
        "migrate-interactions verify",
    ]


def test_the_next_commands_are_about_the_same_paths(project_with_old_code: Path) -> None:
    (project_with_old_code / "with blank").mkdir()
    (project_with_old_code / "with blank/b.py").write_text(OLD)
    out = on_terminal(project_with_old_code, "run", "with blank")
    assert "git diff -- 'with blank'" in out
    assert "migrate-interactions lint 'with blank'" in out


def test_without_git_only_what_works_is_named(put, project: Path) -> None:
    put("a.py", OLD)
    out = on_terminal(project, "run")
    assert "migrate-interactions lint" in out
    assert "git diff" not in out
    assert "migrate-interactions verify" not in out


@pytest.mark.parametrize("arguments", [["run", "--quiet"], ["run", "--check"], ["run", "--diff"], ["lint"]])
def test_no_next_commands_where_nothing_was_written_or_nobody_asked(project_with_old_code: Path, arguments: list[str]) -> None:
    assert "Next:" not in on_terminal(project_with_old_code, *arguments)


def test_nothing_is_next_when_nothing_was_rewritten(put, project: Path) -> None:
    put("a.py", "x = 1\n")
    assert "Next:" not in on_terminal(project, "run")


def test_no_color_is_honoured(project_with_old_code: Path) -> None:
    colour = re.compile(r"\x1b\[[\d;]+m")
    assert colour.search(on_terminal(project_with_old_code, "run", "--diff"))
    assert not colour.search(on_terminal(project_with_old_code, "run", "--diff", NO_COLOR="1"))


def test_a_bar_has_no_colours_either_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(progress, "PATIENCE", 0)
    screen = Screen()
    with progress.shown(screen, quiet=False):
        list(progress.watched("abc", 3))
    assert BAR in screen.getvalue()
    assert not re.search(r"\x1b\[[\d;]*3\d", screen.getvalue())


def test_who_is_no_terminal_gets_plain_lines(project_with_old_code: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "migrate_interactions", "run"]
    done = subprocess.run(command, cwd=project_with_old_code, env=environment, capture_output=True, text=True, check=False)
    assert "Next:" not in done.stdout
    assert "\x1b" not in done.stdout + done.stderr
    assert done.stderr == ""


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_what_takes_long_has_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "PATIENCE", 0)
    monkeypatch.setattr(progress, "_PAUSE", 0)
    screen = Screen()
    with progress.shown(screen, quiet=False):
        assert list(progress.watched("abc", 3)) == ["a", "b", "c"]
    assert BAR in screen.getvalue()
    assert "3/3" in screen.getvalue()
    assert "\x1b[?25h" in screen.getvalue(), "the cursor is visible again"


def test_what_is_at_its_end_needs_no_bar_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "PATIENCE", 0)
    screen = Screen()
    with progress.shown(screen, quiet=False):
        list(progress.watched("a", 1))
    assert screen.getvalue() == ""


def test_the_bar_is_taken_away_when_something_goes_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "PATIENCE", 0)
    screen = Screen()
    with pytest.raises(KeyboardInterrupt), progress.shown(screen, quiet=False):
        for _ in progress.watched("abc", 3):
            raise KeyboardInterrupt
    assert screen.getvalue().endswith("\x1b[2K")
    assert list(progress.watched("abc", 3)) == ["a", "b", "c"]


def test_what_is_done_soon_has_no_bar() -> None:
    screen = Screen()
    with progress.shown(screen, quiet=False):
        list(progress.watched("abc", 3))
    assert screen.getvalue() == ""


@pytest.mark.parametrize(("terminal", "quiet", "term"), [(False, False, "xterm"), (True, True, "xterm"), (True, False, "dumb")])
def test_no_bar_where_nobody_looks(monkeypatch: pytest.MonkeyPatch, terminal: bool, quiet: bool, term: str) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.setattr(progress, "PATIENCE", 0)
    screen = Screen() if terminal else io.StringIO()
    with progress.shown(screen, quiet=quiet):
        list(progress.watched("abc", 3))
    assert screen.getvalue() == ""


@pytest.mark.parametrize("count", [3, 12])
def test_files_are_watched_alone_and_in_processes(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    from migrate_interactions.results import Candidate, Failed
    from migrate_interactions.workers import work_on

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "PATIENCE", 0)
    monkeypatch.setattr(progress, "_PAUSE", 0)
    screen = Screen()
    with progress.shown(screen, quiet=False):
        results = work_on([Candidate(f"{number}.py", b"") for number in range(count)], _fail, jobs=2)
    assert [result.path for result in results] == [f"{number}.py" for number in range(count)]
    assert all(isinstance(result, Failed) for result in results)
    assert f"{count}/{count}" in screen.getvalue()


def _fail(candidate):
    from migrate_interactions.results import Failed

    return Failed(candidate.path, "GI003", "no")


def completed(words: str, shell: str = "bash") -> list[str]:
    """What a shell offers for the last of these words."""
    count = len(words.split(" ")) - 1
    environment = os.environ | {"PYTHONPATH": str(ROOT), "_MIGRATE_INTERACTIONS_COMPLETE": f"complete_{shell}"}
    environment |= {"COMP_WORDS": words, "COMP_CWORD": str(count), "_TYPER_COMPLETE_ARGS": words}
    code = "from migrate_interactions.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    return done.stdout.split()


def test_commands_options_and_values_are_completed() -> None:
    assert completed("migrate-interactions li") == ["lint"]
    assert {"--diff", "--check", "--require-clean"} <= set(completed("migrate-interactions run --"))
    assert set(completed("migrate-interactions lint --output-format ")) == {"text", "json", "sarif", "github", "gitlab", "html"}
    assert completed("migrate-interactions run --chat st") == ["stateless"]


def test_codes_are_completed() -> None:
    assert "GI101" in completed("migrate-interactions explain GI1")
    assert completed("migrate-interactions run --assume unt") == ["untraced-client"]
    assert "GI205" in completed("migrate-interactions lint --ignore GI2")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_for_the_shell_can_be_shown(shell: str) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "_MIGRATE_INTERACTIONS_COMPLETE": f"source_{shell}"}
    code = "from migrate_interactions.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert "_MIGRATE_INTERACTIONS_COMPLETE=complete_" + shell in done.stdout
