"""Which path asks for what. The enterprise platform has the same verbs behind a project and a location."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PLACE = r"/v[0-9][a-z0-9]*/(?:projects/[^/]+/locations/[^/]+/)?"
_MODEL_VERB = re.compile(_PLACE + r"(?:publishers/google/)?(?:models|tunedModels)/(?P<model>[^/:]+):(?P<verb>[A-Za-z]+)$")
_INTERACTIONS = re.compile(_PLACE + r"interactions$")
_INTERACTION = re.compile(_PLACE + r"interactions/(?P<id>[^/:]+)$")


@dataclass(frozen=True)
class Route:
    """``endpoint`` as in ``RecordedCall``; ``target`` is the model or the id that the path names."""

    endpoint: str
    target: str = ""


def find_route(method: str, path: str) -> Route | None:
    if method == "POST" and (match := _MODEL_VERB.match(path)):
        return Route(match["verb"], match["model"])
    if method == "POST" and _INTERACTIONS.match(path):
        return Route("interactions.create")
    if method == "GET" and (match := _INTERACTION.match(path)):
        return Route("interactions.get", match["id"])
    return None
