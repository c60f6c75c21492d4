"""Work on very many small things in forked processes: no import, no pool, only a pipe to each. Elsewhere than on Linux, here."""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeAlias, TypeVar

from migrate_interactions.interrupts import die_of_it, undisturbed

T = TypeVar("T")
V = TypeVar("V")
#: What is made of some things: a list as long. Values have to be such that `marshal` takes them.
Work: TypeAlias = Callable[[Sequence[T]], list[V]]

#: Fewer things than this are done sooner than a process is forked.
WORTH_FORKING = 2000


def in_slices(work: Work[T, V], things: Sequence[T]) -> list[V]:
    """``work(things)``, a slice of them in each of several processes. What a process does not bring to its end is done here."""
    count = processors() if sys.platform == "linux" and len(things) >= WORTH_FORKING else 1
    if count < 2:
        return work(things)
    slices = [things[start::count] for start in range(count)]
    elsewhere = [_forked(work, part) for part in slices[1:]]
    done = [work(slices[0]), *(_awaited(*child) or work(part) for child, part in zip(elsewhere, slices[1:], strict=True))]
    results: list[Any] = [None] * len(things)
    for start, values in enumerate(done):
        results[start::count] = values
    return results


def processors() -> int:
    """How many processes may run at a time."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _forked(work: Work[T, V], things: Sequence[T]) -> tuple[int, int]:
    """The process that does it, and the end of the pipe at which its results come out."""
    read, write = os.pipe()
    with undisturbed():
        child = os.fork()
        if not child:
            _work_and_end(work, things, read, write)
    os.close(write)
    return child, read


def _work_and_end(work: Work[T, V], things: Sequence[T], read: int, write: int) -> NoReturn:
    """In the child nothing of the parent's may run: no handlers, no buffers that are flushed at exit."""
    try:
        die_of_it()
        os.close(read)
        with os.fdopen(write, "wb") as pipe:
            pipe.write(marshal.dumps(work(things)))
        os._exit(0)
    finally:
        os._exit(1)


def _awaited(child: int, read: int) -> list[Any] | None:
    """The results of a process; None when it ended before its work did."""
    with os.fdopen(read, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(child, 0)
    found = marshal.loads(data) if status == 0 else None
    return found if isinstance(found, list) else None
