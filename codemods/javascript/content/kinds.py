"""Which type of content a mime type makes: told by the code, or worked out at run time."""

from __future__ import annotations

from codemods.api import content
from codemods.api.nodes import KindOf, Leaf, Node, Word
from codemods.javascript.content.uploads import Uploads
from codemods.javascript.nodes import arguments, bare, dotted
from codemods.javascript.scopes import is_function
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node as Source
from codemods.javascript.values import Values

_HELP = "Pass { type: 'image', data: <base64>, mime_type: … } (audio, video, document), or uri in place of data."
_UNDECLARED_HELP = "Send it with a mime type that Interactions declares, or send text as text."


class Kinds:
    """Tells the types of media in one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.uploads = Uploads(values)

    def read(self, mime_type: Source | None, address: Source | None, whole: Source, strand: Strand) -> Node | None:
        """The `type` of a content; None (with a hold) when none is declared for what it holds."""
        if mime_type is None:
            address_text = self.values.exact_string(address) if address is not None else None
            if address_text is not None and content.is_video_site(address_text):
                return Word("video")
            strand.hold(whole, "GI225", "this part has no mime type, and its address does not show one", _UNDECLARED_HELP)
            return None
        known = self._possible(mime_type, frozenset())
        if known is None:
            return self._at_run_time(mime_type, strand, proven=False)
        kinds = {self._kind(text) for text in known}
        if None in kinds:
            undeclared = next(text for text in sorted(known) if self._kind(text) is None)
            message = f"`{undeclared}` is not a mime type that Interactions declares for any content"
            strand.hold(mime_type, "GI225", message, _UNDECLARED_HELP)
            return None
        if len(kinds) > 1:
            return self._at_run_time(mime_type, strand, proven=True)
        return Word(kinds.pop() or "")

    @staticmethod
    def _kind(text: str) -> str | None:
        """The type of a mime type, or of the first part of one (`image/`)."""
        return text[:-1] if text.endswith("/") else content.content_type(text)

    def _at_run_time(self, mime_type: Source, strand: Strand, *, proven: bool) -> Node | None:
        """What is evaluated several times has to be a name."""
        if not dotted(bare(mime_type)):
            strand.hold(mime_type, "GI225", "the mime type is computed here, and the new content needs it twice; give it a name", _HELP)
            return None
        if not proven:
            strand.assume("media", mime_type, "whether Interactions declares this mime type is known only at run time")
        return KindOf(Leaf(bare(mime_type)))

    def _possible(self, node: Source, seen: frozenset[object]) -> set[str] | None:
        """All texts that a mime type can be; None when not all of them are in sight."""
        node = bare(node)
        exact = self.values.exact_string(node)
        if exact is not None:
            return {exact}
        if node.kind == "member_expression" and node.must("property").text == "mimeType" and self.uploads.is_file(node.must("object")):
            said = self.uploads.mime_type(node.must("object"))
            return {said} if said else None
        if node.kind == "ternary_expression":
            found = [self._possible(node.must(branch), seen) for branch in ("consequence", "alternative")]
            return None if None in found else {text for texts in found if texts is not None for text in texts}
        return self._of_parameter(node, seen)

    def _of_parameter(self, node: Source, seen: frozenset[object]) -> set[str] | None:
        """What every call of a function gives for a parameter."""
        binding = self.values.module.scopes.binding(node) if node.kind in ("identifier", "shorthand_property_identifier") else None
        write = binding.only_write if binding is not None else None
        if binding is None or write is None or write.how != "parameter" or write.path or binding in seen:
            return None
        function = next((around for around in write.node.ancestors() if is_function(around)), None)
        calls = self.values.calls_of(function) if function is not None else None
        listed = function.field("parameters") if function is not None else None
        if not calls or listed is None:
            return None
        place = next((number for number, own in enumerate(listed.named) if own.holds(write.node)), None)
        found: set[str] = set()
        for call in calls:
            given = arguments(call)
            value = given[place] if place is not None and place < len(given) else write.value
            texts = self._possible(value, seen | {binding}) if value is not None else None
            if texts is None or any(item.kind == "spread_element" for item in given):
                return None
            found |= texts
        return found
