"""A Python file as a document: bytes in, text out, and back again without losing its encoding, BOM or line endings."""

from __future__ import annotations

import ast
import io
import tokenize
from dataclasses import dataclass


class Unreadable(Exception):
    """Bytes that are no Python source. ``code`` is a GI0xx rule, ``line`` the line at fault, ``help`` what to do."""

    def __init__(self, code: str, message: str, line: int = 1, help: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.line = line
        self.help = help


#: More code than this in one file was not written by hand: to analyse it would take minutes and gigabytes.
LARGEST = 1_000_000


def refuse_size(size: int) -> None:
    """Raises `Unreadable` for more code than can be analysed."""
    if size > LARGEST:
        help = "Move data out of the code, split the file, or exclude it."
        raise Unreadable("GI004", f"{size / 1_000_000:.1f} MB are more than the {LARGEST // 1_000_000} MB that are analysed", help=help)


@dataclass(frozen=True)
class SourceDocument:
    """The text of a Python file, line endings as they are, and what is needed to write it back."""

    text: str
    encoding: str

    def encode(self, text: str) -> bytes:
        """The bytes of another text in this document's encoding. Raises UnicodeEncodeError."""
        return text.encode(self.encoding)


def open_source(data: bytes) -> SourceDocument:
    """Read a Python file's bytes as Python would. Raises `Unreadable`."""
    refuse_size(len(data))
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data, error, encoding) from error
    except (LookupError, ValueError) as error:
        raise Unreadable("GI002", f"{encoding} is not an encoding of text") from error
    document = SourceDocument(text, encoding)
    if document.encode(text) != data:
        # Stateful encodings can spell one text in several ways; writing would change lines nobody asked to change.
        raise Unreadable("GI002", f"the bytes do not survive decoding and encoding as {encoding}")
    if "\r" in text and "\n" not in text:
        raise Unreadable("GI004", "lines end in bare carriage returns", help="Convert them to line feeds.")
    return document


def _encoding(data: bytes) -> str:
    try:
        return tokenize.detect_encoding(io.BytesIO(data).readline)[0]
    except SyntaxError as error:
        # Either the cookie names no encoding, or the first two lines are not UTF-8 and have none.
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as undecodable:
            raise _undecodable(data, undecodable, "utf-8") from error
        raise Unreadable("GI002", str(error.msg)) from error


def _undecodable(data: bytes, error: UnicodeDecodeError, encoding: str) -> Unreadable:
    line = data.count(b"\n", 0, error.start) + 1
    return Unreadable("GI002", f"byte 0x{data[error.start]:02x} is not valid {encoding}", line)


def parses(code: str | bytes) -> bool:
    """Whether Python reads it, as text or as the bytes of a file."""
    try:
        ast.parse(code)
    except (SyntaxError, ValueError):
        return False
    return True
