"""What a response schema is: the names and places in which the two of them differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from codemods.api import content
from codemods.api.request import ConfigKey
from codemods.options import Schema as SchemaName

__all__ = ["ResponseSchema", "SchemaName"]


@dataclass(frozen=True)
class ResponseSchema:
    """One schema.

    Answers: ``items`` is the attribute with all that an answer holds, ``item`` what one of them is called in code that walks them.
    ``holders`` are the types of the items that are, or hold, parts of each kind (media that are items themselves have types of their own),
    ``inside`` the attributes of items that hold parts. ``text`` and ``audio`` are the paths of an answer that is nothing else; the path
    of a text ``may_raise`` where there is none.

    Streams: ``delta`` and ``completed`` are names of events; ``whole_calls`` tells that a function call comes in one delta.

    Requests: ``role`` is the key that tells whose turn it is, with the word of each role. ``apart`` tells that function calls, results and
    turns of an answer are items beside the turns, not contents of them. ``keys`` are the settings that go elsewhere than
    `codemods.api.request` says, ``missing`` those that have no place. ``undeclared`` are mime types that contents do not take.
    ``fields`` are all that objects of a ``type`` can have, ``values`` the words that a key can have; both are empty for a schema that has
    a place for all that is written.

    ``classes`` are the SDK's, by what they stand for; ``retries`` is how often it tries again. ``wording`` puts advice that is written for
    the steps schema into this one's names.
    """

    name: SchemaName
    items: str
    item: str
    holders: Mapping[str, str]
    inside: Mapping[str, str]
    text: str
    audio: str
    delta: str
    completed: str
    role: tuple[str, Mapping[str, str]]
    classes: Mapping[str, str]
    may_raise: bool = False
    whole_calls: bool = False
    retries: str = "four"
    apart: bool = True
    keys: Mapping[str, ConfigKey] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    undeclared: frozenset[str] = frozenset()
    fields: Mapping[str, frozenset[str]] = field(default_factory=dict)
    values: Mapping[str, frozenset[str]] = field(default_factory=dict)
    wording: tuple[tuple[str, str], ...] = ()

    def key(self, row: ConfigKey) -> ConfigKey:
        """Where a setting goes."""
        return self.keys.get(row.old, row)

    def attribute(self, steps: str) -> str:
        """The attribute of an answer that says what one of the steps schema does."""
        return {"steps": self.items, "output_text": self.text.partition("[")[0]}.get(steps, steps)

    def content_type(self, mime_type: str) -> str | None:
        """`image`, `audio`, `video` or `document`; None for a mime type that no content declares."""
        return None if mime_type in self.undeclared else content.content_type(mime_type)

    def extension(self, ending: str) -> tuple[str, str]:
        """What the extension of an uploaded file makes of it: the type of the content, or a mime type that no content declares."""
        if ending in content.UNDECLARED_EXTENSIONS:
            return "", content.UNDECLARED_EXTENSIONS[ending]
        kind, mime_type = content.EXTENSIONS.get(ending, ""), content.DOCUMENTS.get(ending, "")
        return ("", mime_type) if mime_type in self.undeclared else (kind, "")

    def said(self, advice: str) -> str:
        """Advice in the names of this schema."""
        for steps, own in self.wording:
            advice = advice.replace(steps, own)
        return advice
