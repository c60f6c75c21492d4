"""The two looks at a file's bytes are a promise: whatever there would be to say without them is said with them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import codemods.python as python
from codemods.options import Options
from codemods.outcome import CannotMigrate, Migration
from codemods.python import may_concern, may_hold_old_code, migrate
from migrate_interactions import engine, transforms
from migrate_interactions.discovery import discover
from migrate_interactions.results import Failed, Migrated, Survey

FIXTURES = Path(__file__).parents[2] / "fixtures"
SOURCES = sorted((FIXTURES / "python").glob("*/*.py"))
PROJECTS = sorted(path.parent for path in (FIXTURES / "project").glob("*/before"))
_IMPORTS = re.compile(r"^(?:from google import genai|import google\.generativeai as genai|from google\.genai import .*)$", re.MULTILINE)


@pytest.fixture
def ungated(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From here on every file passes."""

    def open_wide() -> None:
        for module in (python, transforms):
            monkeypatch.setattr(module, "may_concern", lambda data: True)
            monkeypatch.setattr(module, "may_hold_old_code", lambda data: True)
        monkeypatch.setattr(python, "_has_old_code", lambda tree: True)

    return open_wide


def _told(source: str) -> Migration | str:
    try:
        return migrate(source, None, Options())
    except CannotMigrate as error:
        return error.message


@pytest.mark.slow
@pytest.mark.parametrize("folder", sorted({path.parent.name for path in SOURCES}))
def test_no_finding_of_a_program_is_lost(folder: str, ungated: Callable[[], None]) -> None:
    own = [path.read_text(encoding="utf-8") for path in SOURCES if path.parent.name == folder]
    # The same code where the SDK is imported by another file.
    sources = own + [_IMPORTS.sub("from core import client, genai, types", text) for text in own]
    gated = [_told(text) for text in sources]
    ungated()
    for text, before in zip(sources, gated, strict=True):
        without = _told(text)
        assert before == without
        if isinstance(without, Migration) and (without.rewritten or without.left):
            assert may_concern(text.encode())
            assert may_hold_old_code(text.encode())


def _said(found: Survey) -> list[object]:
    kept = [
        result for result in found.results if isinstance(result, Failed) or (isinstance(result, Migrated) and result.migration.findings)
    ]
    return [result if isinstance(result, Failed) else (result.path, result.migration.findings, result.output) for result in kept]


@pytest.mark.parametrize("case", PROJECTS, ids=[path.name for path in PROJECTS])
def test_no_finding_of_a_project_is_lost(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ungated: Callable[[], None]) -> None:
    monkeypatch.chdir(shutil.copytree(case / "before", tmp_path / "project"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    gated = engine.survey(discover([]), Options(), jobs=1)
    ungated()
    assert _said(gated) == _said(engine.survey(discover([]), Options(), jobs=1))
    assert _said(gated)


@pytest.mark.parametrize(
    "source",
    [
        'getattr(client, "models").generate_content(model=M, contents=C)',
        'getattr(client.models, "generate_content")(model=M, contents=C)',
        "def ask(chat):\n    return chat.send_message('Hi').text",
        "chat.get_history()",
        "chat = client.chats.create(model=M)",
        'MODEL = "gemini-1.5-pro"',
        'MODEL = "models/gemini-2.0-flash"',
        'MODEL = "gemini-" "1.5-pro"',
        'MODEL = ("gemini-2.5-flash"\n  "-image-preview")',
        "from google import generativeai as genai",
        "import vertexai.generative_models as v",
        "interaction = client.interactions.create(model=M, input=C)\nprint(interaction.outputs[-1].text)",
    ],
)
def test_what_may_be_old_is_never_taken_for_a_mention(source: str) -> None:
    assert may_hold_old_code(source.encode())


@pytest.mark.parametrize(
    "source",
    [
        "from google import genai\nclient = genai.Client()\nclient.models.embed_content(model='gemini-embedding-001', contents=C)",
        "client.files.upload(file=F)  # genai",
        "genai_key = ''",
        "generator = generate(content)",
    ],
)
def test_a_mention_of_the_sdk_is_no_old_code(source: str) -> None:
    assert not may_hold_old_code(source.encode())


def test_what_is_wrong_with_a_file_that_only_mentions_the_sdk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.py").write_text("import genai\n")
    (tmp_path / "broken.py").write_text("import genai\ndef (\n")
    (tmp_path / "bytes.py").write_bytes(b"import genai  # \xff\n")
    (tmp_path / "unknown.py").write_bytes(b"# coding: nonsense\nimport genai\n")
    (tmp_path / "mac.py").write_bytes(b"import genai\rimport os\r")
    found = engine.survey(discover([]), Options(), jobs=1)
    assert {failure.path: failure.code for failure in found.failed} == {
        "broken.py": "GI001",
        "bytes.py": "GI002",
        "unknown.py": "GI002",
        "mac.py": "GI004",
    }
