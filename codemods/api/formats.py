"""`response_format`: the kinds of answer that a config asks for, each with its settings.

Once these were `response_modalities`, `response_mime_type`, a schema and an `image_config`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from codemods.api.nodes import NO_COMMENTS, Array, Comments, Entry, Node, Object, Word

if TYPE_CHECKING:
    from codemods.api.call import Setting

JSON = Word("application/json")
#: Kinds of settings that say what answers are to be, wherever a schema has them.
OF_FORMAT = frozenset({"modalities", "mime_type", "schema", "json_schema", "image"})
#: Answers that are one of several texts. Interactions has JSON only, in which such a text stands in quotes.
ENUM = Word("text/x.enum")
ENUM_HELP = (
    'Pass response_format={"type": "text", "mime_type": "application/json", "schema": {"type": "string", "enum": […]}} and read the text '
    "with json.loads(interaction.output_text)."
)


def words(node: Node) -> tuple[str, ...]:
    """The literals in a row of them."""
    return tuple(item.value for item in node.items if isinstance(item, Word)) if isinstance(node, Array) else ()


def kinds(chosen: tuple[Setting, ...]) -> tuple[str, ...]:
    """The kinds of answer, in the order they are asked for. An `image_config` alone asks for images beside the text."""
    said = next((words(setting.value) for setting in chosen if setting.key.kind == "modalities"), ())
    return said or (("text", "image") if any(setting.key.kind == "image" for setting in chosen) else ("text",))


def response_format(chosen: tuple[Setting, ...], exploded: bool) -> Entry:
    """The one argument for all settings of the kind of answer: an object, or a row of them."""
    asked = kinds(chosen)
    modalities = next((s.comments for s in chosen if s.key.kind == "modalities"), NO_COMMENTS)
    image = next((s.comments for s in chosen if s.key.kind == "image"), NO_COMMENTS)
    comments = Comments((*modalities.before, *image.before), " ".join(text for text in (modalities.after, image.after) if text))
    formats = tuple(_format(kind, chosen, exploded) for kind in asked)
    return Entry("response_format", formats[0] if len(formats) == 1 else Array(formats), comments)


def _format(kind: str, chosen: tuple[Setting, ...], exploded: bool) -> Object:
    if kind == "text":
        return _text(chosen, exploded)
    settings = next((s.value for s in chosen if s.key.kind == kind), None)
    if isinstance(settings, Object):
        return Object((Entry("type", Word(kind)), *settings.entries), settings.exploded, settings.orphans, settings.opening)
    return Object((Entry("type", Word(kind)),))


def _text(chosen: tuple[Setting, ...], exploded: bool) -> Object:
    """`response_mime_type` and the schema are one object now."""
    mime = next((s for s in chosen if s.key.kind == "mime_type" and s.value in (JSON, ENUM)), None)
    schema = next((s for s in chosen if s.key.kind in ("schema", "json_schema")), None)
    entries = [Entry("type", Word("text"))]
    if mime is not None:
        entries.append(Entry("mime_type", JSON, mime.comments))
    if schema is not None:
        entries.append(Entry("schema", schema.value, schema.comments))
    return Object(tuple(entries), exploded and len(entries) > 1)
