"""User code has side effects: whoever starts it is told what will run, and asked."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from migrate_interactions.exits import Declined, UsageError

_MOST_LISTED = 20


def ask(what: str, names: Sequence[str], *, yes: bool) -> None:
    """List on standard error what is about to run, and ask there. ``yes`` is the answer given beforehand.

    Raises `Declined`, and `UsageError` when there is nobody to ask.
    """
    sys.stderr.write(f"{what}:\n" + "".join(f"    {name}\n" for name in names[:_MOST_LISTED]))
    if len(names) > _MOST_LISTED:
        sys.stderr.write(f"    ... and {len(names) - _MOST_LISTED} more\n")
    sys.stderr.flush()
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError("this runs your code, and there is no terminal to ask on: pass --yes")
    sys.stderr.write("Go on? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise Declined
