"""The change of a file as a patch that `git apply` takes, in the file's own bytes."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator

from migrate_interactions.documents import NOTEBOOKS
from migrate_interactions.documents.opening import parts
from migrate_interactions.reports.terminal import Terminal, raw
from migrate_interactions.results import Migrated

_STYLES = ((b"+++", "bold"), (b"---", "bold"), (b"@@", "cyan"), (b"+", "green"), (b"-", "red"))
_NO_NEWLINE = b"\n\\ No newline at end of file\n"
_ESCAPES = {ord("\\"): rb"\\", ord('"'): rb"\"", ord("\t"): rb"\t", ord("\n"): rb"\n", ord("\r"): rb"\r"}


def patch(result: Migrated) -> bytes:
    """A unified diff with git's prefixes, its path relative to the working directory.

    Of a notebook the changed cells are shown, for people: that is no patch of the file.
    There is no `diff --git` line: below one, git takes paths from the top of the checkout, and passes over all others in silence.
    """
    if result.path.endswith(NOTEBOOKS):
        return b"".join(_cells(result))
    path = os.fsencode(result.path)
    return _unified(path, result.data, result.output)


def _cells(result: Migrated) -> Iterator[bytes]:
    """The changed cells of a notebook, each as a file of its own: what its JSON looks like is nobody's concern."""
    after = parts(result.path, result.output)
    for cell, text in parts(result.path, result.data).items():
        if after.get(cell, text) != text:
            name = os.fsencode(f"{result.path} cell {cell}")
            yield _unified(name, _ended(text), _ended(after[cell]))


def _ended(text: str) -> bytes:
    return (text if text.endswith("\n") else text + "\n").encode("utf-8", "surrogatepass")


def _unified(path: bytes, before: bytes, after: bytes) -> bytes:
    old, new = _quoted(b"a/" + path), _quoted(b"b/" + path)
    lines = difflib.diff_bytes(
        difflib.unified_diff,
        _lines(before),
        _lines(after),
        old + _tab(path),
        new + _tab(path),
    )
    return b"".join(line if line.endswith(b"\n") else line + _NO_NEWLINE for line in lines)


def show(result: Migrated, terminal: Terminal) -> None:
    """Print the patch to standard output: coloured for people, byte by byte for other programs."""
    data = patch(result)
    if not terminal.coloured:
        raw(data)
        return
    for line in data.decode("utf-8", "backslashreplace").split("\n")[:-1]:
        start = line.encode()
        style = next((style for prefix, style in _STYLES if start.startswith(prefix)), "")
        terminal.line((line.rstrip("\r"), style))


def _lines(data: bytes) -> list[bytes]:
    """Lines as git counts them: only a line feed ends one."""
    pieces = data.split(b"\n")
    return [piece + b"\n" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])


def _tab(path: bytes) -> bytes:
    """Git ends a name that holds blanks with a tab, to tell it from a time stamp."""
    return b"\t" if b" " in path else b""


def _quoted(name: bytes) -> bytes:
    if not any(byte < 32 or byte in b'"\\' for byte in name):
        return name
    return b'"' + b"".join(_ESCAPES.get(byte) or (b"\\%03o" % byte if byte < 32 else bytes([byte])) for byte in name) + b'"'
