"""JavaScript and TypeScript files in a run: found, read, rewritten, reported like all others."""

from __future__ import annotations

import json

import pytest

from codemods import javascript
from migrate_interactions.discovery import discover

IMPORTS = 'import { GoogleGenAI } from "@google/genai";\nconst ai = new GoogleGenAI({});\n'
OLD = (
    IMPORTS + 'const answer = await ai.models.generateContent({ model: "gemini-3.8-flash", contents: "Hi" });\nconsole.log(answer.text);\n'
)
NEW = (
    IMPORTS + 'const answer = await ai.interactions.create({ model: "gemini-3.8-flash", input: "Hi", store: false });\n'
    "console.log(answer.output_text);\n"
)
HELD = IMPORTS + 'const answer = await ai.models.generateContent({ model: "gemini-3.8-flash", contents: "Hi" });\nsend(answer);\n'


# -- which files -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", javascript.GRAMMARS)
def test_every_ending_is_rewritten(cli, put, ending):
    file = put(f"src/app{ending}", OLD)
    assert cli("run").status == 0
    assert file.read_text() == NEW


@pytest.mark.parametrize("path", ["node_modules/x/a.js", "src/node_modules/x/a.ts", "types.d.ts", "app.min.js", ".next/server/a.js"])
def test_what_nobody_wrote_is_not_looked_at(put, path):
    put("a.js", "")
    put(path, OLD)
    assert discover([]).files == ("a.js",)


def test_installed_packages_are_left_although_git_keeps_them(put, git):
    put("node_modules/x/a.js", OLD)
    assert discover([]).files == ()


def test_a_bundle_is_passed_over_in_a_folder_and_refused_by_name(cli, put):
    put("bundle.js", OLD + "f(1);" * 12_000 + "\n")
    assert cli("lint").status == 0
    outcome = cli("lint", "bundle.js")
    assert "bundle.js:1:1: GI007 bundles are not handled by this version" in outcome.out
    assert outcome.status == 4


def test_a_long_image_in_quotes_makes_no_bundle(cli, put):
    file = put("app.js", OLD + f'const image = "{"A" * 60_000}";\n')
    cli("run")
    assert "interactions.create" in file.read_text()


def test_include_and_exclude_hold_for_scripts(cli, put):
    put("pyproject.toml", '[tool.migrate-interactions]\nexclude = ["generated/"]\n')
    put("generated/a.ts", OLD)
    put("b.ts", OLD)
    assert cli("lint").out.count("GI101") == 1


def test_rules_are_ignored_in_files_that_match(cli, put):
    put("pyproject.toml", '[tool.migrate-interactions.per-file-ignores]\n"samples/*" = ["GI1"]\n')
    put("samples/a.ts", OLD)
    assert cli("lint").status == 0


# -- bytes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "around",
    [
        pytest.param(lambda text: "\ufeff" + text, id="a byte order mark"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="Windows line ends"),
        pytest.param(lambda text: text.replace(";\n", ";\r\n", 1), id="mixed line ends"),
        pytest.param(lambda text: "const s = 'é \u2028 🎉 𝒳';\n" + text + "// 🎉", id="what is not ASCII, and no line end"),
        pytest.param(lambda text: "#!/usr/bin/env node\n'use strict';\n" + text, id="a first line for the shell"),
    ],
)
def test_all_that_is_not_rewritten_stays_as_it_was_byte_by_byte(cli, put, around):
    file = put("a.mjs", around(OLD))
    assert cli("run").status == 0
    assert file.read_bytes() == around(NEW).encode()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(OLD.encode() + b"let x = = 1;\n", "GI001", id="a syntax error"),
        pytest.param(OLD.encode() + b"// \xe9\n", "GI002", id="Latin-1"),
        pytest.param(OLD.encode("utf-16"), "GI002", id="UTF-16"),
        pytest.param(OLD.replace("\n", "\r").encode(), "GI004", id="bare carriage returns"),
    ],
)
def test_a_bad_file_is_one_line_and_the_others_are_done(cli, put, data, code):
    bad, good = put("bad.ts", data), put("good.ts", OLD)
    outcome = cli("run")
    assert [line for line in outcome.out.splitlines() if line.startswith("bad.ts") and code in line]
    assert outcome.status == 4
    assert (bad.read_bytes(), good.read_text()) == (data, NEW)


def test_a_failure_of_the_parser_s_own_code_is_one_line(cli, put, monkeypatch):
    class Panic(BaseException):
        pass

    def panicking(source, language):
        raise Panic("unknown language")

    put("a.ts", OLD)
    monkeypatch.setattr("codemods.javascript.syntax.parse", panicking)
    outcome = cli("lint")
    assert "a.ts: GI004 Panic: unknown language" in outcome.out
    assert outcome.status == 4


def test_nesting_without_end_does_not_end_the_run(cli, put):
    put("a.ts", IMPORTS + "const x = " + "(" * 20_000 + "1" + ")" * 20_000 + ";\n")
    put("b.ts", IMPORTS + "const x = " + "1 + " * 20_000 + "1;\n")
    good = put("good.ts", OLD)
    assert "GI101" not in cli("run").out
    assert good.read_text() == NEW


def test_a_result_that_is_not_sound_is_not_written(cli, put, monkeypatch):
    from codemods.outcome import Migration

    file = put("a.ts", OLD)
    monkeypatch.setattr(javascript, "migrate", lambda source, ending, options, index: Migration(source, source + "let x = ;"))
    outcome = cli("run")
    assert "a.ts: GI005 the result would not parse" in outcome.out
    assert file.read_text() == OLD


# -- what is said ----------------------------------------------------------------------------------------------------


def test_the_second_run_changes_nothing(cli, put):
    file = put("a.ts", OLD)
    cli("run")
    assert cli("run", "--check").status == 0
    assert file.read_text() == NEW


def test_a_look_shows_a_patch_and_writes_nothing(cli, put):
    file = put("a.ts", OLD)
    outcome = cli("run", "--diff")
    assert "+console.log(answer.output_text);" in outcome.out
    assert outcome.status == 1
    assert file.read_text() == OLD


def test_standard_input_is_read_in_the_language_of_its_name(cli):
    outcome = cli("run", "-", "--stdin-filename", "src/x.ts", stdin=OLD.encode())
    assert outcome.raw == NEW.encode()
    assert outcome.status == 0


def test_standard_input_without_old_words_passes_byte_by_byte(cli):
    data = b"const x: number = 1;\r\n"
    assert cli("run", "-", "--stdin-filename", "x.ts", stdin=data).raw == data


@pytest.mark.parametrize("format", ["json", "sarif", "github", "gitlab"])
def test_every_report_has_the_findings(cli, put, format):
    put("src/a.ts", HELD)
    outcome = cli("lint", "--output-format", format)
    assert "src/a.ts" in outcome.out
    assert "GI205" in outcome.out
    if format != "github":
        json.loads(outcome.out)


def test_known_findings_pass_and_new_ones_do_not(cli, put):
    put("a.ts", HELD)
    cli("lint", "--baseline", "known.json", "--write-baseline")
    assert cli("lint", "--baseline", "known.json").status == 0
    put("a.ts", HELD + HELD.partition("\n")[2].replace("answer", "other").replace("const ai = new GoogleGenAI({});\n", ""))
    assert cli("lint", "--baseline", "known.json").status == 1


def test_only_lines_that_changed_since_a_commit_count(cli, put, git):
    put("a.ts", HELD)
    git("add", ".")
    git("commit", "-q", "-m", "x")
    assert cli("lint", "--diff-base", "HEAD").status == 0
    put("b.ts", HELD)
    assert "a.ts" not in cli("lint", "--diff-base", "HEAD").out.replace("b.ts", "")


def test_findings_of_rewritten_files_are_told_where_they_are_now(cli, put):
    call = 'const answer = await ai.models.generateContent({\n  model: "gemini-3.8-flash",\n  contents: "Hi",\n});\n'
    put("a.ts", IMPORTS + call + "console.log(answer.text);\n" + call.replace("answer", "other") + "send(other);\n")
    outcome = cli("run")
    line = next(line for line in outcome.out.splitlines() if "GI205" in line)
    assert line.startswith("a.ts:13:6")


# -- leaving alone ---------------------------------------------------------------------------------------------------


def test_a_comment_leaves_a_line_alone(cli, put):
    source = OLD.replace('"Hi" });', '"Hi" }); // migrate-interactions: ignore[GI101] until spring')
    file = put("a.ts", source)
    assert cli("run").status == 0
    assert file.read_text() == source


def test_a_comment_that_leaves_nothing_alone_is_noted(cli, put):
    put("a.ts", NEW.replace("store: false });", "store: false }); // migrate-interactions: ignore[GI101]"))
    outcome = cli("lint")
    assert "a.ts:3:104: GI010 nothing is found here under GI101" in outcome.out
    assert outcome.status == 0


def test_a_comment_above_the_code_leaves_one_rule_alone_in_the_file(cli, put):
    source = OLD.replace('"gemini-3.8-flash"', '"gemini-1.5-flash"')
    file = put("a.ts", "// migrate-interactions: ignore-file[GI101]\n" + source)
    assert "GI101" not in cli("run").out
    assert "generateContent" in file.read_text()


def test_a_comment_above_the_code_leaves_a_file_alone_that_does_not_parse(cli, put):
    put("a.js", "#!/usr/bin/env node\n/* Licence */\n// migrate-interactions: ignore-file\n" + OLD + "let = = 1\n")
    assert cli("lint").status == 0


def test_an_ignored_file_without_old_code_is_noted(cli, put):
    put("a.js", "// migrate-interactions: ignore-file\nlet x = 1;\n")
    assert "a.js:1:1: GI010" in cli("lint").out


def test_the_legacy_schema_is_not_written_in_javascript(cli, put):
    file = put("a.ts", OLD)
    outcome = cli("run", "--schema", "outputs")
    assert "GI200 the legacy response schema is not written in JavaScript" in outcome.out
    assert file.read_text() == OLD


# -- components ------------------------------------------------------------------------------------------------------


VUE = f"""<template>
  <p>{{{{ text }}}}</p>
  <!-- <script>{OLD}</script> -->
</template>

<script setup lang="ts" generic="T extends Record<string, string>">
{OLD}</script>

<style>p {{ color: red }}</style>
"""


@pytest.mark.parametrize("name", ["a.vue", "a.svelte"])
def test_components_are_only_looked_at(cli, put, name):
    file = put(name, VUE)
    outcome = cli("run")
    assert f"{name}:13:22: GI101" in outcome.out
    assert "The scripts of components are only looked at" in outcome.out
    assert outcome.out.count("GI101") == 3  # once here, once as the command of its help, once in the summary
    assert outcome.status == 1
    assert file.read_text() == VUE


def test_what_is_no_code_in_a_component_is_not_read(cli, put):
    put("a.vue", f'<script type="application/json">{OLD}</script><script type="text/x-template">{OLD} (</script>\n')
    assert cli("lint").status == 0


def test_the_scripts_of_a_component_share_their_names(cli, put):
    put("a.vue", f'<script lang="ts">\n{IMPORTS}</script>\n<script setup lang="ts">\n{OLD.removeprefix(IMPORTS)}</script>\n')
    assert "a.vue:6:22: GI101" in cli("lint").out


def test_a_fix_of_a_component_is_none(cli, put):
    put("a.vue", VUE)
    report = json.loads(cli("lint", "--output-format", "json", "--unsafe").out)
    assert {finding["fix"] for finding in report["findings"]} == {None}
