"""The choices that change what a transform does. One frozen value, handed down everywhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Platform = Literal["developer", "enterprise"]
Store = Literal["preserve", "server"]
Chat = Literal["server", "stateless"]
Schema = Literal["steps", "outputs"]
Images = Literal["encoded", "files"]

#: Every assumption a rewrite may rest on, with the sentence that says when it is right.
ASSUMPTIONS: dict[str, str] = {
    "enterprise": "the client is an enterprise (Vertex AI) client, and its project and location serve the Interactions API",
    "untraced-client": "the receiver is a google-genai client although its origin is not in sight",
    "wrong-import": "google-genai is meant where the older `google.generativeai` is imported and a client is made of it, "
    "and @google/genai where its client is used as that of @google/generative-ai",
    "last-text": "the last step of an answer is the model's output, and its first content is all of its text",
    "text": "a value that is not proven to be text is one (lists, parts and files need another shape)",
    "media": "what is given as the data of a part is raw bytes, and a mime type known only at run time is one that Interactions declares",
    "unknown-model": "the Interactions API serves a model id that this version does not know",
    "thinking-level": "the nearest thinking level does for a number of thinking tokens",
    "shown": "what is shown (printed, logged, raised) of an answer, its grounding or finish reason is for people, and may look different",
    "finish": "the status of an interaction tells the natural end of an answer, and the token limit, from other ends",
    "configured": "code of a retired SDK makes requests only where it was given a key before",
    "vertex-place": "project and location that `vertexai.init` is not given come from no other code, and GOOGLE_CLOUD_REGION and "
    "CLOUD_ML_REGION are not set",
    "required-fields": "an answer that is to fit a class has all fields that the class requires, which retired SDKs did not ask for",
    "schema-class": "a response schema that is not defined in sight is a class or type, not a dictionary",
    "answer-file": "a file that an answer is written to, and that nothing in sight reads, is for people",
    "call-ids": "ids that the rewrite makes up tie the calls of functions in a request to their results",
    "config-models": "a value of a configuration file that is the id of a retired model is meant to name a model that works",
}


@dataclass(frozen=True)
class Options:
    """What the user chose.

    ``chat`` says who keeps the history of a conversation: the service, or the program itself.
    ``schema`` is the response schema that is written for: today's, or the legacy one of google-genai 1.x.
    ``images`` is no choice but that of the SDK whose code it is: google-genai encoded images anew, google.generativeai sent their files.
    ``alone`` says that nothing imports the module: its top level runs under no handlers but those that stand around it.
    ``typed`` says that a type checker reads the code, so that what its types cannot follow is spelled out for it.
    ``assume`` holds codes of `ASSUMPTIONS`. ``select`` and ``ignore`` hold rule codes or their beginnings
    (``GI1`` means all of GI1xx); an empty ``select`` selects everything. ``ignore_in`` are codes that are ignored in single
    files besides, by the paths that the project index has. ``models`` are replacements of the user's own: old id, new id.
    """

    assume: frozenset[str] = frozenset()
    platform: Platform | None = None
    store: Store = "preserve"
    chat: Chat = "server"
    schema: Schema = "steps"
    images: Images = "encoded"
    typed: bool = False
    alone: bool = False
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
