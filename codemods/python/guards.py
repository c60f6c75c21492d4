"""Handlers that know google-genai's errors: they would stop catching around a call that was rewritten.

Which call runs under which handler cannot be told from the code in general (decorators, helpers that take a function,
pools, context managers, coroutines awaited later). So one place in a module that knows those errors holds every call of it.
"""

from __future__ import annotations

import builtins

import libcst as cst

from codemods.python.handles import Handle
from codemods.python.nodes import dotted, string_value
from codemods.python.scopes import assigned_targets, parameters
from codemods.python.strand import Remark
from codemods.python.values import Values
from codemods.rules import RULES

_ERRORS = ("google.genai.errors", "google.genai.APIError", "httpx2.")
_BROAD = frozenset({"Exception", "BaseException"})
#: What a google-genai error has and an Interactions error has not.
_FIELDS = frozenset({"code", "status", "details", "message", "response"})
#: What functions that look at an error call it.
_ERROR_NAMES = frozenset("e ex exc exn err error exception exc_value failure cause boom value".split())
#: What a function that is given something would only ask of an error.
_TELLING = frozenset({"code", "status", "details"})
#: What may look at an error that passes, or run code at another time.
_AROUND = (cst.FunctionDef, cst.Lambda, cst.ClassDef, cst.Try, cst.TryStar, cst.With, cst.GeneratorExp)
#: Handlers of whatever ends the program.
_HOOKS = ("excepthook", "set_custom_exc", "showtraceback", "last_value", "last_exc")


class Guards:
    """The place in a module, if there is one, that knows google-genai's errors; and its broad handlers."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module
        self.mention: cst.CSTNode | None = None
        self.shown_by: list[tuple[cst.CSTNode, cst.CSTNode]] = []
        for node in self.module.nodes:
            if isinstance(node, (cst.ExceptHandler, cst.ExceptStarHandler)):
                self._handler(node)
            elif isinstance(node, (cst.FunctionDef, cst.Lambda)):
                self._predicate(node)
            elif isinstance(node, (cst.Attribute, cst.Name)) and self._is_error(node) and not self._harmless(node):
                self._found(node)
            elif isinstance(node, cst.ImportFrom) and isinstance(node.names, cst.ImportStar):
                if node.module is not None and dotted(node.module).startswith("google.genai"):
                    self._found(node)

    def _found(self, node: cst.CSTNode) -> None:
        self.mention = self.mention or node

    # -- mentions -----------------------------------------------------------------------------------------------

    def _is_error(self, node: cst.CSTNode) -> bool:
        """Whether a name or attribute is, or on some way may be, one of the SDK's error classes."""
        if isinstance(node, cst.Name):
            paths = [self.values.import_path(d) for d in self.module.flow.definitions_of(node)]
            return any(path is not None and path.startswith(_ERRORS) for path in paths)
        path = self.values.symbol(node)
        return path is not None and path.startswith(_ERRORS)

    def _harmless(self, node: cst.CSTNode) -> bool:
        """`raise errors.APIError(…)`, annotations and imports watch over nothing."""
        if self.module.enclosing(node, cst.Annotation, cst.Import, cst.ImportFrom) is not None:
            return True
        parent = self.module.parent(node)
        made = self.module.parent(parent) if isinstance(parent, cst.Call) and parent.func is node else parent
        return isinstance(made, cst.Raise)

    # -- handlers -----------------------------------------------------------------------------------------------

    def _handler(self, handler: cst.ExceptHandler | cst.ExceptStarHandler) -> None:
        """`except Exception as e` catches both kinds; reading `e.code` works with one only, showing `e` reads differently."""
        if handler.name is None or not isinstance(handler.name.name, cst.Name) or not self._broad(handler.type):
            return
        definition = self.module.flow.definition_at(handler.name.name)
        owner = self.module.parent(handler)
        for use in definition.uses if definition is not None else ():
            if self._reads_field(use) or self._read_later(use):
                self._found(use)
            elif isinstance(owner, (cst.Try, cst.TryStar)):
                self.shown_by.append((owner.body, handler))

    def _read_later(self, use: cst.Name) -> bool:
        """`last = e` or `self.last = e`, and a field of it read somewhere."""
        parent = self.module.parent(use)
        for target in assigned_targets(parent):
            definition = self.module.flow.definition_at(target) if isinstance(target, cst.Name) else None
            if definition is not None and any(self._reads_field(later) for later in definition.uses):
                return True
            if isinstance(target, cst.Attribute) and self._attribute_read(target.attr.value):
                return True
        return False

    def _attribute_read(self, name: str) -> bool:
        reads = self.module.attributes(*_FIELDS)
        return any(isinstance(node.value, cst.Attribute) and node.value.attr.value == name for node in reads)

    def _broad(self, caught: cst.CSTNode | None) -> bool:
        """Whether a handler may catch the SDK's errors without naming them."""
        if isinstance(caught, cst.Tuple):
            return any(self._broad(element.value) for element in caught.elements)
        if isinstance(caught, cst.Name):
            # A class of this module cannot be what the SDK raises; another name for one may be.
            local = any(d.kind not in ("import", "class") for d in self.values.definitions(caught))
            if all(d.kind == "class" for d in self.values.definitions(caught)) and self.values.definitions(caught):
                return False
            return caught.value in _BROAD or local or not (hasattr(builtins, caught.value) or self.values.symbol(caught))
        return False

    def _reads_field(self, use: cst.Name) -> bool:
        parent = self.module.parent(use)
        if isinstance(parent, cst.Attribute):
            return parent.value is use and parent.attr.value in _FIELDS
        call = self.module.parent(parent) if isinstance(parent, cst.Arg) else None
        if not isinstance(call, cst.Call) or dotted(call.func) not in ("getattr", "hasattr") or len(call.args) < 2:
            return False
        return call.args[0] is parent and string_value(call.args[1].value) in _FIELDS

    def _predicate(self, function: cst.FunctionDef | cst.Lambda) -> None:
        """A function that looks at the fields of an error it is given: a retry predicate, `__exit__`, a helper of a handler."""
        for param in parameters(function):
            definition = self.module.flow.definition_at(param.name)
            if param.name.value not in _ERROR_NAMES or definition is None:
                continue
            for use in definition.uses:
                parent = self.module.parent(use)
                told = not isinstance(parent, cst.Attribute) or parent.attr.value in _TELLING
                if told and self._reads_field(use):
                    self._found(use)

    # -- answers ------------------------------------------------------------------------------------------------

    def over(self, node: cst.Call) -> Remark | None:
        """The hold for a call of this module, pointing at the place that knows the SDK's errors."""
        if self.mention is None:
            return self._elsewhere(node)
        if self._in_the_open(node):
            return None
        line = self.module.span(self.mention).line
        return Remark(node, "GI207", f"errors are handled on line {line} by google.genai's classes or fields", RULES["GI207"].help)

    def _elsewhere(self, node: cst.CSTNode) -> Remark | None:
        """The hold for a call of a module that a file which knows the SDK's errors uses."""
        place = self.values.index.catching
        if place is None:
            return None
        message = f"errors are handled in {place}, which uses this file, by google.genai's classes"
        return Remark(node, "GI207", message, RULES["GI207"].help)

    def _in_the_open(self, call: cst.Call) -> bool:
        """Whether an error of the call surely ends the program: top-level code that nothing stands around, in a program nobody imports."""
        handle = self.values.handle(call.func)
        if not self.values.options.alone or not isinstance(handle, Handle) or any(word in self.module.source for word in _HOOKS):
            return False
        if self.module.enclosing(call, *_AROUND) is not None or handle.method[-1].endswith("_stream"):
            return False
        return not handle.asynchronous or isinstance(self.module.parent(call), cst.Await)

    def shown(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """The broad handler around a call that shows or passes on the error."""
        around = self.module.ancestors(node)
        return next((handler for region, handler in self.shown_by if region in around), None)
