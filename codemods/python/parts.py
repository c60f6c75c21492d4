"""The parts of an answer: loops over them walk the steps now, and what is read of a part is read of a content or a step.

Answers collects the places while it follows an answer; when all of them are known, `finish` decides which kinds of parts
a loop has to see, writes the walk in the place of the parts, and rewrites each condition and reading in the body.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeGuard

import libcst as cst

from codemods.api.outputs import MEDIA, OTHER, TEXT, THOUGHT, THOUGHT_MEDIA, Kinds, Outputs
from codemods.python.displays import depth_of, style_of
from codemods.python.edits import Change, Edit, Now
from codemods.python.idle import Idle, asks_thought
from codemods.python.names import Names
from codemods.python.narrowing import HAVING, TEXTS, THOUGHTS, Narrowing
from codemods.python.partreads import Follow, PartReads
from codemods.python.spread import spread_over_lines
from codemods.python.stepwise import Walk, cannot_be_walked, of_turn, written
from codemods.python.strand import Strand
from codemods.python.tree import walk
from codemods.python.typechecked import TypeChecked
from codemods.python.values import Values

_HELP = (
    'Walk the contents: [c for s in interaction.steps or [] if s.type == "model_output" for c in s.content or []], '
    'and look at c.type ("text", "image", "audio"); thoughts, function calls and code are steps of their own.'
)
Loop = cst.For | cst.CompFor


@dataclass(frozen=True, eq=False)
class Source:
    """An expression that gives the parts of an answer (`base.candidates[0].content.parts`), or of its turn (`base.parts`)."""

    base: cst.CSTNode
    node: cst.CSTNode
    turn: bool = False


@dataclass(eq=False)
class PartPlaces:
    """What is met on the way: where parts come from, and every use of a single part."""

    sources: list[Source] = field(default_factory=list)
    uses: list[cst.CSTNode] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Consumer:
    """The loop that walks a source directly: ``walked`` is what gives the parts there, ``target`` the variable.

    ``counted`` tells that the parts are numbered; ``alone`` that nothing but them is between the brackets of `enumerate`.
    """

    loop: Loop
    walked: cst.CSTNode
    target: cst.Name
    counted: bool = False
    alone: bool = False


class Parts:
    """Rewrites the loops over parts of one module."""

    def __init__(self, values: Values, names: Names, reads: PartReads) -> None:
        self.values = values
        self.module = values.module
        self.names = names
        self.reads = reads
        self.idle = Idle(values.module)
        self.checked = TypeChecked(values)
        self.schema = values.schema
        self._step = ""

    def finish(self, places: PartPlaces, outputs: Outputs, strand: Strand, follow: Follow) -> None:
        """Decide and write everything about the parts of one answer."""
        if not outputs.seen:
            return
        loops: dict[Loop, list[cst.Name]] = {}
        for use in places.uses:
            loop = self._loop_of(use)
            if loop is None or not isinstance(use, cst.Name):
                self._loose(use, outputs, strand, follow)
            else:
                loops.setdefault(loop, []).append(use)
        direct = {consumer.loop: (source, consumer) for source in places.sources if (consumer := self._consumer(source)) is not None}
        for loop, (source, consumer) in direct.items():
            self._direct(source, consumer, loops.pop(loop, []), outputs, strand, follow)
        walked = {source for source, _ in direct.values()}
        rest = [source for source in places.sources if source not in walked]
        possible = self.possible([use for uses in loops.values() for use in uses], outputs)
        for source in rest:
            self._listed(source, possible, outputs, strand)
        for loop, uses in loops.items():
            self._body(loop, uses, possible, None, outputs, strand, follow)

    # -- where parts are ----------------------------------------------------------------------------------------

    def _loop_of(self, use: cst.CSTNode) -> Loop | None:
        """The loop whose variable this is, when it is used inside of it."""
        definitions = self.module.flow.definitions_of(use) if isinstance(use, cst.Name) else frozenset()
        for definition in definitions:
            if isinstance(definition.node, (cst.For, cst.CompFor)):
                around = self.module.ancestors(use)
                owner = definition.node if isinstance(definition.node, cst.For) else self._comprehension(definition.node)
                return definition.node if owner in around else None
        return None

    def _comprehension(self, clause: cst.CompFor) -> cst.CSTNode | None:
        return next((a for a in self.module.ancestors(clause) if not isinstance(a, cst.CompFor)), None)

    def _consumer(self, source: Source) -> Consumer | None:
        """`for part in parts`, `for part in parts or []`, `for i, part in enumerate(parts)`."""
        node, parent = source.node, self.module.parent(source.node)
        if isinstance(parent, cst.BooleanOperation) and parent.left is node and _is_empty_list(parent.right):
            node, parent = parent, self.module.parent(parent)
        walked = node
        counted = alone = False
        if isinstance(parent, cst.Arg):
            call = self.module.parent(parent)
            if not _is_enumerate(call) or call.args[0] is not parent:
                return None
            counted, alone = True, len(call.args) == 1
            node, parent = call, self.module.parent(call)
        if not isinstance(parent, (cst.For, cst.CompFor)) or parent.iter is not node or parent.asynchronous is not None:
            return None
        target: cst.BaseExpression = parent.target
        if counted:
            target = target.elements[1].value if isinstance(target, cst.Tuple) and len(target.elements) == 2 else target
        return Consumer(parent, node if alone else walked, target, counted, alone) if isinstance(target, cst.Name) else None

    def possible(self, uses: Iterable[cst.BaseExpression], outputs: Outputs) -> Kinds:
        """What the call may answer with, and what the code looks out for besides."""
        asked = set(outputs.kinds)
        for use in uses:
            parent = self.module.parent(use)
            name = parent.attr.value if isinstance(parent, cst.Attribute) else ""
            asked |= {TEXT} if name == "text" else {THOUGHT} if name == "thought" else {MEDIA} if name == "as_image" else set()
            if name not in ("text", "thought", "inline_data"):
                asked |= HAVING.get(name, frozenset())
            elif name == "inline_data":
                asked.add(MEDIA)
        if {THOUGHT, MEDIA} <= asked:
            asked.add(THOUGHT_MEDIA)
        return frozenset(asked)

    # -- loops over the parts themselves ------------------------------------------------------------------------

    def _direct(self, source: Source, consumer: Consumer, uses: list[cst.Name], outputs: Outputs, strand: Strand, follow: Follow) -> None:
        if self._unwalkable(source, strand):
            return
        possible = self.possible(uses, outputs)
        seen = self._narrowed(consumer.loop, uses, possible | {OTHER})
        counted = consumer.counted or (isinstance(consumer.loop, cst.For) and consumer.loop.orelse is not None)
        acted = possible if counted else seen.acted_on
        idle = {} if acted & THOUGHTS else self.idle.conditions(consumer.loop, uses)
        left = [use for use in uses if use not in idle]
        paired = any(self._asks_thought(use) for use in left)
        kinds = (acted & possible) or frozenset({TEXT})
        if paired:
            kinds |= possible & THOUGHTS
        filtered = counted or OTHER in acted or bool(kinds & {THOUGHT, THOUGHT_MEDIA})
        step = self._step_name(consumer, paired)
        form = Walk(self.schema, outputs.media, kinds, step, consumer.target.value, paired, filtered)
        if not form.flat and not kinds - {TEXT, MEDIA}:
            form = replace(form, filtered=True)
        form = self._told(form, possible, consumer.loop)
        for edit in idle.values():
            strand.edit(edit)
        self._write_walk(source, consumer, form, strand)
        self._body(consumer.loop, left, possible | {OTHER}, form, outputs, strand, follow)

    def _told(self, form: Walk, possible: Kinds, at: cst.CSTNode) -> Walk:
        """A type checker does not know that an answer has nothing but texts."""
        return replace(form, texts=form.handed_out(possible) <= TEXTS and self.checked.reads(at))

    def _narrowed(self, loop: Loop, uses: list[cst.Name], kinds: Kinds) -> Narrowing:
        narrowing = Narrowing(frozenset(uses))
        narrowing.loop(loop, kinds)
        if isinstance(loop, cst.CompFor):
            whole = self._comprehension(loop)
            made = (whole.key, whole.value) if isinstance(whole, cst.DictComp) else (getattr(whole, "elt", None),)
            for node in made:
                if node is not None:
                    narrowing.element(node)
        return narrowing

    def _asks_thought(self, use: cst.Name) -> bool:
        return asks_thought(use, self.module)

    def _step_name(self, consumer: Consumer, paired: bool) -> str:
        """What to call the step: inside a generator any name but the variable's does, in the user's scope only a free one."""
        item = self.schema.item
        inside = consumer.loop if isinstance(consumer.loop, cst.For) and paired else self._comprehension(consumer.loop)  # type: ignore[arg-type]
        if isinstance(consumer.loop, cst.For) and not paired:
            return item if consumer.target.value != item else "turn"
        if isinstance(consumer.loop, cst.CompFor) and inside is not None:
            used = {node.value for node in walk(inside) if isinstance(node, cst.Name)}
            return next(name for name in (item, f"answer_{item}", f"{item}_of_answer", self.names.fresh(item)) if name not in used)
        nested = any(isinstance(a, cst.For) for a in self.module.ancestors(consumer.loop))
        if nested or not self._step:
            fresh = self.names.fresh(item)
            self._step = self._step or fresh
            return fresh
        return self._step

    def _write_walk(self, source: Source, consumer: Consumer, form: Walk, strand: Strand) -> None:
        loop, base = consumer.loop, source.base
        label = f"walk {form.target} {' '.join(form.clauses())}"
        if isinstance(loop, cst.CompFor) and not consumer.counted:
            keeps = tuple(n for n in (base, *loop.ifs, loop.inner_for_in) if n is not None)
            strand.edit(Edit(loop, self._clauses(source, form), label, keeps=keeps))
            spread = spread_over_lines(loop, self.values)
            if spread is not None:
                strand.edit(spread)
            return
        strand.edit(Edit(consumer.walked, self._generator(source, consumer, form), label, keeps=(base,)))
        if form.paired:
            strand.edit(Edit(consumer.target, _pair(form, bare=not consumer.counted), label, keeps=()))

    def _generator(self, source: Source, consumer: Consumer, form: Walk) -> Change:
        """The walk in the place of the parts, over lines in the head of a loop."""
        depth = ("\t" if self.values.tabs else " ") * depth_of(consumer.walked, self.module)
        unit = "\t" if self.values.tabs else " " * self.values.unit
        indent = depth + unit if isinstance(consumer.loop, cst.For) else None
        template = form.whole or form.template("()", indent, depth)
        if consumer.alone:
            template = f"enumerate({form.whole})" if form.whole else f"enumerate{template}"

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            return self._written(template, source, consumer.walked, now)

        return change

    def _clauses(self, source: Source, form: Walk) -> Change:
        """Two `for` clauses in the place of one."""

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            made = self._written(f"[{form.part} {' '.join(form.clauses())}]", source, source.base, now)
            assert isinstance(made, cst.ListComp) and isinstance(updated, cst.CompFor)
            inner = made.for_in.inner_for_in
            own = {"inner_for_in": updated.inner_for_in, "whitespace_before": updated.whitespace_before}
            if inner is None:
                return made.for_in.with_changes(ifs=[*made.for_in.ifs, *updated.ifs], **own)
            last = inner.with_changes(ifs=[*inner.ifs, *updated.ifs], inner_for_in=updated.inner_for_in)
            return made.for_in.with_changes(inner_for_in=last, whitespace_before=updated.whitespace_before)

        return change

    # -- lists of parts -----------------------------------------------------------------------------------------

    def _listed(self, source: Source, possible: Kinds, outputs: Outputs, strand: Strand) -> None:
        """Parts that are kept, counted or tested: a list of them all."""
        if self._unwalkable(source, strand):
            return
        kinds = possible & {TEXT, MEDIA} if not possible - {TEXT, MEDIA} else possible
        form = self._told(Walk(self.schema, outputs.media, kinds, self.schema.item, "part"), kinds, source.node)
        template = form.template("[]")
        tested = self.module.only_tested(source.node) or isinstance(self.module.parent(source.node), cst.Comparison)
        if tested and form.any is not None:
            template = form.any
        strand.edit(Edit(source.node, self._list(source, template), f"list {template}", keeps=(source.base,)))

    def _list(self, source: Source, template: str) -> Change:
        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            return self._written(template, source, source.base, now)

        return change

    def _written(self, template: str, source: Source, place: cst.CSTNode, now: Now) -> cst.BaseExpression:
        """What a template becomes for the steps of a source."""
        value = now(source.base)
        assert isinstance(value, cst.BaseExpression)
        return written(of_turn(template, self.schema) if source.turn else template, value, style_of(self.values, now, place).quote)

    def _unwalkable(self, source: Source, strand: Strand) -> bool:
        if cannot_be_walked(source.base):
            strand.hold(source.base, "GI200", "the answer is given a name in the expression whose parts are walked; bind it before", _HELP)
            return True
        return False

    # -- bodies -------------------------------------------------------------------------------------------------

    def _body(
        self, loop: Loop, uses: list[cst.Name], possible: Kinds, form: Walk | None, outputs: Outputs, strand: Strand, follow: Follow
    ) -> None:
        """Rewrite every use of the loop variable, by the kinds it may hold there."""
        narrowing = self._narrowed(loop, uses, possible)
        for use in uses:
            kinds = narrowing.at.get(use, possible)
            if form is not None:
                kinds &= form.handed_out(possible)
            if form is None and self._asks_thought(use):
                strand.hold(use, "GI200", "whether this is a thought can only be told in a loop over the parts themselves", _HELP)
                continue
            step = form.step if form is not None and form.paired else ""
            self.reads.rewrite(use, kinds, step, outputs, strand, follow)

    def _loose(self, use: cst.CSTNode, outputs: Outputs, strand: Strand, follow: Follow) -> None:
        """A part that no loop gives: by its index, or behind its loop."""
        assert isinstance(use, cst.BaseExpression)
        self.reads.rewrite(use, outputs.kinds, "", outputs, strand, follow)


def _is_enumerate(node: cst.CSTNode | None) -> TypeGuard[cst.Call]:
    return isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "enumerate"


def _is_empty_list(node: cst.BaseExpression) -> bool:
    return isinstance(node, (cst.List, cst.Tuple)) and not node.elements


def _pair(form: Walk, *, bare: bool) -> Change:
    """`part` becomes `step, part`, in brackets behind a number."""

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        pair = cst.Tuple([cst.Element(cst.Name(form.step)), cst.Element(cst.Name(form.part))])
        return pair.with_changes(lpar=[], rpar=[]) if bare else pair

    return change
