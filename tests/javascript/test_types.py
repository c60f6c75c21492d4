"""`verify --types` for TypeScript: what tsc says of the later version and did not say of the earlier one."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.javascript.running import require_node
from tests.verify.conftest import Project

Edited = Callable[[dict[str, tuple[str, str]]], Project]

CLIENT = "import { GoogleGenAI } from '@google/genai';\nconst ai = new GoogleGenAI({});\n"
OLD = CLIENT + "export const wrong: number = 'before';\nexport const text = ai.models.generateContent({ model: 'm', contents: 'x' });\n"
NEW = (
    CLIENT
    + "\nexport const wrong: number = 'before';\nexport const text = ai.interactions.create({ model: 'm', input: 'x', config: {} });\n"
)


def test_only_errors_that_the_change_brought_are_shown(edited: Edited) -> None:
    project = edited({"src/a.ts": (OLD, NEW)})
    done = project.cli("verify", "--types")
    assert done.status == 1
    first, *_, end = done.out.splitlines()
    assert first.startswith("src/a.ts:5: error: TS")
    assert "config" in done.out
    assert "before" not in done.out
    assert end == "The change brought 1 error of tsc to 1 changed file."
    (error,) = json.loads(project.cli("verify", "--types", "--output-format", "json").out)["errors"]
    assert (error["path"], error["line"]) == ("src/a.ts", 5)


def test_a_change_without_new_errors_is_status_0(edited: Edited) -> None:
    assert edited({"a.ts": (OLD, "// moved\n" + OLD)}).cli("verify", "--types").status == 0


def test_what_the_project_configures_holds(edited: Edited) -> None:
    loose = "export function f(x) { return x; }\n"
    before = "export const f = 1;\n"
    project = edited({"strict.ts": (before, loose), "loose/a.ts": (before, loose)})
    project.put("loose/tsconfig.json", '{"compilerOptions": {"strict": false, "outDir": "out"}, "include": ["nothing"]}')
    done = project.cli("verify", "--types")
    assert done.out.startswith("strict.ts:1: error: TS7006: "), done.err
    assert "loose/a.ts" not in done.out


def test_both_languages_are_checked_each_by_its_own(edited: Edited) -> None:
    project = edited({"a.ts": ("", "const x: string = 1;\n"), "b.py": ("", "x: str = 1\n"), "c.mjs": ("", "1;\n")})
    done = project.cli("verify", "--types")
    assert done.out.splitlines()[-1] == "The change brought 2 errors of mypy and tsc to 2 changed files."


def test_types_need_typescript(project: Project) -> None:
    require_node()
    project.put("a.ts", "")
    project.commit()
    project.put("a.ts", "const x = 1;\n")
    done = project.cli("verify", "--types")
    assert done.status == 2
    assert "npm install --save-dev typescript" in done.err


@pytest.mark.parametrize("name", ["a.mts", "a.cts", "a.tsx"])
def test_every_kind_of_typescript_is_checked(edited: Edited, name: str) -> None:
    done = edited({name: ("export {};\n", "export const x: string = 1;\n")}).cli("verify", "--types")
    assert done.out.startswith(f"{name}:1: error: TS2322: ")
