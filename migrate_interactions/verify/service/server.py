"""The loopback service: both APIs over real HTTP on 127.0.0.1, answered by the deterministic model."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from types import TracebackType
from typing import Any

from typing_extensions import Self

from migrate_interactions.verify.service import metadata
from migrate_interactions.verify.service.endpoints import Answer, Endpoints, Request
from migrate_interactions.verify.service.files import Files
from migrate_interactions.verify.service.http import handler_class
from migrate_interactions.verify.service.interactions_request import known_models
from migrate_interactions.verify.service.record import RecordedCall, Recorder
from migrate_interactions.verify.service.refusal import Refusal
from migrate_interactions.verify.service.routes import Route

#: The key that programs are given; nothing checks it.
DUMMY_KEY = "loopback-key"
#: Seconds every answer waits, so that calls of several threads overlap, as they would on a network.
_PAUSE = 0.002


class LoopbackService:
    """A context manager: the service runs from ``with`` to its end.

    ``extra_models`` are taken on Interactions besides those in the SDK's ``ModelParam``. ``legacy`` answers clients of google-genai 1.x
    in the schema they speak, which the real service has given up.
    """

    def __init__(self, extra_models: Iterable[str] = (), *, legacy: bool = False) -> None:
        self._endpoints = Endpoints(known_models() | frozenset(extra_models), legacy)
        self._recorder = Recorder()
        self._files = Files()
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), handler_class(self._handle, self._files))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._server and self._thread:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
        self._server = self._thread = None

    @property
    def url(self) -> str:
        """``http://127.0.0.1:PORT``. Raises RuntimeError outside ``with``."""
        if self._server is None:
            raise RuntimeError("the service is not running")
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def calls(self) -> tuple[RecordedCall, ...]:
        """All requests since the start or the last reset, in order of arrival."""
        return self._recorder.calls

    def environment(self) -> dict[str, str]:
        """Variables that lead an unmodified program here: both SDKs, in all versions, read them."""
        return {
            "GOOGLE_GEMINI_BASE_URL": self.url,
            "GOOGLE_VERTEX_BASE_URL": self.url,
            "GEMINI_API_KEY": DUMMY_KEY,
            "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
            **metadata.environment(self.url.removeprefix("http://")),
        }

    def reset(self) -> None:
        """Forgets all calls, conversations and files."""
        self._recorder.reset()
        self._files.reset()
        self._endpoints.reset()

    @contextmanager
    def breaking_streams(self) -> Iterator[None]:
        """Meanwhile, every streamed answer breaks off after its first piece."""
        self._endpoints.break_streams = True
        try:
            yield
        finally:
            self._endpoints.break_streams = False

    def _handle(self, route: Route, raw: bytes, query: dict[str, str], client: str, connection: int) -> tuple[int, Answer]:
        """Answers one request and records it, refused or not. Called from many threads."""
        ticket = self._recorder.arrive(route.endpoint, connection)

        def note(**facts: Any) -> None:
            self._recorder.update(ticket, **facts)

        try:
            body = _parse(raw)
            note(model="" if route.endpoint.startswith("interactions.") else route.target, request=body)
            return 200, self._endpoints.answer(Request(route, body, query, client, note))
        except Refusal as refusal:
            note(error=refusal.message)
            return refusal.code, Answer(body=refusal.body())
        except Exception as fault:
            note(error=f"fault of the service: {fault!r}")
            return 400, Answer(body=Refusal(f"The loopback service failed: {fault!r}", 400, "INTERNAL").body())
        finally:
            time.sleep(_PAUSE)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that go away without a word are no error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def _parse(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw or b"{}")
    except ValueError as error:
        raise Refusal(f"Invalid JSON payload received. {error}") from error
    if not isinstance(body, dict):
        raise Refusal("Invalid JSON payload received. Expected an object.")
    return body
