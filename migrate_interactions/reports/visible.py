"""Text of others in what we print: paths and strings may hold whatever their authors liked, and a terminal obeys control characters."""

from __future__ import annotations

import os
import re

#: Control characters but the tab, marks that turn the direction of text, other line ends, and bytes of names that are no text.
_HIDDEN = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SHORT = {"\n": "\\n", "\r": "\\r"}


def visible(text: str) -> str:
    """The text on one line, with everything that is no character to look at as an escape."""
    return _HIDDEN.sub(lambda match: _SHORT.get(match[0]) or _escape(match[0]), text)


def path_text(path: str) -> str:
    """A path as text that every reader of JSON takes: bytes that are no text are escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _escape(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a name that is no text
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
