"""@google-cloud/vertexai: its clients, models, chats and requests are reported, each at its line; none is rewritten."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.javascript.chats.terms import Terms
from codemods.javascript.chats.uses import Uses
from codemods.javascript.clients import Client as Known
from codemods.javascript.older.units import START_CHAT, Units
from codemods.javascript.packages import VERTEX_AI
from codemods.javascript.strand import Strand
from codemods.javascript.trail import Trail
from codemods.javascript.values import Values

_CLASSES = ((VERTEX_AI, "VertexAI"), (VERTEX_AI, "VertexAI_Preview"))
_HELP = (
    "Make a `new GoogleGenAI({ enterprise: true, project, location })` of @google/genai, and write "
    "`await ai.interactions.create({ model, input, store: false })` if your project and location serve the Interactions API."
)


def trails(values: Values) -> Iterator[Trail]:
    """A trail for every client, model, chat and request; each unit is held as a whole."""
    units = Units(values)
    for node in values.module.root.walk():
        if node.kind == "new_expression" and values.symbol(node.must("constructor")) in _CLASSES:
            client = units.follow(node)
            if client is not None:
                client.trail.strand.hold(node, "GI200", f"`{VERTEX_AI}` is a retired SDK, which is not rewritten in JavaScript yet", _HELP)
                yield client.trail
    for model in units.models.values():
        yield model.trail
    terms = Terms(lambda *_: None, lambda *_: None, frozenset({VERTEX_AI}), "", frozenset(), create=START_CHAT, by_methods=True)
    uses = Uses(values, terms)
    for asked in units.asked.values():
        if asked.method == START_CHAT:
            begun = uses.follow(asked.call, Known(VERTEX_AI))
            for turn in begun.turns.values():
                begun.trail.strand.site(turn.call, "GI103", "`sendMessage` is the old API")
            yield begun.trail
            continue
        strand = Strand()
        strand.site(asked.call, "GI101", f"`{asked.method}` is the old API")
        strand.tie(asked.call)
        yield Trail(strand)
