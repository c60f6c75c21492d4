"""The shards of a run are the run, in a tree with files of every kind."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.test_project import CORE, OLD, invoke

Put = Callable[..., Path]
FIXTURES = Path(__file__).parents[2] / "fixtures"
SDK = 'import { GoogleGenAI } from "@google/genai";\n'
ASK = 'console.log((await ai.models.generateContent({ model: "gemini-2.5-flash", contents: "Hi" })).text);\n'
ADDRESS = "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent"
FILES = {
    "py/core.py": CORE,
    "py/app.py": f"from core import client\n\n{OLD}",
    "py/raw.py": f'import requests\n\nrequests.post("{ADDRESS}", json={{"contents": []}})\n',
    "web/gemini.ts": SDK + 'export const ai = new GoogleGenAI({});\nexport const talk = ai.chats.create({ model: "gemini-2.5-flash" });\n',
    "web/ask.ts": 'import { ai } from "./gemini";\n' + ASK,
    "web/again.mjs": SDK + "const ai = new GoogleGenAI({});\n" + ASK,
    "web/send.ts": 'import { talk } from "./gemini";\nawait talk.sendMessage({ message: "Hi" });\n',  # no word of the SDK
    "web/View.vue": f"<script setup>\n{SDK}const ai = new GoogleGenAI({{}});\n{ASK}</script>\n",
    "web/broken.js": SDK + "const = ;\nai.models.generateContent(\n",
    "web/bundle.js": "f(" + "generateContent," * 6000 + ");\n",
    "cloud/main.go": 'package main\n\nimport "google.golang.org/genai"\n\nfunc main() { client.Models.GenerateContent(ctx, m, c, nil) }\n',
    "docs/use.md": f"# Use\n\n```js\n{SDK}const ai = new GoogleGenAI({{}});\n{ASK}```\n\n```python\n{CORE}{OLD}```\n\n"
    + f'```bash\ncurl {ADDRESS} -d \'{{"contents": [{{"parts": [{{"text": "x"}}]}}]}}\'\n```\n',
    "plain/a.js": "export const a = 1;\n",
    "plain/a.py": "import os\n",
    "plain/a.sh": "ls\n",
}


@pytest.fixture
def tree(project: Path, put: Put, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(put("tree/plain/a.txt", "").parents[1])
    for name, text in FILES.items():
        put(f"tree/{name}", text)
    (project / "tree" / "requests").mkdir()
    for name in ("bodies.sh", "bodies.request.json"):
        shutil.copy(FIXTURES / "rest" / name, project / "tree" / "requests")
    return project / "tree"


def _report(*options: str) -> str:
    return invoke("lint", "--output-format=json", *options).out


@pytest.mark.parametrize("count", [2, 3, 5])
def test_the_shards_of_a_lint_are_the_lint(tree: Path, count: int) -> None:
    files = [tree.parent / f"{number}.json" for number in range(1, count + 1)]
    for number, file in enumerate(files, start=1):
        file.write_text(_report(f"--shard={number}/{count}"))
    merged = json.loads(invoke("report", "merge", "--output-format=json", *map(str, files)).out)
    assert merged == json.loads(_report())
    told = {finding["path"] for finding in merged["findings"]}
    assert told >= {"py/raw.py", "web/send.ts", "web/View.vue", "web/broken.js", "cloud/main.go", "docs/use.md", "requests/bodies.sh"}


def _written(tree: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> dict[str, str]:
    """What a run changes in a copy of the tree."""
    copy = shutil.copytree(tree, tree.parent / "-".join(["copy", *options]).replace("/", "of"))
    monkeypatch.chdir(copy)
    invoke("run", *options)
    names = [path.relative_to(tree) for path in tree.rglob("*") if path.is_file()]
    return {name.as_posix(): text for name in names if (text := (copy / name).read_text()) != (tree / name).read_text()}


@pytest.mark.parametrize("count", [2, 3, 5])
def test_the_shards_of_a_run_write_what_the_run_writes_and_no_file_twice(tree: Path, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _written(tree, monkeypatch)
    shards = [_written(tree, monkeypatch, f"--shard={number}/{count}") for number in range(1, count + 1)]
    assert sorted(name for shard in shards for name in shard) == sorted(whole)
    assert {name: text for shard in shards for name, text in shard.items()} == whole
    assert whole.keys() >= {"py/app.py", "web/ask.ts", "web/again.mjs", "docs/use.md", "requests/bodies.sh", "requests/bodies.request.json"}


@pytest.mark.parametrize("options", [["--summary"], ["--output-format=html"], ["--summary", "--output-format=json"]])
def test_what_counts_all_files_is_refused_for_a_shard(tree: Path, options: list[str]) -> None:
    outcome = invoke("lint", "--shard=1/2", *options)
    assert outcome.status == 2
    assert "leave --shard out" in outcome.err
