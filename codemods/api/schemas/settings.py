"""Settings whose values differ between the schemas, not only their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from codemods.api.call import Setting
from codemods.api.formats import kinds
from codemods.api.nodes import Array, Object, Word
from codemods.api.request import CONFIG
from codemods.api.schemas.model import ResponseSchema


def in_place(settings: Sequence[Setting], schema: ResponseSchema) -> list[Setting]:
    """The settings of a config as a schema has them."""
    if not schema.keys:
        return list(settings)
    made = [_voices(setting) for setting in settings]
    if any(s.key.kind == "image" for s in made) and not any(s.key.kind == "modalities" for s in made):
        # Images were asked for by their settings alone.
        asked = Array(tuple(Word(kind) for kind in kinds(tuple(made))))
        made.append(Setting(schema.key(CONFIG["response_modalities"]), asked))
    return made


def _voices(setting: Setting) -> Setting:
    """Several speakers are a list of voices, as a single one is."""
    value = setting.value
    speakers = value.entries if setting.key.kind == "speech" and isinstance(value, Object) else ()
    return replace(setting, value=speakers[0].value) if speakers else setting
