"""A strand: what one old call needs to be rewritten, collected while it is followed.

Strands that share a definition, a use or an edit form a group, and a group is rewritten whole or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import libcst as cst

from codemods.python.edits import Edit
from codemods.python.flow import Definition
from codemods.rules import RULES


@dataclass(frozen=True, eq=False)
class Site:
    """One old-API expression and the GI1xx code under which `run` rewrites it."""

    node: cst.CSTNode
    code: str
    message: str


@dataclass(frozen=True, eq=False)
class Remark:
    """Something to say at a place: why it cannot be rewritten (a hold), or a note on behaviour."""

    node: cst.CSTNode
    code: str
    message: str
    help: str = ""


@dataclass(frozen=True)
class Import:
    """A name the rewritten code needs: ``from module import name``, or ``import module`` without a name."""

    module: str
    name: str = ""

    @property
    def bound(self) -> str:
        return self.name or self.module


@dataclass(frozen=True)
class Helper:
    """A small function that the rewritten code needs, and the imports its body uses."""

    name: str
    source: str
    imports: tuple[Import, ...]


#: Reads and describes any type: lists, enums, typed dictionaries.
ADAPTER = Import("pydantic", "TypeAdapter")
#: Tells a type checker what it cannot see; does nothing when it runs.
CAST = Import("typing", "cast")


@dataclass(frozen=True, eq=False)
class Doubt:
    """A place where the rewrite rests on an assumption (a key of `codemods.options.ASSUMPTIONS`) until it is taken."""

    assumption: str
    remark: Remark


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
}


@dataclass(eq=False)
class Strand:
    """The builder.

    ``ties`` are what it shares with other strands; ``edits`` are made only if no strand of the group holds. ``claims`` are
    the uses it takes care of, of definitions that are rewritten in place: a group has to claim all of them. ``spelled`` are
    uses in whose place it writes out what they stand for. ``takes`` are pieces of answers, by their path, that go into what it asks:
    each has to be what an answer of the group gives.
    """

    sites: list[Site] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    holds: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    models: list[cst.SimpleString] = field(default_factory=list)
    ties: set[object] = field(default_factory=set)
    doubts: list[Doubt] = field(default_factory=list)
    claims: dict[Definition, set[cst.CSTNode]] = field(default_factory=dict)
    spelled: dict[Definition, set[cst.CSTNode]] = field(default_factory=dict)
    takes: dict[cst.CSTNode, str] = field(default_factory=dict)
    imports: set[Import] = field(default_factory=set)
    helpers: set[Helper] = field(default_factory=set)
    stateless: int = 0

    def hold(self, node: cst.CSTNode, code: str, message: str, help: str = "") -> None:
        """Record why the group cannot be rewritten; once for each place and code."""
        if not any(held.node is node and held.code == code for held in self.holds):
            self.holds.append(Remark(node, code, message, help or RULES[code].help))

    def note(self, node: cst.CSTNode, code: str, message: str) -> None:
        if not any(noted.node is node and noted.code == code for noted in self.notes):
            self.notes.append(Remark(node, code, message, RULES[code].help))

    def assume(self, assumption: str, node: cst.CSTNode, message: str) -> None:
        """Record that the rewrite is right only if an assumption holds, and where that shows."""
        code = DOUBTS[assumption]
        if not any(doubt.remark.node is node and doubt.assumption == assumption for doubt in self.doubts):
            self.doubts.append(Doubt(assumption, Remark(node, code, message, RULES[code].help)))

    def claim(self, definition: Definition, use: cst.CSTNode) -> None:
        """Take care of one use of a definition that is rewritten where it stands."""
        self.ties.add(definition)
        self.claims.setdefault(definition, set()).add(use)

    def take(self, node: cst.CSTNode, path: str) -> None:
        """Rely on an expression being this piece of an answer."""
        self.ties.add(node)
        self.takes[node] = path

    @property
    def assumptions(self) -> frozenset[str]:
        return frozenset(doubt.assumption for doubt in self.doubts)

    def site(self, node: cst.CSTNode, code: str, message: str) -> None:
        if not any(site.node is node for site in self.sites):
            self.sites.append(Site(node, code, message))

    def edit(self, edit: Edit) -> None:
        if not any(other.node is edit.node and other.label == edit.label for other in self.edits):
            self.edits.append(edit)
