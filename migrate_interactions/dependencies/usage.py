"""What code uses of the SDKs, going by its bytes: wrong only towards saying that something is still used."""

from __future__ import annotations

import re

from migrate_interactions.dependencies.needed import NODE, PYTHON, Family

_IMPORTS_SDK = re.compile(rb"from\s+google\s+import\s[^\n;]*\bgenai\b|(?:from|import)\s+google\.genai\b")
_INTERACTIONS = re.compile(rb"\.interactions\b")
_RETIRED = re.compile(rb"google\.generativeai\b|from\s+google\s+import\s*\(?[^)\n;]*\bgenerativeai\b|import_module\([^)]*generativeai")
_COMMENT = re.compile(rb"^[ \t]*#.*$", re.MULTILINE)
_NODE_SDK = re.compile(rb"""["']@google/genai["'/]""")
_NODE_RETIRED = re.compile(rb"""["']@google/generative-ai["'/]""")
SUFFIXES: dict[Family, tuple[str, ...]] = {
    PYTHON: (".py", ".pyw", ".pyi", ".ipynb"),
    NODE: (".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".vue", ".svelte"),
}


def imports_sdk(data: bytes) -> bool:
    return bool(_IMPORTS_SDK.search(data))


def uses_interactions(data: bytes) -> bool:
    """Whether code that knows the SDK uses the new API."""
    return b"genai" in data and bool(_INTERACTIONS.search(data))


def calls_interactions(data: bytes) -> bool:
    return bool(_INTERACTIONS.search(data))


def uses_retired(data: bytes, family: Family) -> bool:
    if family is NODE:
        return bool(_NODE_RETIRED.search(data))
    return b"generativeai" in data and bool(_RETIRED.search(_COMMENT.sub(b"", data)))


def uses_node_interactions(data: bytes) -> bool:
    return bool(_NODE_SDK.search(data)) and bool(_INTERACTIONS.search(data))
