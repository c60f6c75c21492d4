"""What a name of the project turns out to be, besides a client (`Handle`) or somebody else's (`FOREIGN`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from codemods.python.handles import FOREIGN, Foreign, Handle


@dataclass(frozen=True)
class Place:
    """A line of another file, as findings name it."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path} line {self.line}"


@dataclass(frozen=True)
class ModuleThing:
    """A module or package of the project: where it may be, without `.py`; ``dotted`` as it was imported."""

    bases: tuple[str, ...]
    dotted: str = ""


@dataclass(frozen=True)
class External:
    """Something of another package, by its import path."""

    path: str


@dataclass(frozen=True)
class FunctionThing:
    path: str
    key: str


@dataclass(frozen=True)
class ClassThing:
    path: str
    key: str


@dataclass(frozen=True)
class Instance:
    """An object of a class of the project."""

    path: str
    key: str


@dataclass(frozen=True)
class Constant:
    """A string literal of some file. ``name`` is the module-level name that holds it, if one does."""

    path: str
    line: int
    value: str
    name: str = ""


@dataclass(frozen=True)
class TextThing:
    """A `str`. ``constants`` are the literals it may be; ``exact`` when it is one of them for sure."""

    constants: tuple[Constant, ...] = ()
    exact: bool = False


@dataclass(frozen=True)
class ChatThing:
    """A chat, and where it is created."""

    place: Place


@dataclass(frozen=True)
class Other:
    """A value that is certainly none of all this (a number, a list)."""

    kind: str


@dataclass(frozen=True)
class Blank:
    """What adds nothing to what other values say: None, or (``awaited``) the value that is just being looked for."""

    awaited: bool = False


AWAITED: Final = Blank(awaited=True)


Known: TypeAlias = Blank | ModuleThing | External | FunctionThing | ClassThing | Instance | TextThing | ChatThing | Other
Thing: TypeAlias = Handle | Foreign | Known


def join(things: Iterable[Thing | None]) -> Thing | None:
    """The one thing that a value with several origins is; None unless they agree."""
    several = list(dict.fromkeys(things))
    found = [thing for thing in several if not isinstance(thing, Blank)]
    if not found and several:
        return AWAITED if several == [AWAITED] else Blank()
    if not found or None in found:
        return None
    if len(found) == 1:
        return found[0]
    if all(isinstance(thing, Handle) for thing in found):
        return _same_handle([thing for thing in found if isinstance(thing, Handle)])
    if all(isinstance(thing, TextThing) for thing in found):
        texts = [thing for thing in found if isinstance(thing, TextThing)]
        constants = dict.fromkeys(constant for text in texts for constant in text.constants)
        return TextThing(tuple(constants), all(text.exact for text in texts))
    return FOREIGN if all(is_foreign(thing) for thing in found) else None


def _same_handle(handles: list[Handle]) -> Handle | None:
    if len({handle.path for handle in handles}) != 1:
        return None
    return Handle(handles[0].path, frozenset[str]().union(*(handle.assumptions for handle in handles)))


def is_foreign(thing: Thing | None) -> bool:
    """Whether a thing is certainly no client, and nothing of the SDK hangs on it by itself."""
    return thing == FOREIGN or isinstance(thing, (FunctionThing, ClassThing, Instance, TextThing, Other))
