"""`.parsed` was one object; parsed at each reading it is several. May that be done here?"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from codemods.python.parsed import Parsed
from codemods.python.scopes import assigned_targets
from codemods.python.tree import walk
from codemods.python.values import Values

#: Functions that read what they are given and keep nothing of it.
_LOOKING = frozenset({"print", "len", "str", "repr", "json.dumps", "pprint", "pprint.pprint", "pprint.pp"})


class Rereading:
    """Looks at the readings of parsed answers in one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module

    def problem(self, current: cst.CSTNode, parsed: Parsed, others: Sequence[cst.CSTNode]) -> str:
        """`.parsed` was one object; parsing at each reading gives several, and needs its class where it is read."""
        if not self._means_the_same(parsed, current):
            return f"`.parsed` needs `{parsed.code}`, which means something else here"
        several = bool(others) or self._repeated(current)
        if several and not all(self._only_looked_at(node) for node in (*others, current)):
            return "`.parsed` is read more than once and was one object; parse it once and give it a name"
        return ""

    def _means_the_same(self, parsed: Parsed, current: cst.CSTNode) -> bool:
        here = self.values.scope_at(current)
        for node in walk(parsed.source) if parsed.source is not None else ():
            if isinstance(node, cst.Name) and (definitions := self.module.flow.definitions_of(node)):
                if any(here.owner(node.value) is not d.scope for d in definitions) or self.values.is_deleted(node.value):
                    return False
        return True

    def _repeated(self, current: cst.CSTNode) -> bool:
        """Whether one reading runs more often than the call: in a loop or function that the answer was not made in."""
        base = current.value if isinstance(current, cst.Attribute) else current
        made = [d.node for d in self.module.flow.definitions_of(base)] if isinstance(base, cst.Name) else []
        kinds = (cst.For, cst.While, cst.FunctionDef, cst.Lambda, cst.CompFor, cst.ListComp, cst.GeneratorExp)
        around = {a for a in self.module.ancestors(current) if isinstance(a, kinds)}
        return any(around - set(self.module.ancestors(node)) for node in made)

    def _only_looked_at(self, current: cst.CSTNode, seen: frozenset[object] = frozenset()) -> bool:
        """Whether a reading cannot change the object: printed, formatted, looped over, or one of its attributes is."""
        if current in seen:
            return True
        seen = seen | {current}
        parent = self.module.parent(current)
        while isinstance(parent, (cst.Attribute, cst.Subscript)):
            current, parent = parent, self.module.parent(parent)
        if isinstance(parent, cst.Arg):
            call = self.module.parent(parent)
            return isinstance(call, cst.Call) and self.values.called_name(call.func) in _LOOKING
        if isinstance(parent, (cst.Assign, cst.AnnAssign)) and parent.value is current:
            targets = assigned_targets(parent)
            definitions = [self.module.flow.definition_at(t) if isinstance(t, cst.Name) else None for t in targets]
            return all(d is not None and all(self._only_looked_at(use, seen) for use in d.uses) for d in definitions)
        if isinstance(parent, (cst.For, cst.CompFor)) and parent.iter is current:
            definition = self.module.flow.definition_at(parent.target) if isinstance(parent.target, cst.Name) else None
            return definition is not None and all(self._only_looked_at(use, seen) for use in definition.uses)
        return isinstance(parent, (cst.FormattedStringExpression, cst.BinaryOperation, cst.Comparison, cst.Expr, cst.ListComp))
