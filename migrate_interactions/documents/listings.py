"""The JavaScript of a page as programs: which of its fences belong together, and how they stand in one module.

A fence takes the names it does not declare from the nearest fence above that does (else from one below). Fences that are joined in this
way are one program. A fence that nothing takes anything of may declare names anew: it stands in a block of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from codemods.outcome import CannotMigrate
from migrate_interactions import transforms
from migrate_interactions.documents.blocks import OWN, Block, Origin, Program, marker

_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_USED = f"{OWN}used__"


@dataclass(frozen=True)
class Listing:
    """The code of one fence. ``endings`` are those of files with such code, to be tried in turn; ``problem`` where none of them does."""

    text: str
    origins: tuple[Origin, ...]
    endings: tuple[str, ...]
    ending: str = ""
    declared: frozenset[str] = frozenset()
    free: frozenset[str] = frozenset()
    nests: bool = False
    problem: CannotMigrate | None = None

    @property
    def is_typed(self) -> bool:
        return ".ts" in self.endings or ".tsx" in self.endings


@dataclass(frozen=True)
class Scripted(Program):
    """Some listings of a page as one module. ``nested`` are those in blocks, ``used`` names that code elsewhere on the page uses."""

    ending: str = ".js"
    nested: frozenset[int] = frozenset()
    used: tuple[str, ...] = ()

    def _joined(self) -> Iterator[tuple[str, Origin]]:
        last = Origin(1)
        for number, block in enumerate(self.blocks):
            last = block.lines[0][1] if block.lines else last
            if number in self.nested:
                yield "{", last
            yield from block.lines
            last = block.lines[-1][1] if block.lines else last
            if number in self.nested:
                yield "}", last
            yield f"{marker(number)};", last
        if self.used:
            yield self._using, last

    @property
    def _using(self) -> str:
        return f"{_USED}({', '.join(self.used)});"

    def split(self, output: str) -> list[str]:
        """The text of each block after the rewrite. Raises `CannotMigrate` GI005 when it does not fall apart."""
        lines = output.split("\n")
        ends = [f"{marker(number)};" for number in range(len(self.blocks))]
        if [line for line in lines if OWN in line] != [*ends, *([self._using] if self.used else [])]:
            raise CannotMigrate("GI005", "the rewritten code does not fall apart into its blocks")
        texts: list[str] = []
        start = 0
        for number, end in enumerate(ends):
            stop = lines.index(end, start)
            texts.append("\n".join(self._unnested(lines[start:stop], number)))
            start = stop + 1
        return texts

    def _unnested(self, lines: list[str], number: int) -> list[str]:
        if number not in self.nested:
            return lines
        if len(lines) < 2 or (lines[0], lines[-1]) != ("{", "}"):
            raise CannotMigrate("GI005", "the rewritten code does not fall apart into its blocks")
        return lines[1:-1]


@dataclass(frozen=True)
class Together:
    """Listings that are one program, by their numbers on the page."""

    numbers: tuple[int, ...]
    program: Scripted


def read_listing(listing: Listing) -> Listing:
    """The listing with what its names tell, in the first of its endings that it parses with."""
    problem: CannotMigrate | None = None
    for ending in listing.endings:
        try:
            found = transforms.script_outline(listing.text, ending)
        except CannotMigrate as error:
            problem = problem or error
            continue
        return Listing(listing.text, listing.origins, listing.endings, ending, found.declared, found.free, found.nests)
    return Listing(listing.text, listing.origins, listing.endings, problem=problem)


def together(listings: Sequence[Listing]) -> list[Together]:
    """The programs of a page, each with the listings that are in it. Those that do not parse are in none."""
    return _Page(listings).programs()


#: Of a name: the listing that declares it, for one that takes it.
_Taken = dict[str, int]


@dataclass
class _Page:
    listings: Sequence[Listing]
    taken: list[_Taken] = field(init=False)
    cut: dict[int, set[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.taken = [self._sources(number) for number in range(len(self.listings))]
        self.cut = defaultdict(set)
        for number, listing in enumerate(self.listings):
            foreign = {name for name, source in self.taken[number].items() if self.listings[source].is_typed != listing.is_typed}
            self._cut(number, self.taken[number] if listing.problem is not None else foreign)

    def programs(self) -> list[Together]:
        while True:
            found = self._components()
            broken = next((number for numbers in found for number in self._misfits(numbers)), None)
            if broken is None:
                return [self._program(numbers) for numbers in found]
            self._cut(broken, list(self.taken[broken]))

    # -- who takes what of whom ---------------------------------------------------------------------------------

    def _sources(self, number: int) -> _Taken:
        listing = self.listings[number]
        names = listing.free if listing.problem is None else frozenset(_WORD.findall(listing.text))
        found = {name: self._declaring(name, number) for name in sorted(names)}
        return {name: source for name, source in found.items() if source is not None}

    def _declaring(self, name: str, number: int) -> int | None:
        """The last listing before one that declares a name, else the first one behind it."""
        places = self._declared.get(name, [])
        before, behind = bisect_left(places, number), bisect_right(places, number)
        return places[before - 1] if before else places[behind] if behind < len(places) else None

    @cached_property
    def _declared(self) -> dict[str, list[int]]:
        """The listings that declare each name."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, listing in enumerate(self.listings):
            for name in listing.declared:
                found[name].append(number)
        return found

    def _cut(self, number: int, names: Sequence[str] | set[str] | _Taken) -> None:
        """Let a listing take nothing of these; where they are declared, somebody uses them all the same."""
        for name in list(names):
            self.cut[self.taken[number].pop(name)].add(name)

    def _components(self) -> list[tuple[int, ...]]:
        leader = list(range(len(self.listings)))

        def find(number: int) -> int:
            while leader[number] != number:
                leader[number] = leader[leader[number]]
                number = leader[number]
            return number

        for number, taken in enumerate(self.taken):
            for source in taken.values():
                first, second = sorted((find(number), find(source)))
                leader[second] = first
        members: dict[int, list[int]] = defaultdict(list)
        for number, listing in enumerate(self.listings):
            if listing.problem is None:
                members[find(number)].append(number)
        return [tuple(numbers) for numbers in members.values()]

    # -- names that are declared more than once -------------------------------------------------------------------

    def _nested(self, numbers: Sequence[int]) -> frozenset[int]:
        """Listings that stand in a block: they declare a name that another one declares as well, and nothing takes any of theirs."""
        given = {source for number in numbers for source in self.taken[number].values()}
        own = {number for number in numbers if not (number in given or self.cut.get(number)) and self.listings[number].nests}
        times = Counter(name for number in numbers for name in self.listings[number].declared)
        return frozenset(number for number in own if any(times[name] > 1 for name in self.listings[number].declared))

    def _clashing(self, numbers: Sequence[int]) -> Iterator[int]:
        """Listings that declare a name which one before them declares as well."""
        known: set[str] = set()
        for number in numbers:
            if known & self.listings[number].declared:
                yield number
            known |= self.listings[number].declared

    def _misfits(self, numbers: Sequence[int]) -> Iterator[int]:
        """Listings that have to leave their program: names would be declared twice in it, or it would not parse."""
        if len(numbers) == 1:
            return
        nested = self._nested(numbers)
        clashing = list(self._clashing([number for number in numbers if number not in nested]))
        if clashing or not self._parses(numbers):
            takers = [number for number in [*clashing, *reversed(numbers)] if self.taken[number]]
            yield from takers[:1]

    def _parses(self, numbers: Sequence[int]) -> bool:
        program = self._program(numbers).program
        try:
            transforms.script_outline(program.text, program.ending)
        except CannotMigrate:
            return False
        return True

    # -- programs -------------------------------------------------------------------------------------------------

    def _program(self, numbers: Sequence[int]) -> Together:
        members = [self.listings[number] for number in numbers]
        nested = self._nested(numbers)
        used = sorted({name for number in numbers for name in self.cut.get(number, ())})
        places = frozenset(place for place, number in enumerate(numbers) if number in nested)
        blocks = tuple(Block(tuple(zip(listing.text.split("\n"), listing.origins, strict=True))) for listing in members)
        return Together(tuple(numbers), Scripted(blocks, ending=_ending(members), nested=places, used=tuple(used)))


def _ending(members: Sequence[Listing]) -> str:
    endings = {listing.ending for listing in members}
    return endings.pop() if len(endings) == 1 else ".tsx" if members[0].is_typed else ".js"
