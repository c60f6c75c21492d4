"""What is not ours is not touched and not spoken of, however much it looks like it."""

from __future__ import annotations

import pytest

from tests.python.support import untouched

SDK = "from google import genai\nclient = genai.Client()\n"

NOT_OURS = {
    "a method of the same name on an object of this file": """
        from google import genai

        class Writer:
            def generate_content(self, model, contents):
                return contents

        writer = Writer()
        print(writer.generate_content(model="m", contents="x"))
    """,
    "a local class that has models of its own": """
        from google import genai

        class Fake:
            def __init__(self):
                self.models = self

            def generate_content(self, model, contents):
                return contents

        fake = Fake()
        print(fake.models.generate_content(model="m", contents="x").text)
    """,
    "another SDK's client with chats and completions": """
        import openai
        client = openai.OpenAI()
        chat = client.chats.create(model="gpt")
        print(client.chat.completions.create(model="gpt", messages=[]).text)
    """,
    "a bot that sends messages": """
        from google import genai
        from telegram import Bot

        bot = Bot("token")
        bot.send_message(chat_id=1, text="hi")
    """,
    "a bot's method on an object we cannot see": """
        from google import genai

        async def handle(context, update):
            await context.bot.send_message(chat_id=update.effective_chat.id, text="hi")
    """,
    "a telegram chat that is called chat": """
        from google import genai

        async def handle(chat):
            await chat.send_message(text="hi")
    """,
    "a module that never imports the SDK": """
        def ask(client):
            return client.models.generate_content(model="m", contents="x").text
    """,
    "a client rebound to another SDK's before the call": """
        from google import genai
        import openai

        client = genai.Client()
        client = openai.OpenAI()
        print(client.models.generate_content(model="m", contents="x"))
    """,
    "a parameter annotated with another SDK's class": """
        from google import genai
        import openai

        def ask(client: openai.OpenAI):
            return client.models.generate_content(model="m", contents="x").text
    """,
    "a name that shadows the client in a function": """
        from google import genai
        import anthropic

        client = genai.Client()

        def ask():
            client = anthropic.Anthropic()
            return client.models.generate_content(model="m", contents="x")
    """,
    "a comprehension variable that shadows the client": """
        from google import genai
        import openai

        client = genai.Client()
        found = [client.models.generate_content(model="m", contents="x") for client in [openai.OpenAI()]] if False else []
    """.replace("[openai.OpenAI()]", "openai.clients()"),
    "attributes called text of other objects": """
        from google import genai
        import requests

        client = genai.Client()
        response = requests.get("https://example.org")
        print(response.text, response.candidates, response.usage_metadata)
    """,
    "the calls that have no Interactions counterpart": """
        from google import genai

        client = genai.Client()
        print(client.models.count_tokens(model="gemini-2.5-flash", contents="x").total_tokens)
        print(client.models.embed_content(model="text-embedding-004", contents="x").embeddings)
        client.models.generate_images(model="imagen-4.0-generate-001", prompt="x")
        client.models.generate_videos(model="veo-3.0-generate-001", prompt="x")
        client.files.upload(file="x.pdf")
        client.batches.create(model="gemini-2.5-flash", src="x")
        client.caches.create(model="gemini-2.5-flash", config={})
        client.tunings.tune(base_model="gemini-2.5-flash", training_dataset={})

        async def live():
            async with client.aio.live.connect(model="gemini-live", config={}) as session:
                await session.send_client_content(turns=[])
    """,
    "code that is on the Interactions API already": """
        from google import genai

        client = genai.Client()
        interaction = client.interactions.create(model="gemini-2.5-flash", input="x", store=False)
        print(interaction.output_text, interaction.usage.total_tokens)
        for event in client.interactions.create(model="gemini-2.5-flash", input="x", stream=True):
            print(event.event_type)
    """,
    "strings and comments that mention the old API": """
        # client.models.generate_content(model="m", contents="x")
        from google import genai

        HELP = "call client.models.generate_content(model=..., contents=...)"
        print(HELP, "send_message")
    """,
    "keyword arguments and dictionary keys of the same names": """
        from google import genai

        options = dict(generate_content=1, send_message=2)
        print(options["generate_content"])
    """,
    "methods defined with the old names": """
        from google import genai

        class Adapter:
            def generate_content(self): ...
            def send_message(self): ...

        Adapter().send_message()
    """,
    "firebase has the same names": """
        from firebase_admin import messaging

        messaging.send_message("x")
    """,
    "models of other vendors that are named like retired ones": """
        MODEL = "google/gemini-pro"
        OTHER = "openrouter/google/gemini-1.5-pro"
        THIRD = "gemini/gemini-1.5-flash"
        TEXT = "we used gemini-1.5-pro for that"
    """,
    "a chat of another library": """
        from google import genai
        from openai import OpenAI

        chat = OpenAI()
        chat.send_message("hi")
    """,
    "a google package that is not the SDK": """
        from google.cloud import storage

        client = storage.Client()
        client.chats.create(model="x")
    """,
}


@pytest.mark.parametrize("text", NOT_OURS.values(), ids=NOT_OURS.keys())
def test_nothing_is_changed_or_said(text: str) -> None:
    untouched(text)


SUPPRESSED = {
    "on the line of the call": 'print(client.models.generate_content(model="gemini-2.5-flash", contents="x").text)  # migrate-interactions: ignore',
    "with a reason": 'x = client.models.generate_content(model="gemini-2.5-flash", contents="x")  # migrate-interactions: ignore (on purpose)',
    "with the code": 'x = client.models.generate_content(model="gemini-2.5-flash", contents="x")  # migrate-interactions: ignore[GI101]',
    "with several codes": 'print(client.models.generate_content(model="gemini-2.5-flash", contents="x").text)  # migrate-interactions: ignore[GI104, GI101]',
    "on the line that would hold it": """x = client.models.generate_content(model="gemini-2.5-flash", contents="x")
print(x)  # migrate-interactions: ignore[GI205]""",
    "on the first line of an exploded call": """x = client.models.generate_content(  # migrate-interactions: ignore
    model="gemini-2.5-flash",
    contents="x",
)""",
    "on one site of a group, for all of it": """chat = client.chats.create(model="gemini-2.5-flash")  # migrate-interactions: ignore
one = chat.send_message("a")
two = chat.send_message("b")
print(one.text, two.text)""",
}


@pytest.mark.parametrize("text", SUPPRESSED.values(), ids=SUPPRESSED.keys())
def test_an_ignored_site_keeps_its_group_silently(text: str) -> None:
    untouched(SDK + text + "\n")
