"""The diff is small: layout, quotes, comments and line ends stay the user's."""

from __future__ import annotations

from codemods.javascript import migrate
from tests.javascript.support import CLIENT, program

CASES = {
    "a value on the line below its key": (
        "await ai.models.generateContent({\n  model: 'gemini-2.5-flash',\n  contents:\n    'Hi',\n  config: {\n    systemInstruction:\n      'Be brief.',\n    temperature: 1,\n  },\n});\n",
        "await ai.interactions.create({\n  model: 'gemini-2.5-flash',\n  input:\n    'Hi',\n  system_instruction:\n    'Be brief.',\n  generation_config: { temperature: 1 },\n  store: false,\n});\n",
    ),
    "a call without a trailing comma": (
        "await ai.models.generateContent({\n  model: 'gemini-2.5-flash',\n  contents: 'Hi'\n});\n",
        "await ai.interactions.create({\n  model: 'gemini-2.5-flash',\n  input: 'Hi',\n  store: false\n});\n",
    ),
    "a comment behind the last entry": (
        "await ai.models.generateContent({\n  model: 'gemini-2.5-flash',\n  contents: 'Hi' // greet\n});\n",
        "await ai.interactions.create({\n  model: 'gemini-2.5-flash',\n  input: 'Hi', // greet\n  store: false\n});\n",
    ),
    "a call over several lines": (
        "const r = await ai\n  .models\n  .generateContent({ model: 'gemini-2.5-flash', contents: 'Hi' });\nconsole.log(r\n  .text);\n",
        "const r = await ai\n  .interactions\n  .create({ model: 'gemini-2.5-flash', input: 'Hi', store: false });\nconsole.log(r.output_text);\n",
    ),
    "no spaces inside of braces": (
        "await ai.models.generateContent({model: 'gemini-2.5-flash', contents: [{role: 'user', parts: [{text: 'Hi'}]}]});\n",
        "await ai.interactions.create({model: 'gemini-2.5-flash', input: [{type: 'user_input', content: [{type: 'text', text: 'Hi'}]}], store: false});\n",
    ),
    "an emoji before the call": (
        "console.log('👋🏽', (await ai.models.generateContent({ model: 'gemini-2.5-flash', contents: '👋' })).text);\n",
        "console.log('👋🏽', (await ai.interactions.create({ model: 'gemini-2.5-flash', input: '👋', store: false })).output_text);\n",
    ),
}  # fmt: skip


def test_only_what_has_to_changes() -> None:
    for name, (before, after) in CASES.items():
        assert program(before).output == CLIENT + after, name


def test_line_ends_stay() -> None:
    before = (CLIENT + CASES["a call without a trailing comma"][0]).replace("\n", "\r\n")
    after = (CLIENT + CASES["a call without a trailing comma"][1]).replace("\n", "\r\n")
    assert migrate(before, ".mjs").output == after


def test_a_name_that_an_import_gets_has_a_line_where_the_others_have_one() -> None:
    source = (
        "import {\n  FunctionDeclaration,\n  GoogleGenAI,\n} from '@google/genai';\nconst ai = new GoogleGenAI({});\n"
        "const light: FunctionDeclaration = { name: 'light' };\n"
        "await ai.models.generateContent({ model: 'gemini-2.5-flash', contents: 'Hi', config: { tools: [{ functionDeclarations: [light] }] } });\n"
    )
    assert migrate(source, ".ts").output.startswith("import {\n  GoogleGenAI,\n  type Interactions,\n} from '@google/genai';\n")


def test_an_import_that_nothing_used_before_stays() -> None:
    source = "import { GoogleGenAI, Modality } from '@google/genai';\nconst ai = new GoogleGenAI({});\nawait ai.models.generateContent({ model: 'gemini-2.5-flash', contents: 'Hi' });\n"
    assert migrate(source, ".mjs").output.startswith("import { GoogleGenAI, Modality } from '@google/genai';\n")
