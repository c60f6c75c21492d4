"""Measure what the tool does with real JavaScript and TypeScript: writes the tables for docs/coverage.md.

    python scripts/coverage_javascript.py NAME=FOLDER [NAME=FOLDER …]

Old calls are counted with patterns of ast-grep over the text of each file, without the tool's scopes, so that a call the tool overlooks
shows up as "without a finding". The clients of other files are known as in a run on the folder.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from ast_grep_py import SgRoot
from coverage import Tally, count, judge, remarks, table

from codemods.javascript import GRAMMARS, migrate
from codemods.options import ASSUMPTIONS, Options
from codemods.outcome import CannotMigrate, Span

#: Packages by what their calls are counted as.
_GENAI = ("@google/genai",)
_OLDER = ("@google/generative-ai", "@google-cloud/vertexai")
_KINDS = {
    ("generateContent", False): "single calls",
    ("generateContentStream", False): "streams",
    ("create", False): "chats",
    ("sendMessage", False): "chats",
    ("sendMessageStream", False): "chats",
    ("generateContent", True): "calls of older SDKs",
    ("generateContentStream", True): "calls of older SDKs",
    ("startChat", True): "chats of older SDKs",
    ("sendMessage", True): "chats of older SDKs",
    ("sendMessageStream", True): "chats of older SDKs",
}


def old_calls(source: str, grammar: str) -> Iterator[tuple[Span, str, str]]:
    """Every call that is written like an old one, in a module that names an SDK: its place, its function, its kind."""
    older = any(package in source for package in _OLDER)
    if not older and not any(package in source for package in _GENAI):
        return
    for node in SgRoot(source, grammar).root().find_all(kind="call_expression"):
        function = node.field("function")
        name = function.field("property") if function is not None and function.kind() == "member_expression" else None
        if name is None or (name.text() == "create" and not function.field("object").text().endswith(".chats")):
            continue
        if kind := _KINDS.get((name.text(), older)):
            place = node.range()
            span = Span(place.start.line + 1, place.start.column + 1, place.end.line + 1, place.end.column + 1)
            yield span, function.text(), kind


def files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in GRAMMARS and "node_modules" not in path.parts and not path.name.endswith(".d.ts") and path.is_file():
            yield path


def measure(folder: Path) -> Tally:
    tally = Tally()
    for path in files(folder):
        name, source = str(path.relative_to(folder)), path.read_text(encoding="utf-8", errors="replace")
        calls = list(old_calls(source, GRAMMARS[path.suffix]))
        if not calls:
            continue
        tally.files += 1
        everything = Options(assume=frozenset(ASSUMPTIONS))
        try:
            migration, taken = migrate(source, path.suffix, Options()), migrate(source, path.suffix, everything)
            again = migrate(taken.output, path.suffix, everything)
        except CannotMigrate as error:
            tally.failed.append(f"{name}: {error.code} {error.message}")
            continue
        if again.output != taken.output:
            tally.unstable.append(name)
        for call, code, kind in calls:
            count(tally, f"{name}:{call.line}: {code}", kind, judge(call, migration, taken))
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", metavar="NAME=FOLDER")
    named = dict(item.split("=", 1) for item in parser.parse_args().folders)
    tallies = {name: measure(Path(folder)) for name, folder in named.items()}
    print("\n".join(table(tallies)))
    for line in remarks(tallies):
        print(line, file=sys.stderr)


if __name__ == "__main__":
    main()
