"""Lists of tools and settings that are put together: all of them go, or the call stays."""

from __future__ import annotations

import pytest

from codemods.python import migrate
from tests.python.support import EVERYTHING, settled, source, transformed, untouched

SDK = """from google import genai
from google.genai import types
client = genai.Client()
M = "gemini-2.5-flash"
SEARCH = types.Tool(google_search=types.GoogleSearch())
READ = types.Tool(url_context=types.UrlContext())
"""
CALL = 'client.models.generate_content(model=M, contents="x", config=types.GenerateContentConfig({}))'
INLINE = CALL.format("tools=tools")
NAMED = 'client.models.generate_content(model=M, contents="x", config=c)'

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


#: Lists that are not, or may not be, what they seem when the call is made, or that something else has a part in.
KEPT = {
    "changed behind the config": f"tools = [SEARCH]\nc = types.GenerateContentConfig(tools=tools)\ntools.append(READ)\n{NAMED}",
    "added to behind the config": f"tools = [SEARCH]\nc = types.GenerateContentConfig(tools=tools)\ntools += [READ]\n{NAMED}",
    "changed behind a step of the config": f"c = types.GenerateContentConfig()\ntools = [SEARCH]\nc.tools = tools\ntools.append(READ)\n{NAMED}",
    "one list for all rounds": f"tools = []\nfor i in range(2):\n    tools.append(READ)\n    c = types.GenerateContentConfig(tools=tools)\n    {NAMED}",
    "a function that changes it": f"tools = []\ndef more():\n    tools.append(READ)\nc = types.GenerateContentConfig(tools=tools)\nmore()\n{NAMED}",
    "a function that sets it": f"tools = []\ndef more():\n    global tools\n    tools = [READ]\nmore()\n{INLINE}",
    "another name for it": f"base = [SEARCH]\ntools = base\ntools.append(READ)\nprint(base)\n{INLINE}",
    "another name that adds to it": f"tools = [SEARCH]\nother = tools\nother.append(READ)\n{INLINE}",
    "counted": f"tools = []\ntools.append(READ)\nprint(len(tools))\n{INLINE}",
    "shown": f"tools = []\ntools.append(READ)\nprint(tools)\n{INLINE}",
    "shown after it has grown": f"tools = []\ntools += [READ]\n{INLINE}\nprint(tools[0])",
    "given away": f"def add(t): t.append(READ)\ntools = []\nadd(tools)\n{INLINE}",
    "what is appended is not in sight": f"def f(x):\n    tools = []\n    tools.append(x)\n    {INLINE}",
    "what is added is not in sight": f"def f(x):\n    tools = [SEARCH]\n    tools += x\n    {INLINE}",
    "a function is appended": f"def x() -> int:\n    return 1\ntools = []\ntools.append(x)\n{INLINE}",
    "put in at a place": f"tools = [READ]\ntools.insert(0, SEARCH)\n{INLINE}",
    "taken out again": f"tools = [READ, SEARCH]\ntools.pop()\n{INLINE}",
    "an item is set": f"tools = [READ]\ntools[0] = SEARCH\n{INLINE}",
    "repeated": f"tools = [READ] * 2\n{INLINE}",
    "from a loop": f"for tools in ([READ], [SEARCH]):\n    {INLINE}",
    "a parameter, sometimes": f"def f(tools, plain):\n    if plain:\n        tools = [READ]\n    {INLINE}",
    "two names at once": f"tools = more = [READ]\nmore.append(SEARCH)\n{INLINE}",
    "exported": f'__all__ = ["tools"]\ntools = []\ntools.append(READ)\n{INLINE}',
    "a choice of several": 'x = types.Tool(function_declarations=[{"name": "a"}, {"name": "b"}])\n'
    + CALL.format("tools=[x if M else READ]"),
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT.keys())
def test_a_list_that_may_be_another_one_stays(text: str) -> None:
    migration = migrate(source(SDK + text), None, EVERYTHING)
    assert migration.output == migration.source
    assert [finding for finding in migration.left if finding.code in ("GI200", "GI203", "GI205", "GI206")]


def test_an_append_to_something_else_is_not_ours() -> None:
    untouched("tools = []\ntools.append(open)\nprint(tools)\n")
