"""The arguments of `interactions.create`: the kind of answer they ask for, and the model, the legacy way.

`response_mime_type` with a bare schema, `generation_config.image_config` and `response_modalities` beside it are one `response_format`.
"""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from codemods.api import models
from codemods.api.call import Array, Entry, Leaf, Node, Object, Word
from codemods.api.legacy import FORMATS, IMAGE_CONFIG, MEDIA_MODELS
from codemods.api.legacy_words import BARE_SCHEMA
from codemods.api.nodes import leaves
from codemods.python import modelids
from codemods.python.displays import depth_of, node_of, style_of
from codemods.python.edits import Edit, Now
from codemods.python.layout import Item, call_listing, place_arguments
from codemods.python.nodes import dotted, keyword, string_value
from codemods.python.render import argument
from codemods.python.schemas import Schemas
from codemods.python.strand import Strand
from codemods.python.values import Values
from codemods.rules import RULES

_JSON = "application/json"
_FORMAT, _MIME, _MODALITIES, _GENERATION = "response_format", "response_mime_type", "response_modalities", "generation_config"


@dataclass(frozen=True, eq=False)
class Asked:
    """What a call says about the kind of its answer, as arguments by their name."""

    call: cst.Call

    def value(self, name: str) -> cst.BaseExpression | None:
        found = keyword(self.call, name)
        return found.value if found is not None else None

    @property
    def spread(self) -> bool:
        return any(arg.star for arg in self.call.args)


class Requests:
    """Rewrites the arguments of calls in one module."""

    def __init__(self, values: Values, schemas: Schemas) -> None:
        self.values = values
        self.module = values.module
        self.schemas = schemas

    def follow(self, call: cst.Call) -> Strand | None:
        """What the arguments of one call need; None when they are current."""
        strand = Strand()
        strand.ties.add(call)
        asked = Asked(call)
        self._format(asked, strand)
        self._spread(call, strand)
        self._model(asked.value("model"), strand)
        return strand if strand.sites or strand.holds else None

    def _spread(self, call: cst.Call, strand: Strand) -> None:
        """Legacy arguments in a dictionary: `create(**config)`."""
        for arg in call.args:
            display = self._display(arg.value) if arg.star == "**" else None
            generation = _entry(display, _GENERATION)
            image = self._image_config(self._display(generation) if generation is not None else None)
            wanted = _entry(display, _FORMAT)
            bare = wanted if wanted is not None and self._is_bare(wanted) else None
            for found in (_entry(display, _MIME), image.value if image is not None else None, bare):
                if found is not None:
                    self._unread(found, "legacy settings in a dictionary of arguments are not rewritten yet", strand)

    # -- models -------------------------------------------------------------------------------------------------

    def _model(self, model: cst.BaseExpression | None, strand: Strand) -> None:
        """A retired model is replaced; what else may be said about a model is not of the schema."""
        if model is None:
            return
        found = Strand()
        modelids.check(model, self.values, found)
        own = self.values.options.models
        retired = [literal for literal in found.models if models.is_retired(string_value(literal) or "", own)]
        if not retired:
            return
        for literal in retired:
            strand.site(literal, "GI301", models.retired(string_value(literal) or "", own))
            strand.models.append(literal)
        for held in found.holds:
            strand.hold(held.node, held.code, held.message, held.help)

    # -- the kind of answer -------------------------------------------------------------------------------------

    def _format(self, asked: Asked, strand: Strand) -> None:
        wanted, mime = asked.value(_FORMAT), asked.value(_MIME)
        generation = asked.value(_GENERATION)
        image = self._image_config(generation)
        if image is None and isinstance(generation, cst.Name) and (named := self._image_config(self._display(generation))) is not None:
            self._unread(named.value, "settings of images under a name are not rewritten yet", strand)
            return
        if image is not None:
            self._image(asked, image, strand)
        elif wanted is None:
            if mime is not None:
                self._mime_alone(asked, mime, strand)
        elif mime is not None or self._is_bare(wanted):
            self._schema(asked, wanted, mime, strand)

    def _is_bare(self, wanted: cst.BaseExpression) -> bool:
        """Whether a format is a schema, not an object with a type of its own: a class, or a display of JSON Schema."""
        if self.schemas.class_kind(wanted) in ("model", "type") or self._makes_schema(wanted):
            return True
        display = self._display(wanted)
        kind = string_value(_entry(display, "type")) if display is not None else None
        return kind in ("object", "array") or (display is not None and kind is None and _entry(display, "properties") is not None)

    def _display(self, node: cst.BaseExpression) -> cst.Dict | None:
        """The dictionary that an expression is, also under a name."""
        if isinstance(node, cst.Dict):
            return node
        definitions = self.module.flow.definitions_of(node) if isinstance(node, cst.Name) else frozenset()
        value = next(iter(definitions)).value if len(definitions) == 1 else None
        return value if isinstance(value, cst.Dict) else None

    @staticmethod
    def _makes_schema(node: cst.BaseExpression) -> bool:
        """`Recipe.model_json_schema()`, `TypeAdapter(list[Recipe]).json_schema()`."""
        return isinstance(node, cst.Call) and dotted_end(node.func) in ("model_json_schema", "json_schema")

    def _is_current(self, node: cst.BaseExpression) -> bool:
        display = self._display(node)
        return isinstance(node, (cst.List, cst.Tuple)) or (display is not None and string_value(_entry(display, "type")) in FORMATS)

    def _mime_alone(self, asked: Asked, mime: cst.BaseExpression, strand: Strand) -> None:
        """`response_mime_type="application/json"` without a schema."""
        argument_ = keyword(asked.call, _MIME)
        assert argument_ is not None
        strand.site(argument_, "GI503", "`response_mime_type` is the legacy schema")
        if asked.spread or self.values.exact_string(mime) not in (_JSON, "text/plain"):
            self._unread(mime, "this mime type is not in sight", strand)
            return
        depth = depth_of(mime, self.module)
        entries = Object((Entry("type", Word("text")), Entry("mime_type", Leaf(mime, depth))))
        self._replace(asked.call, {_MIME: Entry(_FORMAT, entries)}, strand)

    def _schema(self, asked: Asked, wanted: cst.BaseExpression, mime: cst.BaseExpression | None, strand: Strand) -> None:
        """A bare schema becomes a part of the format of texts."""
        place = keyword(asked.call, _FORMAT)
        assert place is not None
        given = self.schemas.class_kind(wanted) in ("model", "type")
        strand.site(place, "GI509" if given else "GI503", "a class is no format" if given else BARE_SCHEMA)
        if self._is_current(wanted):
            self._unread(wanted, "this format has a type of its own already, beside a mime type", strand)
            return
        if asked.spread or (mime is not None and self.values.exact_string(mime) != _JSON):
            self._unread(mime or wanted, "what else is asked for is not in sight", strand)
            return
        depth = depth_of(wanted, self.module)
        schema: Node | None = Leaf(wanted, depth)
        if given:
            schema = self.schemas.read(wanted, strand, depth)
        elif not self._makes_schema(wanted) and self._display(wanted) is None:
            self._unread(wanted, "this schema is not in sight", strand)
            return
        if schema is None:
            return
        kept = Leaf(mime, depth_of(mime, self.module)) if mime is not None else Word(_JSON)
        exploded = call_listing(asked.call).stacked and "\n" in self.module.code(wanted)
        text = Object((Entry("type", Word("text")), Entry("mime_type", kept), Entry("schema", schema)), exploded)
        self._replace(asked.call, {_FORMAT: Entry(_FORMAT, text), _MIME: None}, strand)

    def _unread(self, node: cst.BaseExpression, message: str, strand: Strand) -> None:
        strand.hold(node, "GI506", message, RULES["GI503"].help)

    # -- images -------------------------------------------------------------------------------------------------

    @staticmethod
    def _image_config(generation: cst.BaseExpression | None) -> cst.DictElement | None:
        elements = generation.elements if isinstance(generation, cst.Dict) else ()
        named = [e for e in elements if isinstance(e, cst.DictElement) and string_value(e.key) == "image_config"]
        return named[0] if len(named) == 1 else None

    def _image(self, asked: Asked, image: cst.DictElement, strand: Strand) -> None:
        """`generation_config={"image_config": {…}}` becomes the format of images, beside that of the text where it is asked for."""
        strand.site(image, "GI503", "`image_config` is the legacy schema")
        kinds = self.modalities(asked.value(_MODALITIES))
        display = image.value
        generation = asked.value(_GENERATION)
        keys = [string_value(e.key) if isinstance(e, cst.DictElement) else None for e in getattr(display, "elements", ())]
        problem = ""
        plain = all(isinstance(e.value, (cst.SimpleString, cst.Name, cst.Attribute)) for e in getattr(display, "elements", ()))
        if not isinstance(display, cst.Dict) or not plain or not set(keys) <= IMAGE_CONFIG:
            problem = "these settings of images are not in sight"
        elif kinds is None or "image" not in kinds or not set(kinds) <= FORMATS:
            problem = "which kinds of answer are asked for is not in sight"
        elif asked.spread or asked.value(_FORMAT) is not None or asked.value(_MIME) is not None:
            problem = "what else is asked for is not in sight"
        if problem or not isinstance(display, cst.Dict) or kinds is None or not isinstance(generation, cst.Dict):
            self._unread(image.value, problem, strand)
            return
        depth = depth_of(generation, self.module)
        settings = tuple(Entry(key or "", Leaf(e.value, depth)) for key, e in zip(keys, display.elements, strict=True))
        formats = tuple(Object((Entry("type", Word(kind)), *(settings if kind == "image" else ()))) for kind in kinds)
        entry = Entry(_FORMAT, formats[0] if len(formats) == 1 else Array(formats))
        rest = [e for e in generation.elements if e is not image]
        place = _GENERATION if not rest or asked.value(_MODALITIES) is None else _MODALITIES
        changes: dict[str, Entry | None] = {_MODALITIES: None, place: entry}
        if rest and place == _GENERATION:
            changes = {_GENERATION: entry}
        self._replace(asked.call, changes, strand, without=image if rest else None)

    @staticmethod
    def modalities(node: cst.BaseExpression | None) -> tuple[str, ...] | None:
        """The kinds of answer that are asked for; an image model answers with both when nothing is said."""
        if node is None:
            return ("text", "image")
        elements = node.elements if isinstance(node, (cst.List, cst.Tuple)) else ()
        texts = [string_value(element.value) for element in elements]
        return tuple(text.lower() for text in texts if text is not None) if texts and None not in texts else None

    # -- writing ------------------------------------------------------------------------------------------------

    def _replace(self, call: cst.Call, changes: dict[str, Entry | None], strand: Strand, without: cst.DictElement | None = None) -> None:
        """Write arguments anew, or take them out; ``without`` is an entry of a dictionary among them that goes."""
        listing = call_listing(call)
        positions = {arg.keyword.value: n for n, arg in enumerate(call.args) if arg.keyword is not None}
        written = [entry for entry in changes.values() if entry is not None]
        kept = tuple(node_of(leaf) for entry in written for leaf in leaves(entry.value))
        replaced = {positions[name]: entry for name, entry in changes.items() if name in positions}
        added = [entry for name, entry in changes.items() if entry is not None and name not in positions]
        stays = tuple(arg.value for n, arg in enumerate(call.args) if n not in replaced)

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            assert isinstance(updated, cst.Call)
            style = style_of(self.values, now, call)
            items: list[Item] = []
            for n, arg in enumerate(updated.args):
                comments = listing.comments[n]
                if n not in replaced:
                    items.append(Item(_without(arg, call.args[n].value, without), comments, n, n))
                elif (entry := replaced[n]) is not None:
                    depth = depth_of(call.args[n].value, self.module)
                    made = argument(entry, style, depth, roomy=listing.stacked)
                    old = call.args[n]
                    items.append(Item(made.with_changes(equal=old.equal), comments, n, n))
            depth = depth_of(call.args[0].value, self.module)
            items += [Item(argument(entry, style, depth, roomy=listing.stacked)) for entry in added]
            return place_arguments(updated, items)

        strand.edit(Edit(call, change, "response_format", keeps=(call.func, *stays, *kept)))


def _entry(display: cst.Dict | None, key: str) -> cst.BaseExpression | None:
    for element in display.elements if display is not None else ():
        if isinstance(element, cst.DictElement) and string_value(element.key) == key:
            return element.value
    return None


def dotted_end(node: cst.CSTNode) -> str:
    """The last name of an attribute chain, whatever it hangs on."""
    return node.attr.value if isinstance(node, cst.Attribute) else dotted(node)


def _without(arg: cst.Arg, original: cst.BaseExpression, gone: cst.DictElement | None) -> cst.Arg:
    """An argument without one entry of its dictionary."""
    if gone is None or not isinstance(original, cst.Dict) or gone not in original.elements or not isinstance(arg.value, cst.Dict):
        return arg
    position = original.elements.index(gone)
    elements = [element for n, element in enumerate(arg.value.elements) if n != position]
    if position == len(original.elements) - 1:
        elements[-1] = elements[-1].with_changes(comma=arg.value.elements[-1].comma)
    return arg.with_changes(value=arg.value.with_changes(elements=elements))


def contents_asked(call: cst.Call) -> frozenset[str] | None:
    """The contents besides text that the answer to a call may have; None where that cannot be told, or where tools have steps."""
    if any(arg.star for arg in call.args) or any(keyword(call, name) is not None for name in ("tools", "agent", "background")):
        return None
    model = keyword(call, "model")
    if model is not None and any(word in (string_value(model.value) or "") for word in MEDIA_MODELS) and keyword(call, _MODALITIES) is None:
        return None
    modalities = keyword(call, _MODALITIES)
    kinds = Requests.modalities(modalities.value) if modalities is not None else ()
    chosen = keyword(call, _FORMAT)
    displays = chosen.value.elements if chosen is not None and isinstance(chosen.value, (cst.List, cst.Tuple)) else ()
    several = [chosen.value, *(element.value for element in displays)] if chosen is not None else []
    types = [string_value(_entry(display, "type")) or "" for display in several if isinstance(display, cst.Dict)]
    return None if kinds is None else frozenset({*kinds, *(kind for kind in types if kind in FORMATS)} - {"text"})
