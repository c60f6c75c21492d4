"""The packages of npm that the old API is reached through, and names in them."""

from __future__ import annotations

GENAI = "@google/genai"
GENERATIVE_AI = "@google/generative-ai"
VERTEX_AI = "@google-cloud/vertexai"

#: Import paths and the package each belongs to. Anything else (`firebase/ai`, for one) is not ours, whatever its methods are called.
PACKAGES = {
    GENAI: GENAI,
    "@google/genai/node": GENAI,
    "@google/genai/web": GENAI,
    "npm:@google/genai": GENAI,
    "https://esm.run/@google/genai": GENAI,
    GENERATIVE_AI: GENERATIVE_AI,
    "npm:@google/generative-ai": GENERATIVE_AI,
    "https://esm.run/@google/generative-ai": GENERATIVE_AI,
    VERTEX_AI: VERTEX_AI,
}

#: The class of each package whose objects make requests.
CLIENTS = {GENAI: "GoogleGenAI", GENERATIVE_AI: "GoogleGenerativeAI", VERTEX_AI: "VertexAI"}


def package_of(path: str) -> str | None:
    """The package that an import path leads to; versions behind it (`npm:@google/genai@1.0`) do not matter."""
    if path in PACKAGES:
        return PACKAGES[path]
    start, _, version = path.rpartition("@")
    return PACKAGES.get(start) if start and "/" not in version else None
