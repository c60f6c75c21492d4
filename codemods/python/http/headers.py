"""The key of a request: in its address or parameters before, in the header `x-goog-api-key` now."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from codemods.api.nodes import Comments
from codemods.python.displays import Displays, style_of
from codemods.python.edits import Edit, Now
from codemods.python.flow import Definition
from codemods.python.http.places import Places
from codemods.python.http.posts import Post
from codemods.python.layout import Item, call_listing, dict_listing, newline, place_arguments
from codemods.python.nodes import string_value
from codemods.python.strand import Strand
from codemods.python.values import Values
from codemods.rest.posting import KEY_HEADER as HEADER

_HELP = f"Send the key in the header {HEADER}, and no `key` in the address or the parameters."


class Headers:
    """Moves the keys of one module."""

    def __init__(self, values: Values, displays: Displays) -> None:
        self.values = values
        self.module = values.module
        self.displays = displays
        self.places = Places(values)

    def rewrite(self, post: Post, key: cst.BaseExpression | None, strand: Strand) -> None:
        """Move the key of an address, or of the parameters, to where it belongs."""
        self._check_length(post, strand)
        params = post.arguments.get("params")
        if params is not None:
            given = self._key_of(params.value, strand)
            if given is None:
                return
            if key is not None:
                strand.hold(params.value, "GI608", "the key is given twice", _HELP)
            key = given
        if key is None:
            return
        headers = post.arguments.get("headers")
        display = self._display(headers.value) if headers is not None else None
        if headers is not None and display is None:
            strand.hold(headers.value, "GI608", "the headers, which the key belongs to now, are not in sight", _HELP)
            return
        known = display is not None and any(name.lower() == HEADER for name in _names(display))
        if display is not None and headers is not None and not known:
            self._into(display, headers.value, key, post, strand)
        added = key if headers is None else None
        if added is not None and not self.places.same_at(key, post.call):
            strand.hold(post.call, "GI608", "the key is not in sight where the request is made", _HELP)
        if added is not None or params is not None:
            strand.edit(self._arguments(post, added, params))

    def _check_length(self, post: Post, strand: Strand) -> None:
        given = post.value("headers")
        display = self._display(given) if given is not None else None
        if display is not None and any(name.lower() == "content-length" for name in _names(display)):
            strand.hold(display, "GI608", "the headers say how long the body is", "Leave Content-Length to the library.")

    def _key_of(self, params: cst.BaseExpression, strand: Strand) -> cst.BaseExpression | None:
        """The key that is the only parameter; None with a hold."""
        definition = self.displays.bound(params, lambda value: isinstance(value, cst.Dict))
        line = self.module.parent(definition.node) if definition is not None and len(definition.uses) == 1 else None
        if definition is not None and isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1:
            strand.claim(definition, params)
            strand.edit(Edit(line, lambda updated, now: cst.RemoveFromParent(), "parameters without a key", keeps=_kept(definition)))
        written = definition.value if definition is not None and line is not None else params
        elements = written.elements if isinstance(written, cst.Dict) else ()
        only = elements[0] if len(elements) == 1 else None
        if isinstance(only, cst.DictElement) and string_value(only.key) == "key":
            return only.value
        strand.hold(params, "GI608", "the parameters of the request are not the key alone, written out", _HELP)
        return None

    def _display(self, node: cst.BaseExpression) -> cst.Dict | None:
        """The dictionary of the headers, written out here or where its name got it."""
        definition = self.displays.bound(node, lambda value: isinstance(value, cst.Dict))
        value = definition.value if definition is not None else node
        return value if isinstance(value, cst.Dict) else None

    def _into(self, display: cst.Dict, node: cst.BaseExpression, key: cst.BaseExpression, post: Post, strand: Strand) -> None:
        """Add the key to the headers: where they are written, if nobody else has them, or beside them in the call."""
        definition = self.displays.bound(node, lambda value: isinstance(value, cst.Dict))
        shared = definition is not None and len(definition.uses) > 1
        if definition is not None and not shared and isinstance(node, cst.Name) and self.places.same_at(key, display):
            strand.claim(definition, node)
            strand.edit(self._with_key(display, key))
        elif not self.places.same_at(key, post.call):
            strand.hold(node, "GI608", "the key is not in sight where the headers are written", _HELP)
        elif definition is None:
            strand.edit(self._with_key(display, key))
        else:
            strand.edit(self._beside(node, key))

    # -- edits --------------------------------------------------------------------------------------------------

    def _element(self, key: cst.CSTNode, node: cst.CSTNode, now: Now) -> cst.DictElement:
        value = now(key)
        assert isinstance(value, cst.BaseExpression)
        quote = style_of(self.values, now, node).quote
        return cst.DictElement(cst.SimpleString(f"{quote}{HEADER}{quote}"), value)

    def _with_key(self, display: cst.Dict, key: cst.BaseExpression) -> Edit:
        listing = dict_listing(display)

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            assert isinstance(updated, cst.Dict)
            element = self._element(key, display, now)
            if not updated.elements:
                return updated.with_changes(elements=[element])
            *others, last = updated.elements
            comment = listing.comments[-1].after
            space = newline(listing.indent or 0, comment, (), listing.tabs) if listing.stacked else cst.SimpleWhitespace(" ")
            if isinstance(last.comma, cst.Comma):
                element = element.with_changes(comma=_bare(last.comma) if comment else last.comma)
            return updated.with_changes(elements=[*others, last.with_changes(comma=cst.Comma(whitespace_after=space)), element])

        return Edit(display, change, f"add {HEADER}")

    def _beside(self, node: cst.BaseExpression, key: cst.BaseExpression) -> Edit:
        """`{**headers, "x-goog-api-key": key}`"""

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            assert isinstance(updated, cst.BaseExpression)
            return cst.Dict([cst.StarredDictElement(updated), self._element(key, node, now)])

        return Edit(node, change, f"add {HEADER} beside", keeps=None)

    def _arguments(self, post: Post, key: cst.BaseExpression | None, params: cst.Arg | None) -> Edit:
        """The arguments without the parameters, and with the headers that there were none of."""
        call = post.call
        url, own = post.arguments["url"], call_listing(call).comments
        position = {id(arg): number for number, arg in enumerate(call.args)}

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            assert isinstance(updated, cst.Call)
            items: list[Item] = []
            for number, arg in enumerate(updated.args):
                if params is None or number != position[id(params)]:
                    items.append(Item(arg, own[number], number, number))
                    if key is not None and params is None and number == self._behind(call, position[id(url)]):
                        items.append(self._headers(key, call, now))
                elif key is not None:
                    made = self._headers(key, call, now)
                    items.append(Item(made.arg, own[number], number, number))
            return place_arguments(updated, items)

        return Edit(call, change, "headers of the request")

    @staticmethod
    def _behind(call: cst.Call, url: int) -> int:
        """The argument that a new one with a name can follow: the address, or the last that has none."""
        return max([url, *(number for number, arg in enumerate(call.args) if arg.keyword is None)])

    def _headers(self, key: cst.CSTNode, call: cst.Call, now: Now) -> Item:
        equal = next((arg.equal for arg in call.args if isinstance(arg.equal, cst.AssignEqual)), _TIGHT)
        return Item(cst.Arg(cst.Dict([self._element(key, call, now)]), keyword=cst.Name("headers"), equal=equal), Comments())


def _kept(definition: Definition) -> tuple[cst.CSTNode, ...]:
    """What of parameters under a name is still used: the key."""
    return (definition.value,) if definition.value is not None else ()


_TIGHT = cst.AssignEqual(whitespace_before=cst.SimpleWhitespace(""), whitespace_after=cst.SimpleWhitespace(""))


def _names(display: cst.Dict) -> Sequence[str]:
    return [string_value(element.key) or "" for element in display.elements if isinstance(element, cst.DictElement)]


def _bare(comma: cst.Comma) -> cst.Comma:
    """A comma without the comment behind it."""
    space = comma.whitespace_after
    if isinstance(space, cst.ParenthesizedWhitespace):
        line = space.first_line.with_changes(whitespace=cst.SimpleWhitespace(""), comment=None)
        return comma.with_changes(whitespace_after=space.with_changes(first_line=line))
    return comma
