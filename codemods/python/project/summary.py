"""What a module says about its names, in symbols: nothing here knows what a name of another module is.

Everything is frozen and made of plain values, so that a summary can be sent to another process.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

# -- origins: where a value comes from -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Named:
    """A name, with the key of the scope that owns it: ``""`` is the module, `BUILTINS` whatever no scope of the module binds."""

    scope: str
    name: str


@dataclass(frozen=True)
class Attribute:
    base: Origin
    name: str


@dataclass(frozen=True)
class Argument:
    """One argument of a call. ``name`` is empty for a positional one, ``*`` or ``**`` for a whole collection."""

    name: str
    value: Origin


@dataclass(frozen=True)
class Called:
    func: Origin
    arguments: tuple[Argument, ...]
    line: int

    def argument(self, name: str) -> Origin | None:
        return next((argument.value for argument in self.arguments if argument.name == name), None)


@dataclass(frozen=True)
class Either:
    """One of several values."""

    values: tuple[Origin, ...]


@dataclass(frozen=True)
class Literal:
    """A string literal: its value and its line. ``ignored`` when a comment on its line says so."""

    value: str
    line: int
    ignored: bool = False


@dataclass(frozen=True)
class Text:
    """Something that is surely a `str`, whatever it says."""


@dataclass(frozen=True)
class Formatted:
    """`left % x`, `left + x`: text when one of these is."""

    parts: tuple[Origin, ...]


@dataclass(frozen=True)
class Nothing:
    """`None`."""


@dataclass(frozen=True)
class Opaque:
    """Something that is not followed; ``kind`` says what it looks like in a few words, for messages."""

    kind: str = ""


@dataclass(frozen=True)
class Imported:
    """What an import statement binds: a module, or a ``name`` of one. ``level`` counts the dots of a relative import."""

    module: str
    level: int
    name: str
    line: int


@dataclass(frozen=True)
class FunctionAt:
    """A function of the module, by its key."""

    key: str


@dataclass(frozen=True)
class ClassAt:
    """A class of the module, by its key."""

    key: str


@dataclass(frozen=True)
class Parameter:
    function: str
    name: str


@dataclass(frozen=True)
class Self:
    """An instance of a class of the module: the first parameter of its methods."""

    owner: str


@dataclass(frozen=True)
class Typed:
    """An annotated value: one of these types (None left out), whatever was given to it."""

    types: tuple[Origin, ...]
    given: Origin | None = None


Origin: TypeAlias = (
    Named
    | Attribute
    | Called
    | Either
    | Literal
    | Text
    | Formatted
    | Nothing
    | Opaque
    | Imported
    | FunctionAt
    | ClassAt
    | Parameter
    | Self
    | Typed
)

BUILTINS = "builtins"


# -- definitions ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Binding:
    """One value that a name or attribute is given, and where."""

    origin: Origin
    line: int


@dataclass(frozen=True)
class Param:
    """``kind`` is ``positional``, ``keyword`` (only) or ``rest``."""

    name: str
    kind: str
    annotation: tuple[Origin, ...] | None
    default: Origin | None


@dataclass(frozen=True)
class Function:
    """``owner`` is the key of the class whose body holds it; ``decorators`` are the last parts of the decorators' names."""

    key: str
    qualname: str
    line: int
    params: tuple[Param, ...]
    returns: tuple[Origin, ...]
    annotation: tuple[Origin, ...] | None
    decorators: tuple[str, ...]
    owner: str = ""
    asynchronous: bool = False
    generator: bool = False

    @property
    def name(self) -> str:
        return self.qualname.rpartition(".")[2]

    @property
    def takes_instance(self) -> bool:
        return bool(self.owner) and "staticmethod" not in self.decorators


@dataclass(frozen=True)
class Class:
    """``stored`` are values given to `self.x` in its methods, ``declared`` annotations by attribute."""

    key: str
    qualname: str
    line: int
    bases: tuple[Origin, ...]
    keywords: bool
    stored: Mapping[str, tuple[Binding, ...]]
    declared: Mapping[str, tuple[Origin, ...]]


# -- uses ----------------------------------------------------------------------------------------------------------

#: What is done with a use, as far as it matters: the model of an old call, of another call, shown, nothing that depends on
#: the value, a type (of a class), or something else.
ASKED, MODEL, SHOWN, INERT, TYPE, OTHER = "asked", "model", "shown", "inert", "type", "other"


@dataclass(frozen=True)
class Use:
    """A reading of a name or attribute. ``purpose`` is one of the words above; ``handed`` what takes the value instead:
    a name, an attribute (`Attribute` of anything) or a parameter. ``call`` is there when the use is what is called.
    """

    origin: Named | Attribute
    line: int
    purpose: str
    handed: tuple[Named | Attribute | Parameter, ...] = ()
    call: Called | None = None


@dataclass(frozen=True)
class Store:
    """A value put under an attribute of something that is not `self`: `gemini.client = …`."""

    target: Attribute
    value: Origin
    line: int


@dataclass(frozen=True)
class Star:
    module: str
    level: int
    line: int


@dataclass(frozen=True)
class Summary:
    """One module. ``names`` are the values of every name of every scope; a file that does not parse is ``broken``."""

    names: Mapping[tuple[str, str], tuple[Binding, ...]] = field(default_factory=dict)
    functions: Mapping[str, Function] = field(default_factory=dict)
    classes: Mapping[str, Class] = field(default_factory=dict)
    uses: Mapping[str, tuple[Use, ...]] = field(default_factory=dict)
    stores: tuple[Store, ...] = ()
    stars: tuple[Star, ...] = ()
    imports: tuple[Imported, ...] = ()
    listed: frozenset[str] | None = None
    broken: bool = False

    def function_named(self, qualname: str) -> Function | None:
        """The one function of that dotted name; None when there are several."""
        found = [function for function in self.functions.values() if function.qualname == qualname]
        return found[0] if len(found) == 1 else None

    def class_named(self, qualname: str) -> Class | None:
        found = [owner for owner in self.classes.values() if owner.qualname == qualname]
        return found[0] if len(found) == 1 else None

    def uses_of(self, name: str) -> Iterator[Use]:
        """Every use whose last part is this name."""
        yield from self.uses.get(name, ())


BROKEN = Summary(broken=True)
