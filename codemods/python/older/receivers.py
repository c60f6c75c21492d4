"""Following the models and chats of the older SDKs: which expressions are one, wherever the code put it."""

from __future__ import annotations

from typing import Final

import libcst as cst

from codemods.options import Options
from codemods.python.flow import Definition
from codemods.python.handles import Foreign, Handle
from codemods.python.index import ProjectIndex
from codemods.python.module import Module
from codemods.python.nodes import is_none
from codemods.python.older.sdks import MODEL_CLASSES, sdk_of, short
from codemods.python.project.things import Blank, Thing, join
from codemods.python.scopes import parameters
from codemods.python.values import Values

MODEL: Final = Handle(("model",))
CHAT: Final = Handle(("chat",))
FILE: Final = Handle(("file",))
_MADE = {
    **dict.fromkeys(MODEL_CLASSES, MODEL),
    "ChatSession": CHAT,
    "GenerativeModel.from_cached_content": MODEL,
    "upload_file": FILE,
    "get_file": FILE,
}
_ANNOTATED = {**dict.fromkeys(MODEL_CLASSES, MODEL), "ChatSession": CHAT}


class Receivers(Values):
    """Values in which a model is `MODEL`, a chat `CHAT`, and their methods handles with one more part in their path."""

    def __init__(self, module: Module, index: ProjectIndex, options: Options) -> None:
        super().__init__(module, index, options)
        self._passing: set[Definition] = set()

    def older(self, node: cst.CSTNode) -> str | None:
        """What an older SDK calls the thing that an expression names, without packages; None for anything else."""
        path = self.symbol(node)
        return short(path) if path is not None and sdk_of(path) is not None else None

    def _called_thing(self, node: cst.Call, seen: frozenset[object]) -> Thing | None:
        made = _MADE.get(self.older(node.func) or "")
        if made is not None:
            return made
        func = self.thing(node.func, seen) if isinstance(node.func, cst.Attribute) else None
        if isinstance(func, Handle) and func.path[:1] in (("model",), ("chat",), ("file",)):
            return CHAT if func.path == ("model", "start_chat") else None
        return super()._called_thing(node, seen)

    def _annotated_handle(self, annotation: cst.BaseExpression) -> Handle | Foreign | None:
        symbols = self.annotated_symbols(annotation)
        made = {_ANNOTATED.get(short(symbol)) if sdk_of(symbol) is not None else None for symbol in symbols if symbol is not None}
        known = made.pop() if len(made) == 1 else None
        return known if known is not None else super()._annotated_handle(annotation)

    def passed_thing(self, definition: Definition) -> Thing | None:
        """What a parameter receives from the calls in this module, when they are all there is."""
        if definition in self._passing:
            # A function that calls itself hands on what it was given.
            return Blank()
        self._passing.add(definition)
        found = self._given(definition)
        self._passing.remove(definition)
        return found if isinstance(found, Handle) else super().passed_thing(definition)

    def _given(self, definition: Definition) -> Thing | None:
        """What all calls of this module give a parameter."""
        function = definition.scope.node
        calls = self.calls_of(function) if isinstance(function, cst.FunctionDef) else None
        if not calls or not isinstance(function, cst.FunctionDef):
            return None
        given = [argument_for(definition, function, call) for call in calls]
        return join(None if value is None else self.thing(value) for value in given if value is None or not is_none(value))

    def calls_of(self, function: cst.FunctionDef) -> list[cst.Call] | None:
        """Every call of a function of this module; None when it is used in another way or from elsewhere."""
        definition = self.module.flow.definition_at(function.name)
        if definition is None or definition.scope.kind == "class" or function.decorators or self.reached_from_outside(function):
            return None
        calls = [self.module.parent(use) for use in definition.uses]
        return (
            [call for call in calls if isinstance(call, cst.Call)]
            if all(isinstance(call, cst.Call) and call.func is use for call, use in zip(calls, definition.uses, strict=True))
            else None
        )


def argument_for(definition: Definition, function: cst.FunctionDef, call: cst.Call) -> cst.BaseExpression | None:
    """What a call gives a parameter; its default when it gives nothing; None when that cannot be told."""
    if any(arg.star for arg in call.args):
        return None
    names = [param.name.value for param in parameters(function)]
    position = names.index(definition.name.value)
    for place, arg in enumerate(call.args):
        if (arg.keyword.value if arg.keyword is not None else names[place] if place < len(names) else "") == names[position]:
            return arg.value
    return definition.value
