"""Addresses of requests: which API, model and verb they name, and the address of the same request in the other API."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from codemods.rest.text import HOLE, Text, written
from codemods.rest.writing import Said
from codemods.splices import Splice

Platform = Literal["developer", "enterprise"]

#: What names an old request, in any case of its address.
VERBS = re.compile(r":(?P<verb>streamGenerateContent|generateContent)(?![\w-])")
#: The same without its colon, as a text that is put into an address which leaves it open; and where such an address does.
VERB = re.compile(r"(?:streamGenerateContent|generateContent)(?:\?.*)?")
OPEN = re.compile(rf"models/[^\s/:?]+:{HOLE}")
#: What may stand under a name of its own, in front of the id of a model or behind it.
MODELS = re.compile(r"/models(?:/[^/:\s]*)?$")
_VERB_APART = re.compile(r"""["'`=\s-](?:streamGenerateContent|generateContent)(?![\w-])""")
_HOST = "https://generativelanguage.googleapis.com"
_DEVELOPER = re.compile(
    rf"(?P<host>{re.escape(_HOST)}|[^/?]*{HOLE})/(?P<path>(?:v1\w*/)?models)/(?P<model>[^/:?&]+):(?P<verb>\w+|{HOLE})(?:\?(?P<query>.*))?$"
)
_ENTERPRISE = re.compile(
    rf"(?P<host>https://[\w.{HOLE}-]*aiplatform\.googleapis\.com|[^/?]*{HOLE})/(?P<version>v1\w*)/projects/[^/?]+/locations/[^/?]+"
    rf"/(?P<path>publishers/google/models)/(?P<model>[^/:?&]+):(?P<verb>\w+|{HOLE})(?:\?(?P<query>.*))?$"
)
_INTERACTIONS = re.compile(r"/interactions(?:\?.*)?$")
_GOOGLE = re.compile(rf"https://[\w.{HOLE}-]*googleapis\.com(?:/|$)")
_ENTERPRISE_VERSION = "v1beta1"


class Unknown(Exception):
    """An address that is not one of those that are known, and why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Address:
    """An old address. ``key`` is the value of `?key=`, in the way it is written between double quotes.

    ``host`` is the variable in the place of one, ``verb`` that in the place of what is asked for. ``events`` tells that a stream comes as
    server-sent events; without `?alt=sse` it is one JSON array.
    """

    platform: Platform
    model: Said
    stream: bool
    events: bool
    key: str
    splices: tuple[Splice, ...]
    host: str = ""
    verb: str = ""

    @property
    def model_id(self) -> str | None:
        """The id of the model, where it is literal."""
        return None if any(expansion for _, expansion in self.model.pieces) else "".join(text for text, _ in self.model.pieces)


def may_be_open(source: str) -> bool:
    """Whether some code may put the verb of an old request into an address. Wrong only in the direction of True."""
    return "models/" in source and _VERB_APART.search(source) is not None


def is_old(text: Text) -> bool:
    """Whether a word is the address of an old request."""
    return VERBS.search(text.value) is not None


def may_name(text: Text, variables: Mapping[str, str]) -> bool:
    """Whether a word leaves the verb of its address to a variable that may have that of an old request; ``variables`` have one value."""
    found = OPEN.search(text.value)
    if found is None:
        return False
    char = text.chars[found.end() - 1]
    known = variables.get(text.source[char.start : char.end].strip("${}"))
    return known is None or VERB.fullmatch(known) is not None


def is_interactions(text: Text) -> bool:
    """Whether a word is the address of new requests."""
    return _INTERACTIONS.search(text.value) is not None


def is_asking(text: Text, beginning: str | None) -> bool:
    """Whether a word is an address of new requests at Google; ``beginning`` is what stands behind the name it begins with, if known."""
    if not is_interactions(text):
        return False
    return _GOOGLE.match(beginning or "" if text.value.startswith(HOLE) else text.value) is not None


def read(text: Text, end: int, variables: Mapping[str, str] | None = None) -> Address:
    """The address that a word is, which ends at ``end`` in the source. ``variables`` are those with one value. Raises `Unknown`."""
    value = text.value
    found = _ENTERPRISE.match(value) or _DEVELOPER.match(value)
    if found is None:
        raise Unknown("the address is not one that shows the version, the model and nothing else")
    named = _variable(text, found, "verb")
    verb = (variables or {}).get(named) if named else found["verb"]
    if verb is None:
        raise Unknown("which request this is does not show in the address")
    if verb not in ("generateContent", "streamGenerateContent"):
        raise Unknown(f"`{verb}` is no request that has a counterpart")
    enterprise = found.re is _ENTERPRISE
    query = _query(text, found)
    stream = verb == "streamGenerateContent"
    # The resource is the last segment of the path in front of the model: what follows goes into the body.
    at = found.start("path") + len(found["path"].rpartition("/")[0]) + (1 if "/" in found["path"] else 0)
    at = found.start("path") if enterprise else at
    splices = [Splice(text.chars[at].start, end, "interactions" + _closing(text, at))]
    if enterprise and found["version"] != _ENTERPRISE_VERSION:
        first, last = text.chars[found.start("version")], text.chars[found.end("version") - 1]
        splices.append(Splice(first.start, last.end, _ENTERPRISE_VERSION))
    return Address(
        "enterprise" if enterprise else "developer",
        said(text, found.start("model"), found.end("model")),
        stream,
        query.pop("alt", "") == "sse",
        query.pop("key", ""),
        tuple(splices),
        _expansion(text, found, "host"),
        named,
    )


def _expansion(text: Text, found: re.Match[str], part: str) -> str:
    """What is put into the address in the place of a part: of the host (and perhaps the version), or the verb."""
    if found[part] != HOLE:
        return ""
    char = text.chars[found.start(part)]
    return text.source[char.start : char.end]


def _variable(text: Text, found: re.Match[str], part: str) -> str:
    return _expansion(text, found, part).strip("${}")


def said(text: Text, start: int, end: int) -> Said:
    """A stretch of a word, as literal text and expansions."""
    pieces: list[tuple[str, str]] = []
    literal = ""
    for char in text.chars[start:end]:
        if char.value == HOLE:
            pieces.append((literal, text.source[char.start : char.end]))
            literal = ""
        else:
            literal += char.value
    return Said((*pieces, (literal, "")))


def quoted(value: Said) -> str:
    """The same between double quotes, without those."""
    return "".join(written(text, "double") + expansion for text, expansion in value.pieces)


def _query(text: Text, found: re.Match[str]) -> dict[str, str]:
    """The parameters of the query. Raises `Unknown` for one that means something."""
    parameters: dict[str, str] = {}
    at = found.start("query")
    for parameter in (found["query"] or "").split("&"):
        name, _, value = parameter.partition("=")
        start = at + len(name) + 1
        if name == "key" and value:
            parameters[name] = quoted(said(text, start, start + len(value)))
        elif name == "alt" and value in ("sse", "json"):
            parameters[name] = value
        elif name:
            raise Unknown(f"`{name.replace(HOLE, '$…')}` in the address has no counterpart in Interactions")
        at += len(parameter) + 1
    return parameters


def _closing(text: Text, at: int) -> str:
    """The quote that has to follow where the rest of a word is cut off."""
    return {"double": '"', "single": "'"}.get(text.chars[at].state, "")
