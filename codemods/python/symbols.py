"""Names of one module: what they were imported as, what they are defined by, what annotations say."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import libcst as cst

from codemods.options import Options
from codemods.python.byname import ByName
from codemods.python.flow import Definition
from codemods.python.index import ProjectIndex
from codemods.python.module import Module
from codemods.python.mutation import Mutation
from codemods.python.nodes import dotted, is_none, string_value
from codemods.python.project.things import External, ModuleThing
from codemods.python.project.users import Users
from codemods.python.scopes import Scope, target_names
from codemods.python.tree import walk

#: Methods that change the collection they are called on.
_MUTATORS = frozenset("append extend insert remove pop clear sort reverse update setdefault popitem add discard".split())


def _does_something(statement: cst.CSTNode) -> bool:
    if isinstance(statement, cst.If):
        return "__name__" in {node.value for node in walk(statement.test) if isinstance(node, cst.Name)}
    if isinstance(statement, cst.SimpleStatementLine):
        return any(isinstance(small, cst.Expr) and isinstance(small.value, (cst.Call, cst.Await)) for small in statement.body)
    return isinstance(statement, (cst.For, cst.While))


class Symbols:
    """Answers questions about names. Holds only caches."""

    def __init__(self, module: Module, index: ProjectIndex, options: Options) -> None:
        self.module = module
        self.index = index
        self.options = options
        self._paths: dict[Definition, str | None] = {}
        self._aliases: dict[Definition, str | None] = {}
        self._changes: dict[Definition, Sequence[cst.CSTNode]] = {}

    @cached_property
    def by_name(self) -> ByName:
        """What strings of the module reach by its name."""
        return ByName(self.module)

    def called_name(self, func: cst.CSTNode) -> str:
        """What a called function is: its import path, its dotted name, or a builtin's; nothing for a name of this module."""
        if isinstance(func, cst.Name) and self.module.flow.definitions_of(func):
            return self.symbol(func) or ""
        return self.symbol(func) or dotted(func)

    @cached_property
    def quote(self) -> str:
        """The quote the module writes its strings with."""
        quotes = [node.quote for node in self.module.every(cst.SimpleString)]
        return "'" if quotes.count("'") > quotes.count('"') else '"'

    @property
    def unit(self) -> int:
        """One step of the module's indentation, in characters."""
        return len(self.module.tree.default_indent)

    @property
    def tabs(self) -> bool:
        return "\t" in self.module.tree.default_indent

    @cached_property
    def _listed(self) -> frozenset[str]:
        """The names in `__all__`."""
        found: set[str] = set()
        root = self.module.flow.scopes[self.module.tree]
        for definition in self.module.flow.by_scope.get((root, "__all__"), ()):
            if definition.value is not None:
                found.update(text for node in walk(definition.value) if (text := string_value(node)))
        return frozenset(found)

    def users_elsewhere(self, definition: Definition) -> Users:
        """Who in other files of the project uses what a definition binds: a module-level name, or a method by its name.

        ``places`` are the uses that were found; without a project (a module alone) there are none. ``complete`` says
        that every file was looked at, so that there are no others. A local name has no users elsewhere.
        """
        if definition.scope.kind == "module":
            return self.index.users(definition.name.value)
        if isinstance(definition.scope.node, cst.ClassDef):
            return self.index.users_of_method(self.qualname(definition.scope.node), definition.name.value)
        return Users((), complete=True)

    def exported_to(self, definition: Definition) -> str:
        """How other files, or strings, get at a name, as the end of a sentence about it; nothing when none does."""
        if how := self.by_name.variable(definition):
            return how
        if definition.scope.kind != "module":
            return ""
        if definition.name.value in self._listed:
            return "is exported by this module (`__all__`)"
        user = self.users_elsewhere(definition).first
        return f"is used in {user}" if user is not None else ""

    def is_exported(self, definition: Definition) -> bool:
        """Whether other files may use what this name holds."""
        return bool(self.exported_to(definition))

    def reached_from_outside(self, function: cst.FunctionDef) -> str:
        """How other files get at a function, to call it with values or use what it gives; nothing when none does.

        Private names are this module's own, and so is everything in a program that is run: a file with code at its top level.
        Otherwise the project has to have been looked through as a whole.
        """
        definition = self.module.flow.definition_at(function.name)
        around = self.module.ancestors(function)
        if definition is None:
            return ""
        if how := self.by_name.variable(definition):
            return how
        if any(isinstance(a, cst.FunctionDef) for a in around):
            return ""
        names = [function.name.value, *(a.name.value for a in around if isinstance(a, cst.ClassDef))]
        if names[-1] in self._listed:
            return "is exported by this module (`__all__`)"
        users = self.users_elsewhere(definition)
        if users.first is not None:
            return f"is used in {users.first}"
        private = any(name.startswith("_") and not name.endswith("__") for name in names)
        return "" if private or self.is_program or users.complete else "can be called from other files"

    @cached_property
    def is_program(self) -> bool:
        """Whether the module does something when it is run: it calls or loops at its top level."""
        return any(_does_something(statement) for statement in self.module.tree.body)

    @cached_property
    def imports(self) -> frozenset[str]:
        """The path of everything the module imports, anywhere in it."""
        paths = (self.import_path(d) for d in self.module.flow.definitions if d.kind == "import")
        return frozenset(path for path in paths if path)

    @cached_property
    def uses_sdk(self) -> bool:
        """Whether the module imports the SDK, or gets something of it from other files of the project."""
        own = any(path == "google" or f"{path}.".startswith("google.genai.") for path in self.imports)
        return own or self.index.uses_sdk

    def symbol(self, node: cst.CSTNode) -> str | None:
        """The dotted path an expression was imported from: `genai.types.Part` → `google.genai.types.Part`."""
        if isinstance(node, cst.Attribute):
            base = self.symbol(node.value)
            return f"{base}.{node.attr.value}" if base else None
        if not isinstance(node, cst.Name):
            return None
        paths = {self.import_path(definition) or self._alias_path(definition) for definition in self.definitions(node)}
        return paths.pop() if len(paths) == 1 else None

    def _alias_path(self, definition: Definition) -> str | None:
        """The path behind `types = genai.types`: another name for something imported, given once."""
        if definition in self._aliases:
            return self._aliases[definition]
        self._aliases[definition] = None  # what rests on itself has none
        value, known = definition.value, self.module.flow.by_scope.get((definition.scope, definition.name.value), [])
        plain = definition.kind == "assign" and len(known) == 1 and isinstance(value, cst.Attribute) and definition.scope.kind != "class"
        root = dotted(value).partition(".")[0] if plain and value is not None else ""
        if root and value is not None:
            self._aliases[definition] = self.symbol(value)
        return self._aliases[definition]

    def import_path(self, definition: Definition) -> str | None:
        """The dotted path of what an import binds, as its own package knows it: also where another file hands it on."""
        if definition not in self._paths:
            self._paths[definition] = self._import_path(definition)
        return self._paths[definition]

    def _import_path(self, definition: Definition) -> str | None:
        origin = self.import_origin(definition)
        if origin is None:
            return None
        module, level, name = origin
        found = self.index.imported(module, level, name)
        if isinstance(found, External):
            return found.path
        written = ".".join(part for part in (module, name) if part)
        # A folder of the project may have the name of a package, and hide it.
        hidden = isinstance(self.index.imported(module, level, ""), ModuleThing) and not level
        return f"{'.' * (level or hidden)}{written}"

    def import_origin(self, definition: Definition) -> tuple[str, int, str] | None:
        """The module, the dots of a relative import, and the name (or nothing) that an import statement binds."""
        alias = definition.node
        if not isinstance(alias, cst.ImportAlias):
            return None
        statement = self.module.parent(alias)
        path = dotted(alias.name)
        if isinstance(statement, cst.ImportFrom):
            return dotted(statement.module) if statement.module else "", len(statement.relative), path
        return path if alias.asname is not None else path.split(".")[0], 0, ""

    def qualname(self, node: cst.FunctionDef | cst.ClassDef) -> str:
        """The dotted name of a function or class: `Service.ask`."""
        around = [a.name.value for a in self.module.ancestors(node) if isinstance(a, (cst.FunctionDef, cst.ClassDef))]
        return ".".join([*reversed(around), node.name.value])

    def symbol_named(self, text: str) -> str | None:
        """The import path of a dotted name written in a string annotation."""
        head, _, rest = text.strip().partition(".")
        root = self.module.flow.scopes[self.module.tree]
        paths = {self.import_path(definition) for definition in self.module.flow.by_scope.get((root, head), ())}
        path = paths.pop() if len(paths) == 1 else None
        return f"{path}.{rest}" if path and rest else path

    def definitions(self, name: cst.Name) -> list[Definition]:
        """What the name may hold, without the `None` it was given first."""
        found = self.module.flow.definitions_of(name)
        real = [d for d in found if not (d.kind in ("assign", "walrus") and is_none(d.value)) and d.kind != "declare"]
        return sorted(real, key=lambda d: d.order)

    def annotated_symbols(self, annotation: cst.BaseExpression) -> list[str | None]:
        """The types an annotation allows besides None: `Optional[genai.Client]`, `A | B`, `"genai.Client"`."""
        text = string_value(annotation)
        if text is not None:
            pieces = [piece.strip() for piece in text.split("|")]
            return [self.symbol_named(piece) or piece for piece in pieces if piece != "None"]
        if isinstance(annotation, cst.BinaryOperation) and isinstance(annotation.operator, cst.BitOr):
            return [*self.annotated_symbols(annotation.left), *self.annotated_symbols(annotation.right)]
        if isinstance(annotation, cst.Subscript):
            outer = dotted(annotation.value).rpartition(".")[2]
            inner = [e.slice.value for e in annotation.slice if isinstance(e.slice, cst.Index)]
            if outer in ("Optional", "Union"):
                return [symbol for item in inner for symbol in self.annotated_symbols(item)]
            return self.annotated_symbols(inner[0]) if outer in ("Annotated", "Final", "ClassVar") and inner else [None]
        if is_none(annotation):
            return []
        return [self.symbol(annotation) or dotted(annotation) or None]

    def scope_at(self, node: cst.CSTNode) -> Scope:
        """The scope an expression is evaluated in."""
        scopes = self.module.flow.scopes
        return next((scopes[around] for around in self.module.ancestors(node) if around in scopes), scopes[self.module.tree])

    def returns(self, function: cst.FunctionDef) -> list[cst.BaseExpression]:
        """The values a function returns, those of functions inside it left out."""
        found = []
        for node in walk(function.body):
            if isinstance(node, cst.Return) and node.value is not None:
                if self.module.enclosing(node, cst.FunctionDef, cst.Lambda) is function:
                    found.append(node.value)
        return found

    def is_deleted(self, name: str) -> bool:
        """Whether the module deletes a name anywhere."""
        return name in self._deleted

    @cached_property
    def _deleted(self) -> frozenset[str]:
        targets = [node.target for node in self.module.every(cst.Del)]
        return frozenset(name.value for target in targets for name in target_names(target))

    def is_changed(self, use: cst.CSTNode) -> bool:
        """`names.append(x)`, `names[0] = x` and `names["a"]["b"] = x` put something else into a collection."""
        parent = self.module.parent(use)
        if isinstance(parent, cst.Attribute):
            return parent.attr.value in _MUTATORS
        if isinstance(parent, cst.Subscript) and parent.value is use:
            above = self.module.parent(parent)
            stored = isinstance(above, (cst.AssignTarget, cst.Del)) or (isinstance(above, cst.AugAssign) and above.target is parent)
            return stored or self.is_changed(parent)
        return False

    def changes(self, definition: Definition) -> Sequence[cst.CSTNode]:
        """The uses of a definition through which the collection that it holds is changed."""
        if definition not in self._changes:
            self._changes[definition] = [use for use in definition.uses if self.is_changed(use)]
        return self._changes[definition]

    def is_mutated(self, node: cst.CSTNode) -> bool:
        """Whether a name in an expression holds a collection that the module changes somewhere."""
        return self._mutation.of(below for below in walk(node) if isinstance(below, cst.Name))

    def is_mutated_elsewhere(self, definition: Definition) -> bool:
        """Whether a collection is changed under another name than the one a definition gives it."""
        return self._mutation.elsewhere(definition)

    @cached_property
    def _mutation(self) -> Mutation:
        return Mutation(self.module, self.is_changed)
