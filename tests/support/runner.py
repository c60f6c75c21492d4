"""Running a program against the loopback service, in this process: importing google-genai for every program would cost most of the time."""

from __future__ import annotations

import functools
import importlib
import io
import os
import runpy
import signal
import ssl
import sys
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from types import FrameType, ModuleType
from unittest import mock

import httpx2
import requests.sessions

from migrate_interactions.verify.compare import call_differences
from migrate_interactions.verify.runner.inside import posted_redirect
from migrate_interactions.verify.service import LoopbackService, RecordedCall

#: Would lead a client elsewhere, or take the place of the dummy key.
_FOREIGN_VARIABLES = (
    "GOOGLE_API_KEY",
    "GOOGLE_GENAI_USE_VERTEXAI",
    "GOOGLE_GENAI_USE_ENTERPRISE",
    "GOOGLE_CLOUD_PROJECT",
    "GOOGLE_CLOUD_LOCATION",
    "GOOGLE_APPLICATION_CREDENTIALS",
)
#: Each client reads a file of certificates, twice; no program here makes an encrypted connection.
_shared_context = functools.cache(ssl.create_default_context)


@dataclass(frozen=True)
class Result:
    """What a run left behind. ``error`` is ``"Type: message"`` of the exception that ended it, or None."""

    stdout: str
    error: str | None
    calls: tuple[RecordedCall, ...]
    stderr: str = ""


def run_file(
    path: Path,
    service: LoopbackService,
    *,
    arguments: tuple[str, ...] = (),
    variables: Mapping[str, str] | None = None,
    seconds: float = 20,
) -> Result:
    """Runs the file as ``__main__`` in its own folder, with empty standard input; the service is reset before.

    Never raises what the program raises. Only for the main thread, which is where the time limit's signal arrives.
    """
    path = path.resolve()
    service.reset()
    out, err = _text_file(), _text_file()
    with ExitStack() as stack:
        stack.enter_context(_environment(service, variables or {}))
        stack.enter_context(_folder(path.parent))
        if b"googleapis.com" in path.read_bytes():
            stack.enter_context(_requests_led(service))
        stack.enter_context(mock.patch.object(sys, "argv", [str(path), *arguments]))
        stack.enter_context(mock.patch.object(sys, "stdin", _text_file()))
        stack.enter_context(mock.patch.object(ssl, "create_default_context", _shared_context))
        stack.enter_context(redirect_stdout(out))
        stack.enter_context(redirect_stderr(err))
        error = _run(path, seconds)
    return Result(_contents(out), error, service.calls, _contents(err))


def run_source(source: str, folder: Path, service: LoopbackService) -> Result:
    """Writes the source to ``program.py`` in ``folder`` and runs it."""
    path = folder / "program.py"
    path.write_text(source, encoding="utf-8")
    return run_file(path, service)


def compare(before: Result, after: Result) -> list[str]:
    """Differences of two runs, one per line: standard output, whether they failed, and the calls. Models are not compared."""
    lines = list(unified_diff(before.stdout.splitlines(), after.stdout.splitlines(), "stdout before", "stdout after", lineterm="", n=0))
    if bool(before.error) != bool(after.error):
        lines.append(f"error: {before.error} became {after.error}")
    return lines + call_differences(before.calls, after.calls)


def _run(path: Path, seconds: float) -> str | None:
    try:
        with _time_limit(seconds):
            runpy.run_path(str(path), run_name="__main__")
    except SystemExit as stop:
        return f"SystemExit: {stop.code}" if stop.code else None
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return f"{type(error).__name__}: {error}"
    return None


@contextmanager
def _environment(service: LoopbackService, variables: Mapping[str, str]) -> Iterator[None]:
    with mock.patch.dict(os.environ):
        for name in _FOREIGN_VARIABLES:
            os.environ.pop(name, None)
        os.environ.update({**service.environment(), **variables})
        yield


@contextmanager
def _requests_led(service: LoopbackService) -> Iterator[None]:
    """What a program posts to Google by itself goes to the service, as under `verify`."""
    address = service.environment()["GOOGLE_GEMINI_BASE_URL"]
    leading = {
        "requests.sessions": (requests.sessions.Session, "send"),
        "httpx2": (httpx2.Client, "send"),
        "urllib.request": (urllib.request.OpenerDirector, "open"),
    }
    with ExitStack() as stack:
        for owner, name in (*leading.values(), (httpx2.AsyncClient, "send")):
            stack.enter_context(mock.patch.object(owner, name, getattr(owner, name)))
        for module in leading:
            posted_redirect.lead(sys.modules[module], address)
        yield


@contextmanager
def _folder(folder: Path) -> Iterator[None]:
    """The program's folder as working directory and first on the path; what it imports from there is forgotten afterwards."""
    previous = Path.cwd()
    shadowed = _take_modules({file.stem for file in folder.glob("*.py")} | {file.parent.name for file in folder.glob("*/__init__.py")})
    present = set(sys.modules)
    importlib.invalidate_caches()
    os.chdir(folder)
    try:
        with mock.patch.object(sys, "path", [str(folder), *sys.path]), mock.patch.object(sys, "dont_write_bytecode", True):
            yield
    finally:
        os.chdir(previous)
        for name in set(sys.modules) - present:
            if _is_in(sys.modules[name], folder):
                del sys.modules[name]
        sys.modules.update(shadowed)


def _take_modules(names: set[str]) -> dict[str, ModuleType]:
    """Removes modules of these names (every program has its ``config``) and returns them. The standard library stays."""
    own = {name for name in names if name not in sys.stdlib_module_names and name in sys.modules}
    return {name: sys.modules.pop(name) for name in own}


def _is_in(module: ModuleType, folder: Path) -> bool:
    places = [getattr(module, "__file__", None), *getattr(module, "__path__", ())]  # packages without __init__.py have no file
    return any(place is not None and Path(place).resolve().is_relative_to(folder) for place in places)


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("programs are run in the main thread")

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"the program ran for more than {seconds:g} seconds")

    previous = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def _text_file() -> io.TextIOWrapper:
    """Programs may write to ``sys.stdout.buffer`` too."""
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _contents(file: io.TextIOWrapper) -> str:
    file.flush()
    buffer = file.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8")
