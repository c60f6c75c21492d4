"""What a piece of shell code says, character by character, each with its place in the source.

A body of JSON stands between quotes, in a here-document or in a file. Its text is read here without caring which; pieces of the source
can be taken out of it again, and new text is written in the way that its place needs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from codemods.rest import shell

if TYPE_CHECKING:
    from ast_grep_py import SgNode

#: Stands for whatever the shell puts in the place of an expansion.
HOLE = "\ufffc"
#: How the surroundings are written: between single or double quotes, without any, in a here-document, or not in shell code at all.
State = Literal["single", "double", "bare", "here", "plain"]

_ESCAPED = {"double": '"\\$`', "here": "\\$`"}
_STARTS_EXPANSION = re.compile(r"\$[A-Za-z_0-9{(@*#?$!-]|`")
_SIMPLE = re.compile(r"\$(?:[A-Za-z_]\w*|\d|[@*#?])|\$\{\w+\}")
_VARIABLE = re.compile(r"\$\w+|\$\{\w+\}")


class Unreadable(Exception):
    """A text whose value cannot be told, at ``node``'s place."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Char:
    """One character of a text (or a hole), where it stands in the source, and how its surroundings are written."""

    value: str
    start: int
    end: int
    state: State


@dataclass(frozen=True)
class Text:
    """Characters, and the source that they stand in."""

    source: str
    chars: tuple[Char, ...]

    @property
    def value(self) -> str:
        return "".join(char.value for char in self.chars)

    @property
    def literal(self) -> str | None:
        """The value, when there is no hole in it."""
        value = self.value
        return None if HOLE in value else value

    @property
    def state(self) -> State:
        """How the text is written where it begins with anything but blanks."""
        return next((char.state for char in self.chars if not char.value.isspace()), "plain")

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where characters ``start`` to ``end`` stand in the source, with quotes that are closed and opened for their sake.

        Raises `Unreadable` for a stretch that cannot be cut out.
        """
        state = self.state
        chars = self.chars
        begin, stop = chars[start].start, chars[end - 1].end
        if chars[start].state != state:
            if start == 0 or chars[start - 1].state != state:
                raise Unreadable("the quotes around this value are not where they have to be")
            begin = chars[start - 1].end
        if chars[end - 1].state != state:
            if end == len(chars) or chars[end].state != state:
                raise Unreadable("the quotes around this value are not where they have to be")
            stop = chars[end].start
        return begin, stop

    def slice(self, start: int, end: int) -> str:
        """The source of a stretch, as `place` has it."""
        begin, stop = self.place(start, end)
        return self.source[begin:stop]


def written(text: str, state: State) -> str:
    """New text as it has to be written in some surroundings."""
    if state == "single":
        return text.replace("'", "'\\''")
    if state == "double":
        return re.sub(r'(["\\$`])', r"\\\1", text)
    if state == "here":
        return re.sub(r"([\\$`])", r"\\\1", text)
    return text


def expanded(expansion: str, state: State) -> str | None:
    """An expansion as it has to be written in some surroundings; None where the shell expands nothing."""
    if state == "single":
        return f"'\"{expansion}\"'"
    return expansion if state in ("double", "here") else None


def is_variable(expansion: str) -> bool:
    return _VARIABLE.fullmatch(expansion) is not None


def word(node: SgNode, source: str) -> Text:
    """The text of a word. Raises `Unreadable`."""
    return Text(source, tuple(_word(node, source)))


def plain(source: str, start: int = 0, end: int | None = None) -> Text:
    """Text that stands in no shell code, or where the shell looks at nothing."""
    stop = len(source) if end is None else end
    return Text(source, tuple(Char(source[at], at, at + 1, "plain") for at in range(start, stop)))


def here_document(redirect: SgNode, source: str) -> Text:
    """The text of a here-document. Raises `Unreadable`."""
    children = {child.kind(): child for child in redirect.children()}
    start, body = children.get("heredoc_start"), children.get("heredoc_body")
    if start is None or body is None:
        raise Unreadable("the here-document is not complete")
    begin, end = shell.span(body)
    if start.text()[:1] in "'\"\\":
        return plain(source, begin, end)
    return Text(source, tuple(_expanding(source, begin, end, body, "here")))


def document_of(command: SgNode, source: str) -> Text | None:
    """The here-document of a command, if it has one. Raises `Unreadable`."""
    for redirect in shell.redirects(command):
        if redirect.kind() == "heredoc_redirect":
            return here_document(redirect, source)
    return None


def _word(node: SgNode, source: str) -> list[Char]:
    start, end = shell.span(node)
    kind = node.kind()
    if kind == "concatenation":
        return [char for child in node.children() for char in _word(child, source)]
    if kind == "raw_string":
        return [Char(source[at], at, at + 1, "single") for at in range(start + 1, end - 1)]
    if kind == "string":
        return _expanding(source, start + 1, end - 1, node, "double")
    if kind in shell.EXPANSIONS:
        return [Char(HOLE, start, end, "bare")]
    if kind in ("word", "number"):
        return _bare(source, start, end)
    raise Unreadable(f"this version does not read {kind.replace('_', ' ')}s")


def _bare(source: str, start: int, end: int) -> list[Char]:
    found, at = [], start
    while at < end:
        if source[at] == "\\" and at + 1 < end:
            if source[at + 1] != "\n":
                found.append(Char(source[at + 1], at, at + 2, "bare"))
            at += 2
            continue
        found.append(Char(source[at], at, at + 1, "bare"))
        at += 1
    return found


def _expanding(source: str, start: int, end: int, node: SgNode, state: State) -> list[Char]:
    """Text in which the shell expands variables: between double quotes, or in a here-document."""
    holes = {shell.span(child)[0]: shell.span(child)[1] for child in node.children() if child.kind() in shell.EXPANSIONS}
    found, at = [], start
    while at < end:
        if at not in holes and (simple := _SIMPLE.match(source, at)) is not None:
            holes[at] = simple.end()  # the grammar does not see all of those in here-documents
        if at in holes:
            found.append(Char(HOLE, at, holes[at], state))
            at = holes[at]
        elif source[at] == "\\" and source[at + 1 : at + 2] == "\n":
            at += 2
        elif source[at] == "\\" and source[at + 1 : at + 2] in tuple(_ESCAPED[state]):
            found.append(Char(source[at + 1], at, at + 2, state))
            at += 2
        elif _STARTS_EXPANSION.match(source, at) is not None:
            raise Unreadable("this version does not read what the shell expands here")
        else:
            found.append(Char(source[at], at, at + 1, state))
            at += 1
    return found
