"""The commands that come after a run, for people who look on."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

_TOOL = "migrate-interactions"


def commands(paths: Sequence[str], *, in_git: bool, verified: bool) -> Iterator[tuple[str, str]]:
    """What to type after files were rewritten, and what for."""
    behind = "".join(f" {shlex.quote(path)}" for path in paths)
    if in_git:
        yield f"git diff{' --' if behind else ''}{behind}", "look at what was written"
    yield f"{_TOOL} lint{behind}", "see what is left, and what to write by hand"
    if in_git and not verified:
        yield f"{_TOOL} verify{behind}", "run the versions before and after, and compare"


def lines(found: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The same in two columns."""
    width = max((len(command) for command, _ in found), default=0)
    yield "Next:"
    yield from (f"  {command.ljust(width)}   {what}" for command, what in found)
