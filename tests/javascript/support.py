"""Small programs for tests of the transforms."""

from __future__ import annotations

from codemods.javascript import migrate
from codemods.options import ASSUMPTIONS, Options
from codemods.outcome import Migration

CLIENT = "import { GoogleGenAI } from '@google/genai';\nconst ai = new GoogleGenAI({});\n"
CALL = "ai.models.generateContent({ model: 'gemini-2.5-flash', contents: 'Hi' })"
STREAM = "ai.models.generateContentStream({ model: 'gemini-2.5-flash', contents: 'Hi' })"


def program(body: str, ending: str = ".mjs", *, everything: bool = True) -> Migration:
    """The migration of a few lines behind a client; ``everything`` takes all assumptions."""
    return migrate(CLIENT + body, ending, Options(assume=frozenset(ASSUMPTIONS) if everything else frozenset()))


def codes(migration: Migration) -> set[str]:
    return {finding.code for finding in migration.left}
