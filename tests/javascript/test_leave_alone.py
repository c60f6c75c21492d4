"""Programs that are not ours, or not old: no change, and no finding."""

from __future__ import annotations

import pytest

from codemods.javascript import migrate
from codemods.options import ASSUMPTIONS, Options
from tests.javascript.support import CALL

ALONE = {
    "the same method of another package": (
        "import { GoogleGenAI } from 'somewhere-else';\nconst ai = new GoogleGenAI({});\nconsole.log((await " + CALL + ").text);"
    ),
    "Firebase's models": (
        "import { getAI, getGenerativeModel } from 'firebase/ai';\nconst model = getGenerativeModel(getAI(app), { model: 'gemini-2.5-flash' });\n"
        "const result = await model.generateContent('Hi');\nconsole.log(result.response.text());"
    ),
    "a Telegram bot": "import TelegramBot from 'node-telegram-bot-api';\nconst bot = new TelegramBot(t);\nbot.sendMessage(id, 'Hi');",
    "messages between parts of an extension": "chrome.runtime.sendMessage({ message: 'Hi' }, (response) => console.log(response.text));",
    "a class of one's own": (
        "class GoogleGenAI { models = { generateContent() {} } }\nconst ai = new GoogleGenAI();\n"
        "ai.models.generateContent({ model: 'm', contents: 'x' });"
    ),
    "code of today": (
        "import { GoogleGenAI } from '@google/genai';\nconst ai = new GoogleGenAI({});\n"
        "const r = await ai.interactions.create({ model: 'gemini-2.5-flash', input: 'Hi', store: false });\nconsole.log(r.output_text);"
    ),
    "a type of the SDK and nothing else": "import type { Content } from '@google/genai';\nexport type Turn = Content;",
    "a comment about it": "// ai.models.generateContent({ model: 'gemini-2.5-flash' })\nconst x = 'generateContent';",
    "other calls of the SDK": (
        "import { GoogleGenAI } from '@google/genai';\nconst ai = new GoogleGenAI({});\n"
        "await ai.models.embedContent({ model: 'gemini-embedding-001', contents: 'x' });\nawait ai.files.list();"
    ),
}  # fmt: skip


@pytest.mark.parametrize("ending", [".mjs", ".ts", ".tsx"])
@pytest.mark.parametrize("name", ALONE)
def test_nothing_is_changed_or_said_about(name: str, ending: str) -> None:
    migration = migrate(ALONE[name], ending, Options(assume=frozenset(ASSUMPTIONS)))
    assert migration.output == ALONE[name]
    assert migration.findings == ()


SHADOWED = """import { GoogleGenAI } from '@google/genai';
const ai = new GoogleGenAI({});
function other(ai) {
  return ai.run(CALL);
}
for (const ai of tools) {
  ai.models.generateContent({ model: 'm', contents: 'x' });
}
""".replace("CALL", "'x'")


def test_a_name_that_shadows_the_client_is_not_the_client() -> None:
    migration = migrate(SHADOWED, ".mjs", Options())
    assert not migration.changed
    assert {finding.code for finding in migration.left} == {"GI201", "GI223"}


@pytest.mark.parametrize(
    "comment", ["// migrate-interactions: ignore", "// migrate-interactions: ignore[GI101] keep", "/* migrate-interactions: ignore */"]
)
def test_a_comment_keeps_a_site_and_its_group_without_a_word(comment: str) -> None:
    source = f"import {{ GoogleGenAI }} from '@google/genai';\nconst ai = new GoogleGenAI({{}});\nconst r = await {CALL}; {comment}\nconsole.log(r.text);\n"
    migration = migrate(source, ".mjs", Options())
    assert not migration.changed
    assert migration.findings == ()


def test_a_comment_above_the_code_keeps_the_whole_file() -> None:
    source = f"// migrate-interactions: ignore-file\nimport {{ GoogleGenAI }} from '@google/genai';\nconst ai = new GoogleGenAI({{}});\nconsole.log((await {CALL}).text);\n"
    migration = migrate(source, ".mjs", Options())
    assert not migration.changed
    assert migration.findings == ()
