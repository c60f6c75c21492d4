"""Where models of the vertexai SDK are made: each keeps the project and location that counted by then; a name keeps its last client."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import libcst as cst

from codemods.python.module import Module
from codemods.python.older import vertex
from codemods.python.older.clients import SetUp
from codemods.python.older.receivers import Receivers

Hold = Callable[[cst.CSTNode, str], None]
HELP = "Make one client for each project and location, and ask that one: client = genai.Client(enterprise=True, project=…, location=…)."


def check(set_ups: Sequence[SetUp], made: Sequence[cst.Call], values: Receivers, hold: Hold) -> None:
    """Hold where a client would stand for another project or location than the model had."""
    _check_changes(set_ups, values, hold)
    for call in made:
        _check_model(call, set_ups, values.module, hold)


def _check_changes(set_ups: Sequence[SetUp], values: Receivers, hold: Hold) -> None:
    """Code that says it twice, and not the same: in one function or outside of functions, where both reach the same code."""
    outside = [one for one in set_ups if one.function is None]
    for function in dict.fromkeys(one.function for one in set_ups):
        together = [*outside, *(one for one in set_ups if one.function is function and function is not None)]
        other = vertex.differing([one.call for one in together], values)
        if other is not None:
            line = values.module.span(together[0].call).line
            hold(other, f"this says something else than line {line}, and models made before keep what they were made with")


def _check_model(call: cst.Call, set_ups: Sequence[SetUp], module: Module, hold: Hold) -> None:
    """A model that is made before `init` is called has the project and location of the environment."""
    function = next((around for around in module.ancestors(call) if isinstance(around, cst.FunctionDef)), None)
    own = [one for one in set_ups if one.function is function]
    if own and min(module.span(one.call) for one in own) < module.span(call):
        return
    if own or (function is None and set_ups):
        line = module.span((own or list(set_ups))[0].call).line
        hold(call, f"this model is made before `init` is called on line {line}, so it is asked in another place")
