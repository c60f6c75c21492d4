"""How much a piece of work asks: calls of functions, counted. Unlike time that is the same on a busy machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType


def asked(work: Callable[[], object]) -> int:
    """How many calls of Python functions (and steps of generators) a piece of work makes."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


def growth(work: Callable[[int], object], size: int) -> float:
    """How many times as much is asked of something twice as long: 2 for work that grows as its material does, 4 for a square."""
    work(3)  # imports, and what is put together once
    return asked(lambda: work(2 * size)) / asked(lambda: work(size))
