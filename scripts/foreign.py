"""Read code that is not ours: nothing of it may be changed, reported or crash. Prints counts; status 1 when there is anything else.

    python scripts/foreign.py [FOLDER …]              as `run` reads it; without folders the standard library and the installed packages
    python scripts/foreign.py --disguised [FOLDER …]  every method call under a name of the old API, so that each file is analysed in full
    python scripts/foreign.py --disguised --every 20  one file in twenty

What Python itself cannot read is counted apart. Left out are the SDKs and what imports one: that is ours.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
import sysconfig
import time
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from codemods.options import ASSUMPTIONS, Options  # noqa: E402
from migrate_interactions import engine  # noqa: E402
from migrate_interactions.discovery import SUFFIXES, Discovered  # noqa: E402
from migrate_interactions.results import Candidate, Failed, Migrated, Result, Skipped  # noqa: E402

EVERYTHING = Options(assume=frozenset(ASSUMPTIONS))
#: Code that is ours: the SDKs themselves (they define and document what is to be replaced), this tool, and any file that imports an SDK.
_SDKS = ("/google/genai/", "/google/generativeai/", "/vertexai/", "/google/cloud/aiplatform")
_USES_SDK = re.compile(rb"google(?:\.cloud)?[ \t]+import[^\n]*\b(?:genai|generativeai)\b|google\.(?:genai|generativeai)\b|\bvertexai\b")
#: Methods of everyday objects, and the names of the old API that they get.
_DISGUISES = {
    "append": "send_message", "get": "generate_content", "join": "generate_content_stream", "items": "get_history",
    "startswith": "send_message_stream", "create": "chats.create", "format": "generate_content_async", "split": "start_chat",
}  # fmt: skip
_METHODS = re.compile(rb"\.(" + "|".join(_DISGUISES).encode() + rb")\(")


@dataclass
class Count:
    """What came out: ``wrong`` says what is not as it should be, a line each."""

    read: int = 0
    analysed: int = 0
    unreadable: int = 0
    ours: int = 0
    wrong: list[str] = field(default_factory=list)


def default_folders() -> list[Path]:
    """The standard library and the installed packages of the interpreter that runs this."""
    paths = sysconfig.get_paths()
    return list(dict.fromkeys(Path(paths[name]) for name in ("stdlib", "purelib", "platlib")))


def files_below(folders: Iterable[Path]) -> list[Path]:
    """Python files, each once."""
    found = {path.resolve() for folder in folders for path in folder.rglob("*") if path.suffix in SUFFIXES and path.is_file()}
    return sorted(found)


def is_ours(path: Path, data: bytes) -> bool:
    name = path.as_posix()
    return path.is_relative_to(ROOT) or any(sdk in name for sdk in _SDKS) or _USES_SDK.search(data) is not None


def disguised(data: bytes) -> bytes:
    """The same code, whose methods have names of the old API."""
    return _METHODS.sub(lambda match: b"." + _DISGUISES[match[1].decode()].encode() + b"(", data)


def look(files: Sequence[Path], *, disguise: bool, jobs: int | None = None) -> Count:
    """Migrate the files in memory, with every assumption taken."""
    count = Count()
    foreign = []
    for path in files:
        data = path.read_bytes()
        if is_ours(path, data):
            count.ours += 1
        else:
            foreign.append(Candidate(str(path), disguised(data) if disguise else data))
    count.read = len(foreign)
    for result in _results(foreign, disguise=disguise, jobs=jobs):
        count.analysed += not isinstance(result, Skipped)
        _judge(result, count)
    return count


def _results(foreign: Sequence[Candidate], *, disguise: bool, jobs: int | None) -> Iterable[Result]:
    if disguise:
        return engine.examine_all(foreign, EVERYTHING, jobs=jobs)
    return engine.survey(Discovered(tuple(candidate.path for candidate in foreign)), EVERYTHING, jobs).results


def _judge(result: Result, count: Count) -> None:
    if isinstance(result, Failed):
        if _python_reads(Path(result.path)):
            count.wrong.append(f"{result.path}: {result.code} {result.message}")
        else:
            count.unreadable += 1
    elif isinstance(result, Migrated):
        count.wrong += _said(result)


def _said(result: Migrated) -> Iterator[str]:
    if result.changed:
        yield f"{result.path}: was changed"
    for finding in result.migration.findings:
        yield f"{result.path}:{finding.span.line}: {finding.code} {finding.message}"


def _python_reads(path: Path) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(path.read_bytes())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--disguised", action="store_true")
    parser.add_argument("--every", type=int, default=1, metavar="N")
    given = parser.parse_args()
    started = time.monotonic()
    count = look(files_below(given.folders or default_folders())[:: given.every], disguise=given.disguised)
    for line in count.wrong:
        print(line)
    seconds = time.monotonic() - started
    print(f"{count.read} files of others in {seconds:.0f} s, {count.ours} of ours left out; {count.analysed} analysed, ", end="")
    print(f"{count.unreadable} of them unreadable to Python too, {len(count.wrong)} times something else than nothing.")
    return 1 if count.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
