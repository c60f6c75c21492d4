import pytest

from tests.app.standin import DONE, HAND, INTERRUPT, NOTE, RAISE, SAFE, UNSAFE

CASES = [
    ("run", "x = 1\n", 0, "nothing old"),
    ("run", SAFE, 0, "all of it was rewritten"),
    ("run", SAFE + HAND, 1, "something is left"),
    ("run", UNSAFE, 1, "an unsafe rewrite that was not asked for is left"),
    ("run", NOTE, 0, "notes never count"),
    ("run", SAFE + NOTE, 0, "notes never count beside rewrites"),
    ("run", "def (\n#()", 4, "a file that does not parse"),
    ("run", RAISE, 4, "a bug of the tool"),
    ("lint", "x = 1\n", 0, "nothing old"),
    ("lint", SAFE, 1, "what run would rewrite is old"),
    ("lint", HAND, 1, "what stays is old"),
    ("lint", NOTE, 0, "notes never count"),
    ("lint", "def (\n#()", 4, "a file that does not parse"),
]


@pytest.mark.parametrize(("command", "source", "status"), [pytest.param(*case[:3], id=f"{case[0]}: {case[3]}") for case in CASES])
def test_status_says_what_is_left(cli, put, command, source, status):
    put("a.py", source)
    assert cli(command).status == status


@pytest.mark.parametrize("flag", ["--check", "--diff"])
def test_pending_changes_are_status_1_and_nothing_is_written(cli, put, flag):
    file = put("a.py", SAFE)
    assert cli("run", flag).status == 1
    assert file.read_text() == SAFE


@pytest.mark.parametrize("flag", ["--check", "--diff"])
def test_without_pending_changes_the_status_is_0(cli, put, flag):
    put("a.py", DONE + NOTE)
    assert cli("run", flag).status == 0


@pytest.mark.parametrize("command", ["run", "lint"])
def test_findings_and_failures_add_up_to_5(cli, put, command):
    put("a.py", HAND)
    put("b.py", RAISE)
    assert cli(command).status == 5


def test_a_failed_file_is_the_only_thing_left_when_the_rest_is_done(cli, put):
    put("a.py", SAFE)
    put("b.py", RAISE)
    assert cli("run").status == 4


def test_interruption_is_130_and_no_traceback(cli, put):
    file = put("a.py", SAFE)
    put("b.py", INTERRUPT)
    outcome = cli("run")
    assert outcome.status == 130
    assert "Traceback" not in outcome.err
    assert file.read_text() == SAFE


def test_a_second_run_changes_nothing(cli, put):
    file = put("a.py", SAFE + HAND)
    cli("run")
    before = file.stat()
    assert cli("run").status == 1
    assert file.stat().st_ino == before.st_ino


def test_unsafe_rewrites_are_made_when_their_assumption_is_taken(cli, put):
    file = put("a.py", UNSAFE)
    assert cli("run", "--assume", "text").status == 0
    assert file.read_text() == DONE


def test_unsafe_takes_every_assumption(cli, put):
    file = put("a.py", UNSAFE)
    assert cli("run", "--unsafe").status == 0
    assert file.read_text() == DONE


def test_ignored_rules_are_neither_applied_nor_counted(cli, put):
    file = put("a.py", SAFE + HAND)
    assert cli("run", "--ignore", "GI1", "--ignore", "gi205").status == 0
    assert file.read_text() == SAFE + HAND


def test_selected_rules_are_the_only_ones(cli, put):
    put("a.py", SAFE + HAND)
    assert "GI205" not in cli("lint", "--select", "GI1").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "--assume", "text,guess"], "untraced-client"),
        (["lint", "--select", "GI1001"], "did you mean GI"),
        (["lint", "--ignore", "XY"], "GI101"),
        (["run", "-", "a.py"], "standard input"),
        (["run", "--stdin-filename", "a.py"], "--stdin-filename"),
        (["run", "--store", "never"], "preserve"),
        (["lint", "--output-format", "yaml"], "sarif"),
        (["run", "--assume", "txt"], "did you mean text?"),
        (["explain", "GI99"], "GI"),
        (["explain", "nonsense"], "GI001"),
        (["no-such-command"], "no-such-command"),
    ],
)
def test_wrong_usage_is_status_2_and_says_what_is_right(cli, put, arguments, said):
    file = put("a.py", SAFE)
    outcome = cli(*arguments)
    assert outcome.status == 2
    assert said in outcome.err
    assert outcome.out == ""
    assert file.read_text() == SAFE


def test_a_path_that_does_not_exist_is_a_failed_file_and_the_others_are_done(cli, put):
    file = put("a.py", SAFE)
    outcome = cli("run", "missing.py", "a.py")
    assert outcome.status == 4
    assert "missing.py: GI003" in outcome.out
    assert file.read_text() == DONE
