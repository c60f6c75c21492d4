"""Enterprise clients find credentials, made up, where they look for them on a machine in the cloud."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods.options import Options
from codemods.python import migrate
from migrate_interactions.verify.outcomes import Different, Equivalent
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


RETRIEVAL = Path(__file__).parents[2] / "fixtures" / "python" / "settings" / "retrieval_is_a_tool_with_a_type.py"


def retrieval() -> tuple[str, str]:
    """A program that retrieves in every way that can be said, and what becomes of it."""
    old = RETRIEVAL.read_text(encoding="utf-8")
    migration = migrate(old, None, Options(assume=frozenset({"enterprise"})))
    assert not migration.left
    return old, migration.output


def test_what_is_retrieved_from_is_the_same_before_and_after(bench: Bench) -> None:
    assert isinstance(bench.verify(*retrieval()), Equivalent)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("said", "lost"),
    [
        ('"top_k": 10', '"top_k": 9'),
        ("/engines/manuals", "/engines/other"),
        ('"datastores"', '"engine"'),
        (', "vector_distance_threshold": 0.4', ""),
        ('"rag_file_ids": ["1", "2"],', ""),
        ('"retrieval_types": ["rag_store"], "rag', '"rag'),
    ],
)
def test_whatever_of_a_retrieval_gets_lost_shows(bench: Bench, said: str, lost: str) -> None:
    old, new = retrieval()
    assert said in new
    assert not isinstance(bench.verify(old, new.replace(said, lost)), Equivalent)


def test_a_limit_that_cannot_be_said_would_show_as_lost(bench: Bench) -> None:
    old, new = retrieval()
    limited = old.replace('/engines/manuals")', '/engines/manuals", max_results=3)')
    assert limited != old
    assert isinstance(bench.verify(limited, new), Different)
