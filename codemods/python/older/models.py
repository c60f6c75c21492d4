"""The models of one module: where each is made, under which name it goes on, and what it is set to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import libcst as cst

from codemods.api.call import NO_COMMENTS
from codemods.python.chats.leaving import led_by
from codemods.python.chats.statements import assign, beside
from codemods.python.displays import depth_of
from codemods.python.edits import Edit, Now
from codemods.python.flow import Definition
from codemods.python.layout import call_listing
from codemods.python.names import Names
from codemods.python.nodes import is_none
from codemods.python.older.arguments import by_name
from codemods.python.older.receivers import MODEL, Receivers, argument_for
from codemods.python.older.sdks import DEFAULT_MODEL, Sdk
from codemods.python.older.settings import Setting, Settings, Shape, settings_of, value_of, written
from codemods.python.records import spelled_out
from codemods.python.strand import Strand

_POSITIONAL = {
    "generativeai": ("model_name", "safety_settings", "generation_config", "tools", "tool_config", "system_instruction"),
    "vertexai": ("model_name",),
}
_METHODS = frozenset({"generate_content", "generate_content_async", "start_chat", "count_tokens", "count_tokens_async"})
_HELP = "Write a function that makes the request, or pass the model's name and settings on as plain values."


@dataclass(eq=False)
class Model:
    """One `GenerativeModel(…)`. ``definition`` is the name or attribute it goes on under, ``slot`` that of its settings there."""

    call: cst.Call
    sdk: Sdk
    arguments: dict[str, cst.Arg]
    settings: tuple[Setting, ...]
    definition: Definition | None = None
    calls: list[cst.Call] = field(default_factory=list)
    slot: str = ""

    @property
    def name(self) -> cst.BaseExpression | None:
        return self.arguments["model_name"].value if "model_name" in self.arguments else None


class Models:
    """Everything about the models of one module. ``same`` tells whether an expression means the same at two places."""

    def __init__(self, values: Receivers, names: Names, settings: Settings, same: Callable[[cst.CSTNode, cst.CSTNode, cst.CSTNode], bool]):
        self.values = values
        self.module = values.module
        self.names = names
        self.settings = settings
        self.same = same
        self.models: list[Model] = []
        self._strands: dict[Model, Strand] = {}

    # -- making -------------------------------------------------------------------------------------------------

    def made(self, call: cst.Call, sdk: Sdk, strand: Strand) -> None:
        """Take down one construction, and where its model goes."""
        arguments = by_name(call, _POSITIONAL[sdk])
        if arguments is None:
            strand.hold(call, "GI216", "the arguments of this model are not in sight")
            return
        unknown = next((n for n in arguments if n != "model_name" and n not in _KNOWN), None)
        if unknown is not None:
            strand.hold(arguments[unknown], "GI200", f"`{unknown}` of a model is not rewritten yet")
            return
        model = Model(call, sdk, arguments, settings_of(call, arguments, depth_of(call, self.module)))
        self.models.append(model)
        self._strands[model] = strand
        self._bind(model, strand)
        for setting in model.settings:
            self.settings.translate(setting, strand)
            self.settings.differences.of_copies(setting.value, call, strand)

    def _bind(self, model: Model, strand: Strand) -> None:
        parent = self.module.parent(model.call)
        target = None
        if isinstance(parent, (cst.Assign, cst.AnnAssign)):
            targets = [t.target for t in parent.targets] if isinstance(parent, cst.Assign) else [parent.target]
            target = targets[0] if len(targets) == 1 else None
        if isinstance(target, cst.Name):
            model.definition = self.module.flow.definition_at(target)
            self._check_scope(model, strand)
        elif isinstance(target, cst.Attribute):
            model.definition = self.values.attribute_definition(target)
            if model.definition is None:
                strand.hold(target, "GI200", "this model is kept in an attribute that other code may set or use", _HELP)
        elif self._is_receiver(model.call) or isinstance(parent, (cst.Expr, cst.Return)):
            if isinstance(parent, cst.Return):
                self._needs_no_settings(model.call, parent, strand)
        elif not (isinstance(parent, cst.Arg) and self._goes_to_parameter(parent)):
            strand.hold(model.call, "GI200", "a model that is kept like this is not rewritten yet", _HELP)
        if model.definition is not None:
            strand.ties.add(model.definition)
            strand.claims.setdefault(model.definition, set())

    def _check_scope(self, model: Model, strand: Strand) -> None:
        """A name that lives somewhere else than the statement: in a class, or outside of the function."""
        definition = model.definition
        if definition is None:
            return
        if isinstance(definition.scope.node, cst.ClassDef):
            users = self.values.index.users_of_method(self.values.qualname(definition.scope.node), definition.name.value)
            alone = users.complete or self.values.is_program or definition.name.value.startswith("_")
            if model.settings or users.places or not alone:
                strand.hold(model.call, "GI200", "a model that is kept in a class is not rewritten yet", _HELP)
        elif model.settings and definition.scope is not self.values.scope_at(model.call):
            strand.hold(model.call, "GI200", "a model with settings that is kept outside of its function is not rewritten yet", _HELP)

    def _is_receiver(self, node: cst.CSTNode) -> bool:
        parent = self.module.parent(node)
        return isinstance(parent, cst.Attribute) and parent.value is node and parent.attr.value in _METHODS

    # -- using --------------------------------------------------------------------------------------------------

    def used(self, node: cst.BaseExpression, strand: Strand) -> None:
        """One mention of a model under a name: it has to be a place where its id can stand instead."""
        definitions = self.definitions(node)
        if not self._is_fine(node, strand):
            if not definitions:
                strand.hold(node, "GI203", "a model is used here, outside of the calls that are rewritten", _HELP)
            return
        for definition in definitions:
            strand.claim(definition, node)
            if definition.kind == "parameter" and not self._gets_models(definition):
                strand.hold(node, "GI201", f"which models `{definition.name.value}` is given is not in sight", _HELP)

    def _gets_models(self, definition: Definition) -> bool:
        """Whether all that a parameter is given are models of this module."""
        function = definition.scope.node
        calls = self.values.calls_of(function) if isinstance(function, cst.FunctionDef) else None
        if not calls or not isinstance(function, cst.FunctionDef):
            return False
        given = [argument_for(definition, function, call) for call in calls]
        return all(value is not None and (is_none(value) or self.values.thing(value) == MODEL) for value in given)

    def definitions(self, node: cst.BaseExpression) -> list[Definition]:
        """What a mention of a model may be bound by."""
        if isinstance(node, cst.Attribute):
            found = self.values.attribute_definition(node)
            return [found] if found is not None else []
        return list(self.module.flow.definitions_of(node)) if isinstance(node, cst.Name) else []

    def _is_fine(self, node: cst.BaseExpression, strand: Strand) -> bool:
        parent = self.module.parent(node)
        if self._is_receiver(node) or self.module.only_tested(node) or isinstance(parent, (cst.Expr, cst.Global, cst.NameItem)):
            return True
        if isinstance(parent, cst.Comparison) and any(is_none(target.comparator) for target in parent.comparisons):
            return True
        if isinstance(parent, (cst.Assign, cst.AnnAssign)) and parent.value is node:
            targets = [t.target for t in parent.targets] if isinstance(parent, cst.Assign) else [parent.target]
            if len(targets) == 1 and isinstance(targets[0], cst.Name):
                self._needs_no_settings(node, parent, strand)
                alias = self.module.flow.definition_at(targets[0])
                if alias is not None:
                    strand.ties.add(alias)
                    strand.claims.setdefault(alias, set())
                return True
        if isinstance(parent, cst.Return) or (isinstance(parent, cst.Arg) and self._goes_to_parameter(parent)):
            self._needs_no_settings(node, parent, strand)
            return True
        return False

    def _goes_to_parameter(self, arg: cst.Arg) -> bool:
        """Whether an argument goes to a parameter of a function of this module that only ever gets models."""
        call = self.module.parent(arg)
        definitions = self.values.definitions(call.func) if isinstance(call, cst.Call) and isinstance(call.func, cst.Name) else []
        function = definitions[0].node if len(definitions) == 1 else None
        if not isinstance(function, cst.FunctionDef) or self.values.calls_of(function) is None:
            return False
        uses = [d for d in self.module.flow.definitions if d.kind == "parameter" and d.scope.node is function]
        named = arg.keyword.value if arg.keyword is not None else None
        place = list(call.args).index(arg) if isinstance(call, cst.Call) else 0
        param = next((d for p, d in enumerate(uses) if (d.name.value == named if named else p == place)), None)
        return param is not None and all(self.values.thing(use) == MODEL for use in param.uses)

    def _needs_no_settings(self, node: cst.BaseExpression, at: cst.CSTNode, strand: Strand) -> None:
        """A model that goes on without its name takes nothing along but its id."""
        for model in self.of(node) or ():
            if model.settings:
                strand.hold(at, "GI200", "a model with settings that is handed on like this is not rewritten yet", _HELP)

    # -- settings -----------------------------------------------------------------------------------------------

    def of(self, node: cst.BaseExpression) -> list[Model] | None:
        """The constructions that a receiver may come from; None when not all of them have a name here."""
        direct = [model for model in self.models if model.call is node]
        if direct:
            return direct
        definitions = self.definitions(node)
        found = [model for model in self.models if model.definition in definitions]
        return found if definitions and len({m.definition for m in found}) == len(set(definitions)) else None

    def settle(self) -> None:
        """Decide where settings go: into the only call there is, or under a name beside the model's."""
        for model in self.models:
            if not model.settings or model.definition is None:
                continue
            if len(model.calls) == 1 and self._moves(model, model.calls[0]):
                continue
            if model.calls:
                model.slot = self._slot(model)
                self._strands[model].edit(self._beside(model))

    def _moves(self, model: Model, call: cst.Call) -> bool:
        """Whether the settings mean the same at the call."""
        others = [other for other in self.of(_receiver(call)) or () if other is not model]
        return not others and all(self.same(setting.value, model.call, call) for setting in model.settings)

    def _slot(self, model: Model) -> str:
        """The name of the settings; models that share a name share that of their settings too."""
        assert model.definition is not None
        shared = [
            m.slot for m in self.models if m.slot and m.definition is not None and m.definition.name.value == model.definition.name.value
        ]
        # In a class the settings are nobody else's business.
        inside = isinstance(self.module.parent(model.definition.name), cst.Attribute)
        return shared[0] if shared else self.names.fresh("_config" if inside else "config")

    def _beside(self, model: Model) -> Edit:
        statement = self.module.parent(model.call)
        assert isinstance(statement, (cst.Assign, cst.AnnAssign))
        target = statement.targets[0].target if isinstance(statement, cst.Assign) else statement.target
        name: cst.BaseExpression = cst.Name(model.slot)
        if isinstance(target, cst.Attribute):
            name = cst.Attribute(target.value, cst.Name(model.slot))
        shape = Shape(self.values.quote, 0, self.values.unit, self.values.tabs, call_listing(model.call).indent is not None)
        return beside(
            statement, self.module, "after", lambda now: assign(name, written(model.settings, shape, now)), "settings of the model"
        )

    def config(self, call: cst.Call, strand: Strand) -> tuple[Setting, ...]:
        """What the model of a call is set to, as the call has to say it now."""
        receiver = _receiver(call)
        models = self.of(receiver)
        if models is None and any(model.settings for model in self.models):
            strand.hold(call, "GI200", "which model this is, and what it is set to, cannot be told", _HELP)
        found = [model for model in models or () if model.settings]
        if not found or models is None:
            return ()
        if any(not model.settings for model in models) or len({model.slot for model in found}) > 1:
            strand.hold(call, "GI200", "models with different settings meet here; this is not rewritten yet", _HELP)
            return ()
        model = found[0]
        if not model.slot:
            return model.settings
        target: cst.BaseExpression = cst.Name(model.slot)
        if isinstance(receiver, cst.Attribute):
            target = cst.Attribute(receiver.value, cst.Name(model.slot))
        return (Setting("", target),)

    def merged(self, call: cst.Call, general: tuple[Setting, ...], own: tuple[Setting, ...]) -> tuple[Setting, ...] | None:
        """The settings of the model, with those of the call in their place; None when they cannot be written together."""
        models = self.of(_receiver(call)) or []
        if len(models) != 1:
            return None
        model = models[0]
        if model.sdk == "vertexai":
            return self._replaced(model, call, general, own)
        keys = {setting.key for setting in own}
        if "safety_settings" in keys and any(setting.key == "safety_settings" for setting in model.settings):
            return None
        spelled = [pair for setting in model.settings for pair in self._spelled(setting)]
        said = {pair.key for setting in own for pair in self._spelled(setting)}
        if "" in said or any(not pair.key for pair in spelled) or not all(self.same(pair.value, model.call, call) for pair in spelled):
            return None
        return (*(pair for pair in spelled if pair.key not in said), *own)

    def _replaced(self, model: Model, call: cst.Call, general: tuple[Setting, ...], own: tuple[Setting, ...]) -> tuple[Setting, ...] | None:
        """With vertexai a setting of the call takes the place of the model's as a whole, when it says anything at all."""
        meeting = {setting.key for setting in own} & {setting.key for setting in model.settings}
        if not meeting:
            return (*general, *own)
        rest = tuple(setting for setting in model.settings if setting.key not in meeting)
        sure = all(self.settings.says_something(setting.value) for setting in own if setting.key in meeting)
        return (*rest, *own) if sure and all(self.same(setting.value, model.call, call) for setting in rest) else None

    def _spelled(self, setting: Setting) -> list[Setting]:
        """A mapping of keys, key by key; the setting itself when it is something else, or not in sight."""
        definition = self.settings.behind(setting.value) if not setting.key else None
        display = value_of(definition, setting.value)
        record = spelled_out(display) if not setting.key else None
        if record is None or not record.pairs or (definition is not None and self.values.changes(definition)):
            return [setting]
        depth = record.depth(setting.depth)
        return [Setting(pair.name, pair.value, depth, pair.comments if definition is None else NO_COMMENTS) for pair in record.pairs]

    # -- writing ------------------------------------------------------------------------------------------------

    def write(self, model: Model, strand: Strand) -> None:
        """What is left of the construction: the id of the model."""
        name, quote = model.name, self.values.quote
        keeps = tuple(node for node in (name, *(setting.value for setting in model.settings)) if node is not None)

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            if name is None:
                return cst.SimpleString(f"{quote}{DEFAULT_MODEL}{quote}")
            value = now(name)
            assert isinstance(value, cst.BaseExpression)
            return value

        strand.edit(Edit(model.call, change, "id of the model", keeps=keeps))
        line = self.module.enclosing(model.call, cst.SimpleStatementLine)
        comments = self._comments(model)
        if comments and line is not None:
            strand.edit(Edit(line, led_by(comments, replace=False), f"comments of a model on line {self.module.span(model.call).line}"))

    def _comments(self, model: Model) -> list[cst.EmptyLine]:
        """Comments in the construction that belong to no setting."""
        listing = call_listing(model.call)
        values = {setting.value for setting in model.settings}
        own = [comments for arg, comments in zip(model.call.args, listing.comments, strict=True) if arg.value not in values]
        texts = [listing.opening, *(text for comments in own for text in (*comments.before, comments.after)), *listing.orphans]
        return [cst.EmptyLine(comment=cst.Comment(text)) for text in texts if text]


_KNOWN = frozenset({"safety_settings", "generation_config", "tools", "tool_config", "system_instruction", "labels"})


def _receiver(call: cst.Call) -> cst.BaseExpression:
    assert isinstance(call.func, cst.Attribute)
    return call.func.value
