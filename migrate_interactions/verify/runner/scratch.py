"""A temporary folder that is gone afterwards, however this process is asked to end."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

_ENDINGS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Yields the folder. While it exists, SIGTERM and SIGHUP raise SystemExit (128 + number), so that everything is cleaned up."""
    with _ending_in_order():
        folder = Path(tempfile.mkdtemp(prefix="migrate-interactions-")).resolve()
        try:
            yield folder
        finally:
            remove(folder)


def remove(folder: Path) -> None:
    """Removes a tree, folders that a program made read-only included."""

    def retry(function: Callable[..., Any], path: str, _: Any) -> None:
        os.chmod(os.path.dirname(path), stat.S_IRWXU)
        if os.path.isdir(path) and not os.path.islink(path):
            os.chmod(path, stat.S_IRWXU)
            shutil.rmtree(path, ignore_errors=True)
        elif os.path.lexists(path):
            os.unlink(path)

    if folder.exists():
        shutil.rmtree(folder, onerror=retry)


@contextmanager
def _ending_in_order() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = {number: signal.signal(number, _leave) for number in _ENDINGS}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
