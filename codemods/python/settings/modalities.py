"""`response_modalities`, `image_config` and `speech_config`: the kinds of answer, and how images and voices are to be; also how
closely media that are asked about are looked at."""

from __future__ import annotations

from typing import cast

import libcst as cst

from codemods.api.nodes import Array, Entry, Leaf, Node, Object, Word
from codemods.api.vocabulary import MODALITY, RESOLUTION
from codemods.python.nodes import is_none, string_value
from codemods.python.records import Pair, Record
from codemods.python.settings.reader import Reader
from codemods.python.strand import Strand

_HELP = 'Pass response_format=[{"type": "text"}, {"type": "image"}], or {"type": "audio"}.'
_IMAGE_KEYS = {"aspect_ratio": "aspect_ratio", "image_size": "image_size", "output_mime_type": "mime_type"}
#: What images can be asked for as; the old API took PNG as well.
_IMAGE_MIME_TYPES = ("image/jpeg",)
_SPEECH_HELP = 'Pass generation_config={"speech_config": [{"voice": …, "language": …}]}, or {"speakers": [{"speaker": …, "voice": …}]}.'


def read(pair: Pair, reader: Reader, strand: Strand, depth: int) -> Node | None:
    """The kinds of answer in a row, each as a literal."""
    node = pair.value
    if isinstance(node, cst.Name):
        definitions = list(reader.values.module.flow.definitions_of(node))
        plain = len(definitions) == 1 and definitions[0].kind == "assign" and not reader.values.is_mutated(node)
        node = definitions[0].value if plain and definitions[0].value is not None else node
    elements = node.elements if isinstance(node, (cst.List, cst.Tuple)) else ()
    words = [reader.words.literal(element.value, MODALITY) for element in elements]
    if not words or None in words or len(set(words)) != len(words):
        strand.hold(pair.node, "GI203", "the kinds of answer that are asked for are not in sight", _HELP)
        return None
    return Array(tuple(Word(word) for word in cast(list[str], words)))


def image(pair: Pair, reader: Reader, strand: Strand, depth: int) -> Node | None:
    """The settings of images, which go into their format."""
    record = reader.record(pair.value, frozenset({"ImageConfig"}), strand, "the image config")
    if record is None:
        return None
    entries = []
    for own in record.pairs:
        new = _IMAGE_KEYS.get(own.name)
        if is_none(own.value):
            continue
        if new is None:
            reader.unknown(own, "the image config", strand)
            return None
        if new == "mime_type" and reader.values.exact_string(own.value) not in _IMAGE_MIME_TYPES:
            strand.hold(own.node, "GI214", "Interactions makes images as image/jpeg only")
            return None
        entries.append(Entry(new, Leaf(own.value, record.depth(depth)), own.comments))
    return reader.object(record, entries)


def speech(pair: Pair, reader: Reader, strand: Strand, depth: int) -> Node | None:
    """One voice, or one for each speaker. A bare text is the name of a voice."""
    if string_value(pair.value) is not None:
        return Array((Object((Entry("voice", Leaf(pair.value, depth)),)),))
    record = reader.record(pair.value, frozenset({"SpeechConfig"}), strand, "the speech config")
    if record is None:
        return None
    inner = record.depth(depth)
    said = {own.name: own for own in record.pairs if not is_none(own.value)}
    language = said.pop("language_code", None)
    spoken = [Entry("language", Leaf(language.value, inner), language.comments)] if language is not None else []
    if set(said) == {"voice_config"}:
        voice = _voice(said["voice_config"], reader, strand, inner)
        return Array((Object((voice, *spoken)),)) if voice is not None else None
    if set(said) == {"multi_speaker_voice_config"}:
        speakers = _speakers(said["multi_speaker_voice_config"], reader, strand, inner, spoken)
        return Object((Entry("speakers", speakers),), record.exploded) if speakers is not None else None
    strand.hold(pair.node, "GI203", "the voice of the speech config is not in sight", _SPEECH_HELP)
    return None


def _voice(pair: Pair, reader: Reader, strand: Strand, depth: int) -> Entry | None:
    """`VoiceConfig(prebuilt_voice_config=PrebuiltVoiceConfig(voice_name="Kore"))`."""
    config = reader.record(pair.value, frozenset({"VoiceConfig"}), strand, "the voice config")
    prebuilt = _only(config, "prebuilt_voice_config")
    record = reader.records.read(prebuilt.value, frozenset({"PrebuiltVoiceConfig"})) if prebuilt is not None else None
    name = _only(record, "voice_name")
    if config is None or record is None or name is None:
        strand.hold(pair.node, "GI203", "the voice is not in sight, or not one of the prebuilt ones", _SPEECH_HELP)
        return None
    return Entry("voice", Leaf(name.value, record.depth(config.depth(depth))), name.comments)


def _speakers(pair: Pair, reader: Reader, strand: Strand, depth: int, spoken: list[Entry]) -> Array | None:
    record = reader.record(pair.value, frozenset({"MultiSpeakerVoiceConfig"}), strand, "the config of several speakers")
    several = _only(record, "speaker_voice_configs")
    if record is None or several is None or not isinstance(several.value, cst.List):
        strand.hold(pair.node, "GI203", "the speakers are not in sight", _SPEECH_HELP)
        return None
    return reader.row(several.value, lambda node, inner: _speaker(node, reader, strand, inner, spoken), strand, record.depth(depth))


def _speaker(node: cst.BaseExpression, reader: Reader, strand: Strand, depth: int, spoken: list[Entry]) -> list[Node] | None:
    record = reader.record(node, frozenset({"SpeakerVoiceConfig"}), strand, "the speaker")
    if record is None:
        return None
    name, voice = record.get("speaker"), record.get("voice_config")
    spoken_by = _voice(voice, reader, strand, record.depth(depth)) if voice is not None else None
    if name is None or spoken_by is None or len(record.pairs) != 2:
        strand.hold(node, "GI203", "the speaker or the voice is not in sight", _SPEECH_HELP)
        return None
    return [reader.object(record, (Entry("speaker", Leaf(name.value, record.depth(depth)), name.comments), spoken_by, *spoken))]


def resolution(pair: Pair, reader: Reader, strand: Strand, depth: int) -> Node | None:
    """The resolution of media, as a literal that each of them can be given."""
    word = reader.words.literal(pair.value, RESOLUTION)
    if word is None:
        strand.hold(pair.node, "GI203", "the resolution of media is not in sight")
    return Word(word) if word is not None else None


def _only(record: Record | None, name: str) -> Pair | None:
    """The one pair of a record, when it has that name."""
    return record.pairs[0] if record is not None and len(record.pairs) == 1 and record.pairs[0].name == name else None
