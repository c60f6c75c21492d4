"""The Python back: writes a language-free request as LibCST nodes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import libcst as cst

from codemods.api.nodes import (
    NO_COMMENTS,
    Array,
    CallOf,
    Constant,
    Encoded,
    Entry,
    KindOf,
    Leaf,
    Lines,
    Lowered,
    Made,
    Member,
    Node,
    Object,
    Rest,
    SchemaOf,
    Seconds,
    Spread,
    Word,
)
from codemods.api.schemas import ResponseSchema
from codemods.python.layout import WIDTH, newline, shift
from codemods.python.stepwise import Templates
from codemods.python.strand import ADAPTER, CAST

#: `key=value`, as most code has it.
TIGHT = cst.AssignEqual(whitespace_before=cst.SimpleWhitespace(""), whitespace_after=cst.SimpleWhitespace(""))

_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True)
class Style:
    """How to write: quote, indentation (``unit`` spaces or ``tabs`` a step), the schema, the equals sign; ``now`` gives updated leaves."""

    quote: str
    unit: int
    tabs: bool
    now: Callable[[cst.CSTNode], cst.CSTNode]
    schema: ResponseSchema
    equal: cst.AssignEqual = TIGHT


def expression(node: Node, style: Style, depth: int) -> cst.BaseExpression:
    """The expression for a node whose line is indented by ``depth`` inside its statement."""
    if isinstance(node, Leaf):
        source = style.now(node.source)  # type: ignore[arg-type]
        assert isinstance(source, cst.BaseExpression)
        return _declared(node.declared, shift(source, depth - node.depth))
    if isinstance(node, Word):
        return cst.SimpleString(_literal(node.value, style.quote))
    if isinstance(node, Constant):
        return cst.Name("True" if node.value else "False")
    if isinstance(node, SchemaOf):
        return _schema(node, style, depth)
    if isinstance(node, Array):
        return _declared(node.declared, _row(node, style, depth))
    if isinstance(node, Encoded):
        encoded = cst.Call(cst.Attribute(cst.Name("base64"), cst.Name("b64encode")), [cst.Arg(expression(node.source, style, depth))])
        return cst.Call(cst.Attribute(encoded, cst.Name("decode")))
    if isinstance(node, Lowered):
        lowered = cst.Call(cst.Attribute(_operand(expression(node.source, style, depth)), cst.Name("lower")))
        return _declared(node.declared, lowered)
    if isinstance(node, Seconds):
        return _seconds(expression(node.source, style, depth))
    if isinstance(node, Lines):
        between = cst.SimpleString(f"{style.quote}\\n{style.quote}")
        return cst.Call(cst.Attribute(between, cst.Name("join")), [cst.Arg(expression(node.source, style, depth))])
    if isinstance(node, Object):
        return _declared(node.declared, mapping(node, style, depth))
    if isinstance(node, Member):
        return cst.Attribute(expression(node.source, style, depth), cst.Name(node.name))
    if isinstance(node, CallOf):
        return Templates(style.schema).call_id(expression(node.source, style, depth), style.quote)
    if isinstance(node, Made):
        return cst.Call(cst.Name(node.function), [cst.Arg(expression(node.source, style, depth))])
    if isinstance(node, KindOf):
        return _kind(expression(node.source, style, depth), style)
    raise TypeError(f"{type(node).__name__} is not an expression")


def _literal(text: str, quote: str) -> str:
    """A text between quotes."""
    return quote + "".join(_ESCAPES.get(sign, f"\\{sign}" if sign == quote else sign) for sign in text) + quote


def _declared(declared: str, value: cst.BaseExpression) -> cst.BaseExpression:
    """`cast(type, value)` where a type checker has to be told the type."""
    if not declared:
        return value
    return cst.Call(cst.Name(CAST.bound), [cst.Arg(cst.parse_expression(declared)), cst.Arg(value)])


def _operand(node: cst.BaseExpression) -> cst.BaseExpression:
    """An expression that an attribute or operator can follow, in brackets where it needs them."""
    if node.lpar or isinstance(node, (cst.Name, cst.Attribute, cst.Call, cst.Subscript, cst.SimpleString, cst.FormattedString)):
        return node
    return node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def _seconds(node: cst.BaseExpression) -> cst.BaseExpression:
    """Milliseconds as seconds: `60_000` → `60`, `30 * 1000` → `30`, `limit` → `limit / 1000`."""
    if isinstance(node, cst.Integer):
        whole, rest = divmod(node.evaluated_value, 1000)
        return cst.Float(repr(node.evaluated_value / 1000)) if rest else cst.Integer(str(whole))
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Multiply) and isinstance(node.right, cst.Integer):
        if node.right.evaluated_value == 1000:
            return node.left
    divided = node if isinstance(node, (cst.Name, cst.Attribute, cst.Call, cst.Subscript, cst.Float)) else _operand(node)
    return cst.BinaryOperation(divided, cst.Divide(), cst.Integer("1000"))


def _kind(mime_type: cst.BaseExpression, style: Style) -> cst.BaseExpression:
    """`image`, `audio` and `video` are what such mime types begin with; everything else is a document."""
    code, quote = cst.Module([]).code_for_node(mime_type), style.quote
    families = ", ".join(f"{quote}{family}/{quote}" for family in ("image", "audio", "video"))
    return cst.parse_expression(f"{code}.split({quote}/{quote})[0] if {code}.startswith(({families})) else {quote}document{quote}")


def _row(written: Array, style: Style, depth: int) -> cst.List:
    """A list display, one item a line where the user had it so."""
    comments = written.comments or tuple(NO_COMMENTS for _ in written.items)
    loose = written.orphans or written.opening or any(own != NO_COMMENTS for own in comments)
    if not written.exploded and not loose:
        return cst.List([_item(item, style, depth) for item in written.items])
    inner = depth + (written.step or style.unit)
    elements: list[cst.BaseElement] = []
    for position, (item, own) in enumerate(zip(written.items, comments, strict=True)):
        last = position + 1 == len(written.items)
        space = newline(depth if last else inner, own.after, () if last else comments[position + 1].before, style.tabs)
        if last and written.orphans:
            space = space.with_changes(empty_lines=newline(inner, "", written.orphans, style.tabs).empty_lines)
        elements.append(_item(item, style, inner).with_changes(comma=cst.Comma(whitespace_after=space)))
    opening = newline(inner, written.opening, comments[0].before if comments else (), style.tabs)
    return cst.List(elements, lbracket=cst.LeftSquareBracket(whitespace_after=opening))


def _item(item: Node, style: Style, depth: int) -> cst.BaseElement:
    if isinstance(item, Rest):
        value = expression(item.source, style, depth)
        return cst.StarredElement(_operand(value) if isinstance(value, (cst.BooleanOperation, cst.IfExp)) else value)
    return cst.Element(expression(item, style, depth))


def _schema(node: SchemaOf, style: Style, depth: int) -> cst.BaseExpression:
    source = expression(node.source, style, depth)
    if node.model:
        return cst.Call(cst.Attribute(source, cst.Name("model_json_schema")))
    adapter = cst.Call(cst.Name(ADAPTER.bound), [cst.Arg(source)])
    return cst.Call(cst.Attribute(adapter, cst.Name("json_schema")))


def mapping(written: Object, style: Style, depth: int) -> cst.Dict:
    """A dict display; spread over lines when asked or when its comments need lines of their own."""
    entries = written.entries
    loose = written.orphans or written.opening
    if not written.exploded and not loose and all(entry.comments == NO_COMMENTS for entry in entries):
        return cst.Dict([_element(entry, style, depth) for entry in entries])
    inner = depth + (written.step or style.unit)
    elements = []
    for position, entry in enumerate(entries):
        following = entries[position + 1] if position + 1 < len(entries) else None
        before = following.comments.before if following is not None else ()
        space = newline(inner if following is not None else depth, entry.comments.after, before, style.tabs)
        if following is None and written.orphans:
            space = space.with_changes(empty_lines=newline(inner, "", written.orphans, style.tabs).empty_lines)
        elements.append(_element(entry, style, inner).with_changes(comma=cst.Comma(whitespace_after=space)))
    before = entries[0].comments.before if entries else written.orphans
    opening = newline(inner if entries else depth, written.opening, before, style.tabs)
    return cst.Dict(elements, lbrace=cst.LeftCurlyBrace(whitespace_after=opening))


def _element(entry: Entry, style: Style, depth: int) -> cst.BaseDictElement:
    if isinstance(entry.value, Spread):
        return cst.StarredDictElement(expression(entry.value.source, style, depth))
    key = cst.SimpleString(f"{style.quote}{entry.key}{style.quote}")
    return cst.DictElement(key, expression(entry.value, style, depth))


def argument(entry: Entry, style: Style, depth: int, *, roomy: bool) -> cst.Arg:
    """A keyword argument. ``roomy`` lists may spread a new mapping over lines when it gets too long for one."""
    if isinstance(entry.value, Spread):
        return cst.Arg(expression(entry.value.source, style, depth), star="**")
    value = expression(entry.value, style, depth)
    if roomy and isinstance(entry.value, Object) and not entry.value.exploded:
        written = cst.Module([]).code_for_node(value)
        if "\n" not in written and len(written) + len(entry.key) + depth + 2 > WIDTH:
            value = expression(replace(entry.value, exploded=True), style, depth)
    return cst.Arg(value, keyword=cst.Name(entry.key), equal=style.equal)
