"""From the sites of a document to its changes and findings: requests that share something are rewritten together or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from codemods import suppressions
from codemods.options import Options
from codemods.outcome import Finding, Fix, Migration
from codemods.outcome import Place as Spot
from codemods.rest import shell
from codemods.rest.asking import asking
from codemods.rest.body.reader import Remark
from codemods.rest.flow import Script
from codemods.rest.sites import Place, Site
from codemods.rules import REQUESTS, RULES
from codemods.splices import Splice, span, spliced


@dataclass(frozen=True)
class Outcome:
    """What becomes of the scripts of a document, one by one, and of the files beside it that hold bodies."""

    scripts: tuple[Migration, ...]
    files: dict[str, str] = field(default_factory=dict)


@dataclass(eq=False)
class _Said:
    rewritten: list[Finding] = field(default_factory=list)
    left: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    stateless: int = 0


def make(sites: Sequence[Site], scripts: Sequence[Script], files: dict[str, str], options: Options) -> Outcome:
    """The outcome of a document. ``files`` are the texts of those beside it that some site reads."""
    said = [_Said() for _ in scripts]
    changes: dict[Place, set[Splice]] = {}
    for number, group in enumerate(_groups(sites), start=1):
        wanted = [site for site in group if options.wants(site.code) and not _suppressed(site)]
        holds = [hold for site in group for hold in site.holds]
        assumptions = tuple(sorted({doubt.assumption for site in group for doubt in site.doubts}))
        taken = len(wanted) == len(group) and not holds and options.takes(frozenset(assumptions))
        for site in wanted:
            _say(site, group, said, options, number, assumptions, taken=taken)
        for site in group if taken else ():
            for place, splice in site.changes:
                changes.setdefault(place, set()).add(splice)
    migrations = tuple(
        Migration(
            script.source,
            spliced(script.source, changes.get(script.number, ())),
            tuple(own.rewritten),
            tuple(own.left),
            tuple(own.notes),
            own.stateless,
            tuple(Spot(span(script.source, start, end)) for start, end in asking(script)),
        )
        for script, own in zip(scripts, said, strict=True)
    )
    return Outcome(migrations, {name: spliced(text, changes[name]) for name, text in files.items() if name in changes})


def _groups(sites: Sequence[Site]) -> list[list[Site]]:
    """Sites that are tied to each other, directly or through others."""
    groups: list[tuple[set[object], list[Site]]] = []
    for site in sites:
        ties: set[object] = {*site.ties, site}
        joined = [group for group in groups if group[0] & ties]
        groups = [group for group in groups if group not in joined]
        members = [member for group in joined for member in group[1]]
        groups.append((ties.union(*(group[0] for group in joined)), [*members, site]))
    return sorted((members for _, members in groups), key=lambda members: (members[0].script.number, members[0].start))


def _say(
    site: Site, group: Sequence[Site], said: Sequence[_Said], options: Options, number: int, assumptions: tuple[str, ...], *, taken: bool
) -> None:
    own = said[site.script.number]
    holds = [(member, hold) for member in (site, *group) for hold in member.holds]
    if holds:
        member, hold = holds[0]
        own.left.append(_held(site, member, hold, number))
        return
    fix: Fix = "unsafe" if assumptions else "safe"
    doubts = [(member, doubt) for member in (site, *group) for doubt in member.doubts]
    if taken or not doubts:
        finding = _finding(site, site.start, site.end, site.code, site.message, fix, assumptions, number)
    else:
        member, doubt = doubts[0]
        message = doubt.message + _where(site, member, doubt)
        finding = _finding(site, site.start, site.end, doubt.code, message, fix, assumptions, number, doubt.help)
    (own.rewritten if taken else own.left).append(finding)
    own.stateless += int(taken and site.stateless)
    own.notes += [
        _finding(site, note.start, note.end, note.code, note.message, None, (), None)
        for note in site.notes
        if taken and options.wants(note.code)
    ]
    if taken:
        for script, node in site.readings:
            reading = _finding(
                site, *shell.span(node), "GI606", "an answer read with jq; the filter reads the interaction", fix, assumptions, number
            )
            said[script.number].rewritten.append(_in(script, reading, *shell.span(node)))


def _held(site: Site, member: Site, hold: Remark, number: int) -> Finding:
    message = hold.message + _where(site, member, hold)
    return _finding(site, site.start, site.end, hold.code, message, None, (), number, hold.help)


def _where(site: Site, member: Site, remark: Remark) -> str:
    """Where the reason is, if that is not the line of the site."""
    line = span(member.script.source, remark.start, remark.end).line
    own = span(site.script.source, site.start, site.end).line
    if member.script is not site.script:
        return " (of another request, with which this one shares something)"
    return f" (line {line})" if line != own else ""


def _finding(
    site: Site,
    start: int,
    end: int,
    code: str,
    message: str,
    fix: Fix | None,
    assumptions: tuple[str, ...],
    group: int | None,
    help: str = "",
) -> Finding:
    rule = RULES[code]
    place = span(site.script.source, start, end)
    asks = site.code in REQUESTS and (start, end) == (site.start, site.end)
    return Finding(place, code, message, rule.severity, fix, assumptions, group, help or rule.help, request=asks)


def _in(script: Script, finding: Finding, start: int, end: int) -> Finding:
    return replace(finding, span=span(script.source, start, end))


def _suppressed(site: Site) -> bool:
    """Whether a comment says to leave a request: on one of its lines, or alone on the line above, for none can stand inside of it."""
    source = site.script.source
    if suppressions.MARK not in source:
        return False
    own = span(source, site.start, site.end)
    for node in site.script.comments:
        start, end = shell.span(node)
        place = span(source, start, end)
        comment = suppressions.asked(node.text(), place, leading=place.line <= 2)
        if comment is None or not comment.covers(site.code):
            continue
        alone = not source[source.rfind("\n", 0, start) + 1 : start].strip()
        if comment.for_file or own.line <= place.line <= own.end_line or (alone and place.line == own.line - 1):
            return True
    return False
