"""Ctrl-C: the work ends where it stands, with status 130, without a traceback, and nothing goes on behind it."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from types import FrameType
from typing import NoReturn

from migrate_interactions.exits import INTERRUPTED

#: The signals that came. Python drops the exception of one that comes at an unlucky moment, such as a fork.
_came: list[int] = []


def listen() -> None:
    """From now on Ctrl-C is remembered, besides raising `KeyboardInterrupt`. Who started us may have said that it is not for us."""
    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
        signal.signal(signal.SIGINT, _note)


def _note(number: int, frame: FrameType | None) -> None:
    _came.append(number)
    raise KeyboardInterrupt


def check() -> None:
    """Raise `KeyboardInterrupt` if one was lost."""
    if _came:
        raise KeyboardInterrupt


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Ctrl-C waits: in the middle of a fork it would be lost, or met by a process that does not know yet what to do about it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def die_of_it() -> None:
    """For a process that was forked: Ctrl-C ends it at once and in silence. Its parent gets it too, and says so."""
    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def ignore() -> None:
    """The work is done: what comes now comes too late."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def leave() -> NoReturn:
    """End this process and its workers at once: what Python does at its end waits for them, and may be in no state to do so."""
    if "multiprocessing" in sys.modules:
        from multiprocessing import active_children

        for child in active_children():
            child.kill()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # nobody reads it any more
            stream.flush()
    os._exit(INTERRUPTED)
