"""Measure what the tool does with real code: writes the tables of docs/coverage.md.

    python scripts/coverage.py NAME=FOLDER [NAME=FOLDER …] > docs/coverage.md

Each folder is a checkout. Python files are taken as they are; with --extract notebooks and pages are measured, too, each as the
one program that the tool makes of its cells or blocks.

Old calls are counted by this script on its own, with the standard library's parser, so that a call the tool overlooks
shows up as "without a finding".
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from codemods.options import ASSUMPTIONS, Options  # noqa: E402
from codemods.outcome import CannotMigrate, Migration, Span  # noqa: E402
from codemods.python import may_concern, migrate  # noqa: E402
from codemods.python.index import ProjectIndex  # noqa: E402
from codemods.rules import RULES  # noqa: E402
from migrate_interactions.discovery import discover  # noqa: E402
from migrate_interactions.disk import absolute  # noqa: E402
from migrate_interactions.documents.opening import is_document, program_text  # noqa: E402
from migrate_interactions.project import look_around  # noqa: E402

#: Old methods by what they are counted as. `create` counts only as `chats.create`.
_KINDS = {
    "generate_content": "single calls",
    "generate_content_stream": "streams",
    "create": "chats",
    "send_message": "chats",
    "send_message_stream": "chats",
}
#: Methods of the models and chats of the SDKs before google-genai, and the imports that tell of them.
_OLDER_KINDS = {
    "generate_content": "calls of older SDKs",
    "generate_content_async": "calls of older SDKs",
    "start_chat": "chats of older SDKs",
    "send_message": "chats of older SDKs",
    "send_message_async": "chats of older SDKs",
}
_OLDER = re.compile(r"^\s*(from|import) +(google\.generativeai|vertexai)|^\s*from +google +import +generativeai", re.MULTILINE)


@dataclass
class Tally:
    """Counts for one repository: ``counts`` by kind of call and verdict.

    ``missed`` are old-looking calls the tool says nothing about, as ``path:line: code``.
    """

    files: int = 0
    calls: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    unstable: list[str] = field(default_factory=list)


def project(folder: Path) -> ProjectIndex:
    """The index of all Python files below a folder, as a run on the folder makes it."""
    discovered = discover([str(folder)])
    contents = {name: Path(name).read_bytes() for name in discovered.files}
    return look_around(discovered, {name: data for name, data in contents.items() if may_concern(data)}).index


def modules(folder: Path, extract: bool) -> Iterator[tuple[str, str]]:
    """Name and source of every module below a folder."""
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.suffix == ".py" and path.is_file():
            yield name, path.read_bytes().decode("utf-8", "replace")
        elif extract and is_document(name) and path.is_file():
            yield name, program_text(name, path.read_bytes()) or ""


def parsed(source: str) -> ast.AST | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return compile(source, "module", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError):
        return None


def kind_of(func: ast.Attribute, source: str) -> str:
    """What a call counts as, by its method and the SDK that the module imports; an empty string for none of the old ones."""
    if "google import genai" in source or "google.genai" in source:
        chat = func.attr == "create" and isinstance(func.value, ast.Attribute) and func.value.attr == "chats"
        if (func.attr in _KINDS and func.attr != "create") or chat:
            return _KINDS[func.attr]
    return _OLDER_KINDS.get(func.attr, "") if _OLDER.search(source) else ""


def old_calls(source: str, tree: ast.AST) -> Iterator[tuple[Span, str, str]]:
    """Every call that is written like one of the old API's, in a module that imports its SDK: its place, its function, its kind."""
    lines = source.splitlines()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if kind := kind_of(node.func, source):
            yield span(node, lines), ast.unparse(node.func), kind


def span(node: ast.Call, lines: list[str]) -> Span:
    def column(line: int, offset: int) -> int:
        return len(lines[line - 1].encode()[:offset].decode("utf-8", "replace")) + 1

    assert node.end_lineno is not None and node.end_col_offset is not None
    return Span(node.lineno, column(node.lineno, node.col_offset), node.end_lineno, column(node.end_lineno, node.end_col_offset))


def judge(call: Span, migration: Migration, taken: Migration) -> str:
    """`safe`, `unsafe`, the code of the reason why the call stays, or an empty string without a finding."""
    if any(f.span == call and f.code.startswith("GI1") for f in migration.rewritten):
        return "safe"
    if any(f.span == call and f.code.startswith("GI1") for f in taken.rewritten):
        return "unsafe"
    here = [f for f in taken.left if f.span == call or inside(f.span, call)]
    direct = [f.code for f in here if f.code != "GI215"]
    groups = {f.group for f in here if f.code == "GI215" and f.span == call}
    held = [f.code for f in sorted(taken.left, key=lambda f: f.span) if f.group in groups and f.code != "GI215"]
    # A place that holds two groups is listed with the first of them only: the other calls still say that they are held back.
    return next(iter([*direct, *held, *("GI215" for _ in groups)]), "")


def inside(inner: Span, outer: Span) -> bool:
    starts = (outer.line, outer.column) <= (inner.line, inner.column)
    return starts and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)


def measure(folder: Path, extract: bool, platform_settled: bool) -> Tally:
    tally = Tally()
    default = Options(platform="enterprise" if platform_settled else None)
    everything = Options(assume=frozenset(ASSUMPTIONS), platform=default.platform)
    index = project(folder)
    for name, source in modules(folder, extract):
        tree = parsed(source)
        calls = list(old_calls(source, tree)) if tree is not None else []
        if not calls:
            continue
        tally.files += 1
        try:
            here = index.at(absolute(str(folder / name))) if name.endswith(".py") else None
            plain, all_taken = (replace(options, alone=is_document(name)) for options in (default, everything))
            migration, taken = migrate(source, here, plain), migrate(source, here, all_taken)
            again = migrate(taken.output, None, all_taken)
        except CannotMigrate as error:
            tally.failed.append(f"{name}: {error.code} {error.message}")
            continue
        if again.output != taken.output:
            tally.unstable.append(name)
        for call, code, kind in calls:
            count(tally, f"{name}:{call.line}: {code}", kind, judge(call, migration, taken))
    return tally


def count(tally: Tally, place: str, kind: str, verdict: str) -> None:
    if not verdict:
        tally.missed.append(place)
        return
    tally.calls += 1
    tally.counts[kind, verdict if verdict in ("safe", "unsafe") else "left"] += 1
    if verdict not in ("safe", "unsafe"):
        tally.reasons[verdict] += 1


def table(tallies: dict[str, Tally]) -> Iterator[str]:
    yield "| repository | calls | number | safe | unsafe | left |"
    yield "| --- | --- | ---: | ---: | ---: | ---: |"
    whole = sum((tally.counts for tally in tallies.values()), Counter())
    for name, counts in [*((name, tally.counts) for name, tally in tallies.items()), ("together", whole)]:
        for kind in dict.fromkeys([*_KINDS.values(), *_OLDER_KINDS.values()]):
            safe, unsafe, left = (counts[kind, verdict] for verdict in ("safe", "unsafe", "left"))
            if number := safe + unsafe + left:
                yield f"| {name} | {kind} | {number} | {share(safe, number)} | {share(unsafe, number)} | {share(left, number)} |"
    yield ""
    yield "Why calls stay (the first reason of each call's group, with every assumption taken):"
    yield ""
    yield "| code | reason | calls |"
    yield "| --- | --- | ---: |"
    total: Counter[str] = sum((tally.reasons for tally in tallies.values()), Counter())
    for code, number in sorted(total.items(), key=lambda item: (-item[1], item[0])):
        yield f"| {code} | {RULES[code].title} | {number} |"


def share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.0%})" if part else "0"


def remarks(tallies: dict[str, Tally]) -> Iterator[str]:
    for name, tally in tallies.items():
        for what, items in (("without a finding", tally.missed), ("could not be handled", tally.failed), ("changes again", tally.unstable)):
            for item in items:
                yield f"{name}: {what}: {item}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", metavar="NAME=FOLDER")
    parser.add_argument("--extract", action="store_true", help="also measure notebooks and pages")
    parser.add_argument("--enterprise", action="store_true", help="settle the platform, as a project can in its configuration")
    arguments = parser.parse_args()
    named = dict(item.split("=", 1) for item in arguments.folders)
    tallies = {name: measure(Path(folder), arguments.extract, arguments.enterprise) for name, folder in named.items()}
    print("\n".join(table(tallies)))
    for line in remarks(tallies):
        print(line, file=sys.stderr)


if __name__ == "__main__":
    main()
