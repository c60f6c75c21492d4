"""Names that the following of values knows: the SDK's own, other SDKs', and what is transparent to it."""

from __future__ import annotations

CLIENTS = frozenset({"google.genai.Client", "google.genai.client.Client"})
ASYNC_CLIENTS = frozenset({"google.genai.client.AsyncClient"})
ENTERPRISE_VARIABLES = frozenset({"GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_GENAI_USE_ENTERPRISE"})
#: Packages whose objects are certainly not google-genai clients.
FOREIGN_PACKAGES = frozenset(
    "openai anthropic mistralai cohere groq litellm langchain langchain_core "
    "langchain_google_genai boto3 requests httpx google.generativeai vertexai unittest mock "
    "telegram discord slack_sdk twilio flask fastapi django".split()
)
#: Decorators that give back a function with the same result, by the last part of their name.
TRANSPARENT = frozenset(
    "staticmethod classmethod property cache lru_cache cached_property cache_data cache_resource experimental_singleton "
    "override wraps abstractmethod singleton retry deprecated no_type_check typechecked beartype".split()
)
#: Those that keep what the function returned, so that the object stays alive.
CACHES = frozenset("cache lru_cache cached_property cache_data cache_resource experimental_singleton singleton".split())


def is_foreign_path(path: str) -> bool:
    """Whether an import path leads into a package of somebody else's SDK."""
    parts = path.split(".")
    return bool({parts[0], ".".join(parts[:2])} & FOREIGN_PACKAGES)
