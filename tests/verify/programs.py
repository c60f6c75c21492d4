"""Programs to verify. Those that need no SDK talk HTTP by themselves: importing google-genai takes a second each time."""

from __future__ import annotations

QUICK = """
import json, os, urllib.request
def ask(text, **more):
    url = os.environ["GOOGLE_GEMINI_BASE_URL"] + "/v1beta/models/gemini-2.0-flash:generateContent"
    body = json.dumps({"contents": [{"role": "user", "parts": [{"text": text}]}], **more}).encode()
    return json.load(urllib.request.urlopen(url, body))["candidates"][0]["content"]["parts"][0]["text"]
"""
HELLO = QUICK + 'print(ask("Hello"))\n'

OLD_CHAT = """
from google import genai
from google.genai import types

PIXEL = bytes.fromhex("89504e470d0a1a0a")
client = genai.Client()
config = types.GenerateContentConfig(system_instruction="Be kind.", temperature=0.5)
chat = client.chats.create(model="gemini-2.0-flash", config=config)
for message in ("My name is Ada.", "What is my name?"):
    print(chat.send_message(message).text)
picture = types.Part.from_bytes(data=PIXEL, mime_type="image/png")
print(client.models.generate_content(model="gemini-2.0-flash", contents=["What is this?", picture]).text)
"""
NEW_CHAT = """
import base64
from google import genai

PIXEL = bytes.fromhex("89504e470d0a1a0a")
client = genai.Client()
settings = {"temperature": 0.5}
previous = None
for message in ("My name is Ada.", "What is my name?"):
    answer = client.interactions.create(
        model="gemini-3.8-flash",
        input=message,
        system_instruction="Be kind.",
        generation_config=settings,
        previous_interaction_id=previous,
    )
    previous = answer.id
    print(answer.output_text)
picture = {"type": "image", "data": base64.b64encode(PIXEL).decode(), "mime_type": "image/png"}
question = [{"type": "text", "text": "What is this?"}, picture]
print(client.interactions.create(model="gemini-3.8-flash", input=question, store=False).output_text)
"""
OLD_STREAM = """
from google import genai
client = genai.Client()
for chunk in client.models.generate_content_stream(model="gemini-2.5-flash", contents="Hello"):
    print(chunk.text, end="")
"""
NEW_STREAM = """
from google import genai
client = genai.Client()
for event in client.interactions.create(model="gemini-2.5-flash", input="Hello", stream=True, store=False):
    if event.event_type == "error":
        raise RuntimeError(event.error.message)
    if event.event_type == "step.delta" and event.delta.type == "text":
        print(event.delta.text, end="")
"""
