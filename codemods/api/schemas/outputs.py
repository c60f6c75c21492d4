"""The legacy schema: google-genai 1.55 to 1.75, and gateways that still speak it. Its facts are those of the types of 1.75."""

from __future__ import annotations

from codemods.api import outputs as kinds
from codemods.api.content import MIME_TYPES
from codemods.api.request import CONFIG, ConfigKey
from codemods.api.response import CANDIDATE
from codemods.api.schemas.model import ResponseSchema


def _moved(old: str, place: str, new: str, help: str) -> ConfigKey:
    return ConfigKey(old, CONFIG[old].kind, place, new, help)  # type: ignore[arg-type]


_JSON = 'Pass response_mime_type="application/json" and response_format=<JSON Schema>.'

#: Settings that are arguments of their own, or belong to the generation config.
_KEYS = {
    row.old: row
    for row in (
        _moved("response_mime_type", "top", "response_mime_type", _JSON),
        _moved("response_schema", "top", "response_format", _JSON),
        _moved("response_json_schema", "top", "response_format", _JSON),
        _moved("response_modalities", "top", "response_modalities", 'Pass response_modalities=["text", "image"].'),
        _moved("image_config", "generation", "image_config", 'Pass generation_config={"image_config": {"aspect_ratio": …}}.'),
    )
}

_MEDIA = frozenset({"type", "data", "uri", "mime_type"})
_RESOLVED = _MEDIA | {"resolution"}
_CALLED = frozenset({"type", "id", "name", "arguments", "signature"})
_FIELDS = {
    "text": frozenset({"type", "text", "annotations"}),
    "image": _RESOLVED,
    "video": _RESOLVED,
    "document": _MEDIA,
    "audio": _MEDIA | {"channels", "sample_rate"},
    "thought": frozenset({"type", "signature", "summary"}),
    "function_call": _CALLED,
    "function_result": frozenset({"type", "call_id", "result", "is_error", "name", "signature"}),
    "function": frozenset({"type", "name", "description", "parameters"}),
    "code_execution": frozenset({"type"}),
    "url_context": frozenset({"type"}),
    "computer_use": frozenset({"type", "environment", "excluded_predefined_functions"}),
    "mcp_server": frozenset({"type", "name", "url", "headers", "allowed_tools"}),
    "google_search": frozenset({"type", "search_types"}),
    "file_search": frozenset({"type", "file_search_store_names", "metadata_filter", "top_k"}),
    "google_maps": frozenset({"type", "enable_widget", "latitude", "longitude"}),
    "retrieval": frozenset({"type", "retrieval_types", "vertex_ai_search_config"}),
}
_VALUES = {
    "thinking_level": frozenset({"minimal", "low", "medium", "high"}),
    "environment": frozenset({"browser"}),
    "search_types": frozenset({"web_search", "image_search", "enterprise_web_search"}),
    "retrieval_types": frozenset({"vertex_ai_search"}),
    "response_modalities": frozenset({"text", "image", "audio", "video", "document"}),
    "image_config": frozenset({"aspect_ratio", "image_size"}),
}

#: In this order: what comes first may hold what comes later.
_WORDING = (
    (
        '[c for s in interaction.steps or [] if s.type == "model_output" for c in s.content or []]',
        "interaction.outputs or []",
    ),
    ("Walk the contents: interaction.outputs or []", "Walk interaction.outputs or []"),
    ("Read the steps: interaction.outputs or []", "Read interaction.outputs or []"),
    (
        "The turn of the model is the list interaction.steps: add its steps to the input of the next call (contents += interaction.steps). "
        'What it says is in the steps with type "model_output", function calls are steps of their own.',
        'The turn of the model is {"role": "model", "content": interaction.outputs}: add it to the input of the next call. '
        'What it says is in the outputs with type "text", function calls are outputs as well.',
    ),
    ("thoughts, function calls and code are steps of their own", "thoughts, function calls and code are outputs with types of their own"),
    (
        '[{"type": "user_input", "content": […]}, {"type": "model_output", "content": […]}, …]',
        '[{"role": "user", "content": […]}, {"role": "model", "content": […]}, …]',
    ),
    ("as steps of type user_input and model_output", 'as turns ({"role": "user", "content": […]}, {"role": "model", "content": […]})'),
    (
        'function_call", "code_execution_call" and "code_execution_result" are steps',
        'function_call", "code_execution_call" and "code_execution_result" are outputs',
    ),
    (
        "look for the first content of the type you need in the model_output steps",
        "look for the first of interaction.outputs that has the type you need",
    ),
    (
        'a function call has its name and id in the event "step.start" and its arguments, as fragments of JSON, in "arguments_delta"',
        '"function_call" has .name, .id and .arguments',
    ),
    (
        'response_format={"type": "text", "mime_type": "application/json", "schema": <JSON Schema>}',
        'response_mime_type="application/json", response_format=<JSON Schema>',
    ),
    ('response_format={"type": "text", "mime_type": …, "schema": …}', "response_mime_type=… and response_format=<JSON Schema>"),
    ('response_format=[{"type": "text"}, {"type": "image"}], or {"type": "audio"}', 'response_modalities=["text", "image"], or ["audio"]'),
    ('response_format=[{"type": "text"}, {"type": "image"}] or {"type": "audio"}', 'response_modalities=["text", "image"] or ["audio"]'),
    ('response_format={"type": "audio"}', 'response_modalities=["audio"]'),
    ('"step.delta"', '"content.delta"'),
    ('"interaction.completed"', '"interaction.complete"'),
    (
        "Put the text together from the steps: model_output, code_execution_call",
        "Put the text together from the outputs: text, code_execution_call",
    ),
    ("`output_text` is empty then", "reading it raises other errors then"),
    ("output_text of each answer", "outputs[-1].text of each answer"),
    ("one turn with its input and steps", "one turn with its input and outputs"),
    ("interaction.output_text", "interaction.outputs[-1].text"),
    ("response.output_text", "response.outputs[-1].text"),
    (
        '[step for step in interaction.steps or [] if step.type == "function_call"]',
        '[output for output in interaction.outputs or [] if output.type == "function_call"]',
    ),
    ("that has `output_text`, `id`, `steps` and `usage`", "that has `outputs`, `id` and `usage`"),
    ("and the google_search_call steps for the queries", "and the google_search_call outputs for the queries"),
    ("answer every function_call step with", "answer every function_call output with"),
    ("step.id", "output.id"),
    ("step.name", "output.name"),
    ("as a step of the input", "as a content of the input"),
    ("where function_call is the step of the answer", "where function_call is the output of the answer"),
    ('The calls are the steps with type "function_call"', 'The calls are the outputs with type "function_call"'),
    ("behind those steps", "behind those outputs"),
    ("answer each function_call step with", "answer each function_call output with"),
    ("Pass the function_call step of the answer", "Pass the function_call output of the answer"),
    ("queries on the google_search_call steps", "queries on the google_search_call outputs"),
    ('Read the steps with type "url_context_result"', 'Read the outputs with type "url_context_result"'),
    ("step.arguments.language", "output.arguments.language"),
    ("step.is_error", "output.is_error"),
    ('or {"speakers": [{"speaker": …, "voice": …}]}', 'or [{"speaker": …, "voice": …}, …] for several speakers'),
)

OUTPUTS = ResponseSchema(
    name="outputs",
    items="outputs",
    item="output",
    holders={
        kinds.THOUGHT: "thought",
        kinds.THOUGHT_MEDIA: "thought",
        kinds.TEXT: "text",
        kinds.CALL: "function_call",
        kinds.CODE: "code_execution_call",
        kinds.RESULT: "code_execution_result",
    },
    inside={"thought": "summary"},
    text="outputs[-1].text",
    audio="outputs[-1]",
    delta="content.delta",
    completed="interaction.complete",
    role=("role", {"user": "user", "model": "model"}),
    classes={
        "": "Interaction",
        CANDIDATE: "Interaction",
        "usage_metadata": "Usage",
        "call": "FunctionCallContent",
        "event": "InteractionSSEEvent",
    },
    may_raise=True,
    whole_calls=True,
    retries="three",
    apart=False,
    keys=_KEYS,
    missing=frozenset({"safety_settings", "cached_content", "labels", "automatic_continuation"}),
    undeclared=(MIME_TYPES["document"] - {"application/pdf"}) | {"audio/webm"},
    fields=_FIELDS,
    values=_VALUES,
    wording=_WORDING,
)
