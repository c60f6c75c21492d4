"""Calls one function in place of running a script: ``call.py MODULE:FUNCTION [ARGUMENT...]``. Standard library only."""

from __future__ import annotations

import importlib
import inspect
import os
import sys
from typing import Any


def main(target: str, arguments: list[str]) -> None:
    """Prints what the function returns, if it returns anything; a coroutine is run to its end."""
    module_name, _, function_name = target.partition(":")
    sys.argv = [module_name, *arguments]
    sys.path[0] = os.getcwd()  # not the folder of this file
    function: Any = importlib.import_module(module_name)
    for name in function_name.split("."):
        function = getattr(function, name)
    result = function(*arguments)
    if inspect.isawaitable(result):
        result = _finished(result)
    if inspect.isgenerator(result):
        result = list(result)
    if result is not None:
        print(repr(result))


def _finished(awaitable: Any) -> Any:
    import asyncio

    async def finish() -> Any:
        return await awaitable

    return asyncio.run(finish())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
