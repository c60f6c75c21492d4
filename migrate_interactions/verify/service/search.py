"""What a search on the web leaves beside an answer: queries, sources, and which text they support.

It is no part of the answer's turn: the old API never sends it back, the new one keeps it to itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from migrate_interactions.verify.canonical import FUNCTION_CALL, TEXT, USER, Call, Part
from migrate_interactions.verify.service.sample import number

Json = dict[str, Any]

_TOPICS = ("gardens", "rivers", "bridges", "lanterns", "orchards", "harbours")
_SUGGESTIONS = "<div>search suggestions</div>"


@dataclass(frozen=True)
class Search:
    """One query and one source, which supports the whole of ``text``, the last of the answer."""

    seed: str
    query: str
    title: str
    url: str
    text: str

    @property
    def end(self) -> int:
        """Places in a text are counted in bytes."""
        return len(self.text.encode())


def searched(call: Call, parts: tuple[Part, ...], seed: str) -> Search | None:
    """None when the call has no search, or the answer no text."""
    texts = [part.text for part in parts if part.kind == TEXT and part.text]
    if not texts or any(part.kind == FUNCTION_CALL for part in parts) or all(tool.kind != "google_search" for tool in call.tools):
        return None
    asked = [part.text for turn in call.turns if turn.role == USER for part in turn.parts if part.kind == TEXT]
    topic = _TOPICS[number(seed, "topic") % len(_TOPICS)]
    return Search(seed, " ".join((asked or [""])[-1].split()[:6]), f"All about {topic}", f"https://example.com/{topic}", texts[-1])


def grounding_metadata(search: Search) -> Json:
    """As a candidate of generateContent has it."""
    segment = {"startIndex": 0, "endIndex": search.end, "text": search.text}
    return {
        "webSearchQueries": [search.query],
        "searchEntryPoint": {"renderedContent": _SUGGESTIONS},
        "groundingChunks": [{"web": {"uri": search.url, "title": search.title}}],
        "groundingSupports": [{"segment": segment, "groundingChunkIndices": [0]}],
    }


def search_steps(search: Search) -> list[Json]:
    """The steps of an interaction before the one that answers."""
    identifier = f"search_{search.seed[:10]}"
    return [
        {"type": "google_search_call", "id": identifier, "arguments": {"queries": [search.query]}},
        {"type": "google_search_result", "call_id": identifier, "result": [{"search_suggestions": _SUGGESTIONS}]},
    ]


def citation(search: Search) -> Json:
    """The annotation of the text."""
    return {"type": "url_citation", "url": search.url, "title": search.title, "start_index": 0, "end_index": search.end}
