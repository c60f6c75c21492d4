"""Which files an invocation is about."""

import subprocess
from pathlib import Path

import pytest

from migrate_interactions.discovery import discover


def _found(*paths: str) -> list[str]:
    return list(discover(paths).files)


def test_without_paths_it_is_the_working_directory(put):
    put("a.py", "")
    put("pkg/b.py", "")
    put("pkg/data.txt", "")
    assert _found() == ["a.py", "pkg/b.py"]


@pytest.mark.parametrize("folder", [".venv", "node_modules", "__pycache__", ".tox", "build", "site-packages", ".git"])
def test_outside_git_the_usual_folders_are_skipped(put, folder):
    put("a.py", "")
    put(f"{folder}/b.py", "")
    assert _found() == ["a.py"]


def test_outside_git_a_virtual_environment_is_known_by_its_mark(put):
    put("myenv/pyvenv.cfg", "")
    put("myenv/lib/b.py", "")
    assert _found() == []


def test_a_folder_that_is_named_is_searched_although_it_is_a_usual_one(put):
    put("build/b.py", "")
    assert _found("build") == ["build/b.py"]


def test_ignored_files_are_skipped_and_untracked_ones_are_not(put, git):
    put(".gitignore", "ignored*\n")
    put("tracked.py", "")
    put("untracked.py", "")
    put("ignored.py", "")
    put("ignored/deep.py", "")
    git("add", "tracked.py")
    assert _found() == ["tracked.py", "untracked.py"]


def test_ignored_files_that_are_named_are_taken(put, git):
    put(".gitignore", "ignored*\n")
    put("ignored.py", "")
    put("ignored/deep.py", "")
    assert _found("ignored.py") == ["ignored.py"]
    assert _found("ignored") == ["ignored/deep.py"]


def test_a_file_deleted_but_still_in_the_index_is_no_error(put, git):
    put("a.py", "")
    put("gone.py", "")
    git("add", ".")
    Path("gone.py").unlink()
    assert _found() == ["a.py"]


def test_a_subfolder_of_a_checkout_gives_its_own_files(put, git, monkeypatch):
    put("top.py", "")
    put("sub/a.py", "")
    assert _found("sub") == ["sub/a.py"]
    monkeypatch.chdir("sub")
    assert _found() == ["a.py"]
    assert _found("..") == ["../top.py", "a.py"]


def test_names_with_blanks_accents_and_line_ends_are_found(put, git):
    for name in ("my file.py", "naïve.py", 'quo"te.py', "line\nend.py"):
        put(name, "")
    assert _found() == sorted(["my file.py", "naïve.py", 'quo"te.py', "line\nend.py"])


def test_a_hook_s_own_git_variables_do_not_mislead(put, git, monkeypatch):
    put(".gitignore", "ignored.py\n")
    put("sub/a.py", "")
    put("ignored.py", "")
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert _found("sub") == ["sub/a.py"]
    assert _found() == ["sub/a.py"]


def test_without_git_the_folder_is_walked(put, git, monkeypatch):
    put("a.py", "")

    def no_git(*arguments, **options):
        raise FileNotFoundError("git")

    monkeypatch.setattr(subprocess, "run", no_git)
    assert _found() == ["a.py"]


def test_a_file_is_taken_once_however_often_it_is_named(put):
    put("pkg/a.py", "")
    assert _found("pkg", "pkg/a.py", "./pkg/../pkg/a.py") == ["pkg/a.py"]


def test_a_script_without_a_suffix_is_taken_when_named(put):
    put("script", "")
    assert _found() == []
    assert _found("script") == ["script"]
