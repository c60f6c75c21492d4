"""Code that is not ours: nothing of it is changed, reported or crashes. `scripts/foreign.py` reads all there is; here it is some."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

#: Of the standard library.
PACKAGES = "asyncio email http importlib json logging multiprocessing urllib wsgiref xml".split()
SCRIPT = Path(__file__).parents[2] / "scripts" / "foreign.py"


@pytest.fixture(scope="module")
def foreign() -> ModuleType:
    import sys

    spec = importlib.util.spec_from_file_location("foreign", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["foreign"] = module
    spec.loader.exec_module(module)
    return module


def test_installed_code_is_left_alone(foreign):
    files = foreign.files_below(foreign.default_folders()[0] / name for name in PACKAGES)
    count = foreign.look(files, disguise=False, jobs=1)
    assert count.read > 50
    assert count.wrong == []


def test_installed_code_is_left_alone_although_its_methods_have_our_names(foreign):
    files = foreign.files_below(foreign.default_folders()[0] / name for name in PACKAGES)[::12]
    count = foreign.look(files, disguise=True, jobs=1)
    assert count.analysed > 5
    assert count.wrong == []


def test_the_disguise_would_be_seen_through_if_it_were_ours(foreign, tmp_path):
    """The check can fail: the same words on a client of ours are reported."""
    file = tmp_path / "a.py"
    file.write_text("import genai_like\nx = {}.get('a')\n")
    assert b".generate_content('a')" in foreign.disguised(file.read_bytes())
    assert foreign.look([file], disguise=True, jobs=1).wrong == []
    ours = tmp_path / "b.py"
    ours.write_text("from google import genai\nprint(genai.Client().models.generate_content(model='m', contents='x').text)\n")
    assert foreign.look([ours], disguise=False, jobs=1).ours == 1
    foreign_again = foreign.Count()
    foreign._judge(
        foreign.engine.examine_all([foreign.Candidate(str(ours), ours.read_bytes())], foreign.EVERYTHING, jobs=1)[0], foreign_again
    )
    assert foreign_again.wrong


def test_a_crash_on_code_that_python_reads_is_told(foreign, tmp_path):
    file = tmp_path / "a.py"
    file.write_text("x = 1\n")
    count = foreign.Count()
    foreign._judge(foreign.Failed(str(file), "GI004", "boom"), count)
    assert count.wrong == [f"{file}: GI004 boom"]
    file.write_text("x = = 1\n")
    foreign._judge(foreign.Failed(str(file), "GI001", "no"), count)
    assert count.unreadable == 1
