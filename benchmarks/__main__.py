"""`python -m benchmarks`: the tool beside others on one tree, medians of several rounds, and what they come to as ratios.

Every round runs every command once, so that a busy moment of the machine hits all of them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import tree

HERE = Path(__file__).parent
TOOL = [sys.executable, "-m", "migrate_interactions"]
CLEAN = '"""Nothing old."""\n\nimport os\n\nprint(os.name)\n'
CALL = 'from google import genai\n\nclient = genai.Client()\nprint(client.models.generate_content(model="gemini-2.5-flash", contents="Hi").text)\n'
#: How many files LibCST's own runner is given.
SAMPLE = 200


@dataclass(frozen=True)
class Measured:
    """A command in a folder. ``writes`` says that the folder has to be put back afterwards, ``scale`` that a sample stands for a tree."""

    name: str
    folder: Path
    command: Sequence[str]
    writes: bool = False
    scale: float = 1.0


@dataclass(frozen=True)
class Goal:
    """One time over another, and what it should be at most."""

    what: str
    of: str
    over: str
    most: float


GOALS = (
    Goal("lint of the whole tree", "lint", "grep", 12),
    Goal("lint of a tree without old calls", "lint, nothing old", "grep, nothing old", 3),
    Goal("lint of one file without old calls", "lint, one clean file", "empty typer command", 1.3),
    Goal("lint of one file with a call", "lint, one file with a call", "empty typer command", 2.5),
)


def main() -> None:
    """Build the trees, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        top = Path(folder)
        commands = list(_prepared(top, arguments.files))
        times: dict[str, list[float]] = {one.name: [] for one in commands}
        for number in range(arguments.rounds):
            for one in commands:
                times[one.name].append(_timed(one))
            print(f"round {number + 1} of {arguments.rounds}", file=sys.stderr)
        _print(times, {kind: _memory(top / kind) for kind in ("old", "none")})


def _prepared(top: Path, count: int) -> Iterator[Measured]:
    """The commands, on trees that are made here."""
    for kind in ("old", "none", "migrated"):
        tree.build(top / kind, count, kind)
    old, none = top / "old", top / "none"
    for name, text in (("clean", CLEAN), ("call", CALL)):
        (top / name).mkdir()
        (top / name / "one.py").write_text(text)
    sample = _sample(old, top / "sample")
    yield Measured("grep", old, ["grep", "-rlF", "genai", "--include=*.py", "."])
    yield Measured("grep, nothing old", none, ["grep", "-rlF", "genai", "--include=*.py", "."])
    if shutil.which("rg"):
        yield Measured("ripgrep", old, ["rg", "-lF", "genai"])
    if ruff := shutil.which("ruff", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])):
        yield Measured("ruff, without its cache", old, [ruff, "check", "--quiet", "--no-cache", "--select", "F401", "--exit-zero", "."])
    noop = [sys.executable, "-m", "libcst.tool", "codemod", "--no-format", "--hide-progress", "-x", "benchmarks.noop.Noop", str(sample)]
    yield Measured("LibCST, codemod that does nothing (a sample, scaled)", HERE.parent, noop, scale=count / SAMPLE)
    yield Measured("lint", old, [*TOOL, "lint"])
    yield Measured("lint, nothing old", none, [*TOOL, "lint"])
    yield Measured("lint, all migrated", top / "migrated", [*TOOL, "lint"])
    yield Measured("run --diff", old, [*TOOL, "run", "--diff"])
    yield Measured("run", old, [*TOOL, "run"], writes=True)
    yield Measured("empty typer command", top, [sys.executable, str(HERE / "empty.py")])
    yield Measured("lint, one clean file", top / "clean", [*TOOL, "lint", "one.py"])
    yield Measured("lint, one file with a call", top / "call", [*TOOL, "lint", "one.py"])


def _sample(folder: Path, to: Path) -> Path:
    """Some files of a tree, spread over all of it."""
    to.mkdir()
    files = sorted(folder.rglob("*.py"))
    for number, path in enumerate(files[:: max(1, len(files) // SAMPLE)][:SAMPLE]):
        shutil.copy(path, to / f"{number}.py")
    return to


def _timed(one: Measured) -> float:
    begin = time.perf_counter()
    _run(one.folder, one.command)
    taken = (time.perf_counter() - begin) * one.scale
    if one.writes:
        subprocess.run(["git", "-C", str(one.folder), "checkout", "--quiet", "--", "."], check=True, env=tree.plain_git())
    return taken


def _memory(folder: Path) -> int:
    """How much the main process of a `lint` has at most, in MB."""
    done = _run(folder, [sys.executable, str(HERE / "memory.py"), "lint"])
    return int(done.stderr.split()[-1])


def _run(folder: Path, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """A command that comes to an end of its own; that there are findings is no failure."""
    variables = tree.plain_git() | {"PYTHONPATH": str(HERE.parent)}
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)}: status {done.returncode}\n{done.stderr[-2000:]}")
    return done


def _print(times: dict[str, list[float]], memory: dict[str, int]) -> None:
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    for name, median in medians.items():
        print(f"{name:56} {median:8.2f} s   {median / medians['grep']:8.1f} × grep")
    print()
    for goal in GOALS:
        ratio = medians[goal.of] / medians[goal.over]
        print(f"{goal.what:40} {ratio:6.2f} × {goal.over:22} goal {goal.most:5.1f}   {'met' if ratio <= goal.most else 'NOT MET'}")
    most = max(memory.values())
    print(f"{'memory of the main process':40} {most:6} MB {'':24} goal   100   {'met' if most < 100 else 'NOT MET'}")


if __name__ == "__main__":
    main()
