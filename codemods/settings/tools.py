"""`tools`: what the service can search, run or read, and the functions the model may ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic

from codemods.api.nodes import Array, Entry, Leaf, Node, Object, Rest, Word
from codemods.api.vocabulary import ENVIRONMENT
from codemods.settings import retrieval
from codemods.settings.reader import N, Placed, Reader, S
from codemods.settings.records import Pair, Record

_TOOL = frozenset({"Tool"})
_DECLARATION = frozenset({"FunctionDeclaration"})
_HELP = 'Pass tools=[{"type": "google_search"}, …], and {"type": "function", "name", "description", "parameters"} for each declaration.'

#: Tools of the service: the class of their settings, the new type, and the settings that keep their name.
_SERVICE_TOOLS: dict[str, tuple[str, str, frozenset[str]]] = {
    "google_search": ("GoogleSearch", "google_search", frozenset()),
    "enterprise_web_search": ("EnterpriseWebSearch", "google_search", frozenset()),
    "code_execution": ("ToolCodeExecution", "code_execution", frozenset()),
    "url_context": ("UrlContext", "url_context", frozenset()),
    "google_maps": ("GoogleMaps", "google_maps", frozenset({"enable_widget"})),
    "file_search": ("FileSearch", "file_search", frozenset({"file_search_store_names", "metadata_filter", "top_k"})),
    "computer_use": ("ComputerUse", "computer_use", frozenset({"excluded_predefined_functions", "enable_prompt_injection_detection"})),
}
_SEARCH_TYPES = ("web_search", "image_search")


class Tools(Generic[N, S]):
    """Reads the tools of one module. A language that knows more forms of a list or of an element reads them in front of these."""

    def __init__(self, reader: Reader[N, S]) -> None:
        self.reader = reader

    def read(self, pair: Pair[N], strand: S, depth: int) -> Node | None:
        """The new list of tools, where it stands or where its name got it."""
        placed = self.whole(pair.value, strand, depth)
        return placed.use if placed is not None else None

    def whole(self, node: N, strand: S, depth: int) -> Placed | None:
        """A list of tools where it stands or where its name got it."""

        def convert(value: N, inner: int) -> Node | None:
            if not self.reader.is_list(value):
                self.reader.hold(strand, value, "GI203", "the tools are not in sight", _HELP)
                return None
            return self.display(value, strand, inner)

        return self.reader.placed(node, self.reader.is_list, convert, strand, depth, "the list of tools")

    def display(self, node: N, strand: S, depth: int) -> Node | None:
        """A list of tools that is spelled out."""

        def item(value: N, inner: int) -> Sequence[Node] | None:
            return self.element(value, strand, inner)

        def more(value: N, inner: int) -> Sequence[Node] | None:
            return self._more(value, strand, inner)

        return _lone(self.reader.row(node, item, strand, depth, more))

    def _more(self, node: N, strand: S, depth: int) -> Sequence[Node] | None:
        """What `*more` in a list of tools becomes."""
        placed = self.whole(node, strand, depth)
        if placed is None:
            return None
        if isinstance(placed.use, Array):
            return placed.use.items
        return [Rest(placed.use)] if isinstance(placed.use, Leaf) else None

    def element(self, node: N, strand: S, depth: int) -> Sequence[Node] | None:
        """What one element of the list becomes: a tool of the service, or its functions one by one."""

        def accepts(value: N) -> bool:
            return self.reader.is_record(value, _TOOL)

        def convert(value: N, inner: int) -> Node | None:
            nodes = self._tool(value, strand, inner)
            if nodes is None:
                return None
            return nodes[0] if len(nodes) == 1 and not isinstance(nodes[0], Rest) else Array(tuple(nodes))

        placed = self.reader.placed(node, accepts, convert, strand, depth, "the tool")
        if placed is None:
            return None
        if isinstance(placed.written, Array):
            return [Rest(placed.use)] if isinstance(placed.use, Leaf) else placed.written.items
        return [placed.use]

    def _tool(self, node: N, strand: S, depth: int) -> list[Node] | None:
        record = self.reader.record(node, _TOOL, strand, "the tool")
        if record is None:
            return None
        found: list[Node] = []
        said = [pair for pair in record.pairs if not self.reader.is_none(pair.value)]
        for pair in said:
            nodes = self._kind(pair, strand, record.depth(depth))
            if nodes is None:
                return None
            found += nodes
        if not said:
            self.reader.hold(strand, node, "GI203", "the tool is empty, so what it stands for is not clear", _HELP)
            return None
        return found

    def _kind(self, pair: Pair[N], strand: S, depth: int) -> Sequence[Node] | None:
        if pair.name == "function_declarations":
            return self._declarations(pair.value, strand, depth)
        if pair.name == "mcp_servers" and self.reader.is_list(pair.value):
            servers = self.reader.row(pair.value, lambda item, inner: self._server(item, strand, inner), strand, depth)
            return servers.items if servers is not None else None
        if pair.name == "retrieval":
            found = retrieval.read(pair, self.reader, strand, depth)
            return [found] if found is not None else None
        if pair.name not in _SERVICE_TOOLS:
            self.reader.hold(strand, pair.node, "GI214", f"the tool `{pair.name}` has no counterpart the tool can write", _HELP)
            return None
        return self._service_tool(pair, strand, depth)

    # -- tools of the service -----------------------------------------------------------------------------------

    def _service_tool(self, pair: Pair[N], strand: S, depth: int) -> list[Node] | None:
        settings_class, kind, copied = _SERVICE_TOOLS[pair.name]
        record = self.reader.record(pair.value, frozenset({settings_class}), strand, f"`{pair.name}`")
        if record is None:
            return None
        entries = [Entry("type", Word(kind))]
        if pair.name == "enterprise_web_search":
            entries.append(Entry("search_types", Array((Word("enterprise_web_search"),))))
        for own in record.pairs:
            if self.reader.is_none(own.value):
                continue
            entry = self._tool_setting(own, pair.name, copied, strand, record.depth(depth))
            if entry is None:
                return None
            entries.append(entry)
        return [self.reader.object(record, entries)]

    def _tool_setting(self, own: Pair[N], tool: str, copied: frozenset[str], strand: S, depth: int) -> Entry | None:
        if own.name in copied:
            return Entry(own.name, Leaf(own.value, depth), own.comments)
        if (tool, own.name) == ("computer_use", "environment"):
            word = self.reader.literal_word(own.value, ENVIRONMENT)
            if word is not None:
                return Entry("environment", Word(word), own.comments)
        if (tool, own.name) == ("google_search", "search_types"):
            kinds = self.reader.read_record(own.value, frozenset({"SearchTypes"}))
            names = [pair.name for pair in kinds.pairs] if kinds is not None else []
            if names and all(name in _SEARCH_TYPES for name in names):
                return Entry("search_types", Array(tuple(Word(name) for name in names)), own.comments)
        self.reader.unknown(own, f"`{tool}`", strand)
        return None

    def _server(self, node: N, strand: S, depth: int) -> list[Node] | None:
        """A remote MCP server: its name, address and headers."""
        record = self.reader.record(node, frozenset({"McpServer"}), strand, "the MCP server")
        transport = record.get("streamable_http_transport") if record is not None else None
        inner = self.reader.read_record(transport.value, frozenset({"StreamableHttpTransport"})) if transport is not None else None
        name = record.get("name") if record is not None else None
        if record is None or inner is None or name is None or {pair.name for pair in inner.pairs} - {"url", "headers"}:
            self.reader.hold(strand, node, "GI203", "the MCP server is not in sight, or has settings without a counterpart")
            return None
        said = [Entry(pair.name, Leaf(pair.value, inner.depth(record.depth(depth))), pair.comments) for pair in inner.pairs]
        return [Object((Entry("type", Word("mcp_server")), Entry("name", Leaf(name.value, record.depth(depth)), name.comments), *said))]

    # -- functions ----------------------------------------------------------------------------------------------

    def _declarations(self, node: N, strand: S, depth: int) -> Sequence[Node] | None:
        """The functions of one tool, one by one, or all of them by the name of their list."""

        def convert(value: N, inner: int) -> Node | None:
            if not self.reader.is_list(value):
                self.reader.hold(strand, value, "GI203", "the function declarations are not in sight", _HELP)
                return None
            return self.reader.row(value, lambda item, own: self._declaration(item, strand, own), strand, inner)

        placed = self.reader.placed(node, self.reader.is_list, convert, strand, depth, "the list of functions")
        if placed is None:
            return None
        if isinstance(placed.use, Leaf):
            return [Rest(placed.use)]
        return placed.written.items if isinstance(placed.written, Array) else None

    def _declaration(self, node: N, strand: S, depth: int) -> list[Node] | None:
        def accepts(value: N) -> bool:
            return self.reader.is_record(value, _DECLARATION)

        def convert(value: N, inner: int) -> Node | None:
            return self._function(value, strand, inner)

        placed = self.reader.placed(node, accepts, convert, strand, depth, "the function declaration")
        return [placed.use] if placed is not None else None

    def _function(self, node: N, strand: S, depth: int) -> Node | None:
        record = self.reader.record(node, _DECLARATION, strand, "the function declaration")
        if record is None:
            return None
        entries = [Entry("type", Word("function"))]
        for pair in record.pairs:
            if self.reader.is_none(pair.value):
                continue
            value = self._function_setting(pair, record, strand, depth)
            if value is None:
                return None
            entries.append(Entry(_FUNCTION_KEYS[pair.name], value, pair.comments))
        return self.reader.object(record, entries)

    def _function_setting(self, pair: Pair[N], record: Record[N], strand: S, depth: int) -> Node | None:
        inner = record.depth(depth)
        if pair.name not in _FUNCTION_KEYS:
            self.reader.unknown(pair, "the function declaration", strand, "Say in the description what the function gives back.")
            return None
        if pair.name == "parameters":
            return self.reader.parameters(pair.value, strand, inner)
        return self.reader.json_schema(pair.value, strand, inner) if pair.name == "parameters_json_schema" else Leaf(pair.value, inner)


_FUNCTION_KEYS = {"name": "name", "description": "description", "parameters": "parameters", "parameters_json_schema": "parameters"}


def _lone(row: Array | None) -> Node | None:
    """`[*functions]` alone is `functions`."""
    if row is not None and len(row.items) == 1 and isinstance(row.items[0], Rest) and not row.exploded:
        return row.items[0].source
    return row
