"""The model of a request: in the address before, in the body now, under the name of its successor where it is retired."""

from __future__ import annotations

import re
from dataclasses import dataclass

from codemods.api import models
from codemods.rest import flow, shell
from codemods.rest.address import Address
from codemods.rest.body.reader import Remark
from codemods.rest.flow import Script
from codemods.rest.text import is_variable
from codemods.rest.writing import Said
from codemods.splices import Splice

_DEFAULT = re.compile(r"\$\{\w+:?-(?P<default>[\w.\-]+)\}")


@dataclass(frozen=True)
class Model:
    """The model as the body says it; ``ids`` are those that are in sight, ``splices`` put successors in the place of retired ones."""

    said: Said
    ids: tuple[str, ...] = ()
    splices: tuple[Splice, ...] = ()
    remarks: tuple[Remark, ...] = ()
    message: str = ""


def of(address: Address, script: Script, place: tuple[int, int], own: models.Own) -> Model:
    """The model of an address that stands at ``place``."""
    identifier = address.model_id
    if identifier is not None:
        return Model(
            Said(((_successor(identifier, own), ""),)), (identifier,), (), _judged(identifier, place, own), _retired(identifier, own)
        )
    pieces, found = [], Model(address.model)
    for text, expansion in address.model.pieces:
        default = _DEFAULT.fullmatch(expansion)
        if default is not None:
            old = default["default"]
            new = expansion[: default.start("default")] + _successor(old, own) + expansion[default.end("default") :]
            found = Model(found.said, (*found.ids, old), found.splices, (*found.remarks, *_judged(old, place, own)), _retired(old, own))
            pieces.append((text, new))
            continue
        pieces.append((text, expansion))
    whole = [piece for piece in pieces if piece != ("", "")]
    if len(whole) == 1 and not whole[0][0] and is_variable(whole[0][1]):
        return _variable(whole[0][1].strip("${}"), Said(tuple(pieces)), script, place, own)
    return Model(Said(tuple(pieces)), found.ids, found.splices, found.remarks, found.message)


def _variable(name: str, said: Said, script: Script, place: tuple[int, int], own: models.Own) -> Model:
    """A variable of the script: what it is given, once, is replaced there."""
    given = flow.assignments(script, name)
    value = given[0].children()[-1] if len(given) == 1 else None
    identifier = script.literal(value) if value is not None else None
    if value is None or identifier is None:
        return Model(said)
    remarks = _judged(identifier, place, own)
    new = _successor(identifier, own)
    if new == identifier:
        return Model(said, (identifier,), (), remarks)
    if value.kind() not in ("word", "string", "raw_string"):
        return Model(said, (identifier,), (), (Remark(*shell.span(value), "GI301", _retired(identifier, own) or f"write `{new}`"),))
    start, end = shell.span(value)
    start, end = (start, end) if value.kind() == "word" else (start + 1, end - 1)
    return Model(said, (identifier,), (Splice(start, end, new),), remarks, _retired(identifier, own))


def _successor(identifier: str, own: models.Own) -> str:
    row = models.find(identifier, own)
    return (row.replacement if row is not None else None) or models.split(identifier)[1]


def _retired(identifier: str, own: models.Own) -> str:
    row = models.find(identifier, own)
    return f"`{identifier}` is retired; `{row.replacement}` takes its place" if row is not None and row.replacement else ""


def _judged(identifier: str, place: tuple[int, int], own: models.Own) -> tuple[Remark, ...]:
    row = models.find(identifier, own)
    if row is None:
        message = f"`{identifier}` is a model this version does not know"
        return (Remark(*place, "GI223", message, assumption="unknown-model"),)
    if row.replacement is None and row.state != "served":
        return (Remark(*place, "GI220", f"`{identifier}` is not a model of the Interactions API"),)
    return ()
