"""The filter by words never loses a finding: what it passes over has nothing to report."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods import javascript
from codemods.options import ASSUMPTIONS, Options

FIXTURES = Path(__file__).parents[2] / "fixtures" / "javascript"
PROGRAMS = sorted(path for path in FIXTURES.rglob("*") if path.suffix in javascript.GRAMMARS)
CALLS = [
    "ai.models.generateContent({})",
    "ai.models.generateContentStream({})",
    "ai\n  .models\n  .generateContent({})",
    'ai["models"]["generateContent"]({})',
    "ai.chats.create({})",
    "ai\n  .chats\n  .create({})",
    "genAI.getGenerativeModel({})",
    "model.startChat({})",
    "ai.interactions.create({})",
    "ai?.interactions?.get(id)",
    'const MODEL = "gemini-1.5-flash"',
    'const { VertexAI } = require("@google-cloud/vertexai")',
    'import { GoogleGenAI } from "npm:@google/genai"',
]


@pytest.mark.parametrize("call", CALLS)
def test_every_word_of_an_old_api_is_known(call):
    assert javascript.may_concern(call.encode())


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.relative_to(FIXTURES).as_posix())
def test_no_fixture_with_findings_is_passed_over(path):
    if not javascript.may_concern(path.read_bytes()):
        found = javascript.migrate(path.read_text(encoding="utf-8"), path.suffix, Options(assume=frozenset(ASSUMPTIONS)))
        assert (found.findings, found.changed) == ((), False)


def test_telegram_and_the_like_are_passed_over():
    assert not javascript.may_concern(b"bot.sendMessage(chat.id, text); chrome.runtime.sendMessage({ text });")
