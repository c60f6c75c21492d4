"""What is only shown to people: printed, logged, or part of the message of an error."""

from __future__ import annotations

import libcst as cst

from codemods.python.nodes import dotted
from codemods.python.values import Values

_SHOWING = frozenset({"print", "display", "IPython.display.display", "pprint.pprint", "pprint.pp", "rich.print"})
_LOGGED = frozenset({"debug", "info", "warning", "error"})
_LOGGERS = frozenset({"logging", "logger", "log", "_logger"})


def is_shown(parent: cst.CSTNode | None, values: Values) -> bool:
    """Whether what stands in ``parent`` is printed or logged, for people to read: `print(x)`, `print(f"{x}")`, `logger.info("…", x)`."""
    module = values.module
    if isinstance(parent, cst.FormattedStringExpression):
        if parent.conversion is not None or parent.format_spec is not None or parent.equal is not None:
            return False
        parent = module.parent(module.parent(parent) or parent)
    call = module.parent(parent) if isinstance(parent, cst.Arg) and parent.keyword is None and not parent.star else None
    if not isinstance(call, cst.Call):
        return False
    if isinstance(call.func, cst.Name):
        return values.called_name(call.func) in _SHOWING
    receiver, _, method = dotted(call.func).rpartition(".")
    return method in _LOGGED and receiver.rpartition(".")[2].lower() in _LOGGERS


def is_told(parent: cst.CSTNode | None, values: Values) -> bool:
    """Whether what stands in ``parent`` is shown, or part of the message of an error."""
    module = values.module
    if is_shown(parent, values):
        return True
    text = module.parent(parent) if isinstance(parent, cst.FormattedStringExpression) and parent.equal is None else None
    call = module.parent(module.parent(text) or text) if text is not None else None
    return isinstance(call, cst.Call) and isinstance(module.parent(call), cst.Raise)
