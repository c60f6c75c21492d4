"""Where a field of a class may be reached besides `this.name` in that class: other objects, related classes, patterns, other modules."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from codemods.javascript.elsewhere import place_of
from codemods.javascript.index import Index
from codemods.javascript.nodes import bare, is_called, outermost, property_name
from codemods.javascript.slots import Field, Slots
from codemods.javascript.syntax import Node

#: What chats of both SDKs have.
_CHAT = frozenset({"sendMessage", "sendMessageStream", "getHistory", "history"})
_MEMBERS = ("member_expression", "subscript_expression")


def elsewhere(field: Field, slots: Slots) -> Iterator[Node]:
    """Expressions and patterns that may take the value of a field out of an object, or put one there, by another way than its own class."""
    known = {*(write.node for write in field.writes), *field.reads}
    # Nothing outside of the class can spell a private name, and what a type checker keeps private is not reached either.
    around = field.owner if field.is_private else slots.module.root
    for node in around.walk():
        if node in known or node.field("name") in known or not _names(node, field.name):
            continue
        if not _is_of_another(node, slots, lambda owner: _are_related(owner, field.owner, slots)):
            yield node


def leaves(field: Field, slots: Slots) -> Node | None:
    """Where objects of the field's class may get to other modules, which can read the field there; None when they surely do not."""
    if field.is_private:
        return None
    owner = field.owner
    parent = extended(owner)
    if parent is not None and (place := place_of(parent, slots.module)) is not None and place[0].startswith("."):
        return parent
    for node in owner.walk():
        if node.kind == "this" and slots.class_of(node) is owner and not _stays(node):
            return node
    name = owner.field("name")
    binding = slots.module.scopes.binding(name) if name is not None else None
    if binding is None:
        return owner
    uses = (read for read in binding.reads if read.kind in ("identifier", "shorthand_property_identifier"))
    return next((read for read in uses if not _is_used_here(read, slots)), None)


def outside(field: Field, index: Index, *, of_chats: bool) -> str | None:
    """Where another module may read a field that it can reach; empty when none does, None when not all modules are in sight."""
    others = index.mentioning(field.name)
    if others is None:
        return None
    for shown, other in others:
        if other is None:
            return shown
        # A class of another module may be the field's, or come from it, only if it extends something.
        named = (node for node in other.module.root.walk() if _names(node, field.name))
        named = (node for node in named if not _is_of_another(node, other, lambda owner: extended(owner) is not None))
        reading = next((node for node in named if not (of_chats and has_what_chats_lack(node))), None)
        if reading is not None:
            return f"{shown}, line {other.module.line(reading)}"
    return ""


def has_what_chats_lack(node: Node) -> bool:
    """Whether something is read of an object that a chat does not have: `message.chat.id`."""
    around = outermost(node).parent
    if around is None or around.kind != "member_expression" or around.field("object") is not outermost(node):
        return False
    return around.must("property").text not in _CHAT


def _names(node: Node, name: str) -> bool:
    """Whether something takes what has a name out of some object, or does something else where that is read or written."""
    if node.kind in _MEMBERS:
        return property_name(node) == name and is_called(node) is None
    if node.kind == "pair_pattern":
        return node.must("key").text.strip("'\"") == name
    if node.kind == "public_field_definition":
        return node.must("name").text == name
    if node.kind == "method_definition":
        return node.must("name").text == name and (node.has_token("get") or node.has_token("set"))
    return node.kind == "shorthand_property_identifier_pattern" and node.text == name


def _is_of_another(node: Node, slots: Slots, is_related: Callable[[Node], bool]) -> bool:
    """Whether it is surely an object of a class that has nothing to do with the field's; ``is_related`` tells of a class whether it may."""
    if node.kind in ("method_definition", "public_field_definition"):
        around = node.parent.parent if node.parent is not None and node.parent.kind == "class_body" else None
        return around is None or not is_related(around)
    this = _object_of(node)
    if this is None or this.kind != "this":
        return False
    owner = slots.class_of(this)
    return not is_related(owner) if owner is not None else _is_in_object(this)


def _object_of(node: Node) -> Node | None:
    """What a member is read of, or a pattern takes apart."""
    if node.kind in _MEMBERS:
        return bare(node.must("object"))
    pattern = node.parent
    around = pattern.parent if pattern is not None else None
    if around is not None and around.kind == "object_assignment_pattern":
        around = around.parent
    value = around.field("value") or around.field("right") if around is not None else None
    return bare(value) if value is not None and value is not pattern else None


def _is_in_object(this: Node) -> bool:
    """Whether `this` is the object literal around it."""
    around = this.enclosing("method_definition", "function_declaration", "function_expression", "class_body")
    return around is not None and around.kind == "method_definition" and around.parent is not None and around.parent.kind == "object"


# -- classes ----------------------------------------------------------------------------------------------------


def _are_related(first: Node, second: Node, slots: Slots) -> bool:
    """Whether one object may be of both classes."""
    return first is second or _extends(first, second, slots) or _extends(second, first, slots)


def _extends(child: Node, ancestor: Node, slots: Slots) -> bool:
    """Whether a class extends another one of the module, in however many steps. What a call makes may be any class."""
    seen: set[Node] = set()
    while child not in seen:
        seen.add(child)
        parent = extended(child)
        if parent is None:
            return False
        if parent.kind not in ("identifier", "member_expression"):
            return True
        binding = slots.module.scopes.binding(parent) if parent.kind == "identifier" else None
        write = binding.only_write if binding is not None else None
        if write is None or write.value is None or write.how == "import":
            return binding is not None and write is None
        child = bare(write.value)
        if child is ancestor:
            return True
        if not child.kind.endswith(("class", "class_declaration")):
            return True
    return False


def extended(owner: Node) -> Node | None:
    """What a class extends."""
    heritage = next((child for child in owner.children if child.kind == "class_heritage"), None)
    if heritage is None:
        return None
    clause = next((child for child in heritage.named if child.kind == "extends_clause"), heritage)
    return bare(clause.named[0]) if clause.named and clause.named[0].kind != "implements_clause" else None


# -- objects ----------------------------------------------------------------------------------------------------


def _stays(node: Node) -> bool:
    """Whether an object is only asked for something of its own, or taken apart."""
    outer = outermost(node)
    parent = outer.parent
    if parent is None:
        return False
    if parent.kind in _MEMBERS:
        return parent.must("object") is outer
    if parent.kind == "variable_declarator":
        return parent.must("name").kind == "object_pattern"
    return parent.kind == "expression_statement"


def _is_used_here(read: Node, slots: Slots) -> bool:
    """Whether a use of a class leaves its objects in sight: `new A().go()`, `const a = new A()`, `extends A`, `A.count`, `instanceof A`."""
    outer = outermost(read)
    parent = outer.parent
    if parent is None or parent.kind in ("class_heritage", "extends_clause", "type_query"):
        return parent is not None
    if parent.kind == "binary_expression":
        return parent.must("operator").text == "instanceof"
    if parent.kind in _MEMBERS:
        return parent.must("object") is outer
    if parent.kind != "new_expression" or parent.must("constructor") is not outer:
        return False
    if _stays(parent):
        return True
    declarator = outermost(parent).parent
    if declarator is None or declarator.kind != "variable_declarator":
        return False
    binding = slots.module.scopes.binding(declarator.must("name"))
    return binding is not None and not binding.is_exported and all(_stays(each) for each in binding.reads)
