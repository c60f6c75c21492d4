"""`verify` on the command line, for projects in JavaScript and TypeScript."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.javascript.programs import HELLO, NEW_CHAT, NEW_STREAM, OLD_CHAT, OLD_STREAM, OLDER_STREAM, QUICK
from tests.javascript.running import PACKAGES, require_node
from tests.verify import programs as python
from tests.verify.conftest import Project

Edited = Callable[[dict[str, tuple[str, str]]], Project]

SAME = (HELLO, HELLO + "// changed\n")
OTHER = (HELLO, HELLO.replace("Hello", "Goodbye"))
TYPED = HELLO.replace("(text)", "(text: string): Promise<string>")


def last(text: str) -> str:
    return text.splitlines()[-1]


def test_what_changed_is_run_and_counted_whatever_its_language(edited: Edited) -> None:
    idle = ("console.log(1)\n", "console.log(1);\n")
    project = edited({
        "a.mjs": SAME, "b.ts": (TYPED, TYPED + "// changed\n"), "c.js": idle, "d.d.ts": ("", "export {};\n"),
        "e.py": (python.HELLO, python.HELLO + "# changed\n"), "style.css": ("", "a {}\n"),
    })  # fmt: skip
    done = project.cli("verify", "--yes")
    assert done.status == 0, done.out
    assert "a.mjs: equivalent (1 call, the same output)\n" in done.out
    assert "b.ts: equivalent (1 call, the same output)\n" in done.out
    assert "e.py: equivalent (1 call, the same output)\n" in done.out
    assert last(done.out) == "3 equivalent, 0 different, 0 not comparable, 1 not exercised, 0 not run."
    assert done.err.endswith(":\n    a.mjs\n    b.ts\n    c.js\n    e.py\n")


def test_a_difference_is_status_1_and_named_in_json(edited: Edited) -> None:
    done = edited({"a.mjs": OTHER}).cli("verify", "--yes", "--output-format", "json")
    assert done.status == 1
    (result,) = json.loads(done.out)["results"]
    assert (result["name"], result["outcome"]) == ("a.mjs", "different")
    assert result["differences"] == [{"call": 1, "field": "turns[0].parts[0].text", "before": "Hello", "after": "Goodbye"}]


def test_a_migrated_chat_is_equivalent(edited: Edited) -> None:
    done = edited({"a.mjs": (OLD_CHAT, NEW_CHAT)}).cli("verify", "--yes")
    assert "a.mjs: equivalent (4 calls, the same output)\n" in done.out
    assert "    note: model gemini-2.0-flash became gemini-3.8-flash, its replacement\n" in done.out


def test_a_stream_is_run_once_more_with_a_break(edited: Edited) -> None:
    wrong = NEW_STREAM.replace("=== 'error'", "=== 'never'")
    done = edited({"right.mjs": (OLDER_STREAM, NEW_STREAM), "wrong.mjs": (OLD_STREAM, wrong)}).cli("verify", "--yes")
    assert "right.mjs: equivalent (1 call, the same output)" in done.out
    assert "wrong.mjs: different\n    a stream that breaks: " in done.out


def test_a_file_that_is_named_runs_for_its_changed_neighbours(edited: Edited) -> None:
    library = QUICK.replace("async function", "export async function")
    main = "import { ask } from './library.mjs';\nconsole.log(await ask('Hello'));\n"
    project = edited({"src/library.mjs": (library, library.replace("{ text }", "{ text: 'Bye' }")), "src/main.mjs": (main, main)})
    done = project.cli("verify", "--yes", "src/main.mjs")
    assert done.status == 1
    assert "src/main.mjs: different\n    call 1: turns[0].parts[0].text: 'Hello' became 'Bye'\n" in done.out


@pytest.mark.parametrize("suffix", [".mjs", ".ts"])
def test_a_function_can_be_run_in_place_of_files(edited: Edited, suffix: str) -> None:
    library = QUICK + "export const greet = { all: async (name) => [await ask('Hello ' + name)] };\n"
    if suffix == ".ts":
        library = library.replace("(text)", "(text: string)").replace("(name)", "(name: string)")
    project = edited({f"src/library{suffix}": (library, library + "// changed\n")})
    done = project.cli("verify", "--yes", "--call", f"src/library{suffix}:greet.all", "--arg", "Ada")
    assert f"src/library{suffix}:greet.all: equivalent (1 call" in done.out, done.out
    project.put(f"src/library{suffix}", library.replace("Hello ", "Bye "))
    done = project.cli("verify", "--yes", "--call", f"src/library{suffix}:greet.all", "--arg", "Ada")
    assert "'Hello Ada' became 'Bye Ada'" in done.out
    assert "    +[ '" in done.out


def test_what_a_function_of_another_file_needs_is_named(edited: Edited) -> None:
    done = edited({"a.mjs": SAME}).cli("verify", "--yes", "--call", "a.mjs:missing")
    assert "both versions end in TypeError: missing is not an exported function" in done.out


def test_two_files_can_be_compared_each_with_its_own_packages(tmp_path: Path, project: Project) -> None:
    require_node()
    for name, text, package in (("old", OLDER_STREAM, "generative-ai"), ("new", NEW_STREAM, "genai")):
        folder = tmp_path / name
        (folder / "node_modules" / "@google").mkdir(parents=True)
        (folder / "node_modules" / "@google" / package).symlink_to(PACKAGES / "@google" / package)
        (folder / "a.mjs").write_text(text)
    done = project.cli("verify", "--yes", "--pair", str(tmp_path / "old" / "a.mjs"), str(tmp_path / "new" / "a.mjs"))
    assert "equivalent (1 call, the same output)" in done.out, done.out


def test_packages_are_found_above_the_project_too(edited: Edited) -> None:
    project = edited({"a.mjs": (OLD_STREAM, NEW_STREAM)})
    (project.folder / "node_modules").rename(project.folder.parent / "node_modules")
    assert "a.mjs: equivalent" in project.cli("verify", "--yes").out


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (OLDER_STREAM, NEW_STREAM, "the earlier version needs @google/generative-ai: npm install @google/generative-ai"),
        ("", NEW_STREAM, "the later version needs @google/genai: npm install @google/genai"),
        ("import 'left-pad/x';\n", "import 'left-pad/x';//\n", "missing package 'left-pad': npm install it where the program finds it"),
        ("import './x.mjs';\n", "import './x.mjs';//\n", "x.mjs, which is not there"),
    ],
)
def test_missing_packages_are_why_a_program_is_not_run(project: Project, before: str, after: str, reason: str) -> None:
    require_node()
    project.put("a.mjs", before)
    project.commit()
    project.put("a.mjs", after)
    done = project.cli("verify", "--yes")
    assert done.status == 0
    assert "a.mjs: not run" in done.out
    assert reason in done.out


def test_programs_that_read_the_terminal_are_given_a_file(edited: Edited) -> None:
    asking = QUICK + (
        "import { createInterface } from 'node:readline/promises';\n"
        "const terminal = createInterface({ input: process.stdin });\n"
        "const lines = terminal[Symbol.asyncIterator]();\n"
        "for (;;) console.log(await ask(await terminal.question('')));\n"
    )
    project = edited({"a.mjs": (asking, asking + "// changed\n")})
    project.put("input.txt", "Hello\n")
    assert "give it --stdin FILE" in project.cli("verify", "--yes").out
    assert "a.mjs: equivalent (1 call" in project.cli("verify", "--yes", "--stdin", "input.txt").out


def test_arguments_are_passed_on(edited: Edited) -> None:
    source = QUICK + "console.log(await ask(process.argv.slice(2).join('+')));\n"
    done = edited({"a.mjs": (source, source.replace("'+'", "'-'"))}).cli("verify", "--yes", "--arg", "x", "--arg", "y")
    assert "'x+y' became 'x-y'" in done.out


def test_without_node_nothing_is_run_and_it_says_so(edited: Edited, monkeypatch: pytest.MonkeyPatch) -> None:
    project = edited({"a.mjs": SAME, "b.ts": SAME, "c.py": (python.HELLO, python.HELLO + "#\n")})
    bare = project.folder.parent / "bin"
    bare.mkdir()
    (bare / "git").symlink_to("/usr/bin/git")
    monkeypatch.setenv("PATH", str(bare))
    done = project.cli("verify", "--yes")
    assert "a.mjs: not run (there is no Node (node): install Node 20 or newer, or name one with --node)\n" in done.out
    assert "c.py: equivalent" in done.out
    assert (done.status, last(done.out)) == (0, "1 equivalent, 0 different, 0 not comparable, 0 not exercised, 2 not run.")
    assert project.cli("verify", "--yes", "--strict").status == 4


def test_an_old_node_is_not_used(edited: Edited) -> None:
    project = edited({"a.mjs": SAME})
    node = project.put("../old-node", "#!/bin/sh\necho v18.20.4\n")
    node.chmod(0o755)
    done = project.cli("verify", "--yes", "--node", str(node))
    assert f"not run ({node.resolve()} is Node 18.20: install Node 20 or newer" in done.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--node", "/no/such/node"], "--node /no/such/node: no such interpreter"),
        (["--pair", "a.mjs", "b.ts"], "Node goes by the suffix of a file, so both need the same"),
        (["--types"], "--types checks Python and TypeScript: JavaScript has no types"),
        (["page.css"], "this version verifies Python, JavaScript and TypeScript files only"),
    ],
)
def test_wrong_usage_is_one_line(edited: Edited, arguments: list[str], message: str) -> None:
    project = edited({"a.mjs": SAME})
    project.put("b.ts", "")
    project.put("page.css", "")
    done = project.cli("verify", "--yes", *arguments)
    assert done.status == 2
    assert message in last(done.err)


def test_nothing_is_left_behind(edited: Edited) -> None:
    project = edited({"a.mjs": OTHER, "b.ts": OTHER})
    packages = sorted(PACKAGES.iterdir())
    before = project.git("status", "--porcelain"), sorted(project.folder.iterdir())
    project.cli("verify", "--yes")
    assert (project.git("status", "--porcelain"), sorted(project.folder.iterdir())) == before
    assert sorted(PACKAGES.iterdir()) == packages
    assert list(project.temporary.iterdir()) == []


def test_live_passes_the_calls_of_the_later_version_on(edited: Edited, service, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    shown = "console.log(process.env.GEMINI_API_KEY, process.env.API_KEY);\n"
    project = edited({"a.mjs": (OLD_STREAM, NEW_STREAM + shown)})
    service.reset()
    monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", service.url)
    monkeypatch.setenv("GEMINI_API_KEY", "the-real-key")
    done = project.cli("verify", "--live", "--yes")
    assert done.status == 0, done.out
    assert [call.endpoint for call in service.calls] == ["interactions.create"]
    assert "held-by-verify held-by-verify" in done.out
    assert "1 answer, tokens: total_input_tokens 1, " in done.out


def test_live_without_node_says_so(edited: Edited, monkeypatch: pytest.MonkeyPatch) -> None:
    project = edited({"a.mjs": SAME})
    monkeypatch.setenv("GEMINI_API_KEY", "the-real-key")
    node = project.put("../old-node", "#!/bin/sh\necho v18.20.4\n")
    node.chmod(0o755)
    done = project.cli("verify", "--live", "--yes", "--node", str(node))
    assert (done.status, "a.mjs: not run: " in done.out) == (1, True)
