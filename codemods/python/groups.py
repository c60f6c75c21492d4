"""Groups: the strands that share something are rewritten together or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import libcst as cst

from codemods.api.response import CALL, RESPONSE, TURN
from codemods.options import Options
from codemods.python.answers import Shape, Trail
from codemods.python.flow import Definition
from codemods.python.module import Module
from codemods.python.nodes import is_none
from codemods.python.strand import Helper, Import, Strand
from codemods.rules import RULES
from codemods.strands import Joined, families

_GIVEN = {TURN: "the turn of the model", CALL: "a function call"}
_HELP = {TURN: RESPONSE["candidates[0].content"].help, CALL: RESPONSE["function_calls"].help}


@dataclass(eq=False)
class Group(Joined[cst.CSTNode]):
    """Strands that go together, with what they say in common."""

    number: int
    trails: list[Trail]
    strands: list[Strand] = field(init=False)

    def __post_init__(self) -> None:
        self.strands = list(dict.fromkeys(trail.strand for trail in self.trails))

    @property
    def imports(self) -> set[Import]:
        return {needed for strand in self.strands for needed in strand.imports}

    @property
    def helpers(self) -> set[Helper]:
        return {needed for strand in self.strands for needed in strand.helpers}

    @property
    def literals(self) -> list[cst.SimpleString]:
        return list(dict.fromkeys(literal for strand in self.strands for literal in strand.models))


def gather(trails: Iterable[Trail], module: Module, exported: Callable[[Definition], str]) -> list[Group]:
    """The groups of a module, in source order of their first strand. ``exported`` tells how other modules may use a definition."""
    of_strand: dict[Strand, list[Trail]] = {}
    for trail in trails:
        of_strand.setdefault(trail.strand, []).append(trail)
    joined = families(of_strand, lambda strand: strand.ties)
    members = ([trail for strand in strands for trail in of_strand[strand]] for strands in joined)
    found = [Group(number, list(one)) for number, one in enumerate(members, start=1)]
    for group in found:
        _check_uses(group, module)
        _check_functions(group)
        _check_given(group)
        _check_claims(group, exported)
    return found


def kept_apart(
    trails: Iterable[Trail], options: Options, exported: Callable[[Definition], str], earlier: frozenset[Definition] | None = None
) -> frozenset[Definition]:
    """Definitions that calls could share if something else in the module did not need them as they are.

    That is a call that stays, or a use that no call takes care of. ``earlier`` are those of an earlier round, in which the calls spelled
    them out: what nothing needs any more after it is not among the result.
    """
    strands = list(dict.fromkeys(trail.strand for trail in trails))
    going = [strand for strand in strands if not strand.holds and options.takes(strand.assumptions)]
    taken: dict[Definition, set[cst.CSTNode]] = {}
    for strand in going:
        for definition, uses in (*strand.claims.items(), *strand.spelled.items()):
            taken.setdefault(definition, set()).update(uses)
    return frozenset(d for d, uses in taken.items() if set(d.uses) - uses and not exported(d) and (earlier is None or d in earlier))


def _check_uses(group: Group, module: Module) -> None:
    """Where an answer is read, nothing else may arrive: another value would meet the new attribute."""
    followed: dict[Definition, Shape] = {}
    for trail in group.trails:
        for definition, shape in trail.definitions.items():
            if followed.setdefault(definition, shape) != shape:
                group.hold(definition.name, "GI217", f"`{definition.name.value}` holds different things")
    for trail in group.trails:
        for node, shape in trail.shapes.items():
            if isinstance(node, cst.Name):
                _check_use(node, shape, followed, group, module)


def _check_functions(group: Group) -> None:
    """A function that takes or gives answers takes and gives nothing else: every call and every return is in the group."""
    shapes: dict[cst.CSTNode, Shape] = {}
    for trail in group.trails:
        for node, shape in trail.shapes.items():
            if shapes.setdefault(node, shape) != shape:
                group.hold(node, "GI217", "what this holds depends on the way it was reached")
    followed = {definition: shape for trail in group.trails for definition, shape in trail.definitions.items()}
    for trail in group.trails:
        for taken in trail.taken:
            name = taken.function.name.value
            for call, value in taken.given:
                if value is not None and not is_none(value) and shapes.get(value) != followed[taken.definition]:
                    group.hold(call, "GI217", f"`{name}` is also called here, with something else than such an answer")
        for value in trail.returned:
            if not is_none(value) and value not in shapes:
                group.hold(value, "GI217", "something else than an answer is returned here")


def _check_given(group: Group) -> None:
    """What answers give to contents is what contents take from answers."""
    shapes = {node: shape for trail in group.trails for node, shape in trail.shapes.items()}
    takes = {node: path for strand in group.strands for node, path in strand.takes.items()}
    for node, path in takes.items():
        if shapes.get(node) != Shape((), path):
            group.hold(node, "GI200", f"where this comes from is not in sight, and it has to be {_GIVEN[path]} of an answer", _HELP[path])
    for trail in group.trails if not group.holds else ():
        for node in trail.given:
            if takes.get(node) != trail.shapes[node].path:
                path = trail.shapes[node].path
                code = "GI200" if path == TURN else "GI205"
                group.hold(node, code, f"{_GIVEN[path]} goes into something that is not rewritten as the contents of a call", _HELP[path])


def _check_claims(group: Group, exported: Callable[[Definition], str]) -> None:
    """A definition that changes where it stands changes for every use: all of them have to be in the group."""
    claims: dict[Definition, set[cst.CSTNode]] = {}
    for strand in group.strands:
        for definition, uses in strand.claims.items():
            claims.setdefault(definition, set()).update(uses)
    for definition, uses in claims.items():
        if how := exported(definition):
            group.hold(definition.name, "GI205", f"`{definition.name.value}` {how}, so it has to stay what it is")
        for use in definition.uses:
            if use not in uses:
                name = definition.name.value
                group.hold(
                    use, "GI203", f"`{name}` is also used here, outside of the calls that are rewritten, so it has to stay what it is"
                )


def _check_use(use: cst.Name, shape: Shape, followed: dict[Definition, Shape], group: Group, module: Module) -> None:
    for definition in module.flow.definitions_of(use):
        if followed.get(definition) == shape or (definition.kind in ("assign", "walrus") and is_none(definition.value)):
            continue
        if definition.kind == "declare":
            continue
        line = module.span(definition.name).line
        group.hold(use, "GI217", f"`{use.value}` may also hold the value it is given on line {line}", RULES["GI217"].help)
