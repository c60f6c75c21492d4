"""Model ids, which are no part of a call: only what the model table or the configuration says may take the place of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from codemods.api.models import Own, find, split
from migrate_interactions.verify.compare import Difference, key_of

if TYPE_CHECKING:  # the service needs the SDK, what it recorded does not
    from migrate_interactions.verify.service.record import RecordedCall


def model_differences(before: Sequence[RecordedCall], after: Sequence[RecordedCall], own: Own = ()) -> list[Difference]:
    """The calls that are equal but for a model that was not to be replaced so."""
    return [
        Difference(place + 1, "model", one.model, other.model)
        for place, one, other in _pairs(before, after, own)
        if not is_successor(one.model, other.model, own)
    ]


def model_notes(before: Sequence[RecordedCall], after: Sequence[RecordedCall], own: Own = ()) -> list[str]:
    """What was replaced as the table says, each once."""
    changed = {(_bare(one.model), _bare(other.model)) for _, one, other in _pairs(before, after, own)}
    return [f"model {old} became {new}, its replacement" for old, new in sorted(changed) if old != new and is_successor(old, new, own)]


def is_successor(old: str, new: str, own: Own = ()) -> bool:
    """Whether ``new`` is the same model, or what the table or the configuration names for ``old``."""
    row = find(old, own)
    return _bare(old) == _bare(new) or (row is not None and row.replacement == _bare(new))


def _bare(identifier: str) -> str:
    return split(identifier)[1]


def _pairs(before: Sequence[RecordedCall], after: Sequence[RecordedCall], own: Own) -> Iterator[tuple[int, RecordedCall, RecordedCall]]:
    """Equal calls of both runs, with their place before. Of several equal ones, those that fit come together first."""
    waiting: dict[str, list[RecordedCall]] = defaultdict(list)
    for call in after:
        if call.model:
            waiting[key_of(call)].append(call)
    for place, call in enumerate(before):
        candidates = waiting[key_of(call)]
        if call.model and candidates:
            chosen = next((other for other in candidates if is_successor(call.model, other.model, own)), candidates[0])
            candidates.remove(chosen)
            yield place, call, chosen
