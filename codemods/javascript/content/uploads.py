"""Uploaded files: which names hold one, and what kind of content it makes."""

from __future__ import annotations

from codemods.api import content
from codemods.javascript.content.keys import key_of, value_of
from codemods.javascript.nodes import arguments, bare, string_value
from codemods.javascript.scopes import Write
from codemods.javascript.syntax import Node
from codemods.javascript.values import Values

#: Endings that this SDK has a mime type for which contents declare, whatever the platform.
_SOUNDS = frozenset({"wav", "opus"})
_SERVICE, _UPLOAD, _GET = "files", "upload", "get"


class Uploads:
    """Follows uploaded files of one module."""

    def __init__(self, values: Values) -> None:
        self.values = values

    def is_file(self, node: Node) -> bool:
        """Whether a name surely holds an uploaded file."""
        slot = self.values.of(bare(node))
        return slot is not None and bool(slot.values) and all(self._request(write) is not None for write in slot.values)

    def mime_type(self, node: Node) -> str | None:
        """The mime type that an upload says, or that its path shows: `image/` for any image; None when it does not show."""
        found = {self._said(upload) for upload in self._uploads(node, frozenset())}
        return found.pop() if len(found) == 1 else None

    def _request(self, write: Write) -> Node | None:
        value = bare(write.value) if write.value is not None and not write.path else None
        if value is not None and value.kind == "await_expression":
            value = bare(value.named[0])
        if value is None or value.kind != "call_expression" or write.how not in ("declared", "assigned"):
            return None
        method = bare(value.must("function"))
        service = bare(method.must("object")) if method.kind == "member_expression" else method
        if service.kind != "member_expression" or service.must("property").text != _SERVICE:
            return None
        named = method.must("property").text in (_UPLOAD, _GET)
        return value if named and self.values.client(service.must("object")) is not None else None

    def _uploads(self, node: Node, seen: frozenset[object]) -> set[Node | None]:
        """The uploads a file may come from; None for an origin out of sight. `files.get({ name: f.name })` gives the same file anew."""
        slot = self.values.of(bare(node))
        if slot is None or slot in seen:
            return set() if slot is not None else {None}
        found: set[Node | None] = set()
        for write in slot.values:
            request = self._request(write)
            if request is None or bare(request.must("function")).must("property").text == _UPLOAD:
                found.add(request)
                continue
            name = self._given(request, "name")
            name = bare(name) if name is not None else None
            known = name is not None and name.kind == "member_expression" and name.must("property").text == "name"
            found |= self._uploads(name.must("object"), seen | {slot}) if known and name is not None else {None}
        return found

    @staticmethod
    def _given(call: Node, key: str) -> Node | None:
        options = bare(arguments(call)[0]) if arguments(call) else call
        pairs = options.named if options.kind == "object" else []
        return next((value_of(pair) for pair in pairs if key_of(pair) == key), None)

    def _said(self, upload: Node | None) -> str | None:
        if upload is None:
            return None
        config = self._given(upload, "config")
        if config is not None:
            literal = self.values.literal(config)
            pairs = {key_of(pair): pair for pair in literal.named} if literal is not None and literal.kind == "object" else {"": config}
            if "" in pairs:
                return None
            if "mimeType" in pairs:
                return self.values.exact_string(value_of(pairs["mimeType"]))
        file = self._given(upload, "file")
        return self._of_file(file) if file is not None else None

    def _of_file(self, file: Node) -> str | None:
        """The type of a blob, or that of a path by its ending."""
        literal = self.values.literal(file)
        if literal is not None and literal.kind == "new_expression" and literal.must("constructor").text in ("Blob", "File"):
            options = next((given for given in map(bare, arguments(literal)) if given.kind == "object"), None)
            pairs = {key_of(pair): pair for pair in options.named} if options is not None else {}
            return self.values.exact_string(value_of(pairs["type"])) if "type" in pairs else None
        path = self._path(literal) if literal is not None else None
        ending = content.extension(path) if path else ""
        kind = "audio" if ending in _SOUNDS else content.EXTENSIONS.get(ending)
        return f"{kind}/" if kind is not None else content.UNDECLARED_EXTENSIONS.get(ending)

    def _path(self, node: Node) -> str | None:
        """The last piece of a path, as far as it is literal: enough to see the ending."""
        text = string_value(node)
        if text is not None:
            return text
        if node.kind == "template_string" and len(node.children) > 2 and node.children[-2].kind == "string_fragment":
            return node.children[-2].text
        if node.kind == "call_expression" and node.must("function").text in ("path.join", "path.resolve", "join", "resolve"):
            given = arguments(node)
            return self._path(bare(given[-1])) if given else None
        if node.kind == "binary_expression" and node.must("operator").text == "+":
            return self._path(bare(node.must("right")))
        return None
