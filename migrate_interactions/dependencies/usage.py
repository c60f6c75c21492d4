"""What code uses of the SDKs, going by its bytes: wrong only towards saying that something is still used."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator

from packaging.version import Version

from migrate_interactions.dependencies.needed import LATER, NODE, NODE_LATER, PYTHON, Family

_IMPORTS_SDK = re.compile(rb"from\s+google\s+import\s[^\n;]*\bgenai\b|(?:from|import)\s+google\.genai\b")
_INTERACTIONS = re.compile(rb"\.interactions\b")
_RETIRED = re.compile(rb"google\.generativeai\b|from\s+google\s+import\s*\(?[^)\n;]*\bgenerativeai\b|import_module\([^)]*generativeai")
_COMMENT = re.compile(rb"^[ \t]*#.*$", re.MULTILINE)
_NODE_SDK = re.compile(rb"""["']@google/genai["'/]""")
_NODE_PROPERTY = re.compile(rb"\b(" + b"|".join(name.encode() for name in NODE_LATER) + rb")\s*[:,}]")
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


def imports_node_sdk(data: bytes) -> bool:
    return bool(_NODE_SDK.search(data))


def uses_node_interactions(data: bytes) -> bool:
    return bool(_NODE_SDK.search(data)) and bool(_INTERACTIONS.search(data))


def node_floor(sources: Iterable[bytes]) -> Version | None:
    """The same as `floor` for JavaScript, going by the properties that its files name."""
    named = (name.decode() for data in sources for name in _NODE_PROPERTY.findall(data))
    return max((NODE_LATER[name] for name in named), default=None)


def floor(sources: Iterable[bytes]) -> Version | None:
    """The first version that takes all that the calls in some code pass; None where the first with the new API does."""
    return max((LATER[name] for data in sources for name in _arguments(data) if name in LATER), default=None)


def _arguments(data: bytes) -> Iterator[str]:
    """The names of what is passed to `interactions.create`; of what is spread into it, all keys in the file."""
    if not any(name.encode() in data for name in LATER):
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(data)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _creates(node.func)]
    yield from (keyword.arg for call in calls for keyword in call.keywords if keyword.arg)
    if any(keyword.arg is None for call in calls for keyword in call.keywords):
        yield from (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
        yield from (node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg)


def _creates(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and function.attr == "create"
        and isinstance(function.value, ast.Attribute)
        and function.value.attr == "interactions"
    )
