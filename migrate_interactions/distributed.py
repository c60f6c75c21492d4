"""`--executor dask://ADDRESS`: files are examined by the workers of a Dask cluster, which see the same checkout at the same path."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeAlias

from migrate_interactions.exits import UsageError
from migrate_interactions.results import Candidate, Failed, Migrated

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from migrate_interactions.workers import Work

SCHEME = "dask://"
#: Seconds to wait for the scheduler.
_PATIENCE = 30
#: Workers have several threads; what a file is told must not depend on what they ask of the index at the same time.
_ONE_AT_A_TIME = Lock()
#: An executor, and what stands for the work in what is submitted to it.
Hired: TypeAlias = "tuple[Executor, Work]"
Result: TypeAlias = Migrated | Failed


def hired(address: str) -> Callable[[Sequence[Candidate], Work], list[Result]]:
    """What examines files on a cluster. Raises `UsageError` for an address that is none, and where Dask is not installed."""
    if not address.startswith(SCHEME) or address == SCHEME:
        raise UsageError(f"--executor {address}: has to be dask://HOST:PORT")
    try:
        distributed: Any = import_module("distributed")  # an extra, and without types
    except ImportError as error:
        raise UsageError("--executor needs Dask: pip install 'migrate-interactions[dask]'") from error

    def work_there(candidates: Sequence[Candidate], work: Work) -> list[Result]:
        with _cluster(distributed, f"tcp://{address.removeprefix(SCHEME)}", work) as (executor, given):
            return list(on(executor, candidates, given))

    return work_there


def on(executor: Executor, candidates: Sequence[Candidate], work: Work) -> Iterator[Result]:
    """The results of any executor, in the order of the candidates. What it could not bring to an end is a failure of that file."""
    futures = [executor.submit(_examined, work, candidate, os.getcwd()) for candidate in candidates]
    for candidate, future in zip(candidates, futures, strict=True):
        try:
            yield future.result()
        except Exception as error:
            yield Failed(candidate.path, "GI004", f"the executor gave it up: {type(error).__name__}")


def _examined(work: Work, candidate: Candidate, folder: str) -> Result:
    """Runs in a worker: paths are relative to where the run was started."""
    with _ONE_AT_A_TIME:
        if os.getcwd() != folder:
            os.chdir(folder)
        return work(candidate)


def _same(work: Work) -> Work:
    return work


@contextmanager
def _cluster(distributed: Any, address: str, work: Work) -> Iterator[Hired]:
    """The cluster as an executor; the work, with the index of the project, goes to each worker once.

    It is a task of its own, not data that is scattered: what a lost worker held is made again.
    """
    try:
        client = distributed.Client(address, timeout=_PATIENCE)
    except OSError as error:
        raise UsageError(f"--executor: no scheduler answers at {address}") from error
    with client:
        yield client.get_executor(pure=False), client.submit(_same, work, pure=False)
