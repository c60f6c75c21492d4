"""``tools`` and ``toolConfig`` of generateContent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from migrate_interactions.verify.canonical import Tool
from migrate_interactions.verify.service.names import constant, snake_keys, snake_top
from migrate_interactions.verify.service.tool_settings import function_tool, service_tool
from migrate_interactions.verify.stable import stable

Json = dict[str, Any]


def tools(raw: list[Json], tool_config: Json) -> Iterator[Tool]:
    """One tool per function declaration and per tool of the service; one entry of ``raw`` may hold several."""
    for entry in raw:
        for name, value in snake_top(entry).items():
            if name == "function_declarations":
                yield from map(_function, value)
            elif name == "mcp_servers":
                yield from map(_mcp_server, value)
            else:
                yield _service_tool(name, _ordered(snake_keys(value)), tool_config)


def tool_choice(tool_config: Json) -> str:
    """Mode and allowed names as stable JSON; ``""`` for the default, which is ``auto`` over all functions."""
    config = snake_top(tool_config.get("function_calling_config"))
    mode = constant(config.get("mode", "auto"))
    names = config.get("allowed_function_names")
    if mode in ("auto", "mode_unspecified") and not names:
        return ""
    return stable({"mode": mode, **({"tools": sorted(names)} if names else {})})


def _function(declaration: Json) -> Tool:
    """The types of results (``response``) and ``behavior`` have no counterpart and are derived from the code: they do not count."""
    said = snake_top(declaration)
    return function_tool(said.get("name"), said.get("description"), said.get("parameters") or said.get("parameters_json_schema"))


def _service_tool(name: str, value: Json, tool_config: Json) -> Tool:
    if name == "enterprise_web_search":
        return service_tool("google_search", {"search_types": [name], **value})
    if name == "retrieval":
        return service_tool(name, _retrieval(value))
    if name == "google_search" and "search_types" in value:
        value = {**value, "search_types": sorted(value["search_types"])}
    if name == "google_maps":
        value = {**value, **(snake_top(tool_config.get("retrieval_config")).get("lat_lng") or {})}
    if "environment" in value:
        value = {**value, "environment": constant(value["environment"], "ENVIRONMENT_")}
    return service_tool(name, value)


def _retrieval(value: Json) -> Json:
    """What Interactions has no word for keeps its old one, so its loss shows."""
    search, store = dict(value.get("vertex_ai_search") or {}), dict(value.get("vertex_rag_store") or {})
    other = {key: setting for key, setting in value.items() if key not in ("vertex_ai_search", "vertex_rag_store")}
    if "datastore" in search:
        search["datastores"] = [search.pop("datastore")]
    if "rag_corpora" in store:
        store["rag_resources"] = [{"rag_corpus": name} for name in store.pop("rag_corpora")]
    if search:
        other |= {"retrieval_types": ["vertex_ai_search"], "vertex_ai_search_config": search}
    if store:
        other |= {"retrieval_types": ["rag_store"], "rag_store_config": store}
    return other


def _ordered(settings: Json) -> Json:
    """Lists of names (stores, domains) are sets to the service."""
    return {key: sorted(value) if isinstance(value, list) else value for key, value in settings.items()}


def _mcp_server(raw: Json) -> Tool:
    transport = snake_top(snake_top(raw).get("streamable_http_transport"))
    return service_tool("mcp_server", {"name": raw.get("name"), "url": transport.get("url"), "headers": transport.get("headers")})
