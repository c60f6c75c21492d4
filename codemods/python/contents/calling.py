"""Function calls and their results in contents: parts of a turn once, steps of their own now, tied together by the id of the call."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from codemods.api.call import CallOf, Comments, Entry, Leaf, Member, Node, Object, Word
from codemods.api.response import CALL
from codemods.python.contents.fields import Field, Fields, read_fields
from codemods.python.contents.parts import PART, Parts
from codemods.python.contents.rawbytes import RawBytes
from codemods.python.contents.turns import Piece
from codemods.python.flow import Definition
from codemods.python.nodes import is_none, string_value
from codemods.python.strand import Strand
from codemods.python.texts import Texts
from codemods.python.values import Values

_FROM_RESULT, _FROM_CALL = f"{PART}.from_function_response", f"{PART}.from_function_call"
_RESULT, _CALL = "function_response", "function_call"
_TYPES = "google.genai.types."
_HELP = (
    'Write {"type": "function_result", "call_id": function_call.id, "name": function_call.name, "result": {…}} as a step of the input, '
    "where function_call is the step of the answer that asked for it: "
    '[step for step in interaction.steps or [] if step.type == "function_call"].'
)
_CALL_HELP = (
    'Pass the function_call step of the answer itself, or write {"type": "function_call", "id": …, "name": …, "arguments": {…}}: '
    "the id is what the function_result says as its call_id."
)
_MEDIA_HELP = (
    'A result is a dictionary or a list of contents: "result": [{"type": "text", "text": json.dumps(…)}, {"type": "image", "uri": …, '
    '"mime_type": …}]. There are no references from the dictionary to the media.'
)
_DICTIONARY = 'Pass a dictionary of plain values, such as {"result": …}.'


@dataclass(frozen=True, eq=False)
class _Form:
    """What one kind of step is made of: its name, the new names of the old keys, and the key of its id."""

    step: str
    keys: dict[str, str]
    id: str
    help: str


_FORMS = {
    _RESULT: _Form("function_result", {"name": "name", "response": "result", "id": "call_id"}, "call_id", _HELP),
    _CALL: _Form("function_call", {"name": "name", "args": "arguments", "id": "id"}, "id", _CALL_HELP),
}


class Calling:
    """Reads the function calls and results among the parts of one module."""

    def __init__(self, values: Values, texts: Texts, parts: Parts) -> None:
        self.values = values
        self.texts = texts
        self.parts = parts
        self.raw = RawBytes(values, texts)
        #: The turn of an answer right before what is read now: a single result there belongs to its single call.
        self.answered: cst.BaseExpression | None = None

    def kind(self, node: cst.BaseExpression) -> str:
        """`function_response` or `function_call` for a part that is one, else an empty string."""
        if isinstance(node, cst.Call):
            path = self.values.symbol(node.func) or ""
            if path in (_FROM_RESULT, _FROM_CALL):
                return _RESULT if path == _FROM_RESULT else _CALL
            if path != PART:
                return ""
        fields = read_fields(node, 0)
        return next((name for name in (_RESULT, _CALL) if fields is not None and name in fields.names), "")

    def read(self, node: cst.BaseExpression, strand: Strand, depth: int, *, early: bool) -> Piece | None:
        """The step for a part; None (with a hold) when its id, or what it says, is not in sight."""
        kind = self.kind(node)
        fields = read_fields(node, depth)
        if fields is None:
            strand.hold(node, "GI200", "this part is not written with keywords (or keys) that are in sight", _FORMS[kind].help)
            return None
        given = self._step_itself(kind, fields, strand)
        if given is not None:
            return Piece("call", given)
        flat, exploded = self._flat(node, kind, fields, strand)
        if flat is None:
            return None
        entries = self._entries(kind, flat, node, strand, early=early)
        if entries is None:
            return None
        step = Object(entries, exploded, fields.listing.orphans, fields.listing.opening, fields.step)
        return Piece("result" if kind == _RESULT else "call", step)

    @staticmethod
    def _step_itself(kind: str, fields: Fields, strand: Strand) -> Node | None:
        """`Part(function_call=call)` for a call of an answer: the step it is now."""
        whole = fields.get(kind) if kind == _CALL and fields.names == {_CALL} else None
        if whole is None or isinstance(whole.value, (cst.Call, cst.Dict)):
            return None
        strand.take(whole.value, CALL)
        return Leaf(whole.value, whole.depth)

    def _flat(self, node: cst.BaseExpression, kind: str, fields: Fields, strand: Strand) -> tuple[list[Field] | None, bool]:
        """The keys of the call or result, with those of the part around it."""
        flat, exploded = self.parts.flatten(fields, strand, _FORMS[kind].help)
        odd = sorted({field.name for field in flat or ()} - set(_FORMS[kind].keys))
        if odd == ["parts"]:
            strand.hold(
                fields.fields[-1].value,
                "GI214",
                "a result is a dictionary or a list of contents in Interactions, not a dictionary with media beside it",
                _MEDIA_HELP,
            )
            return None, exploded
        if flat is not None and odd:
            strand.hold(node, "GI200", f"`{odd[0]}` beside a {kind.replace('_', ' ')} is not rewritten yet", _FORMS[kind].help)
            return None, exploded
        return flat, exploded

    def _entries(self, kind: str, flat: list[Field], node: cst.CSTNode, strand: Strand, *, early: bool) -> tuple[Entry, ...] | None:
        form = _FORMS[kind]
        fields = {field.name: field for field in flat}
        said = fields.get("response") or fields.get("args")
        if "name" not in fields or said is None:
            strand.hold(node, "GI200", f"this {kind.replace('_', ' ')} does not say its name and what it holds", form.help)
            return None
        identifier = self._identifier(fields, node, strand, form)
        if identifier is None or not self._is_plain(said, strand, early=early):
            return None
        entries = [Entry("type", Word(form.step))]
        for field in flat:
            if field.name == "name" and "id" not in fields:
                entries.append(Entry(form.id, identifier, Comments(field.comments.before)))
                entries.append(Entry("name", Leaf(field.value, field.depth), Comments((), field.comments.after)))
                continue
            value = identifier if field.name == "id" else Leaf(field.value, field.depth)
            entries.append(Entry(form.keys[field.name], value, field.comments))
        return tuple(entries)

    # -- ids ----------------------------------------------------------------------------------------------------

    def _identifier(self, fields: dict[str, Field], node: cst.CSTNode, strand: Strand, form: _Form) -> Node | None:
        """The id of the call: what is given as one, or that of the call whose name is given."""
        given = fields.get("id")
        if given is not None and string_value(given.value):
            return Leaf(given.value, given.depth)
        asked, attribute = (given, "id") if given is not None else (fields["name"], "name")
        call = self._call_behind(asked.value, attribute)
        if call is None and given is None and form.step == "function_result" and self.answered is not None and is_repeatable(self.answered):
            return CallOf(Leaf(self.answered))
        if call is None:
            strand.hold(asked.value, "GI200", "which function call this belongs to does not show, and its id is needed now", form.help)
            return None
        strand.take(call, CALL)
        return Leaf(asked.value, asked.depth) if given is not None else Member(Leaf(call, asked.depth), "id")

    def _call_behind(self, node: cst.BaseExpression, attribute: str) -> cst.BaseExpression | None:
        """The call that `call.name` is read of, here or where the name got it, as long as it is the same one still."""
        if isinstance(node, cst.Attribute):
            return node.value if node.attr.value == attribute and is_repeatable(node.value) else None
        definitions = self.values.definitions(node) if isinstance(node, cst.Name) else []
        only = definitions[0] if len(definitions) == 1 else None
        if only is None or only.kind != "assign" or not isinstance(only.value, cst.Attribute) or only.value.attr.value != attribute:
            return None
        call = only.value.value
        return call if isinstance(call, cst.Name) and self._is_same_later(call, node) else None

    def _is_same_later(self, name: cst.Name, use: cst.CSTNode) -> bool:
        """Whether a name, read in an assignment, still means the same at a later use of what was assigned.

        It is bound once, before; and whatever leads to the use goes through the assignment.
        """
        module = self.values.module
        found = list(module.flow.definitions_of(name))
        if len(found) != 1 or len(module.flow.by_scope[found[0].scope, name.value]) != 1:
            return False
        line = module.enclosing(name, cst.SimpleStatementLine)
        block = module.parent(line) if line is not None else None
        in_order = module.span(found[0].name) < module.span(name) < module.span(use)
        return in_order and block in module.ancestors(use) and self.values.scope_at(name) is self.values.scope_at(use)

    # -- what they say ------------------------------------------------------------------------------------------

    def _is_plain(self, said: Field, strand: Strand, *, early: bool) -> bool:
        """Whether a result (or arguments) is sent as it was: a dictionary, without bytes or objects that turn into JSON in another way."""
        value = said.value
        if self.texts.proven(value) or isinstance(value, (cst.List, cst.Tuple, cst.Set, cst.ListComp)):
            strand.hold(value, "GI200", "this is no dictionary, and the old SDK takes nothing else", _DICTIONARY)
        elif is_none(value) or any(is_none(d.value) for d in self._definitions(value)):
            strand.hold(value, "GI200", "this may be None, which says nothing in the old API and is refused in the new one", _DICTIONARY)
        elif any(self._is_odd(item) for item in self._items(value)):
            strand.hold(value, "GI200", "bytes and objects in here turn into JSON in another way now", _DICTIONARY)
        elif early and self._changes_later(value):
            strand.hold(value, "GI200", "the old SDK had a copy of this dictionary, which is changed later", _DICTIONARY)
        else:
            return True
        return False

    def _definitions(self, node: cst.CSTNode) -> frozenset[Definition]:
        return self.values.module.flow.definitions_of(node) if isinstance(node, cst.Name) else frozenset()

    def _is_odd(self, node: cst.BaseExpression) -> bool:
        """Bytes, and objects: what is None in pydantic's and the SDK's was left out."""
        if self.raw.proven(node) or self.values.instance_class(node) is not None:
            return True
        return isinstance(node, cst.Call) and (self.values.symbol(node.func) or "").startswith(_TYPES)

    def _items(self, node: cst.BaseExpression, seen: frozenset[Definition] = frozenset()) -> list[cst.BaseExpression]:
        """What a dictionary or list holds in the end, here or where its name got it, as far as it is spelled out."""
        if isinstance(node, (cst.Dict, cst.List, cst.Tuple)):
            return [item for element in node.elements for item in self._items(element.value, seen)]
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "dict":
            return [item for arg in node.args for item in self._items(arg.value, seen)]
        found = [node]
        for definition in self._definitions(node) - seen:
            bound = [definition.value] if definition.kind == "assign" and definition.value is not None else []
            for value in (*bound, *self._put_in(definition)):
                found += self._items(value, seen | {definition})
        return found

    def _put_in(self, definition: Definition) -> list[cst.BaseExpression]:
        """What is put under the keys of a dictionary after it was made: `outcome["result"] = …`."""
        module = self.values.module
        targets = [module.parent(use) for use in definition.uses]
        stored = [module.parent(target) for target in targets if isinstance(target, cst.Subscript)]
        statements = [module.parent(target) for target in stored if isinstance(target, cst.AssignTarget)]
        return [statement.value for statement in statements if isinstance(statement, cst.Assign)]

    def _changes_later(self, node: cst.BaseExpression) -> bool:
        """Whether a dictionary under a name is changed after it went in. Another turn of a loop that makes it anew changes another one."""
        module = self.values.module
        if not isinstance(node, cst.Name):
            return isinstance(node, (cst.Attribute, cst.Subscript)) and self.values.is_mutated(node)
        for definition in self._definitions(node):
            changes = self.values.changes(definition)
            loops = [a for a in module.ancestors(node) if isinstance(a, (cst.For, cst.While))]
            anew = all(loop in module.ancestors(definition.name) for loop in loops)
            if any(not anew or module.span(change) > module.span(node) for change in changes):
                return True
        return False


def is_repeatable(node: cst.BaseExpression) -> bool:
    """Whether reading an expression once more gives the same: names, attributes and literal indexes."""
    if isinstance(node, cst.Attribute):
        return is_repeatable(node.value)
    if isinstance(node, cst.Subscript):
        index = node.slice[0].slice
        literal = isinstance(index, cst.Index) and isinstance(index.value, (cst.Integer, cst.SimpleString))
        return len(node.slice) == 1 and literal and is_repeatable(node.value)
    return isinstance(node, cst.Name)
