"""What an answer can hold, judged by what its call asks for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from codemods.api import formats
from codemods.api.call import Array, Config, Leaf, Node, Object, Rest, Setting, Spread, Word

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


#: Tells the types of a tool that stands under a name; None for one that cannot be told.
Resolve = Callable[[Leaf], frozenset[str | None]]


def outputs(config: Config, models: Collection[str], resolve: Resolve) -> Outputs:
    """What answers to a call with this config, asked of one of these models, may hold; no models when they are not in sight."""
    tools = _tool_types(config, resolve)
    media = _media(config, models)
    kinds = {TEXT}
    if tools & {"code_execution", None}:
        # Code leaves its text, its result and perhaps an image; a search leaves nothing that was a part.
        kinds |= {CODE, RESULT, MEDIA}
    if tools & {"function", None}:
        kinds.add(CALL)
    if media:
        kinds.add(MEDIA)
    if any(_asks_for_thoughts(setting) for setting in config.settings):
        kinds |= {THOUGHT, THOUGHT_MEDIA} if MEDIA in kinds else {THOUGHT}
    types = tuple(kind for kind in _MEDIA_TYPES if kind in media) or (_UNASKED if models else _UNKNOWN)
    return Outputs(frozenset(kinds), types, joined=bool(tools - {"function"} or media))


def _tool_types(config: Config, resolve: Resolve) -> frozenset[str | None]:
    """The types of the tools of a call; None among them for one that cannot be told."""
    setting = config.setting("tools")
    if setting is None:
        return frozenset()
    value = setting.value
    items = value.items if isinstance(value, Array) else (value,)
    return frozenset(kind for item in items for kind in _types_of(item, resolve))


def _types_of(tool: Node, resolve: Resolve) -> frozenset[str | None]:
    if isinstance(tool, (Leaf, Rest, Spread)):
        source = tool if isinstance(tool, Leaf) else tool.source
        return resolve(source) if isinstance(source, Leaf) else frozenset({None})
    said = tool.entries if isinstance(tool, Object) else ()
    return frozenset(e.value.value if isinstance(e.value, Word) else None for e in said if e.key == "type") or frozenset({None})


def _media(config: Config, models: Iterable[str]) -> frozenset[str]:
    """The types of media that a call asks for, by its settings or by the nature of its model."""
    found = {kind for model in models for word, kind in _MODEL_MEDIA.items() if word in model}
    return frozenset(found | ({*formats.kinds(config.settings)} & {*_MEDIA_TYPES}))


def _asks_for_thoughts(setting: Setting) -> bool:
    """Whether summaries of thoughts are asked for, or may be."""
    if setting.key.kind != "thinking":
        return False
    if isinstance(setting.value, Object):
        return any(entry.key in ("thinking_summaries", "") for entry in setting.value.entries)
    return True
