"""What is collected about one old call in any language: sites, reasons to leave it, doubts, notes.

Nodes are those of the language and are compared by identity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from codemods.rules import RULES

N = TypeVar("N")
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Site(Generic[N]):
    """One old-API expression and the GI1xx code under which `run` rewrites it."""

    node: N
    code: str
    message: str


@dataclass(frozen=True, eq=False)
class Remark(Generic[N]):
    """Something to say at a place: why it cannot be rewritten (a hold), or a note on behaviour."""

    node: N
    code: str
    message: str
    help: str = ""


@dataclass(frozen=True, eq=False)
class Doubt(Generic[N]):
    """A place where the rewrite rests on an assumption (a key of `codemods.options.ASSUMPTIONS`) until it is taken."""

    assumption: str
    remark: Remark[N]


#: The rule under which each assumption is reported while it is not taken.
DOUBTS = {
    "enterprise": "GI222",
    "untraced-client": "GI201",
    "wrong-import": "GI508",
    "last-text": "GI517",
    "text": "GI202",
    "media": "GI225",
    "shown": "GI205",
    "finish": "GI208",
    "schema-class": "GI203",
    "unknown-model": "GI223",
    "thinking-level": "GI224",
    "configured": "GI230",
    "vertex-place": "GI231",
    "required-fields": "GI232",
    "call-ids": "GI604",
    "answer-file": "GI603",
}


@dataclass(eq=False)
class Collected(Generic[N]):
    """``ties`` are what a call shares with others."""

    sites: list[Site[N]] = field(default_factory=list)
    holds: list[Remark[N]] = field(default_factory=list)
    notes: list[Remark[N]] = field(default_factory=list)
    ties: set[object] = field(default_factory=set)
    doubts: list[Doubt[N]] = field(default_factory=list)
    stateless: int = 0

    def hold(self, node: N, code: str, message: str, help: str = "") -> None:
        """Record why the group cannot be rewritten; once for each place and code."""
        if not any(held.node is node and held.code == code for held in self.holds):
            self.holds.append(Remark(node, code, message, help or RULES[code].help))

    def note(self, node: N, code: str, message: str) -> None:
        if not any(noted.node is node and noted.code == code for noted in self.notes):
            self.notes.append(Remark(node, code, message, RULES[code].help))

    def assume(self, assumption: str, node: N, message: str) -> None:
        """Record that the rewrite is right only if an assumption holds, and where that shows."""
        code = DOUBTS[assumption]
        if not any(doubt.remark.node is node and doubt.assumption == assumption for doubt in self.doubts):
            self.doubts.append(Doubt(assumption, Remark(node, code, message, RULES[code].help)))

    @property
    def assumptions(self) -> frozenset[str]:
        return frozenset(doubt.assumption for doubt in self.doubts)

    def site(self, node: N, code: str, message: str) -> None:
        if not any(site.node is node for site in self.sites):
            self.sites.append(Site(node, code, message))


class Joined(Generic[N]):
    """What strands that go together say in common."""

    strands: Sequence[Collected[N]]

    @property
    def sites(self) -> list[Site[N]]:
        """Each old expression once: an answer read after two branches belongs to two strands."""
        return list({site.node: site for strand in self.strands for site in strand.sites}.values())

    @property
    def holds(self) -> list[Remark[N]]:
        return _once(remark for strand in self.strands for remark in strand.holds)

    @property
    def notes(self) -> list[Remark[N]]:
        return _once(remark for strand in self.strands for remark in strand.notes)

    @property
    def doubts(self) -> list[Doubt[N]]:
        return list({(d.remark.node, d.assumption): d for strand in self.strands for d in strand.doubts}.values())

    @property
    def assumptions(self) -> frozenset[str]:
        return frozenset(doubt.assumption for doubt in self.doubts)

    @property
    def stateless(self) -> int:
        return sum(strand.stateless for strand in self.strands)

    def hold(self, node: N, code: str, message: str, help: str = "") -> None:
        self.strands[0].hold(node, code, message, help)


def _once(remarks: Iterable[Remark[N]]) -> list[Remark[N]]:
    return list({(remark.node, remark.code): remark for remark in remarks}.values())


def families(items: Iterable[T], ties: Callable[[T], Iterable[object]]) -> list[list[T]]:
    """The items that share a tie, or share one with something that does; families and members in the order of the items."""
    listed = list(items)
    parent = list(range(len(listed)))
    first: dict[object, int] = {}

    def find(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for number, item in enumerate(listed):
        for tie in ties(item):
            one, other = find(first.setdefault(tie, number)), find(number)
            parent[max(one, other)] = min(one, other)
    found: dict[int, list[T]] = {}
    for number, item in enumerate(listed):
        found.setdefault(find(number), []).append(item)
    return list(found.values())
