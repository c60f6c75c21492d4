"""The packages of npm that the old API is reached through, and names in them."""

from __future__ import annotations

import re

GENAI = "@google/genai"
GENERATIVE_AI = "@google/generative-ai"
VERTEX_AI = "@google-cloud/vertexai"

#: Import paths of packages: by name, by Deno's `npm:`, and the addresses of networks that deliver packages to browsers.
_PATH = re.compile(
    r"(?P<where>npm:/?|https://(?:esm\.run|esm\.sh|unpkg\.com|cdn\.skypack\.dev|cdn\.jsdelivr\.net/npm)/)?"
    r"(?P<package>@google/genai|@google/generative-ai|@google-cloud/vertexai)(?:@(?P<version>[^/?]+))?(?P<rest>[/?].*)?"
)
#: What may be taken of a package that is named. (`@google/generative-ai/server` has files and caches, no models.)
_PARTS = frozenset({"@google/genai/node", "@google/genai/web"})

#: The class of each package whose objects make requests.
CLIENTS = {GENAI: "GoogleGenAI", GENERATIVE_AI: "GoogleGenerativeAI", VERTEX_AI: "VertexAI"}


def package_of(path: str) -> str | None:
    """The package that an import path leads to; versions in it (`npm:@google/genai@1.0`) do not matter.

    Anything else (`firebase/ai`, for one) is not ours, whatever its methods are called.
    """
    match = _PATH.fullmatch(path)
    if match is None or (match["rest"] and not match["where"] and path not in _PARTS):
        return None
    return match["package"]


def version_of(path: str) -> str | None:
    """The version (or range of versions) that an import path names."""
    match = _PATH.fullmatch(path)
    return match["version"] if match is not None else None
