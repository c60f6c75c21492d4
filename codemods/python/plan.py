"""The plan: which groups are rewritten, by which edits, and what is said about everything."""

from __future__ import annotations

import ast
import io
import tokenize
import warnings
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import libcst as cst

from codemods.api import models
from codemods.options import Options
from codemods.outcome import CannotMigrate, Finding, Fix, Migration
from codemods.python import helpers, imports, localimports, modelids
from codemods.python.edits import Edit, Overlap, apply, combine
from codemods.python.groups import Group
from codemods.python.layout import PRAGMA
from codemods.python.module import Module
from codemods.python.nodes import string_value
from codemods.python.strand import Remark
from codemods.python.tree import walk
from codemods.python.values import Values
from codemods.rules import RULES


@dataclass(eq=False)
class Plan:
    """Findings as they come in; `chosen` are the groups that are rewritten."""

    module: Module
    values: Values
    options: Options
    chosen: list[Group] = field(default_factory=list)
    rewritten: list[Finding] = field(default_factory=list)
    left: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)

    def finding(self, remark: Remark, group: Group | None = None, fix: Fix | None = None, assumptions: Iterable[str] = ()) -> Finding:
        rule = RULES[remark.code]
        number = group.number if group is not None else None
        return Finding(
            self.module.span(remark.node),
            remark.code,
            self.values.schema.said(remark.message),
            rule.severity,
            fix,
            tuple(sorted(assumptions)),
            number,
            self.values.schema.said(remark.help or rule.help),
        )

    def wanted(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        return wanted(findings, self.module, self.options)


def wanted(findings: Iterable[Finding], module: Module, options: Options) -> tuple[Finding, ...]:
    """The findings that are asked for, each once, in the order of the source."""
    kept = [f for f in findings if options.wants(f.code) and not module.suppressed(f.span, f.code)]
    # A constant that feeds two groups is one place to report.
    once = {(f.span, f.code, f.message): f for f in reversed(kept)}
    return tuple(sorted(once.values(), key=lambda f: (f.span, f.code, f.message)))


def make(groups: list[Group], values: Values, options: Options) -> Migration:
    """Decide, rewrite and report."""
    plan = Plan(values.module, values, options)
    groups = [group for group in groups if not _silenced(group, plan)]
    for group in groups:
        _check_imports(group, values.module, values)
    output, replaced = _rewrite_what_holds(groups, plan)
    for group in groups:
        _report(group, plan)
    _report_models(plan, replaced)
    return Migration(
        plan.module.source,
        output,
        plan.wanted(plan.rewritten),
        plan.wanted(plan.left),
        plan.wanted(plan.notes),
        sum(group.stateless for group in plan.chosen),
    )


def _silenced(group: Group, plan: Plan) -> bool:
    """A site that a comment or an option leaves alone keeps its whole group as it is, without a word."""
    calls = [site for site in group.sites if site.code not in ("GI104", "GI105", "GI106", "GI107")]
    for site in group.sites:
        if plan.module.suppressed(plan.module.span(site.node), site.code):
            return True
    for remark in (*group.holds, *(doubt.remark for doubt in group.doubts)):
        if plan.module.suppressed(plan.module.span(remark.node), remark.code):
            return True
    return any(not plan.options.wants(site.code) for site in calls)


def _check_imports(group: Group, module: Module, values: Values) -> None:
    nodes = [edit.node for strand in group.strands for edit in strand.edits]
    for needed in group.imports | {item for helper in group.helpers for item in helper.imports}:
        scopes = {scope for node in nodes for scope in values.scope_at(node).chain}
        if imports.name_taken(needed, module, scopes) or values.is_deleted(needed.bound):
            group.hold(group.sites[0].node, "GI200", f"the rewrite needs `{needed.bound}`, a name that means something else in this file")


def _applicable(groups: list[Group], options: Options) -> list[Group]:
    return [group for group in groups if group.sites and not group.holds and options.takes(group.assumptions)]


def _edits(groups: list[Group], plan: Plan) -> dict[cst.CSTNode, list[Edit]]:
    """All edits of the groups that go; a group whose edits meet another's is held instead."""
    while True:
        plan.chosen = _applicable(groups, plan.options)
        try:
            return combine(edit for group in plan.chosen for edit in _group_edits(group, plan.values))
        except Overlap as overlap:
            meeting = [g for g in plan.chosen if any(overlap.node is edit.node for edit in _group_edits(g, plan.values))]
            for group in meeting or plan.chosen:
                group.hold(overlap.node, "GI200", f"{overlap}; this is not rewritten yet")


def _group_edits(group: Group, values: Values) -> list[Edit]:
    own = [edit for strand in group.strands for edit in strand.edits]
    return own + [edit for literal in group.models for edit in modelids.edits(literal, values)]


# -- reporting -----------------------------------------------------------------------------------------------------


def _report(group: Group, plan: Plan) -> None:
    if group.holds:
        _report_held(group, plan)
        return
    done = group in plan.chosen
    fix: Fix = "unsafe" if group.assumptions else "safe"
    target = plan.rewritten if done else plan.left
    doubts = [] if done else [d.remark for d in group.doubts if not plan.options.takes(frozenset({d.assumption}))]
    doubted = {remark.node for remark in doubts}
    target += [plan.finding(remark, group, fix, group.assumptions) for remark in doubts]
    target += [plan.finding(Remark(s.node, s.code, s.message), group, fix, group.assumptions) for s in group.sites if s.node not in doubted]
    for literal in group.models:
        old = string_value(literal) or ""
        if models.is_retired(old, plan.options.models):
            remark = Remark(literal, "GI301", modelids.retired(old, plan.options.models))
            target.append(plan.finding(remark, group, fix, group.assumptions))
    plan.notes += [plan.finding(note, group) for note in group.notes]


def _report_held(group: Group, plan: Plan) -> None:
    holds = sorted(group.holds, key=lambda hold: plan.module.span(hold.node))
    plan.left += [plan.finding(hold, group) for hold in holds]
    explained = {hold.node for hold in holds}
    first = holds[0]
    line = plan.module.span(first.node).line
    for site in group.sites:
        if site.node not in explained:
            message = f"held back by line {line}: {first.message}"
            plan.left.append(plan.finding(Remark(site.node, "GI215", message), group))


def _report_models(plan: Plan, replaced: set[cst.CSTNode]) -> None:
    """Retired ids that no rewritten call uses: a price table, a log text, a call that stays."""
    said = {finding.span for finding in (*plan.rewritten, *plan.left) if finding.code == "GI301"}
    for node in walk(plan.module.tree):
        identifier = string_value(node) if isinstance(node, cst.SimpleString) else None
        if identifier is None or node in replaced or not models.is_retired(identifier):
            continue
        if plan.module.span(node) not in said:
            successor = modelids.replacement(identifier, plan.options.models)
            remark = Remark(node, "GI302", f"`{identifier}` is retired; its successor is `{successor}`")
            plan.notes.append(plan.finding(remark))


# -- rewriting -----------------------------------------------------------------------------------------------------


def _rewrite_what_holds(groups: list[Group], plan: Plan) -> tuple[str, set[cst.CSTNode]]:
    """Rewrite; a group whose rewrite does not pass the checks stays, and the others still go."""
    try:
        return _rewrite(plan, _edits(groups, plan))
    except CannotMigrate as problem:
        for group in _applicable(groups, plan.options):
            try:
                _rewrite(plan, _edits([group], plan))
            except CannotMigrate as own:
                group.hold(group.sites[0].node, "GI200", f"this layout is not rewritten yet: {own.message}")
        if all(not group.holds for group in groups):
            raise problem from None
    return _rewrite(plan, _edits(groups, plan))


def _rewrite(plan: Plan, edits: dict[cst.CSTNode, list[Edit]]) -> tuple[str, set[cst.CSTNode]]:
    module = plan.module
    if not edits:
        return module.source, set()
    tree = apply(module.tree, edits)
    first = min(module.span(node).line for node in edits)
    functions = helpers.missing({helper for group in plan.chosen for helper in group.helpers}, module)
    wanted = {item for group in plan.chosen for item in group.imports} | {item for helper in functions for item in helper.imports}
    needed = {item for item in wanted if not imports.is_imported(item, module, first)}
    tree = localimports.remove_unused(module, imports.remove_unused(module, tree, plan.values.is_exported))
    tree = helpers.add(imports.add(tree, needed, [helper.name for helper in functions]), functions)
    output = tree.code
    _check_output(module.source, output)
    return output, {literal for group in plan.chosen for literal in group.models}


def _check_output(source: str, output: str) -> None:
    """What comes out parses and has every comment of what went in; anything else is a bug, and nothing is written."""
    problem = _compile_error(output)
    if problem and not _compile_error(source):
        raise CannotMigrate("GI005", f"the rewritten file would not compile ({problem})")
    lost = lost_comment(source, output)
    if lost:
        raise CannotMigrate("GI005", f"the rewrite would lose the comment {lost!r}")


def lost_comment(source: str, output: str) -> str:
    """A comment of the source that the output has no more; an empty string when all are there."""
    return next(iter(_comments(source) - _comments(output)), "")


def _compile_error(text: str) -> str:
    """Why a module does not compile, or an empty string. `await` at the top level is fine: notebooks have it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "module", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return str(error)
    return ""


def _comments(source: str) -> Counter[str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = (token.string for token in tokens if token.type == tokenize.COMMENT)
    return Counter(text for text in comments if "@param" not in text and not PRAGMA.match(text))
