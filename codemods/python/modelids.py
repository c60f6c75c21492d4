"""Model ids in the code: where a call takes its model from, and what has to be put there."""

from __future__ import annotations

import re
from functools import partial

import libcst as cst

from codemods.api import models
from codemods.api.models import replacement
from codemods.python import composed
from codemods.python.edits import Edit, Now
from codemods.python.flow import Definition
from codemods.python.nodes import dotted, string_value
from codemods.python.project.things import Constant
from codemods.python.scopes import assigned_targets
from codemods.python.strand import Strand
from codemods.python.tree import walk
from codemods.python.values import Values
from codemods.servedids import successor

_BARE = "Write the bare id of a served model."
_QUOTED = re.compile(r"""(?P<quote>["'])(?P<id>[^"']+)(?P=quote)""")


#: Where an id may be shown without meaning anything by it.
_SHOWN = frozenset("print display debug info warning error exception critical log".split())


def check(node: cst.BaseExpression, values: Values, strand: Strand) -> None:
    """Look at every id that may be the model of a call; put retired ones on the strand's list, hold for those that have no place here."""
    own = values.options.models
    together = [value for value in _values_of(node, values) if composed.is_composed(value)]
    for value in together:
        name = composed.bare(value)
        if value is not node and name is not None and values.exact_string(name) is not None:
            _drop_prefix(value, name, node, values, strand)
        else:
            _check_composed(value, values, strand)
    literals = values.string_literals(node)
    constants = values.constants(node)
    if not literals and not constants and not together:
        _check_unseen(node, values, strand)
    for constant in constants:
        _check_elsewhere(constant, node, values, strand)
    for literal in literals:
        identifier = string_value(literal) or ""
        if successor(literal, identifier, own, strand) is not None:
            _check_other_uses(literal, identifier, node, values, strand)
            strand.models.append(literal)


def _values_of(node: cst.BaseExpression, values: Values) -> list[cst.BaseExpression]:
    """The expression, or what the name it is was given."""
    if not isinstance(node, cst.Name):
        return [node]
    return [d.value for d in values.definitions(node) if d.value is not None and d.kind in ("assign", "walrus", "parameter")]


def _drop_prefix(value: cst.BaseExpression, name: cst.BaseExpression, model: cst.BaseExpression, values: Values, strand: Strand) -> None:
    """`ID = f"models/{NAME}"` becomes `ID = NAME`; so it has to be a model wherever it is used."""

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        return now(name)

    _check_other_uses(value, composed.exact(value, values) or "", model, values, strand)
    strand.edit(Edit(value, change, "bare model id", keeps=(name,)))
    check(name, values, strand)


def _check_composed(node: cst.BaseExpression, values: Values, strand: Strand) -> None:
    """An id that is put together stays as it is written; so the whole has to be one that is served."""
    own = values.options.models
    whole = composed.exact(node, values)
    if whole is None:
        strand.hold(node, "GI200", "the model id is put together from pieces, so whether it is served does not show", _BARE)
        return
    row = models.find(whole, own)
    if models.split(whole)[0]:
        strand.hold(node, "GI200", f"the Interactions API takes no prefix, and `{whole}` is put together from pieces", _BARE)
    elif row is None:
        strand.assume("unknown-model", node, f"`{whole}` is a model this version does not know")
    elif row.replacement is None and row.state != "served":
        strand.hold(node, "GI220", f"`{whole}` is not a model of the Interactions API")
    elif replacement(whole, own) != whole:
        strand.hold(node, "GI200", f"`{whole}`, which is put together from pieces, has to become `{replacement(whole, own)}`", _BARE)


def _check_unseen(node: cst.BaseExpression, values: Values, strand: Strand) -> None:
    """A model whose origin is not followed may be any id of the module; one of them may have to be replaced."""
    own = values.options.models
    for piece in values.module.nodes:
        text = string_value(piece) if isinstance(piece, cst.SimpleString) else None
        text = piece.value if isinstance(piece, cst.FormattedStringText) else text
        if text is not None and (models.is_retired(text, own) or text.startswith(("models/", "publishers/google/models/"))):
            line = values.module.span(piece).line
            strand.assume("unknown-model", node, f"the model may be `{text}` of line {line}, which the Interactions API does not serve so")
            return


def _check_elsewhere(constant: Constant, node: cst.BaseExpression, values: Values, strand: Strand) -> None:
    """An id that another file defines is replaced there, in the same run, or the call has to wait for it."""
    own = values.options.models
    identifier, place = constant.value, values.index.place(constant)
    row = models.find(identifier, own)
    help = f'Write "{replacement(identifier, own)}" there, then run again.'
    if row is None:
        strand.assume("unknown-model", node, f"`{identifier}` of {place} is a model this version does not know")
    elif row.replacement is None and row.state != "served":
        strand.hold(node, "GI220", f"`{identifier}` of {place} is not a model of the Interactions API")
    elif models.is_configured(identifier, own) and not models.is_retired(identifier):
        strand.hold(
            node, "GI301", f"`{identifier}` has to be replaced in {place}, as the configuration says; this is not followed yet", help
        )
    elif models.is_retired(identifier):
        fate = values.index.fate(constant)
        if not (fate.replaced and values.options.at(constant.path).wants("GI301")):
            strand.hold(node, "GI301", f"`{identifier}` has to be replaced in {place}, but it {fate.why}", help)
    elif replacement(identifier, own) != identifier:
        strand.hold(node, "GI200", f"`{identifier}` of {place} has to be written without its prefix", help)


def _check_other_uses(literal: cst.CSTNode, identifier: str, model: cst.BaseExpression, values: Values, strand: Strand) -> None:
    """An id under a name cannot get another value unseen: every use of the name has to be the model of a call, or only show it."""
    if isinstance(literal, cst.SimpleString) and identifier not in literal.value:
        strand.hold(literal, "GI200", f"the id `{identifier}` is written with escapes")
    if literal is model:
        return
    module = values.module
    for definition in module.flow.definitions:
        if definition.value is None or not any(below is literal for below in walk(definition.value)):
            continue
        problem = _used_elsewhere(definition, literal, values)
        if problem:
            strand.hold(definition.name, "GI301", f"`{identifier}` has to be replaced, but its constant {problem}")
        for use in definition.uses:
            if not _harmless(use, values):
                strand.hold(use, "GI301", f"`{identifier}` has to be replaced, but its constant is also used here for something else")
    for attribute in _attributes_holding(literal, values):
        if not _harmless(attribute, values):
            strand.hold(attribute, "GI301", f"`{identifier}` has to be replaced, but its attribute is also used here for something else")


def _used_elsewhere(definition: Definition, literal: cst.CSTNode, values: Values) -> str:
    """How other files use a constant in a way that forbids to replace it; nothing when they do not."""
    if definition.scope.kind != "module":
        return ""
    users = values.users_elsewhere(definition)
    if not users.places:
        return "" if users.complete else values.exported_to(definition)
    line = values.module.span(literal).line
    known = [fate for constant, fate in values.index.own_constants() if constant.line == line and constant.name == definition.name.value]
    misused = known[0].misused if known else users.first
    return f"is also used in {misused} for something else" if misused is not None else ""


def _is_request(use: cst.CSTNode, values: Values) -> bool:
    """Whether an expression is the address of a request without an SDK, which most modules do not have."""
    if "enerateContent" not in values.module.source:
        return False
    from codemods.python.http import addresses

    return addresses.is_request(use)


def _harmless(use: cst.CSTNode, values: Values, seen: frozenset[object] = frozenset()) -> bool:
    """Whether a use is the model of some call, only shows the id, or hands it to another name that is looked at itself."""
    if use in seen:
        return True
    seen = seen | {use}
    parent = values.module.parent(use)
    if isinstance(use, (cst.FormattedString, cst.BinaryOperation)) and _is_request(use, values):
        return True
    if isinstance(parent, cst.FormattedStringExpression):
        whole = values.module.parent(parent)
        return whole is not None and _harmless(whole, values, seen)
    if isinstance(parent, (cst.BooleanOperation, cst.IfExp, cst.BinaryOperation)):
        return _harmless(parent, values, seen)
    if isinstance(parent, cst.Arg):
        return _harmless_argument(parent, values, seen)
    if isinstance(parent, (cst.Assign, cst.AnnAssign)) and parent.value is use:
        return all(_harmless_target(target, values, seen) for target in assigned_targets(parent))
    if isinstance(parent, cst.Param):
        definition = values.module.flow.definition_at(parent.name)
        return definition is not None and all(_harmless(u, values, seen) for u in definition.uses)
    if isinstance(parent, cst.DictElement):
        # A record of the model that was asked tells the truth after the replacement.
        return parent.value is use
    return isinstance(parent, (cst.Expr, cst.If))


def _harmless_target(target: cst.BaseExpression, values: Values, seen: frozenset[object]) -> bool:
    if isinstance(target, cst.Attribute):
        return all(_harmless(read, values, seen) for read in _readings(target.attr.value, values))
    definition = values.module.flow.definition_at(target) if isinstance(target, cst.Name) else None
    return definition is not None and all(_harmless(u, values, seen) for u in definition.uses)


def _harmless_argument(argument: cst.Arg, values: Values, seen: frozenset[object]) -> bool:
    call = values.module.parent(argument)
    if not isinstance(call, cst.Call):
        return False
    own = isinstance(call.func, cst.Name) and bool(values.definitions(call.func)) and values.symbol(call.func) is None
    if own:
        return _harmless_parameter(argument, call, values, seen)
    named = argument.keyword is not None and argument.keyword.value in ("model", "model_name", "model_id")
    return named or dotted(call.func).rpartition(".")[2] in _SHOWN


def _harmless_parameter(argument: cst.Arg, call: cst.Call, values: Values, seen: frozenset[object]) -> bool:
    """Whether a function (or the initialiser of a class) of this module does nothing else with the parameter that receives an argument."""
    definitions = values.definitions(call.func) if isinstance(call.func, cst.Name) else []
    function = definitions[0].node if len(definitions) == 1 and not argument.star else None
    skipped = 0
    if isinstance(function, cst.ClassDef):
        function, skipped = values.initialiser(function), 1
    if not isinstance(function, cst.FunctionDef):
        return False
    named = argument.keyword.value if argument.keyword is not None else ""
    position = call.args.index(argument) + skipped
    several = [*function.params.params, *function.params.kwonly_params]
    params = [p for n, p in enumerate(several) if p.name.value == named or (not named and n == position)]
    received = [values.module.flow.definition_at(param.name) for param in params]
    return bool(received) and all(d is not None and all(_harmless(u, values, seen) for u in d.uses) for d in received)


def _readings(name: str, values: Values) -> list[cst.Attribute]:
    """Every reading of an attribute of that name."""
    found = values.module.attributes(name)
    return [node for node in found if not isinstance(values.module.parent(node), (cst.AssignTarget, cst.AnnAssign))]


def _attributes_holding(literal: cst.CSTNode, values: Values) -> list[cst.Attribute]:
    """Every reading of an attribute that the literal is assigned to, on whatever object."""
    names = set()
    for around in values.module.ancestors(literal):
        for target in assigned_targets(around):
            scope = values.scope_at(target)
            if isinstance(target, cst.Attribute):
                names.add(target.attr.value)
            elif isinstance(target, cst.Name) and scope.kind == "class":
                names.add(target.value)
    return [read for name in sorted(names) for read in _readings(name, values)]


def edits(literal: cst.SimpleString, values: Values) -> list[Edit]:
    """Put the successor in place of a literal, and into the choices of a Colab `# @param` comment on its line."""
    identifier = string_value(literal) or ""
    own = values.options.models
    new = replacement(identifier, own)

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.SimpleString)
        return updated.with_changes(value=updated.value.replace(identifier, new))

    found = [Edit(literal, change, f"model {new}")]
    line = values.module.enclosing(literal, cst.SimpleStatementLine)
    if isinstance(line, cst.SimpleStatementLine) and _is_form_field(line):
        found.append(Edit(line, partial(_choices, own=own), "model choices"))
    return found


def _is_form_field(line: cst.SimpleStatementLine) -> bool:
    comment = line.trailing_whitespace.comment
    return comment is not None and "@param" in comment.value


def _choices(updated: cst.CSTNode, now: Now, own: models.Own) -> cst.CSTNode:
    """Replace the retired ids a form offers; an id that is offered already is not offered twice."""
    assert isinstance(updated, cst.SimpleStatementLine)
    comment = updated.trailing_whitespace.comment
    assert comment is not None
    text = _rewrite_choices(comment.value, own)
    changed = updated.trailing_whitespace.with_changes(comment=comment.with_changes(value=text))
    return updated.with_changes(trailing_whitespace=changed)


def _rewrite_choices(text: str, own: models.Own) -> str:
    start, end = text.find("["), text.rfind("]")
    if start < 0 or end < start:
        return text
    pieces: list[str] = []
    for piece in text[start + 1 : end].split(","):
        match = _QUOTED.search(piece)
        if match is not None and models.is_retired(match["id"], own):
            piece = piece.replace(match["id"], replacement(match["id"], own))
        if piece.strip() not in (kept.strip() for kept in pieces):
            pieces.append(piece)
    return f"{text[: start + 1]}{','.join(pieces).lstrip() if pieces else ''}{text[end:]}"
