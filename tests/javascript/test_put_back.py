"""`run --verify` with files in JavaScript: what came out different gets back the bytes it had, whatever rewrote it."""

from __future__ import annotations

import sys
from collections.abc import Callable

from codemods.outcome import Migration
from migrate_interactions.commands.put_back import consent, verified
from migrate_interactions.reports.terminal import Terminal
from migrate_interactions.results import Migrated, Survey
from tests.javascript.programs import HELLO, QUICK
from tests.verify.conftest import Project

Edited = Callable[[dict[str, tuple[str, str]]], Project]


def rewritten(path: str, before: str, after: str) -> Migrated:
    return Migrated(path, before.encode(), after.encode(), Migration(before, after))


def test_what_differs_is_put_back_with_what_it_loaded(edited: Edited) -> None:
    library = QUICK.replace("async function", "export async function")
    wrong = library.replace("{ text }", "{ text: 'Bye' }")
    main = "import { ask } from './library.mjs';\nconsole.log(await ask('Hello'));\n"
    files = {
        "library.mjs": (library, wrong),
        "main.mjs": (main, main + "// rewritten\n"),
        "right.ts": (HELLO, HELLO + "// rewritten\n"),
    }
    project = edited(files)
    survey = Survey(tuple(rewritten(path, *texts) for path, texts in sorted(files.items())))
    consent(survey.changed, yes=True)
    after = verified(survey, Terminal(sys.stdout))
    assert [result.path for result in after.changed] == ["right.ts"]
    assert {path: (project.folder / path).read_text() for path in files} == {
        "library.mjs": library,
        "main.mjs": main,
        "right.ts": HELLO + "// rewritten\n",
    }


ASKING = """import { GoogleGenAI } from '@google/genai';
const ai = new GoogleGenAI({});
console.log((await ai.models.generateContent({ model: 'gemini-2.5-flash', contents: 'Hi' })).text);
"""


def test_a_run_rewrites_a_file_and_shows_that_nothing_changed(edited: Edited) -> None:
    project = edited({"a.mjs": (ASKING, ASKING)})
    done = project.cli("run", "--verify", "--yes", "a.mjs")
    assert done.status == 0, done.out
    assert "interactions.create" in (project.folder / "a.mjs").read_text()
    assert "1 equivalent" in done.out
