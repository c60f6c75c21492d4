"""Groups: whatever shares something is in one of them, in whichever order the strands come."""

from __future__ import annotations

from itertools import permutations

import libcst as cst
import pytest

from codemods.python.answers import Trail
from codemods.python.groups import gather
from codemods.python.module import parse
from codemods.python.parsed import Parsed
from codemods.python.strand import Strand

MODULE = parse("a, b, c, d\n")


def trail(*ties: cst.CSTNode) -> Trail:
    return Trail(Strand(ties=set(ties)), Parsed("unseen"), {}, {})


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_a_strand_that_ties_several_groups_joins_them_all(order: tuple[int, ...]) -> None:
    one, two, three, apart = (cst.Name(name) for name in ("one", "two", "three", "apart"))
    trails = [trail(one), trail(two), trail(three), trail(one, two, three)]
    groups = gather([*(trails[n] for n in order), trail(apart)], MODULE, lambda definition: "")
    assert sorted(len(group.trails) for group in groups) == [1, 4]
