"""The SDKs before google-genai: where their names are imported from, and what google-genai calls the same things.

Source: google-generativeai 0.8.6, google-cloud-aiplatform 1.x (`vertexai.generative_models`) and google-genai 3.4.0 as installed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Sdk = Literal["generativeai", "vertexai"]

#: Packages of each SDK, the longest first; modules inside of them that only sort names.
PACKAGES: tuple[tuple[str, Sdk], ...] = (
    ("google.ai.generativelanguage_v1beta.types", "generativeai"),
    ("google.ai.generativelanguage_v1beta", "generativeai"),
    ("google.ai.generativelanguage", "generativeai"),
    ("google.generativeai", "generativeai"),
    ("vertexai.preview.generative_models", "vertexai"),
    ("vertexai.generative_models", "vertexai"),
    ("vertexai.preview.caching", "vertexai"),
    ("vertexai.caching", "vertexai"),
)
#: Packages that hold other SDKs as well, the longest first: of these only the names of `ROOT_NAMES` are meant.
ROOTS = ("google.cloud.aiplatform", "vertexai.preview", "vertexai")
ROOT_NAMES = frozenset({"init"})
_SORTING = frozenset(
    "types protos content content_types generation_types safety_types safety file file_types generative_models "
    "generative_service tool helper_types client files".split()
)
#: What the SDK is called in messages.
TITLES: dict[Sdk, str] = {"generativeai": "google.generativeai", "vertexai": "vertexai.generative_models"}

#: Functions that say once who is asking.
SET_UP: dict[Sdk, str] = {"generativeai": "configure", "vertexai": "init"}
MODEL_CLASSES = frozenset({"GenerativeModel"})
#: The model that `GenerativeModel()` stands for.
DEFAULT_MODEL = "gemini-1.5-flash-002"
#: The place that `vertexai.init(project=…)` stands for.
DEFAULT_LOCATION = "us-central1"

#: Types that keep their name in `google.genai.types`, and those that have another one there.
TYPES: dict[str, str] = {
    **{
        name: name
        for name in (
            "Content Part Blob FileData FunctionCall FunctionResponse FunctionDeclaration Schema Type Tool ToolConfig "
            "FunctionCallingConfig SafetySetting HarmCategory GenerateContentResponse File "
            "GoogleSearchRetrieval DynamicRetrievalConfig".split()
        )
    },
    "HarmBlockThreshold": "HarmBlockThreshold",
    "SafetySetting.HarmCategory": "HarmCategory",
    "SafetySetting.HarmBlockThreshold": "HarmBlockThreshold",
    "SafetySetting.HarmBlockMethod": "HarmBlockMethod",
    "CodeExecution": "ToolCodeExecution",
    "FunctionCallingConfig.Mode": "FunctionCallingConfigMode",
    "ToolConfig.FunctionCallingConfig": "FunctionCallingConfig",
    "ToolConfig.FunctionCallingConfig.Mode": "FunctionCallingConfigMode",
    "AsyncGenerateContentResponse": "GenerateContentResponse",
    "GenerationResponse": "GenerateContentResponse",
}
#: Types of settings that are as good as a dictionary.
SETTINGS = frozenset({"GenerationConfig", "GenerationConfigDict"})
#: Arguments that an old type spells differently.
RENAMED = {"type_": "type", "format_": "format"}


@dataclass(frozen=True)
class Maker:
    """A function that makes a part: its new name, and its parameters in order with the names they have now."""

    name: str
    parameters: tuple[tuple[str, str], ...]


MAKERS: dict[str, Maker] = {
    "Part.from_text": Maker("Part.from_text", (("text", "text"),)),
    "Part.from_data": Maker("Part.from_bytes", (("data", "data"), ("mime_type", "mime_type"))),
    "Part.from_uri": Maker("Part.from_uri", (("uri", "file_uri"), ("mime_type", "mime_type"))),
    "Part.from_function_response": Maker("Part.from_function_response", (("name", "name"), ("response", "response"))),
}

#: What google-genai can do too, but not with the Interactions API.
WITHOUT_COUNTERPART = frozenset(
    "embed_content embed_content_async list_models get_model get_base_model get_tuned_model list_tuned_models create_tuned_model "
    "update_tuned_model delete_tuned_model get_operation list_operations caching CachedContent list_files "
    "generate_text chat generate_embeddings".split()
)
#: Exceptions that only the old SDKs raise.
ERRORS = frozenset(
    "BlockedPromptException StopCandidateException IncompleteIterationError BrokenResponseError ResponseValidationError "
    "ResponseBlockedError".split()
)
#: Packages whose errors calls of the old SDKs raise.
ERROR_PACKAGES = ("google.api_core", "grpc")
#: Parts of these that have nothing to do with errors.
HARMLESS_PACKAGES = ("google.api_core.client_options",)

#: `HATE`, `harassment` and the like: what the old SDK took for a category.
CATEGORIES = {
    "harassment": "HARM_CATEGORY_HARASSMENT",
    "hate": "HARM_CATEGORY_HATE_SPEECH",
    "hate_speech": "HARM_CATEGORY_HATE_SPEECH",
    "harm_category_sexual": "HARM_CATEGORY_SEXUALLY_EXPLICIT",
    "sex": "HARM_CATEGORY_SEXUALLY_EXPLICIT",
    "sexual": "HARM_CATEGORY_SEXUALLY_EXPLICIT",
    "sexually_explicit": "HARM_CATEGORY_SEXUALLY_EXPLICIT",
    "harm_category_dangerous": "HARM_CATEGORY_DANGEROUS_CONTENT",
    "danger": "HARM_CATEGORY_DANGEROUS_CONTENT",
    "dangerous": "HARM_CATEGORY_DANGEROUS_CONTENT",
}
THRESHOLDS = {
    "block_low_and_above": "BLOCK_LOW_AND_ABOVE",
    "low": "BLOCK_LOW_AND_ABOVE",
    "block_medium_and_above": "BLOCK_MEDIUM_AND_ABOVE",
    "medium": "BLOCK_MEDIUM_AND_ABOVE",
    "med": "BLOCK_MEDIUM_AND_ABOVE",
    "block_only_high": "BLOCK_ONLY_HIGH",
    "high": "BLOCK_ONLY_HIGH",
    "block_none": "BLOCK_NONE",
}
#: Tools that could be asked for by their name.
NAMED_TOOLS = {"code_execution": "code_execution", "google_search_retrieval": "google_search_retrieval"}


def sdk_of(path: str | None) -> Sdk | None:
    """The SDK that a dotted import path leads into."""
    known = next((sdk for package, sdk in PACKAGES if path == package or (path or "").startswith(f"{package}.")), None)
    return known or ("vertexai" if path is not None and is_root(path) else None)


def is_root(path: str) -> bool:
    """Whether a path names a package that holds other SDKs as well, or a name in it that is meant here."""
    return path in ROOTS or any(path == f"{root}.{name}" for root in ROOTS for name in ROOT_NAMES)


def short(path: str) -> str:
    """What an old SDK calls a thing, without the modules it is sorted into: `types.HarmCategory.X` → `HarmCategory.X`."""
    packages = (*(package for package, _ in PACKAGES), *ROOTS)
    package = next((package for package in packages if path == package or path.startswith(f"{package}.")), "")
    parts = path[len(package) + 1 :].split(".")
    while len(parts) > 1 and parts[0] in _SORTING:
        parts = parts[1:]
    return ".".join(parts)


def type_named(name: str) -> tuple[str, str] | None:
    """The type of google-genai that an old name stands for, and what follows it: `HarmCategory.X` → (`HarmCategory`, `X`)."""
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        known = TYPES.get(".".join(parts[:count]))
        if known is not None:
            return known, ".".join(parts[count:])
    return None
