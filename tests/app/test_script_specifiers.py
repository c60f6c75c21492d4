"""Import paths that name a version: the rewritten code may need a later one."""

from __future__ import annotations

import pytest

CALL = 'await new GoogleGenAI({}).models.generateContent({ model: "gemini-3.8-flash", contents: "Hi" });\n'


def source(path: str) -> str:
    return f'import {{ GoogleGenAI }} from "{path}";\n' + CALL


TOO_OLD = [
    "npm:@google/genai@1",
    "npm:@google/genai@^1.20.0",
    "npm:@google/genai@2.2.0",
    "npm:@google/genai@~2.1.0",
    "https://esm.run/@google/genai@1.4.0",
    "https://cdn.jsdelivr.net/npm/@google/genai@1.4.0/+esm",
    "https://esm.sh/@google/genai@1?bundle",
]
NEW_ENOUGH = [
    "npm:@google/genai",
    "npm:@google/genai@2",
    "npm:@google/genai@^2.0.0",
    "npm:@google/genai@2.3",
    "npm:@google/genai@3.1.0",
    "https://esm.run/@google/genai",
    "https://esm.sh/@google/genai@latest",
    "@google/genai",
    "@google/genai/node",
]


@pytest.mark.parametrize("path", TOO_OLD)
def test_a_version_that_is_too_old_is_reported_at_its_path(cli, put, path):
    file = put("a.ts", source(path))
    outcome = cli("run")
    assert "a.ts:1:29: GI022" in outcome.out
    assert outcome.status == 1
    assert "interactions.create" in file.read_text()
    assert "a.ts:1:29: GI022" in cli("lint").out, "and is as long as it stands there"


@pytest.mark.parametrize("path", NEW_ENOUGH)
def test_a_version_that_will_do_is_not_spoken_of(cli, put, path):
    file = put("a.ts", source(path))
    assert cli("run").status == 0
    assert "interactions.create" in file.read_text()


@pytest.mark.parametrize(
    "path", ["npm:@google/genai-tools@1", "https://example.com/@google/genai@1", "@google/genai/other", "./@google/genai"]
)
def test_other_paths_are_not_ours(cli, put, path):
    file = put("a.ts", source(path))
    cli("run")
    assert file.read_text() == source(path)


def test_code_that_does_not_use_the_new_api_asks_for_nothing(cli, put):
    put("a.ts", 'import { GoogleGenAI } from "npm:@google/genai@1";\nexport const ai = new GoogleGenAI({});\n')
    assert cli("lint").status == 0
