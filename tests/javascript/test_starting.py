"""What it takes to start a program: a Node that is new enough, a way to take types out, and the packages of its project."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from migrate_interactions.verify.runner.cannot_run import CannotRun
from migrate_interactions.verify.runner.javascript.compiling import runnable
from migrate_interactions.verify.runner.javascript.imports import loaded_files
from migrate_interactions.verify.runner.javascript.kinds import is_javascript
from migrate_interactions.verify.runner.javascript.node import Node as Found
from migrate_interactions.verify.runner.javascript.node import find_node
from migrate_interactions.verify.runner.javascript.packages import link_packages
from migrate_interactions.verify.runner.program import Program
from tests.javascript.running import Node

#: Each of these starts Node, some of them several times.
pytestmark = pytest.mark.slow


def pretend(place: Path, version: str) -> str:
    node = place / "node"
    node.write_text(f"#!/bin/sh\necho {version}\n")
    node.chmod(0o755)
    return str(node)


@pytest.mark.parametrize(
    ("version", "strips", "options"),
    [
        ("v20.19.5", False, ["--experimental-strip-types"]),
        ("v22.5.1", False, ["--experimental-strip-types"]),
        ("v22.6.0", True, ["--experimental-strip-types"]),
        ("v22.17.0", True, ["--experimental-strip-types"]),
        ("v22.18.0", True, []),
        ("v23.5.0", True, ["--experimental-strip-types"]),
        ("v23.6.0", True, []),
        ("v26.10.0", True, []),
    ],
)
def test_what_a_node_does_with_types_goes_by_its_version(tmp_path: Path, version: str, strips: bool, options: list[str]) -> None:
    node = find_node(pretend(tmp_path, version))
    assert (node.strips_types, node.stripping) == (strips, options)


@pytest.mark.parametrize(
    ("version", "reason"),
    [("v18.20.4", "is Node 18.20: install Node 20 or newer"), ("v0.12.18", "is Node 0.12"), ("nonsense", "is no Node"), ("", "is no Node")],
)
def test_what_is_no_node_of_use_is_refused_with_the_reason(tmp_path: Path, version: str, reason: str) -> None:
    with pytest.raises(CannotRun, match=reason):
        find_node(pretend(tmp_path, version))


@pytest.mark.parametrize(
    ("name", "version", "reason"),
    [
        ("a.ts", (20, 19), r"TypeScript needs esbuild \(npm install --save-dev esbuild\) or Node 22.6 to run, and this is Node 20.19"),
        ("a.tsx", (26, 0), ".tsx files need esbuild to run: npm install --save-dev esbuild"),
        ("a.jsx", (26, 0), ".jsx files need esbuild to run"),
    ],
)
def test_without_esbuild_it_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, version: tuple[int, int], reason: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotRun, match=reason):
        runnable(tmp_path / name, Found("node", version), [], {}, tmp_path)


def test_without_esbuild_a_newer_node_takes_types_out_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    ready = runnable(tmp_path / "a.mts", Found("node", (22, 7)), [], {}, tmp_path)
    assert (ready.file, ready.options) == (tmp_path / "a.mts", ("--experimental-strip-types",))


@pytest.mark.parametrize(
    ("name", "source", "package", "shown"),
    [
        ("a.cts", "console.log(typeof require, __filename.length > 0)", None, "function true"),
        ("a.ts", "console.log(typeof require, require.main === module)", None, "function true"),
        ("a.ts", "enum Size { Small = 3 }\nconsole.log(Size.Small, typeof import.meta.url)", None, "3 string"),
        ("a.ts", "const waited: number = await 4;\nconsole.log(waited)", None, "4"),
        ("a.ts", "console.log(typeof __filename)", "module", "undefined"),
        ("a.mts", "console.log(typeof __filename)", None, "undefined"),
        ("a.tsx", "const React = { createElement: (tag: string) => tag };\nconsole.log(<b />);", None, "b"),
        ("a.jsx", "const React = { createElement: (tag) => tag };\nconsole.log(<b />);", None, "b"),
        ("a.js", "import { sep } from 'node:path';\nconsole.log(sep)", "module", "/"),
        ("a.js", "const { sep } = require('node:path');\nconsole.log(sep)", None, "/"),
    ],
)
def test_every_kind_of_module_runs(node: Node, name: str, source: str, package: str | None, shown: str) -> None:
    files = {"package.json": json.dumps({"type": package})} if package else {}
    run = node.run_program(source, name, files)
    assert run.stdout == f"{shown}\n", run.stderr


@pytest.mark.parametrize("path", ["./lib/names", "./lib/names.js", "./lib/names.ts", "@/names"])
def test_a_program_in_typescript_finds_its_own_files(node: Node, path: str) -> None:
    files = {
        "lib/names.ts": "import data from './data.json';\nexport const NAME: string = data.name;\n",
        "lib/data.json": '{"name": "Larkfield"}',
        "tsconfig.json": '{"compilerOptions": {"paths": {"@/*": ["./lib/*"]}}}',
    }
    run = node.run_program(f"import {{ NAME }} from '{path}';\nconsole.log(NAME);", "a.ts", files)
    assert run.stdout == "Larkfield\n", run.stderr


def test_an_error_in_a_program_is_its_ending(node: Node) -> None:
    run = node.run_program("const x: string = ;", "a.ts")
    assert (str(run.failure), run.calls, run.loaded) == ('SyntaxError: Unexpected ";"', (), ("a.ts",))


def test_files_that_may_be_loaded_are_those_whose_paths_are_written_down(tmp_path: Path) -> None:
    files = {
        "src/main.ts": "import './a.js';\nexport * from \"../lib\";\nconst lazy = import(`./c.mjs`);\nimport 'openai';\n",
        "src/a.ts": "const data = require('./data.json');\n",
        "src/data.json": "{}",
        "src/c.mjs": "import './main.ts';\n",
        "src/d.mjs": "",
        "lib/index.js": "require('.././src/e');",
        "src/e.cjs": "import '../../outside.mjs';",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    loaded = ("lib/index.js", "src/a.ts", "src/c.mjs", "src/data.json", "src/e.cjs", "src/main.ts")
    assert loaded_files(tmp_path, "src/main.ts") == loaded


def test_declarations_of_types_are_no_programs() -> None:
    assert not any(map(is_javascript, ("a.d.ts", "a.d.mts", "a.d.cts", "a.json", "a.py", "ts")))


def test_a_package_of_the_project_itself_is_the_copy(tmp_path: Path) -> None:
    original, tree = tmp_path / "original", tmp_path / "place" / "tree"
    for place in (original / "packages" / "own", original / "node_modules" / "@scope" / "other", tree / "packages" / "own"):
        place.mkdir(parents=True)
    (original / "node_modules" / "own").symlink_to("../packages/own")
    (original / "app" / "node_modules" / "near").mkdir(parents=True)
    (tree / "app").mkdir()
    assert link_packages(original, tree, "app") == [original / "app" / "node_modules", original / "node_modules"]
    assert os.path.realpath(tree / "node_modules" / "own") == str(tree / "packages" / "own")
    assert os.path.realpath(tree / "node_modules" / "@scope" / "other") == str(original / "node_modules" / "@scope" / "other")
    assert os.path.realpath(tree / "app" / "node_modules" / "near") == str(original / "app" / "node_modules" / "near")


def test_the_package_file_above_a_tree_says_what_its_modules_are(tmp_path: Path) -> None:
    original, tree = tmp_path / "project" / "src", tmp_path / "place" / "tree"
    original.mkdir(parents=True)
    tree.mkdir(parents=True)
    (original.parent / "package.json").write_text('{"type": "module"}')
    link_packages(original, tree, ".")
    assert json.loads((tree.parent / "package.json").read_text()) == {"type": "module"}


def test_a_program_of_a_scratch_copy_is_started_where_it_stands(node: Node) -> None:
    run = node.run_program(
        "console.log(process.cwd().split('/').pop(), process.argv.slice(2))",
        "a.mjs",
        {"sub/x": ""},
        Program("a.mjs", folder="sub", arguments=("1",)),
    )
    assert run.stdout == "sub [ '1' ]\n"
