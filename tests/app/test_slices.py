"""Work on many things in forked processes."""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest

from migrate_interactions import slices
from migrate_interactions.slices import in_slices


@pytest.fixture(autouse=True)
def three(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "WORTH_FORKING", 5)
    monkeypatch.setattr(slices, "processors", lambda: 3)


def _with_process(things: Sequence[int]) -> list[tuple[int, int]]:
    return [(thing, os.getpid()) for thing in things]


@pytest.mark.parametrize("count", [0, 1, 4, 5, 6, 7, 100])
def test_results_stand_in_the_order_of_the_things(count: int) -> None:
    assert [thing for thing, _ in in_slices(_with_process, list(range(count)))] == list(range(count))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_many_things_are_shared_out_and_few_are_not() -> None:
    assert len({process for _, process in in_slices(_with_process, range(10))}) == 3
    assert {process for _, process in in_slices(_with_process, range(4))} == {os.getpid()}


def test_what_a_process_does_not_bring_to_its_end_is_done_here() -> None:
    own = os.getpid()

    def dying(things: Sequence[int]) -> list[int]:
        if os.getpid() != own:
            os._exit(3)
        return [thing + 1 for thing in things]

    def raising(things: Sequence[int]) -> list[int]:
        if os.getpid() != own:
            raise ValueError
        return [thing + 1 for thing in things]

    assert in_slices(dying, range(10)) == in_slices(raising, range(10)) == list(range(1, 11))


def test_more_than_a_pipe_holds_comes_through() -> None:
    assert in_slices(lambda things: ["x" * 100_000 for _ in things], range(9)) == ["x" * 100_000] * 9
