"""What is particular to the vertexai SDK: which of its imports are meant, and which project and location a request is made in.

The package google-cloud-aiplatform holds much more than requests to models (evaluation, agents, search corpora …), and `vertexai.init`
says for all of that who is asking. What else needs it keeps it, and gets a client beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import libcst as cst

from codemods.python.edits import Now
from codemods.python.flow import Definition
from codemods.python.nodes import dotted, is_none, string_value
from codemods.python.older.arguments import Write, by_name
from codemods.python.older.receivers import Receivers
from codemods.python.older.references import Imported, Reference, references
from codemods.python.older.sdks import SET_UP, is_root
from codemods.python.scopes import parameters

#: Packages beside vertexai itself that take project and location from `vertexai.init`.
_NEEDING = ("vertexai", "google.cloud.aiplatform", "langchain_google_vertexai", "langchain.llms.vertexai", "llama_index.llms.vertex")
#: Arguments of `init` that have an effect of their own.
EFFECTS = frozenset({"experiment", "experiment_description", "experiment_tensorboard"})
#: What is written where `init` is not given a project, or not given a location.
PLACE = ("project", "location")
_INIT = re.compile(
    r"\b(?:vertexai|aiplatform)\.init\(|\bfrom vertexai import .*\binit\b|\bfrom google\.cloud\.aiplatform import .*\binit\b"
)
_LOOKUPS = frozenset({"os.getenv", "getenv", "os.environ.get", "environ.get"})


# -- imports -------------------------------------------------------------------------------------------------------


def meant(found: Sequence[Imported], values: Receivers) -> list[Imported]:
    """The imports that have to do with requests to models; those that something else needs as well stay."""
    uses = {one: list(references(one, values)) for one in found if one.sdk == "vertexai"}
    if not any(_is_of_models(one, uses[one], values) for one in uses):
        return [one for one in found if one not in uses]
    needed = _is_needed(found, uses, values)
    result = []
    for one in found:
        if one not in uses or not is_root(one.path):
            result.append(one)
        elif uses[one] and (any(_sets_up(use) for use in uses[one]) or _is_of_models(one, uses[one], values)):
            result.append(replace(one, stays=(needed and any(map(_sets_up, uses[one]))) or bool(_foreign_uses(one, uses[one]))))
    return result


def _is_of_models(one: Imported, uses: Iterable[Reference], values: Receivers) -> bool:
    paths = [one.path, *(values.symbol(use.node) or "" for use in uses)]
    return any(path and not is_root(path) for path in paths)


def _sets_up(use: Reference) -> bool:
    return use.name == SET_UP["vertexai"]


def _foreign_uses(one: Imported, uses: Sequence[Reference]) -> set[cst.Name]:
    """Uses of an import for something that is not meant here."""
    return set(one.definition.uses) - {use.use for use in uses if use.name}


def _is_needed(found: Sequence[Imported], uses: dict[Imported, list[Reference]], values: Receivers) -> bool:
    """Whether something beside requests to models needs `init` to be called."""
    ours = {one.alias for one in found if not (is_root(one.path) and _foreign_uses(one, uses.get(one, [])))}
    for definition in values.module.flow.definitions:
        path = values.import_path(definition) if definition.kind == "import" and definition.node not in ours else None
        if path is not None and any(path == package or path.startswith(f"{package}.") for package in _NEEDING):
            return True
    calls = [values.module.parent(use.node) for one in uses for use in uses[one] if _sets_up(use)]
    return any(isinstance(call, cst.Call) and EFFECTS & set(by_name(call, ()) or ()) for call in calls)


# -- project and location ------------------------------------------------------------------------------------------


def given_elsewhere(values: Receivers) -> str:
    """Another file of the project that says who is asking; empty when there is none in sight."""
    index = values.index
    for path in index.files.mentioning(SET_UP["vertexai"]):
        if path != index.path and _INIT.search(index.files.source(path) or ""):
            return index.files.shown(path)
    return ""


def unsettled(call: cst.Call, values: Receivers) -> list[str]:
    """Which of project and location a call of `init` may leave as they were. A project that is looked up and not there comes from the
    credentials, then and now."""
    arguments = by_name(call, ()) or {}
    if "api_key" in arguments and "project" not in arguments:
        return []
    missing = [name for name in PLACE if name not in arguments or is_none(arguments[name].value)]
    if "location" in arguments and "location" not in missing and may_be_missing(arguments["location"].value, values):
        missing.append("location")
    return missing


def may_be_missing(node: cst.BaseExpression, values: Receivers, seen: frozenset[Definition] = frozenset()) -> bool:
    """Whether a value that is in sight may be None or empty. What is not in sight is taken for a name of a place."""
    if is_none(node) or string_value(node) == "":
        return True
    if isinstance(node, cst.Call) and dotted(node.func) in _LOOKUPS:
        return len(node.args) < 2 or may_be_missing(node.args[1].value, values, seen)
    if isinstance(node, cst.BooleanOperation) and _is_or(node):
        return may_be_missing(node.right, values, seen)
    if not isinstance(node, cst.Name):
        return False
    definitions = [definition for definition in values.module.flow.definitions_of(node) if definition not in seen]
    return any(_may_hold_nothing(definition, values, seen | {definition}) for definition in definitions)


def _may_hold_nothing(definition: Definition, values: Receivers, seen: frozenset[Definition]) -> bool:
    if definition.kind == "parameter":
        function = definition.scope.node
        found = parameters(function) if isinstance(function, (cst.FunctionDef, cst.Lambda)) else []
        default = next((param.default for param in found if param.name is definition.name), None)
        return default is not None and may_be_missing(default, values, seen)
    # A notebook's `PROJECT_ID = ""  # @param` is there to be filled in.
    filled_in = definition.kind == "assign" and definition.value is not None and string_value(definition.value) == ""
    return not filled_in and definition.kind == "assign" and definition.value is not None and may_be_missing(definition.value, values, seen)


def or_default(node: cst.BaseExpression, default: cst.BaseExpression) -> Write:
    """Writes a value, and the default in its place when it is not there."""

    def write(now: Now) -> cst.BaseExpression:
        value = now(node)
        assert isinstance(value, cst.BaseExpression)
        if is_none(node) or string_value(node) == "":
            return default
        plain = isinstance(value, (cst.Name, cst.Attribute, cst.Call, cst.Subscript)) or value.lpar or _is_or(value)
        wrapped = value if plain else value.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        return cst.BooleanOperation(wrapped, cst.Or(), default)

    return write


def _is_or(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.BooleanOperation) and isinstance(node.operator, cst.Or)


def differing(calls: Sequence[cst.Call], values: Receivers) -> cst.Call | None:
    """The first call of `init` that may say something else than the one before all others."""
    return next((call for call in calls[1:] if not _say_the_same(calls[0], call, values)), None)


def _say_the_same(first: cst.Call, second: cst.Call, values: Receivers) -> bool:
    one, other = by_name(first, ()), by_name(second, ())
    if one is None or other is None or {*one} & {*PLACE} != {*other} & {*PLACE}:
        return False
    return all(_is_same(one[name].value, other[name].value, values) for name in PLACE if name in one)


def _is_same(first: cst.BaseExpression, second: cst.BaseExpression, values: Receivers) -> bool:
    if isinstance(first, cst.Name) and isinstance(second, cst.Name):
        definitions = set(values.module.flow.definitions_of(first))
        return bool(definitions) and definitions == set(values.module.flow.definitions_of(second))
    return string_value(first) is not None and string_value(first) == string_value(second)


def is_repeatable(node: cst.BaseExpression) -> bool:
    """Whether an expression can be written a second time."""
    if isinstance(node, cst.Call):
        return dotted(node.func) in _LOOKUPS and all(is_repeatable(arg.value) for arg in node.args)
    if isinstance(node, cst.Subscript):
        return dotted(node.value) in ("os.environ", "environ")
    return isinstance(node, (cst.Name, cst.Attribute)) or string_value(node) is not None
