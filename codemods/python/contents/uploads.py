"""Uploaded files: which names hold one, and what kind of content it makes."""

from __future__ import annotations

import libcst as cst

from codemods.api.call import Entry, KindOf, Leaf, Member, Node, Object, Word
from codemods.api.content import extension
from codemods.python.contents.fields import read_fields
from codemods.python.flow import Definition
from codemods.python.handles import Handle
from codemods.python.nodes import keyword, string_value
from codemods.python.strand import Strand
from codemods.python.values import Values

_UPLOAD = ("files", "upload")
_GET = ("files", "get")
_FILE = "google.genai.types.File"
_PATH = frozenset({"pathlib.Path", "pathlib.PurePath", "os.path.join"})
_HELP = 'Upload it with a mime type that Interactions declares (config={"mime_type": "audio/wav"}), send text as text, or keep this call.'


class Uploads:
    """Follows uploaded files of one module."""

    def __init__(self, values: Values) -> None:
        self.values = values

    def is_file(self, node: cst.BaseExpression) -> bool:
        """Whether a name surely holds an uploaded file."""
        definitions = self.values.definitions(node) if isinstance(node, cst.Name) else []
        return bool(definitions) and all(self._request(d) is not None or self._annotated(d) for d in definitions)

    def read(self, node: cst.BaseExpression, strand: Strand, depth: int) -> Node | None:
        """The content for a file; None (with a hold) when its mime type is none that contents declare."""
        leaf = Leaf(node, depth)
        kinds = {self._kind(request) for request in self._uploads(node, frozenset())}
        for kind in kinds:
            if kind.startswith("!"):
                strand.hold(node, "GI225", f"`{kind[1:]}` is not a mime type that Interactions declares for any content", _HELP)
                return None
        certain = kinds.pop() if len(kinds) == 1 else ""
        if not certain:
            strand.assume(
                "media", node, "what kind of file this is, and whether Interactions declares its mime type, is known only at run time"
            )
        kind_node: Node = Word(certain) if certain else KindOf(Member(leaf, "mime_type"))
        return Object((Entry("type", kind_node), Entry("uri", Member(leaf, "uri")), Entry("mime_type", Member(leaf, "mime_type"))))

    def _request(self, definition: Definition) -> cst.Call | None:
        """The request that gave a name its file."""
        value = definition.value
        value = value.expression if isinstance(value, cst.Await) else value
        if definition.kind not in ("assign", "walrus") or not isinstance(value, cst.Call):
            return None
        handle = self.values.handle(value.func)
        return value if isinstance(handle, Handle) and handle.method in (_UPLOAD, _GET) else None

    def _annotated(self, definition: Definition) -> bool:
        if definition.kind != "parameter" or not isinstance(definition.node, cst.Param) or definition.node.annotation is None:
            return False
        return self.values.annotated_symbols(definition.node.annotation.annotation) == [_FILE]

    def _uploads(self, node: cst.BaseExpression, seen: frozenset[object]) -> set[cst.Call | None]:
        """The uploads a file may come from; None for an origin out of sight. `files.get(name=f.name)` gives the same file anew."""
        found: set[cst.Call | None] = set()
        for definition in self.values.definitions(node) if isinstance(node, cst.Name) else ():
            request = self._request(definition)
            if definition in seen:
                continue
            handle = self.values.handle(request.func) if request is not None else None
            if request is None or not isinstance(handle, Handle) or handle.method == _UPLOAD:
                found.add(request)
                continue
            named = keyword(request, "name")
            known = named.value if named is not None else None
            if isinstance(known, cst.Attribute) and known.attr.value == "name" and isinstance(known.value, cst.Name):
                found |= self._uploads(known.value, seen | {definition})
            else:
                found.add(None)
        return found

    def _kind(self, upload: cst.Call | None) -> str:
        """The kind of content an upload makes: a word, `""` when it does not show, `!` and the mime type when none is declared."""
        if upload is None:
            return ""
        given = self._mime_type(upload)
        if given is not None:
            return self.values.schema.content_type(given) or f"!{given}" if given else ""
        file = keyword(upload, "file")
        ending = extension(self._path(file.value) or "") if file is not None else ""
        if "mimetypes.add_type" in self.values.module.source:
            return ""
        kind, undeclared = self.values.schema.extension(ending)
        return f"!{undeclared}" if undeclared else kind

    def _mime_type(self, upload: cst.Call) -> str | None:
        """The mime type an upload is told; None when it is told none, `""` when that does not show."""
        config = keyword(upload, "config")
        if config is None:
            return None
        fields = read_fields(config.value, 0)
        if fields is None:
            return ""
        field = fields.get("mime_type")
        return None if field is None else self.values.exact_string(field.value) or ""

    def _path(self, node: cst.BaseExpression) -> str | None:
        """The last piece of a path, as far as it is literal: enough to see the extension."""
        if isinstance(node, cst.Call) and self.values.symbol(node.func) in _PATH and node.args:
            return self._path(node.args[-1].value)
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "str" and node.args:
            return self._path(node.args[0].value)
        if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, (cst.Divide, cst.Add)):
            return self._path(node.right)
        if isinstance(node, cst.FormattedString) and node.parts and isinstance(node.parts[-1], cst.FormattedStringText):
            return node.parts[-1].value
        if isinstance(node, cst.Name):
            definitions = self.values.module.flow.definitions_of(node)
            paths = {self._path(d.value) if d.kind == "assign" and d.value is not None else None for d in definitions}
            endings = {extension(path) if path is not None else "" for path in paths}
            return next(iter(paths)) if len(endings) == 1 else None
        return string_value(node)
