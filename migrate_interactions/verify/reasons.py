"""Why a program did not get to its end: what to say to somebody who can do something about it."""

from __future__ import annotations

from collections.abc import Callable

from migrate_interactions.verify.runner.program import Program
from migrate_interactions.verify.runner.run import Failure, Run, last_line

_FOR_PYTHON = "pip install {} for this Python, or name another with --python"
_FOR_NODE = "npm install {} where the program finds it"
#: What installs the packages that versions before and after differ in.
_SDKS = {
    "google.generativeai": _FOR_PYTHON.format("google-generativeai"),
    "google.genai": _FOR_PYTHON.format("'google-genai>=2.3'"),
    "@google/generative-ai": _FOR_NODE.format("@google/generative-ai"),
    "@google/genai": _FOR_NODE.format("@google/genai"),
}
#: What both codes of Node for a module that is not there are noted as.
_NOT_FOUND = "ERR_MODULE_NOT_FOUND"
#: Node's exit status for a program that waits for what cannot come any more.
_WAITS = 13
#: Turns the exception that ended a program into a reason.
_BY_EXCEPTION: dict[str, Callable[[Failure], str]] = {
    "ModuleNotFoundError": lambda failure: f"missing {_package(failure.name)}: install it for this Python, or name another with --python",
    "EOFError": lambda failure: "it reads the terminal: give it --stdin FILE",
    _NOT_FOUND: lambda failure: _not_found(failure.name),
    "ERR_USE_AFTER_CLOSE": lambda failure: "it reads the terminal: give it --stdin FILE",
    "KeyboardInterrupt": lambda failure: "it interrupted itself",
}


def why_not_run(program: Program, run: Run) -> str:
    """The reason, or ``""`` for a program that came to an end of its own."""
    if run.ended.timed_out:
        return "it ran into the time limit: give it more with --timeout SECONDS"
    if run.ended.flooded:
        return "it prints without end"
    failure = run.failure
    if failure is None:
        return ""
    if _ran_out_of_input(run, failure) and program.stdin and run.calls:
        return ""  # it asked until its input was used up
    if run.blocked:
        return f"it needs a connection to {', '.join(run.blocked)}, and only the loopback service can be reached ({failure})"
    if failure.type in _BY_EXCEPTION:
        return _BY_EXCEPTION[failure.type](failure)
    if failure.type.startswith("exit status"):
        return _own_exit(run, failure)
    return f"both versions end in {failure}"


def _ran_out_of_input(run: Run, failure: Failure) -> bool:
    return failure.type in ("EOFError", "ERR_USE_AFTER_CLOSE") or run.ended.status == _WAITS


def _not_found(name: str) -> str:
    if name.startswith((".", "/")):
        return f"it imports {name}, which is not there"
    return f"missing package {_npm_package(name)!r}: npm install it where the program finds it"


def _npm_package(name: str) -> str:
    """``@google/genai`` of ``@google/genai/node``."""
    return "/".join(name.split("/")[: 2 if name.startswith("@") else 1])


def _package(module: str) -> str:
    """Nobody should install what is called `google` in the index."""
    return "google-generativeai or google-genai" if module == "google" else f"package {module!r}"


def sdk_missing(run: Run) -> str:
    """What a version lacks to be run at all, when that is its SDK; ``""`` otherwise. The other version may well have its own."""
    failure = run.failure
    return next((name for name in _SDKS if failure and _lacks(failure, name)), "")


def install_sdk(version: str, module: str) -> str:
    """The reason for a version without its SDK."""
    return f"the {version} version needs {module}: {_SDKS[module]}"


def _lacks(failure: Failure, module: str) -> bool:
    """`from google import genai` fails in another way: the namespace is there as long as any package of Google's is."""
    if failure.type == _NOT_FOUND:
        return _npm_package(failure.name) == module
    if failure.type == "ModuleNotFoundError":
        return failure.name == module
    return failure.type == "ImportError" and f"cannot import name {module.rpartition('.')[2]!r} from 'google'" in failure.message


def _own_exit(run: Run, failure: Failure) -> str:
    """A program that asked the model and then chose its exit status came to its end."""
    if run.ended.status == 2 and "usage:" in run.stderr.lower():
        return f"it needs arguments: give them with --arg ({last_line(run.stderr)})"
    if run.ended.status == _WAITS:
        return "it waits for something that never comes: if that is the terminal, give it --stdin FILE"
    return "" if run.calls else f"both versions end with {failure.type} and ask nothing ({failure.message or 'no message'})"
