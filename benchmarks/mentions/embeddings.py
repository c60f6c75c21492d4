"""Embeddings of texts, a few at a time."""

import itertools
import os

from google import genai
from google.genai import types

MODEL = "gemini-embedding-001"
client = genai.Client(api_key=os.environ["GEMINI_API_KEY"])


def vectors(texts, size=100):
    """One vector for each text."""
    found = []
    for batch in itertools.batched(texts, size):
        settings = types.EmbedContentConfig(task_type="RETRIEVAL_DOCUMENT", output_dimensionality=768)
        reply = client.models.embed_content(model=MODEL, contents=list(batch), config=settings)
        found.extend(embedding.values for embedding in reply.embeddings)
    return found


def nearest(query, known):
    """The known text whose vector is most like that of a query."""
    (wanted,) = vectors([query])
    return max(known, key=lambda text: sum(a * b for a, b in zip(wanted, known[text], strict=True)))
