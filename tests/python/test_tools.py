"""Lists of tools and settings that are put together: all of them go, or the call stays."""

from __future__ import annotations

import pytest

from codemods.python import migrate
from tests.python.support import EVERYTHING, settled, source, transformed

SDK = """from google import genai
from google.genai import types
client = genai.Client()
M = "gemini-2.5-flash"
SEARCH = types.Tool(google_search=types.GoogleSearch())
"""
CALL = 'client.models.generate_content(model=M, contents="x", config=types.GenerateContentConfig({}))'

#: What an SDK list takes in with a star comes from elsewhere, and once was left out of the new call without a word.
STARS = {
    "tools": "def f(more):\n    " + CALL.format("tools=[SEARCH, *more]"),
    "tools of a function": "def f(more):\n    " + CALL.format("tools=[*more()]"),
    "tools that are changed": "more = [SEARCH]\nmore.clear()\n" + CALL.format("tools=[*more]"),
    "functions": "def f(more):\n    " + CALL.format('tools=[types.Tool(function_declarations=[{"name": "a"}, *more])]'),
    "safety settings": "def f(more):\n    " + CALL.format("safety_settings=[*more]"),
    "MCP servers": "def f(more):\n    " + CALL.format("tools=[types.Tool(mcp_servers=[*more])]"),
    "speakers": "def f(more):\n    "
    + CALL.format(
        'response_modalities=["AUDIO"], speech_config=types.SpeechConfig(multi_speaker_voice_config='
        "types.MultiSpeakerVoiceConfig(speaker_voice_configs=[*more]))"
    ),
}


@pytest.mark.parametrize("text", STARS.values(), ids=STARS.keys())
def test_what_a_star_adds_is_never_left_out(text: str) -> None:
    migration = migrate(source(SDK + text), None, EVERYTHING)
    assert migration.output == migration.source
    assert "GI203" in {finding.code for finding in migration.left}
    settled(migration, EVERYTHING)


def test_a_star_of_a_list_in_sight_goes_with_it() -> None:
    transformed(
        """
        from google import genai
        from google.genai import types
        client = genai.Client()
        READ = [types.Tool(url_context=types.UrlContext())]
        client.models.generate_content(
            model="gemini-2.5-flash",
            contents="x",
            config={"tools": [types.Tool(google_search=types.GoogleSearch()), *READ, *[types.Tool(code_execution={})]]},
        )
        """,
        """
        from google import genai
        client = genai.Client()
        READ = [{"type": "url_context"}]
        client.interactions.create(
            model="gemini-2.5-flash",
            input="x",
            tools=[{"type": "google_search"}, *READ, {"type": "code_execution"}],
            store=False,
        )
        """,
    )
