"""Python: from the source of one module to the rewritten source and the findings.

source → syntax check → module (tree, flow) → front (trails) → groups → plan → edits → source
"""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from codemods.options import Options, Schema
from codemods.outcome import CannotMigrate, Finding, Migration, Place
from codemods.python.gate import has_older_code, may_concern, may_hold_old_code

__all__ = ["may_concern", "may_hold_old_code", "migrate"]

if TYPE_CHECKING:
    from codemods.python.answers import Trail
    from codemods.python.index import ProjectIndex
    from codemods.python.module import Module
    from codemods.python.values import Values

_METHODS = frozenset(
    {"generate_content", "generate_content_stream", "send_message", "send_message_stream", "get_history", "chats", "interactions"}
)
#: What addresses of requests, old and new, have in them.
_POSTED = ("enerateContent", "/interactions")
_RETIRED_SDKS = ("google.generativeai", "vertexai")


def migrate(source: str, index: ProjectIndex | None = None, options: Options | None = None) -> Migration:
    """Rewrite what can be rewritten and report the rest; raises `CannotMigrate` when the module cannot be handled."""
    from codemods import unused
    from codemods.python import suppressions
    from codemods.python.module import syntax_tree

    options = (options or Options()).at(index.path if index is not None else "")
    comments = suppressions.read(source)
    if comments.whole_file:
        return Migration(
            source, source, notes=() if _may_be_old(source) or not options.wants(unused.CODE) else unused.nothing_old(comments)
        )
    tree = syntax_tree(source)
    if not (may_hold_old_code(source.encode("utf-8", "surrogatepass")) and _has_old_code(tree)):
        return Migration(source, source, notes=unused.nothing_old(comments) if options.wants(unused.CODE) else ())

    def with_every_rule(text: str) -> Migration:
        return _migrate(text, index, replace(options, select=(), ignore=suppressions.read(text).file_codes))

    try:
        migration = _migrate(source, index, replace(options, ignore=(*options.ignore, *comments.file_codes)))
        found = unused.notes(source, comments, with_every_rule) if options.wants(unused.CODE) else ()
        return replace(migration, notes=tuple(sorted((*migration.notes, *found), key=lambda note: (note.span, note.code))))
    except RecursionError:
        raise CannotMigrate("GI004", "is nested too deeply to be analysed") from None


def _may_be_old(source: str) -> bool:
    """Whether a file that is left alone holds old code; one that does not parse may."""
    from codemods.python.module import syntax_tree

    try:
        return _has_old_code(syntax_tree(source))
    except CannotMigrate:
        return True


def _migrate(source: str, index: ProjectIndex | None, options: Options) -> Migration:
    done = _once(source, index, options)
    if not has_older_code(source):
        return done
    from codemods.python.older.settling import settled

    return settled(done, lambda text: _once(text, index, options))


def _once(source: str, index: ProjectIndex | None, options: Options) -> Migration:
    from codemods.python.index import alone
    from codemods.python.module import parse

    def onward(text: str) -> Migration:
        return _migrate_module(parse(text), index or alone(text), replace(options, images="files"))

    module = parse(source)
    if has_older_code(source):
        from codemods.python.older import bridge

        found = bridge.migrate(module, index or alone(source), options, onward)
        if found is not None:
            return replace(_in_names_of(options.schema, found), interactions=_interactions(module, index or alone(source), options))
    return _migrate_module(module, index or alone(source), options)


def _interactions(module: Module, index: ProjectIndex, options: Options) -> tuple[Place, ...]:
    """Where a module with code of older SDKs asks the model by the new API."""
    from codemods.python.values import Values

    return _asking_places(Values(module, index, options))


def _asking_places(values: Values) -> tuple[Place, ...]:
    """The same: through the SDK, and by requests of its own."""
    from codemods.python.legacy.calls import asking_places

    if "/interactions" not in values.module.source:
        return asking_places(values)
    from codemods.python.http import asking

    return (*asking_places(values), *asking.asking_places(values))


def _in_names_of(schema: Schema, found: Migration) -> Migration:
    """What is said about older SDKs, in the names of the schema that is written."""
    from codemods.api.schemas import SCHEMAS

    said = SCHEMAS[schema].said

    def told(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        return tuple(replace(finding, message=said(finding.message), help=said(finding.help)) for finding in findings)

    return replace(found, rewritten=told(found.rewritten), left=told(found.left), notes=told(found.notes))


def _migrate_module(module: Module, index: ProjectIndex, options: Options) -> Migration:
    """A module that knows google-genai, or nothing that concerns us."""
    from codemods.python import plan
    from codemods.python.fronts import constants
    from codemods.python.groups import gather
    from codemods.python.older import elsewhere
    from codemods.python.values import Values

    values = Values(module, index, options)
    trails = [*_genai_trails(values, options), *_legacy_trails(values, options), *_http_trails(values, options)]
    trails += [*elsewhere.trails(values), *constants.trails(values)]
    made = plan.make(gather(trails, module, values.exported_to), values, options)
    return replace(made, interactions=_asking_places(values))


def _genai_trails(values: Values, options: Options) -> list[Trail]:
    """What google-genai's code needs.

    A config or tool that something else needs as it is would hold back every call that uses it. Those spell it out instead,
    where it is short; what is not needed any more after that is rewritten in its place after all.
    """
    from codemods.python.fronts.genai import GenaiFront
    from codemods.python.groups import kept_apart

    trails = GenaiFront(values, options).trails()
    apart = kept_apart(trails, options, values.exported_to)
    while apart:
        trails = GenaiFront(values, options, apart).trails()
        needed = kept_apart(trails, options, values.exported_to, apart)
        if needed == apart:
            break
        apart = needed
        if not apart:
            trails = GenaiFront(values, options).trails()
    return trails


def _legacy_trails(values: Values, options: Options) -> list[Trail]:
    """What the legacy schema needs. What is old in today's schema is what the other one is written in."""
    if options.schema != "steps" or not ("generativeai" in values.module.source or values.module.attributes("create", "get")):
        return []
    from codemods.python.legacy.front import LegacyFront

    return LegacyFront(values).trails()


def _http_trails(values: Values, options: Options) -> list[Trail]:
    """What requests without an SDK need."""
    if "enerateContent" not in values.module.source:
        return []
    from codemods.python.fronts.http import HttpFront

    return HttpFront(values, options).trails()


def _has_old_code(tree: ast.Module) -> bool:
    """A cheap look at the standard library's tree: is there any name or id the full analysis would care for?"""
    from codemods.api.models import is_retired

    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in _METHODS:
            return True
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if node.value.rpartition(".")[2] in _METHODS or is_retired(node.value) or any(word in node.value for word in _POSTED):
                return True
        if isinstance(node, ast.Import) and any(alias.name.startswith(_RETIRED_SDKS) for alias in node.names):
            return True
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith((*_RETIRED_SDKS, "google")):
            if any(f"{node.module}.{alias.name}".startswith(_RETIRED_SDKS) for alias in node.names):
                return True
    return False
