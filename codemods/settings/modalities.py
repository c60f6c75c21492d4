"""`response_modalities`, `image_config` and `speech_config`: the kinds of answer, and how images and voices are to be; also how
closely media that are asked about are looked at."""

from __future__ import annotations

from typing import cast

from codemods.api.nodes import Array, Entry, Leaf, Node, Object, Word
from codemods.api.vocabulary import MODALITY, RESOLUTION
from codemods.settings.reader import N, Reader, S
from codemods.settings.records import Pair

_HELP = 'Pass response_format=[{"type": "text"}, {"type": "image"}], or {"type": "audio"}.'
_IMAGE_KEYS = {"aspect_ratio": "aspect_ratio", "image_size": "image_size", "output_mime_type": "mime_type"}
#: What images can be asked for as; the old API took PNG as well.
_IMAGE_MIME_TYPES = ("image/jpeg",)
_SPEECH_HELP = 'Pass generation_config={"speech_config": [{"voice": …, "language": …}]}, or {"speakers": [{"speaker": …, "voice": …}]}.'


def read(pair: Pair[N], reader: Reader[N, S], strand: S, depth: int) -> Node | None:
    """The kinds of answer in a row, each as a literal."""
    words = [reader.literal_word(item, MODALITY) for item in reader.items(reader.constant(pair.value)) or ()]
    if not words or None in words or len(set(words)) != len(words):
        reader.hold(strand, pair.node, "GI203", "the kinds of answer that are asked for are not in sight", _HELP)
        return None
    return Array(tuple(Word(word) for word in cast(list[str], words)))


def image(pair: Pair[N], reader: Reader[N, S], strand: S, depth: int) -> Node | None:
    """The settings of images, which go into their format."""
    record = reader.record(pair.value, frozenset({"ImageConfig"}), strand, "the image config")
    if record is None:
        return None
    entries = []
    for own in record.pairs:
        new = _IMAGE_KEYS.get(own.name)
        if reader.is_none(own.value):
            continue
        if new is None:
            reader.unknown(own, "the image config", strand)
            return None
        if new == "mime_type" and reader.exact_string(own.value) not in _IMAGE_MIME_TYPES:
            reader.hold(strand, own.node, "GI214", "Interactions makes images as image/jpeg only")
            return None
        entries.append(Entry(new, Leaf(own.value, record.depth(depth)), own.comments))
    return reader.object(record, entries)


def speech(pair: Pair[N], reader: Reader[N, S], strand: S, depth: int) -> Node | None:
    """One voice, or one for each speaker. A bare text is the name of a voice."""
    if reader.bare_string(pair.value) is not None:
        return Array((Object((Entry("voice", Leaf(pair.value, depth)),)),))
    record = reader.record(pair.value, frozenset({"SpeechConfig"}), strand, "the speech config")
    if record is None:
        return None
    inner = record.depth(depth)
    said = {own.name: own for own in record.pairs if not reader.is_none(own.value)}
    language = said.pop("language_code", None)
    spoken = [Entry("language", Leaf(language.value, inner), language.comments)] if language is not None else []
    if set(said) == {"voice_config"}:
        voice = _voice(said["voice_config"], reader, strand, inner)
        return Array((Object((voice, *spoken)),)) if voice is not None else None
    if set(said) == {"multi_speaker_voice_config"}:
        speakers = _speakers(said["multi_speaker_voice_config"], reader, strand, inner, spoken)
        return Object((Entry("speakers", speakers),), record.exploded) if speakers is not None else None
    reader.hold(strand, pair.node, "GI203", "the voice of the speech config is not in sight", _SPEECH_HELP)
    return None


def _voice(pair: Pair[N], reader: Reader[N, S], strand: S, depth: int) -> Entry | None:
    """`VoiceConfig(prebuilt_voice_config=PrebuiltVoiceConfig(voice_name="Kore"))`."""
    config = reader.record(pair.value, frozenset({"VoiceConfig"}), strand, "the voice config")
    prebuilt = config.only("prebuilt_voice_config") if config is not None else None
    record = reader.read_record(prebuilt.value, frozenset({"PrebuiltVoiceConfig"})) if prebuilt is not None else None
    name = record.only("voice_name") if record is not None else None
    if config is None or record is None or name is None:
        reader.hold(strand, pair.node, "GI203", "the voice is not in sight, or not one of the prebuilt ones", _SPEECH_HELP)
        return None
    return Entry("voice", Leaf(name.value, record.depth(config.depth(depth))), name.comments)


def _speakers(pair: Pair[N], reader: Reader[N, S], strand: S, depth: int, spoken: list[Entry]) -> Array | None:
    record = reader.record(pair.value, frozenset({"MultiSpeakerVoiceConfig"}), strand, "the config of several speakers")
    several = record.only("speaker_voice_configs") if record is not None else None
    if record is None or several is None or not reader.is_list(several.value):
        reader.hold(strand, pair.node, "GI203", "the speakers are not in sight", _SPEECH_HELP)
        return None
    return reader.row(several.value, lambda node, inner: _speaker(node, reader, strand, inner, spoken), strand, record.depth(depth))


def _speaker(node: N, reader: Reader[N, S], strand: S, depth: int, spoken: list[Entry]) -> list[Node] | None:
    record = reader.record(node, frozenset({"SpeakerVoiceConfig"}), strand, "the speaker")
    if record is None:
        return None
    name, voice = record.get("speaker"), record.get("voice_config")
    spoken_by = _voice(voice, reader, strand, record.depth(depth)) if voice is not None else None
    if name is None or spoken_by is None or len(record.pairs) != 2:
        reader.hold(strand, node, "GI203", "the speaker or the voice is not in sight", _SPEECH_HELP)
        return None
    return [reader.object(record, (Entry("speaker", Leaf(name.value, record.depth(depth)), name.comments), spoken_by, *spoken))]


def resolution(pair: Pair[N], reader: Reader[N, S], strand: S, depth: int) -> Node | None:
    """The resolution of media, as a literal that each of them can be given."""
    word = reader.literal_word(pair.value, RESOLUTION)
    if word is None:
        reader.hold(strand, pair.node, "GI203", "the resolution of media is not in sight")
    return Word(word) if word is not None else None
