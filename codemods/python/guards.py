"""Handlers that know google-genai's errors: they would stop catching around a call that was rewritten."""

from __future__ import annotations

import libcst as cst

from codemods.python.strand import Remark
from codemods.python.tree import walk
from codemods.python.values import Values, dotted, string_value
from codemods.rules import RULES

_ERRORS = ("google.genai.errors", "google.genai.APIError", "httpx2")
_BROAD = frozenset({"Exception", "BaseException"})
#: What a google-genai error has and an Interactions error has not.
_FIELDS = frozenset({"code", "status", "details", "message", "response"})


class Guards:
    """Which calls of a module run under such a handler, directly or through functions of the module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module
        self.regions: list[tuple[cst.CSTNode, cst.CSTNode]] = []
        self.notes: list[tuple[cst.CSTNode, cst.CSTNode]] = []
        for node in walk(self.module.tree):
            if isinstance(node, (cst.Try, cst.TryStar)):
                self._handlers(node)
            elif isinstance(node, (cst.Attribute, cst.Name)) and self._is_error(node):
                self._mention(node)
        self.functions = self._called_in_regions()

    def _is_error(self, node: cst.CSTNode) -> bool:
        path = self.values.symbol(node)
        return path is not None and path.startswith(_ERRORS) and path not in ("httpx2",)

    def _handlers(self, node: cst.Try | cst.TryStar) -> None:
        for handler in node.handlers:
            caught = dotted(handler.type) if handler.type is not None else ""
            if caught in _BROAD:
                self._broad(node, handler)

    def _broad(self, node: cst.Try | cst.TryStar, handler: cst.ExceptHandler | cst.ExceptStarHandler) -> None:
        """`except Exception as e` catches both kinds; reading `e.code` works with one only, showing `e` reads differently."""
        if handler.name is None or not isinstance(handler.name.name, cst.Name):
            return
        definition = self.module.flow.definition_at(handler.name.name)
        for use in definition.uses if definition is not None else ():
            parent = self.module.parent(use)
            if isinstance(parent, cst.Attribute) and parent.attr.value in _FIELDS:
                self.regions.append((node.body, parent))
            elif isinstance(parent, cst.Arg) and self._asks_field(parent):
                self.regions.append((node.body, use))
            else:
                self.notes.append((node.body, handler))

    def _asks_field(self, argument: cst.Arg) -> bool:
        call = self.module.parent(argument)
        if not isinstance(call, cst.Call) or dotted(call.func) not in ("getattr", "hasattr") or len(call.args) < 2:
            return False
        return string_value(call.args[1].value) in _FIELDS

    def _mention(self, node: cst.CSTNode) -> None:
        """The code that a mention of an SDK error watches over."""
        parent = self.module.parent(node)
        if isinstance(parent, cst.Attribute) and self._is_error(parent):
            return
        if self.module.enclosing(node, cst.Import, cst.ImportFrom) is not None:
            return
        guard = self.module.enclosing(node, cst.ExceptHandler, cst.ExceptStarHandler, cst.Decorator)
        owner = self.module.parent(guard) if guard is not None else None
        if isinstance(owner, (cst.Try, cst.TryStar, cst.FunctionDef, cst.ClassDef)):
            self.regions.append((owner.body, node))
        elif not self._only_raised(node):
            self.regions.append((self.module.tree, node))

    def _only_raised(self, node: cst.CSTNode) -> bool:
        """`raise errors.APIError(…)` and annotations watch over nothing."""
        return self.module.enclosing(node, cst.Raise, cst.Annotation) is not None

    def _called_in_regions(self) -> dict[str, cst.CSTNode]:
        """Functions of the module that run inside a guarded region, by name, with the mention that guards them."""
        bodies: dict[str, list[cst.FunctionDef]] = {}
        for definition in self.module.flow.definitions:
            if isinstance(definition.node, cst.FunctionDef):
                bodies.setdefault(definition.node.name.value, []).append(definition.node)
        found: dict[str, cst.CSTNode] = {}
        pending = [(region, mention) for region, mention in self.regions]
        while pending:
            region, mention = pending.pop()
            for node in walk(region):
                name = self._called_name(node)
                if name in bodies and name not in found:
                    found[name] = mention
                    pending += [(function.body, mention) for function in bodies[name]]
        return found

    @staticmethod
    def _called_name(node: cst.CSTNode) -> str:
        if not isinstance(node, cst.Call):
            return ""
        if isinstance(node.func, cst.Attribute):
            return node.func.attr.value
        return node.func.value if isinstance(node.func, cst.Name) else ""

    def over(self, node: cst.CSTNode) -> Remark | None:
        """The hold for a call under a guard, pointing at the guard."""
        around = self.module.ancestors(node)
        for region, mention in self.regions:
            if region in around:
                return self._remark(node, mention)
        for ancestor in around:
            if isinstance(ancestor, cst.FunctionDef) and ancestor.name.value in self.functions:
                return self._remark(node, self.functions[ancestor.name.value])
        return None

    def _remark(self, node: cst.CSTNode, mention: cst.CSTNode) -> Remark:
        line = self.module.span(mention).line
        return Remark(
            node, "GI207", f"errors of this call are handled on line {line} by google.genai's classes or fields", RULES["GI207"].help
        )

    def shown(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """The broad handler around a call that shows or passes on the error."""
        around = self.module.ancestors(node)
        return next((handler for region, handler in self.notes if region in around), None)
