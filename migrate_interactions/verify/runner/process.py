"""One process with all its children: started, watched, and ended together."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

#: Bytes of output after which a program is taken to print without end.
OUTPUT_LIMIT = 32 * 1024 * 1024
_GLANCE = 0.02
#: Seconds after which a process that cannot be killed is given up.
_PATIENCE = 5.0
_PROC = Path("/proc")


@dataclass(frozen=True)
class Ended:
    """``status`` as a shell has it: 0 to 255, or minus the signal's number. It is None for a program that was stopped."""

    status: int | None
    timed_out: bool = False
    flooded: bool = False


def run_process(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], stdin: Path | None, out: Path, err: Path, seconds: float
) -> Ended:
    """Runs to the end or the time limit; nothing of the process's group is alive afterwards, nor what left it (on Linux).

    Output goes to files: a child that keeps a pipe open could hold up whoever reads it. Raises OSError when it cannot be started.
    """
    with contextlib.ExitStack() as stack:
        source: IO[bytes] | int = stack.enter_context(stdin.open("rb")) if stdin else subprocess.DEVNULL
        sinks = [stack.enter_context(path.open("wb")) for path in (out, err)]
        process = subprocess.Popen(
            command, cwd=folder, env=dict(environment), stdin=source, stdout=sinks[0], stderr=sinks[1], start_new_session=True
        )
        try:
            return _watch(process, (out, err), seconds)
        finally:
            _end(process, environment.get("TMPDIR", ""))


def _watch(process: subprocess.Popen[bytes], outputs: Sequence[Path], seconds: float) -> Ended:
    limit = time.monotonic() + seconds
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return Ended(process.wait(_GLANCE))
        if any(path.stat().st_size > OUTPUT_LIMIT for path in outputs):
            return Ended(None, flooded=True)
        if time.monotonic() > limit:
            return Ended(None, timed_out=True)


def _end(process: subprocess.Popen[bytes], mark: str) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    limit = time.monotonic() + _PATIENCE
    while (strays := _strays(mark)) and time.monotonic() < limit:
        for child in strays:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(child, signal.SIGKILL)
        time.sleep(_GLANCE / 10)  # a killed process takes a moment to go


def _strays(mark: str) -> list[int]:
    """Processes that still carry this run's own TMPDIR, whether they left the group or are on their way out."""
    if not mark or not _PROC.is_dir():
        return []
    strays = []
    for entry in _PROC.iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError):
                if f"TMPDIR={mark}".encode() in (entry / "environ").read_bytes().split(b"\0"):
                    strays.append(int(entry.name))
    return strays
