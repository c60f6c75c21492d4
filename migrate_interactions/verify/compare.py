"""Comparing what two runs of a program asked the service."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from migrate_interactions.verify.service.record import RecordedCall
from migrate_interactions.verify.stable import stable

_LONGEST = 60


def call_differences(before: Sequence[RecordedCall], after: Sequence[RecordedCall]) -> list[str]:
    """One line per difference between the calls of two runs, in order; calls that may have been made at once are compared as a set.

    What is compared is the canonical call, whether it was streamed, and whether it was refused; neither the endpoint nor the model.
    """
    if len(before) != len(after):
        gone, come = _unmatched(before, after)
        lines = [f"{len(before)} calls became {len(after)}"]
        lines += [f"only before: {_summary(before[place])}" for place in gone]
        return lines + [f"only after: {_summary(after[place])}" for place in come]
    lines = []
    for start, end in _stretches(before, after):
        gone, come = _unmatched(before[start:end], after[start:end])
        for place, other in zip(gone, come, strict=True):
            lines += [f"call {start + place + 1}: {line}" for line in _differences_of(before[start + place], after[start + other])]
    return lines


def model_changes(before: Sequence[RecordedCall], after: Sequence[RecordedCall]) -> list[tuple[str, str]]:
    """The models that were replaced: (old, new), each pair once."""
    pairs = [(one.model, other.model) for one, other in zip(before, after, strict=False) if one.model != other.model]
    return list(dict.fromkeys(pairs))


def newly_stored(before: Sequence[RecordedCall], after: Sequence[RecordedCall]) -> int:
    """How many more calls leave their prompt and answer on the service."""
    return sum(call.store for call in after) - sum(call.store for call in before)


def _stretches(before: Sequence[RecordedCall], after: Sequence[RecordedCall]) -> Iterable[tuple[int, int]]:
    """The calls divided wherever both runs show that what follows came later, as (start, end)."""
    edges = [0, *sorted(_later(before) & _later(after)), len(before)]
    return pairwise(edges)


def _later(calls: Sequence[RecordedCall]) -> set[int]:
    """Where a call had to wait for an earlier one: it came on a connection that was used since the last such place.

    Times would not tell: whether calls made at the same time overlap depends on how busy the machine is.
    """
    places: set[int] = set()
    busy: set[int] = set()
    for index, call in enumerate(calls):
        if call.connection in busy:
            places.add(index)
            busy = set()
        busy.add(call.connection)
    return places


def _facts(call: RecordedCall) -> dict[str, Any]:
    """What counts, as plain data. A request that never became a call is known by its endpoint."""
    asked = call.call.as_json() if call.call else {"endpoint": call.endpoint}
    return {**asked, "stream": call.stream, "counted": call.endpoint == "countTokens", "refused": call.error or ""}


def _unmatched(before: Sequence[RecordedCall], after: Sequence[RecordedCall]) -> tuple[list[int], list[int]]:
    """The places of calls without an equal in the other run, each call being an equal once."""
    old, new = [stable(_facts(call)) for call in before], [stable(_facts(call)) for call in after]
    return _surplus(old, Counter(new)), _surplus(new, Counter(old))


def _surplus(keys: list[str], others: Counter[str]) -> list[int]:
    places = []
    for place, key in enumerate(keys):
        if others[key]:
            others[key] -= 1
        else:
            places.append(place)
    return places


def _summary(call: RecordedCall) -> str:
    return _short(call.call.as_json()["turns"][-1]["parts"]) if call.call and call.call.turns else call.endpoint


def _differences_of(one: RecordedCall, other: RecordedCall) -> list[str]:
    old, new = dict(_flat(_facts(one))), dict(_flat(_facts(other)))
    return [
        f"{path}: {_short(old.get(path))} became {_short(new.get(path))}" for path in sorted({*old, *new}) if old.get(path) != new.get(path)
    ]


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _flat(item, f"{path}.{key}" if path else key)
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from _flat(item, f"{path}[{index}]")
    else:
        yield path, value


def _short(value: Any) -> str:
    if value is None:
        return "nothing"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return repr(text if len(text) <= _LONGEST else text[:_LONGEST] + "...")
