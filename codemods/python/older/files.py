"""Uploaded files: their requests are methods of `client.files`, and what they give is another object."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from codemods.python.edits import Edit, Now
from codemods.python.handles import Handle
from codemods.python.nodes import dotted
from codemods.python.older.arguments import Argument, by_name, kept, rearranged
from codemods.python.older.clients import Clients
from codemods.python.older.receivers import FILE, Receivers
from codemods.python.older.references import Imported
from codemods.python.strand import Strand

#: Functions of the old SDK: the method, the name of the first argument, and what that is called now.
FILES = {"upload_file": ("upload", "path", "file"), "get_file": ("get", "name", "name"), "delete_file": ("delete", "name", "name")}
_CONFIG = ("mime_type", "name", "display_name")
#: What a file has in both SDKs.
_SAME = frozenset({"name", "uri", "mime_type", "state"})


class Files:
    """The uploaded files of one module. ``reaching`` gives the imports around a place, ``handle`` what an attribute is."""

    def __init__(
        self,
        values: Receivers,
        clients: Clients,
        reaching: Callable[[cst.CSTNode], set[Imported]],
        handle: Callable[[cst.Attribute], object],
    ) -> None:
        self.values = values
        self.module = values.module
        self.clients = clients
        self.reaching = reaching
        self.handle = handle

    def request(self, call: cst.Call, name: str, strand: Strand) -> None:
        """`genai.upload_file(path, mime_type=…)` and its relatives are methods of `client.files`."""
        method, first, new = FILES[name]
        arguments = by_name(call, (first,))
        config = [n for n in arguments or () if n in _CONFIG and n != first]
        if (
            arguments is None
            or not set(arguments) <= {first, "resumable", *(_CONFIG if name == "upload_file" else ())}
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

    def uses(self) -> list[Strand]:
        """Uploaded files: what is read of them, and where they go. A file is another object now."""
        found = []
        for node in self.module.nodes:
            if not isinstance(node, (cst.Name, cst.Attribute)) or self.module.is_stored(node) or self.values.handle(node) != FILE:
                continue
            parent = self.module.parent(node)
            strand = Strand()
            strand.ties |= self.reaching(node)
            if isinstance(parent, cst.Attribute) and parent.value is node:
                if parent.attr.value not in _SAME:
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
        handle = self.handle(call.func) if isinstance(call, cst.Call) and isinstance(call.func, cst.Attribute) else None
        if isinstance(handle, Handle) and handle.path[:1] in (("model",), ("chat",)):
            return True
        # `parts.append(file)`: what is made of the list is looked at where it is asked.
        return isinstance(call, cst.Call) and isinstance(call.func, cst.Attribute) and call.func.attr.value == "append"
