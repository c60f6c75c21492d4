"""Enterprise clients find credentials, made up, where they look for them on a machine in the cloud."""

from __future__ import annotations

from migrate_interactions.verify.outcomes import Equivalent
from tests.verify.conftest import Bench

OLD = """
from google import genai
client = genai.Client(vertexai=True, project="shop", location="global")
print(client.models.generate_content(model="gemini-2.5-flash", contents="Hello").text)
"""
NEW = """
from google import genai
client = genai.Client(vertexai=True, project="shop", location="global")
print(client.interactions.create(model="gemini-2.5-flash", input="Hello", store=False).output_text)
"""


def test_an_enterprise_program_is_run_too(bench: Bench) -> None:
    assert isinstance(bench.verify(OLD, NEW), Equivalent)
