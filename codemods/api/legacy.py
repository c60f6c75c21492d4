"""The legacy schema of interactions (google-genai 1.55 to 1.75): what its names are in the current one.

The service switched the legacy schema off on 2026-06-08. Its answers had one flat list, `outputs`; contents of the model's output are
in the `content` of `model_output` steps now, everything else is a step of its own under the type it had. A test holds every new name
against the installed SDK.
"""

from __future__ import annotations

#: Outputs that are contents of a `model_output` step now, by their type.
CONTENTS = frozenset({"text", "image", "audio", "document", "video"})

#: The fields that outputs had, by their type. Those not in `GONE` are fields of the content or step of that type, too.
OUTPUTS: dict[str, frozenset[str]] = {
    "text": frozenset({"type", "text", "annotations"}),
    "image": frozenset({"type", "data", "mime_type", "resolution", "uri"}),
    "audio": frozenset({"type", "channels", "data", "mime_type", "sample_rate", "uri"}),
    "document": frozenset({"type", "data", "mime_type", "uri"}),
    "video": frozenset({"type", "data", "mime_type", "resolution", "uri"}),
    "thought": frozenset({"type", "signature", "summary"}),
    "function_call": frozenset({"type", "arguments", "id", "name", "signature"}),
    "function_result": frozenset({"type", "call_id", "is_error", "name", "result", "signature"}),
    "code_execution_call": frozenset({"type", "arguments", "id", "signature"}),
    "code_execution_result": frozenset({"type", "call_id", "is_error", "result", "signature"}),
    "url_context_call": frozenset({"type", "arguments", "id", "signature"}),
    "url_context_result": frozenset({"type", "call_id", "is_error", "result", "signature"}),
    "google_search_call": frozenset({"type", "arguments", "id", "search_type", "signature"}),
    "google_search_result": frozenset({"type", "call_id", "is_error", "result", "signature"}),
    "google_maps_call": frozenset({"type", "arguments", "id", "signature"}),
    "google_maps_result": frozenset({"type", "call_id", "result", "signature"}),
    "file_search_call": frozenset({"type", "id", "signature"}),
    "file_search_result": frozenset({"type", "call_id", "result", "signature"}),
    "mcp_server_tool_call": frozenset({"type", "arguments", "id", "name", "server_name", "signature"}),
    "mcp_server_tool_result": frozenset({"type", "call_id", "name", "result", "server_name", "signature"}),
}

#: Any field that any output had.
FIELDS = frozenset().union(*OUTPUTS.values())

#: Outputs that are steps of their own now.
STEPS = frozenset(OUTPUTS) - CONTENTS

#: Fields that have no counterpart, or (results of a search) hold something else, by the type of their output.
GONE: dict[str, frozenset[str]] = {
    "function_call": frozenset({"signature"}),
    "function_result": frozenset({"signature"}),
    "mcp_server_tool_call": frozenset({"signature"}),
    "mcp_server_tool_result": frozenset({"signature"}),
    "google_search_result": frozenset({"result"}),
    "file_search_result": frozenset({"result"}),
}

#: What to write for a field that is gone.
INSTEAD = {
    "signature": "Leave it out: only thoughts and steps of the service's own tools carry a signature now.",
    "result": "Links are in the annotations (`url_citation`, `file_citation`) of text contents now; google_search_result holds "
    "`search_suggestions` only.",
}

#: Types of events.
EVENTS = {
    "interaction.start": "interaction.created",
    "interaction.complete": "interaction.completed",
    "content.start": "step.start",
    "content.delta": "step.delta",
    "content.stop": "step.stop",
}

#: Types of deltas that have another name; None for one whose pieces come otherwise.
DELTAS: dict[str, str | None] = {"text_annotation": "text_annotation_delta", "function_call": None}
#: Types of deltas that are the same.
SAME_DELTAS = (frozenset(OUTPUTS) - {"thought", "function_call"}) | {"thought_summary", "thought_signature"}
#: Fields that deltas had and have not any more.
GONE_FROM_DELTAS = frozenset({"id", "call_id"})

#: What the interaction of an event has; an answer has more.
ENDED = frozenset({"id", "status", "agent", "created", "model", "object", "service_tier", "steps", "updated", "usage"})

#: Counts of tokens (google-genai 1.55).
USAGE = {"total_reasoning_tokens": "total_thought_tokens"}

#: Fields of an answer that have no counterpart.
GONE_FROM_ANSWERS = frozenset({"role", "object"})

#: Settings of images, which are keys of an image's `response_format`.
IMAGE_CONFIG = frozenset({"aspect_ratio", "image_size"})

#: Kinds of answers that a format may ask for.
FORMATS = frozenset({"text", "image", "audio", "video"})
#: The last image of an answer and its like, by the type of the content.
LAST = {"image": "output_image", "audio": "output_audio", "video": "output_video"}
#: Words in the id of a model that answers with more than text unasked.
MEDIA_MODELS = ("image", "tts", "lyria")

#: The step that a turn of each role is.
ROLES = {"user": "user_input", "model": "model_output"}

#: Ids of Google's own agents that the service knows, and how such ids begin.
AGENTS = frozenset(
    {
        "deep-research-pro-preview-12-2025",
        "deep-research-preview-04-2026",
        "deep-research-max-preview-04-2026",
        "antigravity-preview-05-2026",
        "antigravity-preview-09-2026",
    }
)
AGENT_FAMILIES = ("deep-research-", "antigravity-")
#: Agents that answer in the background only.
BACKGROUND_AGENTS = ("deep-research-",)
