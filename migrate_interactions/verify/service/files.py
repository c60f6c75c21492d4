"""Uploaded files: the resumable protocol of ``/upload``, and what can be asked about them afterwards."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from migrate_interactions.verify.service.clock import MOMENT
from migrate_interactions.verify.service.names import snake_top
from migrate_interactions.verify.service.refusal import Refusal

Json = dict[str, Any]

#: Where the real service says that files are.
_HOME = "https://generativelanguage.googleapis.com/v1beta/"
_UPLOAD = re.compile(r"/upload/(?:v[0-9][a-z0-9]*/files|session/(?P<session>\d+))$")
_FILE = re.compile(r"/v[0-9][a-z0-9]*/files(?:/(?P<id>[^/:]+))?$")


@dataclass(frozen=True)
class Answered:
    """A JSON body and the headers that belong to the protocol."""

    body: Json
    headers: dict[str, str]


@dataclass
class _Session:
    mime: str
    display_name: str
    data: bytes = b""


class Files:
    """Thread-safe. Names are drawn from the bytes, so that a program which prints them prints the same each time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sessions: list[_Session] = []
        self._files: dict[str, Json] = {}

    def reset(self) -> None:
        with self._lock:
            self._sessions.clear()
            self._files.clear()

    def answer(self, method: str, path: str, headers: Mapping[str, str], raw: bytes, origin: str) -> Answered | None:
        """None for a path that is not about files. ``headers`` have lower-case names, ``origin`` is this service's own address.

        Raises ``Refusal``.
        """
        with self._lock:
            if method == "POST" and (match := _UPLOAD.match(path)):
                if headers.get("x-goog-upload-protocol") == "multipart":
                    return self._keep(_multipart(headers.get("content-type", ""), raw))
                if match["session"] is None:
                    return self._start(headers, raw, origin)
                return self._take(int(match["session"]), headers, raw)
            if match := _FILE.match(path):
                return Answered(self._about(method, match["id"]), {})
        return None

    def _start(self, headers: Mapping[str, str], raw: bytes, origin: str) -> Answered:
        file = snake_top(json.loads(raw or b"{}").get("file") or {})
        mime = headers.get("x-goog-upload-header-content-type") or file.get("mime_type", "")
        self._sessions.append(_Session(mime, file.get("display_name", "")))
        address = f"{origin}/upload/session/{len(self._sessions) - 1}"
        return Answered({}, {"X-Goog-Upload-URL": address, "X-Goog-Upload-Status": "active"})

    def _take(self, number: int, headers: Mapping[str, str], raw: bytes) -> Answered:
        if number >= len(self._sessions):
            raise Refusal("Upload session was not found.", 404)
        session = self._sessions[number]
        session.data += raw
        if "finalize" not in headers.get("x-goog-upload-command", ""):
            return Answered({}, {"X-Goog-Upload-Status": "active"})
        return self._keep(session)

    def _keep(self, session: _Session) -> Answered:
        file = _described(session)
        self._files[file["name"]] = file
        return Answered({"file": file}, {"X-Goog-Upload-Status": "final"})

    def _about(self, method: str, identifier: str | None) -> Json:
        if identifier is None:
            return {"files": list(self._files.values())}
        name = f"files/{identifier}"
        if name not in self._files:
            raise Refusal(f"You do not have permission to access the File {identifier} or it may not exist.", 404)
        if method == "DELETE":
            del self._files[name]
            return {}
        return self._files[name]


def _multipart(content_type: str, raw: bytes) -> _Session:
    """What the file is and its bytes in one body, as the older SDK for JavaScript sends them. Raises ``Refusal``."""
    try:
        boundary = b"--" + content_type.split("boundary=", 1)[1].encode()
        about, data = raw.split(b"\r\n" + boundary)[:2]
        file = snake_top(json.loads(about.partition(b"\r\n\r\n")[2])["file"])
    except (IndexError, KeyError, ValueError) as error:
        raise Refusal("Invalid multipart request: expected the metadata and the bytes of a file.") from error
    return _Session(file.get("mime_type", ""), file.get("display_name", ""), data.partition(b"\r\n\r\n")[2])


def _described(session: _Session) -> Json:
    digest = hashlib.sha256(session.data).hexdigest()
    name = f"files/{digest[:12]}"
    described = {
        "name": name,
        "mimeType": session.mime,
        "sizeBytes": str(len(session.data)),
        "createTime": MOMENT,
        "updateTime": MOMENT,
        "sha256Hash": base64.b64encode(digest.encode()).decode(),
        "uri": _HOME + name,
        "state": "ACTIVE",
        "source": "UPLOADED",
    }
    return {**described, "displayName": session.display_name} if session.display_name else described
