"""HTTP for the loopback service: one request at a time per connection, connections kept open."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from migrate_interactions.verify.service import metadata
from migrate_interactions.verify.service.clock import MOMENT_SECONDS
from migrate_interactions.verify.service.endpoints import Answer
from migrate_interactions.verify.service.files import Files
from migrate_interactions.verify.service.refusal import Refusal
from migrate_interactions.verify.service.routes import Route, find_route

#: (route, body, query, client header, number of the connection) to (status, answer).
Handle = Callable[[Route, bytes, dict[str, str], str, int], tuple[int, Answer]]

_JSON = "application/json; charset=UTF-8"
#: Numbers what a client cannot be told by its connections: requests of Node that were under way at the same time (see the runner).
_LANE = "x-loopback-lane"
_connections = itertools.count(1)


def handler_class(handle: Handle, uploaded: Files) -> type[BaseHTTPRequestHandler]:
    """A request handler that asks ``handle``, and ``uploaded`` about files."""

    class Handler(_Handler):
        ask = staticmethod(handle)
        files = uploaded

    return Handler


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # headers and body leave together
    server_version = "loopback"
    sys_version = ""
    ask: Handle
    files: Files

    def setup(self) -> None:
        super().setup()
        self._connection = next(_connections)

    def do_POST(self) -> None:
        self._serve("POST")

    def do_GET(self) -> None:
        self._serve("GET")

    def do_DELETE(self) -> None:
        self._serve("DELETE")

    def do_PATCH(self) -> None:
        self._serve("PATCH")

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Always the same: a whole response that is printed shows its headers."""
        return super().date_time_string(MOMENT_SECONDS)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: what the service is asked is recorded, and standard error belongs to the program."""

    def _serve(self, method: str) -> None:
        raw = self._body()
        url = urlsplit(self.path)
        if self._serve_metadata(method, url.path) or self._serve_file(method, url.path, raw):
            return
        route = find_route(method, url.path) or Route(f"{method} {url.path}")
        client = self.headers.get("x-goog-api-client", "")
        connection = int(self.headers.get(_LANE) or self._connection)
        status, answer = type(self).ask(route, raw, dict(parse_qsl(url.query)), client, connection)
        if answer.events is not None:
            self._send_events(answer)
        elif answer.cut:
            self._send_cut(answer.body)
        else:
            self._send_json(status, answer.body)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        pieces = []
        while size := int(self.rfile.readline().split(b";")[0] or b"0", 16):
            pieces.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass  # trailers
        return b"".join(pieces)

    def _serve_metadata(self, method: str, path: str) -> bool:
        """Whether it was about the machine."""
        about = metadata.answer(path) if method == "GET" else None
        if about:
            self._send(200, *about, metadata.HEADERS)
        return about is not None

    def _serve_file(self, method: str, path: str, raw: bytes) -> bool:
        """Whether it was about a file."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            about = self.files.answer(method, path, headers, raw, f"http://{self.headers.get('Host', '')}")
        except Refusal as refusal:
            self._send_json(refusal.code, refusal.body())
            return True
        if about:
            self._send_json(200, about.body, about.headers)
        return about is not None

    def _send_json(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        self._send(status, _JSON, json.dumps(body, ensure_ascii=False).encode(), headers or {})

    def _send_cut(self, body: Any) -> None:
        """All but the end of a list, and then nothing more."""
        encoded = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(200)
        self.send_header("Content-Type", _JSON)
        self.send_header("Content-Length", str(len(encoded)))
        self.end_headers()
        self.wfile.write(encoded[:-1])
        self.wfile.flush()
        self.close_connection = True

    def _send(self, status: int, content_type: str, encoded: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(encoded)))
        self.end_headers()
        self.wfile.write(encoded)
        self.wfile.flush()

    def _send_events(self, answer: Answer) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for event in answer.events or ():
            name = f"event: {event['event_type']}\n" if answer.named else ""
            self._send_chunk(f"{name}data: {json.dumps(event, ensure_ascii=False)}\n\n")
        if answer.named:
            self._send_chunk("event: done\ndata: [DONE]\n\n")
        if answer.cut:
            self.close_connection = True
        else:
            self._send_chunk("")

    def _send_chunk(self, text: str) -> None:
        """An empty one ends the stream."""
        encoded = text.encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(encoded), encoded))
        self.wfile.flush()
