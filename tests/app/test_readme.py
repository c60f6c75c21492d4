"""What the README promises is what the tool does."""

import json
import re
import sys
from pathlib import Path

from codemods.options import ASSUMPTIONS, Options
from migrate_interactions import transforms
from migrate_interactions.config import keys, load
from migrate_interactions.reports import summary
from migrate_interactions.reports.overview import Overview, Row
from tests.app.standin import SAFE

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_before_becomes_after():
    before, after = _blocks("python")[:2]
    assert transforms.migrate(before, Options()).output == after


def test_code_of_a_retired_sdk_becomes_what_is_shown():
    before, after = (block for block in _blocks("python") if "os.environ" in block)
    assert transforms.migrate(f"import os\n{before}", Options()).output == f"import os\n{after}"


def test_the_table_of_assumptions_is_complete():
    assert re.findall(r"^\| `([\w-]+)` \| (.*) \|$", README.split("<!-- assumptions")[1].split("<!-- end")[0], re.MULTILINE) == list(
        ASSUMPTIONS.items()
    )


def test_the_configuration_is_one_that_loads_and_shows_every_key(put, project):
    (text,) = _blocks("toml")
    put("pyproject.toml", text)
    assert load([]).platform == "enterprise"
    assert set(tomllib.loads(text)["tool"]["migrate-interactions"]) == set(keys())


def test_the_json_has_the_keys_that_are_shown(cli, put):
    put("a.py", SAFE)
    (text,) = _blocks("json")
    shown, real = json.loads(text), json.loads(cli("lint", "--output-format", "json").out)
    assert list(shown) == list(real)
    assert list(shown["summary"]) == list(real["summary"])
    assert list(shown["findings"][0]) == list(real["findings"][0])


def test_every_option_is_named(cli):
    for command in ("run", "lint", "verify"):
        for option in re.findall(r"(--[a-z-]+)", cli(command, "--help").out):
            assert option in README or option in ("--help", "--no-unsafe"), option


def test_the_table_of_the_summary_is_drawn_as_shown():
    (shown,) = (block for block in _blocks("text") if block.startswith("By language"))
    rows = {
        name: Row(name, *(int(number) for at, number in enumerate(numbers.split()) if at not in (1, 6)))
        for name, numbers in re.findall(r"^(\S+) +([\d ]+)$", shown, re.MULTILINE)
    }
    assert rows["Total"].old == rows["app/"].old + rows["notebooks/"].old == rows["Python"].old + rows["Notebooks"].old
    drawn = Overview((rows["Notebooks"], rows["Python"]), (rows["app/"], rows["notebooks/"]), rows["Total"], {})
    assert "\n".join(summary.lines(drawn)) + "\n" == shown
