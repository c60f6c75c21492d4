"""A bar for runs that take long, on a terminal only. Whoever works on many things hands them through `watched`."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO, TypeVar

from migrate_interactions import interrupts

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

T = TypeVar("T")
#: What is done sooner than this needs no bar.
PATIENCE = 1.0
#: How often the bar is drawn anew at most.
_PAUSE = 0.1


class _Bar:
    """Draws itself when something was finished. It has no thread of its own: other processes are forked meanwhile."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._due = time.monotonic() + PATIENCE
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def show(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now < self._due or (self._progress is None and done == total):
            return
        self._due = now + _PAUSE
        if self._progress is None:
            self._progress, self._task = self._started(total)
        assert self._task is not None
        self._progress.update(self._task, completed=done, total=total, refresh=True)

    def _started(self, total: int) -> tuple[Progress, TaskID]:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        console = Console(file=self._stream, force_terminal=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("files"))
        progress = Progress(*columns, console=console, transient=True, auto_refresh=False)
        progress.start()
        return progress, progress.add_task("Reading", total=total)

    def end(self) -> None:
        if self._progress is not None:
            self._progress.stop()


#: The bar of the command that is at work, if it has one.
_current: list[_Bar] = []


@contextmanager
def shown(stream: TextIO, *, quiet: bool) -> Iterator[None]:
    """While this lasts, what is `watched` is shown, if somebody looks at the stream and it takes long enough."""
    if quiet or not stream.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    bar = _Bar(stream)
    _current.append(bar)
    try:
        yield
    finally:
        _current.remove(bar)
        bar.end()


def watched(things: Iterable[T], total: int) -> Iterator[T]:
    """The same things; the bar moves with each."""
    for done, thing in enumerate(things, start=1):
        interrupts.check()
        if _current:
            _current[-1].show(done, total)
        yield thing
