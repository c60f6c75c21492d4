"""What a report may count as a call that asks the model: of the old API, whatever becomes of it, and of the new one."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods.options import Options
from codemods.outcome import Migration
from codemods.python import migrate
from tests.python.projects import outcomes
from tests.python.support import EVERYTHING, source

APP = Path(__file__).parents[2] / "fixtures/app"
FIXTURES = Path(__file__).parents[2] / "fixtures/python"


def _old(migration: Migration) -> list[int]:
    """The lines of old calls, once for each call."""
    return [span.line for span in sorted({finding.span for finding in migration.findings if finding.request})]


def _new(migration: Migration) -> list[int]:
    return [place.span.line for place in migration.interactions]


def _counted(text: str, options: Options | None = None) -> tuple[list[int], list[int]]:
    migration = migrate(source(text), None, options)
    return _old(migration), _new(migration)


def test_a_call_is_counted_and_what_is_read_of_its_answer_is_not():
    assert _counted("""
        from google import genai
        client = genai.Client()
        response = client.models.generate_content(model="gemini-2.5-flash", contents="Hi")
        print(response.text)
        """) == ([3], [])


def test_a_chat_is_no_call_and_its_messages_are():
    assert _counted("""
        from google import genai
        client = genai.Client()
        chat = client.chats.create(model="gemini-2.5-flash")
        print(chat.send_message("Hi").text)
        for chunk in chat.send_message_stream("And?"):
            print(chunk.text)
        """) == ([4, 5], [])


def test_a_call_that_is_held_by_something_else_is_a_call_all_the_same():
    assert _counted("""
        from google import genai
        client = genai.Client()
        response = client.models.generate_content(model="gemini-2.5-flash", contents="Hi")
        save(response)
        """) == ([3], [])


def test_a_call_with_two_things_to_say_about_it_is_one():
    assert _counted("""
        from google import genai
        def ask(client, question):
            return client.models.generate_content(model="gemini-2.5-flash", contents=question).text
        """) == ([3], [])


def test_a_call_whose_receiver_is_not_in_sight_is_counted():
    assert _counted("""
        from google import genai
        def ask(self):
            return self.model.generate_content_stream(contents="Hi")
        """)[0] == [3]  # fmt: skip


def test_calls_of_the_new_api_are_counted_whatever_is_read_of_them():
    assert _counted("""
        from google import genai
        client = genai.Client()
        answer = client.interactions.create(model="gemini-3.8-flash", input="Hi", store=False)
        print(answer.output_text)
        async def main():
            return await client.aio.interactions.create(model="gemini-3.8-flash", input="Hi", stream=True)
        create = client.interactions
        create.create(model="gemini-3.8-flash", input="Hi")
        """) == ([], [3, 6, 8])


def test_what_only_looks_like_a_new_call_is_not_counted_as_done():
    assert _counted("""
        from google import genai
        def ask(self, question):
            return self.client.interactions.create(model="gemini-3.8-flash", input=question)
        """) == ([], [])


def test_fetching_an_answer_asks_nobody():
    assert _counted("""
        from google import genai
        client = genai.Client()
        client.interactions.get("id")
        """) == ([], [])  # fmt: skip


def test_interactions_of_something_else_are_not_ours():
    assert _counted("""
        from google import genai
        from shop import Client
        Client().interactions.create(input="Hi")
        interactions.create(input="Hi")
        """) == ([], [])


def test_new_calls_beside_code_of_a_retired_sdk_keep_their_lines():
    assert _counted("""
        import google.generativeai as old
        from google import genai

        client = genai.Client()
        client.interactions.create(model="gemini-3.8-flash", input="Hi", store=False)
        model = old.GenerativeModel("gemini-1.5-flash")
        print(model.generate_content("Hi").text)
        """) == ([7], [5])


def test_old_calls_of_a_retired_sdk_that_stay_are_counted():
    assert _counted("""
        import google.generativeai as genai

        model = genai.GenerativeModel("gemini-1.5-flash")
        print(genai.embed_content(model="m", content="x"))
        print(model.generate_content("Hi").text)
        """)[0] == [5]


def test_a_client_from_another_file_is_followed():
    found = outcomes("""
        --- core.py
        from google import genai
        client = genai.Client()
        --- main.py
        from core import client
        client.interactions.create(model="gemini-3.8-flash", input="Hi")
        """)
    assert _new(found["main.py"]) == [2]


def test_the_legacy_schema_does_not_hide_new_calls():
    text = """
        from google import genai
        client = genai.Client()
        client.interactions.create(model="gemini-3.8-flash", input="Hi", store=False)
        """
    assert _counted(text, Options(schema="outputs")) == ([], [3])


@pytest.mark.parametrize(
    "path",
    [*sorted(APP.glob("*.py")), *(path for path in sorted(FIXTURES.glob("chats/*.py")) if ".after" not in path.name)],
    ids=lambda path: path.name,
)
def test_each_old_call_that_is_rewritten_becomes_one_new_call(path):
    before = migrate(path.read_text(encoding="utf-8"), None, EVERYTHING)
    after = migrate(before.output, None, EVERYTHING)
    rewritten = {finding.span for finding in before.rewritten if finding.request}
    left = {finding.span for finding in before.left if finding.request}
    assert len(after.interactions) == len(before.interactions) + len(rewritten)
    assert len({finding.span for finding in after.left if finding.request}) == len(left)
