"""Every program in fixtures/javascript: what becomes of it, and that it does the same afterwards.

A case is NAME.mjs (or another ending). NAME.after.mjs holds what it becomes (no such file: it stays as it is), NAME.findings.txt what is
said. The first lines may say `// assume: CODE, CODE`, `// chat: stateless` and `// not run: REASON`.
TypeScript passes `tsc --strict` with the installed SDK before and after.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_snapshot.plugin import Snapshot

from codemods.javascript import GRAMMARS, migrate
from codemods.options import Options
from codemods.outcome import Migration
from migrate_interactions.verify.outcomes import Equivalent
from tests.javascript.running import PACKAGES, Node, require_node
from tests.support.findings import report

FIXTURES = Path(__file__).parents[2] / "fixtures" / "javascript"
CASES = sorted(path for path in FIXTURES.glob("*/*") if path.suffix in GRAMMARS and not path.stem.endswith(".after"))
_CHECKED = ("--noEmit", "--strict", "--target", "es2022", "--module", "nodenext", "--skipLibCheck", "--types", "node", "--noUnusedLocals")


def case_name(path: Path) -> str:
    return f"{path.parent.name}: {path.name.replace('_', ' ')}"


def options_of(text: str) -> Options:
    match = re.search(r"^// assume: (.+)$", text, re.MULTILINE)
    assumed = frozenset(code.strip() for code in match[1].split(",")) if match else frozenset()
    stateless = re.search(r"^// chat: stateless$", text, re.MULTILINE) is not None
    return Options(assume=assumed, chat="stateless" if stateless else "server")


def migrated(path: Path) -> Migration:
    text = path.read_text(encoding="utf-8")
    return migrate(text, path.suffix, options_of(text))


def after(path: Path) -> Path:
    return path.with_name(f"{path.stem}.after{path.suffix}")


@pytest.mark.parametrize("path", CASES, ids=case_name)
def test_comes_out_as_recorded_and_stays_so(path: Path, snapshot: Snapshot) -> None:
    migration = migrated(path)
    snapshot.snapshot_dir = path.parent
    snapshot.assert_match(report(migration), f"{path.stem}.findings.txt")
    if migration.changed:
        snapshot.assert_match(migration.output, after(path).name)
    else:
        assert not after(path).exists(), "the case is recorded as changing, but nothing changes"
    again = migrate(migration.output, path.suffix, options_of(migration.source))
    assert again.output == migration.output
    assert len(again.rewritten) == 0


RUNS = [path for path in CASES if "// not run:" not in path.read_text(encoding="utf-8") and after(path).exists()]
#: Programs for @google/genai 1.x, which do not run with today's; `test_legacy_fixtures` runs them.
LEGACY = [path for path in RUNS if path.parent.name == "legacy"]
RUNNABLE = [path for path in RUNS if path not in LEGACY]


@pytest.mark.parametrize("path", RUNNABLE, ids=case_name)
def test_does_the_same_before_and_after(path: Path, node: Node) -> None:
    migration = migrated(path)
    outcome = node.verify(migration.source, migration.output, path.name)
    assert isinstance(outcome, Equivalent), outcome
    assert outcome.calls, "the program asks nothing, so running it shows nothing"


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with every TypeScript case, before and after, and the packages."""
    require_node()
    folder = tmp_path_factory.mktemp("typed")
    (folder / "node_modules").symlink_to(PACKAGES)
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    for path in CASES:
        if path.suffix in (".ts", ".mts", ".tsx"):
            if path.parent.name != "legacy":  # today's types do not know what those read
                shutil.copy(path, folder / f"{path.parent.name}_{path.name}")
            (folder / f"{path.parent.name}_{after(path).name}").write_text(migrated(path).output, encoding="utf-8")
    yield folder


def test_typescript_passes_the_strict_checker_before_and_after(typed: Path) -> None:
    checked = subprocess.run(
        ["node", str(PACKAGES / "typescript" / "bin" / "tsc"), *_CHECKED, *sorted(p.name for p in typed.glob("*.*ts*"))],
        cwd=typed,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.stdout == ""
    assert checked.returncode == 0


def test_the_folder_of_cases_is_not_empty() -> None:
    assert len(CASES) > 5
    assert len(RUNNABLE) > 5
