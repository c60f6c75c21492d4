"""`run` minds what git does not hold."""

import pytest

from tests.app.standin import DONE, SAFE


def test_a_clean_tree_needs_no_warning(cli, put, git):
    put("a.py", SAFE)
    git("add", ".")
    git("commit", "-qm", "x")
    assert cli("run", "--require-clean").status == 0
    assert cli("run").err == ""


def test_staged_changes_are_held(cli, put, git):
    put("a.py", SAFE)
    git("add", ".")
    assert cli("run").err == ""


def test_unstaged_changes_are_warned_of_once_and_rewritten(cli, put, git):
    files = [put(name, DONE) for name in ("a.py", "b.py")]
    git("add", ".")
    for file in files:
        file.write_text(SAFE)
    outcome = cli("run")
    assert outcome.status == 0
    assert outcome.err.splitlines() == [
        "warning: rewriting over changes that git does not hold: a.py and 1 more (--require-clean refuses)",
    ]
    assert [file.read_text() for file in files] == [DONE, DONE]


def test_changes_in_files_that_are_not_touched_do_not_matter(cli, put, git):
    put("a.py", SAFE)
    git("add", ".")
    put("other.py", "x = 1\n")
    outcome = cli("run", "--require-clean")
    assert outcome.status == 0
    assert outcome.err == ""


def test_require_clean_refuses_and_writes_nothing(cli, put, git):
    clean = put("clean.py", SAFE)
    git("add", ".")
    dirty = put("dirty.py", SAFE)
    outcome = cli("run", "--require-clean")
    assert outcome.status == 2
    assert "dirty.py" in outcome.err
    assert (clean.read_text(), dirty.read_text()) == (SAFE, SAFE)


def test_require_clean_refuses_where_git_holds_nothing(cli, put):
    file = put("a.py", SAFE)
    outcome = cli("run", "--require-clean")
    assert outcome.status == 2
    assert "no git checkout" in outcome.err
    assert file.read_text() == SAFE


@pytest.mark.parametrize("flag", ["--check", "--diff"])
def test_a_look_does_not_mind_the_tree(cli, put, git, flag):
    put("a.py", SAFE)
    outcome = cli("run", flag, "--require-clean")
    assert outcome.status == 1
    assert "warning" not in outcome.err


def test_outside_git_there_is_no_warning(cli, put):
    put("a.py", SAFE)
    assert cli("run").err == ""
