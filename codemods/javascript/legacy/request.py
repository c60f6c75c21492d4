"""The parameters of `interactions.create`: the kind of answer they ask for, and the model, the legacy way.

`response_mime_type` with a bare schema, `generation_config.image_config` and `response_modalities` beside it are one `response_format`.
"""

from __future__ import annotations

from codemods.api import models
from codemods.api.call import Array, Entry, Leaf, Object, Word
from codemods.api.legacy import FORMATS, IMAGE_CONFIG, MEDIA_MODELS
from codemods.api.legacy_words import BARE_SCHEMA
from codemods.javascript import layout, modelids
from codemods.javascript.contents import key_of, value_of
from codemods.javascript.edits import Edit, replaced
from codemods.javascript.legacy.calls import Request
from codemods.javascript.nodes import bare, dotted, string_value
from codemods.javascript.reading import Readings
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node
from codemods.rules import RULES

_JSON = "application/json"
_FORMAT, _MIME, _MODALITIES, _GENERATION = "response_format", "response_mime_type", "response_modalities", "generation_config"
#: Functions that make JSON Schema of what other libraries declare.
_MAKERS = frozenset({"zodToJsonSchema", "toJSONSchema", "toJsonSchema"})
_PLAIN = frozenset({"string", "template_string", "identifier", "member_expression"})


class LegacyRequests:
    """Rewrites the parameters of calls in one module."""

    def __init__(self, readings: Readings) -> None:
        self.values = readings.values
        self.module = readings.values.module
        self.renderer = readings.renderer
        self.requests = readings.requests

    def follow(self, request: Request) -> Strand | None:
        """What the parameters of one call need; None when they are current."""
        strand = Strand()
        strand.tie(request.call)
        if request.in_place:
            self._format(request, strand)
        else:
            self._elsewhere(request, strand)
        self._model(request.value("model"), strand)
        return strand if strand.sites or strand.holds else None

    def _elsewhere(self, request: Request, strand: Strand) -> None:
        """Legacy parameters in an object under a name."""
        wanted, image = request.value(_FORMAT), self._image_config(request.value(_GENERATION))
        bare_format = wanted if wanted is not None and self._is_bare(wanted) else None
        for found in (request.value(_MIME), image, bare_format):
            if found is not None:
                self._unread(found, "legacy settings in an object under a name are not rewritten yet", strand)

    # -- models -------------------------------------------------------------------------------------------------

    def _model(self, model: Node | None, strand: Strand) -> None:
        """A retired model is replaced; what else may be said about a model is not of the schema."""
        if model is None:
            return
        found = Strand()
        modelids.check(model, self.values, found)
        own = self.values.options.models
        retired = {literal: new for literal, new in found.models.items() if models.is_retired(string_value(literal) or "", own)}
        for literal, new in retired.items():
            strand.site(literal, "GI301", models.retired(string_value(literal) or "", own))
            strand.models[literal] = new
        for held in found.holds if retired else ():
            strand.hold(held.node, held.code, held.message, held.help)

    # -- the kind of answer -------------------------------------------------------------------------------------

    def _format(self, request: Request, strand: Strand) -> None:
        wanted, mime = request.value(_FORMAT), request.value(_MIME)
        generation = request.value(_GENERATION)
        image = self._image_config(generation)
        if image is not None and generation is not None and generation.kind != "object":
            self._unread(image, "settings of images under a name are not rewritten yet", strand)
        elif image is not None:
            self._image(request, image, strand)
        elif wanted is None:
            if mime is not None:
                self._mime_alone(request, mime, strand)
        elif mime is not None or self._is_bare(wanted):
            self._schema(request, wanted, mime, strand)

    def _display(self, node: Node) -> Node | None:
        """The object that an expression is, also under a name."""
        found = self.values.literal(node)
        return found if found is not None and found.kind == "object" else None

    def _is_bare(self, wanted: Node) -> bool:
        """Whether a format is a schema, not an object with a type of its own."""
        if _makes_schema(wanted):
            return True
        display = self._display(wanted)
        kind = _entry(display, "type")
        if kind is not None and (self.values.symbol(kind) or ("",))[-1] in ("OBJECT", "ARRAY"):
            return True
        return string_value(kind) in ("object", "array") or (
            display is not None and kind is None and _entry(display, "properties") is not None
        )

    def _is_current(self, node: Node) -> bool:
        return bare(node).kind == "array" or string_value(_entry(self._display(node), "type")) in FORMATS

    def _mime_alone(self, request: Request, mime: Node, strand: Strand) -> None:
        """`response_mime_type: 'application/json'` without a schema."""
        pair = _must(request.pair(_MIME))
        strand.site(pair, "GI503", "`response_mime_type` is the legacy schema")
        if request.spread or self.values.exact_string(mime) not in (_JSON, "text/plain"):
            self._unread(mime, "this mime type is not in sight", strand)
            return
        self._write(pair, Entry(_FORMAT, Object((Entry("type", Word("text")), Entry("mime_type", Leaf(mime))))), strand)

    def _schema(self, request: Request, wanted: Node, mime: Node | None, strand: Strand) -> None:
        """A bare schema becomes a part of the format of texts."""
        pair, params = _must(request.pair(_FORMAT)), _must(request.params)
        strand.site(pair, "GI503", BARE_SCHEMA)
        if self._is_current(wanted):
            self._unread(wanted, "this format has a type of its own already, beside a mime type", strand)
        elif request.spread or (mime is not None and self.values.exact_string(mime) != _JSON):
            self._unread(mime or wanted, "what else is asked for is not in sight", strand)
        elif not _makes_schema(wanted) and self._display(wanted) is None:
            self._unread(wanted, "this schema is not in sight", strand)
        elif any(self.values.symbol(node) for node in (self._display(wanted) or wanted).walk() if node.kind == "member_expression"):
            self._unread(wanted, "types that are spelled the way of the SDK (`Type.OBJECT`) are not rewritten here yet", strand)
        else:
            value = value_of(pair)
            exploded = layout.read(params, self.module).is_exploded and "\n" in value.text
            kept = Leaf(mime) if mime is not None else Word(_JSON)
            written = Object((Entry("type", Word("text")), Entry("mime_type", kept), Entry("schema", Leaf(value))), exploded)
            self._write(pair, Entry(_FORMAT, written), strand)
            if exploded:
                self._indent(value, strand)
            if mime is not None:
                self.requests.drop(params, _MIME, strand)

    def _unread(self, node: Node, message: str, strand: Strand) -> None:
        strand.hold(node, "GI506", message, RULES["GI503"].help)

    # -- images -------------------------------------------------------------------------------------------------

    def _image_config(self, generation: Node | None) -> Node | None:
        return _entry(self._display(generation), "image_config") if generation is not None else None

    def _image(self, request: Request, image: Node, strand: Strand) -> None:
        """`generation_config: { image_config: {…} }` becomes the format of images, beside that of the text where it is asked for."""
        generation = _must(request.value(_GENERATION))
        place = next(pair for pair in generation.named if key_of(pair) == "image_config")
        strand.site(place, "GI503", "`image_config` is the legacy schema")
        kinds = modalities(request.value(_MODALITIES))
        pairs = image.named if image.kind == "object" else []
        problem = ""
        if image.kind != "object" or not all(key_of(p) in IMAGE_CONFIG and bare(value_of(p)).kind in _PLAIN for p in pairs):
            problem = "these settings of images are not in sight"
        elif kinds is None or "image" not in kinds or not set(kinds) <= FORMATS:
            problem = "which kinds of answer are asked for is not in sight"
        elif request.spread or request.value(_FORMAT) is not None or request.value(_MIME) is not None:
            problem = "what else is asked for is not in sight"
        if problem or kinds is None:
            self._unread(image, problem, strand)
            return
        settings = tuple(Entry(key_of(p), Leaf(value_of(p))) for p in pairs)
        formats = tuple(Object((Entry("type", Word(kind)), *(settings if kind == "image" else ()))) for kind in kinds)
        self._image_format(request, generation, Entry(_FORMAT, formats[0] if len(formats) == 1 else Array(formats)), strand)

    def _image_format(self, request: Request, generation: Node, entry: Entry, strand: Strand) -> None:
        """Write the format where the settings were, or the modalities when other settings stay."""
        params, chosen = _must(request.params), request.pair(_MODALITIES)
        if len(generation.named) == 1:
            self._write(_must(request.pair(_GENERATION)), entry, strand)
            if chosen is not None:
                self.requests.drop(params, _MODALITIES, strand)
            return
        self.requests.drop(generation, "image_config", strand)
        if chosen is not None:
            self._write(chosen, entry, strand)
            return
        listing = layout.read(params, self.module)
        self.requests.append(params, listing, list(listing.items), (entry,), strand, exploded=listing.is_exploded)

    # -- writing ------------------------------------------------------------------------------------------------

    def _write(self, pair: Node, entry: Entry, strand: Strand) -> None:
        strand.edit(replaced(pair, *self.renderer.entry(entry, self.module.indent(pair.start))))

    def _indent(self, value: Node, strand: Strand) -> None:
        """One step more for every line of a value but the first, outside of templates."""
        templates = [node for node in value.walk() if node.kind == "template_string"]
        source = self.module.source
        at = source.find("\n", value.start, value.end)
        while at >= 0:
            line = at + 1
            if source[line : line + 1] not in ("\n", "\r") and not any(node.start < line <= node.end for node in templates):
                strand.edit(Edit(line, line, (self.module.step,), is_layout=True))
            at = source.find("\n", line, value.end)


def modalities(node: Node | None) -> tuple[str, ...] | None:
    """The kinds of answer that are asked for; an image model answers with both when nothing is said."""
    if node is None:
        return ("text", "image")
    texts = [string_value(bare(item)) for item in node.named] if node.kind == "array" else []
    return tuple(text.lower() for text in texts if text is not None) if texts and None not in texts else None


def contents_asked(request: Request) -> frozenset[str] | None:
    """The contents besides text that the answer to a call may have; None where that cannot be told, or where tools have steps."""
    if request.spread or any(request.pair(name) is not None for name in ("tools", "agent", "background")):
        return None
    chosen = request.value(_MODALITIES)
    model = string_value(request.value("model")) or ""
    if any(word in model for word in MEDIA_MODELS) and chosen is None:
        return None
    kinds = modalities(chosen) if chosen is not None else ()
    wanted = request.value(_FORMAT)
    several = [wanted, *(wanted.named if wanted.kind == "array" else ())] if wanted is not None else []
    types = [string_value(_entry(bare(display), "type")) or "" for display in several]
    return None if kinds is None else frozenset({*kinds, *(kind for kind in types if kind in FORMATS)} - {"text"})


def _makes_schema(node: Node) -> bool:
    """`z.toJSONSchema(Recipe)`, `zodToJsonSchema(recipe)`."""
    node = bare(node)
    return node.kind == "call_expression" and dotted(bare(node.must("function"))).rpartition(".")[2] in _MAKERS


def _entry(display: Node | None, key: str) -> Node | None:
    pairs = display.named if display is not None and display.kind == "object" else []
    return next((bare(value_of(pair)) for pair in pairs if key_of(pair) == key), None)


def _must(node: Node | None) -> Node:
    assert node is not None
    return node
