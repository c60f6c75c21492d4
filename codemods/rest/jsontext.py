"""JSON with places, as Google's endpoint reads it: single quotes and commas too many do no harm, and shell variables stand in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from codemods.rest.text import HOLE, Text

Kind = Literal["object", "array", "string", "bare"]
_BLANK = " \t\r\n"
_ENDS = f"{_BLANK},:]}}"


class Malformed(Exception):
    """Text that is no JSON, and where that shows."""

    def __init__(self, at: int, message: str) -> None:
        super().__init__(message)
        self.at = at
        self.message = message


@dataclass(frozen=True, eq=False)
class Value:
    """One value. ``start`` and ``end`` count characters of the text.

    ``literal`` is what a string or number says, None where a variable is in it. ``strict`` tells that any JSON parser would read it.
    ``exploded`` tells that what is inside begins on a line of its own.
    """

    kind: Kind
    start: int
    end: int
    literal: str | None = None
    pairs: tuple[tuple[str, Value], ...] = ()
    items: tuple[Value, ...] = ()
    keys: tuple[Value, ...] = ()
    strict: bool = True
    exploded: bool = False

    def get(self, name: str) -> Value | None:
        return next((value for key, value in self.pairs if key == name), None)

    @property
    def is_text(self) -> bool:
        return self.kind == "string"

    @property
    def is_null(self) -> bool:
        return self.kind == "bare" and self.literal == "null"

    def strings(self) -> Iterator[Value]:
        """All strings in it, keys among them."""
        if self.kind == "string":
            yield self
        yield from self.keys
        for inner in (*self.items, *(value for _, value in self.pairs)):
            yield from inner.strings()


def parse(text: Text) -> Value:
    """The value that a text is. Raises `Malformed`."""
    reader = _Reader(text)
    reader.blank()
    value = reader.value()
    reader.blank()
    if reader.at < len(reader.text):
        raise Malformed(reader.at, "something follows the JSON")
    return value


class _Reader:
    def __init__(self, text: Text) -> None:
        self.text = text.value
        self.at = 0

    def blank(self) -> bool:
        """Skip blanks; whether there was a line break among them."""
        start = self.at
        while self.at < len(self.text) and self.text[self.at] in _BLANK:
            self.at += 1
        return "\n" in self.text[start : self.at]

    def value(self) -> Value:
        if self.at >= len(self.text):
            raise Malformed(max(self.at - 1, 0), "a value is missing")
        sign = self.text[self.at]
        if sign == "{":
            return self._object()
        if sign == "[":
            return self._array()
        return self._string() if sign in "\"'" else self._bare()

    def _object(self) -> Value:
        start, pairs, keys, strict = self.at, [], [], True
        self.at += 1
        exploded = self.blank()
        while not self._closes("}"):
            key = self.value()
            if key.kind != "string" or key.literal is None:
                raise Malformed(key.start, "this is no key")
            self.blank()
            self._expect(":")
            self.blank()
            pairs.append((key.literal, self.value()))
            keys.append(key)
            exploded = self.blank() or exploded
            strict = self._separated("}") and strict
            exploded = self.blank() or exploded
        self.at += 1
        if len({name for name, _ in pairs}) != len(pairs):
            raise Malformed(start, "a key is given twice")
        whole = strict and all(item.strict for item in (*keys, *(value for _, value in pairs)))
        return Value("object", start, self.at, None, tuple(pairs), (), tuple(keys), whole, exploded)

    def _array(self) -> Value:
        start, items, strict = self.at, [], True
        self.at += 1
        exploded = self.blank()
        while not self._closes("]"):
            items.append(self.value())
            self.blank()
            strict = self._separated("]") and strict
            self.blank()
        self.at += 1
        whole = strict and all(item.strict for item in items)
        return Value("array", start, self.at, None, (), tuple(items), (), whole, exploded)

    def _string(self) -> Value:
        quote, start = self.text[self.at], self.at
        self.at += 1
        while self.at < len(self.text) and self.text[self.at] != quote:
            self.at += 2 if self.text[self.at] == "\\" else 1
        if self.at >= len(self.text):
            raise Malformed(start, "a string does not end")
        self.at += 1
        raw = self.text[start + 1 : self.at - 1]
        strict = quote == '"' and not any(sign in raw for sign in "\n\r\t")
        return Value("string", start, self.at, None if HOLE in raw else self._said(raw, quote, start), strict=strict)

    def _said(self, raw: str, quote: str, start: int) -> str:
        # Only double quotes need a backslash for JSON; in a string between single quotes both kinds do.
        quoted = raw.replace("\\'", "'") if quote == "'" else raw
        quoted = quoted if quote == '"' else quoted.replace('\\"', '"').replace('"', '\\"')
        try:
            return str(json.loads(f'"{quoted}"', strict=False))
        except ValueError:
            raise Malformed(start, "a string is not written as JSON has it") from None

    def _bare(self) -> Value:
        start = self.at
        while self.at < len(self.text) and self.text[self.at] not in _ENDS:
            self.at += 1
        raw = self.text[start : self.at]
        if HOLE in raw:
            return Value("bare", start, self.at, None)
        try:
            json.loads(raw)
        except ValueError:
            raise Malformed(start, "this is no value of JSON") from None
        return Value("bare", start, self.at, raw)

    def _closes(self, sign: str) -> bool:
        if self.at >= len(self.text):
            raise Malformed(len(self.text) - 1, f"`{sign}` is missing")
        return self.text[self.at] == sign

    def _expect(self, sign: str) -> None:
        if self.text[self.at : self.at + 1] != sign:
            raise Malformed(min(self.at, len(self.text) - 1), f"`{sign}` is missing")
        self.at += 1

    def _separated(self, closing: str) -> bool:
        """Skip the comma behind a value; false for one that nothing follows."""
        if self._closes(closing):
            return True
        self._expect(",")
        self.blank()
        return not self._closes(closing)
