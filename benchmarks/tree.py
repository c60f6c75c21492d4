"""A tree of Python files like a large repository: the standard library's sources many times over, and a few files that mention the SDK."""

from __future__ import annotations

import os
import subprocess
import sysconfig
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

FIXTURES = Path(__file__).parent.parent / "fixtures" / "python"
#: Code that mentions the SDK, and has nothing that is old.
MENTIONS = Path(__file__).parent / "mentions"
#: One file in this many mentions the SDK, and every other one of those holds old calls.
MENTIONS_ONE_IN = 50


def build(top: Path, count: int, kind: str = "old") -> None:
    """Write ``count`` files into a new git checkout.

    One in a hundred has old calls, or (``migrated``) what became of them, or (``none``) neither; and one more mentions the SDK.
    """
    top.mkdir(parents=True)
    sources = cycle(_standard_library())
    mentions = _mentions(kind)
    for number, (name, data) in enumerate(islice(sources, count)):
        path = top / f"part_{number // 1000:02}" / f"copy_{number // 500:02}" / name
        if number % MENTIONS_ONE_IN == 0:
            path, data = path.with_name(f"asks_{number}.py"), next(mentions)
        path = path if not path.exists() else path.with_name(f"{path.stem}_{number}.py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    for command in (["init", "--quiet"], ["add", "--all"]):
        subprocess.run(["git", "-C", str(top), *command], check=True, env=plain_git())


def _standard_library() -> list[tuple[str, bytes]]:
    """Every source that comes with this Python, without its tests; the paths are those in the library."""
    library = Path(sysconfig.get_path("stdlib"))
    files = (path for path in sorted(library.rglob("*.py")) if not {"site-packages", "test", "tests"} & set(path.parts))
    return [(str(path.relative_to(library)), path.read_bytes()) for path in files]


def _mentions(kind: str) -> Iterator[bytes]:
    """Sources that mention the SDK: in turn with and without what a tree of that kind has."""
    pairs = [(path.with_name(path.name.replace(".after", "")), path) for path in sorted(FIXTURES.glob("*/*.after.py"))]
    fixtures = [{"old": before, "migrated": after}[kind] for before, after in pairs] if kind != "none" else []
    plain = [path.read_bytes() for path in sorted(MENTIONS.glob("*.py"))]
    holding, free = cycle([path.read_bytes() for path in fixtures] or plain), cycle(plain)
    while True:
        yield next(holding)
        yield next(free)


def plain_git() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
