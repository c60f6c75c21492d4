"""From the clients of the older SDK in one module to trails for everything that hangs on them."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.javascript.chats.follow import follow_chats
from codemods.javascript.clients import Client as Known
from codemods.javascript.generate import check_surroundings
from codemods.javascript.older.asking import Asking
from codemods.javascript.older.chats import Chats
from codemods.javascript.older.models import NAME, Models, write_client
from codemods.javascript.older.results import RESULT, STREAMED, Results
from codemods.javascript.older.settings import NOTHING, Settings
from codemods.javascript.older.types import Types, hold_for_others
from codemods.javascript.older.units import GET_MODEL, START_CHAT, Asked, Units
from codemods.javascript.packages import GENAI, GENERATIVE_AI
from codemods.javascript.reading import Readings
from codemods.javascript.strand import Strand
from codemods.javascript.trail import Trail

_EMPTY = "the retired SDK threw an error when `text()` of a blocked answer was called; `output_text` is absent then"


def trails(readings: Readings) -> Iterator[Trail]:
    """A trail for every client, model and request of the older SDK."""
    values = readings.values
    units = Units(values)
    for node in values.module.root.walk():
        symbol = values.symbol(node.must("constructor")) if node.kind == "new_expression" else None
        if symbol == (GENERATIVE_AI, "GoogleGenerativeAI"):
            units.follow(node)
        elif symbol == (GENAI, NAME) and GET_MODEL in values.module.source:
            units.follow(node, "wrong-import", is_lenient=True)
    if units.clients:
        yield from _Writer(readings, units).trails()


class _Writer:
    """Reads and writes the units of one module."""

    def __init__(self, readings: Readings, units: Units) -> None:
        self.readings = readings
        self.units = units
        settings = Settings(readings)
        self.models = Models(readings, settings)
        self.asking = Asking(readings, settings, self.models)
        self.results = Results(readings, merges=True)
        self.types = Types(readings.values, units, self.models)

    def trails(self) -> list[Trail]:
        models = list(self.units.models.values())
        asked = [each for each in self.units.asked.values() if each.method != START_CHAT]
        started = {each.call: each for each in self.units.asked.values() if each.method == START_CHAT}
        self.models.read(models)
        self.models.settle(self.units.asked.values())
        for client in self.units.clients:
            write_client(client, self.readings)
            if self.units.asked and not client.assumption:
                client.trail.strand.note(client.made, "GI408", _EMPTY)
        for model in models:
            self.asking.receivers.give_name(model)
            self.models.write(model)
        self.types.write()
        found = [*(client.trail for client in self.units.clients), *(model.trail for model in models), *map(self._asked, asked)]
        creations = [(call, Known(GENERATIVE_AI)) for call in started]
        found += follow_chats(creations, Chats(self.asking, started).terms, self.readings)
        hold_for_others(self.readings.values.module, found)
        return found

    def _asked(self, asked: Asked) -> Trail:
        strand = Strand()
        streamed = asked.method.endswith("Stream")
        strand.site(asked.call, "GI108" if streamed else "GI101", f"`{asked.method}` is the old API")
        strand.tie(asked.call)
        check_surroundings(asked.call, Known(GENERATIVE_AI), self.readings, strand)
        trail = Trail(strand, by_methods=True)
        question = self.asking.question(asked.call, strand)
        if question is not None:
            self.asking.write(asked, question, strand)
        trail.outputs = self.asking.outputs(asked.models, question.said if question is not None else NOTHING)
        self.results.tracer.trace(asked.call, STREAMED if streamed else RESULT, trail)
        return trail
