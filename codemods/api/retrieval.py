"""The `retrieval` tool: what its settings were called and what each is called now.

The new names are those of `RetrievalParam` in google-genai 3.4.0; a test holds them against the installed SDK. A setting without a row
has no counterpart: filters and limits of a search, rankers, an API of one's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "copy",  # the same value
    "one",  # one value, a list of one now
    "object",  # settings of their own
    "objects",  # a list of them
    "corpora",  # a list of names, objects with one key now
]


@dataclass(frozen=True)
class Key:
    """One setting of one class: its new name, and the old class of its value where that has settings of its own."""

    new: str
    kind: Kind = "copy"
    of: str = ""


@dataclass(frozen=True)
class Source:
    """Where a tool retrieves from: the class of the old settings, the new word for it, and the key of the new settings."""

    settings: str
    word: str
    key: str


SOURCES: dict[str, Source] = {
    "vertex_ai_search": Source("VertexAISearch", "vertex_ai_search", "vertex_ai_search_config"),
    "vertex_rag_store": Source("VertexRagStore", "rag_store", "rag_store_config"),
}

KEYS: dict[str, dict[str, Key]] = {
    "VertexAISearch": {
        "datastore": Key("datastores", "one"),
        "engine": Key("engine"),
    },
    "VertexRagStore": {
        "rag_corpora": Key("rag_resources", "corpora", "rag_corpus"),
        "rag_resources": Key("rag_resources", "objects", "VertexRagStoreRagResource"),
        "rag_retrieval_config": Key("rag_retrieval_config", "object", "RagRetrievalConfig"),
        "similarity_top_k": Key("similarity_top_k"),
        "vector_distance_threshold": Key("vector_distance_threshold"),
    },
    "VertexRagStoreRagResource": {
        "rag_corpus": Key("rag_corpus"),
        "rag_file_ids": Key("rag_file_ids"),
    },
    "RagRetrievalConfig": {
        "filter": Key("filter", "object", "RagRetrievalConfigFilter"),
        "hybrid_search": Key("hybrid_search", "object", "RagRetrievalConfigHybridSearch"),
        "top_k": Key("top_k"),
    },
    "RagRetrievalConfigFilter": {
        "metadata_filter": Key("metadata_filter"),
        "vector_distance_threshold": Key("vector_distance_threshold"),
        "vector_similarity_threshold": Key("vector_similarity_threshold"),
    },
    "RagRetrievalConfigHybridSearch": {
        "alpha": Key("alpha"),
    },
}
