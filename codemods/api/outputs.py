"""What an answer can hold, judged by what its call asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from codemods.api.call import Array, Config, Node, Object, Setting, Word

#: Kinds of pieces an answer is made of. Thoughts and what is said are texts and media both.
TEXT, THOUGHT, MEDIA, THOUGHT_MEDIA, CALL, CODE, RESULT = "text", "thought", "media", "thought media", "call", "code", "result"
Kinds = frozenset[str]
#: Steps that were no part of an old answer: searches, for one.
OTHER = "other"
ALL: Kinds = frozenset({TEXT, THOUGHT, MEDIA, THOUGHT_MEDIA, CALL, CODE, RESULT})

_MEDIA_TYPES = ("image", "audio", "video")
#: Words in a model's id that tell what it answers with besides text.
_MODEL_MEDIA = {"image": "image", "tts": "audio", "lyria": "audio"}


@dataclass(frozen=True)
class Outputs:
    """``kinds`` are the pieces an answer may have, ``media`` the types that media can be of, should there be any.

    ``joined`` tells that something else may stand between two texts, so that `output_text` would be the last of them only.
    ``seen`` is false for a call that cannot be read: it stays as it is anyway.
    """

    kinds: Kinds = frozenset({TEXT})
    media: tuple[str, ...] = ("image",)
    joined: bool = False
    seen: bool = True


    @property
    def only_audio(self) -> bool:
        return MEDIA in self.kinds and self.media == ("audio",) and not self.kinds - {TEXT, MEDIA}


UNSEEN = Outputs(ALL, _MEDIA_TYPES, joined=False, seen=False)
#: Audio is made only on demand, but by some models unasked.
_UNASKED = ("image",)
_UNKNOWN = ("image", "audio")


def outputs(config: Config, models: Collection[str] = ()) -> Outputs:
    """What answers to a call with this config, asked of one of these models, may hold; no models when they are not in sight."""
    tools = _tool_types(config)
    media = _media(config, models)
    kinds = {TEXT}
    if tools - {"function"}:
        kinds |= {CODE, RESULT, MEDIA} & _tool_kinds(tools)
    if "function" in tools or None in tools:
        kinds.add(CALL)
    if media:
        kinds.add(MEDIA)
    if _thinks_aloud(config):
        kinds |= {THOUGHT, THOUGHT_MEDIA} if MEDIA in kinds else {THOUGHT}
    types = tuple(kind for kind in _MEDIA_TYPES if kind in media) or (_UNASKED if models else _UNKNOWN)
    return Outputs(frozenset(kinds), types, joined=bool(tools - {"function"} or media))


def _tool_kinds(tools: frozenset[str | None]) -> set[str]:
    """Code that the service runs leaves its code, its result and perhaps an image; a search leaves nothing that was a part."""
    return {CODE, RESULT, MEDIA} if tools & {"code_execution", None} else set()


def _tool_types(config: Config) -> frozenset[str | None]:
    """The types of the tools; None for one that cannot be told."""
    setting = config.setting("tools")
    if setting is None:
        return frozenset()
    value = setting.value
    items = value.items if isinstance(value, Array) else (value,)
    return frozenset(_type_of(item) for item in items)


def _type_of(tool: Node) -> str | None:
    if isinstance(tool, Object):
        for entry in tool.entries:
            if entry.key == "type" and isinstance(entry.value, Word):
                return entry.value.value
    return None


def _media(config: Config, models: Collection[str]) -> frozenset[str]:
    """The types of media that a call asks for, by its settings or by the nature of its model."""
    found = {kind for model in models for word, kind in _MODEL_MEDIA.items() if word in model}
    setting = config.setting("response_modalities")
    if setting is not None:
        words = {word.lower() for word in _words(setting.value)}
        found |= words & {*_MEDIA_TYPES}
        if not words & {*_MEDIA_TYPES, "text"}:
            found |= {"image", "audio"}
    return frozenset(found)


def _thinks_aloud(config: Config) -> bool:
    return any(_asks_for_thoughts(setting) for setting in config.settings)


def _asks_for_thoughts(setting: Setting) -> bool:
    """Whether summaries of thoughts are asked for, or may be."""
    if setting.key.old != "thinking_config":
        return False
    if isinstance(setting.value, Object):
        return any(entry.key in ("thinking_summaries", "") for entry in setting.value.entries)
    return setting.key.new != "thinking_level" or not isinstance(setting.value, Word)


def _words(node: Node) -> Iterator[str]:
    if isinstance(node, Word):
        yield node.value
    elif isinstance(node, Object):
        for entry in node.entries:
            yield from _words(entry.value)
    elif isinstance(node, Array):
        for item in node.items:
            yield from _words(item)
