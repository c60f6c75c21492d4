"""The uses of `interaction.outputs`: its text, loops over it by type, lists and tests of it."""

from __future__ import annotations

from collections.abc import Mapping

from codemods.api import legacy_words as words
from codemods.api.legacy import GONE, INSTEAD, LAST, OUTPUTS
from codemods.javascript.edits import Edit, inserted, replaced
from codemods.javascript.legacy import lists, narrowing
from codemods.javascript.legacy.trail import LegacyTrail
from codemods.javascript.legacy.typenames import spelled
from codemods.javascript.legacy.walks import Walk
from codemods.javascript.nodes import bare, dotted, is_called, is_null, is_optional, is_written, outermost
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node
from codemods.javascript.values import Values

#: Contents that were asked for besides text, by the expression that reads the outputs; None where any may come.
Asking = Mapping[Node, frozenset[str] | None]

#: What gets along with a text that may be missing.
_TOLERANT = frozenset({"template_substitution", "expression_statement", "if_statement", "while_statement", "non_null_expression"})
_CASTS = frozenset({"as_expression", "type_assertion"})


class Outputs:
    """Rewrites them in one module. ``fetched`` are the outputs of answers that may hold the user's input as well."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module
        self.fetched: set[Node] = set()
        self.asking: Asking = {}
        #: What is rewritten with something around it: `answer.outputs` in `answer.outputs[answer.outputs.length - 1]`.
        self.handled: set[Node] = set()

    def finish(self, trail: LegacyTrail) -> None:
        """Rewrite all of one answer's."""
        for node in trail.sources:
            self._source(node, trail)
        for item in trail.unpacked:
            trail.site(item, "GI501", words.OUTPUTS)
            trail.hold(item, "GI506", "outputs that are taken out of an answer by a pattern are not rewritten yet")
        for reading in trail.readings:
            self._field(reading.output, reading.node, reading.name, trail)
        for literal in trail.asks:
            trail.strand.edit(replaced(literal, spelled(literal, "steps")))

    # -- single fields ------------------------------------------------------------------------------------------

    @staticmethod
    def _field(output: Node, node: Node, name: str, trail: LegacyTrail) -> None:
        """A field of an output is the same of a content or step, but for those that are gone."""
        types = narrowing.at(bare(output))
        lost = sorted(kind for kind in types if name in GONE.get(kind, ()))
        if lost:
            trail.hold(node, "GI506", words.gone(name, lost), INSTEAD[name])
        elif not any(name in OUTPUTS[kind] for kind in types):
            trail.hold(node, "GI506", f"no output of the types that come here had `.{name}`")

    # -- the outputs as a whole ---------------------------------------------------------------------------------

    def _source(self, node: Node, trail: LegacyTrail) -> None:
        if is_written(node):
            trail.hold(node, "GI506", words.OUTPUTS_CHANGED)
            return
        if node in self.handled:
            return
        trail.site(node, "GI501", words.OUTPUTS)
        item = lists.item_of(node)
        if item is not None:
            self._item(node, item, trail)
        elif self._only_asked(node):
            self._rename(node, trail)
        else:
            self._walked(node, trail)

    @staticmethod
    def _rename(node: Node, trail: LegacyTrail) -> None:
        trail.strand.edit(replaced(node.must("property"), "steps"))

    def _only_asked(self, node: Node) -> bool:
        """Whether only the truth of the outputs counts, or whether there are any at all."""
        outer = outermost(node)
        parent = outer.parent
        if parent is None:
            return False
        if _is_tested(outer, parent) or (parent.kind == "arguments" and _is_row_test(parent)):
            return True
        if parent.kind != "member_expression" or parent.must("property").text != "length" or node in self.fetched:
            return False
        around = outermost(parent).parent
        return around is not None and (_is_tested(outermost(parent), around) or _compares_with_none(outermost(parent), around))

    # -- one of the outputs -------------------------------------------------------------------------------------

    def is_text(self, node: Node) -> bool:
        """Whether an expression is the text of the answer, read of its outputs."""
        node = bare(node)
        if node.kind != "member_expression" or node.must("property").text != "text":
            return False
        item = bare(node.must("object"))
        owner = bare(item.must("object")) if item.kind == "subscript_expression" else None
        if item.kind == "call_expression" and bare(item.must("function")).kind == "member_expression":
            owner = bare(bare(item.must("function")).must("object"))
        found = lists.item_of(owner) if owner in self.asking and owner is not None else None
        return found is not None and owner is not None and self._is_sure(owner, found)

    def _is_sure(self, node: Node, item: lists.Item) -> bool:
        return item.place == -1 or (item.place == 0 and self.asking.get(node) == frozenset())

    def _item(self, node: Node, item: lists.Item, trail: LegacyTrail) -> None:
        """`interaction.outputs.at(-1).text` and its like."""
        reading = outermost(item.whole).parent
        is_read = reading is not None and reading.kind == "member_expression" and reading.must("object") is outermost(item.whole)
        name = reading.must("property").text if reading is not None and is_read else ""
        asked = self.asking.get(node)
        if item.whole.kind == "subscript_expression":
            self.handled.update(inner for inner in item.whole.must("index").walk() if inner in self.asking)
        if name == "text" and reading is not None and self._is_sure(node, item):
            self._text(node, item, reading, trail)
        elif name in ("data", "mime_type", "uri") and item.place == -1 and asked is not None and len(asked) == 1 and asked <= set(LAST):
            base = node.must("object")
            trail.strand.edit(Edit(base.end, item.whole.end, (f"{_dot(node)}{LAST[next(iter(asked))]}",)))
            self._uncast(node, item.whole, trail)
        else:
            self._walked(node, trail, item)

    def _text(self, node: Node, item: lists.Item, reading: Node, trail: LegacyTrail) -> None:
        """The text of the last output is the text of the answer; one that was none raised an error here."""
        was_any = any(around.kind in _CASTS for around in _between(node, reading))
        guarded = any(is_optional(member) for member in (reading, item.whole, *_members(node, item.whole)))
        self.read_text(reading, node.must("object"), trail.strand, _dot(node), is_certain=was_any and not guarded)
        if not guarded and _is_caught(reading):
            trail.strand.note(reading, "GI402", "an answer without text gives undefined here now; it threw an error, which is caught here")

    def read_text(self, reading: Node, base: Node, strand: Strand, dot: str = ".", *, is_certain: bool = False) -> None:
        """Read `output_text` of an answer; where a type checker took the text for certain, it stays so."""
        before, after = "", f"{dot}output_text"
        if self.module.is_typed and is_certain and not self._is_tolerant(outermost(reading)):
            tight = _binds_tighter(outermost(reading))
            before, after = "(" if tight else "", f"{after} ?? {self.module.quote * 2}" + (")" if tight else "")
        if before or reading.start < base.start:
            strand.edit(Edit(reading.start, base.start, (before,)))
        strand.edit(Edit(base.end, reading.end, (after,)))

    @staticmethod
    def _uncast(node: Node, whole: Node, trail: LegacyTrail) -> None:
        if any(around.kind in _CASTS for around in _between(node, whole)):
            trail.hold(whole, "GI506", "a cast of outputs is not rewritten yet")

    def _is_tolerant(self, node: Node) -> bool:
        """Whether a place takes a text that may be missing."""
        parent = node.parent
        if parent is None or parent.kind in _TOLERANT:
            return True
        if parent.kind == "arguments" and parent.parent is not None and parent.parent.kind == "call_expression":
            return dotted(bare(parent.parent.must("function"))).startswith("console.")
        return parent.kind == "binary_expression" and parent.must("operator").text in ("??", "||", "&&") and parent.must("left") is node

    # -- all of the outputs -------------------------------------------------------------------------------------

    def _walked(self, node: Node, trail: LegacyTrail, item: lists.Item | None = None) -> None:
        row = _with_default(node)
        walk = Walk(self._types(row, item), node in self.fetched, self.module.is_typed, self.module.quote)
        self._rename(node, trail)
        if walk.is_steps:
            return
        if row is not node:
            self._wrapped(row, walk, trail)
            return
        end = _asserted(node)
        dot = "?." if self._may_be_missing(node, end) else "."
        if item is not None and item.place == -1 and item.whole.kind == "subscript_expression":
            trail.strand.edit(Edit(end.end, item.whole.end, (f"{dot}{walk.flattened}.at(-1)",)))
            self._uncast(end, item.whole, trail)
        else:
            trail.strand.edit(inserted(end.end, f"{dot}{walk.flattened}"))

    def _types(self, row: Node, item: lists.Item | None) -> narrowing.Types:
        """The types of the outputs that matter where a list of them is used."""
        outer = outermost(row)
        parent = outer.parent
        if item is not None or parent is None:
            return narrowing.ALL
        if parent.kind == "for_in_statement" and parent.field("right") is outer and parent.must("left").kind == "identifier":
            return narrowing.acted_on(parent.must("body"), parent.must("left").text)
        return narrowing.called_for(row)

    def _wrapped(self, row: Node, walk: Walk, trail: LegacyTrail) -> None:
        """`answer.outputs ?? []`."""
        around = row.parent
        if around is not None and around.kind == "parenthesized_expression":
            trail.strand.edit(inserted(around.end, f".{walk.flattened}"))
        else:
            trail.strand.edit(Edit(row.start, row.end, ("(", row, f").{walk.flattened}")))

    @staticmethod
    def _may_be_missing(node: Node, end: Node) -> bool:
        """Whether the program goes on where there are no outputs: `answer.outputs?.find(…)`, `const outputs = answer.outputs`."""
        if end is not node:
            return False
        outer = outermost(node)
        parent = outer.parent
        if parent is None:
            return True
        if parent.kind in ("member_expression", "subscript_expression"):
            return is_optional(parent)
        return not (parent.kind == "spread_element" or (parent.kind == "for_in_statement" and parent.field("right") is outer))


def _dot(node: Node) -> str:
    return "?." if is_optional(node) else "."


def _with_default(node: Node) -> Node:
    """`answer.outputs ?? []` around the outputs, where it stands; else they themselves."""
    parent = outermost(node).parent
    if parent is None or parent.kind != "binary_expression" or parent.must("operator").text not in ("??", "||"):
        return node
    return parent if parent.must("left") is outermost(node) and lists.is_nothing(bare(parent.must("right"))) else node


def _asserted(node: Node) -> Node:
    """An expression with the `!` behind it."""
    while node.parent is not None and node.parent.kind == "non_null_expression":
        node = node.parent
    return node


def _between(node: Node, whole: Node) -> list[Node]:
    """What stands around an expression inside of another one."""
    found = []
    for around in node.ancestors():
        if around is whole:
            break
        found.append(around)
    return found


def _members(node: Node, whole: Node) -> list[Node]:
    return [around for around in _between(node, whole) if around.kind in ("member_expression", "subscript_expression")]


def _binds_tighter(node: Node) -> bool:
    """Whether `??` beside an expression would be taken for something else."""
    kinds = ("member_expression", "subscript_expression", "binary_expression", "await_expression", "unary_expression", "as_expression")
    return node.parent is not None and (node.parent.kind in kinds or is_called(node) is not None)


def _is_tested(node: Node, parent: Node) -> bool:
    """Whether only the truth of an expression counts, or whether it is missing."""
    if parent.kind in ("if_statement", "while_statement", "ternary_expression"):
        return parent.must("condition") is node
    if parent.kind == "unary_expression":
        return parent.must("operator").text == "!"
    if parent.kind != "binary_expression":
        return False
    operator = parent.must("operator").text
    if operator == "&&" or (operator == "||" and not lists.is_nothing(bare(parent.must("right")))):
        around = outermost(parent).parent
        return (parent.must("left") is node and operator == "&&") or (around is not None and _is_tested(outermost(parent), around))
    other = parent.must("right") if parent.must("left") is node else parent.must("left")
    return operator in ("==", "===", "!=", "!==") and is_null(bare(other))


def _is_row_test(listed: Node) -> bool:
    """`Array.isArray(answer.outputs)`."""
    return (
        listed.parent is not None and listed.parent.kind == "call_expression" and dotted(listed.parent.must("function")) == "Array.isArray"
    )


def _compares_with_none(length: Node, comparison: Node) -> bool:
    """`….length > 0` and its like: whether there are any."""
    if comparison.kind != "binary_expression":
        return False
    question = (comparison.must("operator").text, comparison.must("right").text)
    return comparison.must("left") is length and question in {
        (">", "0"), ("===", "0"), ("==", "0"), ("!==", "0"), ("!=", "0"), (">=", "1"), ("<", "1"),
    }  # fmt: skip


def _is_caught(node: Node) -> bool:
    """Whether an error at a place is caught in its function."""
    below = node
    for around in node.ancestors():
        if around.kind == "try_statement" and around.must("body") is below and around.field("handler") is not None:
            return True
        if "function" in around.kind or around.kind == "method_definition":
            return False
        below = around
    return False
