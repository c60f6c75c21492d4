"""Names of the older SDKs that are mentioned somewhere: types, settings, makers of parts, functions of files."""

from __future__ import annotations

import libcst as cst

from codemods.python.edits import Edit, Now
from codemods.python.older import grounding, objects
from codemods.python.older.arguments import Argument, by_name, kept, rearranged
from codemods.python.older.calls import Calls
from codemods.python.older.clients import sets_up
from codemods.python.older.files import FILES, Files
from codemods.python.older.imports import Imports
from codemods.python.older.receivers import Receivers
from codemods.python.older.references import Reference
from codemods.python.older.sdks import ERRORS, MAKERS, MODEL_CLASSES, RENAMED, SETTINGS, TITLES, WITHOUT_COUNTERPART, type_named
from codemods.python.strand import Strand

NO_COUNTERPART_HELP = "Use google-genai for this (client.models.…, client.files.…, client.caches.…); Interactions has nothing in its place."


class Mentions:
    """Writes such names of one module as google-genai has them."""

    def __init__(self, values: Receivers, imports: Imports, files: Files, calls: Calls) -> None:
        self.module = values.module
        self.imports = imports
        self.files = files
        self.calls = calls

    def write(self, reference: Reference, strand: Strand) -> None:
        """The edits that one mention needs; a hold where nothing takes its place."""
        name = reference.name
        parent = self.module.parent(reference.node)
        called = parent if isinstance(parent, cst.Call) and parent.func is reference.node else None
        if sets_up(reference) or (name in MODEL_CLASSES and called is not None) or not name:
            return
        if name in FILES and called is not None:
            self.files.request(called, name, strand)
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
            strand.hold(reference.node, "GI214", f"`{name}` needs google-genai and has no counterpart in Interactions", NO_COUNTERPART_HELP)
        elif name.split(".")[-1] in ERRORS:
            strand.hold(reference.node, "GI207", f"`{name}` is an error of the retired SDK, which nothing raises any more")
        else:
            strand.hold(reference.node, "GI200", f"`{name}` of `{TITLES[reference.imported.sdk]}` is not rewritten yet")

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
            kind = "AsyncChat" if self.calls.asked_asynchronously() else "Chat"
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
