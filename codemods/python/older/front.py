"""The front for the SDKs before google-genai: everything of theirs in one module, as strands that hang together by their imports."""

from __future__ import annotations

from functools import cached_property

import libcst as cst

from codemods.python.answers import Trail
from codemods.python.chats.meaning import Life, Meaning
from codemods.python.edits import Edit, Now
from codemods.python.handles import FOREIGN, Handle
from codemods.python.names import Names
from codemods.python.older import errors, shortcuts, vertex, vertexplaces
from codemods.python.older.calls import Calls
from codemods.python.older.clients import Clients, sets_up
from codemods.python.older.contents import Contents
from codemods.python.older.differences import NoDifferences
from codemods.python.older.files import FILES, Files
from codemods.python.older.imports import Imports
from codemods.python.older.mentions import NO_COUNTERPART_HELP, Mentions
from codemods.python.older.models import Models
from codemods.python.older.receivers import CHAT, MODEL, Receivers
from codemods.python.older.references import Imported, Reference, imports_of, references
from codemods.python.older.sdks import MODEL_CLASSES, TITLES
from codemods.python.older.settings import Settings
from codemods.python.parsed import Parsed
from codemods.python.strand import Strand
from codemods.python.texts import Texts

_NAMES_OF_CALLS = frozenset("generate_content generate_content_async start_chat send_message send_message_async".split())
_OF_CHATS = frozenset({"send_message", "send_message_async", "history"})


class OlderFront:
    """Reads one module; `trails` are everything of older SDKs in it."""

    def __init__(self, values: Receivers) -> None:
        self.values = values
        self.module = values.module
        self.names = Names(self.module)
        self.imported = vertex.meant(imports_of(values), values)
        self.imports = Imports(values, self.imported, self.names)
        self.texts = Texts(values)
        self.settings = Settings(values)
        if self.imports.sdk == "vertexai":
            self.settings.differences = NoDifferences(values, self.settings.behind)
        self.contents = Contents(values, self.texts, self.settings)
        self.meaning = Meaning(values)
        self.models = Models(values, self.names, self.settings, self._means_the_same)
        self.clients = Clients(values, self.names, self.imports, self._makers)
        self.files = Files(values, self.clients, self._reaching, self._handle)
        self.calls = Calls(values, self.models, self.settings, self.contents, self.clients, self.imports)
        self.mentions = Mentions(values, self.imports, self.files, self.calls)

    def trails(self) -> list[Trail]:
        """One trail for each import, reference and call; those of one import are tied together."""
        if not self.imported:
            return []
        found: list[Strand] = []
        everything = [reference for one in self.imported for reference in references(one, self.values)]
        for reference in everything:
            if sets_up(reference):
                self._set_up(reference, found)
            elif reference.name in MODEL_CLASSES and isinstance(self.module.parent(reference.node), cst.Call):
                self._model(reference, found)
        calls = [(node, self._handle(node)) for node in self.module.every(cst.Attribute)]
        ours = [
            (node, handle)
            for node, handle in calls
            if isinstance(handle, Handle) and len(handle.path) > 1 and handle.path[0] in ("model", "chat")
        ]
        files = [reference for reference in everything if reference.name in FILES]
        strands = {node: Strand() for node, _ in ours} | {reference.node: Strand() for reference in files}
        for node, handle in ours:
            if handle.path[1].startswith(("generate_content", "send_message")):
                self.texts.note_answer(node)
            if handle.path in (("model", "generate_content"), ("model", "generate_content_async"), ("model", "start_chat")):
                self.clients.attach(node, strands[node])
                self._note_call(node)
            elif handle.path[1].startswith("count_tokens"):
                self.clients.attach(node, strands[node])
            elif handle.path in (("chat", "send_message"), ("chat", "send_message_async")):
                # Who has a chat has come past its client; each message is a request of its own now.
                self.clients.attach(node, strands[node], sure=True)
        for reference in files:
            self.clients.attach(reference.node, strands[reference.node])
        self.models.settle()
        idle = {
            one
            for one in self.imported
            if one.stays and not any(up.sites for up in self.clients.set_ups if up.reference.imported is one)
            if all(sets_up(reference) for reference in everything if reference.imported is one)
        }
        found += [self._import(one) for one in self.imported if one not in idle]
        found += [self._mentioned(reference, strands) for reference in everything]
        for node, handle in ours:
            self._method(node, handle, strands[node])
            found.append(strands[node])
        found += self._mentions()
        found += self.files.uses()
        found += self._vertex()
        found += self._untraced({node for node, _ in ours})
        for set_up in self.clients.set_ups:
            stays = set_up.reference.imported.stays
            if stays and not set_up.sites:
                continue
            strand = Strand()
            if stays:
                strand.site(set_up.call, "GI109", "a client is made here, beside what something else needs")
            strand.ties |= {set_up, set_up.reference.imported}
            self.clients.write(set_up, strand)
            found.append(strand)
        found += errors.expected(self.values, self._reaching)
        return [Trail(strand, Parsed("unseen"), {}, {}) for strand in found]

    def _means_the_same(self, node: cst.CSTNode, made: cst.CSTNode, at: cst.CSTNode) -> bool:
        """Whether an expression can be written at another place; objects of the SDK are as good as what they are made of."""
        if isinstance(node, cst.Call) and self.values.older(node.func) is not None:
            return all(self._means_the_same(arg.value, made, at) for arg in node.args)
        if isinstance(node, cst.Dict):
            pairs = [part for e in node.elements if isinstance(e, cst.DictElement) for part in (e.key, e.value)]
            return len(pairs) == 2 * len(node.elements) and all(self._means_the_same(part, made, at) for part in pairs)
        if isinstance(node, (cst.List, cst.Tuple)):
            return all(self._means_the_same(element.value, made, at) for element in node.elements)
        return self.meaning.is_same(node, made, at, Life(self.values.scope_at(made)))

    def _makers(self, receiver: cst.BaseExpression) -> list[cst.Call]:
        return [model.call for model in self.models.of(receiver) or ()]

    def _handle(self, node: cst.Attribute) -> object:
        """What an attribute is, also that of a chat in a place which is only known by the way it is written."""
        handle = self.values.handle(node)
        if handle is None and node.attr.value in _OF_CHATS and self.module.code(node.value) in self._kept_chats:
            return CHAT.attribute(node.attr.value)
        return handle

    @cached_property
    def _kept_chats(self) -> frozenset[str]:
        """Where the module puts chats besides names: `st.session_state.chat`, `chats[user]`."""
        found = set()
        for node in self.module.every(cst.Assign):
            if self.values.handle(node.value) == CHAT:
                found |= {self.module.code(t.target) for t in node.targets if isinstance(t.target, (cst.Attribute, cst.Subscript))}
        return frozenset(found)

    def _vertex(self) -> list[Strand]:
        """What only the vertexai SDK does: models that keep their place, shortcuts of answers."""
        found = []

        def tied(node: cst.CSTNode) -> Strand:
            strand = Strand()
            strand.ties |= self._reaching(node)
            found.append(strand)
            return strand

        if len({one.sdk for one in self.imported}) > 1:
            for one in self.imported:
                tied(one.alias).hold(one.alias, "GI200", "two retired SDKs in one file are not rewritten", "Move one of them by hand.")
        elif self.imports.sdk == "vertexai":
            made = [model.call for model in self.models.models]
            vertexplaces.check(
                self.clients.set_ups, made, self.values, lambda node, why: tied(node).hold(node, "GI200", why, vertexplaces.HELP)
            )
            for edit in shortcuts.edits(self.module, self.texts.answers):
                tied(edit.node).edit(edit)
        return found

    # -- imports and references ---------------------------------------------------------------------------------

    def _import(self, one: Imported) -> Strand:
        strand = Strand()
        # What is imported in one scope goes together: each call needs a part of it.
        strand.ties |= {one, one.definition, one.definition.scope}
        if not one.stays:
            strand.claims.setdefault(one.definition, set())
        strand.site(one.alias, "GI109", f"`{TITLES[one.sdk]}` is a retired SDK")
        if not one.direct:
            strand.hold(one.alias, "GI200", f"`{TITLES[one.sdk]}` comes by way of another file here")
        self.imports.write(one, strand)
        return strand

    def _tied(self, reference: Reference, strand: Strand) -> Strand:
        strand.ties.add(reference.imported)
        # A type in the head of a function that imports the rest itself.
        function = self.module.enclosing(reference.node, cst.FunctionDef)
        strand.ties |= {one for one in self.imported if one.definition.scope.node is function}
        if not reference.imported.stays:
            strand.claim(reference.imported.definition, reference.use)
        return strand

    def _set_up(self, reference: Reference, found: list[Strand]) -> None:
        strand = self._tied(reference, Strand())
        problem = self.clients.note(reference)
        if problem:
            strand.hold(reference.node, "GI200", f"`{reference.name}`: {problem}")
        elif not reference.imported.stays:
            package = "vertexai" if reference.imported.sdk == "vertexai" else TITLES[reference.imported.sdk]
            strand.site(reference.node, "GI109", f"`{reference.name}` of `{package}`")
        found.append(strand)

    def _model(self, reference: Reference, found: list[Strand]) -> None:
        strand = self._tied(reference, Strand())
        call = self.module.parent(reference.node)
        if isinstance(call, cst.Call) and call.func is reference.node:
            strand.site(call, "GI109", "a model of a retired SDK; its settings belong to each request now")
            self.models.made(call, reference.imported.sdk, strand)
            model = next((m for m in self.models.models if m.call is call), None)
            if model is not None:
                strand.ties.add(call)
                self.models.write(model, strand)
        found.append(strand)

    def _mentioned(self, reference: Reference, strands: dict[cst.BaseExpression, Strand]) -> Strand:
        strand = self._tied(reference, strands.get(reference.node, Strand()))
        self.mentions.write(reference, strand)
        return strand

    # -- calls --------------------------------------------------------------------------------------------------

    def _note_call(self, node: cst.Attribute) -> None:
        call = self.module.parent(node)
        for model in self.models.of(node.value) or ():
            if isinstance(call, cst.Call) and call.func is node:
                model.calls.append(call)

    def _method(self, node: cst.Attribute, handle: Handle, strand: Strand) -> None:
        """One method or attribute of a model or chat."""
        kind, name = handle.path[0], ".".join(handle.path[1:])
        self._tie_receiver(node, strand)
        call = self.module.parent(node)
        called = call if isinstance(call, cst.Call) and call.func is node else None
        if kind == "chat" and name == "history" and called is None and not self.module.is_stored(node):
            strand.edit(Edit(node, _history, "history"))
        elif called is None:
            strand.hold(node, "GI200", f"`{name}` of a {kind} of a retired SDK is not rewritten yet")
        elif kind == "model" and name in ("generate_content", "generate_content_async"):
            self.calls.generate(called, name.endswith("_async"), strand)
        elif kind == "model" and name == "start_chat":
            self.calls.start_chat(called, strand)
        elif kind == "chat" and name in ("send_message", "send_message_async"):
            self.calls.send(called, name.endswith("_async"), strand)
        elif name.startswith("count_tokens"):
            strand.hold(node, "GI214", "`count_tokens` needs google-genai and has no counterpart in Interactions", NO_COUNTERPART_HELP)
        else:
            strand.hold(node, "GI200", f"`{name}` of a {kind} of a retired SDK is not rewritten yet")

    def _tie_receiver(self, node: cst.Attribute, strand: Strand) -> None:
        """A call belongs to the imports that its model comes from."""
        strand.ties |= self._reaching(node)
        # What is said about this mention of the model is said about the call.
        strand.ties.add(node.value)
        models = self.models.of(node.value)
        strand.ties |= {model.call for model in models or ()}

    def _reaching(self, node: cst.CSTNode) -> set[Imported]:
        """The imports in the scopes around a place; all of them when there is none."""
        chain = self.values.scope_at(node).chain
        return {one for one in self.imported if one.definition.scope in chain} or set(self.imported)

    # -- what is left -------------------------------------------------------------------------------------------

    def _mentions(self) -> list[Strand]:
        """Models under a name, wherever they are mentioned."""
        found = []
        for node in self.module.nodes:
            if isinstance(node, (cst.Name, cst.Attribute)) and not self.module.is_stored(node) and self.values.handle(node) == MODEL:
                strand = Strand()
                strand.ties.add(node)
                self.models.used(node, strand)
                found.append(strand)
        return found

    def _untraced(self, known: set[cst.Attribute]) -> list[Strand]:
        """Calls that look like the old SDK's, on something whose origin is not in sight."""
        found = []
        for node in self.module.every(cst.Attribute):
            call = self.module.parent(node)
            if node.attr.value not in _NAMES_OF_CALLS or node in known:
                continue
            if self._is_plain_message(node, call):
                # The same in google-genai, where chats are followed to wherever they are kept.
                continue
            if self.values.handle(node.value) is None and isinstance(call, cst.Call) and call.func is node and not self._is_genai(node):
                strand = Strand()
                strand.ties |= self._reaching(node)
                strand.hold(call, "GI201", f"where the receiver of `{node.attr.value}` comes from is not in sight")
                found.append(strand)
        return found

    @staticmethod
    def _is_plain_message(node: cst.Attribute, call: cst.CSTNode | None) -> bool:
        return node.attr.value == "send_message" and isinstance(call, cst.Call) and len(call.args) == 1 and call.args[0].keyword is None

    def _is_genai(self, node: cst.Attribute) -> bool:
        handle = self.values.handle(node)
        return handle == FOREIGN or isinstance(handle, Handle)


def _history(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
    assert isinstance(updated, cst.Attribute)
    return cst.Call(updated.with_changes(attr=cst.Name("get_history")))
