"""The patch is one that git takes, and it says what would be written."""

import subprocess

import pytest

from tests.app.standin import HAND, SAFE

CASES = {
    "plain": b"a = 1\nsafe()\nb = 2\n",
    "no line end at the end": b"a = 1\nsafe()",
    "Windows line ends": b"a = 1\r\nsafe()\r\nb = 2\r\n",
    "a BOM": b"\xef\xbb\xbfsafe()\n",
    "latin-1": "# coding: latin-1\ns = 'é'\nsafe()\nt = 'ü'\n".encode("latin-1"),
    "a form feed": b"x = 1\n\x0c\nsafe()\n",
    "far apart": b"safe()\n" + b"x = 1\n" * 30 + b"safe()\n",
}


def _apply(patch: bytes, folder) -> None:
    done = subprocess.run(["git", "apply", "-"], input=patch, cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode() + patch.decode("utf-8", "replace")


@pytest.mark.parametrize("data", CASES.values(), ids=CASES)
def test_git_applies_it(cli, put, git, project, data):
    file = put("a.py", data)
    outcome = cli("run", "--diff")
    _apply(outcome.raw, project)
    assert file.read_bytes() == data.replace(b"safe()", b"done()")


@pytest.mark.parametrize("name", ["my file.py", "naïve.py", 'quo"te.py', "tab\tbed.py", "back\\slash.py", "a/b/c.py"])
def test_git_applies_it_whatever_the_file_s_name(cli, put, git, project, name):
    file = put(name, SAFE)
    _apply(cli("run", "--diff").raw, project)
    assert file.read_text() == "done()\n"


@pytest.mark.parametrize("folder", ["a", "b", "src", "src/a"])
@pytest.mark.parametrize("inner", ["", "a/", "pkg/"])
def test_git_applies_it_in_a_subfolder(cli, put, git, project, monkeypatch, folder, inner):
    file = put(f"{folder}/{inner}a.py", SAFE)
    monkeypatch.chdir(folder)
    _apply(cli("run", "--diff").raw, project / folder)
    assert file.read_text() == "done()\n"


def test_git_applies_it_to_several_files(cli, put, git, project):
    files = [put(name, SAFE) for name in ("a.py", "my file.py", "pkg/c.py")]
    _apply(cli("run", "--diff").raw, project)
    assert {file.read_text() for file in files} == {"done()\n"}


def test_standard_output_holds_the_patch_and_nothing_else(cli, put):
    put("a.py", SAFE + HAND)
    outcome = cli("run", "--diff")
    assert outcome.out.splitlines()[:2] == ["--- a/a.py", "+++ b/a.py"]
    assert "GI205" not in outcome.out
    assert "GI205" in outcome.err


def test_files_without_a_change_are_not_in_it(cli, put):
    put("a.py", HAND)
    assert cli("run", "--diff").out == ""


def test_brackets_survive_colours(cli, put, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    put("a.py", "x = y['[bold]'][0]\n" + SAFE)
    out = cli("run", "--diff").out
    assert "\x1b[" in out
    assert "x = y['[bold]'][0]" in out


def test_no_color_wins(cli, put, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    put("a.py", SAFE)
    assert "\x1b[" not in cli("run", "--diff").out
