"""Lines for people: coloured on a terminal, plain anywhere else. Text is never read as markup."""

from __future__ import annotations

import io
import os
import shutil
import sys
from typing import TYPE_CHECKING, TextIO, TypeAlias

from migrate_interactions.reports.visible import visible

if TYPE_CHECKING:
    from rich.console import Console

#: A stretch of text and the rich style it has on a terminal ("" for none).
Piece: TypeAlias = tuple[str, str]
Line: TypeAlias = tuple[Piece, ...]


class Terminal:
    """A text stream that takes lines made of pieces."""

    def __init__(self, stream: TextIO) -> None:
        if isinstance(stream, io.TextIOWrapper):
            # A path need not be text, and a message may hold what the terminal's encoding lacks.
            stream.reconfigure(errors="backslashreplace")
        self._stream = stream
        self._console = _console(stream) if is_coloured(stream) else None

    @property
    def coloured(self) -> bool:
        return self._console is not None

    @property
    def width(self) -> int | None:
        """How many columns there are; None where no terminal is."""
        return shutil.get_terminal_size().columns if self._stream.isatty() else None

    def line(self, *pieces: Piece) -> None:
        shown = [(visible(text), style) for text, style in pieces]
        if self._console is None:
            self._stream.write("".join(text for text, _ in shown) + "\n")
            return
        from rich.text import Text

        self._console.print(Text.assemble(*shown), soft_wrap=True)

    def say(self, text: str = "") -> None:
        self.line((text, ""))

    def raw_line(self, text: str) -> None:
        """A line for programs: as it is, whatever looks on."""
        self._stream.write(text + "\n")


def is_coloured(stream: TextIO) -> bool:
    """The usual agreement: NO_COLOR wins, then FORCE_COLOR, then whether somebody looks."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def raw(data: bytes) -> None:
    """Write bytes to standard output as they are, after whatever text went before."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _console(stream: TextIO) -> Console:
    from rich.console import Console

    return Console(file=stream, force_terminal=True, highlight=False, markup=False, emoji=False)
