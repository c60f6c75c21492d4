"""The way of a module with code of an older SDK: into google-genai's words, through its rooms, and the findings back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import libcst as cst

from codemods.options import Options
from codemods.outcome import Finding, Fix, Migration, Span
from codemods.python.edits import Overlap, apply, combine
from codemods.python.groups import Group, gather
from codemods.python.index import ProjectIndex
from codemods.python.module import Module
from codemods.python.older.front import OlderFront
from codemods.python.older.origins import Origins, origins
from codemods.python.older.receivers import Receivers
from codemods.python.plan import asks, lost_comment
from codemods.reporting import marked, requests, wanted
from codemods.rules import RULES

#: Migrates a source that knows google-genai only.
Onward = Callable[[str], Migration]
#: Codes of sites that stand for a request; each of them has to be rewritten, or the unit stays.
_REQUESTS = frozenset({"GI101", "GI102", "GI103"})
_HELD_BACK = "GI215"
#: What messages call things, and what an older SDK calls them.
_OLD_WORDS = {
    "`get_history`": "`history`",
    "`chats.create`": "`start_chat`",
    "`generate_content_stream`": "`generate_content(stream=True)`",
    "`send_message_stream`": "`send_message(stream=True)`",
}


@dataclass(eq=False)
class Unit:
    """What hangs on one import (or several that share something), and what was said about it when it had to stay."""

    group: Group
    left: tuple[Finding, ...] = ()
    stays: bool = False

    def stay(self, left: tuple[Finding, ...]) -> None:
        self.left, self.stays = left, True


def migrate(module: Module, index: ProjectIndex, options: Options, onward: Onward) -> Migration | None:
    """The migration of a module with such code; None when there is none in it."""
    values = Receivers(module, index, options)
    groups = gather(OlderFront(values).trails(), module, values.exported_to)
    units = [Unit(group) for group in groups if group.sites or group.holds]
    if not units:
        return None
    for unit in units:
        _check_requests(unit)
        if unit.group.holds:
            unit.stay(_left(unit, module))
    while True:
        going = [unit for unit in units if not unit.stays]
        translation = _translate(module, going)
        if translation is None:
            continue
        output, back = translation
        inner = onward(output)
        found = _mapped(inner, back)
        refused = _refused(going, found, module, options)
        if not refused:
            return _joined(module, units, going, found, options)
        for unit, findings in refused:
            unit.stay(findings)


def _translate(module: Module, going: list[Unit]) -> tuple[str, Origins] | None:
    """The module with these units in google-genai's words; None (and one of them stays) when their edits meet."""
    made_from: dict[cst.CSTNode, cst.CSTNode] = {}
    try:
        edits = combine(edit for unit in going for strand in unit.group.strands for edit in strand.edits)
    except Overlap as overlap:
        for unit in going:
            if any(edit.node is overlap.node for strand in unit.group.strands for edit in strand.edits) or len(going) == 1:
                unit.group.hold(overlap.node, "GI200", f"{overlap}; this is not rewritten yet")
                unit.stay(_left(unit, module))
        return None
    tree = apply(module, edits, made_from)
    return tree.code, origins(tree, module, made_from)


# -- findings ------------------------------------------------------------------------------------------------------


def _check_requests(unit: Unit) -> None:
    """What is made of an old SDK's types without a request goes somewhere out of sight."""
    group = unit.group
    if group.sites and not group.holds and not any(site.code in _REQUESTS for site in group.sites):
        group.hold(group.sites[0].node, "GI205", "nothing here is asked of a model, so what is made of the retired SDK is used elsewhere")


def _left(unit: Unit, module: Module) -> tuple[Finding, ...]:
    holds = sorted(unit.group.holds, key=lambda hold: module.span(hold.node))
    first = holds[0]
    found = [_finding(module.span(hold.node), hold.code, hold.message, hold.help) for hold in holds]
    said = {finding.span for finding in found}
    message = f"held back by line {module.span(first.node).line}: {first.message}"
    found += [_finding(module.span(s.node), _HELD_BACK, message) for s in unit.group.sites if module.span(s.node) not in said]
    return tuple(found)


def _finding(span: Span, code: str, message: str, help: str = "", fix: Fix | None = None, assumptions: Iterable[str] = ()) -> Finding:
    rule = RULES[code]
    return Finding(span, code, message, rule.severity, fix, tuple(assumptions), None, help or rule.help)


@dataclass(frozen=True, eq=False)
class _Found:
    """What the onward way said, with spans of the user's source."""

    output: str
    rewritten: tuple[Finding, ...]
    left: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    stateless: int


def _mapped(inner: Migration, back: Origins) -> _Found:
    def moved(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        return tuple(
            replace(finding, span=back.of(finding.span), message=_in_old_words(back.message(finding.message))) for finding in findings
        )

    return _Found(inner.output, moved(inner.rewritten), moved(inner.left), moved(inner.notes), inner.stateless)


def _in_old_words(message: str) -> str:
    """A message with the names that the user wrote."""
    for new, old in _OLD_WORDS.items():
        message = message.replace(new, old)
    return message


def _spans(unit: Unit, module: Module) -> set[Span]:
    """Where a unit stands: its sites, and everything it changes."""
    nodes = [site.node for site in unit.group.sites]
    nodes += [edit.node for strand in unit.group.strands for edit in strand.edits]
    return {module.span(node) for node in nodes}


def _touches(span: Span, spans: set[Span]) -> bool:
    """Whether a finding is about one of these places, or about a part of one."""
    return any(
        (s.line, s.column) <= (span.line, span.column) and (span.end_line, span.end_column) <= (s.end_line, s.end_column) for s in spans
    )


def _refused(going: list[Unit], found: _Found, module: Module, options: Options) -> list[tuple[Unit, tuple[Finding, ...]]]:
    """The units of which something stays in the old API, each with what to say instead."""
    refused = []
    groups = {finding.group for finding in found.left}
    for unit in going:
        spans = _spans(unit, module)
        own = {f.group for f in (*found.left, *found.rewritten) if _touches(f.span, spans) and f.group is not None}
        left = [f for f in found.left if f.group in own or _touches(f.span, spans)] + _doubts(unit, module, options)
        lost = lost_comment(module.source, found.output) if own or len(going) == 1 else None
        requests = {module.span(site.node) for site in unit.group.sites if site.code in _REQUESTS}
        if left or own & groups:
            refused.append((unit, _explained(unit, left, found, own, module)))
        elif requests - {finding.span for finding in found.rewritten}:
            # A comment or an option leaves one of them alone.
            refused.append((unit, ()))
        elif lost:
            unit.group.hold(unit.group.sites[0].node, "GI200", f"the rewrite would lose the comment {lost!r}")
            refused.append((unit, _left(unit, module)))
    return refused


def _doubts(unit: Unit, module: Module, options: Options) -> list[Finding]:
    """The assumptions that the translation itself rests on, where they are not taken."""
    doubts = [doubt for doubt in unit.group.doubts if not options.takes(frozenset({doubt.assumption}))]
    found = []
    for doubt in doubts:
        remark = doubt.remark
        found.append(_finding(module.span(remark.node), remark.code, remark.message, remark.help, "unsafe", (doubt.assumption,)))
    return found


def _explained(unit: Unit, left: list[Finding], found: _Found, own: set[int], module: Module) -> tuple[Finding, ...]:
    """What holds the unit, and each of its sites held back by that; or every site as one to rewrite under assumptions."""
    doubted = all(finding.fix is not None for finding in left)
    rewritten = [finding for finding in found.rewritten if finding.group in own]
    said = {finding.span for finding in left}
    assumptions = sorted({name for finding in (*left, *rewritten) for name in finding.assumptions})
    result = [replace(finding, fix="unsafe", assumptions=tuple(assumptions)) if doubted else finding for finding in left]
    first = min((f for f in left if f.fix is None), key=lambda f: (f.code == _HELD_BACK, f.span), default=None)
    message = f"held back by line {first.span.line}: {first.message}" if first is not None else ""
    for finding in rewritten:
        if finding.span in said:
            continue
        said.add(finding.span)
        if doubted:
            result.append(replace(finding, fix="unsafe", assumptions=tuple(assumptions)))
        else:
            result.append(_finding(finding.span, _HELD_BACK, message))
    for site in unit.group.sites:
        span = module.span(site.node)
        if span not in said:
            said.add(span)
            result.append(
                _finding(span, site.code, site.message, fix="unsafe", assumptions=assumptions)
                if doubted
                else _finding(span, _HELD_BACK, message)
            )
    return tuple(result)


def _about_empty_answers(unit: Unit, number: int, module: Module) -> list[Finding]:
    """Said once for all requests that hang on one import."""
    spans = sorted(module.span(site.node) for site in unit.group.sites if site.code in _REQUESTS)
    message = "the retired SDK raised a ValueError when `.text` of an answer was read that has none; `output_text` is empty then"
    return [replace(_finding(span, "GI408", message), group=number) for span in spans[:1]]


def _joined(module: Module, units: list[Unit], going: list[Unit], found: _Found, options: Options) -> Migration:
    """Everything together: what goes, what stays, with a group number for each unit."""
    staying = {span for unit in units if unit.stays for span in _spans(unit, module)}
    rewritten, notes = list(found.rewritten), list(found.notes)
    # What stays has its own findings; on the way it was seen without its beginnings.
    left = [finding for finding in found.left if not _touches(finding.span, staying)]
    highest = max((f.group or 0 for f in (*rewritten, *left)), default=0)
    for number, unit in enumerate(units, start=highest + 1):
        if unit.stays:
            left += [replace(finding, group=number) for finding in unit.left]
            continue
        spans = _spans(unit, module)
        own = {f.group for f in rewritten if _touches(f.span, spans) and f.group is not None}
        rewritten = [replace(f, group=number) if f.group in own else f for f in rewritten]
        assumptions = sorted({name for f in rewritten if f.group == number for name in f.assumptions} | unit.group.assumptions)
        fix: Fix = "unsafe" if assumptions else "safe"
        rewritten = [replace(f, fix=fix, assumptions=tuple(assumptions)) if f.group == number else f for f in rewritten]
        known = {f.span for f in rewritten}
        for site in unit.group.sites:
            if module.span(site.node) not in known:
                made = _finding(module.span(site.node), site.code, site.message, fix=fix, assumptions=assumptions)
                rewritten.append(replace(made, group=number))
        # The old SDKs had no None for an answer without text.
        notes = [note for note in notes if not (note.code == "GI402" and (note.group in own or _touches(note.span, spans)))]
        notes += _about_empty_answers(unit, number, module)
        notes += [replace(_finding(module.span(said.node), said.code, said.message), group=number) for said in unit.group.notes]
    asking = {span for unit in units for span in requests(unit.group, module, asks)}
    return Migration(
        module.source,
        found.output,
        marked(wanted(rewritten, module, options), asking),
        marked(wanted(left, module, options), asking),
        wanted(notes, module, options),
        found.stateless,
    )
