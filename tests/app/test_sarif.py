"""SARIF: what code scanning services read."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import pytest

from codemods.rules import RULES
from tests.app.standin import HAND, NOTE, RAISE, SAFE, UNSAFE

jsonschema = pytest.importorskip("jsonschema")
SCHEMA = json.loads((Path(__file__).parent / "schemas/sarif-2.1.0.json").read_text(encoding="utf-8"))


@pytest.fixture
def sarif(cli):
    """The one run of a report, which is checked against the schema of the standard."""

    def sarif(*arguments: str):
        report = json.loads(cli("lint", "--output-format", "sarif", *arguments).out)
        jsonschema.Draft4Validator(SCHEMA).validate(report)
        (run,) = report["runs"]
        return run

    return sarif


def test_the_schema_refuses_what_is_no_report():
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(SCHEMA).validate({"version": "2.1.0", "runs": [{"results": []}]})


def test_every_finding_is_a_result_with_its_place(sarif, put):
    put("pkg/a.py", SAFE + UNSAFE + HAND + NOTE)
    put("bad.py", "safe()\nx = = 1\n")
    run = sarif()
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert [
        (p["artifactLocation"]["uri"], p["region"]["startLine"], r["ruleId"], r["level"])
        for p, r in zip(places, run["results"], strict=True)
    ] == [
        ("bad.py", 2, "GI001", "error"),
        ("pkg/a.py", 1, "GI101", "warning"),
        ("pkg/a.py", 2, "GI101", "warning"),
        ("pkg/a.py", 3, "GI205", "warning"),
        ("pkg/a.py", 4, "GI401", "note"),
    ]
    assert all(place["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"] for place in places)
    assert run["invocations"] == [{"executionSuccessful": False}]


def test_columns_are_counted_as_the_report_says(sarif, put):
    put("a.py", "safe()\n")
    run = sarif()
    assert run["columnKind"] == "unicodeCodePoints"
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 7}


def test_every_rule_is_explained(sarif):
    rules = sarif()["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(RULES)
    for rule in rules:
        assert RULES[rule["id"]].why in rule["help"]["text"]
        assert RULES[rule["id"]].why in rule["help"]["markdown"]
        assert "```python" in rule["help"]["markdown"]


def test_a_result_points_at_its_rule_and_says_what_to_do_by_hand(sarif, put):
    put("a.py", HAND)
    run = sarif()
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "GI205"
    assert result["message"]["text"] == "left at line 1. By hand: Change it [by] hand."
    assert result["properties"]["fix"] == "by hand"


def test_fingerprints_stay_when_lines_move_and_differ_where_the_code_does(sarif, put):
    put("a.py", SAFE + SAFE + HAND)
    before = _fingerprints(sarif())
    put("a.py", "import os\n\n" + SAFE + "x = 1\n" + SAFE + HAND)
    assert _fingerprints(sarif()) == before
    assert len(set(before)) == 3
    put("b.py", SAFE)
    assert len(set(_fingerprints(sarif()))) == 4


@pytest.mark.parametrize("name", ["with blank.py", "100%.py", "a:b.py", "ü/é.py", "q?#.py"])
def test_odd_names_are_uris(sarif, put, name):
    put(name, HAND)
    uri = sarif()["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(uri) == name
    assert not set(uri) & set(" ?#:")


def test_below_the_top_of_a_checkout_paths_are_from_the_top(sarif, put, git, monkeypatch):
    put("services/api/a.py", HAND)
    monkeypatch.chdir("services/api")
    assert sarif()["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "services/api/a.py"


def test_a_file_outside_says_where_it_is(sarif, put, git, monkeypatch):
    put("inner/x.py", "")
    file = put("../outside.py", HAND)
    monkeypatch.chdir("inner")
    artifact = sarif(str(file))["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uri"].startswith("file:///")
    assert "uriBaseId" not in artifact


def test_a_report_without_findings_is_one(sarif):
    run = sarif()
    assert run["results"] == []
    assert run["invocations"] == [{"executionSuccessful": True}]


def test_a_report_says_nothing_of_this_machine(cli, put, project):
    put("a.py", HAND + RAISE)
    assert str(project) not in cli("lint", "--output-format", "sarif").out


def _fingerprints(run) -> list[str]:
    return [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]
