"""The diff is small: quotes, comments, layout and line endings stay the user's."""

from __future__ import annotations

import pytest

from codemods.outcome import CannotMigrate
from codemods.python import migrate
from tests.python.support import EVERYTHING, settled, transformed

SDK = "from google import genai\nclient = genai.Client()\n"


def rewritten(text: str) -> str:
    head = SDK.replace("\n", "\r\n") if "\r\n" in text else SDK
    migration = migrate(head + text, None, EVERYTHING)
    settled(migration, EVERYTHING)
    assert migration.output.startswith(head)
    return migration.output[len(head) :]


CASES = {
    "windows line endings": (
        "r = client.models.generate_content(\r\n    model='m',\r\n    contents='x',\r\n)\r\nprint(r.text)\r\n",
        "r = client.interactions.create(\r\n    model='m',\r\n    input='x',\r\n    store=False,\r\n)\r\nprint(r.output_text)\r\n",
    ),
    "tabs": (
        "def f():\n\tr = client.models.generate_content(model='m', contents='x')\n\treturn r.text\n",
        "def f():\n\tr = client.interactions.create(model='m', input='x', store=False)\n\treturn r.output_text\n",
    ),
    "tabs in an exploded call with a config": (
        "def f():\n\tr = client.models.generate_content(\n\t\tmodel='m',\n\t\tcontents='x',\n\t\tconfig={\n\t\t\t'seed': 1,\n"
        "\t\t\t'temperature': 1,\n\t\t},\n\t)\n",
        "def f():\n\tr = client.interactions.create(\n\t\tmodel='m',\n\t\tinput='x',\n\t\tgeneration_config={\n\t\t\t'seed': 1,\n"
        "\t\t\t'temperature': 1,\n\t\t},\n\t\tstore=False,\n\t)\n",
    ),
    "quotes inside an f-string": (
        """print(f"{client.models.generate_content(model='m', contents='x', config={'seed': 1}).text}", "a", "b", "c", "d", "e")\n""",
        """print(f"{client.interactions.create(model='m', input='x', generation_config={'seed': 1}, store=False).output_text}", "a", "b", "c", "d", "e")\n""",
    ),
    "no newline at the end": (
        "print(client.models.generate_content(model='m', contents='x').text)",
        "print(client.interactions.create(model='m', input='x', store=False).output_text)",
    ),
    "several statements on one line": (
        "r = client.models.generate_content(model='m', contents='x'); print(r.text)\n",
        "r = client.interactions.create(model='m', input='x', store=False); print(r.output_text)\n",
    ),
    "a suite on one line": (
        "if client: print(client.models.generate_content(model='m', contents='x').text)\n",
        "if client: print(client.interactions.create(model='m', input='x', store=False).output_text)\n",
    ),
    "comments at every argument": (
        "r = client.models.generate_content(  # call\n    # which\n    model='m',  # model\n    # what\n    contents='x',  # prompt\n    # end\n)  # done\n",
        "r = client.interactions.create(  # call\n    # which\n    model='m',  # model\n    # what\n    input='x',  # prompt\n"
        "    store=False,\n    # end\n)  # done\n",
    ),
    "no trailing comma": (
        "r = client.models.generate_content(\n    model='m',\n    contents='x'\n)\n",
        "r = client.interactions.create(\n    model='m',\n    input='x',\n    store=False\n)\n",
    ),
    "a comment behind the last argument without a comma": (
        "r = client.models.generate_content(\n    model='m',\n    contents='x'  # prompt\n)\n",
        "r = client.interactions.create(\n    model='m',\n    input='x',  # prompt\n    store=False\n)\n",
    ),
    "spaces around the equals sign": (
        "r = client.models.generate_content(model = 'm', contents = 'x')\n",
        "r = client.interactions.create(model = 'm', input = 'x', store = False)\n",
    ),
    "a call inside the contents of another": (
        "r = client.models.generate_content(model='m', contents=client.models.generate_content(model='m', contents='x').text)\n",
        "r = client.interactions.create(model='m', input=client.interactions.create(model='m', input='x', store=False).output_text, store=False)\n",
    ),
    "parentheses around the answer": (
        "print((client.models.generate_content(model='m', contents='x')).text)\n",
        "print((client.interactions.create(model='m', input='x', store=False)).output_text)\n",
    ),
    "a continued line": (
        "text = client.models \\\n    .generate_content(model='m', contents='x') \\\n    .text\n",
        "text = client.interactions \\\n    .create(model='m', input='x', store=False) \\\n    .output_text\n",
    ),
    "a config on one line in an exploded call": (
        "r = client.models.generate_content(\n    model='m',\n    contents='x',\n    config={'temperature': 1, 'seed': 2},\n)\n",
        "r = client.interactions.create(\n    model='m',\n    input='x',\n    generation_config={'temperature': 1, 'seed': 2},\n    store=False,\n)\n",
    ),
    "an exploded config in a call on one line": (
        "r = client.models.generate_content(model='m', contents='x', config={\n    'temperature': 1,\n    'system_instruction': 'y',\n})\n",
        "r = client.interactions.create(\n    model='m',\n    input='x',\n    generation_config={'temperature': 1},\n"
        "    system_instruction='y',\n    store=False,\n)\n",
    ),
    "a triple-quoted instruction keeps its text": (
        "r = client.models.generate_content(\n    model='m',\n    contents='x',\n    config={\n        'system_instruction': '''a\n        b''',\n    },\n)\n",
        "r = client.interactions.create(\n    model='m',\n    input='x',\n    system_instruction='''a\n        b''',\n    store=False,\n)\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES.keys())
def test_the_layout_stays(before: str, after: str) -> None:
    assert rewritten(before) == after


def test_an_import_that_became_unused_goes_and_others_stay() -> None:
    transformed(
        """
        import os  # not used, but not ours

        from google import genai
        from google.genai import types

        client = genai.Client()
        r = client.models.generate_content(model="gemini-2.5-flash", contents="x", config=types.GenerateContentConfig(seed=1))
        """,
        """
        import os  # not used, but not ours

        from google import genai

        client = genai.Client()
        r = client.interactions.create(model="gemini-2.5-flash", input="x", generation_config={"seed": 1}, store=False)
        """,
    )


def test_an_import_that_was_unused_before_stays() -> None:
    transformed(
        """
        from google import genai
        from google.genai import errors, types

        client = genai.Client()
        r = client.models.generate_content(model="gemini-2.5-flash", contents="x")
        """,
        """
        from google import genai
        from google.genai import errors, types

        client = genai.Client()
        r = client.interactions.create(model="gemini-2.5-flash", input="x", store=False)
        """,
    )


def test_one_name_of_an_import_goes_with_its_comma_and_comments_stay() -> None:
    transformed(
        """
        # The SDK.
        from google import genai
        # Types.
        from google.genai.types import GenerateContentConfig  # settings
        from google.genai.types import (
            Content,
            HttpOptions,  # used below
        )

        client = genai.Client(http_options=HttpOptions())
        r = client.models.generate_content(model="gemini-2.5-flash", contents="x", config=GenerateContentConfig(seed=1))
        """,
        """
        # The SDK.
        from google import genai
        # Types.
        # settings
        from google.genai.types import (
            Content,
            HttpOptions,  # used below
        )

        client = genai.Client(http_options=HttpOptions())
        r = client.interactions.create(model="gemini-2.5-flash", input="x", generation_config={"seed": 1}, store=False)
        """,
    )


def test_an_import_used_in_a_string_annotation_stays() -> None:
    transformed(
        """
        from google import genai
        from google.genai import types

        client = genai.Client()

        def f(part: "types.Part") -> None:
            client.models.generate_content(model="gemini-2.5-flash", contents="x", config=types.GenerateContentConfig(seed=1))
        """,
        """
        from google import genai
        from google.genai import types

        client = genai.Client()

        def f(part: "types.Part") -> None:
            client.interactions.create(model="gemini-2.5-flash", input="x", generation_config={"seed": 1}, store=False)
        """,
    )


def test_json_is_imported_behind_the_docstring_and_the_future() -> None:
    transformed(
        '''
        """What this does."""

        from __future__ import annotations

        from google import genai

        client = genai.Client()
        config = {"response_mime_type": "application/json", "response_schema": {"type": "object"}}
        print(client.models.generate_content(model="gemini-2.5-flash", contents="x", config=config).parsed)
        ''',
        '''
        """What this does."""

        from __future__ import annotations

        import json

        from google import genai

        client = genai.Client()
        config = {"response_format": {"type": "text", "mime_type": "application/json", "schema": {"type": "object"}}}
        print(json.loads(client.interactions.create(model="gemini-2.5-flash", input="x", **config, store=False).output_text))
        ''',
    )


def test_json_finds_its_place_among_the_plain_imports() -> None:
    transformed(
        """
        import argparse
        import os
        from pathlib import Path

        from google import genai

        client = genai.Client()
        config = {"response_mime_type": "application/json", "response_schema": {"type": "object"}}
        print(client.models.generate_content(model="gemini-2.5-flash", contents="x", config=config).parsed)
        """,
        """
        import argparse
        import json
        import os
        from pathlib import Path

        from google import genai

        client = genai.Client()
        config = {"response_format": {"type": "text", "mime_type": "application/json", "schema": {"type": "object"}}}
        print(json.loads(client.interactions.create(model="gemini-2.5-flash", input="x", **config, store=False).output_text))
        """,
    )


def test_a_syntax_error_is_told_with_its_place() -> None:
    with pytest.raises(CannotMigrate) as caught:
        migrate("from google import genai\nclient.models.generate_content(\n")
    assert caught.value.code == "GI001"
    assert caught.value.span is not None
    assert caught.value.span.line == 2
