"""Programs that post requests to Google by themselves reach the service, whatever library they post them with."""

from __future__ import annotations

import pytest

from codemods.python import migrate
from migrate_interactions.verify.outcomes import Different, Equivalent
from tests.python.support import EVERYTHING
from tests.verify.conftest import Bench

ADDRESS = "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent?key=k"
BODY = '{"contents": [{"parts": [{"text": "Hello"}]}]}'
READ = '["candidates"][0]["content"]["parts"][0]["text"]'
POSTS = {
    "requests": f'import requests\nprint(requests.post("{ADDRESS}", json={BODY}).json(){READ})\n',
    "session": f'import requests\nwith requests.Session() as session:\n    print(session.post("{ADDRESS}", json={BODY}).json(){READ})\n',
    "httpx": f'import httpx2\nprint(httpx2.post("{ADDRESS}", json={BODY}).json(){READ})\n',
    "awaited": "import asyncio\nimport httpx2\n\n\nasync def main():\n    async with httpx2.AsyncClient() as client:\n"
    f'        response = await client.post("{ADDRESS}", json={BODY})\n        print(response.json(){READ})\n\n\nasyncio.run(main())\n',
}
URLLIB = (
    "import json\nimport urllib.request\n"
    f'request = urllib.request.Request("{ADDRESS}", json.dumps({BODY}).encode(), {{"Content-Type": "application/json"}})\n'
    f"with urllib.request.urlopen(request) as answer:\n    print(json.load(answer){READ})\n"
)


@pytest.mark.parametrize("source", [*POSTS.values(), URLLIB], ids=[*POSTS, "urllib"])
def test_the_request_reaches_the_service(bench: Bench, source: str) -> None:
    run = bench.run(source)
    assert (run.failure, run.blocked) == (None, ())
    assert 'answers "Hello"' in run.stdout


@pytest.mark.parametrize("source", POSTS.values(), ids=POSTS)
def test_what_becomes_of_it_is_shown_to_be_the_same(bench: Bench, source: str) -> None:
    after = migrate(source, None, EVERYTHING).output
    assert after != source
    assert isinstance(bench.verify(source, after), Equivalent)


def test_a_text_that_was_lost_shows(bench: Bench) -> None:
    source = POSTS["requests"]
    after = migrate(source, None, EVERYTHING).output.replace("Hello", "Bye")
    assert isinstance(bench.verify(source, after), Different)


@pytest.mark.parametrize("host", ["example.com", "storage.googleapis.com", "generativelanguage.googleapis.com.example.com"])
def test_other_hosts_stay_out_of_reach(bench: Bench, host: str) -> None:
    run = bench.run(f'import requests\nrequests.post("https://{host}/v1", json={{}})\n')
    assert run.failure is not None
    assert run.blocked
