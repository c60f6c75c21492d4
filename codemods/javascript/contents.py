"""`contents`: texts, parts, turns and lists of them, as the `input` of an interaction."""

from __future__ import annotations

from dataclasses import replace

from codemods.api import content
from codemods.api.nodes import NO_COMMENTS, Array, Comments, Entry, Leaf, Member, Node, Object, Rest, Word
from codemods.javascript import layout
from codemods.javascript.content.calling import CALLING_HELP, RESULT, Calling
from codemods.javascript.content.keys import key_of, leaf, text_part, value_of
from codemods.javascript.content.kinds import Kinds
from codemods.javascript.content.modelturns import answer_of
from codemods.javascript.content.named import Kind, Named
from codemods.javascript.nodes import arguments, bare, outermost
from codemods.javascript.packages import GENAI
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node as Source
from codemods.javascript.values import Values

_HELP = "Pass a text, or [{ type: 'user_input', content: [{ type: 'text', text: … }, …] }] as input."
_MEDIA_HELP = "Pass { type: 'image', data: <base64>, mime_type: … } (audio, video, document), or uri in place of data."


class Contents:
    """Reads the contents of calls in one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module
        self.kinds = Kinds(values)
        self.named = Named(values, self._spelled)
        self.calling = Calling(values)

    def read(self, node: Source, strand: Strand) -> Node | None:
        """The `input`: a text as it stands, or steps; None (with a hold) when a piece cannot be carried over."""
        value = bare(node)
        kind = self.named.kind(value)
        if kind is not None and value.kind not in ("object", "array") and self._made_by(value) is None:
            return self._from_elsewhere(node, kind, strand)
        if value.kind == "array":
            return self._list(value, strand)
        if value.kind == "object" or self._made_by(value) is not None:
            steps = self._steps(value, strand)
            return Array(steps) if steps is not None else None
        return self._text(node, strand)

    def _spelled(self, node: Source) -> Kind | None:
        """What an object, or a call of one of the SDK's functions, is by itself."""
        if self._is_turn(node) or answer_of(node, self.values) is not None:
            return "turn"
        if self.calling.kind(node):
            return "result"
        if self._made_by(node) is not None:
            return "part"
        keys = {key_of(pair) for pair in node.named} if node.kind == "object" else set()
        return "part" if keys & _PARTS and keys <= _PARTS | {"videoMetadata", "mediaResolution", "thought"} else None

    def _from_elsewhere(self, node: Source, kind: Kind, strand: Strand) -> Node | None:
        """Contents that are made under a name, or by a function."""
        taken = self._taken(node, kind, strand)
        if taken is None or kind in ("turns", "results"):
            return taken
        if kind in ("turn", "result"):
            return Array((taken,))
        return Array((Object((Entry("type", Word("user_input")), Entry("content", taken if kind == "parts" else Array((taken,))))),))

    def _taken(self, node: Source, kind: Kind, strand: Strand) -> Leaf | None:
        """What is made under a name or by a function, rewritten where it is made."""
        return self.named.take(node, kind, lambda value, own: self._converted(value, own, strand), strand)

    def _converted(self, node: Source, kind: Kind, strand: Strand) -> tuple[Node, ...] | None:
        """What is spelled out somewhere, as a part, a turn or a list of them."""
        if kind == "turn":
            return self._turn(node, strand)
        made: Node | None
        if kind in ("turns", "results"):
            made = self._all_steps(node, strand) if node.kind == "array" else None
        elif kind == "response":
            made = self.calling.inner(RESULT, node, strand)
        elif kind == "result":
            made = self._called(node, strand)
        elif kind == "parts" and node.kind == "array":
            made = self._content(node.named, node, strand)
        else:
            made = self._part(node, strand)
        return (made,) if made is not None else None

    def _steps(self, node: Source, strand: Strand) -> tuple[Node, ...] | None:
        """The steps of what is spelled out in the place of contents."""
        if self._is_turn(node):
            return self._turn(node, strand)
        made = self._called(node, strand) if self.calling.kind(node) else self._user([node], None, strand)
        return (made,) if made is not None else None

    def _text(self, node: Source, strand: Strand) -> Node | None:
        proof = self.values.proof(node)
        if proof == "other":
            strand.hold(node, "GI200", "these contents are not rewritten yet", _HELP)
            return None
        if proof == "unknown":
            strand.assume("text", node, f"`{node.text[:40]}` is not proven to be a text")
        return Leaf(node)

    # -- lists --------------------------------------------------------------------------------------------------

    def _list(self, node: Source, strand: Strand) -> Node | None:
        items = node.named
        if not items or any(item.kind == "spread_element" and self.named.kind(item.named[0]) is None for item in items):
            strand.hold(node, "GI203", "what these contents hold is not in sight", _HELP)
            return None
        turns = [self._holds(item, "turn", "turns") for item in items]
        if all(turns) or all(self._holds(item, "result", "results") for item in items):
            return self._all_steps(node, strand)
        if any(turns):
            strand.hold(node, "GI200", "turns and parts side by side are not rewritten yet", _HELP)
            return None
        if len(items) == 1 and self.values.proof(items[0]) == "text":
            return Leaf(items[0])
        step = self._user(items, node, strand)
        return Array((step,)) if step is not None else None

    def _holds(self, item: Source, one: Kind, many: Kind) -> bool:
        spread = item.kind == "spread_element"
        return self.named.kind(item.named[0] if spread else item) == (many if spread else one)

    def _of_list(self, item: Source, strand: Strand) -> tuple[Node, ...] | None:
        """The steps of an item among turns, or among calls and results; those of another list are added."""
        node = bare(item.named[0] if item.kind == "spread_element" else item)
        kind = self.named.kind(node)
        assert kind is not None
        if item.kind != "spread_element" and self._spelled(node) is not None:
            return self._converted(node, kind, strand)
        taken = self._taken(node, kind, strand)
        if taken is None:
            return None
        return (Rest(taken) if item.kind == "spread_element" else taken,)

    def _all_steps(self, node: Source, strand: Strand) -> Node | None:
        """A list of turns, or of calls and results, as one of steps."""
        listing = layout.read(node, self.module)
        if not all(self._holds(item.node, "turn", "turns") or self._holds(item.node, "result", "results") for item in listing.items):
            strand.hold(node, "GI200", "what this list holds is not rewritten yet", _HELP)
            return None
        steps: list[Node] = []
        comments: list[Comments] = []
        for item in listing.items:
            own = self._of_list(item.node, strand)
            if own is None:
                return None
            steps += own
            comments += [item.comments] if len(own) == 1 else _spread(item.comments, len(own))
        return Array(tuple(steps), listing.is_exploded, tuple(comments), listing.orphans)

    # -- turns --------------------------------------------------------------------------------------------------

    def _is_turn(self, node: Source) -> bool:
        made = self._made_by(node)
        if made is not None:
            return made in ("createUserContent", "createModelContent")
        return node.kind == "object" and any(key_of(pair) == "parts" for pair in node.named)

    def _turn(self, node: Source, strand: Strand) -> tuple[Node, ...] | None:
        """`{ role, parts }`, or `createUserContent(…)`, as a step, or a step for each result; the turn of an answer as all its steps."""
        answer = answer_of(node, self.values)
        if answer is not None:
            strand.take(node, "turn")
            strand.tie(outermost(answer))
            return (Rest(Member(Leaf(answer), "steps")),)
        made = self._made_by(node)
        if made is None and not self._is_turn(node):
            strand.hold(node, "GI203", "what this turn is is not in sight", _HELP)
            return None
        if made is not None:
            parts = arguments(node)[0] if arguments(node) else node
            if (called := self._calls_in(parts, strand, exploded=False)) is not None:
                return called or None
            step = self._step(content.STEPS["user" if made == "createUserContent" else "model"], parts, strand, None)
            return (step,) if step is not None else None
        listing = layout.read(node, self.module) if node.kind == "object" else None
        said = {key_of(item.node): item for item in listing.items} if listing is not None else {}
        if listing is None or "parts" not in said or set(said) - {"role", "parts"} or len(said) != len(listing.items):
            strand.hold(node, "GI200", "this turn is not rewritten yet", _HELP)
            return None
        role = said.get("role")
        name = "user" if role is None else self.values.exact_string(value_of(role.node))
        parts = value_of(said["parts"].node)
        if name in {*content.STEPS, *content.RESULT_ROLES}:
            called = self._calls_in(parts, strand, exploded=listing.is_exploded)
            if called is not None:
                return called or None
        if name not in content.STEPS:
            strand.hold(node, "GI200", "this turn is not rewritten yet", _HELP)
            return None
        step = self._step(content.STEPS[str(name)], parts, strand, listing, said["parts"].comments)
        return (step,) if step is not None else None

    def _calls_in(self, parts: Source, strand: Strand, *, exploded: bool) -> tuple[Node, ...] | None:
        """The steps of a turn that holds calls and results only: none (with a hold) if one is not rewritten. None for other turns."""
        listed = bare(parts)
        kind = self.named.kind(listed)
        if kind not in ("result", "results"):
            return None
        if listed.kind != "array":
            if self.calling.kind(listed):
                step = self._called(listed, strand, exploded=exploded)
                return (step,) if step is not None else ()
            if kind == "results" and self.named.grows_behind(listed):
                strand.hold(
                    parts, "GI200", "this list may get more results once the turn is made, which steps would not have", CALLING_HELP
                )
                return ()
            taken = self._taken(parts, kind, strand)
            return (Rest(taken) if kind == "results" else taken,) if taken is not None else ()
        listing = layout.read(listed, self.module)
        found: list[Node] = []
        for item in listing.items:
            node = bare(item.node)
            spelled = self.calling.kind(node)
            step = self._called(node, strand, exploded=exploded or listing.is_exploded) if spelled else None
            steps = (step,) if step is not None else self._of_list(item.node, strand) if not spelled else None
            if steps is None:
                return ()
            found += steps
        return tuple(found)

    def _called(self, node: Source, strand: Strand, *, exploded: bool = False) -> Node | None:
        """A function call, or the result of one."""
        if not self.calling.kind(node):
            strand.hold(node, "GI200", "what is added to this list is not rewritten yet", CALLING_HELP)
            return None
        return self.calling.read(node, strand, lambda value, own: self._taken(value, "response", own), exploded=exploded)

    def _step(
        self, kind: str, parts: Source, strand: Strand, around: layout.Listing | None, comments: Comments = NO_COMMENTS
    ) -> Node | None:
        listed = bare(parts)
        made: Node | None
        if listed.kind != "array" and self.named.kind(listed) == "parts":
            made = self._taken(parts, "parts", strand)
        else:
            made = self._content(listed.named if listed.kind == "array" else [listed], listed if listed.kind == "array" else None, strand)
        if made is None:
            return None
        entries = (Entry("type", Word(kind)), Entry("content", made, comments))
        return Object(entries, around is not None and around.is_exploded, around.orphans if around is not None else ())

    def _user(self, items: list[Source], listed: Source | None, strand: Strand) -> Node | None:
        made = self._content(items, listed, strand)
        return Object((Entry("type", Word("user_input")), Entry("content", made))) if made is not None else None

    def _content(self, items: list[Source], listed: Source | None, strand: Strand) -> Array | None:
        found = [self._part(item, strand) for item in items]
        if any(part is None for part in found):
            return None
        parts = tuple(part for part in found if part is not None)
        if listed is None:
            return Array(parts)
        listing = layout.read(listed, self.module)
        return Array(parts, listing.is_exploded, tuple(item.comments for item in listing.items), listing.orphans)

    # -- parts --------------------------------------------------------------------------------------------------

    def _part(self, item: Source, strand: Strand) -> Node | None:
        node = bare(item)
        if node.kind == "object":
            return self._object(node, strand)
        made = self._made_by(node)
        if made is not None:
            return self._made(made, node, strand)
        spread = node.kind == "spread_element"
        kind = self.named.kind(node.named[0] if spread else node)
        if kind == ("parts" if spread else "part"):
            taken = self._taken(node.named[0] if spread else item, kind, strand)
            return Rest(taken) if spread and taken is not None else taken
        proof = self.values.proof(item)
        if proof == "other" or node.kind in ("spread_element", "call_expression", "await_expression"):
            strand.hold(item, "GI203", "what this part is is not in sight", _HELP)
            return None
        if proof == "unknown":
            strand.assume("text", item, f"`{item.text[:40]}` is not proven to be a text")
        return text_part(Leaf(item))

    def _object(self, node: Source, strand: Strand) -> Node | None:
        listing = layout.read(node, self.module)
        said = {key_of(item.node): item for item in listing.items}
        if set(said) == {"text"}:
            item = said["text"]
            return Object(
                (Entry("type", Word("text")), Entry("text", leaf(item.node), item.comments)), listing.is_exploded, listing.orphans
            )
        kind = next((key for key in said if key in _MEDIA), "")
        inner = bare(value_of(said[kind].node)) if kind else None
        beside = said.get("videoMetadata")
        if {"functionResponse", "functionCall"} & set(said):
            strand.hold(node, "GI200", "a function call or a result beside other parts is not rewritten yet", CALLING_HELP)
            return None
        if inner is None or inner.kind != "object" or set(said) - {kind, "videoMetadata"}:
            strand.hold(node, "GI200", "this part is not rewritten yet", _MEDIA_HELP)
            return None
        made = self._media(node, inner, kind, strand)
        section = self._section(value_of(beside.node), made, strand) if beside is not None and made is not None else ()
        return replace(made, entries=(*made.entries, *section)) if made is not None and section is not None else None

    def _media(self, node: Source, inner: Source, part: str, strand: Strand) -> Object | None:
        keys = _MEDIA[part]
        listing = layout.read(inner, self.module)
        said = {key_of(item.node): item for item in listing.items}
        if not set(said) <= set(keys) or not {"data", "fileUri"} & set(said):
            strand.hold(node, "GI200", "this part is not rewritten yet", _MEDIA_HELP)
            return None
        mime_type = value_of(said["mimeType"].node) if "mimeType" in said else None
        address = value_of(said["fileUri"].node) if "fileUri" in said else None
        kind = self.kinds.read(mime_type, address, node, strand)
        entries = tuple(Entry(keys[name], leaf(item.node), item.comments) for name, item in said.items() if keys[name])
        return Object((Entry("type", kind), *entries), listing.is_exploded, listing.orphans) if kind is not None else None

    def _section(self, node: Source, made: Object, strand: Strand) -> tuple[Entry, ...] | None:
        """The section of a video and its frame rate."""
        listing = layout.read(bare(node), self.module)
        said = {key_of(item.node): item for item in listing.items} if bare(node).kind == "object" else {}
        if not said or not set(said) <= set(_SECTION) or made.entries[0].value != Word("video"):
            strand.hold(node, "GI200", "this video metadata is not rewritten yet", _SECTION_HELP)
            return None
        entries = tuple(Entry(_SECTION[name], leaf(item.node), item.comments) for name, item in said.items())
        section = Object((Entry("type", Word("static")), *entries), listing.is_exploded, listing.orphans)
        return (Entry("processing", section),)

    def _made_by(self, node: Source) -> str | None:
        """The function of the SDK that makes a part or turn."""
        if node.kind != "call_expression":
            return None
        symbol = self.values.symbol(node.must("function"))
        return symbol[1] if symbol is not None and len(symbol) == 2 and symbol[0] == GENAI and symbol[1] in _MAKERS else None

    def _made(self, name: str, node: Source, strand: Strand) -> Node | None:
        given = arguments(node)
        if len(given) != _MAKERS[name] or any(item.kind == "spread_element" for item in given):
            strand.hold(node, "GI200", f"`{name}` with these arguments is not rewritten yet", _MEDIA_HELP)
            return None
        if name == "createPartFromText":
            return text_part(Leaf(given[0]))
        kind = self.kinds.read(given[1], given[0] if name == "createPartFromUri" else None, node, strand)
        if kind is None:
            return None
        source = "uri" if name == "createPartFromUri" else "data"
        return Object((Entry("type", kind), Entry(source, Leaf(given[0])), Entry("mime_type", Leaf(given[1]))))


def _spread(comments: Comments, count: int) -> list[Comments]:
    """The comments of one item over those that it becomes: before the first, behind the last."""
    return [Comments(comments.before), *[NO_COMMENTS] * (count - 2), Comments((), comments.after)]


#: Functions of @google/genai that make parts and turns, and how many arguments of each are read.
_MAKERS = {"createPartFromText": 1, "createPartFromUri": 2, "createPartFromBase64": 2, "createUserContent": 1, "createModelContent": 1}
#: Objects of parts with media: their keys and what each becomes; a name is for people only.
_MEDIA: dict[str, dict[str, str]] = {
    "inlineData": {"data": "data", "mimeType": "mime_type", "displayName": ""},
    "fileData": {"fileUri": "uri", "mimeType": "mime_type", "displayName": ""},
}


#: What makes an object a part.
_PARTS = frozenset({"text", *_MEDIA})
#: The section of a video: its keys and what each becomes.
_SECTION = {"startOffset": "start_offset", "endOffset": "end_offset", "fps": "fps"}
_SECTION_HELP = "Give the video processing: { type: 'static', start_offset: '10s', end_offset: '20s', fps: 1 }."


__all__ = ["Contents", "key_of", "text_part", "value_of"]
