"""Reading and writing the layout of argument lists and displays: lines, indentation, commas, comments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import libcst as cst

from codemods.api.call import NO_COMMENTS, Comments
from codemods.settings.records import Listing

Element: TypeAlias = cst.Arg | cst.BaseDictElement | cst.BaseElement
Whitespace = cst.BaseParenthesizableWhitespace


def indent_of(space: Whitespace | None) -> int | None:
    """How far the next line is indented inside its statement; None when there is no next line."""
    return len(space.last_line.value) if isinstance(space, cst.ParenthesizedWhitespace) else None


def own_line_comments(space: Whitespace | None) -> tuple[str, ...]:
    if not isinstance(space, cst.ParenthesizedWhitespace):
        return ()
    return tuple(line.comment.value for line in space.empty_lines if line.comment is not None)


def line_end_comment(space: Whitespace | None) -> str:
    if isinstance(space, cst.ParenthesizedWhitespace) and space.first_line.comment is not None:
        return space.first_line.comment.value
    return ""


def _after(element: Element) -> Whitespace | None:
    """The white space behind an element and its comma."""
    if isinstance(element.comma, cst.Comma):
        return element.comma.whitespace_after
    return element.whitespace_after_arg if isinstance(element, cst.Arg) else None


def read(opening: Whitespace, elements: Sequence[Element], closing: Whitespace | None = None) -> Listing:
    """Read a listing from the space after its opening bracket, its elements and the space before the closing one."""
    spaces = [opening, *(_after(element) for element in elements)]
    indents = [indent_of(space) for space in spaces[: len(elements)]]
    indent = next((found for found in indents if found is not None), None)
    behind = list(spaces[1:])
    if elements and closing is not None and not isinstance(behind[-1], cst.ParenthesizedWhitespace):
        # In a display the line break behind the last comma belongs to the bracket.
        behind[-1] = closing
    comments = tuple(
        Comments(own_line_comments(space), line_end_comment(following)) for space, following in zip(spaces, behind, strict=False)
    )
    orphans = own_line_comments(behind[-1] if behind else closing)
    stacked = indent is not None and (len(elements) == 1 or any(found is not None for found in indents[1:]))
    tabs = any(isinstance(space, cst.ParenthesizedWhitespace) and "\t" in space.last_line.value for space in spaces)
    return Listing(indent, stacked, tabs, comments, line_end_comment(opening), orphans)


def call_listing(call: cst.Call) -> Listing:
    return read(call.whitespace_before_args, call.args)


def dict_listing(display: cst.Dict) -> Listing:
    return read(display.lbrace.whitespace_after, display.elements, display.rbrace.whitespace_before)


def row_listing(display: cst.List | cst.Tuple | cst.Set) -> Listing:
    """The listing of a list, set or tuple; a tuple without brackets of its own has no lines of its own."""
    if isinstance(display, cst.List):
        return read(display.lbracket.whitespace_after, display.elements, display.rbracket.whitespace_before)
    if isinstance(display, cst.Set):
        return read(display.lbrace.whitespace_after, display.elements, display.rbrace.whitespace_before)
    opening, closing = (display.lpar[-1].whitespace_after, display.rpar[0].whitespace_before) if display.lpar else (_NO_SPACE, None)
    return read(opening, display.elements, closing)


_NO_SPACE = cst.SimpleWhitespace("")


def newline(indent: int, comment: str = "", before: Sequence[str] = (), tabs: bool = False) -> cst.ParenthesizedWhitespace:
    """The end of a line (with a comment), comment lines, and the indentation of the next, in spaces or tabs."""
    inner = ("\t" if tabs else " ") * indent
    return cst.ParenthesizedWhitespace(
        first_line=cst.TrailingWhitespace(
            whitespace=cst.SimpleWhitespace("  " if comment else ""), comment=cst.Comment(comment) if comment else None
        ),
        empty_lines=[cst.EmptyLine(indent=True, whitespace=cst.SimpleWhitespace(inner), comment=cst.Comment(text)) for text in before],
        indent=True,
        last_line=cst.SimpleWhitespace(inner),
    )


class _Shift(cst.CSTTransformer):
    def __init__(self, by: int) -> None:
        super().__init__()
        self.by = by

    def leave_ParenthesizedWhitespace(
        self, original_node: cst.ParenthesizedWhitespace, updated_node: cst.ParenthesizedWhitespace
    ) -> cst.ParenthesizedWhitespace:
        return updated_node.with_changes(
            last_line=self.moved(updated_node.last_line),
            empty_lines=[
                line.with_changes(whitespace=self.moved(line.whitespace)) if line.comment else line for line in updated_node.empty_lines
            ],
        )

    def moved(self, space: cst.SimpleWhitespace) -> cst.SimpleWhitespace:
        width = len(space.value)
        if self.by < 0:
            return space.with_changes(value=space.value[: max(width + self.by, 0)])
        return space.with_changes(value=space.value + ("\t" if "\t" in space.value else " ") * self.by)


def shift(node: cst.BaseExpression, by: int) -> cst.BaseExpression:
    """The same expression with its inner lines moved right (left when negative); strings stay as they are."""
    if by == 0:
        return node
    moved = node.visit(_Shift(by))
    assert isinstance(moved, cst.BaseExpression)
    return moved


@dataclass(frozen=True, eq=False)
class Item:
    """An argument to be placed.

    ``starts`` and ``ends`` are the position of the old argument whose first or last successor it is; None for new ones.
    """

    arg: cst.Arg
    comments: Comments = NO_COMMENTS
    starts: int | None = None
    ends: int | None = None


#: Comments that speak to a tool about the line they stand on; they go with it.
PRAGMA = re.compile(r"#\s*(type:\s*ignore|noqa|pylint:|pyright:|mypy:|ruff:|nosec|pragma:|fmt:|isort:)")
#: Black's line length: lists that were broken at the bracket only are broken at every comma beyond it.
WIDTH = 88


def too_wide(items: Sequence[Item], depth: int) -> bool:
    """Whether arguments that share one inner line no longer fit on it."""
    written = ", ".join(cst.Module([]).code_for_node(item.arg.with_changes(comma=cst.MaybeSentinel.DEFAULT)) for item in items)
    return depth + len(written) > WIDTH and "\n" not in written


def realign(call: cst.Call, by: int) -> cst.Call:
    """Move the lines of an argument list that is aligned with its bracket after the bracket moved."""
    shifter = _Shift(by)
    args = [arg.visit(shifter) for arg in call.args]
    return call.with_changes(args=args)


def explode(call: cst.Call, items: Sequence[Item], depth: int, unit: int, tabs: bool) -> cst.Call:
    """The call with one argument a line, for a call that takes the place of an exploded one. ``depth`` is that of its own line."""
    inner = depth + unit
    args = []
    for position, item in enumerate(items):
        last = position + 1 == len(items)
        before = () if last else items[position + 1].comments.before
        space = newline(depth if last else inner, item.comments.after, before, tabs)
        args.append(item.arg.with_changes(comma=cst.Comma(whitespace_after=space), whitespace_after_arg=cst.SimpleWhitespace("")))
    return call.with_changes(args=args, whitespace_before_args=newline(inner, "", items[0].comments.before, tabs))


def place_arguments(call: cst.Call, items: Sequence[Item]) -> cst.Call:
    """The call with these arguments in the layout the user gave the old ones.

    Between arguments that were neighbours before, the user's comma and line break stay; others follow the style of the list.
    """
    old = call.args
    listing = call_listing(call)
    args = []
    for position, item in enumerate(items):
        if position + 1 < len(items):
            separator = _separator(old, item, items[position + 1], listing)
            args.append(item.arg.with_changes(comma=separator, whitespace_after_arg=cst.SimpleWhitespace("")))
        else:
            args.append(_last(item, old, listing.tabs))
    return call.with_changes(args=args, whitespace_before_args=_opening(call.whitespace_before_args, items, listing))


def _opening(space: Whitespace, items: Sequence[Item], listing: Listing) -> Whitespace:
    before = items[0].comments.before if items else ()
    if not before or (listing.comments and before == listing.comments[0].before):
        return space
    return newline(indent_of(space) or listing.indent or 4, listing.opening, before, listing.tabs)


def _separator(old: Sequence[cst.Arg], item: Item, following: Item, listing: Listing) -> cst.Comma:
    comment, before = item.comments.after, following.comments.before
    if item.ends is not None and following.starts == item.ends + 1:
        comma = old[item.ends].comma
        if isinstance(comma, cst.Comma) and (comment, before) == (
            listing.comments[item.ends].after,
            listing.comments[item.ends + 1].before,
        ):
            return comma
    if not listing.stacked and not comment and not before:
        return cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    return cst.Comma(whitespace_after=newline(listing.indent if listing.indent is not None else 4, comment, before, listing.tabs))


def _last(item: Item, old: Sequence[cst.Arg], tabs: bool) -> cst.Arg:
    """The last argument takes over how the old list ended: a trailing comma, the line of the bracket, late comments."""
    closing = _after(old[-1]) if old else None
    indent = indent_of(closing)
    end: Whitespace = cst.SimpleWhitespace("")
    if isinstance(closing, cst.ParenthesizedWhitespace) and indent is not None:
        end = newline(indent, item.comments.after, (), tabs).with_changes(empty_lines=closing.empty_lines)
    elif item.comments.after:
        end = newline(0, item.comments.after)
    if old and isinstance(old[-1].comma, cst.Comma):
        return item.arg.with_changes(comma=cst.Comma(whitespace_after=end), whitespace_after_arg=cst.SimpleWhitespace(""))
    return item.arg.with_changes(comma=cst.MaybeSentinel.DEFAULT, whitespace_after_arg=end)
