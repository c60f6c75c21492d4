"""action.yml: what GitHub would take, and its script as a runner would run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.checkouts import ROOT, environment, put_tool, run, write

yaml = pytest.importorskip("yaml")
ACTION = ROOT / "action.yml"
OLD = 'from google import genai\n\nprint(genai.Client().models.generate_content(model="gemini-2.5-flash", contents="Hi").text)\n'
DEFAULTS = {"PATHS": ".", "OPTIONS": "", "DIFF_BASE": "", "BASELINE": "", "SARIF_FILE": "", "FAIL": "true"}


class Runner:
    """Runs the last step with some inputs: its exit status, what it printed, and the status it hands on."""

    def __init__(self, folder: Path) -> None:
        self.work = folder / "work"
        self._folder = folder
        put_tool(folder / "temp/migrate-interactions/bin")
        write(self.work, {"a.py": OLD, "b.py": "x = 1\n"})
        (folder / "step.sh").write_text(yaml.safe_load(ACTION.read_text())["runs"]["steps"][-1]["run"])

    def __call__(self, **inputs: str) -> tuple[int, str, str]:
        output = self._folder / "output"
        output.write_text("")
        given = DEFAULTS | inputs | {"RUNNER_TEMP": str(self._folder / "temp"), "GITHUB_OUTPUT": str(output)}
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(self._folder / "step.sh")]
        done = run(self.work, environment(self._folder, **given), *command)
        return done.returncode, done.stdout + done.stderr, output.read_text().removeprefix("status=").strip()


@pytest.fixture
def step(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


def test_the_action_is_one() -> None:
    pytest.importorskip("check_jsonschema")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", str(ACTION)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
    assert done.returncode == 0, done.stdout


def test_every_input_is_used_and_none_is_read_as_a_script() -> None:
    action = yaml.safe_load(ACTION.read_text())
    steps = action["runs"]["steps"]
    assert not any("${{" in step.get("run", "") for step in steps)
    given = json.dumps([{**step.get("env", {}), **step.get("with", {})} for step in steps])
    assert all(f"inputs.{name} " in given for name in action["inputs"])
    assert set(steps[-1]["env"]) == set(DEFAULTS)


def test_findings_are_workflow_commands_and_fail_the_step(step: Runner) -> None:
    status, said, handed = step()
    assert (status, handed) == (1, "1")
    assert said.startswith("::warning file=a.py,line=3,")


def test_findings_need_not_fail_the_step(step: Runner) -> None:
    assert step(FAIL="false")[::2] == (0, "1")
    assert step(PATHS="b.py")[::2] == (0, "0")
    assert step(PATHS="missing.py", FAIL="false")[0] == 4


def test_paths_and_options_are_words(step: Runner) -> None:
    assert step(PATHS="b.py\na.py\n", OPTIONS="--ignore GI1  --quiet")[::2] == (0, "0")
    assert "no such option" in step(OPTIONS="--nonsense")[1].lower()


@pytest.mark.slow
def test_what_is_given_is_not_run(step: Runner) -> None:
    for name in DEFAULTS:
        if name != "FAIL":
            step(**{name: "$(touch pwned) `touch pwned` ; touch pwned"})
    assert not (step.work / "pwned").exists()


def test_a_sarif_report_is_written_beside(step: Runner) -> None:
    assert step(SARIF_FILE="out.sarif")[0] == 1
    report = json.loads((step.work / "out.sarif").read_text())
    assert [result["ruleId"] for result in report["runs"][0]["results"]] == ["GI101", "GI104"]


def test_a_baseline_and_a_commit_are_handed_on(step: Runner) -> None:
    assert step(BASELINE="none.json")[::2] == (2, "2")
    assert step(DIFF_BASE="nonsense")[::2] == (2, "2")
    assert step(BASELINE="debt.json", OPTIONS="--write-baseline")[::2] == (0, "0")
    assert step(BASELINE="debt.json")[::2] == (0, "0")
