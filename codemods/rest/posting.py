"""Requests that a program posts by itself, in any language: what is said of them, and what follows from their addresses and bodies."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from codemods.api import models
from codemods.api.call import Call, request
from codemods.api.formats import ENUM
from codemods.api.nodes import Object
from codemods.api.response import RESPONSE
from codemods.options import Options
from codemods.rest.address import Address
from codemods.settings.records import Record
from codemods.strands import Collected

N = TypeVar("N")

CODE, HELD = "GI607", "GI608"
MESSAGE = "generateContent request without an SDK; becomes a request to `interactions`"
ADDRESS = "the address of the request is that of the old API"
KEY_HEADER = "x-goog-api-key"
SEND = "Send this to …/interactions, with the key in the header x-goog-api-key"
STAYS = "a generateContent request without an SDK is not rewritten"
SHOWN = "the answer is shown as a whole, which will look different"
COUNTS_SHOWN = "the counts of tokens are shown under other names here now"
NO_TEXT = 'an answer without text is "" now, where reading it raised an error'
_FIRST_TEXT = re.compile(r"candidates\[0\]\.content\.parts\[(?:0|-1)\]\.text")
#: Keys whose comments stay with what they become.
_NEW = {"contents": "input", "generation_config": "generation_config"}


def settle(strand: Collected[N], place: N, said: str, help: str, line: Callable[[N], int]) -> None:
    """Say at one place why a request is held, with the new body where that is known; what is wrong with its settings keeps its own code."""
    if not strand.holds:
        return
    first = min(strand.holds, key=lambda held: line(held.node))
    strand.holds = [held for held in strand.holds if held.code != HELD]
    written = f"{SEND}: {said} " if said else ""
    strand.hold(place, HELD, f"{STAYS}: line {line(first.node)}: {first.message}", written + (first.help or help))


def check(old: Address, options: Options, node: N, strand: Collected[N], host: str | None) -> None:
    """What the address alone decides; ``host`` is what stands behind the name in the place of one, where that is known."""
    if old.stream or old.events:
        strand.hold(node, HELD, "a stream is read piece by piece, and its pieces have another shape now")
    if options.schema != "steps":
        strand.hold(node, HELD, "requests are rewritten for today's schema alone")
    if old.platform == "enterprise" and options.platform != "enterprise":
        message = "the request goes to the enterprise platform, whose project and location have to serve the Interactions API"
        strand.assume("enterprise", node, message)
    if old.host and "googleapis.com" not in (host or ""):
        strand.hold(node, HELD, "the host of the address is not in sight")


def model(identifier: str, own: models.Own, node: N, strand: Collected[N]) -> str:
    """The model to ask in the place of one that the address names."""
    row = models.find(identifier, own)
    if row is None:
        strand.assume("unknown-model", node, f"`{identifier}` is a model this version does not know")
    elif row.replacement is None and row.state != "served":
        strand.hold(node, "GI220", f"`{identifier}` is not a model of the Interactions API")
    new = models.replacement(identifier, own) if row is not None and row.replacement else identifier
    if new != identifier:
        said = f"; `{identifier}` is retired; `{new}` takes its place"
        strand.sites = [replace(site, message=site.message + said) if site.code == CODE else site for site in strand.sites]
    return new


def is_key(text: str) -> bool:
    """Whether the key in an address is written out."""
    return all(sign.isalnum() or sign in "-_" for sign in text)


def written(call: Call, record: Record[Any] | None) -> Object:
    """The new body, with the layout and the comments of the old one."""
    comments = {_NEW[pair.name]: pair.comments for pair in record.pairs if pair.name in _NEW} if record is not None else {}
    entries = [entry for _, group in request(call) for entry in group]
    said = tuple(replace(entry, comments=comments[entry.key]) if entry.key in comments else entry for entry in entries)
    if record is None:
        return Object(said)
    return Object(said, record.exploded, record.listing.orphans, record.listing.opening)


# -- answers ---------------------------------------------------------------------------------------------------------


def is_first_text(path: str) -> bool:
    """Whether a path leads to the text of an answer, as it is read when there is nothing else."""
    return _FIRST_TEXT.fullmatch(path) is not None


def new_names(path: str, known: str) -> list[str] | None:
    """The new names of the keys behind ``known`` on the way to a path, if each has one."""
    row = RESPONSE.get(path)
    if row is None or row.kind not in ("rename", "object"):
        return None
    old, new = row.old.split("."), row.new.split(".")
    return new[len(known.split(".")) if known else 0 :] if len(old) == len(new) else None


def is_object(path: str) -> bool:
    """Whether what a path leads to has keys with new names."""
    return path in RESPONSE and RESPONSE[path].kind == "object"


def unplaced(path: str) -> tuple[str, str]:
    """What to say of a path without a new place, and how to read it by hand."""
    row = RESPONSE.get(path)
    return f"`{path}` of the answer has no place that is known", row.help if row is not None else ""


def check_enum(enum: object, strand: Collected[N], node: N, help: str) -> None:
    """An answer that is one of several texts is JSON now."""
    if enum == ENUM:
        strand.hold(node, HELD, "an answer that is one of several texts is JSON now", help)
