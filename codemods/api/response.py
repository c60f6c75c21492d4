"""The answer side: every path people read from a `GenerateContentResponse` and what it is on an `Interaction`.

Paths are written from the response, with literal indexes: `candidates[0].content.parts[0].text`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text",  # None became ""
    "parsed",  # the JSON has to be read by hand
    "rename",  # the same value under another name
    "object",  # renamed, and only its attributes below are known
    "parts",  # the parts of the answer: contents and steps now
    "calls",  # the function calls: steps now
    "first",  # what the first step of a type holds
    "queries",  # what was searched for: a list, which was None when there was none
    "only",  # the only part of an answer that is nothing but audio
    "details",  # a list, renamed, whose elements are pieces
    "turn",  # the turn of the model: all its steps
    "candidates",  # the answers of a call: the one answer, if there is any
    "candidate",  # the one answer: the interaction itself
    "none",  # no counterpart
    "later",  # has a counterpart that this version does not write
]


@dataclass(frozen=True)
class ResponsePath:
    """One path. ``code`` is the rule for kinds that are not rewritten, ``help`` the change by hand.

    ``shown`` is what people can be shown in the place of something without a counterpart.
    """

    old: str
    kind: Kind
    new: str = ""
    code: str = "GI200"
    help: str = ""
    shown: str = ""


_STEPS = 'Read the steps: [c for s in interaction.steps or [] if s.type == "model_output" for c in s.content or []]. '
_TURN = (
    "The turn of the model is the list interaction.steps: add its steps to the input of the next call "
    '(contents += interaction.steps). What it says is in the steps with type "model_output", function calls are steps of their own.'
)
_CALLS = (
    'The calls are the steps with type "function_call": [step for step in interaction.steps or [] if step.type == "function_call"]. '
    'Give their results back as {"type": "function_result", "call_id": step.id, "name": step.name, "result": {…}} behind those steps.'
)
_STATUS = 'Read interaction.status ("completed", "incomplete", "requires_action", "failed", …): it is not one to one with finish reasons.'

RESPONSE: dict[str, ResponsePath] = {
    row.old: row
    for row in (
        ResponsePath("text", "text", "output_text"),
        ResponsePath("candidates[0].content.parts[0].text", "text", "output_text"),
        ResponsePath("parts[0].text", "text", "output_text"),
        ResponsePath("parsed", "parsed", "output_text"),
        ResponsePath("response_id", "rename", "id"),
        ResponsePath("model_version", "rename", "model"),
        ResponsePath("usage_metadata", "object", "usage"),
        ResponsePath("usage_metadata.prompt_token_count", "rename", "usage.total_input_tokens"),
        ResponsePath("usage_metadata.candidates_token_count", "rename", "usage.total_output_tokens"),
        ResponsePath("usage_metadata.thoughts_token_count", "rename", "usage.total_thought_tokens"),
        ResponsePath("usage_metadata.cached_content_token_count", "rename", "usage.total_cached_tokens"),
        ResponsePath("usage_metadata.tool_use_prompt_token_count", "rename", "usage.total_tool_use_tokens"),
        ResponsePath("usage_metadata.total_token_count", "rename", "usage.total_tokens"),
        ResponsePath("usage_metadata.prompt_tokens_details", "details", "usage.input_tokens_by_modality"),
        ResponsePath("usage_metadata.candidates_tokens_details", "details", "usage.output_tokens_by_modality"),
        ResponsePath("usage_metadata.cache_tokens_details", "details", "usage.cached_tokens_by_modality"),
        ResponsePath("usage_metadata.tool_use_prompt_tokens_details", "details", "usage.tool_use_tokens_by_modality"),
        ResponsePath("usage_metadata.traffic_type", "none", code="GI214", help="Interactions does not report the traffic type."),
        ResponsePath("function_calls", "calls", "steps", help=_CALLS),
        ResponsePath("candidates", "candidates", "steps", help=_STEPS, shown="steps"),
        ResponsePath("candidates[0]", "candidate", help=_STEPS, shown="steps"),
        ResponsePath("parts", "parts", "steps"),
        ResponsePath("parts[0].inline_data", "only", "output_audio"),
        ResponsePath("candidates[0].content.parts[0].inline_data", "only", "output_audio"),
        ResponsePath("executable_code", "first", "steps"),
        ResponsePath("code_execution_result", "first", "steps"),
        ResponsePath("candidates[0].content", "turn", "steps", help=_TURN, shown="steps"),
        ResponsePath("candidates[0].content.parts", "parts", "steps"),
        ResponsePath("candidates[0].finish_reason", "none", code="GI208", help=_STATUS, shown="status"),
        ResponsePath("candidates[0].finish_message", "none", code="GI208", help=_STATUS, shown="status"),
        ResponsePath("candidates[0].grounding_metadata.search_entry_point.rendered_content", "first", "steps"),
        ResponsePath("candidates[0].grounding_metadata.web_search_queries", "queries", "steps"),
        *(
            ResponsePath(
                old,
                "none",
                code="GI212",
                help='Links are in the annotations (type "url_citation") of the text contents, queries on the google_search_call steps.',
                shown="steps",
            )
            for old in (
                "candidates[0].grounding_metadata",
                "candidates[0].grounding_metadata.grounding_chunks",
                "candidates[0].grounding_metadata.grounding_supports",
            )
        ),
        ResponsePath(
            "candidates[0].citation_metadata",
            "none",
            code="GI212",
            help='Citations are in the annotations (type "url_citation") of the text contents.',
        ),
        ResponsePath(
            "candidates[0].url_context_metadata",
            "none",
            code="GI212",
            help='Read the steps with type "url_context_result".',
            shown="steps",
        ),
        ResponsePath("candidates[0].safety_ratings", "none", code="GI210", help="Interactions reports no safety ratings."),
        ResponsePath("candidates[0].avg_logprobs", "none", code="GI211", help="Interactions reports no log probabilities."),
        ResponsePath("candidates[0].logprobs_result", "none", code="GI211", help="Interactions reports no log probabilities."),
        ResponsePath("candidates[0].token_count", "none", code="GI214", help="Read interaction.usage.total_output_tokens."),
        ResponsePath("candidates[0].index", "none", code="GI214", help="An interaction has one answer."),
        ResponsePath(
            "prompt_feedback", "none", code="GI209", help='A blocked prompt shows as interaction.status "failed" and in interaction.errors.'
        ),
        ResponsePath(
            "automatic_function_calling_history",
            "none",
            code="GI206",
            help="Interactions never calls your functions by itself, so there is no such history.",
        ),
        ResponsePath("create_time", "later", help="Read interaction.created: text in ISO 8601, not a datetime."),
        ResponsePath("sdk_http_response", "none", code="GI214", help="Use client.interactions.with_raw_response."),
        ResponsePath("model_status", "none", code="GI214", help="Interactions does not report it."),
    )
}

#: What a turn of the model, and one function call in it, are called as paths.
TURN, CALL = "turn", "call"
#: The path of the reason why an answer ended, and the statuses that say the same of an interaction (`requires_action`: with calls).
FINISH = "candidates[0].finish_reason"
ENDINGS = {"STOP": ("completed", "requires_action"), "MAX_TOKENS": ("incomplete",)}
#: The path of a candidate: what is read of it is read of the interaction now.
CANDIDATE = "candidates[0]"

PieceKind = Literal["rename", "bytes", "same", "save", "later"]


@dataclass(frozen=True)
class Piece:
    """One attribute of a piece of an answer: what it is now, or (kind ``later``) what to write by hand."""

    kind: PieceKind
    new: str = ""
    help: str = ""


#: Pieces that readings end at, by what they are: their old attributes.
PIECES: dict[str, dict[str, Piece]] = {
    "call": {"name": Piece("rename", "name"), "args": Piece("rename", "arguments"), "id": Piece("rename", "id")},
    "code": {
        "code": Piece("rename", "arguments.code"),
        "language": Piece("later", help='step.arguments.language is the text "python", not an enum.'),
    },
    "result": {
        "output": Piece("rename", "result"),
        "outcome": Piece("later", help="step.is_error tells whether the code failed; there is no finer outcome."),
    },
    "blob": {
        "data": Piece("bytes", "data"),
        "mime_type": Piece("rename", "mime_type"),
    },
    "image": {
        "image_bytes": Piece("bytes", "data"),
        "mime_type": Piece("rename", "mime_type"),
        "save": Piece("save", "data"),
        "show": Piece("later", help="Image.open(io.BytesIO(base64.b64decode(content.data))).show()"),
        "_pil_image": Piece("later", help="Image.open(io.BytesIO(base64.b64decode(content.data)))"),
    },
    "detail": {
        "token_count": Piece("rename", "tokens"),
        "modality": Piece("later", help='modality is a text in lower case ("text", "image"), not an enum.'),
    },
}

#: Last parts of paths whose value is text.
TEXT_PATHS = frozenset({"text", "output_text"})


def known_prefix(path: str) -> bool:
    """Whether some row goes on from this path."""
    return any(row != path and row.startswith(path) and row[len(path)] in ".[" for row in RESPONSE)


def row_for(path: str) -> ResponsePath | None:
    """The row of a path, or the longest row it goes on from."""
    candidates = [row for row in RESPONSE if path == row or (path.startswith(row) and path[len(row)] in ".[")]
    return RESPONSE[max(candidates, key=len)] if candidates else None
