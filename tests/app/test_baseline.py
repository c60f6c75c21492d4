"""`lint --baseline FILE`: old debt passes, new debt fails, fixed debt shrinks the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.app.standin import HAND, NOTE, RAISE, SAFE

FILE = "debt.json"


@pytest.fixture
def accepted(cli):
    """Write the baseline of what there is."""

    def accepted(*arguments: str, file: str = FILE):
        outcome = cli("lint", "--baseline", file, "--write-baseline", *arguments)
        assert outcome.status == 0, outcome.err
        return json.loads(Path(file).read_text(encoding="utf-8", errors="surrogateescape"))["findings"]

    return accepted


@pytest.fixture
def lint(cli):
    def lint(*arguments: str, file: str = FILE):
        return cli("lint", "--baseline", file, *arguments)

    return lint


def test_old_debt_passes_and_is_counted(accepted, lint, put):
    put("a.py", SAFE + HAND + NOTE)
    assert accepted() == [
        {"path": "a.py", "code": "GI101", "line": "safe()", "count": 1},
        {"path": "a.py", "code": "GI205", "line": "by_hand()", "count": 1},
        {"path": "a.py", "code": "GI401", "line": "note()", "count": 1},
    ]
    outcome = lint()
    assert outcome.status == 0
    assert "GI205" not in outcome.out
    assert "3 findings of debt.json passed" in outcome.out


def test_new_debt_fails_and_is_all_that_is_told(accepted, lint, put):
    put("a.py", HAND)
    accepted()
    put("a.py", "x = 1\n" + HAND + SAFE)
    outcome = lint()
    assert outcome.status == 1
    assert [line.split(": ")[0] for line in outcome.out.splitlines() if ": GI" in line] == ["a.py:3:1"]
    assert "1 site in 1 file" in outcome.out


def test_debt_is_counted_not_waved_through(accepted, lint, put):
    put("a.py", HAND)
    accepted()
    put("a.py", HAND + HAND)
    outcome = lint()
    assert outcome.status == 1
    assert outcome.out.count(": GI205") == 1


def test_the_same_line_in_another_file_is_new(accepted, lint, put):
    put("a.py", HAND)
    accepted()
    put("b.py", HAND)
    assert lint().status == 1


def test_lines_that_move_or_are_indented_anew_pass(accepted, lint, put):
    put("a.py", HAND)
    accepted()
    put("a.py", "x = 1\nif x:\n    " + HAND)
    assert lint().status == 0


def test_a_line_that_changed_is_new_debt(accepted, lint, put):
    put("a.py", HAND)
    accepted()
    put("a.py", "by_hand()  # again\n")
    assert lint().status == 1


def test_fixed_debt_is_mentioned_and_shrinks_the_file_when_it_is_written(accepted, lint, put):
    put("a.py", HAND + SAFE)
    accepted()
    before = Path(FILE).read_bytes()
    put("a.py", SAFE)
    outcome = lint()
    assert outcome.status == 0
    assert "1 finding of debt.json no longer there" in outcome.out
    assert Path(FILE).read_bytes() == before
    assert [row["code"] for row in accepted()] == ["GI101"]
    put("a.py", HAND + SAFE)
    assert lint().status == 1


def test_debt_of_files_that_are_gone_goes_with_them(accepted, put):
    file = put("a.py", HAND)
    put("b.py", SAFE)
    accepted()
    file.unlink()
    assert [row["path"] for row in accepted()] == ["b.py"]


def test_what_was_not_looked_at_stays_in_the_file(accepted, lint, put):
    put("a.py", HAND)
    put("b.py", SAFE + HAND)
    everything = accepted()
    assert "no longer there" not in lint("a.py").out
    assert accepted("a.py") == everything
    assert "no longer there" not in lint("--select", "GI1").out
    assert accepted("--ignore", "GI205") == everything


def test_a_file_that_cannot_be_handled_is_no_debt_and_keeps_its_own(accepted, lint, put, cli):
    put("a.py", HAND)
    everything = accepted()
    put("a.py", HAND + RAISE)
    assert lint().status == 4
    assert "no longer there" not in lint().out
    assert cli("lint", "--baseline", FILE, "--write-baseline").status == 4
    assert json.loads(Path(FILE).read_text())["findings"] == everything


def test_paths_are_those_from_the_file(accepted, lint, put, monkeypatch):
    put("pkg/a.py", HAND)
    assert accepted(file="pkg/debt.json")[0]["path"] == "a.py"
    assert lint(file="pkg/debt.json").status == 0
    monkeypatch.chdir("pkg")
    assert lint().status == 0
    assert "no longer there" not in lint().out


def test_writing_twice_changes_nothing_whatever_the_order(accepted, put):
    put("b.py", HAND + SAFE)
    put("a.py", SAFE + HAND)
    accepted()
    first = Path(FILE).read_bytes()
    accepted("b.py", "a.py")
    assert Path(FILE).read_bytes() == first
    assert first.endswith(b"\n")


def test_odd_names_and_texts_are_kept(accepted, lint, put):
    put("ü/a\udcff.py", "by_hand()  # schön\n")
    assert accepted() != []
    assert lint().status == 0
    assert "schön" in Path(FILE).read_text(encoding="utf-8", errors="surrogateescape")


def test_programs_get_new_debt_only(accepted, lint, put):
    put("a.py", HAND)
    accepted()
    put("a.py", HAND + SAFE)
    report = json.loads(lint("--output-format", "json").out)
    assert [finding["code"] for finding in report["findings"]] == ["GI101"]
    assert report["summary"]["sites"] == 1


def test_it_goes_together_with_lines_that_changed(accepted, lint, put, git):
    put("a.py", "x = 1\n")
    put("b.py", SAFE)
    git("add", ".")
    git("commit", "-qm", "x")
    put("a.py", HAND)
    accepted("a.py")
    assert lint().status == 1
    assert lint("--diff-base", "HEAD").status == 0


@pytest.mark.parametrize(
    ("content", "arguments", "said"),
    [
        (None, ["--baseline", FILE], "--write-baseline makes it"),
        (None, ["--write-baseline"], "--baseline FILE"),
        ("{", ["--baseline", FILE], "no JSON"),
        ("[]", ["--baseline", FILE], "no baseline"),
        ('{"version": 2, "findings": []}', ["--baseline", FILE], "no baseline"),
        ('{"version": 1, "findings": [{"path": 1}]}', ["--baseline", FILE, "--write-baseline"], "no baseline"),
        (None, ["--baseline", "."], "cannot be read"),
        (None, ["--baseline", "no/such/folder.json", "--write-baseline"], "cannot be written"),
    ],
)
def test_what_is_no_baseline_is_wrong_usage(cli, put, content, arguments, said):
    put("a.py", SAFE)
    if content is not None:
        put(FILE, content)
    outcome = cli("lint", *arguments)
    assert outcome.status == 2
    assert said in outcome.err
    assert outcome.out == ""


def test_standard_input_is_weighed_but_writes_no_baseline(accepted, cli, lint, put):
    put("a.py", HAND)
    accepted()
    assert cli("lint", "-", "--stdin-filename", "a.py", "--baseline", FILE, stdin=HAND.encode()).status == 0
    assert cli("lint", "-", "--stdin-filename", "a.py", "--baseline", FILE, stdin=(HAND + SAFE).encode()).status == 1
    assert cli("lint", "-", "--stdin-filename", "a.py", "--baseline", FILE, "--write-baseline", stdin=HAND.encode()).status == 2
