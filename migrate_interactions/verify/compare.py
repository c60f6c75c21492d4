"""Comparing what two runs of a program asked the service."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from migrate_interactions.verify.stable import stable

if TYPE_CHECKING:  # the service needs the SDK, what it recorded does not
    from migrate_interactions.verify.service.record import RecordedCall

_LONGEST = 60


@dataclass(frozen=True)
class Difference:
    """``call`` counts from 1, None for the program as a whole. ``before`` and ``after`` are None where there is no such thing."""

    call: int | None
    field: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        place = f"call {self.call}: " if self.call else ""
        old, new = _side_by_side(self.before, self.after)
        return f"{place}{self.field}: {old} became {new}"


@dataclass(frozen=True)
class CountDifference(Difference):
    """There are more calls, or fewer."""

    def __str__(self) -> str:
        return f"{self.before} calls became {self.after}"


@dataclass(frozen=True)
class LoneCall(Difference):
    """A call that one version made and the other did not."""

    def __str__(self) -> str:
        side, value = ("before", self.before) if self.after is None else ("after", self.after)
        return f"only {side}: {_short(value)}"


def call_differences(before: Sequence[RecordedCall], after: Sequence[RecordedCall]) -> list[str]:
    """`differences`, one line each."""
    return [str(difference) for difference in differences(before, after)]


def differences(before: Sequence[RecordedCall], after: Sequence[RecordedCall]) -> list[Difference]:
    """What differs between the calls of two runs, in order; calls that may have been made at once are compared as a set.

    What is compared is the canonical call, whether it was streamed, and whether it was refused; neither the endpoint nor the model.
    """
    if len(before) != len(after):
        gone, come = _unmatched(before, after)
        found: list[Difference] = [CountDifference(None, "calls", str(len(before)), str(len(after)))]
        found += [LoneCall(place + 1, "call", _summary(before[place]), None) for place in gone]
        found += [LoneCall(place + 1, "call", None, _summary(after[place])) for place in come]
        return found + _refusals(before, after)
    found = []
    for start, end in _stretches(before, after):
        gone, come = _unmatched(before[start:end], after[start:end])
        for place, other in zip(gone, come, strict=True):
            found += _differences_of(start + place + 1, before[start + place], after[start + other])
    return found


def key_of(call: RecordedCall) -> str:
    """Text that is equal for calls that are equal."""
    return stable(_facts(call))


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
    old, new = [key_of(call) for call in before], [key_of(call) for call in after]
    return _surplus(old, Counter(new)), _surplus(new, Counter(old))


def _surplus(keys: list[str], others: Counter[str]) -> list[int]:
    places = []
    for place, key in enumerate(keys):
        if others[key]:
            others[key] -= 1
        else:
            places.append(place)
    return places


def _refusals(before: Sequence[RecordedCall], after: Sequence[RecordedCall]) -> list[Difference]:
    """Where one version is refused something that the other is not, that is why the rest of its calls are missing."""
    known = {call.error for call in before}
    return [Difference(place + 1, "refused", "", call.error) for place, call in enumerate(after) if call.error and call.error not in known]


def _summary(call: RecordedCall) -> str:
    if call.call and call.call.turns:
        return json.dumps(call.call.as_json()["turns"][-1]["parts"], ensure_ascii=False)
    return call.endpoint


def _differences_of(number: int, one: RecordedCall, other: RecordedCall) -> list[Difference]:
    old, new = dict(_flat(_facts(one))), dict(_flat(_facts(other)))
    paths = sorted(path for path in {*old, *new} if old.get(path) != new.get(path))
    return [Difference(number, path, _text(old.get(path)), _text(new.get(path))) for path in paths]


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _flat(item, f"{path}.{key}" if path else key)
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from _flat(item, f"{path}[{index}]")
    else:
        yield path, value


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _side_by_side(one: str | None, other: str | None) -> tuple[str, str]:
    """Both short enough to read, and both showing where they part."""
    if one is None or other is None:
        return _short(one), _short(other)
    alike = next((place for place, (old, new) in enumerate(zip(one, other, strict=False)) if old != new), 0)
    start = alike - _LONGEST // 2
    if start <= 0 or max(len(one), len(other)) <= _LONGEST:
        return _short(one), _short(other)
    return _short("..." + one[start:]), _short("..." + other[start:])


def _short(text: str | None) -> str:
    if text is None:
        return "nothing"
    return repr(text if len(text) <= _LONGEST else text[:_LONGEST] + "...")
