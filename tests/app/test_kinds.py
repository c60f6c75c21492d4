"""The first look at a file, by its name and its bytes: what passes is looked at closely, what does not costs nothing more."""

from __future__ import annotations

import pytest

from migrate_interactions.kinds import is_mention, is_of_project, may_concern
from migrate_interactions.sieve import Worth, sift

ADDRESS = "curl https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", "import genai"),
        ("a.py", "post(f'{BASE}/{MODEL}:generateContent')"),
        ("a.PYW", "post(f'{BASE}/{MODEL}:streamGenerateContent')"),
        ("a.ts", "model.startChat()"),
        ("a.vue", "<script>ai.interactions</script>"),
        ("a.md", "```js\nmodel.startChat()\n```"),
        ("a.sh", ADDRESS),
        ("a.ipynb", ADDRESS),
        ("a.go", '"google.golang.org/genai"'),
        ("no_ending", "import genai"),
    ],
)
def test_what_may_concern_us_is_looked_at(path: str, text: str) -> None:
    assert may_concern(path, text.encode())


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_words_of_a_script_in_utf_16_are_seen(mark: str) -> None:
    assert may_concern("a.js", "\ufeffai.models.generateContent()".encode(mark))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", "model.startChat()"),  # of JavaScript
        ("a.ts", "chat.send_message()"),  # of Python
        ("a.go", "import genai"),
        ("a.sh", "echo genai && pip install x"),
        ("a.rst", "getGenerativeModel"),  # pages of this kind hold no JavaScript that is read
    ],
)
def test_words_of_another_language_are_none(path: str, text: str) -> None:
    # Shell scripts are asked for the words of Python, too: they may run some.
    assert may_concern(path, text.encode()) is (path == "a.sh")


def test_a_request_without_the_sdk_is_more_than_a_mention() -> None:
    assert is_mention("a.py", b"import genai")
    assert not is_mention("a.py", b"import genai\npost(URL + ':generateContent')")
    assert not is_mention("a.ts", b"import genai")


def test_shell_scripts_and_languages_that_are_only_looked_at_are_no_project() -> None:
    assert [path for path in ("a.py", "a.md", "a.ts", "a.vue", "a.sh", "a.ZSH", "a.go", "a.kt") if is_of_project(path)] == [
        "a.py", "a.md", "a.ts", "a.vue",
    ]  # fmt: skip


def test_files_of_every_kind_are_sifted(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    texts = {
        "clean.ts": "export const a = 1;",
        "clean.sh": "ls",
        "clean.go": "package main",
        "clean.md": "# Title",
        "mention.py": "import genai\n",
        "broken.py": "import genai\ndef (",
        "request.py": "import genai\npost(URL + ':generateContent')\n",
        "old.ts": "ai.chats",
        "old.sh": ADDRESS,
        "old.go": '"google.golang.org/genai"',
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    worths = dict(zip(texts, sift([*texts]), strict=True))
    assert {name for name in texts if worths[name] == Worth.NOTHING} == {"clean.ts", "clean.sh", "clean.go", "clean.md"}
    assert {name for name in texts if worths[name] == Worth.KNOWING} == {"mention.py"}
    assert sift(["absent.ts"]) == [Worth.LOOKING]
