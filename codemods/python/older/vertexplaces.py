"""Where models of the vertexai SDK are made: each keeps the project and location that counted by then; a name keeps its last client."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import libcst as cst

from codemods.python.module import Module
from codemods.python.older import vertex
from codemods.python.older.clients import SetUp
from codemods.python.older.receivers import Receivers

Hold = Callable[[cst.CSTNode, str], None]
HELP = "Make one client for each project and location, and ask that one: client = genai.Client(enterprise=True, project=…, location=…)."


def check(set_ups: Sequence[SetUp], made: Sequence[cst.Call], values: Receivers, hold: Hold) -> None:
    """Hold where a client would stand for another project or location than the model had."""
    _check_changes(set_ups, made, values, hold)
    _check_layers(set_ups, values, hold)
    for call in made:
        _check_model(call, set_ups, values.module, hold)


def _check_changes(set_ups: Sequence[SetUp], made: Sequence[cst.Call], values: Receivers, hold: Hold) -> None:
    """Code that says it twice in one place, and not the same, with models that are made between."""
    module = values.module
    for function in dict.fromkeys(one.function for one in set_ups):
        calls = sorted((one.call for one in set_ups if one.function is function), key=module.span)
        models = [module.span(call) for call in made if _function(call, module) is function]
        for before, after in pairwise(calls):
            changed = vertex.differing([before, after], values)
            if changed is not None and any(model < module.span(after) for model in models):
                line = module.span(before).line
                hold(after, f"this may say something else than line {line}, and models made before keep what they were made with")


def _check_layers(set_ups: Sequence[SetUp], values: Receivers, hold: Hold) -> None:
    """A function that says something else than the module around it says it for the whole module from then on."""
    outside = [one.call for one in set_ups if one.function is None]
    for one in set_ups:
        if one.function is not None and outside and vertex.differing([outside[0], one.call], values) is not None:
            line = values.module.span(outside[0]).line
            hold(one.call, f"this may say something else than line {line}, and it holds for everything that is asked later")


def _function(node: cst.CSTNode, module: Module) -> cst.FunctionDef | None:
    return next((around for around in module.ancestors(node) if isinstance(around, cst.FunctionDef)), None)


def _check_model(call: cst.Call, set_ups: Sequence[SetUp], module: Module, hold: Hold) -> None:
    """A model that is made before `init` is called has the project and location of the environment."""
    function = _function(call, module)
    own = [one for one in set_ups if one.function is function]
    if own and min(module.span(one.call) for one in own) < module.span(call):
        return
    if own or (function is None and set_ups):
        line = module.span((own or list(set_ups))[0].call).line
        hold(call, f"this model is made before `init` is called on line {line}, so it is asked in another place")
