"""What is collected about one old call in any language: sites, reasons to leave it, doubts, notes.

Nodes are those of the language and are compared by identity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeAlias, TypeVar

from codemods.rules import RULES

N = TypeVar("N")
T = TypeVar("T")
#: What tells the items of a list apart: a node by its identity, and a code.
Key: TypeAlias = "tuple[int, str]"


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
class _Seen:
    """What is in a list, so that it is not walked for every addition; put together anew when the list was changed from elsewhere."""

    listed: object
    length: int
    keys: set[Key]


@dataclass(eq=False)
class Collected(Generic[N]):
    """``ties`` are what a call shares with others."""

    sites: list[Site[N]] = field(default_factory=list)
    holds: list[Remark[N]] = field(default_factory=list)
    notes: list[Remark[N]] = field(default_factory=list)
    ties: set[object] = field(default_factory=set)
    doubts: list[Doubt[N]] = field(default_factory=list)
    stateless: int = 0
    _seen: dict[object, _Seen] = field(default_factory=dict, repr=False)

    def hold(self, node: N, code: str, message: str, help: str = "") -> None:
        """Record why the group cannot be rewritten; once for each place and code."""
        self._add(self.holds, Remark(node, code, message, help or RULES[code].help), _of_remark)

    def note(self, node: N, code: str, message: str) -> None:
        self._add(self.notes, Remark(node, code, message, RULES[code].help), _of_note)

    def assume(self, assumption: str, node: N, message: str) -> None:
        """Record that the rewrite is right only if an assumption holds, and where that shows."""
        code = DOUBTS[assumption]
        self._add(self.doubts, Doubt(assumption, Remark(node, code, message, RULES[code].help)), _of_doubt)

    @property
    def assumptions(self) -> frozenset[str]:
        return frozenset(doubt.assumption for doubt in self.doubts)

    def site(self, node: N, code: str, message: str) -> None:
        self._add(self.sites, Site(node, code, message), _of_site)

    def _add(self, listed: list[T], item: T, key: Callable[[T], Key]) -> None:
        """Add to a list what it does not have yet."""
        seen = self._seen.get(key)
        if seen is None or seen.listed is not listed or seen.length != len(listed):
            seen = self._seen[key] = _Seen(listed, len(listed), set(map(key, listed)))
        if key(item) not in seen.keys:
            seen.keys.add(key(item))
            seen.length += 1
            listed.append(item)


def _of_site(site: Site[N]) -> Key:
    return id(site.node), ""


def _of_remark(remark: Remark[N]) -> Key:
    return id(remark.node), remark.code


def _of_note(remark: Remark[N]) -> Key:
    return _of_remark(remark)


def _of_doubt(doubt: Doubt[N]) -> Key:
    return id(doubt.remark.node), doubt.assumption


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
