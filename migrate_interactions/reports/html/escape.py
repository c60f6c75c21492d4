"""Text of the user's files as text of a page: what cannot be seen, or turns what stands around it, is spelled out."""

from __future__ import annotations

import html
import json
import re
from typing import Any
from urllib.parse import quote

#: Control characters, marks of direction, invisible separators, bytes that were no text. Joiners stay: scripts and emoji need them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
#: What ends a data block, or a line of script in older engines.
_IN_DATA = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})


def visible(text: str) -> str:
    """Plain text, with a name in place of each character that nobody would see."""
    return _UNSEEN.sub(lambda match: f"⟨{_name(match[0])}⟩", text)


def text(plain: str) -> str:
    """As text of the page, or a value of an attribute in double quotes; in ASCII, so that no encoding on the way can spoil it."""
    return html.escape(visible(plain)).encode("ascii", "xmlcharrefreplace").decode("ascii")


def prose(plain: str) -> str:
    """The same of a sentence of this tool, in which backticks stand around code."""
    pieces = plain.split("`")
    if len(pieces) % 2 == 0:  # one of them is part of somebody's code
        return text(plain)
    return "".join(f"<code>{text(piece)}</code>" if at % 2 else text(piece) for at, piece in enumerate(pieces))


def path(plain: str) -> str:
    """The same of a path, which may be broken behind its slashes."""
    return text(plain).replace("/", "/<wbr>")


def data(value: Any) -> str:
    """As the content of a data block. The strings in it are to be `visible` already."""
    return json.dumps(value, separators=(",", ":")).translate(_IN_DATA)


def anchor(path: str, line: int, cell: int | None = None) -> str:
    """The id of a place, as it stands behind the # of an address: `app/main.py-14`, and `intro.ipynb-c3-14` in a cell."""
    place = f"{line}" if cell is None else f"c{cell}-{line}"
    return f"{quote(path, safe='/', errors='surrogateescape')}-{place}"


def _name(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a path that is no text
        return f"0x{code - 0xDC00:02X}"
    return f"U+{code:04X}"
