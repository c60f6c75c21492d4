"""The two APIs behind one model: requests as plain data in, replies as plain data out. Knows nothing of HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from migrate_interactions.verify.canonical import MODEL, Call, Turn
from migrate_interactions.verify.service.breaking import broken_events, broken_stream, cut_stream
from migrate_interactions.verify.service.conversations import Conversation, Conversations
from migrate_interactions.verify.service.generate_reply import generate_reply, generate_stream, without_quotes
from migrate_interactions.verify.service.generate_request import is_bare, read_count, read_generate
from migrate_interactions.verify.service.interactions_reply import interaction_events, interaction_reply
from migrate_interactions.verify.service.interactions_request import continued, read_interaction
from migrate_interactions.verify.service.legacy_reply import legacy_events, with_outputs
from migrate_interactions.verify.service.legacy_request import upgraded
from migrate_interactions.verify.service.model import Reply, answer
from migrate_interactions.verify.service.refusal import Refusal, not_covered
from migrate_interactions.verify.service.routes import Route
from migrate_interactions.verify.service.tokens import count_call

Json = dict[str, Any]
Note = Callable[..., None]

_LEGACY_CLIENT = "google-genai-sdk/1."
#: The older SDK for JavaScript takes no notice of an error in a stream of events; it fails when the connection is lost.
_FAILS_WHEN_CUT = "genai-js/"
_OUTPUTS = ("text", "image", "audio")


@dataclass(frozen=True)
class Request:
    """``client`` is the header that names the SDK, ``note`` tells the recorder what the request turned out to be."""

    route: Route
    body: Json
    query: dict[str, str]
    client: str
    note: Note


@dataclass(frozen=True)
class Answer:
    """A JSON body, or events to stream. ``named`` events carry an ``event:`` line and end with ``[DONE]``.

    ``cut``: the connection is lost before the body, or the stream, is complete.
    """

    body: Any = None
    events: Iterator[Json] | None = None
    named: bool = False
    cut: bool = False


class Endpoints:
    """Answers requests; the conversations are its only state. ``break_streams`` breaks every stream in the middle.

    ``speaks_legacy`` answers clients of the legacy schema in it, as a gateway may; the real service turns them away.
    """

    def __init__(self, models: frozenset[str], speaks_legacy: bool = False) -> None:
        self._models = models
        self._speaks_legacy = speaks_legacy
        self._conversations = Conversations()
        self.break_streams = False
        self._handlers: dict[str, Callable[[Request], Answer]] = {
            "generateContent": self._generate,
            "streamGenerateContent": self._generate,
            "countTokens": self._count,
            "interactions.create": self._create,
            "interactions.get": self._get,
        }

    def answer(self, request: Request) -> Answer:
        """Raises ``Refusal``."""
        handler = self._handlers.get(request.route.endpoint)
        if handler is None:
            raise not_covered(f"the method {request.route.endpoint}")
        return handler(request)

    def reset(self) -> None:
        self._conversations.reset()

    def _generate(self, request: Request) -> Answer:
        model = request.route.target
        call = read_generate(request.body)
        stream = request.route.endpoint == "streamGenerateContent"
        request.note(call=call, stream=stream)
        reply = without_quotes(_reply(call)) if is_bare(request.body) else _reply(call)
        identifier = self._conversations.new_id(reply.seed)
        if not stream:
            return Answer(body=generate_reply(reply, model, identifier))
        pieces = generate_stream(reply, model, identifier)
        if request.query.get("alt") != "sse":
            return Answer(body=list(cut_stream(pieces) if self.break_streams else pieces), cut=self.break_streams)
        if self.break_streams and request.client.startswith(_FAILS_WHEN_CUT):
            return Answer(events=cut_stream(pieces), cut=True)
        return Answer(events=broken_stream(pieces) if self.break_streams else pieces)

    def _count(self, request: Request) -> Answer:
        call = read_count(request.body)
        request.note(call=call)
        return Answer(body={"totalTokens": count_call(call)})

    def _create(self, request: Request) -> Answer:
        request.note(model=str(request.body.get("model", "")))
        legacy = request.client.startswith(_LEGACY_CLIENT)
        if legacy and not self._speaks_legacy:
            raise Refusal("The legacy Interactions API schema is no longer supported. Please upgrade your SDK to version 2.0.0 or later.")
        asked = read_interaction(upgraded(request.body) if legacy else request.body, self._models)
        history = self._conversations.find(asked.previous_id).turns if asked.previous_id else ()
        call = continued(asked.call, history)
        request.note(call=call, store=asked.store, stream=asked.stream)
        reply = _reply(call)
        identifier = self._conversations.new_id(reply.seed)
        interaction = interaction_reply(reply, asked.model, identifier, asked.previous_id)
        if legacy:
            interaction = with_outputs(interaction)
        if asked.store:
            self._conversations.keep(identifier, Conversation((*call.turns, Turn(MODEL, reply.parts)), interaction))
        if asked.stream:
            events = interaction_events(reply, asked.model, identifier)
            if legacy:
                events = legacy_events(events)
            return Answer(events=broken_events(events) if self.break_streams else events, named=True)
        return Answer(body=interaction)

    def _get(self, request: Request) -> Answer:
        for option in ("stream", "include_input"):
            if request.query.get(option) == "true":
                raise not_covered(f"{option}=true of interactions.get")
        return Answer(body=self._conversations.find(request.route.target).interaction)


def _reply(call: Call) -> Reply:
    for output in call.outputs:
        if output.kind not in _OUTPUTS:
            raise not_covered(f"answers of kind {output.kind!r}")
    return answer(call)
