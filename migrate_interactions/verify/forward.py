"""Passing a program's calls on to the real service, which is how `verify --live` holds the key and sees the usage."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from typing_extensions import Self

    from migrate_interactions.verify.service.record import RecordedCall

REAL_SERVICE = "https://generativelanguage.googleapis.com"
#: What the program is given for a key. The real one is put in on the way.
STAND_IN_KEY = "held-by-verify"
#: Belong to one connection, or are set anew.
_NOT_PASSED_ON = frozenset({"host", "connection", "keep-alive", "transfer-encoding", "content-length", "accept-encoding", "x-goog-api-key"})
_SECONDS = 300
_PIECE = 64 * 1024


class Forwarder:
    """A context manager: an HTTP server on 127.0.0.1 whose requests go to ``target`` (an URL without a path) with the user's key."""

    def __init__(self, target: str, key: str) -> None:
        self._target = urlsplit(target)
        self._key = key
        self._lock = threading.Lock()
        self._usages: list[dict[str, int]] = []
        self._server: ThreadingHTTPServer | None = None

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()

    @property
    def url(self) -> str:
        if self._server is None:
            raise RuntimeError("the forwarder is not running")
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def calls(self) -> tuple[RecordedCall, ...]:
        return ()

    @property
    def usages(self) -> tuple[dict[str, int], ...]:
        """The token counts of every answer that carried them, under the service's names (``total_tokens``, ...)."""
        with self._lock:
            return tuple(self._usages)

    def environment(self) -> dict[str, str]:
        return {
            "GOOGLE_GEMINI_BASE_URL": self.url,
            "GOOGLE_VERTEX_BASE_URL": self.url,
            "GEMINI_API_KEY": STAND_IN_KEY,
            "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
        }

    def reset(self) -> None:
        with self._lock:
            self._usages.clear()

    def ask(self, method: str, path: str, headers: dict[str, str], body: bytes) -> HTTPResponse:
        """The real service's answer, not yet read. Raises OSError and HTTPException."""
        kind = HTTPSConnection if self._target.scheme == "https" else HTTPConnection
        connection = kind(self._target.netloc, timeout=_SECONDS)
        passed = {name: value for name, value in headers.items() if name.lower() not in _NOT_PASSED_ON}
        connection.request(method, path, body or None, {**passed, "x-goog-api-key": self._key, "Accept-Encoding": "identity"})
        return connection.getresponse()

    def headers_of(self, answer: HTTPResponse) -> Iterator[tuple[str, str]]:
        """What the program needs to know; an address to upload to leads back here."""
        origin = f"{self._target.scheme}://{self._target.netloc}"
        for name, value in answer.headers.items():
            if name.lower() in ("content-type", "retry-after") or name.lower().startswith("x-goog-upload"):
                yield name, value.replace(origin, self.url)

    def note(self, answer: bytes) -> None:
        """Looks for the usage in a whole answer, JSON or events."""
        found = list(_usages(answer))
        if found:
            with self._lock:
                self._usages.append(found[-1])


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Programs that go away in the middle of an answer are no error."""


def _handler(forwarder: Forwarder) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            try:
                answer = forwarder.ask(self.command, self.path, dict(self.headers), body)
            except (OSError, HTTPException) as error:
                self.send_error(502, f"{type(error).__name__}: {error}")
                return
            with answer:
                forwarder.note(self._copy(answer))

        def _copy(self, answer: HTTPResponse) -> bytes:
            """Piece by piece, for a stream is to arrive as one."""
            self.send_response(answer.status)
            for name, value in forwarder.headers_of(answer):
                self.send_header(name, value)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            whole = b""
            while piece := answer.read1(_PIECE):
                whole += piece
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                self.wfile.flush()
            self.wfile.write(b"0\r\n\r\n")
            return whole

        do_GET = do_POST = do_PATCH = do_DELETE = _pass_on  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:
            """Standard error belongs to the program."""

    return Handler


def _usages(answer: bytes) -> Iterator[dict[str, int]]:
    for text in (answer, *(line[5:] for line in answer.splitlines() if line.startswith(b"data:"))):
        try:
            value = json.loads(text)
        except ValueError:
            continue
        if isinstance(value, dict):
            inner = value.get("interaction")
            holder: dict[str, Any] = inner if isinstance(inner, dict) else value
            usage = holder.get("usage") or holder.get("usageMetadata")
            if isinstance(usage, dict):
                yield {name: number for name, number in usage.items() if isinstance(number, int)}
