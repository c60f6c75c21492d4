"""The client: made where the old SDK was told the key once, and reached from every call of the module."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import libcst as cst

from codemods.python.chats.statements import as_target, assign, beside, declaration
from codemods.python.edits import Edit, Now
from codemods.python.names import Names
from codemods.python.nodes import dotted
from codemods.python.older import vertex
from codemods.python.older.arguments import Argument, by_name, kept, rearranged
from codemods.python.older.imports import Imports
from codemods.python.older.receivers import Receivers
from codemods.python.older.references import Reference
from codemods.python.older.sdks import DEFAULT_LOCATION, SET_UP
from codemods.python.render import TIGHT
from codemods.python.strand import Strand
from codemods.python.tree import walk

_COMPOUND = (cst.If, cst.For, cst.While, cst.Try, cst.TryStar, cst.With, cst.Match)
_LEAVING = frozenset({"sys.exit", "exit", "quit", "st.stop", "streamlit.stop", "os._exit"})
#: Arguments of the old functions that make no difference to requests.
_IDLE = {
    "generativeai": frozenset({"transport"}),
    "vertexai": frozenset({"staging_bucket", "api_transport", "network", "service_account", "encryption_spec_key_name"}),
}
_CARRIED = {"generativeai": ("api_key",), "vertexai": ("project", "location", "credentials", "api_key")}


@dataclass(eq=False)
class SetUp:
    """One `genai.configure(…)` or `vertexai.init(…)`. ``mode``: who reaches the client that is made there."""

    reference: Reference
    call: cst.Call
    statement: cst.Expr
    function: cst.FunctionDef | None
    mode: str = "name"
    sites: list[cst.CSTNode] = field(default_factory=list)


class Clients:
    """Where the calls of one module get their client from."""

    def __init__(
        self, values: Receivers, names: Names, imports: Imports, makers: Callable[[cst.BaseExpression], Sequence[cst.Call]]
    ) -> None:
        self.values = values
        self.module = values.module
        self.imports = imports
        self._makers = makers
        self.genai = imports.genai
        self.name = names.fresh("client")
        self.set_ups: list[SetUp] = []
        self._made: dict[cst.CSTNode | None, Edit] = {}

    def note(self, reference: Reference) -> str:
        """Take down a place that sets the SDK up; says what is wrong with it."""
        call = self.module.parent(reference.node)
        statement = self.module.parent(call) if isinstance(call, cst.Call) and call.func is reference.node else None
        if not isinstance(call, cst.Call) or not isinstance(statement, cst.Expr):
            return "this is used as a value"
        known = (*_CARRIED[reference.imported.sdk], *_IDLE[reference.imported.sdk], *(vertex.EFFECTS if reference.imported.stays else ()))
        arguments = by_name(call, ())
        for name in arguments or ():
            if name not in known:
                return f"`{name}` is not carried over to the client yet"
        if arguments is None:
            return "its arguments are not in sight"
        if reference.imported.sdk == "vertexai" and {"project", "api_key"} <= set(arguments):
            return "a client takes a project or an `api_key`, not both"
        if reference.imported.stays and not all(vertex.is_repeatable(arg.value) for arg in call.args):
            return "something else needs it too, and its arguments are made here"
        self.set_ups.append(SetUp(reference, call, statement, self._function(call)))
        self.set_ups.sort(key=lambda one: self.module.span(one.call))
        return ""

    def _function(self, node: cst.CSTNode) -> cst.FunctionDef | None:
        found = self.module.enclosing(node, cst.FunctionDef)
        return found if isinstance(found, cst.FunctionDef) else None

    def _functions(self, node: cst.CSTNode) -> list[cst.FunctionDef]:
        return [around for around in self.module.ancestors(node) if isinstance(around, cst.FunctionDef)]

    # -- reaching -----------------------------------------------------------------------------------------------

    def attach(self, site: cst.CSTNode, strand: Strand, *, sure: bool = False) -> None:
        """Decide where a site gets its client from; called for every site before the first `receiver`. ``sure``: it has come past it."""
        found = self._set_up_for(site, Strand() if sure else strand)
        if found:
            self._check_others(site, strand)
        for set_up in found:
            set_up.sites.append(site)
            strand.ties.add(set_up)

    def _set_up_for(self, site: cst.CSTNode, strand: Strand) -> list[SetUp]:
        functions = self._functions(site)
        for function in functions:
            own = [one for one in self.set_ups if one.function is function]
            if own:
                return self._reaching(own, site, strand)
        owner = self._class_around(functions)
        if owner is not None and self._has_instances(functions[-1], owner):
            initialiser = self.values.initialiser(owner)
            own = [one for one in self.set_ups if one.function is initialiser and initialiser is not None]
            if own:
                for one in own:
                    one.mode = "attribute"
                return self._reaching(own, site, strand)
        own = [one for one in self.set_ups if one.function is None]
        if own:
            return self._reaching(own, site, strand)
        if not self.set_ups:
            self._check_elsewhere(site, strand)
            return []
        if len(self.set_ups) == 1 and self._is_plain(self.set_ups[0].function):
            self.set_ups[0].mode = "global"
            return self._reaching(self.set_ups, site, strand)
        return self._unclear(site, strand)

    def _has_instances(self, method: cst.FunctionDef, owner: cst.ClassDef) -> bool:
        """Whether a method surely has an object that came through `__init__`."""
        special = any(dotted(d.decorator) in ("staticmethod", "classmethod") for d in method.decorators)
        return bool(method.params.params) and not special and not self.values.subclasses(owner)

    def _is_plain(self, function: cst.FunctionDef | None) -> bool:
        """Whether a function of the module runs at each call: nothing caches it."""
        return function is not None and not function.decorators and self.module.parent(function) is self.module.tree

    def _check_elsewhere(self, site: cst.CSTNode, strand: Strand) -> None:
        """Without a key here the environment has it, unless another file of the project gives one."""
        if self.imports.sdk == "vertexai":
            found = vertex.given_elsewhere(self.values)
            if found:
                strand.hold(site, "GI200", f"`vertexai.init` is called in {found}; no client comes from there yet", _HELP)
            return
        index = self.values.index
        path = next(iter(index.files.setting_up(index.path)), None)
        if path is not None:
            message = f"the retired SDK is given its key in {index.files.shown(path)}; no client comes from there yet"
            strand.hold(site, "GI200", message, _HELP)

    def _check_others(self, site: cst.CSTNode, strand: Strand) -> None:
        """The key that is given here has to stay as long as another file of the program makes requests with it."""
        index = self.values.index
        path = next(iter(index.files.relying_on(index.path)), None) if self.imports.sdk != "vertexai" else None
        if path is not None:
            message = f"the key that the retired SDK is given here is also for {index.files.shown(path)}; no client comes from here yet"
            strand.hold(site, "GI200", message, _HELP)

    def _unclear(self, site: cst.CSTNode, strand: Strand) -> list[SetUp]:
        line = self.module.span(self.set_ups[0].call).line
        strand.hold(site, "GI200", f"the client would be made on line {line}, out of reach of this call", _HELP)
        return []

    def _class_around(self, functions: Sequence[cst.FunctionDef]) -> cst.ClassDef | None:
        block = self.module.parent(functions[-1]) if functions else None
        owner = self.module.parent(block) if block is not None else None
        return owner if isinstance(owner, cst.ClassDef) else None

    def _reaching(self, set_ups: list[SetUp], site: cst.CSTNode, strand: Strand) -> list[SetUp]:
        """All of these may be the one that counts; the site, or what made its model, needs to be behind one of them for sure."""
        makers = self.makers_of(site)
        if not any(self._dominates(one, site) or (makers and all(self._dominates(one, made) for made in makers)) for one in set_ups):
            line = self.module.span(set_ups[0].call).line
            strand.assume("configured", site, f"whether the client that is made on line {line} is there by then cannot be told")
        return set_ups

    def makers_of(self, site: cst.CSTNode) -> list[cst.Call]:
        """Where the model of a call is made: who has the model has come past these."""
        return list(self._makers(site.value)) if isinstance(site, cst.Attribute) else []

    def _dominates(self, set_up: SetUp, site: cst.CSTNode) -> bool:
        around_site = [site, *self.module.ancestors(site)]
        inner: cst.CSTNode = set_up.statement
        for ancestor in self.module.ancestors(set_up.statement):
            if ancestor is set_up.function:
                break
            if isinstance(ancestor, _COMPOUND) and inner not in around_site and not self._passes(ancestor, inner):
                return False
            if not isinstance(ancestor, _COMPOUND):
                inner = ancestor
        same_scope = self._function(site) is set_up.function
        return not same_scope or self.module.span(set_up.call) < self.module.span(site)

    def _passes(self, statement: cst.CSTNode, branch: cst.CSTNode) -> bool:
        """Whether whatever comes behind a compound statement has gone through this branch of it."""
        if isinstance(statement, cst.With):
            return True
        if isinstance(statement, (cst.Try, cst.TryStar)):
            return all(_leaves(handler.body) for handler in statement.handlers) and branch is statement.body
        if isinstance(statement, cst.If):
            if branch is statement.body:
                return isinstance(statement.orelse, cst.Else) and _leaves(statement.orelse.body)
            return _leaves(statement.body) and isinstance(statement.orelse, cst.Else)
        return False

    def is_local(self, site: cst.CSTNode) -> bool:
        """Whether the client of a site lives in a function, and is gone when that ends."""
        set_up = next((one for one in self.set_ups if site in one.sites), None)
        return bool(self._functions(site)) if set_up is None else set_up.mode == "name" and set_up.function is not None

    # -- writing ------------------------------------------------------------------------------------------------

    def receiver(self, site: cst.CSTNode, strand: Strand) -> cst.BaseExpression:
        """The client as the site reaches it."""
        set_up = next((one for one in self.set_ups if site in one.sites), None)
        if set_up is None:
            self._make(site, strand)
            return cst.Name(self.name)
        if set_up.mode == "attribute":
            return cst.Attribute(cst.Name(self._self_of(self._functions(site)[-1])), cst.Name(self.name))
        return cst.Name(self.name)

    @staticmethod
    def _self_of(function: cst.FunctionDef) -> str:
        return function.params.params[0].name.value if function.params.params else "self"

    def write(self, set_up: SetUp, strand: Strand) -> None:
        """Make the client where the SDK was set up."""
        if not set_up.sites:
            strand.hold(
                set_up.call,
                "GI200",
                "no call in this file needs the client that would be made here",
                "Make the client where the calls are, or hand it there.",
            )
            return
        self.imports.need(set_up.call)
        target: cst.BaseExpression = cst.Name(self.name)
        if set_up.mode == "attribute" and set_up.function is not None:
            target = cst.Attribute(cst.Name(self._self_of(set_up.function)), cst.Name(self.name))
        if set_up.mode == "global" and set_up.function is not None:
            strand.edit(declaration(set_up.function, "global", [self.name], self.module))
        if set_up.reference.imported.sdk == "vertexai":
            for name in vertex.unsettled(set_up.call, self.values):
                strand.assume(
                    "vertex-place", set_up.call, f"`{name}` may not be given here: it comes from the environment, or from other code"
                )
        if set_up.reference.imported.stays:
            if not self._is_repeated(set_up):
                strand.edit(self._beside(set_up, target))
            return
        strand.edit(Edit(set_up.call, lambda updated, now: self._client(set_up, updated, now), "client", keeps=_values(set_up.call)))

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            value = now(set_up.call)
            assert isinstance(updated, cst.Expr) and isinstance(value, cst.BaseExpression)
            return cst.Assign([cst.AssignTarget(as_target(target))], value, semicolon=updated.semicolon)

        strand.edit(Edit(set_up.statement, change, "client is bound", keeps=(set_up.call,)))

    def _is_repeated(self, set_up: SetUp) -> bool:
        """Whether the client is there already: the place before this one, in the same lines, has said the same."""
        place = self.set_ups.index(set_up)
        before = self.set_ups[place - 1] if place else None
        if before is None or not before.sites or self._block(before) is not self._block(set_up):
            return False
        return vertex.differing([before.call, set_up.call], self.values) is None

    def _block(self, set_up: SetUp) -> cst.CSTNode | None:
        line = self.module.parent(set_up.statement)
        return self.module.parent(line) if line is not None else None

    def _beside(self, set_up: SetUp, target: cst.BaseExpression) -> Edit:
        """A client of its own behind a call that something else needs."""

        def build(now: Now) -> cst.Assign:
            call = self._client(set_up, set_up.call.deep_clone(), lambda node: node)
            assert isinstance(call, cst.Call)
            return assign(target, call)

        return beside(set_up.statement, self.module, "after", build, "client beside")

    def _client(self, set_up: SetUp, updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        sdk = set_up.reference.imported.sdk
        arguments = by_name(set_up.call, ()) or {}
        places = {name: place for place, name in enumerate(arguments)}
        new = [Argument(name, kept(arguments[name]), places[name]) for name in arguments if name in _CARRIED[sdk]]
        if sdk == "vertexai":
            unsettled = vertex.unsettled(set_up.call, self.values)
            new.insert(0, Argument("enterprise", lambda now: cst.Name("True")))
            if "location" in unsettled and "location" in arguments:
                place = next(place for place, argument in enumerate(new) if argument.keyword == "location")
                new[place] = replace(new[place], write=vertex.or_default(arguments["location"].value, self._default_location()))
            elif "location" in unsettled:
                new.append(Argument("location", lambda now: self._default_location()))
        assert isinstance(updated, cst.Call)
        func = cst.Attribute(cst.Name(self.genai), cst.Name("Client"))
        return rearranged(set_up.call, updated.with_changes(func=func), new, now)

    def _make(self, site: cst.CSTNode, strand: Strand) -> None:
        """Nothing in the module sets the SDK up: a client is made from the environment, before the first call of the scope."""
        functions = self._functions(site)
        scope: cst.CSTNode | None = functions[-1] if functions else None
        if scope not in self._made:
            statement = self._first_statement(site, scope)
            value = cst.Call(cst.Attribute(cst.Name(self.genai), cst.Name("Client")), self._from_environment())
            self._made[scope] = beside(
                statement, self.module, "before", lambda now: assign(cst.Name(self.name), value.deep_clone()), "client from the environment"
            )
        self.imports.need(site)
        if self.imports.sdk == "vertexai":
            strand.assume("vertex-place", site, "nothing in this file says which project and location this is asked in")
        strand.ties.add(("client of", scope))
        strand.edit(self._made[scope])

    def _from_environment(self) -> list[cst.Arg]:
        """The arguments of a client that the environment is to tell who is asking."""
        if self.imports.sdk != "vertexai":
            return []
        return [cst.Arg(cst.Name("True"), cst.Name("enterprise"), TIGHT), cst.Arg(self._default_location(), cst.Name("location"), TIGHT)]

    def _default_location(self) -> cst.SimpleString:
        return cst.SimpleString(f"{self.values.quote}{DEFAULT_LOCATION}{self.values.quote}")

    def _first_statement(self, site: cst.CSTNode, scope: cst.CSTNode | None) -> cst.CSTNode:
        body = scope.body.body if isinstance(scope, cst.FunctionDef) else self.module.tree.body
        for statement in body:
            if any(node is site or self._makes_model(node) for node in walk(statement) if isinstance(node, cst.BaseExpression)):
                if scope is None and isinstance(statement, (cst.FunctionDef, cst.ClassDef)):
                    continue
                return statement.body[0] if isinstance(statement, cst.SimpleStatementLine) else statement
        raise AssertionError("a site stands in a statement of its scope")

    def _makes_model(self, node: cst.CSTNode) -> bool:
        return isinstance(node, cst.Call) and (self.values.older(node.func) or "") in ("GenerativeModel", "upload_file", "get_file")


_HELP = "Make one client (genai.Client(…)) in a place that every call reaches."


def _values(call: cst.Call) -> tuple[cst.CSTNode, ...]:
    return tuple(arg.value for arg in call.args)


def _leaves(block: cst.BaseSuite) -> bool:
    """Whether a block never gets to its end."""
    last = block.body[-1] if block.body else None
    small = last.body[-1] if isinstance(last, cst.SimpleStatementLine) else last
    if isinstance(small, (cst.Return, cst.Raise)):
        return True
    return isinstance(small, cst.Expr) and isinstance(small.value, cst.Call) and dotted(small.value.func) in _LEAVING


def sets_up(reference: Reference) -> bool:
    return reference.name == SET_UP[reference.imported.sdk]
