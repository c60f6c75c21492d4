"""The plan: which groups are rewritten, by which edits, and what is said about everything."""

from __future__ import annotations

import ast
import io
import tokenize
import warnings
from collections import Counter
from dataclasses import dataclass, field

import libcst as cst

from codemods.options import Options
from codemods.outcome import CannotMigrate, Migration
from codemods.python import helpers, imports, localimports, modelids
from codemods.python.edits import Edit, Overlap, apply, combine
from codemods.python.groups import Group
from codemods.python.layout import PRAGMA
from codemods.python.module import Module
from codemods.python.nodes import string_value
from codemods.python.values import Values
from codemods.reporting import Report

#: Methods of the old SDKs that ask the model.
_ASKING = frozenset(f"{name}{suffix}" for name in ("generate_content", "send_message") for suffix in ("", "_stream", "_async"))


@dataclass(eq=False)
class Plan(Report[cst.CSTNode]):
    """Findings as they come in; `chosen` are the groups that are rewritten."""

    module: Module
    values: Values = field(kw_only=True)
    chosen: list[Group] = field(default_factory=list)

    @classmethod
    def of(cls, values: Values, options: Options) -> Plan:
        return cls(values.module, options, _identifier, values.schema.said, asks=asks, values=values)


def _identifier(node: cst.CSTNode) -> str | None:
    return string_value(node) if isinstance(node, cst.SimpleString) else None


def asks(node: cst.CSTNode) -> bool:
    """Whether something that is held is, by its look, a call that asks the model."""
    return isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value in _ASKING


def make(groups: list[Group], values: Values, options: Options) -> Migration:
    """Decide, rewrite and report."""
    plan = Plan.of(values, options)
    groups = [group for group in groups if not plan.silences(group)]
    for group in groups:
        _check_imports(group, values.module, values)
    output, replaced = _rewrite_what_holds(groups, plan)
    for group in groups:
        plan.add(group, done=group in plan.chosen)
    plan.add_models(node for node in values.module.nodes if node not in replaced)
    return plan.migration(output, plan.chosen)


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
    return own + [edit for literal in group.literals for edit in modelids.edits(literal, values)]


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
    tree = apply(module, edits)
    first = min(module.span(node).line for node in edits)
    functions = helpers.missing({helper for group in plan.chosen for helper in group.helpers}, module)
    wanted = {item for group in plan.chosen for item in group.imports} | {item for helper in functions for item in helper.imports}
    needed = {item for item in wanted if not imports.is_imported(item, module, first)}
    tree = localimports.remove_unused(module, imports.remove_unused(module, tree, plan.values.is_exported))
    tree = helpers.add(imports.add(tree, needed, [helper.name for helper in functions]), functions)
    output = tree.code
    _check_output(module.source, output)
    return output, {literal for group in plan.chosen for literal in group.literals}


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
    if not _lines_with_comments(source) - _lines_with_comments(output):
        return ""  # the lines that may hold one are all there
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


def _lines_with_comments(source: str) -> Counter[str]:
    return Counter(line for line in source.split("\n") if "#" in line)


def _comments(source: str) -> Counter[str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = (token.string for token in tokens if token.type == tokenize.COMMENT)
    return Counter(text for text in comments if "@param" not in text and not PRAGMA.match(text))
