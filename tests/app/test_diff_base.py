"""`lint --diff-base REV`: only what stands on lines that changed."""

from __future__ import annotations

import pytest

from migrate_interactions.hunks import added_lines
from tests.app.standin import HAND, NOTE, RAISE, SAFE


@pytest.fixture
def committed(put, git):
    """Commit files."""

    def committed(**files: str) -> None:
        for name, content in files.items():
            put(f"{name}.py", content)
        git("add", ".")
        git("commit", "-qm", "x")

    return committed


@pytest.fixture
def since(cli):
    """The places that are told, and the exit status."""

    def since(revision: str = "HEAD", *arguments: str):
        outcome = cli("lint", "--diff-base", revision, "--quiet", *arguments)
        return [line.split(": ")[0] for line in outcome.out.splitlines() if not line.startswith(" ")], outcome.status

    return since


def test_old_lines_pass_and_new_ones_do_not(committed, put, since):
    committed(a=HAND + "x = 1\n" + SAFE, b=HAND)
    assert since() == ([], 0)
    put("a.py", HAND + "x = 1\n" + SAFE + HAND)
    assert since() == (["a.py:4:1"], 1)


def test_lines_that_only_moved_pass(committed, put, since):
    committed(a=HAND)
    put("a.py", "import os\n\n\n" + HAND)
    assert since() == ([], 0)


def test_every_line_of_a_file_that_git_does_not_know_is_new(committed, put, since, git):
    committed(a=HAND)
    put("new.py", HAND)
    put(".gitignore", "own.py\n")
    put("own.py", HAND)
    assert since() == (["new.py:1:1"], 1)
    assert since("HEAD", "own.py") == (["own.py:1:1"], 1)


def test_staged_and_committed_changes_count_like_others(committed, put, since, git):
    committed(a="x = 1\n")
    put("a.py", "x = 1\n" + HAND)
    git("add", ".")
    assert since() == (["a.py:2:1"], 1)
    git("commit", "-qm", "y")
    assert since() == ([], 0)
    assert since("HEAD~1") == (["a.py:2:1"], 1)


def test_a_renamed_file_is_as_old_as_it_was(committed, put, since, git):
    committed(a="\n".join(f"x{number} = {number}" for number in range(30)) + "\n" + HAND)
    git("mv", "a.py", "b.py")
    assert since() == ([], 0)
    put("b.py", HAND)
    assert since() == (["b.py:1:1"], 1)


def test_it_works_from_a_folder_below_and_with_links(committed, put, since, git, monkeypatch, project):
    put("pkg/a.py", "x = 1\n")
    committed()
    put("pkg/a.py", "x = 1\n" + HAND)
    monkeypatch.chdir("pkg")
    assert since() == (["a.py:2:1"], 1)
    (project / "link").symlink_to(project / "pkg")
    monkeypatch.chdir(project)
    assert since("HEAD", "link/a.py") == (["link/a.py:2:1"], 1)


@pytest.mark.parametrize("name", ["with blank", 'quo"te', "tab\t", "ümlaut", "a\\b", "+++ b"])
def test_odd_names_are_found(committed, put, since, name):
    committed(**{name: "x = 1\n"})
    put(f"{name}.py", "x = 1\n" + HAND)
    assert since()[1] == 1
    put(f"{name}.py", "x = 2\n")
    assert since() == ([], 0)


def test_code_that_looks_like_a_patch_misleads_nobody(committed, put, since):
    trap = '"""\n++ b/a.py\n+++ b/b.py\n@@ -1 +1,9 @@\n-- a\n"""\n'
    committed(a="x = 1\n", b=HAND)
    put("a.py", trap + "x = 1\n")
    put("b.py", HAND + "y = 1\n")
    assert since() == ([], 0)
    put("b.py", "y = 1" + "\n" + HAND + trap.rstrip("\n"))
    assert since() == ([], 0)


def test_what_users_configure_for_their_own_eyes_changes_nothing(committed, put, since, git):
    committed(a="x = 1\n\n" + HAND + "\ny = 1\n")
    for setting in (
        "color.diff always",
        "diff.noprefix true",
        "diff.mnemonicPrefix true",
        "diff.interHunkContext 9",
        "diff.context 9",
        "diff.external false",
    ):
        git("config", *setting.split(" "))
    put(".gitattributes", "*.py -diff\n")
    put("a.py", "x = 2\n\n" + HAND + "\ny = 2\n")
    assert since() == ([], 0)
    put("a.py", "x = 2\n" + HAND + HAND)
    assert since()[1] == 1


def test_a_file_without_a_last_line_end_is_read_like_others(committed, put, since):
    committed(a="x = 1", b="y = 1")
    put("a.py", "x = 1\n" + HAND.strip())
    put("b.py", "y = 2")
    assert since() == (["a.py:2:1"], 1)


def test_a_file_that_cannot_be_handled_counts_once_it_is_touched(committed, put, since):
    committed(a=RAISE)
    assert since() == ([], 0)
    put("a.py", RAISE + "x = 1\n")
    assert since() == (["a.py"], 4)


def test_notes_on_old_lines_are_left_out_too(committed, put, since, cli):
    committed(a=NOTE)
    assert "GI401" not in cli("lint", "--diff-base", "HEAD").out
    put("a.py", NOTE + NOTE)
    assert cli("lint", "--diff-base", "HEAD").out.count("GI401") == 1


def test_the_report_and_its_numbers_are_about_the_same(committed, put, cli):
    committed(a=HAND + SAFE)
    put("a.py", HAND + SAFE + SAFE)
    assert "1 site in 1 file: run rewrites 1." in cli("lint", "--diff-base", "HEAD").out
    assert '"sites": 1' in cli("lint", "--diff-base", "HEAD", "--output-format", "json").out


@pytest.mark.parametrize("revision", ["nonsense", "HEAD..HEAD", "--output=x", "-p", ""])
def test_what_is_no_commit_is_wrong_usage(committed, cli, project, revision):
    committed(a=HAND)
    outcome = cli("lint", f"--diff-base={revision}")
    assert outcome.status == 2
    assert "--diff-base" in outcome.err
    assert not (project / "x").exists()


def test_outside_a_checkout_it_is_wrong_usage(cli, put):
    put("a.py", HAND)
    assert cli("lint", "--diff-base", "HEAD").status == 2


def test_standard_input_has_no_lines_that_changed(cli, committed):
    committed(a=HAND)
    assert cli("lint", "-", "--diff-base", "HEAD", stdin=HAND.encode()).status == 2


PATCH = rb"""--- a/x
+++ b/x
@@ -1 +1,2 @@
-+++ b/y
++++ b/z
+@@ -1 +1 @@
@@ -9,0 +11 @@
+a
\ No newline at end of file
+++ "b/\303\274"
@@ -3 +2,0 @@
-a
+++ "b/t\ta\"b"
@@ -3 +7 @@
-a
+b
"""


def test_a_patch_is_read_line_by_line():
    assert added_lines(PATCH) == {"x": frozenset({1, 2, 11}), 't\ta"b': frozenset({7})}
