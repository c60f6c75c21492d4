"""Leads requests that a program posts to Google by itself to the service: no variable changes the address that it wrote down.

Loaded by ``sitecustomize`` when a program imports one of these libraries, and never else. For Python 3.8 on.
"""

from __future__ import annotations

import functools
import types
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit, urlunsplit

_HOST = ".googleapis.com"
_NAMES = ("generativelanguage.", "aiplatform.")


def led(address: str, service: str) -> str:
    """The same address at the service, for those of Google's hosts that models answer at; any other as it is."""
    parts, own = urlsplit(address), urlsplit(service)
    host = parts.hostname or ""
    if not host.endswith(_HOST) or not any(name in host for name in _NAMES):
        return address
    return urlunsplit((own.scheme, own.netloc, *parts[2:]))


def lead(module: types.ModuleType, service: str) -> None:
    """Every request that is sent with the module from now on goes to ``service``, if it was to go to Google."""
    {"requests.sessions": _lead_requests, "urllib.request": _lead_urllib}.get(module.__name__, _lead_httpx)(module, service)


def _lead_requests(module: types.ModuleType, service: str) -> None:
    """`requests.sessions`"""

    def send(request: Any) -> Any:
        request.url = led(request.url, service)
        return request

    _before(module.Session, "send", send)


def _lead_httpx(module: types.ModuleType, service: str) -> None:
    """`httpx` and `httpx2`"""

    def send(request: Any) -> Any:
        address = led(str(request.url), service)
        if address != str(request.url):
            request.url = module.URL(address)
            request.headers["host"] = urlsplit(address).netloc
        return request

    _before(module.Client, "send", send)
    _before(module.AsyncClient, "send", send)


def _lead_urllib(module: types.ModuleType, service: str) -> None:
    """`urllib.request`"""

    def send(request: Any) -> Any:
        if isinstance(request, str):
            return led(request, service)
        request.full_url = led(request.full_url, service)
        return request

    _before(module.OpenerDirector, "open", send)


def _before(owner: Any, name: str, lead: Callable[[Any], Any]) -> None:
    """Have a method (a coroutine or not) get its request led."""
    send = getattr(owner, name)

    @functools.wraps(send)
    def sending(self: Any, request: Any, *arguments: Any, **named: Any) -> Any:
        return send(self, lead(request), *arguments, **named)

    setattr(owner, name, sending)
