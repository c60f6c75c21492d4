"""Requests in the shapes that SDKs for JavaScript, and Node itself, give them."""

from __future__ import annotations

import http.client
import json
from typing import Any

import pytest

from migrate_interactions.verify.service import LoopbackService

GENERATE = "/v1beta/models/gemini-1.5-flash:generateContent"
STREAM = "/v1beta/models/gemini-1.5-flash:streamGenerateContent?alt=sse"
HELLO = {"contents": [{"role": "user", "parts": [{"text": "Hello"}]}]}


def ask(service: LoopbackService, path: str, body: Any, **headers: str) -> tuple[int, bytes]:
    """Status and body of one request; an iterable of bytes is sent in chunks."""
    connection = http.client.HTTPConnection(service.url.removeprefix("http://"))
    data = json.dumps(body) if isinstance(body, dict) else body
    connection.request("POST", path, data, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    return answer.status, answer.read()


def test_a_body_may_come_in_chunks(service: LoopbackService) -> None:
    text = json.dumps(HELLO).encode()
    status, _ = ask(service, GENERATE, iter([text[:9], text[9:]]))
    assert status == 200
    assert service.calls[0].call and service.calls[0].call.turns[0].parts[0].text == "Hello"


def test_calls_are_told_apart_by_their_lanes_where_they_have_some(service: LoopbackService) -> None:
    for lane in ("7", "7", "8"):
        ask(service, GENERATE, HELLO, x_loopback_lane=lane)
    ask(service, GENERATE, HELLO)
    lanes = [call.connection for call in service.calls]
    assert lanes[:3] == [7, 7, 8]
    assert lanes[3] not in (0, 7, 8)


FUNCTION = {"name": "look", "parameters": {"type": "object", "properties": {"parts": {"type": "string"}}}}


def test_one_object_is_a_list_of_one_where_a_list_is_declared(service: LoopbackService) -> None:
    whole = {
        "contents": [{"role": "user", "parts": [{"text": "Hello"}]}],
        "systemInstruction": {"parts": [{"text": "Be brief."}]},
        "tools": [{"functionDeclarations": [FUNCTION]}],
        "safetySettings": [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}],
    }
    single = {
        "contents": {"role": "user", "parts": {"text": "Hello"}},
        "systemInstruction": {"parts": {"text": "Be brief."}},
        "tools": {"functionDeclarations": FUNCTION},
        "safetySettings": {"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"},
    }
    assert [ask(service, GENERATE, body)[0] for body in (whole, single)] == [200, 200]
    assert service.calls[0].call == service.calls[1].call
    assert service.calls[0].call and '"parts":{"type":"string"}' in service.calls[0].call.tools[0].settings


def test_arguments_of_functions_stay_as_they_are(service: LoopbackService) -> None:
    args = {"parts": {"a": 1}, "tools": {"b": 2}}
    call = {"role": "model", "parts": [{"functionCall": {"name": "look", "args": args}}]}
    ask(service, GENERATE, {"contents": [*HELLO["contents"], call]})
    assert service.calls[0].call and json.loads(service.calls[0].call.turns[1].parts[0].value) == args


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/related", b"--x\r\n\r\n{}\r\n--x--"),
        ("multipart/related; boundary=x", b"nothing"),
        ("multipart/related; boundary=x", b"--x\r\n\r\nno json\r\n--x\r\n\r\ndata\r\n--x--"),
        ("multipart/related; boundary=x", b'--x\r\n\r\n{"other": 1}\r\n--x\r\n\r\ndata\r\n--x--'),
    ],
)
def test_a_file_that_is_not_described_is_refused(service: LoopbackService, content_type: str, body: bytes) -> None:
    status, said = ask(service, "/upload/v1beta/files", body, X_Goog_Upload_Protocol="multipart", Content_Type=content_type)
    assert (status, json.loads(said)["error"]["message"][:25]) == (400, "Invalid multipart request")


def test_a_stream_of_the_older_sdk_breaks_with_its_connection(service: LoopbackService) -> None:
    with service.breaking_streams():
        _, told = ask(service, STREAM, HELLO, x_goog_api_client="google-genai-sdk/3.1.0 gl-node/v20")
        service.reset()  # ids are never given twice
        with pytest.raises(http.client.IncompleteRead) as lost:
            ask(service, STREAM, HELLO, x_goog_api_client="genai-js/0.24.1")
    assert told.startswith(lost.value.partial)
    assert b'"error"' in told
    assert b'"error"' not in lost.value.partial
