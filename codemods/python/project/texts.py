"""What is surely text in other modules: the values of prompts and model ids."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from codemods.python.project.summary import BUILTINS, Binding, Called, Literal, Origin, Typed
from codemods.python.project.things import TextThing, Thing

if TYPE_CHECKING:
    from codemods.python.project.resolution import Project

_FUNCTIONS = frozenset(
    "os.getenv os.environ.get textwrap.dedent inspect.cleandoc json.dumps builtins.str builtins.input builtins.repr builtins.format".split()
)
_DEFAULTED = frozenset({"os.getenv", "os.environ.get"})
#: Methods of `str` that give another one.
_METHODS = frozenset(
    f"{BUILTINS}.str.{name}"
    for name in "format format_map join strip lstrip rstrip lower upper title capitalize replace removeprefix removesuffix".split()
)


def called(project: Project, function: str, path: str, call: Called) -> Thing | None:
    """What a library function gives: text, of which a default may be known."""
    if function in _DEFAULTED:
        default = call.arguments[1].value if len(call.arguments) > 1 else None
        known = project.thing(path, default) if default is not None else None
        return TextThing(known.constants) if isinstance(known, TextThing) else TextThing() if default is None else None
    return TextThing() if function in _FUNCTIONS | _METHODS else None


def named(text: TextThing, path: str, name: str, bindings: tuple[Binding, ...]) -> TextThing:
    """The same text under a name of its module: literals that the name is given directly are known by it."""
    own = {(literal.line, literal.value) for binding in bindings if (literal := _literal(binding.origin)) is not None}
    constants = tuple(
        replace(constant, name=name) if constant.path == path and (constant.line, constant.value) in own else constant
        for constant in text.constants
    )
    return replace(text, constants=constants)


def _literal(origin: Origin | None) -> Literal | None:
    if isinstance(origin, Typed):
        return _literal(origin.given)
    return origin if isinstance(origin, Literal) else None
