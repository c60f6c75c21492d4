"""The choices that change what a transform does. One frozen value, handed down everywhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Platform = Literal["developer", "enterprise"]
Store = Literal["preserve", "server"]
Chat = Literal["server", "stateless"]

#: Every assumption a rewrite may rest on, with the sentence that says when it is right.
ASSUMPTIONS: dict[str, str] = {
    "enterprise": "the client is an enterprise (Vertex AI) client, and its project and location serve the Interactions API",
    "untraced-client": "the receiver is a google-genai client although its origin is not in sight",
    "text": "a value that is not proven to be text is one (lists, parts and files need another shape)",
    "media": "what is given as the data of a part is raw bytes, and a mime type known only at run time is one that Interactions declares",
    "unknown-model": "the Interactions API serves a model id that this version does not know",
    "thinking-level": "the nearest thinking level does for a number of thinking tokens",
    "shown": "what is shown (printed, logged, raised) of an answer, its grounding or finish reason is for people, and may look different",
    "finish": "the status of an interaction tells the natural end of an answer, and the token limit, from other ends",
    "configured": "code of a retired SDK makes requests only where it was given a key before",
    "schema-class": "a response schema that is not defined in sight is a class or type, not a dictionary",
}


@dataclass(frozen=True)
class Options:
    """What the user chose.

    ``chat`` says who keeps the history of a conversation: the service, or the program itself.
    ``typed`` says that a type checker reads the code, so that what its types cannot follow is spelled out for it.
    ``assume`` holds codes of `ASSUMPTIONS`. ``select`` and ``ignore`` hold rule codes or their beginnings
    (``GI1`` means all of GI1xx); an empty ``select`` selects everything. ``ignore_in`` are codes that are ignored in single
    files besides, by the paths that the project index has. ``models`` are replacements of the user's own: old id, new id.
    """

    assume: frozenset[str] = frozenset()
    platform: Platform | None = None
    store: Store = "preserve"
    chat: Chat = "server"
    typed: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    ignore_in: tuple[tuple[str, tuple[str, ...]], ...] = ()
    models: tuple[tuple[str, str], ...] = ()

    def at(self, path: str) -> Options:
        """The options that hold in one file."""
        codes = tuple(code for file, codes in self.ignore_in if file == path for code in codes)
        return replace(self, ignore=(*self.ignore, *codes)) if codes else self

    def wants(self, code: str) -> bool:
        """Whether findings of this code are reported, and sites of it rewritten."""
        if self.select and not code.startswith(self.select):
            return False
        return not (self.ignore and code.startswith(self.ignore))

    def takes(self, assumptions: frozenset[str]) -> bool:
        """Whether a rewrite that rests on these assumptions may be made."""
        return assumptions <= self.assume
