"""The tool works in repositories that have folders of the same names as its own, however it is started."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OLD = """\
from google import genai

client = genai.Client()
response = client.models.generate_content(model="gemini-2.5-flash", contents="Hello")
print(response.text)
"""
HOSTILE = "raise RuntimeError('imported the user\\'s package')\n"


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A repository with packages of the names that this project uses; all of them refuse to be imported."""
    for package in ("codemods", "codemods/python", "tests", "fixtures"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text(HOSTILE)
    for name in ("rules", "options", "outcome"):
        (tmp_path / "codemods" / f"{name}.py").write_text(HOSTILE)
    for number in range(12):  # enough for worker processes
        (tmp_path / f"app{number}.py").write_text(OLD)
    return tmp_path


def _start(folder: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONSAFEPATH")}
    return subprocess.run([*command], cwd=folder, env=environment | variables, capture_output=True, text=True, check=False)


#: What the installed console script does, without needing an installation. `-I` keeps it from finding the checkout.
SCRIPT = f"import sys; sys.path.append({str(ROOT)!r}); from migrate_interactions.cli import main; main()"
STARTS = {
    "the console script": ([sys.executable, "-I", "-c", SCRIPT, "run", "."], {}),
    "the user's folder first on the path": ([sys.executable, "-c", SCRIPT, "run", "."], {"PYTHONPATH": "."}),
    "python -m": ([sys.executable, "-m", "migrate_interactions", "run", "."], {"PYTHONPATH": str(ROOT)}),
    "python -m with PYTHONPATH=.": ([sys.executable, "-m", "migrate_interactions", "run", "."], {"PYTHONPATH": f".{os.pathsep}{ROOT}"}),
}


@pytest.mark.parametrize(("command", "variables"), STARTS.values(), ids=STARTS)
def test_ours_is_used_and_theirs_is_not_imported(hostile, command, variables):
    done = _start(hostile, *command, **variables)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {file.read_text().count("interactions.create") for file in hostile.glob("app*.py")} == {1}
    assert (hostile / "codemods/__init__.py").read_text() == HOSTILE


@pytest.mark.parametrize("method", ["spawn", "forkserver", "fork"])
def test_workers_use_ours_however_they_are_started(hostile, method):
    import multiprocessing

    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {method} here")
    # As a module in the user's folder, which is the way that puts that folder first.
    (hostile / "start.py").write_text(
        f"import sys\n\nif __name__ == '__main__':\n    import multiprocessing\n\n    multiprocessing.set_start_method({method!r})\n"
        "    from migrate_interactions.cli import app\n\n    app(['lint', '.', '--quiet'])\n"
    )
    done = _start(hostile, sys.executable, "-m", "start", PYTHONPATH=str(ROOT))
    assert done.returncode == 1, done.stdout + done.stderr
    assert "GI004" not in done.stdout
    assert done.stdout.count("GI101") == 12


def test_a_package_of_theirs_that_was_imported_before_is_put_aside(tmp_path):
    (tmp_path / "codemods").mkdir()
    (tmp_path / "codemods/__init__.py").write_text("theirs = True\n")
    (tmp_path / "codemods/rules.py").write_text("theirs = True\n")
    script = f"""
import sys
import codemods.rules
sys.path.append({str(ROOT)!r})
import migrate_interactions
from codemods.rules import RULES
print(len(RULES) > 0)
"""
    done = _start(tmp_path, sys.executable, "-c", script)
    assert done.stdout == "True\n", done.stderr
