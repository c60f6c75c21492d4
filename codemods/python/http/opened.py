"""Where a `urllib.request.Request` is sent: `urlopen(request)`, of which the response comes."""

from __future__ import annotations

import libcst as cst

from codemods.python.flow import Definition
from codemods.python.module import Module
from codemods.python.nodes import string_value
from codemods.python.strand import Strand
from codemods.python.values import Values
from codemods.rest.posting import HELD

OPENS = "urllib.request.urlopen"
#: What is said about how a request is sent.
_HARMLESS = frozenset({"timeout", "context"})


def openings(request: cst.Call, values: Values, strand: Strand) -> list[cst.Call]:
    """The calls that send a request; a hold where it goes anywhere else."""
    module = values.module
    direct = _opening(request, values)
    if direct is not None:
        return [direct]
    definition = _named(request, module)
    if definition is None:
        strand.hold(request, HELD, "the request goes where it cannot be followed")
        return []
    strand.ties.add(definition)
    if how := values.exported_to(definition):
        strand.hold(request, HELD, f"`{definition.name.value}` {how}")
    found: list[cst.Call] = []
    for use in definition.uses:
        opened = _opening(use, values)
        if opened is not None:
            found.append(opened)
        elif not _adds_header(use, module):
            strand.hold(use, HELD, "the request goes where it cannot be followed")
        if set(module.flow.definitions_of(use)) != {definition}:
            strand.hold(use, HELD, f"`{definition.name.value}` may also hold another request")
    return found


def _named(request: cst.Call, module: Module) -> Definition | None:
    """The one name that a request is given to."""
    parent = module.parent(request)
    target = parent.targets[0].target if isinstance(parent, cst.Assign) and len(parent.targets) == 1 else None
    definition = module.flow.definition_at(target) if isinstance(target, cst.Name) else None
    return definition if definition is not None and definition.scope.kind != "class" else None


def _opening(node: cst.BaseExpression, values: Values) -> cst.Call | None:
    """The `urlopen` that something is the first argument of."""
    argument = values.module.parent(node)
    call = values.module.parent(argument) if isinstance(argument, cst.Arg) else None
    if not isinstance(call, cst.Call) or values.symbol(call.func) != OPENS or call.args[0] is not argument:
        return None
    return call if all(arg.keyword is not None and arg.keyword.value in _HARMLESS for arg in call.args[1:]) else None


def _adds_header(use: cst.Name, module: Module) -> bool:
    """`request.add_header("Content-Type", …)`, as a statement of its own."""
    member = module.parent(use)
    call = module.parent(member) if isinstance(member, cst.Attribute) and member.attr.value == "add_header" else None
    if not isinstance(call, cst.Call) or call.func is not member or not call.args or not isinstance(module.parent(call), cst.Expr):
        return False
    name = string_value(call.args[0].value)
    return name is not None and name.lower() != "content-length"
