"""Settings with a shape of their own: safety, thinking, kinds of answer, images, voices."""

from __future__ import annotations

from codemods.api.nodes import Array, Entry, Node, Object, Word
from codemods.api.vocabulary import HARM_CATEGORY, HARM_METHOD, HARM_THRESHOLD, MODALITY, RESOLUTION, THINKING_LEVEL, level_for
from codemods.rest.body.reader import Reader
from codemods.rest.jsontext import Value

_SAFETY = {"category": ("type", HARM_CATEGORY), "threshold": ("threshold", HARM_THRESHOLD), "method": ("method", HARM_METHOD)}
_SAFETY_HELP = 'Write {"type": "hate_speech", "threshold": "block_none"}: lower case, without HARM_CATEGORY_.'
_THINKING_HELP = 'Write "generation_config": {"thinking_level": "low"} (minimal, medium, high): levels replace numbers of tokens.'
_KINDS_HELP = 'Write "response_format": [{"type": "text"}, {"type": "image"}], or {"type": "audio"}.'
_SPEECH_HELP = 'Write "generation_config": {"speech_config": [{"voice": …, "language": …}]}, or {"speakers": [{"speaker": …, "voice": …}]}.'
_IMAGE_KEYS = {"aspect_ratio": "aspect_ratio", "image_size": "image_size", "output_mime_type": "mime_type"}


def safety(value: Value, reader: Reader) -> Node | None:
    """Categories and thresholds in lower case, without prefix."""
    return reader.row(value, lambda item: _safety(item, reader))


def _safety(value: Value, reader: Reader) -> list[Node] | None:
    fields = reader.fields(value, "the safety setting")
    if fields is None:
        return None
    entries = []
    for name, inner in fields.items():
        new, vocabulary = _SAFETY.get(name, ("", None))
        word = reader.word(inner, vocabulary) if vocabulary is not None else None
        if word is None:
            reader.hold(inner, "GI203", f"the {name} of the safety setting is not in sight", _SAFETY_HELP)
            return None
        entries.append(Entry(new, Word(word)))
    return [Object(tuple(entries), value.exploded)]


def thinking(value: Value, reader: Reader) -> Node | None:
    """A level and whether summaries are wanted; numbers of tokens are levels now."""
    fields = reader.fields(value, "the thinking config")
    if fields is None:
        return None
    entries = []
    for name, inner in fields.items():
        if name == "thinking_level" and (level := reader.word(inner, THINKING_LEVEL)) is not None:
            entries.append(Entry("thinking_level", Word(level)))
        elif name == "thinking_budget" and inner.literal is not None and inner.literal.strip("-").isdigit():
            entries += _budget(int(inner.literal), inner, reader)
        elif name == "include_thoughts" and inner.literal in ("true", "false"):
            entries += [Entry("thinking_summaries", Word("auto"))] if inner.literal == "true" else []
        else:
            known = name in ("thinking_level", "thinking_budget", "include_thoughts")
            reader.hold(inner, "GI203" if known else "GI214", f"`{name}` of the thinking config is not in sight" if known else f"`{name}` of the thinking config has no counterpart in Interactions", _THINKING_HELP)
            return None
    return Object(tuple(entries), value.exploded)


def _budget(budget: int, value: Value, reader: Reader) -> list[Entry]:
    """-1 leaves the amount to the model, as saying nothing does; 0 is the least there is; others are a judgement."""
    if budget < 0:
        return []
    level = level_for(budget)
    if budget > 0:
        message = f'a budget of {budget} thinking tokens has no exact level; "{level}" comes nearest'
        reader.assume("thinking-level", "GI224", value, message)
    return [Entry("thinking_level", Word(level))]


def modalities(value: Value, reader: Reader) -> Node | None:
    """The kinds of answer in a row, each as a literal."""
    words = [reader.word(item, MODALITY) for item in reader.rows(value)]
    if not words or None in words or len(set(words)) != len(words):
        reader.hold(value, "GI203", "the kinds of answer that are asked for are not in sight", _KINDS_HELP)
        return None
    return Array(tuple(Word(word) for word in words if word is not None))


def image(value: Value, reader: Reader) -> Node | None:
    """The settings of images, which go into their format."""
    fields = reader.fields(value, "the image config")
    if fields is None:
        return None
    entries = []
    for name, inner in fields.items():
        if name not in _IMAGE_KEYS:
            reader.unknown(inner, name, "the image config")
            return None
        if name == "output_mime_type" and reader.said(inner) != "image/jpeg":
            reader.hold(inner, "GI214", "Interactions makes images as image/jpeg only")
            return None
        entries.append(Entry(_IMAGE_KEYS[name], reader.leaf(inner)))
    return Object(tuple(entries), value.exploded)


def resolution(value: Value, reader: Reader) -> Node | None:
    """The resolution of media, as a literal that each of them can be given."""
    word = reader.word(value, RESOLUTION)
    if word is None:
        reader.hold(value, "GI203", "the resolution of media is not in sight")
    return Word(word) if word is not None else None


def speech(value: Value, reader: Reader) -> Node | None:
    """One voice, or one for each speaker."""
    fields = reader.fields(value, "the speech config")
    if fields is None:
        return None
    spoken = [Entry("language", reader.leaf(fields.pop("language_code")))] if "language_code" in fields else []
    if set(fields) == {"voice_config"}:
        voice = _voice(fields["voice_config"], reader)
        return Array((Object((voice, *spoken)),)) if voice is not None else None
    if set(fields) == {"multi_speaker_voice_config"}:
        several = reader.fields(fields["multi_speaker_voice_config"], "the config of several speakers")
        if several is not None and set(several) == {"speaker_voice_configs"}:
            speakers = reader.row(several["speaker_voice_configs"], lambda item: _speaker(item, reader, spoken))
            return Object((Entry("speakers", speakers),), value.exploded) if speakers is not None else None
    reader.hold(value, "GI203", "the voice of the speech config is not in sight", _SPEECH_HELP)
    return None


def _voice(value: Value, reader: Reader) -> Entry | None:
    config = reader.fields(value, "the voice config")
    prebuilt = reader.fields(config["prebuilt_voice_config"], "the voice") if config is not None and set(config) == {"prebuilt_voice_config"} else None
    if prebuilt is None or set(prebuilt) != {"voice_name"}:
        reader.hold(value, "GI203", "the voice is not in sight, or not one of the prebuilt ones", _SPEECH_HELP)
        return None
    return Entry("voice", reader.leaf(prebuilt["voice_name"]))


def _speaker(value: Value, reader: Reader, spoken: list[Entry]) -> list[Node] | None:
    fields = reader.fields(value, "the speaker")
    if fields is None:
        return None
    voice = _voice(fields["voice_config"], reader) if "voice_config" in fields else None
    if voice is None or set(fields) != {"speaker", "voice_config"}:
        reader.hold(value, "GI203", "the speaker or the voice is not in sight", _SPEECH_HELP)
        return None
    return [Object((Entry("speaker", reader.leaf(fields["speaker"])), voice, *spoken), value.exploded)]
