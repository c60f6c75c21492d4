"""A JavaScript file as a document: bytes in, text out, and back again without losing a byte order mark or line ends."""

from __future__ import annotations

import codecs

from migrate_interactions.documents.source import SourceDocument, Unreadable

_OTHER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def is_utf16(data: bytes) -> bool:
    """Whether a file says that it is UTF-16."""
    return data.startswith(_OTHER_MARKS)


def open_script(data: bytes) -> SourceDocument:
    """Read a file's bytes, which have to be UTF-8. Raises `Unreadable`."""
    encoding = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    if is_utf16(data):
        raise Unreadable("GI002", "the file is UTF-16, not utf-8", help="Save the file as UTF-8.")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        start = error.start + (len(codecs.BOM_UTF8) if encoding == "utf-8-sig" else 0)
        line = data.count(b"\n", 0, start) + 1
        raise Unreadable("GI002", f"byte 0x{data[start]:02x} is not valid utf-8", line, "Save the file as UTF-8.") from error
    if "\r" in text and "\n" not in text:
        raise Unreadable("GI004", "lines end in bare carriage returns", help="Convert them to line feeds.")
    return SourceDocument(text, encoding)
