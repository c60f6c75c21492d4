"""Every script in fixtures/rest: what becomes of it, and that curl asks and prints the same afterwards.

A case is NAME.sh. NAME.after.sh holds what it becomes (no such file: it stays as it is), NAME.findings.txt what is said. Bodies
beside it are NAME.request.json, and NAME.request.after.json. The first lines may say
`# assume: CODE, CODE`, `# not run: REASON` and `# refused before: REASON`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_snapshot.plugin import Snapshot

from codemods import rest
from codemods.options import Options
from codemods.rest.plan import Outcome
from migrate_interactions.verify.canonical import Call
from migrate_interactions.verify.service import LoopbackService

FIXTURES = Path(__file__).parents[2] / "fixtures" / "rest"
CASES = sorted(path for path in FIXTURES.glob("*.sh") if not path.name.endswith(".after.sh"))
RUN = [path for path in CASES if path.with_name(f"{path.stem}.after.sh").exists() and "# not run: " not in path.read_text(encoding="utf-8")]
_MISSING = [program for program in ("bash", "curl", "jq") if shutil.which(program) is None]
_HOSTS = re.compile(r"https://[\w-]*(?:generativelanguage|aiplatform)\.googleapis\.com")


def name_of(path: Path) -> str:
    return path.stem


def options_of(text: str) -> Options:
    match = re.search(r"^# assume: (.+)$", text, re.MULTILINE)
    return Options(assume=frozenset(code.strip() for code in match[1].split(",")) if match else frozenset())


def migrated(text: str, bodies: dict[str, str]) -> Outcome:
    return rest.migrate([text], options_of(text), bodies.get)


def bodies_of(path: Path) -> dict[str, str]:
    body = path.with_name(f"{path.stem}.request.json")
    return {body.name: body.read_text(encoding="utf-8")} if body.exists() else {}


def report(outcome: Outcome) -> str:
    lines = []
    for finding in outcome.scripts[0].findings:
        fix = f" [{finding.fix}{': ' + ', '.join(finding.assumptions) if finding.assumptions else ''}]" if finding.fix else ""
        lines.append(f"{finding.span.line}:{finding.span.column}: {finding.code} {finding.message}{fix}\n")
    return "".join(lines)


@pytest.mark.parametrize("path", CASES, ids=name_of)
def test_comes_out_as_recorded_and_stays_so(path: Path, snapshot: Snapshot) -> None:
    text, bodies = path.read_text(encoding="utf-8"), bodies_of(path)
    outcome = migrated(text, bodies)
    output = outcome.scripts[0].output
    snapshot.snapshot_dir = FIXTURES
    snapshot.assert_match(report(outcome), f"{path.stem}.findings.txt")
    for name, body in outcome.files.items():
        snapshot.assert_match(body, name.replace(".request.", ".request.after."))
    recorded = path.with_name(f"{path.stem}.after.sh")
    if output == text:
        assert not recorded.exists(), "the case is recorded as changing, but nothing changes"
    else:
        snapshot.assert_match(output, recorded.name)
    again = migrated(output, bodies | outcome.files)
    assert again.scripts[0].output == output
    assert not again.files


@pytest.mark.skipif("bash" in _MISSING, reason="bash is not installed")
@pytest.mark.parametrize("path", CASES, ids=name_of)
def test_what_comes_out_is_shell_code(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for source in (text, migrated(text, bodies_of(path)).scripts[0].output):
        checked = subprocess.run(["bash", "-n"], input=source, capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr


@dataclass(frozen=True)
class Ran:
    """What a script asked, in any order, and printed; what the service refused."""

    calls: list[Call]
    stored: list[bool]
    streams: list[bool]
    errors: list[str]
    stdout: str


def run(script: str, bodies: dict[str, str], service: LoopbackService, folder: Path) -> Ran:
    """Run a script with the service in the place of Google's hosts."""
    service.reset()
    for name, body in bodies.items():
        (folder / name).write_text(body, encoding="utf-8")
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "TOKEN": "t", "HOME": str(folder), **service.environment()}
    done = subprocess.run(
        ["bash", "-c", _HOSTS.sub(service.url, script)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    calls = service.calls
    return Ran(
        [call.call for call in calls if call.call is not None],
        [bool(call.store) for call in calls],
        [bool(call.stream) for call in calls],
        [call.error for call in calls if call.error],
        done.stdout,
    )


@pytest.fixture(scope="module")
def service() -> Iterator[LoopbackService]:
    with LoopbackService() as running:
        yield running


@pytest.mark.skipif(bool(_MISSING), reason=f"not installed: {', '.join(_MISSING)}")
@pytest.mark.parametrize("path", RUN, ids=name_of)
def test_curl_asks_and_prints_the_same(path: Path, service: LoopbackService, tmp_path: Path) -> None:
    text, bodies = path.read_text(encoding="utf-8"), bodies_of(path)
    outcome = migrated(text, bodies)
    before = run(text, bodies, service, tmp_path)
    after = run(outcome.scripts[0].output, bodies | outcome.files, service, tmp_path)
    if "# refused before: " in text:
        assert before.errors
        assert after.errors == []
        return
    assert before.errors == []
    assert before.calls
    assert after.errors == []
    assert after.calls == before.calls
    assert after.streams == before.streams
    assert not any(after.stored)
    if "shown" not in options_of(text).assume:
        assert before.stdout.strip()
        assert after.stdout == before.stdout
