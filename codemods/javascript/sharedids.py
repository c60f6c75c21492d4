"""Model ids that one module defines and others take: they change where they are defined, when every use of them allows it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.api import models
from codemods.api.models import replacement
from codemods.javascript.elsewhere import WHOLE, Place, place_of, places_in
from codemods.javascript.nodes import bare, dotted, outermost, string_value
from codemods.javascript.scopes import Binding
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node
from codemods.javascript.trail import Trail
from codemods.javascript.values import Values
from codemods.options import Options
from codemods.rest.address import VERBS

CODE = "GI301"
#: What stands between a name and the text behind it, in a template or a sum, and how far that is looked at.
_GOES_ON = re.compile(r"^(?:\}|\s*\+\s*[\"'`])")
_FAR = 200


# -- where a call takes its model from another module ----------------------------------------------------------------


def check(node: Node, values: Values, strand: Strand) -> bool:
    """Look at the ids of other modules that may be the model of a call; whether there are any."""
    found = False
    for place in places_in(node, values):
        defining, literals = values.module.index.defining(place)
        for literal in literals if defining is not None else ():
            found = True
            assert defining is not None
            _check_one(node, literal, defining, values.options, strand)
    if not found:
        _check_unseen(node, values, strand)
    return found


def _check_unseen(node: Node, values: Values, strand: Strand) -> None:
    """What is read of a name of another module (`MODELS.fast`, `pick()`) may be any id of that module."""
    for defining in _modules_in(node, values):
        for piece in defining.module.root.walk():
            text = string_value(piece)
            if text is not None and (models.is_retired(text, values.options.models) or text.startswith(models.PREFIXES)):
                said = f"the model may be `{text}` of {defining.module.index.shown}, which the Interactions API does not serve so"
                strand.assume("unknown-model", node, said)
                return


def _modules_in(node: Node, values: Values, seen: frozenset[object] = frozenset()) -> Iterator[Values]:
    """The modules of the project that the names in an expression come from."""
    for below in node.walk():
        if below in seen or below.kind not in ("identifier", "shorthand_property_identifier"):
            continue
        place = place_of(below, values.module)
        if place is not None:
            defining = values.module.index.module_of(place)
            yield from [defining] if defining is not None else ()
            continue
        slot = values.of(below)
        for write in slot.values if slot is not None else ():
            if write.value is not None and write.value not in seen and write.how in ("declared", "assigned"):
                yield from _modules_in(write.value, values, seen | {below, write.value})


def _check_one(node: Node, literal: Node, defining: Values, options: Options, strand: Strand) -> None:
    identifier, where = string_value(literal) or "", defining.module.index.shown
    row = models.find(identifier, options.models)
    if row is None:
        strand.assume("unknown-model", node, f"`{identifier}` of {where} is a model this version does not know")
    elif row.replacement is None and row.state != "served":
        strand.hold(node, "GI220", f"`{identifier}` of {where} is not a model of the Interactions API")
    elif replacement(identifier, options.models) != identifier and not is_replaced(literal, defining, options):
        strand.assume("unknown-model", node, f"the model is `{identifier}` of {where}, which this run does not replace there")


# -- where the id is defined -----------------------------------------------------------------------------------------


def trails(values: Values) -> Iterator[Trail]:
    """A trail for every retired id that other modules take as the model of their calls."""
    for node in values.module.root.walk():
        if node.kind != "string" or not is_replaced(node, values, values.options):
            continue
        identifier = string_value(node) or ""
        strand = Strand()
        strand.tie(node)
        strand.site(node, CODE, models.retired(identifier, values.options.models))
        strand.models[node] = replacement(identifier, values.options.models)
        yield Trail(strand)


def is_replaced(literal: Node, values: Values, options: Options) -> bool:
    """Whether a run writes the successor for an id, for the sake of the modules that take it under an exported name."""
    index, name = values.module.index, name_of(literal, values)
    options = options.at(index.path)
    if name is None or not name.is_exported or not index.is_rewritten or not options.wants(CODE):
        return False
    if not models.is_retired(string_value(literal) or "", options.models) or _is_left_alone(literal, values):
        return False
    users = uses_elsewhere(name, values)
    return bool(users) and all(is_model(read) or is_shown(read) for read in (*(users or ()), *_own_reads(name)))


def name_of(literal: Node, values: Values) -> Binding | None:
    """The constant of the module that an id is given, when it is given nothing else."""
    declarator = outermost(literal).parent
    if declarator is None or declarator.kind != "variable_declarator" or bare(declarator.field("value") or declarator) is not literal:
        return None
    binding = values.module.scopes.binding(declarator.must("name"))
    return binding if binding is not None and binding.only_write is not None else None


def _own_reads(name: Binding) -> list[Node]:
    return [read for read in name.reads if read.parent is None or read.parent.kind != "export_specifier"]


def _is_left_alone(literal: Node, values: Values) -> bool:
    module = values.module
    said = module.suppressions
    return said.whole_file or CODE.startswith(said.file_codes or ("-",)) or module.suppressed(module.span(literal), CODE)


# -- who uses it -----------------------------------------------------------------------------------------------------


def uses_elsewhere(name: Binding, values: Values) -> list[Node] | None:
    """Where other modules read a name that this one exports; None where not all of them are in sight."""
    found: list[Node] = []
    importing = values.module.index.importing()
    for other in importing if importing is not None else ():
        reads = _reads(other, values.module.index.path, name.name)
        if reads is None:
            return None
        found += reads
    return found if importing is not None else None


def _reads(values: Values, file: str, name: str) -> list[Node] | None:
    module = values.module
    found: list[Node] = []
    for node in module.root.walk():
        if node.kind == "export_statement" and module.index.leads(string_value(node.field("source")), file):
            return None  # it is passed on
        if node.kind in ("identifier", "shorthand_property_identifier") and (binding := module.scopes.binding(node)) is not None:
            if node in binding.reads:
                taken = _taken(node, place_of(node, module), values, file, name)
                if taken is None:
                    return None
                found += taken
    return found


def _taken(read: Node, place: Place | None, values: Values, file: str, name: str) -> list[Node] | None:
    """What one read of an imported name reads of the module: the name, something else, or (None) all of it."""
    if place is None or not values.module.index.leads(place[0], file):
        return []
    if place[1] != WHOLE:
        return [read] if place[1] == name else []
    member = outermost(read).parent
    if member is None or member.kind != "member_expression" or bare(member.must("object")) is not read:
        return None
    return [member] if member.must("property").text == name else []


# -- kinds of uses ---------------------------------------------------------------------------------------------------


def is_model(read: Node) -> bool:
    """Whether a read of a name is the model of a request, or of what makes requests."""
    parent = outermost(read).parent
    if read.kind == "shorthand_property_identifier":
        return read.text == "model"
    if parent is not None and parent.kind in ("template_substitution", "binary_expression") and is_in_address(read):
        return True
    return parent is not None and parent.kind == "pair" and parent.must("key").text.strip("'\"") == "model"


def is_in_address(read: Node) -> bool:
    """Whether a read of a name is the model in the address of a request: `${MODEL}:generateContent`, `MODEL + ':generateContent'`."""
    behind = _GOES_ON.sub("", read.source[outermost(read).end :][:_FAR])
    return VERBS.match(behind) is not None


def is_shown(read: Node) -> bool:
    """Whether an expression goes into a template or a message on the console."""
    call = read.enclosing("call_expression", "arrow_function", "function_expression", "function_declaration")
    return call is not None and call.kind == "call_expression" and dotted(call.must("function")).startswith("console.")
