"""Old calls whose receiver is not in sight, and old methods that are passed on: reported where a module loads an SDK of ours, or takes
the receiver from a module of the project that does.

What surely comes from somewhere else (a package, a class or an object of its own, a global) is not ours, whatever its methods are called.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from codemods.javascript.clients import returns
from codemods.javascript.contents import key_of
from codemods.javascript.elsewhere import Place, place_of
from codemods.javascript.nodes import arguments, bare, is_called, is_null, property_name, string_value
from codemods.javascript.packages import GENAI, GENERATIVE_AI, VERTEX_AI, package_of
from codemods.javascript.reach import extended
from codemods.javascript.scopes import Write, is_function
from codemods.javascript.slots import Slot
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node
from codemods.javascript.trail import Trail
from codemods.javascript.values import Values

Origin = Literal["ours", "unknown", "other"]

_REQUESTS = frozenset({"generateContent", "generateContentStream"})
_OLDER = frozenset({"getGenerativeModel", "startChat"})
_CHATS, _CREATE = "chats", "create"
#: What takes a method out of an object.
_TAKING = frozenset({"member_expression", "subscript_expression", "pair_pattern", "shorthand_property_identifier_pattern"})
_MESSAGES = frozenset({"sendMessage", "sendMessageStream"})
#: Modules of the project itself: paths, and the usual short names of its folders.
_OWN_MODULES = ("./", "../", "/", "@/", "~", "#")
_CHAT = re.compile(r"chat|session|conversation", re.IGNORECASE)
#: What leads on from a receiver to what it is taken of.
_STEPS = ("member_expression", "subscript_expression", "call_expression", "await_expression")
_LITERALS = frozenset("object array string number template_string arrow_function function_expression class regex true false".split())


def trails(values: Values, known: Iterable[Trail]) -> Iterator[Trail]:
    """A hold for each place that looks like an old call and that nothing else speaks of."""
    said = {site.node for trail in known for site in trail.strand.sites}
    said |= {hold.node for trail in known for hold in trail.strand.holds}
    for node in values.module.root.walk():
        if node.kind not in _TAKING:
            continue
        call = is_called(node)
        if node in said or call in said:
            continue
        found = _Looked(values).at(node, call)
        if found is not None:
            code, message = found
            strand = Strand()
            strand.hold(call or node, code, message)
            yield Trail(strand)


def _named(node: Node) -> str:
    """The method that a member, item or pattern takes; one of several that an item may be, if one of them is old."""
    if node.kind == "pair_pattern":
        return node.must("key").text.strip("'\"")
    if node.kind == "shorthand_property_identifier_pattern":
        return node.text
    known = property_name(node)
    words = [string_value(inner) for inner in node.must("index").walk()] if known is None else [known]
    return next((word for word in words if word in _REQUESTS), known or "")


def taken_from(node: Node) -> Node | None:
    """What a member is read of, or what a pattern takes apart as a whole; None for a parameter."""
    if (owner := node.field("object")) is not None:
        return bare(owner)
    pattern = next(around for around in node.ancestors() if not around.kind.endswith("_pattern"))
    value = pattern.field("value") or pattern.field("right")
    return bare(value) if value is not None else None


class _Looked:
    """Looks at one member of something."""

    def __init__(self, values: Values) -> None:
        self.values = values

    def at(self, member: Node, call: Node | None) -> tuple[str, str] | None:
        """The code and reason of a report; None for what is not ours."""
        name = _named(member)
        if name == _CREATE and call is not None and self._are_chats(taken_from(member)):
            return "GI200", "a chat is created by way of another name here; this is not rewritten yet"
        if name not in _REQUESTS | _OLDER | _MESSAGES:
            return None
        receiver = taken_from(member)
        maker = self._maker(receiver) if receiver is not None else None
        packages = self.values.packages | (maker.packages if maker is not None else frozenset())
        if not packages or (name in _MESSAGES and not self._fits(member, call, packages)):
            return None
        origin = self.origin(receiver) if receiver is not None else "unknown"
        if origin == "other":
            return None
        if call is not None and maker is not None:
            return "GI201", f"the receiver of `{name}` comes from {maker.module.index.shown}, which loads an SDK of Gemini"
        if call is not None:
            return "GI201", f"where the receiver of `{name}` comes from is not in sight"
        if name in _MESSAGES or (name in _OLDER and origin != "ours"):
            return None
        return "GI204", f"`{name}` is not called here but passed on or given a name"

    def _are_chats(self, receiver: Node | None) -> bool:
        """Whether an expression is `chats` of a client of ours, by another way than its name there."""
        if receiver is None:
            return False
        if receiver.kind in ("member_expression", "subscript_expression"):
            return property_name(receiver) == _CHATS and self.values.client(receiver.must("object")) is not None
        binding = self.values.module.scopes.binding(receiver)
        write = binding.only_write if binding is not None else None
        if write is None or write.value is None or write.how != "declared":
            return False
        if write.path:
            return write.path == (_CHATS,) and self.values.client(write.value) is not None
        return self._are_chats(bare(write.value))

    def _maker(self, receiver: Node, seen: frozenset[object] = frozenset()) -> Values | None:
        """The module of the project that a receiver comes from, when that one loads an SDK of ours."""
        called = False
        while (place := place_of(receiver, self.values.module)) is None and receiver.kind in _STEPS:
            called = receiver.kind == "call_expression"
            receiver = bare(receiver.field("object") or receiver.field("function") or receiver.named[0])
        if place is not None:
            return self._exporting(place, called=called)
        slot = self.values.of(receiver)
        if slot is None or slot in seen:
            return None
        given = [write.value for write in slot.values if write.how in ("declared", "assigned") and write.value is not None]
        return next((found for value in given if (found := self._maker(bare(value), seen | {slot})) is not None), None)

    def _exporting(self, place: Place, *, called: bool) -> Values | None:
        """The module that exports something, when that may be an object of an SDK: a function or class of its own is a wrapper."""
        found = self.values.module.index.found(place)
        if found is None or not found[0].packages:
            return None
        values, node = found
        given = returns(node) if called and is_function(node) else [node]
        looked = _Looked(values)
        return values if any(looked.origin(each) != "other" for each in given) else None

    def _fits(self, member: Node, call: Node | None, packages: frozenset[str]) -> bool:
        """Whether a message may be one to a chat of ours: many things send messages."""
        given = [bare(argument) for argument in arguments(call)] if call is not None else []
        if len(given) != 1:
            return False
        if GENAI in packages and given[0].kind == "object" and "message" in [key_of(pair) for pair in given[0].named]:
            return True
        older = packages & {GENERATIVE_AI, VERTEX_AI}
        receiver = bare(member.must("object")) if member.field("object") is not None else member
        named = receiver.must("property").text if receiver.kind == "member_expression" else receiver.text
        return bool(older) and given[0].kind != "object" and _CHAT.search(named) is not None

    # -- origins ------------------------------------------------------------------------------------------------

    def origin(self, node: Node, seen: frozenset[object] = frozenset()) -> Origin:
        """Where an expression comes from, as far as that is in sight."""
        node = bare(node)
        if node in seen:
            return "unknown"
        seen = seen | {node}
        if self.values.symbol(node) is not None or self.values.client(node) is not None:
            return "ours"
        if node.kind in _LITERALS or is_null(node):
            return "other"
        if node.kind == "new_expression":
            return self._made(bare(node.must("constructor")), seen)
        if node.kind == "await_expression":
            return self.origin(node.named[0], seen)
        if node.kind == "call_expression":
            return self._called(node, seen)
        slot = self.values.of(node)
        if slot is not None:
            return self._kept(slot, seen)
        if node.kind in ("member_expression", "subscript_expression"):
            return self._inside(node, seen)
        return "other" if node.kind == "identifier" else "unknown"

    def _made(self, constructor: Node, seen: frozenset[object]) -> Origin:
        """What a class makes: ours, if it is one of an SDK of ours or extends one."""
        if self.values.symbol(constructor) is not None:
            return "ours"
        binding = self.values.module.scopes.binding(constructor)
        write = binding.only_write if binding is not None else None
        parent = extended(write.value) if write is not None and write.how == "class" and write.value is not None else None
        return "other" if parent is None or parent in seen else self._made(parent, seen | {parent})

    def _inside(self, node: Node, seen: frozenset[object]) -> Origin:
        """Something inside of something: a part of what is not ours is not either, if that is in sight."""
        owner = bare(node.must("object"))
        return "unknown" if owner.kind in ("this", "super") else self.origin(owner, seen)

    def _called(self, node: Node, seen: frozenset[object]) -> Origin:
        if node.must("function").text in ("require", "import"):
            return self._loaded(string_value(next(iter(arguments(node)), None)))
        return self.origin(node.must("function"), seen)

    def _kept(self, slot: Slot, seen: frozenset[object]) -> Origin:
        if slot in seen:
            return "unknown"
        annotation = self.values.annotation(slot)
        if annotation is not None and (told := self._said(annotation)) is not None:
            return told
        found = {self._written(write, seen | {slot}) for write in slot.values if not is_null(write.value)}
        if "ours" in found:
            return "ours"
        return "other" if found == {"other"} else "unknown"

    def _said(self, annotation: Node) -> Origin | None:
        """What a type says; None for one that says nothing (`any`)."""
        names = [node for node in annotation.walk() if node.kind in ("type_identifier", "nested_type_identifier")]
        if any(self.values.symbol(name) is not None for name in names):
            return "ours"
        declared = [self.values.module.scopes.binding(name) for name in names if name.kind == "type_identifier"]
        foreign = [binding for binding in declared if binding is not None and binding.writes and self._import(binding.writes[0]) == "other"]
        return "other" if foreign else None

    def _written(self, write: Write, seen: frozenset[object]) -> Origin:
        if write.how == "import":
            return self._import(write)
        if write.how in ("function", "class", "enum"):
            return "unknown" if write.how == "function" else "other"
        if write.how in ("declared", "assigned") and write.value is not None:
            return self.origin(write.value, seen)
        return "unknown"

    def _import(self, write: Write) -> Origin:
        statement = write.value if write.how == "import" else None
        return self._loaded(string_value(statement.field("source"))) if statement is not None else "unknown"

    @staticmethod
    def _loaded(path: str | None) -> Origin:
        if path is None or path.startswith(_OWN_MODULES) or path in (".", ".."):
            return "unknown"
        return "ours" if package_of(path) is not None else "other"
