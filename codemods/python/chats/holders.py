"""Collections and session states that chats are kept in: a dictionary by user, `st.session_state`, `context.user_data`."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

import libcst as cst

from codemods.python.nodes import dotted, string_value
from codemods.python.scopes import Scope
from codemods.python.tree import walk
from codemods.python.values import Values

#: Session states whose keys are attributes as well, by import path.
_SESSIONS = frozenset({"streamlit.session_state"})
#: What bots' libraries keep for a user or a chat.
_OF_BOTS = frozenset({"user_data", "chat_data"})
_EMPTY = frozenset({"dict", "OrderedDict", "collections.OrderedDict"})


@dataclass(frozen=True, eq=False)
class Holder:
    """One such object: every expression of the module that is it, where it is made, and what is not in order about it."""

    key: Hashable
    label: str
    scope: Scope
    uses: tuple[cst.BaseExpression, ...]
    made: tuple[cst.BaseExpression, ...]
    annotations: tuple[cst.Annotation, ...] = ()
    #: Whether a library keeps it while the program starts over, and whether `holder.chat` is the same as `holder["chat"]`.
    session: bool = False
    by_attribute: bool = False
    ties: tuple[object, ...] = ()
    problem: str = ""


class Holders:
    """Finds the holders of one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module
        self.flow = values.module.flow

    def of(self, node: cst.BaseExpression) -> Holder | None:
        """The holder that an expression is; None when it cannot be followed."""
        path = self.values.symbol(node)
        if path in _SESSIONS:
            return self._session(path)
        if isinstance(node, cst.Name):
            return self._variable(node)
        if isinstance(node, cst.Attribute):
            owner = self.values.owner_class(node.value)
            if owner is not None:
                return self._attribute(owner, node.attr.value)
            return self._of_bot(node.attr.value) if node.attr.value in _OF_BOTS else None
        return None

    def _session(self, path: str | None) -> Holder:
        """A session state that a library has, one for each visitor."""
        module = self.flow.scopes[self.module.tree]
        expressions = (node for node in self.module.nodes if isinstance(node, (cst.Name, cst.Attribute)))
        uses = tuple(node for node in expressions if self.values.symbol(node) == path)
        others = [file for file in self.values.index.files.mentioning("session_state") if file != self.values.index.path]
        problem = f"is shared with {self.values.index.files.shown(others[0])}" if others else ""
        return Holder(path, "the session state", module, uses, (), session=True, by_attribute=True, problem=problem)

    def _of_bot(self, name: str) -> Holder:
        """`context.user_data` of a bot's library: a dictionary that belongs to a user or a chat, by its name only."""
        module = self.flow.scopes[self.module.tree]
        uses = tuple(self.module.attributes(name))
        others = [file for file in self.values.index.files.mentioning(name) if file != self.values.index.path]
        problem = f"is shared with {self.values.index.files.shown(others[0])}" if others else ""
        return Holder(name, f"`{name}`", module, uses, (), session=True, problem=problem)

    def _variable(self, node: cst.Name) -> Holder | None:
        """A variable that is given an empty or spelled-out dictionary."""
        definitions = self.flow.definitions_of(node)
        scope = next(iter(definitions)).scope if definitions else None
        given = self.flow.by_scope.get((scope, node.value), []) if scope is not None else []
        if scope is None or scope.kind == "class" or not given or self.values.is_deleted(node.value):
            return None
        values = [d.value for d in given if d.kind == "assign" and d.value is not None and _is_display(d.value)]
        if len(values) != len(given):
            return None
        how = next((how for d in given if (how := self.values.exported_to(d))), "")
        if len(given) > 1 and scope.kind != "module":
            how = how or "is made more than once"
        uses = tuple(dict.fromkeys(use for d in given for use in d.uses))
        annotations = tuple(d.node.annotation for d in given if isinstance(d.node, cst.AnnAssign))
        return Holder((scope, node.value), f"`{node.value}`", scope, uses, tuple(values), annotations, ties=(*given, *uses), problem=how)

    def _attribute(self, owner: cst.ClassDef, name: str) -> Holder | None:
        """`self.chats`, which is given a dictionary in its class and used nowhere else."""
        values = self.values.attributes(owner).values.get(name, [])
        if not values or not all(_is_display(value) for value in values) or self.values.subclasses(owner) or owner.bases:
            return None
        users = self.values.index.users_of_method(self.values.qualname(owner), name)
        private = name.startswith("_") or owner.name.value.startswith("_")
        problem = f"is used in {users.first}" if users.first is not None else ""
        if not (problem or users.complete or private or self.values.is_program):
            problem = "can be read from other files"
        uses = tuple(self._attribute_uses(owner, name))
        stray = [use for use in uses if self.values.owner_class(use.value) is not owner]
        if stray:
            problem = problem or "is used from outside of its class"
        annotations = tuple(self._annotations(owner, name))
        return Holder((owner, name), f"`self.{name}`", self.values.scope_at(owner), uses, tuple(values), annotations, problem=problem)

    def _attribute_uses(self, owner: cst.ClassDef, name: str) -> Iterator[cst.Attribute]:
        for node in self.module.attributes(name):
            if self.module.is_stored(node):
                continue
            other = self.values.owner_class(node.value) or self.values.instance_class(node.value)
            if other is owner or (other is None and self.values.handle(node.value) is None and self.values.symbol(node) is None):
                yield node

    def _annotations(self, owner: cst.ClassDef, name: str) -> Iterator[cst.Annotation]:
        for node in walk(owner.body):
            if isinstance(node, cst.AnnAssign) and isinstance(node.target, cst.Attribute) and node.target.attr.value == name:
                yield node.annotation


def _is_display(node: cst.BaseExpression) -> bool:
    """`{}`, `dict()`, or a dictionary that is spelled out."""
    if isinstance(node, cst.Call):
        return dotted(node.func) in _EMPTY and not node.args
    return isinstance(node, cst.Dict) and all(
        isinstance(element, cst.DictElement) and string_value(element.key) is not None for element in node.elements
    )
