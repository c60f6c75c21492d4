"""Work on many files in several processes, so that a file which kills its process is one finding and not the end."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from migrate_interactions.interrupts import die_of_it, undisturbed
from migrate_interactions.progress import watched
from migrate_interactions.results import Candidate, Failed, Migrated
from migrate_interactions.slices import processors

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.context import BaseContext

Work: TypeAlias = Callable[[Candidate], Migrated | Failed]

#: Fewer files than this are done sooner than processes are started.
PARALLEL_FROM = 8


def work_on(candidates: Sequence[Candidate], work: Work, jobs: int | None = None) -> list[Migrated | Failed]:
    """Call ``work`` on every candidate; results come in the order of the candidates.

    ``work`` is handed to each process once, so it has to be fit for that. A candidate whose process dies becomes a
    `Failed` with code GI004.
    """
    jobs = min(jobs or processors(), len(candidates))
    if jobs < 2 or len(candidates) < PARALLEL_FROM:
        return list(watched(map(work, candidates), len(candidates)))
    results = _in_pool(candidates, work, jobs)
    for place, result in enumerate(results):
        if result is None:
            results[place] = _alone(candidates[place], work)
    return [result for result in results if result is not None]


def _in_pool(candidates: Sequence[Candidate], work: Work, jobs: int) -> list[Migrated | Failed | None]:
    """Results of one shared pool; None for those that were lost when a worker died."""
    from concurrent.futures import ProcessPoolExecutor

    pool = ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_start, initargs=(work,))
    try:
        with undisturbed():
            futures = _submit(pool, candidates)
        results = list(watched(map(_result, futures), len(candidates)))
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()  # its thread has to be gone before other processes are forked
    return results + [None] * (len(candidates) - len(futures))


def _submit(pool: ProcessPoolExecutor, candidates: Sequence[Candidate]) -> list[Future[Migrated | Failed]]:
    from concurrent.futures.process import BrokenProcessPool

    futures: list[Future[Migrated | Failed]] = []
    for candidate in candidates:
        try:
            futures.append(pool.submit(_work, candidate))
        except BrokenProcessPool:  # a worker died before all was handed out
            break
    return futures


def _result(future: Future[Migrated | Failed]) -> Migrated | Failed | None:
    from concurrent.futures.process import BrokenProcessPool

    try:
        return future.result()
    except BrokenProcessPool:
        return None


def _alone(candidate: Candidate, work: Work) -> Migrated | Failed:
    """The result from a process of its own: whoever dies now is the culprit."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    with ProcessPoolExecutor(1, initializer=_start, initargs=(work,)) as pool:
        try:
            with undisturbed():
                future = pool.submit(_work, candidate)
            return future.result()
        except BrokenProcessPool:
            return Failed(candidate.path, "GI004", "the analysis ended its process (out of memory, or a fault in a native library)")


def _context() -> BaseContext | None:
    """On Linux processes are forked: they have what the parent has read of the project, and it is not sent to them."""
    from multiprocessing import get_context

    return get_context("fork") if sys.platform == "linux" else None


#: What this process does with a candidate, if it is a worker.
_given: list[Work] = []


def collect_rarely() -> None:
    """Syntax trees are many objects that live long: looking for garbage among them at Python's pace costs a third of the time."""
    gc.set_threshold(100_000, 50, 100)


def _start(work: Work) -> None:
    """Keep the work. Die of Ctrl-C at once and in silence: the parent gets it too, and says so once for all."""
    die_of_it()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    collect_rarely()
    _given[:] = [work]


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    from multiprocessing import connection, parent_process

    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _work(candidate: Candidate) -> Migrated | Failed:
    return _given[0](candidate)
