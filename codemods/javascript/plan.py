"""The plan: which groups are rewritten, by which edits, and what is said about everything."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from codemods.javascript import imports
from codemods.javascript.edits import Edit, Overlap, apply, replaced
from codemods.javascript.groups import Group
from codemods.javascript.module import Module
from codemods.javascript.nodes import string_value
from codemods.javascript.syntax import Language, Node, parse
from codemods.javascript.wording import in_javascript
from codemods.options import Options
from codemods.outcome import CannotMigrate, Migration
from codemods.reporting import Report


def make(groups: list[Group], module: Module, options: Options) -> Migration:
    """Decide, rewrite and report."""
    plan = Plan(module, options, string_value, in_javascript)
    groups = [group for group in groups if not plan.silences(group)]
    output = _rewrite(groups, plan)
    for group in groups:
        plan.add(group, done=group in plan.chosen)
    plan.add_models(node for node in module.root.walk() if node.kind in ("string", "template_string"))
    return plan.migration(output, plan.chosen)


def hold_all(groups: list[Group], message: str) -> None:
    """Leave everything, for a reason that lies outside of the module."""
    for group in groups:
        for site in group.sites[:1]:
            group.hold(site.node, "GI200", message)


@dataclass(eq=False)
class Plan(Report[Node]):
    """Findings as they come in; `chosen` are the groups that are rewritten."""

    module: Module
    chosen: list[Group] = field(default_factory=list)


def _applicable(groups: list[Group], options: Options) -> list[Group]:
    return [group for group in groups if group.sites and not group.holds and options.takes(group.assumptions)]


def _rewrite(groups: list[Group], plan: Plan) -> str:
    """The new source. Groups whose edits meet, or whose result does not parse or loses a comment, stay as they are."""
    while True:
        plan.chosen = _applicable(groups, plan.options)
        edits = [edit for group in plan.chosen for edit in _edits(group, plan.module)]
        if not edits:
            return plan.module.source
        try:
            written = apply(plan.module.source, edits)
            problem = unsound(plan.module, written)
            output = written if problem else imports.settle(plan.module, written, plan.chosen)
        except Overlap as overlap:
            _hold_meeting(plan, overlap)
            continue
        if not problem:
            return output
        _hold_broken(plan, problem)


def _edits(group: Group, module: Module) -> list[Edit]:
    own = list(group.edits)
    for literal, new in group.models.items():
        quote = literal.text[0]
        own.append(replaced(literal, f"{quote}{new}{quote}"))
    return own


def _hold_meeting(plan: Plan, overlap: Overlap) -> None:
    meeting = [group for group in plan.chosen if any(edit in overlap.edits for edit in _edits(group, plan.module))]
    for group in meeting or plan.chosen:
        group.hold(group.sites[0].node, "GI200", f"{overlap}; this is not rewritten yet")


def _hold_broken(plan: Plan, problem: str) -> None:
    """Find the groups whose own rewrite is not sound; if none is by itself, the file stays as a whole."""
    broken = []
    for group in plan.chosen:
        try:
            output = apply(plan.module.source, _edits(group, plan.module))
        except Overlap:
            broken.append(group)
            continue
        if unsound(plan.module, output):
            broken.append(group)
    for group in broken or plan.chosen:
        group.hold(group.sites[0].node, "GI200", f"this layout is not rewritten yet: {problem}")


def unsound(module: Module, output: str) -> str:
    """Why a result is not sound: it has to parse, and to have every comment of the source."""
    return _unsound(module.root, output, module.language)


def problem(source: str, output: str, language: Language) -> str:
    """The same for two texts, of which the first one parses."""
    return _unsound(parse(source, language), output, language)


def _unsound(root: Node, output: str, language: Language) -> str:
    try:
        rewritten = parse(output, language)
    except CannotMigrate:
        return "the result would not parse"
    lost = _comments(root) - _comments(rewritten)
    return f"the comment {next(iter(lost))!r} would be lost" if lost else ""


def _comments(root: Node) -> Counter[str]:
    return Counter(node.text for node in root.walk() if node.kind == "comment")
