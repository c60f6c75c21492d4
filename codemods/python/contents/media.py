"""The media of a part: bytes or an address with a mime type, a resolution, a section of a video."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from codemods.api.call import Encoded, Entry, KindOf, Leaf, Node, Object, Word
from codemods.api.content import GUESSED, RESOLUTIONS, RESOLVED, extension, is_video_site
from codemods.python.contents.fields import Field, read_fields
from codemods.python.contents.rawbytes import RawBytes
from codemods.python.nodes import dotted
from codemods.python.strand import Import, Strand
from codemods.python.texts import Texts
from codemods.python.values import Values

BASE64 = Import("base64")
_LEVEL = "google.genai.types.PartMediaResolutionLevel."
_RESOLUTION = "google.genai.types.PartMediaResolution"
_METADATA = "google.genai.types.VideoMetadata"
_PREFIX = "MEDIA_RESOLUTION_"
_SECTION = ("start_offset", "end_offset", "fps")
_UNDECLARED_HELP = (
    'Send text as {"type": "text", "text": …} (read the file, decode the bytes); give other media one of the mime types that '
    "Interactions declares (image/jpeg, audio/wav, video/mov, application/pdf, …); for a web page name its address in the prompt and pass "
    'tools=[{"type": "url_context"}]; or keep this call.'
)


@dataclass(frozen=True, eq=False)
class Source:
    """Where media come from: the entry for their bytes or address, and the address when it is a literal."""

    field: Field
    entry: Entry
    uri: str = ""


class Media:
    """Reads the media of one module."""

    def __init__(self, values: Values, texts: Texts) -> None:
        self.values = values
        self.texts = texts
        self.raw = RawBytes(values, texts)

    def read(self, fields: list[Field], whole: cst.CSTNode, strand: Strand) -> tuple[Entry, ...] | None:
        """The entries of the new content in the order of the old keys; None (with a hold) when one cannot be told."""
        source = self._source(fields, whole, strand)
        mime = next((field for field in fields if field.name == "mime_type"), None)
        kind = self._kind(mime, source, whole, strand) if source is not None else None
        if source is None or kind is None:
            return None
        entries = [Entry("type", kind)]
        for field in fields:
            if field is source.field:
                entries.append(source.entry)
            elif field.name == "mime_type":
                entries.append(Entry("mime_type", Leaf(field.value, field.depth), field.comments))
            elif field.name == "media_resolution":
                entries += self._resolution(field, kind, strand)
            elif field.name == "video_metadata":
                entries += self._processing(field, kind, strand)
        if mime is None and source.uri and not is_video_site(source.uri):
            entries.insert(2, Entry("mime_type", Word(GUESSED[extension(source.uri)])))
        return tuple(entries)

    # -- bytes and addresses ------------------------------------------------------------------------------------

    def _source(self, fields: list[Field], whole: cst.CSTNode, strand: Strand) -> Source | None:
        sources = [field for field in fields if field.name in ("data", "file_uri", "uri")]
        if len(sources) != 1:
            strand.hold(whole, "GI200", "this part has no bytes and no address, or both")
            return None
        field = sources[0]
        leaf = Leaf(field.value, field.depth)
        if field.name != "data":
            return Source(field, Entry("uri", leaf, field.comments), self.values.exact_string(field.value) or "")
        if self.raw.is_base64(field.value):
            return Source(field, Entry("data", leaf, field.comments))
        if not self.raw.proven(field.value):
            if self.texts.proven(field.value):
                strand.hold(field.value, "GI200", "these data are text, which is taken as base64; whether it is does not show in the code")
                return None
            strand.assume("media", field.value, "these data are not proven to be raw bytes")
        strand.imports.add(BASE64)
        return Source(field, Entry("data", Encoded(leaf), field.comments))

    # -- kinds --------------------------------------------------------------------------------------------------

    def _kind(self, mime: Field | None, source: Source, whole: cst.CSTNode, strand: Strand) -> Node | None:
        """The content type, as a word or, for a mime type that comes in under a name, worked out at run time."""
        if mime is None:
            return self._kind_of_address(source, whole, strand)
        known = self.values.possible_strings(mime.value)
        if known is None:
            return self._kind_at_run_time(mime, strand)
        kinds = {self.values.schema.content_type(text) for text in known}
        if None in kinds:
            undeclared = next(text for text in sorted(known) if self.values.schema.content_type(text) is None)
            strand.hold(
                mime.value, "GI225", f"`{undeclared}` is not a mime type that Interactions declares for any content", _UNDECLARED_HELP
            )
            return None
        if len(kinds) > 1:
            return self._kind_at_run_time(mime, strand, proven=True)
        return Word(kinds.pop() or "")

    def _kind_of_address(self, source: Source, whole: cst.CSTNode, strand: Strand) -> Node | None:
        if source.entry.key == "uri" and is_video_site(source.uri):
            return Word("video")
        guessed = self.values.schema.content_type(GUESSED.get(extension(source.uri), "")) if source.entry.key == "uri" else None
        if guessed is None:
            strand.hold(whole, "GI225", "this part has no mime type, and its address does not show one", _UNDECLARED_HELP)
            return None
        return Word(guessed)

    @staticmethod
    def _is_stable(node: cst.BaseExpression) -> bool:
        """A name, an attribute, or an item of one by a literal key: reading it again gives the same."""
        if isinstance(node, cst.Subscript):
            index = node.slice[0].slice
            return (
                bool(dotted(node.value))
                and len(node.slice) == 1
                and isinstance(index, cst.Index)
                and isinstance(index.value, cst.SimpleString)
            )
        return bool(dotted(node))

    def _kind_at_run_time(self, mime: Field, strand: Strand, *, proven: bool = False) -> Node | None:
        """What is evaluated several times has to be a name."""
        if not self._is_stable(mime.value):
            strand.hold(mime.value, "GI225", "the mime type is computed here, and the new content needs it twice; give it a name")
            return None
        if not proven:
            strand.assume("media", mime.value, "whether Interactions declares this mime type is known only at run time")
        return KindOf(Leaf(mime.value, 0))

    # -- settings -----------------------------------------------------------------------------------------------

    def _resolution(self, field: Field, kind: Node, strand: Strand) -> list[Entry]:
        """`media_resolution` is the level itself, a literal, or an object around one."""
        level = field.value
        inner = read_fields(level, field.depth)
        if inner is not None and (isinstance(level, cst.Dict) or self.values.symbol(getattr(level, "func", level)) == _RESOLUTION):
            found = inner.get("level")
            if inner.names == {"level"} and found is not None:
                level = found.value
        path = self.values.symbol(level) or ""
        text = path.removeprefix(_LEVEL) if path.startswith(_LEVEL) else self.values.exact_string(level) or ""
        word = text.upper().removeprefix(_PREFIX).lower()
        if text.upper() == f"{_PREFIX}UNSPECIFIED":
            return []
        if not text.upper().startswith(_PREFIX) or word not in RESOLUTIONS:
            strand.hold(
                field.value,
                "GI200",
                "which resolution this is does not show",
                'Give the content "resolution": "low", "medium", "high" or "ultra_high".',
            )
            return []
        if not isinstance(kind, Word) or kind.value not in RESOLVED:
            strand.hold(field.value, "GI214", "only images, videos and documents have a resolution in Interactions")
            return []
        return [Entry("resolution", Word(word), field.comments)]

    def _processing(self, field: Field, kind: Node, strand: Strand) -> list[Entry]:
        """The section of a video and its frame rate."""
        inner = read_fields(field.value, field.depth)
        ours = isinstance(field.value, cst.Dict) or self.values.symbol(getattr(field.value, "func", field.value)) == _METADATA
        if inner is None or not ours or not inner.names <= set(_SECTION) or not all(self._is_set(f.value) for f in inner.fields):
            strand.hold(
                field.value,
                "GI200",
                "this video_metadata is not rewritten yet",
                'Give the video "processing": {"type": "static", "start_offset": "10s", "end_offset": "20s", "fps": 1.0}.',
            )
            return []
        if kind != Word("video"):
            strand.hold(field.value, "GI214", "video_metadata belongs to a video")
            return []
        entries = [Entry(f.name, Leaf(f.value, f.depth), f.comments) for f in inner.fields]
        exploded = inner.listing.indent is not None
        section = Object((Entry("type", Word("static")), *entries), exploded, inner.listing.orphans, inner.listing.opening)
        return [Entry("processing", section, field.comments)]

    def _is_set(self, node: cst.BaseExpression) -> bool:
        """Whether a value is certainly not None: the old SDK drops None, the new one refuses it."""
        if isinstance(node, (cst.Integer, cst.Float)):
            return True
        if isinstance(node, cst.Name):
            definitions = self.values.module.flow.definitions_of(node)
            return bool(definitions) and all(d.kind == "assign" and d.value is not None and self._is_set(d.value) for d in definitions)
        return isinstance(node, (cst.SimpleString, cst.FormattedString)) and self.texts.proven(node)
