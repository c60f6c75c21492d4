import json

from migrate_interactions.results import Skipped, Survey
from tests.app.standin import HAND, MODEL, NOTE, RAISE, SAFE, UNSAFE


def test_json_is_the_promised_object_and_nothing_else(cli, put):
    put("pkg/a.py", SAFE + UNSAFE + HAND + NOTE)
    put("bad.py", "safe()\nx = = 1\n")
    put("none.py", "x = 1\n")
    outcome = cli("lint", "--output-format", "json")
    report = json.loads(outcome.out)
    assert outcome.err == ""
    assert outcome.status == 5
    assert list(report) == ["version", "summary", "findings"]
    assert report["version"] == 1
    assert report["summary"] == {"files": 3, "sites": 3, "rewritable": 1, "unsafe": 1, "by_hand": 1, "errors": 1}
    assert [(finding["path"], finding["line"], finding["code"], finding["fix"]) for finding in report["findings"]] == [
        ("bad.py", 2, "GI001", None),
        ("pkg/a.py", 1, "GI101", "safe"),
        ("pkg/a.py", 2, "GI101", "unsafe"),
        ("pkg/a.py", 3, "GI205", None),
        ("pkg/a.py", 4, "GI401", None),
    ]


def test_a_finding_in_json_has_every_key(cli, put):
    put("a.py", UNSAFE)
    (finding,) = json.loads(cli("lint", "--output-format", "json").out)["findings"]
    assert finding == {
        "path": "a.py",
        "line": 1,
        "column": 1,
        "end_line": 1,
        "end_column": 9,
        "code": "GI101",
        "severity": "warning",
        "message": "an old call",
        "fix": "unsafe",
        "assumption": "text",
        "group": 2,
        "help": "",
    }


def test_json_counts_an_assumption_that_is_taken_as_unsafe_all_the_same(cli, put):
    put("a.py", UNSAFE)
    assert json.loads(cli("lint", "--unsafe", "--output-format", "json").out)["summary"]["unsafe"] == 1


def test_json_without_files_is_an_empty_report(cli):
    report = json.loads(cli("lint", "--output-format", "json").out)
    assert report["findings"] == []
    assert set(report["summary"].values()) == {0}


def test_lint_says_place_code_message_and_what_can_be_done(cli, put):
    put("a.py", SAFE + UNSAFE + HAND + NOTE)
    assert cli("lint").out.splitlines()[:5] == [
        "a.py:1:1: GI101 an old [call] [safe]",
        "a.py:2:1: GI101 an old call [unsafe: text]",
        "a.py:3:1: GI205 left at line 3 [by hand]",
        "    by hand: Change it [by] hand",
        "a.py:4:1: GI401 worth knowing [note]",
    ]


def test_colours_eat_no_brackets(cli, put, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    put("a.py", SAFE + HAND)
    out = cli("lint").out
    assert "\x1b[" in out
    assert "an old [call]" in out
    assert "Change it [by] hand" in out


def test_run_says_what_it_did_and_what_is_left(cli, put):
    put("a.py", SAFE + UNSAFE + HAND + NOTE)
    out = cli("run").out
    assert "[safe]" not in out
    assert "Rewrote 1 of 3 sites in 1 of 1 file." in out
    assert "Unsafe: 1 more with --assume text (or --unsafe)" in out
    assert "By hand: 1 (1 × GI205" in out


def test_after_a_run_findings_stand_in_the_lines_that_are_there_now(cli, put):
    put("a.py", "safe()  # grows\n" + HAND + "x = 1\n" + NOTE)
    out = cli("run").out
    assert "a.py:3:1: GI205 left at line 3" in out
    assert "a.py:5:1: GI401" in out


def test_before_a_run_findings_stand_in_the_lines_that_are_there(cli, put):
    put("a.py", "safe()  # grows\n" + HAND)
    assert "a.py:2:1: GI205 left at line 2" in cli("run", "--check").out


def test_run_names_the_models_it_replaced(cli, put):
    put("a.py", MODEL + MODEL)
    assert "Model: `old` is retired; `new` takes its place (2 times)." in cli("run").out


def test_run_says_how_many_calls_store_nothing_and_how_to_change_that(cli, put):
    put("a.py", SAFE + SAFE)
    assert "2 calls got store=False" in cli("run").out
    put("a.py", SAFE)
    assert "1 call would get store=False" in cli("run", "--check").out
    put("a.py", SAFE)
    assert "store=False" not in cli("run", "--store", "server").out


def test_quiet_leaves_what_has_to_be_done(cli, put):
    put("a.py", SAFE + HAND + NOTE)
    put("b.py", RAISE)
    out = cli("run", "--quiet").out
    assert [line.split(": ")[0] for line in out.splitlines() if not line.startswith(" ")] == ["a.py:2:1", "b.py"]


def test_quiet_says_nothing_when_there_is_nothing(cli, put):
    put("a.py", SAFE)
    outcome = cli("run", "--quiet")
    assert (outcome.out, outcome.err) == ("", "")


def test_help_that_several_sites_share_is_said_once(cli, put):
    put("a.py", HAND + HAND)
    assert cli("lint").out.count("Change it [by] hand") == 1


def test_a_path_that_is_no_text_does_not_stop_the_report(cli, put):
    put("a\udcff.py", HAND)
    outcome = cli("lint")
    assert outcome.status == 1
    assert "GI205" in outcome.out


def test_a_survey_counts_files_without_old_words():
    from migrate_interactions.reports.tally import tally

    assert tally(Survey((Skipped("a.py"),))).files == 1
