"""Chats in an entry of a dictionary or session state. The entry stays, and holds the id: who asks for its key gets the same answer."""

from __future__ import annotations

from collections.abc import Hashable

import libcst as cst

from codemods.python.chats.aliases import aliases_in
from codemods.python.chats.holders import Holder
from codemods.python.chats.model import Cleared, Creation, Found, Life, Place
from codemods.python.chats.uses import guard_at
from codemods.python.nodes import is_none, string_value
from codemods.python.scopes import Scope
from codemods.python.tree import walk
from codemods.python.values import Values

#: Methods of a dictionary that have to do with keys only; `pop` as long as nobody takes what it gives.
_OF_KEYS = frozenset({"len", "bool", "list", "tuple", "set", "sorted"})
_KEYS_ONLY = frozenset({"keys", "clear"})


class Entered:
    """The entries of a holder: those under one literal key, or all of them (an empty ``entry``)."""

    def __init__(self, holder: Holder, entry: str, values: Values) -> None:
        self.holder = holder
        self.entry = entry
        self.values = values
        self.module = values.module
        self.scope: Scope = holder.scope

    @property
    def key(self) -> Hashable:
        return (self.holder.key, self.entry)

    @property
    def label(self) -> str:
        return f"{self.entry!r} of {self.holder.label}" if self.entry else f"in {self.holder.label}"

    @property
    def keeps_name(self) -> bool:
        return True

    @property
    def reruns(self) -> bool:
        return self.holder.session

    @property
    def life(self) -> Life:
        return "long"

    def renamed(self, place: cst.BaseExpression, suffix: str) -> cst.BaseExpression | None:
        return place

    # -- finding ------------------------------------------------------------------------------------------------

    def find(self) -> Found:
        found = Found(ties={self.key, *self.holder.ties}, annotations=list(self.holder.annotations))
        if self.holder.problem and self.holder.uses:
            found.problem(self.holder.uses[0], "GI205", f"{self.holder.label} {self.holder.problem}")
        for display in self.holder.made:
            self._display(display, found)
        for use in self.holder.uses:
            self._use(use, found)
        aliases_in(found, self.values)
        return found

    def _display(self, display: cst.BaseExpression, found: Found) -> None:
        """`{"chat": None, "count": 0}`."""
        for element in display.elements if isinstance(display, cst.Dict) else ():
            if isinstance(element, cst.DictElement) and self._is_ours(string_value(element.key)):
                if isinstance(element.value, cst.Call):
                    found.creations.append(Creation(element.value, None, None))
                elif not is_none(element.value):
                    found.problem(element.value, "GI217", f"the entry {self.label} may hold something else than a chat")

    def _is_ours(self, key: str | None) -> bool:
        """Whether an entry may be ours by its key; None for one that only shows when the code runs."""
        return not self.entry or key is None or key == self.entry

    def _use(self, use: cst.BaseExpression, found: Found) -> None:
        parent = self.module.parent(use)
        if isinstance(parent, cst.Subscript) and parent.value is use:
            self._item(parent, found)
        elif isinstance(parent, cst.Attribute) and parent.value is use:
            self._attribute(parent, found)
        elif not self._is_question(use, parent):
            found.problem(use, "GI205", f"{self.holder.label} is used in a way that cannot be followed")

    def _is_question(self, use: cst.BaseExpression, parent: cst.CSTNode | None) -> bool:
        """`key in holder`, `len(holder)`, `for key in holder`, `if holder`: about its keys only."""
        if isinstance(parent, cst.ComparisonTarget):
            return isinstance(parent.operator, (cst.In, cst.NotIn)) and parent.comparator is use
        if isinstance(parent, (cst.For, cst.CompFor)):
            return parent.iter is use
        call = self.module.parent(parent) if isinstance(parent, cst.Arg) else None
        if isinstance(call, cst.Call):
            name = self.values.called_name(call.func)
            return name in _OF_KEYS or (name == "hasattr" and call.args[0] is parent)
        return self.module.only_tested(use)

    def _item(self, item: cst.Subscript, found: Found) -> None:
        index = item.slice[0].slice if len(item.slice) == 1 else None
        key = index.value if isinstance(index, cst.Index) else None
        text = string_value(key) if key is not None else None
        if isinstance(self.module.parent(item), cst.Del):
            return
        if key is None or not _is_plain(key):
            found.problem(item, "GI200", f"the key of this entry of {self.holder.label} would be computed twice", "Give the key a name.")
        elif self.entry and text is None:
            found.problem(item, "GI205", f"this may be the chat {self.label}, under a key that only shows when the code runs")
        elif self._is_ours(text):
            self._place(item, found)

    def _attribute(self, attribute: cst.Attribute, found: Found) -> None:
        name = attribute.attr.value
        call = self.module.parent(attribute)
        called = call if isinstance(call, cst.Call) and call.func is attribute else None
        if self.holder.by_attribute and called is None:
            if name == self.entry:
                self._place(attribute, found)
            return
        if called is not None and name in ("get", "pop", "setdefault") and called.args:
            self._method(called, name, found)
        elif called is None or name not in _KEYS_ONLY or called.args:
            found.problem(attribute, "GI205", f"{self.holder.label} is used in a way that cannot be followed")

    def _method(self, call: cst.Call, name: str, found: Found) -> None:
        text = string_value(call.args[0].value)
        if self.entry and text is not None and text != self.entry:
            return
        if name == "pop" and isinstance(self.module.parent(call), cst.Expr):
            return
        default = call.args[1].value if len(call.args) == 2 else None
        if name == "get" and (default is None or is_none(default)) and guard_at(Place(call), self.module.parent(call), self.module):
            found.reads.append(Place(call))
            return
        value = call.args[1].value if name == "setdefault" and len(call.args) == 2 else None
        if isinstance(value, cst.Call) and isinstance(self.module.parent(call), cst.Expr):
            found.creations.append(Creation(value, None, None))
            return
        if name == "setdefault" and is_none(value) and isinstance(self.module.parent(call), cst.Expr):
            return
        found.problem(call, "GI205", f"`{name}` of {self.holder.label} gives the chat in a way that cannot be followed yet")

    def _place(self, node: cst.Subscript | cst.Attribute, found: Found) -> None:
        parent = self.module.parent(node)
        statement = self.module.parent(parent) if isinstance(parent, cst.AssignTarget) else None
        if isinstance(parent, cst.Del):
            # `del st.session_state.chat`
            return
        if not isinstance(parent, cst.AssignTarget):
            found.reads.append(Place(node))
        elif not isinstance(statement, cst.Assign) or len(statement.targets) != 1:
            found.problem(node, "GI200", f"a chat that is not simply put {self.label} is not rewritten yet")
        elif is_none(statement.value):
            found.cleared.append(Cleared(Place(node), statement))
        elif isinstance(statement.value, cst.Call):
            found.creations.append(Creation(statement.value, Place(node), statement))
        else:
            found.problem(node, "GI217", f"the entry {self.label} may hold something else than a chat")


def entry_of(target: cst.BaseExpression, holder: Holder, values: Values) -> str:
    """The literal key that a chat is put under; empty when the holder is one of chats only."""
    if isinstance(target, cst.Attribute):
        return target.attr.value
    written = _key(target, target.value) if isinstance(target, cst.Subscript) else None
    return written if written is not None and not _dynamic(holder, values) else ""


def _dynamic(holder: Holder, values: Values) -> bool:
    """Whether some entry is reached under a key that only shows when the code runs."""
    items = (values.module.parent(use) for use in holder.uses)
    entries = (item for item in items if isinstance(item, cst.Subscript) and not isinstance(values.module.parent(item), cst.Del))
    return any(_key(item, item.value) is None for item in entries)


def _key(item: cst.CSTNode | None, use: cst.CSTNode) -> str | None:
    """The literal key of an entry; None for one that is computed, empty for what is no entry."""
    if not isinstance(item, cst.Subscript) or item.value is not use:
        return ""
    index = item.slice[0].slice if len(item.slice) == 1 else None
    return string_value(index.value) if isinstance(index, cst.Index) else None


def _is_plain(key: cst.BaseExpression) -> bool:
    """Whether a key can be written twice: made of names, attributes and literals."""
    allowed = (cst.Name, cst.Attribute, cst.SimpleString, cst.Integer, cst.Tuple, cst.Element)
    return all(isinstance(node, allowed) for node in walk(key))
