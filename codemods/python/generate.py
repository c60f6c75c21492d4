"""A single call: `client.models.generate_content(…)` and what is read from its answer."""

from __future__ import annotations

import libcst as cst

from codemods.api.call import NO_CONFIG, Call
from codemods.api.formats import ENUM_HELP
from codemods.api.outputs import UNSEEN
from codemods.python.answers import ANSWER, AWAITABLE, Answers, Trail
from codemods.python.displays import depth_of
from codemods.python.edits import Edit, bind_in_place
from codemods.python.guards import Guards
from codemods.python.handles import Handle
from codemods.python.names import Names
from codemods.python.parsed import Parsed
from codemods.python.request import Requests
from codemods.python.scopes import Comprehension
from codemods.python.strand import Strand

CLIENT_DOUBTS = {
    "enterprise": "the client is an enterprise client, whose project and location may not serve the Interactions API",
    "wrong-import": "the client is made of an import of the older SDK, which has none",
    "untraced-client": "where the receiver comes from is not in sight, so it may not be a google-genai client",
}
_ARGUMENTS = ("model", "contents", "config")


def check_surroundings(call: cst.Call, handle: Handle, guards: Guards, strand: Strand) -> None:
    """What every kind of old call needs looked at: assumptions about the client, handlers of its errors."""
    for assumption in sorted(handle.assumptions):
        strand.assume(assumption, call, CLIENT_DOUBTS[assumption])
    guard = guards.over(call)
    if guard is not None:
        strand.hold(guard.node, guard.code, guard.message, guard.help)
    handler = guards.shown(call)
    if handler is not None:
        retried = f"it is retried up to {guards.values.schema.retries} times before one is raised"
        strand.note(handler, "GI405", f"errors of the call read differently here now, and {retried}")


def follow_single(call: cst.Call, handle: Handle, requests: Requests, answers: Answers, guards: Guards, names: Names) -> Trail:
    """Everything one call needs, with the places its answer goes to."""
    strand = Strand()
    strand.site(call, "GI101", "`generate_content` is the old API")
    check_surroundings(call, handle, guards, strand)
    lifted = lift(call, requests, strand)
    parsed = requests.parsed(lifted.config) if lifted is not None and not strand.holds else Parsed("unseen")
    seen = requests.outputs(lifted) if lifted is not None and not strand.holds else UNSEEN
    trail = Trail(strand, parsed, {}, {}, outputs=seen)
    answers.trace(call, ANSWER.wrapped(AWAITABLE) if handle.asynchronous else ANSWER, trail)
    assert isinstance(call.func, cst.Attribute) and isinstance(call.func.value, cst.Attribute)
    receiver = call.func.value.value
    keep_alive(receiver, requests, names, strand)
    if lifted is not None:
        arguments = requests.arguments(call, _ARGUMENTS, strand)
        assert arguments is not None
        strand.edit(requests.call_edit(call, lifted, arguments, receiver))
    return trail


def made_in_place(receiver: cst.BaseExpression) -> cst.Call | None:
    """The `genai.Client()` of `genai.Client().aio`: made in the expression, bound to nothing."""
    while isinstance(receiver, cst.Attribute):
        receiver = receiver.value
    return receiver if isinstance(receiver, cst.Call) else None


def keep_alive(receiver: cst.BaseExpression, requests: Requests, names: Names, strand: Strand) -> None:
    """A client closes its connections when nothing holds it; the old SDKs' requests held it, an interaction does not."""
    made = made_in_place(receiver)
    if made is None or requests.values.gives_shared(made):
        return
    if any(isinstance(around, (*Comprehension, cst.ClassDef)) for around in requests.module.ancestors(made)):
        strand.hold(made, "GI221", "nothing keeps this client alive while the request is under way")
        return
    name = names.fresh("client")
    strand.edit(Edit(made, bind_in_place(name), f"bind {name}"))


def lift(call: cst.Call, requests: Requests, strand: Strand, *, stream: bool = False) -> Call | None:
    """The request of the call; None (with a hold) when a part of it cannot be carried over."""
    arguments = requests.arguments(call, _ARGUMENTS, strand)
    if arguments is None:
        return None
    model, contents, config = (arguments.value(name) for name in _ARGUMENTS)
    if model is None or contents is None:
        strand.hold(call, "GI216", "the call gives no model or no contents")
        return None
    depth = depth_of(contents, requests.module)
    named = requests.model(model, strand, depth)
    settings = requests.config(config, strand, depth)
    if stream and requests.parsed(settings or NO_CONFIG).enum:
        strand.hold(call, "GI200", "enum answers in pieces are not rewritten yet", ENUM_HELP)
    asked = requests.contents(contents, settings or NO_CONFIG, strand, depth)
    if settings is None or asked is None:
        return None
    return Call(named, asked, settings, arguments.order, store=requests.stored(strand), stream=stream)
