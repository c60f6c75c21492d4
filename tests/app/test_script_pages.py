"""JavaScript in the fences of pages: which of them are one program, and how it comes back."""

from __future__ import annotations

import json

import pytest

IMPORT = 'import { GoogleGenAI } from "@google/genai";\n'
CLIENT = IMPORT + "const ai = new GoogleGenAI({});\n"
CALL = 'const answer = await ai.models.generateContent({ model: "gemini-3.8-flash", contents: "Hi" });\n'
NEW_CALL = 'const answer = await ai.interactions.create({ model: "gemini-3.8-flash", input: "Hi", store: false });\n'
READ = "console.log(answer.text);\n"
NEW_READ = "console.log(answer.output_text);\n"


def page(*fences: str, language: str = "js") -> str:
    return "# Title\n" + "\nSome words.\n".join(f"\n```{language}\n{fence}```\n" for fence in fences)


def rewritten(cli, put, text: str, *options: str, name: str = "README.md") -> str:
    file = put(name, text)
    cli("run", *options, name)
    return file.read_bytes().decode()


@pytest.mark.parametrize(
    "language", ["js", "javascript", "mjs", "jsx", "ts", "typescript", "tsx", "TypeScript", 'ts title="a.ts"', "js {1,3}"]
)
def test_fences_in_every_language_are_rewritten(cli, put, language):
    assert rewritten(cli, put, page(CLIENT + CALL + READ, language=language)) == page(CLIENT + NEW_CALL + NEW_READ, language=language)


@pytest.mark.parametrize("language", ["json", "js-output", "text", "", "html", "ts-node"])
def test_other_fences_stay(cli, put, language):
    text = page(CLIENT + CALL + READ, language=language)
    assert rewritten(cli, put, text) == text


@pytest.mark.parametrize("name", ["a.md", "a.mdx", "a.markdown"])
def test_every_kind_of_page_is_read(cli, put, name):
    assert rewritten(cli, put, page(CLIENT + CALL), name=name) == page(CLIENT + NEW_CALL)


def test_a_client_of_one_fence_is_known_in_the_next(cli, put):
    assert rewritten(cli, put, page(CLIENT, CALL + READ)) == page(CLIENT, NEW_CALL + NEW_READ)


def test_an_answer_of_one_fence_is_read_in_the_next(cli, put):
    assert rewritten(cli, put, page(CLIENT, CALL, READ)) == page(CLIENT, NEW_CALL, NEW_READ)


def test_fences_may_declare_the_same_name_again(cli, put):
    again = page(CLIENT, CALL + READ, CALL + READ, CALL + READ)
    assert rewritten(cli, put, again) == page(CLIENT, *[NEW_CALL + NEW_READ] * 3)


def test_a_name_means_what_the_nearest_fence_above_says(cli, put):
    other = IMPORT + "const ai = new Other();\n"
    text = page(CLIENT, CALL, other, CALL)
    assert rewritten(cli, put, text) == page(CLIENT, NEW_CALL, other, CALL)


def test_fences_that_each_import_are_programs_of_their_own(cli, put):
    whole = CLIENT + "async function main() {\n  " + CALL + "  " + READ + "}\nmain();\n"
    new = CLIENT + "async function main() {\n  " + NEW_CALL + "  " + NEW_READ + "}\nmain();\n"
    assert rewritten(cli, put, page(whole, whole, whole)) == page(new, new, new)


def test_a_fence_that_begins_with_a_bracket_is_no_call_of_what_stands_before(cli, put):
    begun = "(async () => {\n  " + CALL + "})()\n"
    assert rewritten(cli, put, page(CLIENT, begun, "[1, 2].map(String)\n")) == page(
        CLIENT, begun.replace(CALL, NEW_CALL), "[1, 2].map(String)\n"
    )


def test_the_page_keeps_quotations_lists_and_line_ends(cli, put):
    text = "- Ask:\n\n  ```js\n  " + CLIENT.replace("\n", "\n  ") + CALL + "  ```\n\n> ```js\n> " + READ + "> ```\n"
    new = text.replace(CALL, NEW_CALL).replace(READ, NEW_READ)
    assert rewritten(cli, put, text.replace("\n", "\r\n")) == new.replace("\n", "\r\n")


def test_python_and_javascript_of_a_page_are_both_rewritten(cli, put):
    # The stand-in for Python's transforms rewrites `safe()`, and puts more lines above the fence of JavaScript.
    text = "```python\nsafe() # grows\n```\n\n" + page(CLIENT + CALL)
    assert rewritten(cli, put, text) == "```python\ndone()\ndone()\n```\n\n" + page(CLIENT + NEW_CALL)


def test_findings_have_the_lines_of_the_page(cli, put):
    put("README.md", page(CLIENT, CALL, "send(answer);\n"))
    lines = cli("lint").out.splitlines()
    assert [line for line in lines if line.startswith("README.md:17:6: GI205")]
    assert [line for line in lines if line.startswith("README.md:11:22: GI215 held back by line 17:")]


def test_groups_of_several_programs_are_told_apart(cli, put):
    put("README.md", page(CLIENT + CALL, CLIENT + CALL))
    findings = json.loads(cli("lint", "--output-format", "json").out)["findings"]
    assert len({finding["group"] for finding in findings}) == 2


def test_a_second_run_changes_nothing(cli, put):
    once = rewritten(cli, put, page(CLIENT, CALL, READ))
    assert rewritten(cli, put, once) == once


def test_a_comment_leaves_a_fence_alone(cli, put):
    text = page(CLIENT, CALL.replace("\n", " // migrate-interactions: ignore\n"))
    assert rewritten(cli, put, text) == text


def test_a_call_without_its_client_is_reported_where_the_page_speaks_of_the_sdk(cli, put):
    put("README.md", "With `@google/genai`:\n" + page(CALL))
    assert "README.md:5:22: GI201" in cli("lint").out


def test_a_call_on_a_page_that_speaks_of_something_else_is_left(cli, put):
    put("README.md", page(CALL))
    assert cli("lint").status == 0


# -- what cannot be joined -------------------------------------------------------------------------------------------


def test_a_fence_that_does_not_parse_holds_what_it_uses(cli, put):
    text = page(CLIENT, CALL, "send(answer, ...);\n")
    assert rewritten(cli, put, text) == text
    assert "README.md:17:1: GI001 this block does not parse" in cli("lint").out


def test_a_fence_that_does_not_parse_leaves_the_others_to_be_rewritten(cli, put):
    broken = "const other = await ai.models.generateContent({ model: ..., contents: ... });\n"
    text = page(CLIENT, CALL + READ, broken)
    assert rewritten(cli, put, text) == page(CLIENT, NEW_CALL + NEW_READ, broken)
    assert cli("lint").status == 4


def test_a_broken_fence_without_old_words_is_only_noted(cli, put):
    put("README.md", page(CLIENT + CALL, "{ a: 1, b: ... }\n"))
    outcome = cli("lint")
    assert "GI001 this block does not parse, and stays as it is [note]" in outcome.out


def test_nothing_is_said_about_broken_fences_of_a_page_without_old_calls(cli, put):
    put("README.md", page(CLIENT, "{ a: 1, b: ... }\n"))
    outcome = cli("lint")
    assert "GI001" not in outcome.out
    assert outcome.status == 0


def test_what_a_fence_in_the_other_language_uses_is_not_rewritten(cli, put):
    text = "```ts\n" + CLIENT + CALL + "```\n\n```js\nsend(answer);\n```\n"
    assert rewritten(cli, put, text) == text


def test_a_fence_that_cannot_be_joined_holds_what_it_uses(cli, put):
    # The third fence takes names of two fences that both import GoogleGenAI: they are no one module.
    text = page(CLIENT + CALL, IMPORT + "const second = new GoogleGenAI({});\n", "send(answer, second);\n")
    assert rewritten(cli, put, text) == text


def test_an_import_that_another_fence_needs_stays(cli, put):
    schema = 'import { GoogleGenAI, Type } from "@google/genai";\nconst ai = new GoogleGenAI({});\n'
    config = CALL.replace("contents", "config: { responseSchema: { type: Type.STRING } }, contents")
    out = rewritten(cli, put, page(schema + config, "log(Type, ...);\n"))
    assert "import { GoogleGenAI, Type }" in out


def test_names_such_as_ours_are_refused(cli, put):
    text = page(CLIENT + "const __migrate_interactions_block_0__ = 1;\n" + CALL)
    assert rewritten(cli, put, text) == text
    assert "GI004" in cli("lint").out


def test_a_page_without_python_loads_no_parser_of_it(cli, put):
    from tests.app.test_startup import _loaded

    folder = put("README.md", page(CLIENT, CALL)).parent
    assert "libcst" not in _loaded(folder, "run")
