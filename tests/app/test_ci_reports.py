"""What GitHub Actions and GitLab read."""

from __future__ import annotations

import json

import pytest

from codemods.outcome import Finding, Span
from migrate_interactions.reports import github
from migrate_interactions.reports.entries import Entry
from tests.app.standin import HAND, NOTE, RAISE, SAFE

_ONE_LINE = Span(3, 5, 3, 9)


def _command(path: str = "a.py", message: str = "m", help: str = "", span: Span = _ONE_LINE) -> str:
    (line,) = github.lines([Entry(path, Finding(span, "GI205", message, "warning", help=help))], lambda path: path)
    return line


def test_each_finding_is_a_workflow_command_and_nothing_else_is_printed(cli, put):
    put("pkg/a.py", SAFE + HAND + NOTE)
    put("b.py", RAISE)
    lines = cli("lint", "--output-format", "github").out.splitlines()
    assert [line.split(",title=")[0] for line in lines] == [
        "::error file=b.py,line=1,endLine=1,col=1,endColumn=1",
        "::warning file=pkg/a.py,line=1,endLine=1,col=1,endColumn=7",
        "::warning file=pkg/a.py,line=2,endLine=2,col=1,endColumn=10",
        "::notice file=pkg/a.py,line=3,endLine=3,col=1,endColumn=7",
    ]
    assert lines[2].endswith("::left at line 2%0A%0ABy hand: Change it [by] hand.")


def test_nothing_in_a_text_ends_the_command():
    assert _command(message="50% done\nthen\r: a, b::error::").endswith("::50%25 done%0Athen%0D: a, b::error::")


def test_nothing_in_a_name_ends_its_property():
    line = _command(path="a,b:c%d\n.py")
    assert line.startswith("::warning file=a%2Cb%3Ac%25d%0A.py,line=3,")


def test_titles_are_escaped_like_names():
    assert ",title=GI205 " in _command()
    properties = _command().split("::")[1].split(" ", 1)[1]
    assert all("=" in item for item in properties.split(","))


def test_columns_are_only_given_on_one_line():
    assert "col=" not in _command(span=Span(3, 5, 4, 9))
    assert "line=3,endLine=4," in _command(span=Span(3, 5, 4, 9))


def test_a_path_that_is_no_text_does_not_stop_the_report(cli, put):
    put("a\udcff.py", HAND)
    assert "GI205" in cli("lint", "--output-format", "github").out
    assert "GI205" in cli("lint", "--output-format", "gitlab").out
    assert "GI205" in cli("lint", "--output-format", "sarif").out


def test_colours_are_not_for_programs(cli, put, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    put("a.py", HAND)
    for format in ("github", "gitlab", "sarif", "json"):
        assert "\x1b" not in cli("lint", "--output-format", format).out


def test_gitlab_gets_a_list_of_issues(cli, put):
    put("pkg/a.py", SAFE + HAND + NOTE)
    put("b.py", RAISE)
    issues = json.loads(cli("lint", "--output-format", "gitlab").out)
    assert [(i["location"]["path"], i["location"]["lines"]["begin"], i["check_name"], i["severity"]) for i in issues] == [
        ("b.py", 1, "GI004", "critical"),
        ("pkg/a.py", 1, "GI101", "major"),
        ("pkg/a.py", 2, "GI205", "major"),
        ("pkg/a.py", 3, "GI401", "info"),
    ]
    assert len({issue["fingerprint"] for issue in issues}) == 4
    assert all(set(issue) >= {"description", "check_name", "fingerprint", "severity", "location"} for issue in issues)


def test_fingerprints_of_gitlab_stay_when_lines_move(cli, put):
    def fingerprints() -> list[str]:
        return [issue["fingerprint"] for issue in json.loads(cli("lint", "--output-format", "gitlab").out)]

    put("a.py", SAFE + SAFE)
    before = fingerprints()
    put("a.py", "x = 1\n" + SAFE + SAFE)
    assert fingerprints() == before
    assert len(set(before)) == 2


@pytest.mark.parametrize("format", ["github", "gitlab"])
def test_paths_are_from_the_top_of_the_checkout(cli, put, git, monkeypatch, format):
    put("services/api/a.py", HAND)
    monkeypatch.chdir("services/api")
    assert "services/api/a.py" in cli("lint", "--output-format", format).out


@pytest.mark.parametrize("format", ["github", "gitlab", "sarif", "json", "text"])
@pytest.mark.parametrize(("source", "status"), [(SAFE, 1), (NOTE, 0), ("x = 1\n", 0), (RAISE, 4)])
def test_the_format_does_not_change_the_exit_status(cli, put, format, source, status):
    put("a.py", source)
    assert cli("lint", "--output-format", format).status == status
