"""The steps schema, which the service speaks today: google-genai 2.3 and newer."""

from __future__ import annotations

from codemods.api import outputs as kinds
from codemods.api.content import STEPS as ROLES
from codemods.api.response import CANDIDATE
from codemods.api.schemas.model import ResponseSchema

STEPS = ResponseSchema(
    name="steps",
    items="steps",
    item="step",
    holders={
        kinds.THOUGHT: "thought",
        kinds.THOUGHT_MEDIA: "thought",
        kinds.TEXT: "model_output",
        kinds.MEDIA: "model_output",
        kinds.CALL: "function_call",
        kinds.CODE: "code_execution_call",
        kinds.RESULT: "code_execution_result",
    },
    inside={"thought": "summary", "model_output": "content"},
    text="output_text",
    audio="output_audio",
    delta="step.delta",
    completed="interaction.completed",
    role=("type", ROLES),
    classes={
        "": "Interaction",
        CANDIDATE: "Interaction",
        "usage_metadata": "Usage",
        "call": "FunctionCallStep",
        "event": "InteractionSSEEvent",
        "delta": "TextDelta",
    },
)
