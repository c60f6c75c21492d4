"""What is said about the groups of one module, in any language: findings for what goes, what stays and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Generic, Protocol, TypeVar

from codemods.api import models
from codemods.options import Options
from codemods.outcome import Finding, Fix, Migration, Span
from codemods.rules import REQUESTS, RULES
from codemods.strands import Doubt, Remark, Site

N = TypeVar("N")
Asked = TypeVar("Asked", contravariant=True)

#: Sites that only follow from a call: leaving them out of a report does not leave the call as it is.
_FOLLOWING = frozenset({"GI104", "GI105", "GI106", "GI107"})


class Place(Protocol[Asked]):
    """A module, as far as findings need it."""

    source: str

    def span(self, node: Asked) -> Span: ...
    def suppressed(self, span: Span, code: str) -> bool: ...


class Group(Protocol[N]):
    """Sites that go together, with everything there is to say about them."""

    number: int

    @property
    def sites(self) -> list[Site[N]]: ...
    @property
    def holds(self) -> list[Remark[N]]: ...
    @property
    def notes(self) -> list[Remark[N]]: ...
    @property
    def doubts(self) -> list[Doubt[N]]: ...
    @property
    def assumptions(self) -> frozenset[str]: ...
    @property
    def literals(self) -> Iterable[N]:
        """The literals of model ids that are replaced with the group."""
        ...

    @property
    def stateless(self) -> int: ...


def wanted(findings: Iterable[Finding], module: Place[N], options: Options) -> tuple[Finding, ...]:
    """The findings that are asked for, each once, in the order of the source."""
    kept = [f for f in findings if options.wants(f.code) and not module.suppressed(f.span, f.code)]
    # A constant that feeds two groups is one place to report.
    once = {(f.span, f.code, f.message): f for f in reversed(kept)}
    return tuple(sorted(once.values(), key=lambda f: (f.span, f.code, f.message)))


def requests(group: Group[N], module: Place[N], asks: Callable[[N], bool]) -> set[Span]:
    """Where calls of a group stand that ask the model; of some there is only why they are held: ``asks`` tells them by their look."""
    sites = (site.node for site in group.sites if site.code in REQUESTS)
    held = (hold.node for hold in group.holds if asks(hold.node))
    return {module.span(node) for node in (*sites, *held)}


def marked(findings: Iterable[Finding], asking: set[Span]) -> tuple[Finding, ...]:
    """The findings, those about calls that ask the model known as such, whatever is said of them."""
    return tuple(replace(finding, request=True) if finding.span in asking else finding for finding in findings)


def _nothing(node: object) -> bool:
    return False


@dataclass(eq=False)
class Report(Generic[N]):
    """Findings as they come in. ``identifier`` reads a literal; ``said`` puts advice into the names of a schema or language.

    ``asks`` tells a held call that asks the model by its look; ``asking`` is where all of them stand.
    """

    module: Place[N]
    options: Options
    identifier: Callable[[N], str | None]
    said: Callable[[str], str]
    rewritten: list[Finding] = field(default_factory=list)
    left: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    asks: Callable[[N], bool] = _nothing
    asking: set[Span] = field(default_factory=set)

    def finding(self, remark: Remark[N], group: Group[N] | None = None, fix: Fix | None = None, assumptions: Iterable[str] = ()) -> Finding:
        rule = RULES[remark.code]
        return Finding(
            self.module.span(remark.node),
            remark.code,
            self.said(remark.message),
            rule.severity,
            fix,
            tuple(sorted(assumptions)),
            group.number if group is not None else None,
            self.said(remark.help or rule.help),
        )

    def wanted(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        return wanted(findings, self.module, self.options)

    def silences(self, group: Group[N]) -> bool:
        """Whether a comment or an option leaves a site alone: it keeps its whole group as it is, without a word."""
        said = [(site.node, site.code) for site in group.sites]
        said += [(remark.node, remark.code) for remark in (*group.holds, *(doubt.remark for doubt in group.doubts))]
        if any(self.module.suppressed(self.module.span(node), code) for node, code in said):
            return True
        return any(not self.options.wants(site.code) for site in group.sites if site.code not in _FOLLOWING)

    def add(self, group: Group[N], *, done: bool) -> None:
        """Everything there is to say about a group, which is rewritten or not."""
        self.asking |= requests(group, self.module, self.asks)
        if group.holds:
            self._add_held(group)
            return
        assumptions = group.assumptions
        fix: Fix = "unsafe" if assumptions else "safe"
        target = self.rewritten if done else self.left
        doubts = [] if done else [d.remark for d in group.doubts if not self.options.takes(frozenset({d.assumption}))]
        doubted = {remark.node for remark in doubts}
        remarks = [*doubts, *(Remark(s.node, s.code, s.message) for s in group.sites if s.node not in doubted)]
        target += [self.finding(remark, group, fix, assumptions) for remark in (*remarks, *self._retired(group))]
        self.notes += [self.finding(note, group) for note in group.notes]

    def _retired(self, group: Group[N]) -> Iterable[Remark[N]]:
        own = self.options.models
        for literal in group.literals:
            identifier = self.identifier(literal) or ""
            if models.is_retired(identifier, own):
                yield Remark(literal, "GI301", models.retired(identifier, own))

    def _add_held(self, group: Group[N]) -> None:
        holds = sorted(group.holds, key=lambda hold: self.module.span(hold.node))
        self.left += [self.finding(hold, group) for hold in holds]
        explained = {hold.node for hold in holds}
        line = self.module.span(holds[0].node).line
        for site in group.sites:
            if site.node not in explained:
                self.left.append(self.finding(Remark(site.node, "GI215", f"held back by line {line}: {holds[0].message}"), group))

    def add_models(self, literals: Iterable[N]) -> None:
        """Retired ids that no rewritten call uses: a price table, a log text, a call that stays."""
        said = {finding.span for finding in (*self.rewritten, *self.left) if finding.code == "GI301"}
        for node in literals:
            identifier = self.identifier(node)
            if identifier is None or not models.is_retired(identifier) or self.module.span(node) in said:
                continue
            successor = models.replacement(identifier, self.options.models)
            self.notes.append(self.finding(Remark(node, "GI302", f"`{identifier}` is retired; its successor is `{successor}`")))

    def migration(self, output: str, chosen: Iterable[Group[N]]) -> Migration:
        """The outcome, with these groups rewritten."""
        return Migration(
            self.module.source,
            output,
            marked(self.wanted(self.rewritten), self.asking),
            marked(self.wanted(self.left), self.asking),
            self.wanted(self.notes),
            sum(group.stateless for group in chosen),
        )
