"""Enumerations: the members of the old SDK's enums and the literals they are in the new requests.

Every literal is the member's name in lower case without its prefix. The lists are those of google-genai 3.4.0; a test holds them against
the installed SDK.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Vocabulary:
    """One enumeration: the old ``enum`` of `google.genai.types`, the ``prefix`` of its members, the new ``literals``."""

    enum: str
    prefix: str
    literals: frozenset[str]

    def literal(self, member: str) -> str | None:
        """The new literal of a member's name or value, in any case; None for one the new side does not have."""
        name = member.upper().removeprefix(self.prefix).lower()
        return name if name in self.literals else None


THINKING_LEVEL = Vocabulary("ThinkingLevel", "", frozenset({"minimal", "low", "medium", "high", "xhigh"}))
HARM_CATEGORY = Vocabulary(
    "HarmCategory",
    "HARM_CATEGORY_",
    frozenset(
        {
            "hate_speech",
            "dangerous_content",
            "harassment",
            "sexually_explicit",
            "civic_integrity",
            "image_hate",
            "image_dangerous_content",
            "image_harassment",
            "image_sexually_explicit",
            "jailbreak",
        }
    ),
)
HARM_THRESHOLD = Vocabulary(
    "HarmBlockThreshold", "", frozenset({"block_low_and_above", "block_medium_and_above", "block_only_high", "block_none", "off"})
)
HARM_METHOD = Vocabulary("HarmBlockMethod", "", frozenset({"severity", "probability"}))
MODALITY = Vocabulary("Modality", "", frozenset({"text", "image", "audio", "video"}))
CALLING_MODE = Vocabulary("FunctionCallingConfigMode", "", frozenset({"auto", "any", "none", "validated"}))
RESOLUTION = Vocabulary("MediaResolution", "MEDIA_RESOLUTION_", frozenset({"low", "medium", "high"}))
ENVIRONMENT = Vocabulary("Environment", "ENVIRONMENT_", frozenset({"browser", "mobile", "desktop"}))
#: Types of a schema; JSON Schema has the same.
SCHEMA_TYPE = Vocabulary("Type", "", frozenset({"string", "number", "integer", "boolean", "array", "object", "null"}))

VOCABULARIES = (THINKING_LEVEL, HARM_CATEGORY, HARM_THRESHOLD, HARM_METHOD, MODALITY, CALLING_MODE, RESOLUTION, ENVIRONMENT, SCHEMA_TYPE)

#: Numbers of thinking tokens and the level that stands for up to that many, as Google's OpenAI-compatible endpoint has them.
THINKING_BUDGETS = ((1024, "low"), (8192, "medium"))


def level_for(budget: int) -> str:
    """The thinking level nearest to a number of tokens (0 is none, so the least there is)."""
    if budget == 0:
        return "minimal"
    return next((level for most, level in THINKING_BUDGETS if budget <= most), "high")
