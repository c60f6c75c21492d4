"""Model ids in the code: where a call takes its model from, and what has to be put there."""

from __future__ import annotations

import re

import libcst as cst

from codemods.api import models
from codemods.python.edits import Edit, Now
from codemods.python.scopes import assigned_targets
from codemods.python.strand import Strand
from codemods.python.tree import walk
from codemods.python.values import Values, dotted, string_value

_QUOTED = re.compile(r"""(?P<quote>["'])(?P<id>[^"']+)(?P=quote)""")


#: Where an id may be shown without meaning anything by it.
_SHOWN = frozenset({"print", "str", "repr", "format", "display"})
_LOGGED = frozenset("debug info warning error exception critical log write".split())


def check(node: cst.BaseExpression, values: Values, strand: Strand) -> None:
    """Look at every id that may be the model of a call; put retired ones on the strand's list, hold for those that have no place here."""
    if isinstance(node, (cst.FormattedString, cst.ConcatenatedString, cst.BinaryOperation)):
        pieces = [string_value(piece) or "" for piece in walk(node) if isinstance(piece, cst.SimpleString)]
        pieces += [piece.value for piece in walk(node) if isinstance(piece, cst.FormattedStringText)]
        if any("/" in piece or "gemini" in piece for piece in pieces):
            strand.hold(
                node, "GI200", "a model id that is put together from pieces is not rewritten yet", "Write the bare id of a served model."
            )
    for literal in values.string_literals(node):
        identifier = string_value(literal) or ""
        row = models.find(identifier)
        if row is None:
            strand.assume("unknown-model", literal, f"`{identifier}` is a model this version does not know")
        elif row.replacement is None and row.state != "served":
            strand.hold(literal, "GI220", f"`{identifier}` is not a model of the Interactions API")
        elif replacement(identifier) != identifier:
            _check_other_uses(literal, node, values, strand)
            strand.models.append(literal)


def replacement(identifier: str) -> str:
    """What to write for an id: the successor of a retired one, always the bare name."""
    row = models.find(identifier)
    return (row.replacement if row is not None else None) or models.split(identifier)[1]


def _check_other_uses(literal: cst.SimpleString, model: cst.BaseExpression, values: Values, strand: Strand) -> None:
    """An id under a name cannot get another value unseen: every use of the name has to be the model of a call, or only show it."""
    identifier = string_value(literal) or ""
    if identifier not in literal.value:
        strand.hold(literal, "GI200", f"the id `{identifier}` is written with escapes")
    if literal is model:
        return
    module = values.module
    for definition in module.flow.definitions:
        if definition.value is None or not any(below is literal for below in walk(definition.value)):
            continue
        if values.is_exported(definition) and "__all__" in module.source:
            strand.hold(definition.name, "GI301", f"`{identifier}` has to be replaced, but its constant is exported")
        for use in definition.uses:
            if not _harmless(use, values):
                strand.hold(use, "GI301", f"`{identifier}` has to be replaced, but its constant is also used here for something else")
    for attribute in _attributes_holding(literal, values):
        if not _harmless(attribute, values):
            strand.hold(attribute, "GI301", f"`{identifier}` has to be replaced, but its attribute is also used here for something else")


def _harmless_parameter(argument: cst.Arg, call: cst.CSTNode | None, values: Values) -> bool:
    """Whether a function of this module does nothing else with the parameter that receives an argument."""
    if not isinstance(call, cst.Call) or not isinstance(call.func, cst.Name) or argument.star:
        return False
    definitions = values.definitions(call.func)
    function = definitions[0].node if len(definitions) == 1 else None
    if not isinstance(function, cst.FunctionDef):
        return False
    named = argument.keyword.value if argument.keyword is not None else ""
    params = [p for n, p in enumerate(function.params.params) if p.name.value == named or (not named and n == call.args.index(argument))]
    received = [values.module.flow.definition_at(param.name) for param in params]
    return bool(received) and all(d is not None and all(_harmless(u, values) for u in d.uses) for d in received)


def _attributes_holding(literal: cst.SimpleString, values: Values) -> list[cst.Attribute]:
    """Every reading of an attribute that the literal is assigned to, on whatever object."""
    names = set()
    for around in values.module.ancestors(literal):
        for target in assigned_targets(around):
            scope = values.scope_at(target)
            if isinstance(target, cst.Attribute):
                names.add(target.attr.value)
            elif isinstance(target, cst.Name) and scope.kind == "class":
                names.add(target.value)
    found = [node for node in walk(values.module.tree) if isinstance(node, cst.Attribute) and node.attr.value in names]
    return [node for node in found if not isinstance(values.module.parent(node), (cst.AssignTarget, cst.AnnAssign))]


def _harmless(use: cst.CSTNode, values: Values) -> bool:
    """Whether a use is the model of some call, only shows the id, or hands it to another name that is looked at itself."""
    parent = values.module.parent(use)
    if isinstance(parent, cst.FormattedStringExpression):
        return "/" not in values.module.code(values.module.parent(parent) or parent)
    if isinstance(parent, cst.Arg):
        call = values.module.parent(parent)
        name = dotted(call.func).rpartition(".")[2] if isinstance(call, cst.Call) else ""
        named = parent.keyword is not None and parent.keyword.value in ("model", "model_name", "model_id")
        return named or name in _SHOWN or name in _LOGGED or _harmless_parameter(parent, call, values)
    if isinstance(parent, (cst.Assign, cst.AnnAssign)) and parent.value is use:
        targets = assigned_targets(parent)
        definitions = [values.module.flow.definition_at(t) if isinstance(t, cst.Name) else None for t in targets]
        plain = [isinstance(t, cst.Attribute) and values.owner_class(t.value) is not None for t in targets]
        return all((d is not None and all(_harmless(u, values) for u in d.uses)) or p for d, p in zip(definitions, plain, strict=True))
    if isinstance(parent, cst.Param):
        definition = values.module.flow.definition_at(parent.name)
        return definition is not None and all(_harmless(u, values) for u in definition.uses)
    if isinstance(parent, (cst.BooleanOperation, cst.IfExp)):
        return _harmless(parent, values)
    return isinstance(parent, (cst.Expr, cst.If))


def edits(literal: cst.SimpleString, values: Values) -> list[Edit]:
    """Put the successor in place of a literal, and into the choices of a Colab `# @param` comment on its line."""
    identifier = string_value(literal) or ""
    new = replacement(identifier)

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.SimpleString)
        return updated.with_changes(value=updated.value.replace(identifier, new))

    found = [Edit(literal, change, f"model {new}")]
    line = values.module.enclosing(literal, cst.SimpleStatementLine)
    if isinstance(line, cst.SimpleStatementLine) and _is_form_field(line):
        found.append(Edit(line, _choices, "model choices"))
    return found


def _is_form_field(line: cst.SimpleStatementLine) -> bool:
    comment = line.trailing_whitespace.comment
    return comment is not None and "@param" in comment.value


def _choices(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
    """Replace the retired ids a form offers; an id that is offered already is not offered twice."""
    assert isinstance(updated, cst.SimpleStatementLine)
    comment = updated.trailing_whitespace.comment
    assert comment is not None
    text = _rewrite_choices(comment.value)
    changed = updated.trailing_whitespace.with_changes(comment=comment.with_changes(value=text))
    return updated.with_changes(trailing_whitespace=changed)


def _rewrite_choices(text: str) -> str:
    start, end = text.find("["), text.rfind("]")
    if start < 0 or end < start:
        return text
    pieces: list[str] = []
    for piece in text[start + 1 : end].split(","):
        match = _QUOTED.search(piece)
        if match is not None and models.is_retired(match["id"]):
            piece = piece.replace(match["id"], replacement(match["id"]))
        if piece.strip() not in (kept.strip() for kept in pieces):
            pieces.append(piece)
    return f"{text[: start + 1]}{','.join(pieces).lstrip() if pieces else ''}{text[end:]}"
