"""The front for the SDKs before google-genai: everything of theirs in one module, as strands that hang together by their imports."""

from __future__ import annotations

from functools import cached_property

import libcst as cst

from codemods.python.answers import Trail
from codemods.python.chats.meaning import Life, Meaning
from codemods.python.displays import depth_of, style_of
from codemods.python.edits import Edit, Now
from codemods.python.handles import FOREIGN, Handle
from codemods.python.layout import call_listing
from codemods.python.names import Names
from codemods.python.nodes import dotted
from codemods.python.older import grounding, objects, shortcuts, vertex, vertexplaces
from codemods.python.older.arguments import Argument, by_name, kept, rearranged
from codemods.python.older.clients import Clients, sets_up
from codemods.python.older.contents import Contents
from codemods.python.older.differences import NoDifferences
from codemods.python.older.imports import Imports
from codemods.python.older.models import Models
from codemods.python.older.receivers import CHAT, FILE, MODEL, Receivers
from codemods.python.older.references import Imported, Reference, imports_of, references
from codemods.python.older.sdks import (
    ERROR_PACKAGES,
    ERRORS,
    HARMLESS_PACKAGES,
    MAKERS,
    MODEL_CLASSES,
    RENAMED,
    SETTINGS,
    TITLES,
    WITHOUT_COUNTERPART,
    type_named,
)
from codemods.python.older.settings import Setting, Settings, Shape, settings_of, written
from codemods.python.parsed import Parsed
from codemods.python.strand import Strand
from codemods.python.texts import Texts
from codemods.python.tree import walk

_FILES = {"upload_file": ("upload", "path", "file"), "get_file": ("get", "name", "name"), "delete_file": ("delete", "name", "name")}
_FILE_CONFIG = ("mime_type", "name", "display_name")
_GENERATE = ("contents", "generation_config", "safety_settings", "stream", "tools", "tool_config", "request_options", "labels")
_SEND = ("content", "generation_config", "safety_settings", "stream", "tools", "tool_config", "request_options", "labels")
_NAMES_OF_CALLS = frozenset("generate_content generate_content_async start_chat send_message send_message_async".split())
_OF_FILES = frozenset({"name", "uri", "mime_type", "state"})
_OF_CHATS = frozenset({"send_message", "send_message_async", "history"})
_NO_COUNTERPART_HELP = (
    "Use google-genai for this (client.models.…, client.files.…, client.caches.…); Interactions has nothing in its place."
)


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
        self._by_import: dict[Imported, Strand] = {}

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
        calls = [(node, self.values.handle(node)) for node in walk(self.module.tree) if isinstance(node, cst.Attribute)]
        ours = [
            (node, handle)
            for node, handle in calls
            if isinstance(handle, Handle) and len(handle.path) > 1 and handle.path[0] in ("model", "chat")
        ]
        files = [reference for reference in everything if reference.name in _FILES]
        strands = {node: Strand() for node, _ in ours} | {reference.node: Strand() for reference in files}
        for node, handle in ours:
            if handle.path[1].startswith(("generate_content", "send_message")):
                self._note_answer(node)
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
        found += [self._reference(reference, strands) for reference in everything]
        for node, handle in ours:
            self._method(node, handle, strands[node])
            found.append(strands[node])
        found += self._mentions()
        found += self._file_uses()
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
        self._errors(found)
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
        for node in walk(self.module.tree):
            if isinstance(node, cst.Assign) and self.values.handle(node.value) == CHAT:
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

    def _reference(self, reference: Reference, strands: dict[cst.BaseExpression, Strand]) -> Strand:
        strand = self._tied(reference, strands.get(reference.node, Strand()))
        name = reference.name
        parent = self.module.parent(reference.node)
        called = parent if isinstance(parent, cst.Call) and parent.func is reference.node else None
        if sets_up(reference) or (name in MODEL_CLASSES and called is not None) or not name:
            return strand
        if name in _FILES and called is not None:
            self._file(called, name, strand)
        elif self._is_vertex(reference, called, strand):
            pass
        elif name in MAKERS and called is not None:
            self._maker(called, name, reference, strand)
        elif name.rpartition(".")[2] in SETTINGS and called is not None:
            strand.edit(Edit(reference.node, lambda updated, now: cst.Name("dict"), "settings are a dictionary", keeps=()))
        elif name in MODEL_CLASSES and isinstance(parent, cst.Annotation):
            strand.edit(Edit(reference.node, lambda updated, now: cst.Name("str"), "a model is its id", keeps=()))
        elif (known := type_named(name)) is not None:
            self._type(reference, known, called, strand)
        elif name.split(".")[0] in WITHOUT_COUNTERPART:
            strand.hold(
                reference.node, "GI214", f"`{name}` needs google-genai and has no counterpart in Interactions", _NO_COUNTERPART_HELP
            )
        elif name.split(".")[-1] in ERRORS:
            strand.hold(reference.node, "GI207", f"`{name}` is an error of the retired SDK, which nothing raises any more")
        else:
            strand.hold(reference.node, "GI200", f"`{name}` of `{TITLES[reference.imported.sdk]}` is not rewritten yet")
        return strand

    def _is_vertex(self, reference: Reference, called: cst.Call | None, strand: Strand) -> bool:
        """Whether a name is one that only the vertexai SDK has; with what that needs."""
        if reference.imported.sdk != "vertexai":
            return False
        makes = (objects.make, grounding.make) if called is not None else ()
        if called is not None and any(make(called, reference, self.imports, strand) for make in makes):
            return True
        said = objects.by_hand(reference.name)
        if said is not None:
            strand.hold(reference.node, *said)
        elif reference.name == "ChatSession" and called is None:
            self.imports.need(reference.node)
            kind = "AsyncChat" if self._asked_asynchronously() else "Chat"
            new = cst.parse_expression(f"{self.imports.genai}.chats.{kind}")
            strand.edit(Edit(reference.node, lambda updated, now: new.deep_clone(), "type of a chat", keeps=()))
        elif called is not None:
            objects.name_arguments(called, reference.name, strand)
        return said is not None or (reference.name == "ChatSession" and called is None)

    def _type(self, reference: Reference, known: tuple[str, str], called: cst.Call | None, strand: Strand) -> None:
        self.imports.rename(reference, known, strand)
        for arg in called.args if called is not None else ():
            new = RENAMED.get(arg.keyword.value if arg.keyword is not None else "")
            if new and arg.keyword is not None:
                strand.edit(Edit(arg.keyword, lambda updated, now, new=new: cst.Name(new), "argument name", keeps=()))  # type: ignore[misc]

    def _maker(self, call: cst.Call, name: str, reference: Reference, strand: Strand) -> None:
        maker = MAKERS[name]
        arguments = by_name(call, [old for old, _ in maker.parameters])
        if arguments is None or not set(arguments) <= {old for old, _ in maker.parameters}:
            strand.hold(call, "GI216", f"the arguments of `{name}` are not in sight")
            return
        new = dict(maker.parameters)
        places = list(arguments)
        self.imports.rename(reference, (maker.name.split(".")[0], maker.name.partition(".")[2]), strand)

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            assert isinstance(updated, cst.Call)
            return rearranged(call, updated, [Argument(new[n], kept(arguments[n]), places.index(n)) for n in places], now)

        strand.edit(Edit(call, change, f"arguments of {name}", keeps=(call.func, *(arg.value for arg in call.args))))

    def _file(self, call: cst.Call, name: str, strand: Strand) -> None:
        """`genai.upload_file(path, mime_type=…)` and its relatives are methods of `client.files`."""
        method, first, new = _FILES[name]
        arguments = by_name(call, (first,))
        config = [n for n in arguments or () if n in _FILE_CONFIG and n != first]
        if (
            arguments is None
            or not set(arguments) <= {first, "resumable", *(_FILE_CONFIG if name == "upload_file" else ())}
            or first not in arguments
        ):
            strand.hold(call, "GI216", f"the arguments of `{name}` are not in sight")
            return
        strand.site(call, "GI109", f"`{name}` of a retired SDK")
        receiver = self.clients.receiver(call.func, strand)
        quote, places = self.values.quote, list(arguments)

        def options(now: Now) -> cst.BaseExpression:
            return cst.Dict([cst.DictElement(cst.SimpleString(f"{quote}{n}{quote}"), kept(arguments[n])(now)) for n in config])

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            assert isinstance(updated, cst.Call)
            items = [Argument(new, kept(arguments[first]), places.index(first))]
            if config:
                items.append(Argument("config", options, places.index(config[0])))
            func = cst.Attribute(cst.Attribute(receiver.deep_clone(), cst.Name("files")), cst.Name(method))
            return rearranged(call, updated.with_changes(func=func), items, now)

        strand.edit(Edit(call, change, "files", keeps=tuple(arg.value for arg in call.args)))

    # -- calls --------------------------------------------------------------------------------------------------

    def _note_call(self, node: cst.Attribute) -> None:
        call = self.module.parent(node)
        for model in self.models.of(node.value) or ():
            if isinstance(call, cst.Call) and call.func is node:
                model.calls.append(call)

    def _note_answer(self, node: cst.Attribute) -> None:
        """A name bound straight to a request holds an answer: its `.text` is a text."""
        whole = self.module.parent(node)
        around = self.module.parent(whole) if whole is not None else None
        if isinstance(around, cst.Await):
            whole, around = around, self.module.parent(around)
        if isinstance(whole, cst.BaseExpression):
            self.texts.answers.add(whole)
        for target in around.targets if isinstance(around, cst.Assign) else ():
            definition = self.module.flow.definition_at(target.target) if isinstance(target.target, cst.Name) else None
            if definition is not None:
                self.texts.answers.update(definition.uses)

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
            self._generate(called, name.endswith("_async"), strand)
        elif kind == "model" and name == "start_chat":
            self._start_chat(called, strand)
        elif kind == "chat" and name in ("send_message", "send_message_async"):
            self._send(called, name.endswith("_async"), strand)
        elif name.startswith("count_tokens"):
            strand.hold(node, "GI214", "`count_tokens` needs google-genai and has no counterpart in Interactions", _NO_COUNTERPART_HELP)
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

    def _streamed(self, arguments: dict[str, cst.Arg], strand: Strand) -> bool | None:
        stream = arguments.get("stream")
        if stream is None or (isinstance(stream.value, cst.Name) and stream.value.value == "False"):
            return False
        if isinstance(stream.value, cst.Name) and stream.value.value == "True":
            return True
        strand.hold(stream, "GI203", "whether the answer is streamed cannot be told")
        return None

    def _generate(self, call: cst.Call, asynchronous: bool, strand: Strand) -> None:
        arguments = self._arguments(call, _GENERATE, strand)
        if arguments is None or "contents" not in arguments:
            return
        strand.site(call, "GI101", "`generate_content` is the old API")
        streamed = self._streamed(arguments, strand)
        own = settings_of(call, arguments, depth_of(call, self.module))
        for setting in own:
            self.settings.translate(setting, strand)
        config = self._merged(call, own, strand)
        self.contents.translate(arguments["contents"].value, strand)
        receiver = self.clients.receiver(call.func, strand)
        if (streamed or asynchronous) and self.clients.is_local(call.func) and self._outlives(call):
            strand.hold(call, "GI221", "nothing keeps the client alive that would be made in this function")
        model = _model_of(call)
        places = list(arguments)
        method = ("models", "generate_content_stream" if streamed else "generate_content")

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            assert isinstance(updated, cst.Call)
            items = [
                Argument("model", lambda now: _value(now(model))),
                Argument("contents", kept(arguments["contents"]), places.index("contents")),
                *self._config_argument(call, config, own, arguments),
            ]
            return rearranged(call, updated.with_changes(func=_path(receiver, asynchronous, method)), items, now)

        strand.edit(Edit(call, change, "generate_content", keeps=self._keeps(call, config)))

    def _outlives(self, call: cst.Call) -> bool:
        """Whether a stream or an awaitable may go on after its function has ended."""
        whole: cst.CSTNode = call
        parent = self.module.parent(whole)
        awaited = isinstance(parent, cst.Await)
        if isinstance(parent, cst.Await):
            whole, parent = parent, self.module.parent(parent)
        if isinstance(parent, (cst.For, cst.CompFor)) or (awaited and not self._is_streamed(call)):
            return False
        targets = [target.target for target in parent.targets] if isinstance(parent, cst.Assign) else []
        definition = self.module.flow.definition_at(targets[0]) if len(targets) == 1 and isinstance(targets[0], cst.Name) else None
        if definition is None:
            return True
        return not all(isinstance(self.module.parent(use), (cst.For, cst.CompFor, cst.Attribute)) for use in definition.uses)

    @staticmethod
    def _is_streamed(call: cst.Call) -> bool:
        return any(arg.keyword is not None and arg.keyword.value == "stream" for arg in call.args)

    def _start_chat(self, call: cst.Call, strand: Strand) -> None:
        arguments = by_name(call, ("history",))
        if arguments is not None and "responder" in arguments:
            strand.hold(arguments["responder"], "GI206", "Interactions calls no functions by itself")
            return
        if arguments is None or not set(arguments) <= {"history", "enable_automatic_function_calling", "response_validation"}:
            strand.hold(call, "GI216", "the arguments of this chat are not in sight")
            return
        strand.site(call, "GI102", "a chat of a retired SDK")
        validation = arguments.get("response_validation")
        if self.imports.sdk == "vertexai" and not (validation is not None and self.module.code(validation.value) == "False"):
            strand.note(call, "GI408", "the retired SDK raised a ResponseValidationError for a message whose answer was blocked or cut off")
        automatic = arguments.get("enable_automatic_function_calling")
        if automatic is not None and not (isinstance(automatic.value, cst.Name) and automatic.value.value == "False"):
            strand.hold(automatic, "GI206", "`enable_automatic_function_calling` has no counterpart in Interactions")
        config = self._merged(call, (), strand)
        history = arguments.get("history")
        empty = history is None or (isinstance(history.value, cst.List) and not history.value.elements)
        if history is not None and not empty:
            self.contents.translate(history.value, strand)
        receiver = self.clients.receiver(call.func, strand)
        model = _model_of(call)
        places = list(arguments)
        asynchronous = self._sends_asynchronously(strand, call)

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            assert isinstance(updated, cst.Call)
            items = [Argument("model", lambda now: _value(now(model))), *self._config_argument(call, config, (), {})]
            if history is not None and not empty:
                items.append(Argument("history", kept(history), places.index("history")))
            return rearranged(call, updated.with_changes(func=_path(receiver, asynchronous, ("chats", "create"))), items, now)

        strand.edit(Edit(call, change, "chats.create", keeps=self._keeps(call, config)))

    def _sends_asynchronously(self, strand: Strand, call: cst.Call) -> bool:
        """Whether the chats of this module are asked in asynchronous code; a chat is of one kind now."""
        kinds = self._ways_of_asking
        if len(kinds) > 1:
            strand.hold(call, "GI200", "chats of this file are asked with and without await; a chat is of one kind now")
        return self._asked_asynchronously()

    def _asked_asynchronously(self) -> bool:
        return self._ways_of_asking == {"send_message_async"}

    @cached_property
    def _ways_of_asking(self) -> frozenset[str]:
        """The methods by which the chats of this module are asked."""
        return frozenset(
            node.attr.value
            for node in walk(self.module.tree)
            if isinstance(node, cst.Attribute)
            and node.attr.value in ("send_message", "send_message_async")
            and self.values.handle(node.value) == CHAT
        )

    def _send(self, call: cst.Call, asynchronous: bool, strand: Strand) -> None:
        arguments = self._arguments(call, _SEND, strand)
        if arguments is None or "content" not in arguments:
            return
        strand.site(call, "GI103", "a message to a chat of a retired SDK")
        streamed = self._streamed(arguments, strand)
        own = settings_of(call, arguments, depth_of(call, self.module))
        if own and any(model.settings for model in self.models.models):
            strand.hold(call, "GI200", "settings of one message beside those of the model are not rewritten yet")
        for setting in own:
            self.settings.translate(setting, strand)
        self.contents.translate(arguments["content"].value, strand)
        places = list(arguments)
        keyword = "message" if arguments["content"].keyword is not None else ""

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            assert isinstance(updated, cst.Call) and isinstance(updated.func, cst.Attribute)
            name = "send_message_stream" if streamed else "send_message"
            items = [Argument(keyword, kept(arguments["content"]), places.index("content"))]
            items += self._config_argument(call, own, own, arguments)
            return rearranged(call, updated.with_changes(func=updated.func.with_changes(attr=cst.Name(name))), items, now)

        strand.edit(Edit(call, change, "send_message"))

    def _arguments(self, call: cst.Call, known: tuple[str, ...], strand: Strand) -> dict[str, cst.Arg] | None:
        arguments = by_name(call, known)
        if arguments is None or not set(arguments) <= set(known):
            strand.hold(call, "GI216", "the arguments of this call are not in sight")
            return None
        return arguments

    def _merged(self, call: cst.Call, own: tuple[Setting, ...], strand: Strand) -> tuple[Setting, ...]:
        """The settings of the model and those of the call, which win."""
        general = self.models.config(call, strand)
        if not general or not own:
            return general or own
        merged = self.models.merged(call, general, own)
        if merged is None:
            strand.hold(call, "GI200", "settings of this call go together with those of the model; this is not rewritten yet")
        return merged or ()

    def _config_argument(
        self, call: cst.Call, config: tuple[Setting, ...], own: tuple[Setting, ...], arguments: dict[str, cst.Arg]
    ) -> list[Argument]:
        """The config as an argument, in the place of the first setting of the call itself. The comments of its settings go with them."""
        if not config:
            return []
        places = [place for place, name in enumerate(arguments) if any(arguments[name].value is setting.value for setting in own)]
        listing = call_listing(call)
        depth = depth_of(call, self.module) if listing.indent is None else listing.indent
        exploded = any("\n" in self.module.code(setting.value) for setting in config) and len(config) > 1
        # Inside of an f-string only the other quote will do.
        quote = style_of(self.values, lambda node: node, call).quote
        shape = Shape(quote, depth, self.values.unit, self.values.tabs, exploded)
        return [Argument("config", lambda now: written(config, shape, now), taken=tuple(places))]

    def _keeps(self, call: cst.Call, config: tuple[Setting, ...]) -> tuple[cst.CSTNode, ...]:
        return (_model_of(call), *(arg.value for arg in call.args), *(setting.value for setting in config))

    # -- what is left -------------------------------------------------------------------------------------------

    def _mentions(self) -> list[Strand]:
        """Models under a name, wherever they are mentioned."""
        found = []
        for node in walk(self.module.tree):
            if isinstance(node, (cst.Name, cst.Attribute)) and not self.module.is_stored(node) and self.values.handle(node) == MODEL:
                strand = Strand()
                strand.ties.add(node)
                self.models.used(node, strand)
                found.append(strand)
        return found

    def _file_uses(self) -> list[Strand]:
        """Uploaded files: what is read of them, and where they go. A file is another object now."""
        found = []
        for node in walk(self.module.tree):
            if not isinstance(node, (cst.Name, cst.Attribute)) or self.module.is_stored(node) or self.values.handle(node) != FILE:
                continue
            parent = self.module.parent(node)
            strand = Strand()
            strand.ties |= self._reaching(node)
            if isinstance(parent, cst.Attribute) and parent.value is node:
                if parent.attr.value not in _OF_FILES:
                    strand.hold(parent, "GI205", f"`{parent.attr.value}` of an uploaded file is another thing in google-genai")
            elif self._is_shown(parent):
                strand.assume("shown", node, "an uploaded file is printed as a whole, which looks different now")
            elif not self._takes_file(node, parent):
                strand.hold(node, "GI205", "an uploaded file goes somewhere here where it cannot be followed")
            found.append(strand)
        return found

    def _is_shown(self, parent: cst.CSTNode | None) -> bool:
        call = self.module.parent(parent) if isinstance(parent, cst.Arg) else None
        return isinstance(parent, cst.FormattedStringExpression) or (isinstance(call, cst.Call) and dotted(call.func) == "print")

    def _takes_file(self, node: cst.CSTNode, parent: cst.CSTNode | None) -> bool:
        if isinstance(parent, (cst.Element, cst.Return, cst.Assign)) or self.module.only_tested(node):
            return True
        call = self.module.parent(parent) if isinstance(parent, cst.Arg) else None
        handle = self._handle(call.func) if isinstance(call, cst.Call) and isinstance(call.func, cst.Attribute) else None
        if isinstance(handle, Handle) and handle.path[:1] in (("model",), ("chat",)):
            return True
        # `parts.append(file)`: what is made of the list is looked at where it is asked.
        return isinstance(call, cst.Call) and isinstance(call.func, cst.Attribute) and call.func.attr.value == "append"

    def _untraced(self, known: set[cst.Attribute]) -> list[Strand]:
        """Calls that look like the old SDK's, on something whose origin is not in sight."""
        found = []
        for node in walk(self.module.tree):
            call = self.module.parent(node)
            if not isinstance(node, cst.Attribute) or node.attr.value not in _NAMES_OF_CALLS or node in known:
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

    def _errors(self, found: list[Strand]) -> None:
        """A module that knows the errors of the old transport may be waiting for them."""
        for definition in self.module.flow.definitions:
            path = self.values.import_path(definition) if definition.kind == "import" else None
            if path is None or not path.startswith(ERROR_PACKAGES) or path.startswith(HARMLESS_PACKAGES):
                continue
            strand = Strand()
            strand.ties |= self._reaching(definition.node)
            strand.hold(definition.node, "GI207", f"`{path}`: the errors of the retired SDK's transport are not raised any more")
            found.append(strand)
        for node in walk(self.module.tree):
            if (
                isinstance(node, (cst.Try, cst.TryStar))
                and any(_names_value_error(handler) for handler in node.handlers)
                and self._reads_answers(node.body)
            ):
                strand = Strand()
                strand.ties |= self._reaching(node)
                strand.hold(
                    node.handlers[0],
                    "GI207",
                    "`.text` of the retired SDK raised a ValueError when an answer had no text; `output_text` is empty then",
                    "Test whether the text is empty instead.",
                )
                found.append(strand)

    @staticmethod
    def _reads_answers(body: cst.CSTNode) -> bool:
        words = {"text", "parts", "generate_content", "generate_content_async", "send_message", "send_message_async"}
        return any(isinstance(node, cst.Attribute) and node.attr.value in words for node in walk(body))


def _names_value_error(handler: cst.CSTNode) -> bool:
    kind = getattr(handler, "type", None)
    return kind is not None and any(isinstance(node, cst.Name) and node.value == "ValueError" for node in walk(kind))


def _model_of(call: cst.Call) -> cst.BaseExpression:
    assert isinstance(call.func, cst.Attribute)
    return call.func.value


def _value(node: cst.CSTNode) -> cst.BaseExpression:
    assert isinstance(node, cst.BaseExpression)
    return node


def _path(receiver: cst.BaseExpression, asynchronous: bool, method: tuple[str, ...]) -> cst.BaseExpression:
    """`client.aio.models.generate_content`."""
    node = receiver.deep_clone()
    for name in ("aio", *method) if asynchronous else method:
        node = cst.Attribute(node, cst.Name(name))
    return node


def _history(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
    assert isinstance(updated, cst.Attribute)
    return cst.Call(updated.with_changes(attr=cst.Name("get_history")))
