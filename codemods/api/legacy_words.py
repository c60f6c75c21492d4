"""What is said about the legacy schema of interactions, in every language."""

from __future__ import annotations

from codemods.api.legacy import AGENT_FAMILIES, AGENTS

OUTPUTS = "`.outputs` of an answer is the legacy schema"
OUTPUTS_CHANGED = "`outputs` of an answer is changed here"
TURNS = "turns of a role and a content are the legacy schema"
TURNS_ELSEWHERE = "turns of a role and a content are kept where they are not followed"
OUTPUTS_IN_TURNS = "the outputs of an answer are its steps now"
BARE_SCHEMA = "a bare schema is the legacy format"
FRAGILE = "the last step need not begin with the text, nor with all of it"
SHOWN = "this is shown under other names here now"
OUT_OF_SIGHT = "where this answer comes from is not in sight; `.outputs` is the legacy schema"

#: What to write by hand.
CALLS = 'Functions to call are steps of their own: step.name, step.arguments and step.id of those whose step.type is "function_call".'
STARTED = 'Read event.step of a `step.start` event: texts, images and the like come in a step of type "model_output".'
COLLECT = "Join the texts of the `step.delta` events, or fetch the whole answer: client.interactions.get(event.interaction.id).output_text."
FRAGMENTS = (
    "A function to call is announced by `step.start` (event.step.id, event.step.name); its arguments follow as fragments of JSON text "
    'in deltas of type "arguments_delta" (event.delta.arguments), to be joined until `step.stop`.'
)
MIXED = 'Wrap the contents: {"type": "user_input", "content": […]}.'


def unknown_agent(name: str) -> str:
    """What is wrong with the id of an agent; empty when nothing is."""
    return f"`{name}` is no agent of the Interactions API" if name.startswith(AGENT_FAMILIES) and name not in AGENTS else ""


def gone(name: str, kinds: list[str]) -> str:
    """A field of outputs that has no counterpart."""
    return f"`.{name}` of {f'`{kinds[0]}`' if len(kinds) == 1 else 'some outputs'} has no counterpart"


def old_name(old: str, what: str) -> str:
    """A type of an event or delta."""
    return f"`{old}` is the legacy name of this {what}"
