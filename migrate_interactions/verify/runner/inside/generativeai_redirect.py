"""Leads `google.generativeai` to the service: by itself it speaks gRPC, to an address that no variable changes.

Loaded by ``sitecustomize`` when a program imports that SDK, and never else. For Python 3.8 and google-generativeai 0.5 on.
"""

from __future__ import annotations

import asyncio
import copy
import functools
import importlib
import json
import types
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

_ASYNC = "_async"
_END = object()


def lead(client: types.ModuleType, service: str) -> None:
    """Every client that the SDK's module of clients makes from now on speaks REST to ``service``, whatever the program configures."""
    make: Callable[..., Any] = client._ClientManager.make_client

    def make_client(self: Any, name: str) -> Any:
        if not self.client_config:
            client.configure()
        if name.endswith(_ASYNC):
            return Awaited(functools.partial(make_client, self, name[: -len(_ASYNC)]))
        own = self.client_config
        self.client_config = _led(own, client, service)
        try:
            made = make(self, name)
        finally:
            self.client_config = own
        if own.get("transport") != "rest":
            _raise_as_grpc_does()
        if hasattr(made, "create_file"):
            made.create_file = functools.partial(_create_file, made, service)
        return made

    client._ClientManager.make_client = make_client


def _led(config: dict[str, Any], client: types.ModuleType, service: str) -> dict[str, Any]:
    """The configuration without the program's own credentials, which would be refreshed elsewhere; a key beside any is an error."""
    options = copy.copy(config.get("client_options") or client.client_options_lib.ClientOptions())
    options.api_endpoint, options.api_key = service, None
    return {**config, "transport": "rest", "client_options": options, "credentials": client.ga_credentials.AnonymousCredentials()}


def _raise_as_grpc_does() -> None:
    """Errors get the classes and messages that they have where the program did not ask for REST."""
    exceptions = importlib.import_module("google.api_core.exceptions")
    vars(exceptions)["from_http_response"] = functools.partial(_grpc_error, exceptions, exceptions.from_http_status)


def _grpc_error(exceptions: types.ModuleType, otherwise: Callable[[int, str], Exception], response: Any) -> Exception:
    try:
        said = response.json()["error"]
        error: Exception = exceptions.from_grpc_status(exceptions.grpc.StatusCode[said["status"]], said["message"])
    except (ValueError, KeyError):
        return otherwise(response.status_code, response.text)
    return error


class Awaited:
    """A client whose methods are awaited; the SDK has none of that kind for REST.

    Calls under way at the same time have a client, and with it a connection, of their own each: that is how the service knows them.
    """

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._idle: list[Any] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        async def call(*arguments: Any, **named: Any) -> Any:
            client = self._idle.pop() if self._idle else self._make()
            result = await _in_thread(getattr(client, name), *arguments, **named)
            if name.startswith("stream_"):
                return self._awaited(result, client)
            self._idle.append(client)
            return result

        return call

    async def _awaited(self, pieces: Iterator[Any], client: Any) -> AsyncIterator[Any]:
        while True:
            piece = await _in_thread(next, pieces, _END)
            if piece is _END:
                self._idle.append(client)
                return
            yield piece


async def _in_thread(function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(None, functools.partial(function, *arguments, **named))


def _create_file(client: Any, service: str, path: Any, *, mime_type: str = "", name: str = "", display_name: str = "", **_: Any) -> Any:
    """Uploads by the protocol that google-genai uses; the SDK's own way asks Google first how uploads are made."""
    said = {"name": name, "displayName": display_name}
    start = {"X-Goog-Upload-Command": "start", "X-Goog-Upload-Header-Content-Type": mime_type}
    body = json.dumps({"file": {key: value for key, value in said.items() if value}}).encode()
    with urllib.request.urlopen(urllib.request.Request(f"{service}/upload/v1beta/files", body, start)) as answer:
        address = answer.headers["X-Goog-Upload-URL"]
    finish = urllib.request.Request(address, _bytes_of(path), {"X-Goog-Upload-Command": "upload, finalize"})
    with urllib.request.urlopen(finish) as answer:
        uploaded = json.load(answer)["file"]
    return client.get_file({"name": uploaded["name"]})


def _bytes_of(path: Any) -> bytes:
    if hasattr(path, "read"):
        path.seek(0)
        data: bytes = path.read()
        return data
    with open(path, "rb") as file:
        return file.read()
