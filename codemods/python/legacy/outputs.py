"""The uses of `interaction.outputs`: its text, loops over it by type, lists and tests of it."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from codemods.api import legacy_words as words
from codemods.api.legacy import GONE, INSTEAD, LAST, OUTPUTS
from codemods.python.displays import depth_of, style_of
from codemods.python.edits import Change, Edit, Now, in_its_place
from codemods.python.legacy.narrowing import ALL, Narrowing
from codemods.python.legacy.trail import LegacyTrail
from codemods.python.legacy.walks import ANY_OUTPUT, ANY_STEP, Walk
from codemods.python.names import Names
from codemods.python.nodes import integer_value, string_value
from codemods.python.parts import Loop, Source
from codemods.python.spread import spread_over_lines
from codemods.python.stepwise import cannot_be_walked, written
from codemods.python.textuse import TextUses
from codemods.python.tree import walk
from codemods.python.values import Values

_NAMED = "the answer is given a name in the expression that is read here; bind it before"


class Outputs:
    """Rewrites them in one module. ``fetched`` are the outputs of answers that may hold the user's input as well."""

    def __init__(self, values: Values, texts: TextUses, names: Names) -> None:
        self.values = values
        self.module = values.module
        self.texts = texts
        self.names = names
        self.narrowing = Narrowing(values.module)
        self.fetched: set[cst.CSTNode] = set()
        self.asking: Mapping[cst.CSTNode, frozenset[str] | None] = {}

    def finish(self, trail: LegacyTrail, asking: Mapping[cst.CSTNode, frozenset[str] | None]) -> None:
        """Rewrite all of one answer's. ``asking`` tells which contents besides text were asked for, by the outputs; None for any."""
        self.asking = asking
        for source in trail.sources:
            self._source(source, trail)
        for reading in trail.readings:
            self._field(reading.output, reading.node, reading.name, trail)
        for literal in trail.asks:
            if string_value(literal) == "outputs":
                trail.strand.edit(Edit(literal, _asked, "ask for steps"))

    # -- single fields ------------------------------------------------------------------------------------------

    def _field(self, output: cst.CSTNode, node: cst.CSTNode, name: str, trail: LegacyTrail) -> None:
        """A field of an output is the same of a content or step, but for those that are gone."""
        types = self.narrowing.at(output)
        lost = sorted(kind for kind in types if name in GONE.get(kind, ()))
        if lost:
            trail.hold(node, "GI506", words.gone(name, lost), INSTEAD[name])
        elif not any(name in OUTPUTS[kind] for kind in types):
            trail.hold(node, "GI506", f"no output of the types that come here had `.{name}`")

    # -- the outputs as a whole ---------------------------------------------------------------------------------

    def _source(self, source: Source, trail: LegacyTrail) -> None:
        node, parent = source.node, self.module.parent(source.node)
        if self.module.is_stored(node):
            trail.hold(node, "GI506", words.OUTPUTS_CHANGED)
            return
        if any(isinstance(a, cst.FormattedStringExpression) and a.equal is not None for a in self.module.ancestors(node)):
            trail.hold(node, "GI506", "the expression itself is printed here (`{…=}`), so it cannot be written another way")
            return
        trail.site(node, "GI501", words.OUTPUTS)
        if isinstance(parent, cst.Subscript) and parent.value is node:
            self._item(source, parent, trail)
        elif self._only_asked(node, parent):
            self._test(source, trail)
        elif cannot_be_walked(source.base):
            trail.hold(node, "GI506", _NAMED)
        else:
            self._walked(source, trail)

    def _only_asked(self, node: cst.CSTNode, parent: cst.CSTNode | None) -> bool:
        """Whether only the truth of the outputs counts, or whether there are any at all."""
        if isinstance(parent, cst.Comparison):
            return True
        if isinstance(parent, cst.BooleanOperation) and parent.left is node and isinstance(parent.operator, cst.And):
            return True
        return self.module.only_tested(node)

    def _test(self, source: Source, trail: LegacyTrail) -> None:
        node = source.node
        choice = self.module.parent(node)
        if isinstance(choice, cst.IfExp) and choice.test is node and self._empty_text(choice, source):
            trail.strand.edit(Edit(choice, in_its_place(choice.body), "never missing", keeps=(choice.body,)))
            return
        anything = node in self.fetched and not isinstance(choice, cst.Comparison)
        if anything and cannot_be_walked(source.base):
            trail.hold(node, "GI506", _NAMED)
            return
        template = ANY_OUTPUT if anything else ANY_STEP
        trail.strand.edit(Edit(node, self._written(source.base, template), template, keeps=(source.base,)))

    def _empty_text(self, choice: cst.IfExp, source: Source) -> bool:
        """`i.outputs[-1].text if i.outputs else ""`: that is what `output_text` is."""
        wanted = f"{self.module.code(source.base)}.outputs[-1].text"
        return isinstance(source.base, cst.Name) and string_value(choice.orelse) == "" and self.module.code(choice.body) == wanted

    # -- one of the outputs -------------------------------------------------------------------------------------

    def _item(self, source: Source, item: cst.Subscript, trail: LegacyTrail) -> None:
        """`interaction.outputs[-1].text` and its like."""
        index = item.slice[0].slice if len(item.slice) == 1 else None
        number = integer_value(index.value) if isinstance(index, cst.Index) else None
        reading = self.module.parent(item)
        name = reading.attr.value if isinstance(reading, cst.Attribute) and reading.value is item else ""
        asked = self.asking.get(source.node)
        sure = number == -1 or (number == 0 and asked == frozenset())
        if sure and name == "text" and isinstance(reading, cst.Attribute):
            self._text(source, reading, trail)
        elif number == -1 and name in ("data", "mime_type", "uri") and asked is not None and len(asked) == 1 and asked <= set(LAST):
            self._rename(item, source.base, LAST[next(iter(asked))], trail)
        elif cannot_be_walked(source.base):
            trail.hold(item, "GI506", _NAMED)
        else:
            self._walked(source, trail)

    def _text(self, source: Source, reading: cst.Attribute, trail: LegacyTrail) -> None:
        """The text of the last output is the text of the answer; one that was none raised an error here."""
        self.texts.check_handlers(reading, trail.strand)
        self._rename(reading, source.base, "output_text", trail)
        if self._broadly_guarded(reading):
            trail.strand.note(reading, "GI402", 'an answer without text gives "" here now; it raised an error, which is caught here')

    def _broadly_guarded(self, node: cst.CSTNode) -> bool:
        below = node
        for around in self.module.ancestors(node):
            if isinstance(around, (cst.FunctionDef, cst.Lambda)):
                return False
            if isinstance(around, cst.Try) and around.body is below:
                return any(h.type is None or self.module.code(h.type) in ("Exception", "BaseException") for h in around.handlers)
            below = around
        return False

    def text_edit(self, reading: cst.Attribute, base: cst.BaseExpression) -> Edit:
        """Read `output_text` of an answer."""
        return Edit(reading, self._member(base, "output_text"), "read output_text", keeps=(base,))

    def _rename(self, node: cst.BaseExpression, base: cst.CSTNode, name: str, trail: LegacyTrail) -> None:
        trail.strand.edit(Edit(node, self._member(base, name), f"read {name}", keeps=(base,)))

    @staticmethod
    def _member(base: cst.CSTNode, name: str) -> Change:
        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            value = now(base)
            assert isinstance(value, cst.BaseExpression) and isinstance(updated, cst.BaseExpression)
            if isinstance(updated, cst.Attribute):
                return updated.with_changes(value=value, attr=cst.Name(name))
            return cst.Attribute(value, cst.Name(name), lpar=updated.lpar, rpar=updated.rpar)

        return change

    # -- all of the outputs -------------------------------------------------------------------------------------

    def _walked(self, source: Source, trail: LegacyTrail) -> None:
        node: cst.CSTNode = source.node
        parent = self.module.parent(node)
        if isinstance(parent, cst.BooleanOperation) and parent.left is node:
            node, parent = parent, self.module.parent(parent)
        others = source.node in self.fetched
        if isinstance(parent, (cst.For, cst.CompFor)) and parent.iter is node and isinstance(parent.target, cst.Name):
            self._loop(source, node, parent, parent.target, others, trail)
            return
        form = Walk(ALL, "step", "output", others)
        trail.strand.edit(Edit(node, self._written(source.base, form.template("[]")), "list outputs", keeps=(source.base,)))

    def _loop(self, source: Source, node: cst.CSTNode, loop: Loop, target: cst.Name, others: bool, trail: LegacyTrail) -> None:
        # Behind the loop the variable is the last of all outputs.
        types = ALL if self._outlives(loop, target) else self.narrowing.acted_on(loop, target.value)
        form = Walk(types, self._step_name(source, target), target.value, others)
        if form.whole is not None:
            trail.strand.edit(Edit(node, self._written(source.base, form.whole), form.whole, keeps=(source.base,)))
        elif isinstance(loop, cst.CompFor):
            trail.strand.edit(Edit(loop, self._clauses(source.base, form), form.template("[]"), keeps=self._kept(source, loop)))
            spread = spread_over_lines(loop, self.values)
            if spread is not None:
                trail.strand.edit(spread)
        else:
            depth = ("\t" if self.values.tabs else " ") * depth_of(node, self.module)
            template = form.template("()", depth + ("\t" if self.values.tabs else " " * self.values.unit), depth)
            trail.strand.edit(Edit(node, self._written(source.base, template), template, keeps=(source.base,)))

    def _outlives(self, loop: Loop, target: cst.Name) -> bool:
        definition = self.module.flow.definition_at(target)
        uses = definition.uses if definition is not None and isinstance(loop, cst.For) else []
        return any(loop not in self.module.ancestors(use) for use in uses)

    @staticmethod
    def _kept(source: Source, loop: cst.CompFor) -> tuple[cst.CSTNode, ...]:
        return tuple(kept for kept in (source.base, *loop.ifs, loop.inner_for_in) if kept is not None)

    def _step_name(self, source: Source, target: cst.Name) -> str:
        """Inside of a comprehension any name does that is used in it for nothing else."""
        whole = next(a for a in self.module.ancestors(target) if not isinstance(a, cst.CompFor))
        used = {target.value, *(n.value for n in _names(source.base))}
        if not isinstance(whole, cst.For):
            used |= {n.value for n in _names(whole)}
        return next(name for name in ("step", "turn", self.names.fresh("step")) if name not in used)

    def _clauses(self, base: cst.CSTNode, form: Walk) -> Change:
        """Two `for` clauses in the place of one."""

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            value = now(base)
            assert isinstance(value, cst.BaseExpression) and isinstance(updated, cst.CompFor)
            made = written(form.template("[]"), value, style_of(self.values, now, base).quote)
            assert isinstance(made, cst.ListComp) and made.for_in.inner_for_in is not None
            inner = made.for_in.inner_for_in
            last = inner.with_changes(ifs=[*inner.ifs, *updated.ifs], inner_for_in=updated.inner_for_in)
            return made.for_in.with_changes(inner_for_in=last, whitespace_before=updated.whitespace_before)

        return change

    def _written(self, base: cst.CSTNode, template: str) -> Change:
        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            value = now(base)
            assert isinstance(value, cst.BaseExpression) and isinstance(updated, cst.BaseExpression)
            made = written(template, value, style_of(self.values, now, base).quote)
            return made.with_changes(lpar=[*updated.lpar, *made.lpar], rpar=[*made.rpar, *updated.rpar])

        return change


def _names(node: cst.CSTNode) -> list[cst.Name]:
    return [below for below in walk(node) if isinstance(below, cst.Name)]


def _asked(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
    assert isinstance(updated, cst.SimpleString)
    return updated.with_changes(value=updated.value.replace("outputs", "steps"))
