"""One request: its old arguments lifted into a call, and the call written back as `interactions.create`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import libcst as cst

from codemods.api.call import Call, Comments, Config, Entry, Leaf, Node, Object, Setting, leaves, request, settings
from codemods.api.formats import ENUM
from codemods.api.outputs import Outputs, outputs
from codemods.api.request import CONFIG, SAMPLING
from codemods.api.resolution import with_resolution
from codemods.options import Options
from codemods.python import composed, modelids
from codemods.python.config import Configs
from codemods.python.contents.contents import Contents
from codemods.python.displays import Stepped, depth_of, kept, node_of, style_of
from codemods.python.edits import Edit, Now
from codemods.python.flow import Definition
from codemods.python.growth import changed_later
from codemods.python.layout import Item, call_listing, explode, place_arguments, realign, too_wide
from codemods.python.nodes import string_value
from codemods.python.parsed import Parsed, parse_with
from codemods.python.records import named_within
from codemods.python.render import TIGHT, Style, argument
from codemods.python.steps import ConfigSteps
from codemods.python.strand import Strand
from codemods.python.texts import Texts
from codemods.python.tooltypes import tool_types
from codemods.python.tree import walk
from codemods.python.typechecked import TypeChecked
from codemods.python.values import Values
from codemods.settings import carried
from codemods.settings.records import Listing

_IMPURE = (cst.Call, cst.Await, cst.Yield, cst.NamedExpr, cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp)


@dataclass(frozen=True, eq=False)
class Arguments:
    """The arguments of an old call by name, each with its position in the call."""

    by_name: dict[str, cst.Arg]
    order: tuple[str, ...]

    def value(self, name: str) -> cst.BaseExpression | None:
        return self.by_name[name].value if name in self.by_name else None


def is_impure(node: cst.CSTNode) -> bool:
    """Whether evaluating the expression can do or depend on something."""
    return any(isinstance(below, _IMPURE) for below in walk(node))


def is_constant(node: cst.CSTNode) -> bool:
    """Whether the expression is made of literals only."""
    return not any(isinstance(below, (*_IMPURE, cst.Name)) for below in walk(node))


class Requests:
    """Lifts and writes the requests of one module."""

    def __init__(self, values: Values, texts: Texts, configs: Configs, options: Options) -> None:
        self.values = values
        self.module = values.module
        self.texts = texts
        self.configs = configs
        self.options = options
        self.checked = TypeChecked(values)
        self._contents = Contents(values, texts)
        self._steps = ConfigSteps(values, configs)

    # -- reading ------------------------------------------------------------------------------------------------

    def arguments(self, call: cst.Call, known: Sequence[str], strand: Strand, positional: Sequence[str] = ()) -> Arguments | None:
        """The call's arguments, when each of them is one we know."""
        by_name: dict[str, cst.Arg] = {}
        for position, arg in enumerate(call.args):
            if arg.star:
                strand.hold(arg, "GI216", "the arguments of this call are passed on as a whole (`*` or `**`)")
                return None
            name = arg.keyword.value if arg.keyword is not None else (positional[position] if position < len(positional) else "")
            if name not in known or name in by_name:
                what = f"argument `{name}`" if name else "a positional argument"
                strand.hold(arg, "GI216", f"{what} is not one this call takes")
                return None
            by_name[name] = arg
        return Arguments(by_name, tuple(by_name))

    def contents(self, node: cst.BaseExpression, config: Config, strand: Strand, depth: int) -> Node | None:
        """What is asked under a config; None (with a hold) when it cannot be carried over."""
        asked = self._contents.read(node, strand, depth)
        resolution = config.setting("media_resolution")
        if asked is None or resolution is None:
            return self._told(asked, node, strand)
        spelled_out = not isinstance(asked, Leaf) or self._contents.is_text(node)
        resolved = with_resolution(asked, resolution.value) if spelled_out else None
        if resolved is None:
            strand.hold(
                node,
                "GI203",
                "`media_resolution` belongs on each image, video and document now, and not all of them are in sight",
                CONFIG["media_resolution"].help,
            )
            return None
        return self._told(resolved, node, strand)

    def is_text(self, node: cst.BaseExpression) -> bool:
        """Whether what is asked is a single text, or taken for one."""
        return self._contents.is_text(node)

    def history(self, node: cst.BaseExpression, strand: Strand, depth: int) -> Node | None:
        """A list of turns as steps; None (with a hold) when it cannot be carried over."""
        found = self._contents.lists.read(node, strand, depth)
        if found is None:
            return None
        if found.mode != "steps":
            strand.hold(node, "GI200", "not every item of this history is a turn that says whose it is")
            return None
        carried.check(found.node, self.values.schema, strand, node)
        return found.node

    def _told(self, asked: Node | None, node: cst.BaseExpression, strand: Strand) -> Node | None:
        """What is asked, with its type where a type checker needs it; held where the schema has no place for something of it."""
        if asked is not None:
            carried.check(asked, self.values.schema, strand, node)
        if asked is None or (isinstance(asked, Leaf) and self._contents.pieces.kind(node) != "list"):
            return asked
        return self.checked.contents(asked, node, strand)

    def model(self, node: cst.BaseExpression, strand: Strand, depth: int) -> Leaf:
        name = composed.bare(node)
        if name is not None and self.texts.proven(name):
            # With a prefix in front the old call only worked for a bare name.
            node = name
        modelids.check(node, self.values, strand)
        return self.checked.model(Leaf(node, depth), strand)

    def config(self, node: cst.BaseExpression | None, strand: Strand, depth: int) -> Config | None:
        """The config of a call: spelled out, or under a name that becomes a mapping in the new shape."""
        if node is None:
            return Config()
        named = named_within(node)
        if named is not None:
            return self._beside_named(node, named, strand, depth)
        found: list[Config] = []

        def convert(value: cst.BaseExpression, inner: int) -> Node | None:
            shared = named_within(value)
            if shared is not None:
                config = self._beside_named(value, shared, strand, inner)
            else:
                config = self.configs.read(value, strand, inner)
            if config is None:
                return None
            if shared is None:
                self._check_order(config, value, strand)
                self.remarks(config, strand)
            found.append(config)
            return Object(settings(config), config.exploded, config.orphans, config.opening)

        later: list[Setting] = []

        def steps(definition: Definition, stepped: Stepped, written: Node, strand: Strand) -> bool:
            set_later = self._steps.rewrite(definition, stepped, found[0], written, strand)
            later.extend(set_later or ())
            return set_later is not None

        placed = self.configs.displays.place(
            node, self.configs.is_display, convert, strand, depth, code="GI105", what="the config", steps=steps
        )
        if placed is None:
            return None
        config = found[0]
        if not isinstance(placed.use, Leaf):
            return self.checked.settings(config, strand)
        self.check_copies(config, strand)
        return Config((*config.settings, *later), spread=placed.use)

    def _beside_named(self, node: cst.BaseExpression, named: cst.StarredDictElement, strand: Strand, depth: int) -> Config | None:
        """`{"tools": […], **config}`: what is written here, beside the mapping that the name will hold."""
        shared = self.config(named.value, strand, depth)
        own = self.configs.read(node, strand, depth, named)
        if shared is None or own is None:
            return None
        if any(s.key.place == "format" for s in own.settings) and any(s.key.place == "format" for s in shared.settings):
            strand.hold(node, "GI200", "what the answer is to be is said in two places here", "Say it in one dictionary.")
            return None
        twice = {entry.key for entry in settings(own)} & {entry.key for entry in settings(replace(shared, spread=None, own=()))}
        if twice or shared.own:
            strand.hold(node, "GI200", "settings of one kind come from two dictionaries here", "Write them in one dictionary.")
            return None
        self._check_order(own, node, strand)
        self.remarks(own, strand)
        own = self.checked.settings(own, strand)
        if shared.spread is None:
            return replace(own, settings=(*own.settings, *shared.settings))
        return replace(own, settings=(*own.settings, *shared.settings), spread=shared.spread, own=own.settings)

    def check_copies(self, config: Config, strand: Strand) -> None:
        """A config object had copies of the lists it was made from; a mapping would see later changes to them."""
        for entry in settings(config):
            for leaf in leaves(entry.value):
                if not isinstance(node_of(leaf), cst.Call) and changed_later(node_of(leaf), self.values):
                    strand.hold(node_of(leaf), "GI200", "the config had a copy of this collection, which is changed elsewhere")

    def remarks(self, config: Config, strand: Strand) -> None:
        for setting in config.settings:
            if setting.key.old in SAMPLING and isinstance(setting.value, Leaf) and isinstance(setting.value.source, cst.CSTNode):
                if strand.models:
                    strand.note(setting.value.source, "GI404", f"the model's successor may refuse or ignore `{setting.key.old}`")

    def _check_order(self, config: Config, node: cst.CSTNode, strand: Strand) -> None:
        """Grouping keys must not change the order in which calls among their values are made."""
        written = [s for entry in settings(config) for s in leaves(entry.value)]
        moving = [leaf for leaf in written if not is_constant(node_of(leaf))]
        places = [self.module.span(node_of(leaf)) for leaf in moving]
        if places != sorted(places) and any(is_impure(node_of(leaf)) for leaf in moving):
            strand.hold(
                node,
                "GI200",
                "values of this config are computed in an order that the new call would change",
                "Compute them before the call, in the same order, and pass the names.",
            )

    def parsed(self, config: Config) -> Parsed:
        """How answers to a call with this config are parsed."""
        schema = config.setting("response_schema") or config.setting("response_json_schema")
        if schema is None:
            return Parsed()
        source = schema.value
        enum = config.setting("response_mime_type")
        if enum is not None and enum.value == ENUM:
            return replace(self._parsed(source), enum=True)
        return self._parsed(source)

    def _parsed(self, source: Node) -> Parsed:
        if isinstance(source, (Object, Leaf)):
            return parse_with("json", None, "", self.module.flow)
        node = node_of(next(leaves(source)))
        assert isinstance(node, cst.BaseExpression)
        model = getattr(source, "model", False)
        return parse_with("model" if model else "type", node, self.module.code(node), self.module.flow)

    def outputs(self, call: Call) -> Outputs:
        """What answers to a call may hold."""
        return self.outputs_of(call.config, call.model)

    def outputs_of(self, config: Config, model: Leaf) -> Outputs:
        models = [string_value(literal) or "" for literal in self.values.string_literals(node_of(model))]
        return outputs(config, models, lambda leaf: tool_types(node_of(leaf), self.values))

    # -- writing ------------------------------------------------------------------------------------------------

    def _depth(self, node: cst.CSTNode) -> int:
        return depth_of(node, self.module)

    def call_edit(self, node: cst.Call, call: Call, arguments: Arguments, receiver: cst.BaseExpression, *, stack: bool = False) -> Edit:
        """Write the request in place of an old call.

        ``receiver`` is what `.interactions` hangs on; ``stack`` puts one argument a line even if the old call was on one.
        """
        entries = [entry for _, several in request(call) for entry in several]
        keeps = (receiver, *kept(entries))
        listing = call_listing(node)
        # A config spread over lines made the call a long one even if its own arguments were not.
        stack = (stack or (call.config.exploded and not call.config.is_named)) and listing.indent is None
        own_depth = self._depth(node)
        depth = own_depth + self.values.unit if stack else self._depth(node.args[0].value) if node.args else 0
        aligned = self._is_aligned(node)

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            assert isinstance(updated, cst.Call)
            style = replace(style_of(self.values, now, node), equal=_equal(node))
            func = _create(now(receiver), updated.func)
            moved = len(self.module.code(func)) - len(self.module.code(node.func))
            updated = updated.with_changes(func=func)
            items = self._all_items(call, arguments, listing, style, depth, roomy=stack or listing.stacked)
            if stack or (listing.indent is not None and not listing.stacked and too_wide(items, depth)):
                items = self._all_items(call, arguments, listing, style, depth, roomy=True)
                return explode(updated, items, own_depth, self.values.unit, self.values.tabs)
            placed = place_arguments(updated, items)
            return realign(placed, moved) if aligned else placed

        return Edit(node, change, "interactions.create", keeps=keeps)

    def _all_items(self, call: Call, arguments: Arguments, listing: Listing, style: Style, depth: int, *, roomy: bool) -> list[Item]:
        """The arguments of the new call in order, with the comments of the old ones."""
        items: list[Item] = []
        waiting: tuple[str, ...] = ()
        for name, entries in request(call):
            position = arguments.order.index(name) if name in arguments.order else None
            own = name == "config" and not call.config.is_named
            if own and call.config.opening:
                waiting += (call.config.opening,)
            placed, waiting = self._items(entries, position, listing.comments, style, depth, roomy, waiting)
            if own:
                waiting += call.config.orphans
            items += placed
        if waiting and items:
            last = items.pop()
            items.append(Item(last.arg, Comments((*last.comments.before, *waiting), last.comments.after), last.starts, last.ends))
        return items

    def _is_aligned(self, node: cst.Call) -> bool:
        """Whether the lines of an argument list start below its first argument."""
        indent = call_listing(node).indent
        if indent is None or isinstance(node.whitespace_before_args, cst.ParenthesizedWhitespace):
            return False
        statement = self.module.enclosing(node, cst.SimpleStatementLine, cst.BaseCompoundStatement)
        start = self.module.span(statement).column if statement is not None else 1
        return self.module.span(node.args[0]).column == start + indent and "\n" not in self.module.code(node.func)

    @staticmethod
    def _items(
        entries: Sequence[Entry],
        position: int | None,
        comments: Sequence[Comments],
        style: Style,
        depth: int,
        roomy: bool,
        waiting: tuple[str, ...],
    ) -> tuple[list[Item], tuple[str, ...]]:
        """The arguments that stand for one old argument, with its comments shared out to the first and the last of them."""
        outer = comments[position] if position is not None else Comments()
        if not entries:
            return [], (*waiting, *outer.before, *((outer.after,) if outer.after else ()))
        items = []
        for number, entry in enumerate(entries):
            first, last = number == 0, number + 1 == len(entries)
            nested = entry.value.exploded if isinstance(entry.value, Object) else False
            own = Comments() if nested and isinstance(entry.value, Object) else entry.comments
            before = (*waiting, *outer.before, *own.before) if first else own.before
            after = " ".join(text for text in (own.after, outer.after if last else "") if text)
            items.append(
                Item(
                    argument(entry, style, depth, roomy=roomy),
                    Comments(tuple(before), after),
                    position if first else None,
                    position if last else None,
                )
            )
            waiting = ()
        return items, waiting

    def stored(self, strand: Strand) -> bool | None:
        """What to pass as `store` for a call that keeps nothing: generateContent kept nothing either."""
        if self.options.store == "server":
            return None
        strand.stateless += 1
        return False


def _equal(call: cst.Call) -> cst.AssignEqual:
    """The equals sign as the call's keyword arguments have it."""
    written = (arg.equal for arg in call.args if isinstance(arg.equal, cst.AssignEqual))
    return next(written, TIGHT)


def _create(receiver: cst.CSTNode, old: cst.BaseExpression) -> cst.BaseExpression:
    """`receiver.interactions.create`, with the dots (and line breaks) of the old method chain."""
    assert isinstance(receiver, cst.BaseExpression)
    if isinstance(old, cst.Attribute) and isinstance(old.value, cst.Attribute):
        inner = old.value.with_changes(value=receiver, attr=cst.Name("interactions"))
        return old.with_changes(value=inner, attr=cst.Name("create"))
    return cst.Attribute(cst.Attribute(receiver, cst.Name("interactions")), cst.Name("create"))
