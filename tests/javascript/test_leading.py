"""Requests for Google's service arrive at the stand-in, however a program makes them."""

from __future__ import annotations

import pytest

from tests.javascript.programs import HELLO
from tests.javascript.running import Node

#: Each of these starts Node, some of them several times.
pytestmark = pytest.mark.slow

URL = "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.0-flash:generateContent?key=k"
START = f"const url = '{URL}';\nconst body = JSON.stringify({{ contents: [{{ parts: [{{ text: 'Hello' }}] }}] }});\n"
READ = "let text = '';\nfor await (const piece of answer) text += piece;\nconsole.log(JSON.parse(text).modelVersion);\n"
REQUESTED = (
    "const answer = await new Promise((resolve, reject) => {{\n"
    "  const asked = {};\n  asked.on('error', reject);\n  asked.end(body);\n}});\n" + READ
)
PARTS = (
    "{ hostname: 'generativelanguage.googleapis.com', port: 443, path: new URL(url).pathname, method: 'POST', "
    "headers: ['content-type', 'application/json'] }"
)


@pytest.mark.parametrize(
    "source",
    [
        HELLO,
        START + "console.log((await (await fetch(new URL(url), { method: 'POST', body, headers: [['a', 'b']] })).json()).modelVersion);",
        START + "console.log((await (await fetch(new Request(url, { method: 'POST', body }))).json()).modelVersion);",
        START + "import https from 'node:https';\n" + REQUESTED.format("https.request(url, { method: 'POST' }, resolve)"),
        START + "import { request } from 'node:https';\n" + REQUESTED.format(f"request({PARTS}, resolve)"),
        START
        + "import https from 'node:https';\n"
        + REQUESTED.format("https.request(new URL(url), { method: 'POST', agent: new https.Agent({ keepAlive: false }) }, resolve)"),
    ],
    ids=["fetch", "fetch with an URL", "fetch with a Request", "https.request", "an import by name", "an agent of its own"],
)
def test_it_arrives(node: Node, source: str) -> None:
    run = node.run_program(source)
    assert run.failure is None, run.stderr
    (call,) = run.calls
    assert (call.endpoint, call.error, call.call and call.call.turns[0].parts[0].text) == ("generateContent", None, "Hello")
    assert run.blocked == ()


@pytest.mark.parametrize(
    "client",
    [
        "new GoogleGenAI({ apiKey: process.env.GOOGLE_API_KEY })",
        "new GoogleGenAI({ httpOptions: { baseUrl: 'https://generativelanguage.googleapis.com' } })",
        "new GoogleGenAI({ vertexai: true, project: 'p', location: 'us-central1' })",
        "new GoogleGenAI({ enterprise: true, project: 'p', location: 'global', httpOptions: { apiVersion: 'v1' } })",
        "new GoogleGenAI({ vertexai: true, project: 'p', location: 'us-central1', httpOptions: "
        "{ baseUrl: 'https://us-central1-aiplatform.googleapis.com' } })",
    ],
)
def test_whatever_a_client_is_told(node: Node, client: str) -> None:
    source = f"import {{ GoogleGenAI }} from '@google/genai';\nconst ai = {client};\n"
    source += "await ai.models.generateContent({ model: 'gemini-2.0-flash', contents: 'Hello' });\n"
    source += "await ai.interactions.create({ model: 'gemini-3.8-flash', input: 'Hello', store: false });\n"
    run = node.run_program(source)
    assert run.failure is None, run.stderr
    assert [(call.endpoint, call.error) for call in run.calls] == [("generateContent", None), ("interactions.create", None)]
    assert run.calls[0].call == run.calls[1].call


def test_requests_that_fail_leave_their_lane(node: Node) -> None:
    """Else those that come after would count as made at the same time."""
    source = HELLO + "await fetch('https://generativelanguage.googleapis.com/', { signal: AbortSignal.abort() }).catch(() => {});\n"
    run = node.run_program(source + "await ask('again');\n")
    assert len({call.connection for call in run.calls}) == 1


def test_requests_by_node_are_told_apart_like_those_by_fetch(node: Node) -> None:
    asked = (
        "new Promise((resolve) => https.get('https://generativelanguage.googleapis.com/v1beta/x', (a) => a.resume().on('end', resolve)))"
    )
    source = f"import https from 'node:https';\nawait {asked};\nawait Promise.all([{asked}, {asked}]);\nawait {asked};\n"
    lanes = [call.connection % 1000 for call in node.run_program(source).calls]
    assert (lanes[0], sorted(lanes[1:3]), lanes[3]) == (1, [1, 2], 1)
