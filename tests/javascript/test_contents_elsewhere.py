"""Parts and contents that are made under a name or by a function: rewritten where they are made, or held with all who use them."""

from __future__ import annotations

import pytest

from tests.javascript.support import codes, program


def asked(contents: str) -> str:
    return f"await ai.models.generateContent({{ model: 'gemini-2.5-flash', contents: {contents} }});\n"


IMAGE = "{ inlineData: { data: 'x', mimeType: 'image/png' } }"
TURN = "{ role: 'user', parts: [{ text: 'a' }] }"

HELD = {
    "a part that somebody else gets": (f"const part = {IMAGE};\nsave(part);\n" + asked("['a', part]"), "GI203"),
    "a part that is changed": (f"const part = {IMAGE};\npart.inlineData.data = 'y';\n" + asked("['a', part]"), "GI203"),
    "a list that is shown": (f"const contents = [{TURN}];\nconsole.log(contents);\n" + asked("contents"), "GI203"),
    "a list that loses something": (f"const contents = [{TURN}];\ncontents.shift();\n" + asked("contents"), "GI203"),
    "a list whose new length is used": (f"const contents = [{TURN}];\nconst n = contents.push({TURN});\n" + asked("contents"), "GI203"),
    "a list that others are pushed to": (f"const contents = [{TURN}];\ncontents.push(...history);\n" + asked("contents"), "GI200"),
    "a list that is exported": (f"export const contents = [{TURN}];\n" + asked("contents"), "GI205"),
    "a function that is exported": (f"export function image() {{ return {IMAGE}; }}\n" + asked("['a', image()]"), "GI205"),
    "a function that makes something else as well": (
        f"function image(x) {{ if (x) return {IMAGE}; return x; }}\n" + asked("['a', image(1)]"),
        "GI203",
    ),
    "a function that somebody else calls": (f"function image() {{ return {IMAGE}; }}\nsave(image());\n" + asked("['a', image()]"), "GI203"),
    "what is added is not in sight": (asked("['a', ...images]"), "GI203"),
    "a list in a list": (f"const parts = [{IMAGE}];\n" + asked("['a', parts]"), "GI203"),
    "turns and parts side by side": (f"const part = {IMAGE};\n" + asked(f"[{TURN}, part]"), "GI200"),
    "a mime type that no content declares": (asked("[{ inlineData: { data: 'x', mimeType: 'text/plain' } }]"), "GI225"),
    "a mime type that is computed": (asked("[{ inlineData: { data: 'x', mimeType: detect(x) } }]"), "GI225"),
    "no mime type": (asked("[{ fileData: { fileUri: uri } }]"), "GI225"),
    "an upload of a text": (
        "const f = await ai.files.upload({ file: 'notes.txt' });\n" + asked("[{ fileData: { fileUri: f.uri, mimeType: f.mimeType } }]"),
        "GI225",
    ),
    "the result of a function": (asked("[{ role: 'user', parts: [{ functionResponse: { name: 'f', response: {} } }] }]"), "GI200"),
    "a section of something that is no video": (
        asked("[{ inlineData: { data: 'x', mimeType: 'image/png' }, videoMetadata: { fps: 1 } }]"),
        "GI200",
    ),
}


@pytest.mark.parametrize(("body", "code"), HELD.values(), ids=list(HELD))
def test_it_stays_as_it_is_with_the_reason(body: str, code: str) -> None:
    migration = program(body)
    assert migration.output == migration.source
    assert code in codes(migration)


def test_one_call_that_stays_keeps_the_function_and_the_other_call() -> None:
    body = f"function image() {{ return {IMAGE}; }}\n" + asked("['a', image()]") + asked("['b', image(), ...others]")
    assert program(body).output.count("generateContent") == 2


def test_a_mime_type_at_run_time_is_an_assumption() -> None:
    body = asked("['a', { inlineData: { data: 'x', mimeType: type } }]")
    assert not program(body, everything=False).changed
    assert "type.startsWith('image/') ? 'image'" in program(body).output


def test_two_kinds_that_calls_give_are_told_apart_without_one() -> None:
    make = "function file(mimeType) { return { inlineData: { data: 'x', mimeType } }; }\n"
    body = make + asked("['a', file('image/png'), file('application/pdf')]")
    assert "mimeType.startsWith('image/') ? 'image'" in program(body, everything=False).output


def test_the_ending_of_an_upload_tells_its_kind() -> None:
    body = "const f = await ai.files.upload({ file: 'a/talk.mp3' });\n" + asked(
        "[{ fileData: { fileUri: f.uri, mimeType: f.mimeType } }, 'a']"
    )
    assert "{ type: 'audio', uri: f.uri, mime_type: f.mimeType }" in program(body, everything=False).output


def test_files_that_are_asked_for_anew_are_the_same() -> None:
    body = (
        "let f = await ai.files.upload({ file: 'a.mp4' });\nwhile (f.state === 'PROCESSING') f = await ai.files.get({ name: f.name });\n"
        + asked("[{ fileData: { fileUri: f.uri, mimeType: f.mimeType } }, 'a']")
    )
    assert "{ type: 'video', uri: f.uri, mime_type: f.mimeType }" in program(body, everything=False).output


def test_a_part_without_a_type_in_typescript_gets_one() -> None:
    output = program(f"const part = {IMAGE};\n" + asked("['a', part]"), ".ts").output
    assert "const part: Interactions.Content = { type: 'image', data: 'x', mime_type: 'image/png' };" in output
    assert "import { GoogleGenAI, type Interactions }" in output


def test_a_part_without_a_type_in_javascript_stays_without() -> None:
    assert "const part = { type: 'image'" in program(f"const part = {IMAGE};\n" + asked("['a', part]")).output


LOW = "config: { mediaResolution: 'MEDIA_RESOLUTION_LOW' } });\n"


def test_the_resolution_of_a_config_goes_to_each_medium() -> None:
    output = program(asked(f"['a', {IMAGE}]").replace(" });\n", ", " + LOW)).output
    assert "{ type: 'image', data: 'x', mime_type: 'image/png', resolution: 'low' }" in output


def test_the_resolution_of_media_elsewhere_is_not_lost() -> None:
    body = f"const part = {IMAGE};\n" + asked("['a', part]").replace(" });\n", ", " + LOW)
    assert codes(program(body)) >= {"GI203"}
    assert not program(body).changed


def test_the_resolution_of_a_chat_is_not_lost() -> None:
    body = "const chat = ai.chats.create({ model: 'gemini-2.5-flash', " + LOW + "await chat.sendMessage({ message: 'Hi' });\n"
    assert not program(body).changed
