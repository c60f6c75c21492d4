"""`contents`: turns of parts, which are contents of one input or steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic

from codemods.api.content import STEPS, content_type, is_video_site
from codemods.api.nodes import Array, Entry, Leaf, Node, Object, Word
from codemods.rest.body.reading import BodyReader
from codemods.settings.reader import N, S

_ROLES = {"user": "user", "model": "model", "function": "user", "tool": "user"}
_HELP = (
    'Write [{"type": "user_input", "content": [{"type": "text", "text": …}]}, {"type": "model_output", "content": […]}, …] as the input: '
    "function calls, their results and thoughts are steps of their own."
)
_KIND_HELP = 'Write the kind of content that the mime type makes: {"type": "image", …}, "audio", "video" or "document".'
_CALL_HELP = (
    'Write {"type": "function_call", "id": …, "name": …, "arguments": {…}}, and {"type": "function_result", "call_id": …, "name": …, '
    '"result": {…}} behind it: the id is that of the call in the answer.'
)


class Contents(Generic[N, S]):
    """Reads the contents of one body."""

    def __init__(self, reader: BodyReader[N, S], strand: S) -> None:
        self.reader = reader
        self.strand = strand
        #: The ids that were made up for calls without one, by the name of the function, until a result takes them.
        self._open: dict[str, list[str]] = {}
        self._made = 0

    def read(self, value: N) -> Node | None:
        """The input; None (with a hold) when something in it is not in sight."""
        turns: list[tuple[str, N, list[Node]]] = []
        for item in self.reader.rows(value):
            turn = self._turn(item)
            if turn is None:
                return None
            turns.append(turn)
        if not turns:
            self.strand.hold(value, "GI203", "there are no turns in here")
            return None
        if len(turns) == 1 and turns[0][0] == "user" and not any(_is_step(node) for node in turns[0][2]):
            return self._single(turns[0][1], turns[0][2])
        steps = [step for role, item, nodes in turns for step in self._steps(role, item, nodes)]
        return Array(tuple(steps), self.reader.is_row(value) and self.reader.has_lines(value))

    def _single(self, turn: N, nodes: list[Node]) -> Node:
        """One turn of the user: its text, or its contents in a row."""
        if len(nodes) == 1 and isinstance(nodes[0], Object):
            said = {entry.key: entry.value for entry in nodes[0].entries}
            if said["type"] == Word("text"):
                return said["text"]
        return Array(tuple(nodes), self._has_lines(turn))

    def _has_lines(self, turn: N) -> bool:
        record = self.reader.read_record(turn, frozenset())
        parts = record.get("parts") if record is not None else None
        return parts is not None and self.reader.is_row(parts.value) and self.reader.has_lines(parts.value)

    def _steps(self, role: str, turn: N, nodes: list[Node]) -> list[Node]:
        """The steps of a turn: what is said around calls and results of functions, and those."""
        steps: list[Node] = []
        group: list[Node] = []
        for node in (*nodes, None):
            if node is not None and not _is_step(node):
                group.append(node)
                continue
            if group:
                content = Array(tuple(group), self._has_lines(turn))
                steps.append(Object((Entry("type", Word(STEPS[role])), Entry("content", content)), self.reader.has_lines(turn)))
                group = []
            steps += [node] if node is not None else []
        return steps

    def _turn(self, value: N) -> tuple[str, N, list[Node]] | None:
        fields = fields_of(self.reader, self.strand, value, "this turn")
        if fields is None:
            return None
        role = self.reader.exact_string(fields["role"]) if "role" in fields else "user"
        if role is None or role.lower() not in _ROLES or set(fields) - {"role", "parts"} or "parts" not in fields:
            self.strand.hold(value, "GI203", "whose turn this is, or what it says, is not in sight", _HELP)
            return None
        nodes = []
        for part in self.reader.rows(fields["parts"]):
            node = self._part(part)
            if node is None:
                return None
            nodes.append(node)
        if not nodes:
            self.strand.hold(value, "GI203", "this turn says nothing", _HELP)
            return None
        return _ROLES[role.lower()], value, nodes

    # -- parts --------------------------------------------------------------------------------------------------

    def _part(self, value: N) -> Node | None:
        fields = fields_of(self.reader, self.strand, value, "this part")
        if fields is None:
            return None
        for name, read in (("text", self._text), ("inline_data", self._media), ("file_data", self._media)):
            if name in fields and set(fields) == {name}:
                return read(value, fields)
        for name in ("function_call", "function_response"):
            if name in fields and set(fields) == {name}:
                return self._function(value, name, fields[name])
        odd = (
            next((name for name in fields if name not in ("text", "inline_data", "file_data", "function_call")), "") or "more than one kind"
        )
        self.strand.hold(value, "GI200", f"a part with `{odd}` is not rewritten yet", _HELP)
        return None

    def _text(self, value: N, fields: Mapping[str, N]) -> Node | None:
        text = fields["text"]
        if self.reader.is_no_text(text):
            self.strand.hold(text, "GI203", "the text of this part is something else", _HELP)
            return None
        self.reader.check_text(text, self.strand)
        return Object((Entry("type", Word("text")), Entry("text", self.reader.leaf(text))), self.reader.has_lines(value))

    def _media(self, value: N, fields: Mapping[str, N]) -> Node | None:
        name, holder = next(iter(fields.items()))
        inner = fields_of(self.reader, self.strand, holder, f"`{name}`")
        if inner is None:
            return None
        place = "data" if name == "inline_data" else "file_uri"
        if set(inner) - {"mime_type", place} or place not in inner:
            self.strand.hold(holder, "GI200", f"this `{name}` has something that is not rewritten yet", _HELP)
            return None
        kind = self._kind(inner.get("mime_type"), inner[place], holder)
        if kind is None:
            return None
        entries = [Entry("type", Word(kind))]
        for key, own in inner.items():
            entries.append(Entry("uri" if key == "file_uri" else key, self.reader.leaf(own)))
        return Object(tuple(entries), self.reader.has_lines(holder))

    def _kind(self, mime: N | None, place: N, holder: N) -> str | None:
        """The kind of content that a mime type makes; a link to a video site needs none."""
        if mime is None:
            if is_video_site(self.reader.exact_string(place) or ""):
                return "video"
            self.strand.hold(holder, "GI203", "what kind of content this is does not show without a mime type", _KIND_HELP)
            return None
        said = self.reader.exact_string(mime)
        if said is None:
            self.strand.hold(
                mime, "GI225", "the mime type is known only when the script runs, and the kind of content follows from it", _KIND_HELP
            )
            return None
        kind = content_type(said.lower())
        if kind is None:
            self.strand.hold(mime, "GI225", f"no content declares the mime type `{said}`", _KIND_HELP)
        return kind

    # -- functions ----------------------------------------------------------------------------------------------

    def _function(self, value: N, name: str, holder: N) -> Node | None:
        """A call or a result, which is a step. Without ids the name tells which belong together, as it did before."""
        inner = fields_of(self.reader, self.strand, holder, f"`{name}`")
        if inner is None:
            return None
        call = name == "function_call"
        said, key = ("args", "arguments") if call else ("response", "result")
        function = self.reader.exact_string(inner["name"]) if "name" in inner else None
        if function is None or set(inner) - {"name", "id", said} or (not call and said not in inner):
            self.strand.hold(holder, "GI200", f"this {name.replace('_', ' ')} has something that is not rewritten yet", _CALL_HELP)
            return None
        identifier: Node | None = self.reader.leaf(inner["id"]) if "id" in inner else self._identifier(holder, function, call=call)
        if identifier is None:
            return None
        entries = [
            Entry("type", Word("function_call" if call else "function_result")),
            Entry("id" if call else "call_id", identifier),
            Entry("name", self.reader.leaf(inner["name"])),
            Entry(key, self.reader.leaf(inner[said]) if said in inner else Object(())),
        ]
        return Object(tuple(entries), self.reader.has_lines(holder))

    def _identifier(self, holder: N, function: str, *, call: bool) -> Node | None:
        if call:
            self._made += 1
            made = f"call_{self._made}"
            self._open.setdefault(function, []).append(made)
            self.strand.assume(
                "call-ids", holder, f"a function call has an id in Interactions, which this one lacks: `{made}` ties it to its result"
            )
            return Word(made)
        waiting = self._open.get(function, [])
        if not waiting:
            self.strand.hold(holder, "GI200", "which function call this belongs to does not show, and its id is needed now", _CALL_HELP)
            return None
        return Word(waiting.pop(0))


def _is_step(node: Node) -> bool:
    """Whether a part became a step of its own."""
    kinds = (Word("function_call"), Word("function_result"))
    return isinstance(node, Object) and any(entry.key == "type" and entry.value in kinds for entry in node.entries)


def fields_of(reader: BodyReader[N, S], strand: S, value: N, what: str) -> dict[str, N] | None:
    """The members of an object by their names in the tables, without those that are null; None with a hold."""
    record = reader.read_record(value, frozenset())
    if record is None:
        strand.hold(value, "GI203", f"{what} is not in sight")
        return None
    return {pair.name: pair.value for pair in record.pairs if not reader.is_none(pair.value)}


def text_of(reader: BodyReader[N, S], strand: S, value: N, what: str) -> Leaf | Word | None:
    """The one text of a content (or a bare string), such as a system instruction; several texts are its lines."""
    if reader.is_text(value):
        return reader.leaf(value)
    fields = fields_of(reader, strand, value, what)
    if fields is None:
        return None
    texts = []
    for part in reader.rows(fields["parts"]) if "parts" in fields else ():
        inner = fields_of(reader, strand, part, what)
        if inner is None:
            return None
        if set(inner) != {"text"} or reader.is_no_text(inner["text"]):
            strand.hold(part, "GI203", f"{what} is not text alone")
            return None
        texts.append(inner["text"])
    if set(fields) - {"role", "parts"} or not texts:
        strand.hold(value, "GI203", f"{what} is not text alone")
        return None
    if len(texts) == 1:
        reader.check_text(texts[0], strand)
        return reader.leaf(texts[0])
    said = [reader.bare_string(text) for text in texts]
    if None in said:
        strand.hold(value, "GI203", f"{what} has several parts, and not all of them are in sight", "Write one string with a line for each.")
        return None
    return Word("\n".join(text or "" for text in said))
