"""Runs in every Python process of a program that is being verified, before the program does.

It closes the network but for the loopback service, leads what would be imported from the original tree to its copy, stands in for modules
that only notebooks' hosts have, leads what knows no variable for its service to this one, and writes down how the program ended.
Standard library only, for any Python from 3.8 on.
"""

from __future__ import annotations

import atexit
import errno
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import socket
import sys
import types
from collections.abc import Callable, Sequence
from typing import Any


class Settings:
    """What the runner wrote beside this file."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.address: tuple[str, int] = (raw["host"], raw["port"])
        self.scratch: str = raw["scratch"]
        self.tree: str = raw["tree"]
        self.original: str = raw["original"]
        self.report: str = raw["report"]


class Report:
    """How the program ended, for the runner; only its first process writes one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.blocked: list[str] = []
        self.error: dict[str, str] | None = None

    def start(self) -> None:
        atexit.register(self._write)
        sys.excepthook = self._note

    def _note(self, kind: type[BaseException], error: BaseException, trace: types.TracebackType | None) -> None:
        name = getattr(error, "name", None) if isinstance(error, ImportError) else None
        self.error = {"type": kind.__name__, "message": str(error), "name": str(name or "")}
        sys.__excepthook__(kind, error, trace)

    def _write(self) -> None:
        files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
        inside = sorted({file for file in files if isinstance(file, str) and file.startswith(self._settings.tree + os.sep)})
        with open(self._settings.report, "w", encoding="utf-8") as stream:
            json.dump({"error": self.error, "blocked": self.blocked, "loaded": inside}, stream)


class Guard:
    """Refuses every connection but the one to the service, and says so."""

    def __init__(self, settings: Settings, report: Report) -> None:
        self._settings = settings
        self._report = report

    def close(self) -> None:
        for name in ("connect", "connect_ex"):
            setattr(socket.socket, name, self._guarded(getattr(socket.socket, name), lambda arguments: arguments[0]))
        for name in ("sendto", "sendmsg"):
            if hasattr(socket.socket, name):
                setattr(socket.socket, name, self._guarded(getattr(socket.socket, name), _datagram_address))
        for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
            setattr(socket, name, self._resolving(getattr(socket, name)))

    def _guarded(self, call: Callable[..., Any], address_of: Callable[[Sequence[Any]], Any]) -> Callable[..., Any]:
        def guarded(sock: socket.socket, *arguments: Any, **named: Any) -> Any:
            address = address_of(arguments)
            if address is not None and not self._is_allowed(sock.family, address):
                raise self._refusal(_spelled(address))
            return call(sock, *arguments, **named)

        return guarded

    def _resolving(self, call: Callable[..., Any]) -> Callable[..., Any]:
        local = (None, "", "localhost", "127.0.0.1", "::1", "0.0.0.0", "::", socket.gethostname())

        def resolving(host: Any, *arguments: Any, **named: Any) -> Any:
            name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
            if name not in local:
                raise self._refusal(f"{name}:{arguments[0]}" if arguments and arguments[0] else str(name))
            return call(host, *arguments, **named)

        return resolving

    def _is_allowed(self, family: int, address: Any) -> bool:
        if family == getattr(socket, "AF_UNIX", None):  # processes of the program talking to each other
            path = os.fsdecode(address) if isinstance(address, (str, bytes)) else ""
            return path.startswith(("\0", self._settings.scratch + os.sep))
        return tuple(address[:2]) == self._settings.address

    def _refusal(self, target: str) -> OSError:
        if target not in self._report.blocked:
            self._report.blocked.append(target)
        text = f"migrate-interactions verify refuses the connection to {target}: programs reach the loopback service only"
        return ConnectionRefusedError(errno.ECONNREFUSED, text)


def _datagram_address(arguments: Sequence[Any]) -> Any:
    """The last argument, if it is an address; a connected socket sends without one."""
    last = arguments[-1] if len(arguments) > 1 else None
    return last if isinstance(last, (tuple, str)) else None


def _spelled(address: Any) -> str:
    return f"{address[0]}:{address[1]}" if isinstance(address, tuple) else os.fsdecode(address)


def lead_to_copy(settings: Settings) -> None:
    """An installation in editable mode names folders of the original tree: take the copies, where there are any.

    Last of all, modules are looked for where checkouts have them; first, they could hide modules of Python's own.
    """
    sys.path[:] = [_copy_of(entry, settings) for entry in sys.path] + [settings.tree, os.path.join(settings.tree, "src")]
    for name, module in list(sys.modules.items()):
        mapping = getattr(module, "MAPPING", None)
        if name.startswith("__editable__") and isinstance(mapping, dict):
            mapping.update({package: _copy_of(path, settings) for package, path in mapping.items()})


def _copy_of(path: str, settings: Settings) -> str:
    if path != settings.original and not path.startswith(settings.original + os.sep):
        return path
    copy = settings.tree + path[len(settings.original) :]
    return copy if os.path.exists(copy) else path


def _key(name: str = "", *_: Any) -> str:
    return os.environ.get(name) or os.environ.get("GEMINI_API_KEY", "")


def _nothing(*_: Any, **__: Any) -> None:
    return None


def _empty(*_: Any, **__: Any) -> dict[str, bytes]:
    return {}


def _show(*values: Any, **_: Any) -> None:
    print(*values)


#: Modules that hosts of notebooks bring along, for where they cannot be imported.
STAND_INS: dict[str, dict[str, Any]] = {
    "google.colab": {},
    "google.colab.userdata": {"get": _key, "SecretNotFoundError": KeyError, "NotebookAccessError": PermissionError},
    "google.colab.auth": {"authenticate_user": _nothing},
    "google.colab.drive": {"mount": _nothing, "flush_and_unmount": _nothing},
    "google.colab.files": {"upload": _empty, "download": _nothing},
    "google.colab.output": {"clear": _nothing},
    "IPython": {"get_ipython": _nothing},
    "IPython.display": {"display": _show, "Markdown": str, "HTML": str, "JSON": str, "Image": repr, "clear_output": _nothing},
}


class StandIns(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Stands last among the finders, so it is only asked for what is not installed."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if fullname not in STAND_INS:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=any(name.startswith(fullname + ".") for name in STAND_INS))

    def exec_module(self, module: types.ModuleType) -> None:
        vars(module).update(STAND_INS[module.__name__])


#: Modules that know no variable for their service, each with the file beside this one that leads it.
LED = {
    "google.generativeai.client": "generativeai_redirect",
    "requests.sessions": "posted_redirect",
    "httpx": "posted_redirect",
    "httpx2": "posted_redirect",
    "urllib.request": "posted_redirect",
}


class Led(importlib.abc.MetaPathFinder):
    """Lets one of those files change a module once it is imported, and costs nothing else."""

    def __init__(self, service: str) -> None:
        self._service = service
        self._waiting = dict(LED)

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        leading = self._waiting.pop(fullname, None)
        if leading is None:
            return None
        found = importlib.util.find_spec(fullname)
        if found is not None and found.loader is not None:
            execute = found.loader.exec_module
            found.loader.exec_module = lambda module: self._lead(module, leading, execute)  # type: ignore[method-assign]
        return found

    def _lead(self, module: types.ModuleType, leading: str, execute: Callable[[types.ModuleType], None]) -> None:
        execute(module)
        importlib.import_module(leading).lead(module, self._service)


def _begin() -> None:
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "settings.json"), encoding="utf-8") as stream:
        settings = Settings(json.load(stream))
    report = Report(settings)
    if not hasattr(os, "getsid") or os.getsid(0) == os.getpid():
        report.start()
    Guard(settings, report).close()
    lead_to_copy(settings)
    sys.meta_path.insert(0, Led("http://{}:{}".format(*settings.address)))
    sys.meta_path.append(StandIns())


if __name__ == "sitecustomize":
    _begin()
