"""What IPython understands beyond Python: `%magic`, `!shell`, `name?` and `%%cell` lines, masked so that a parser can read the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from migrate_interactions.documents.blocks import OWN, Mask, stand_in

#: Cell magics with Python below them.
_PYTHON_CELLS = frozenset({"time", "timeit", "capture", "prun", "memit", "mprun", "unimport", "skip_if", "cache", "black", "debug"})
#: Line magics that take words, not Python: of these only `{name}` and `$name` read a value.
_WORDS = frozenset(
    "pip conda mamba uv env set_env cd pwd ls mkdir cat cp mv rm matplotlib load_ext reload_ext autoreload config alias cloudshell "
    "bigquery_stats tensorflow_version colab shell_magic system sx history logstart logstop notebook precision xmode pylab".split()
)
_AUTOMATIC = r"(?:pip3?|conda) +(?:un)?install +(?![=(])|(?:cd|ls|mkdir) +(?![=(,])"
_LINE = re.compile(rf"(?P<indent>[ \t]*)(?P<text>[%!?].*|{_AUTOMATIC}.*)$")
_GIVEN = re.compile(r"(?P<before>[ \t]*[A-Za-z_][\w., \t\[\]'\"]*?[ \t]*=[ \t]*)(?P<text>[%!].*)$")
_ASKED = re.compile(r"(?P<before>[ \t]*)(?P<text>[\w.\[\]'\"*%]+\?\??[ \t]*)$")
_CELL = re.compile(r"%%(?P<name>!|\w+)")
_MAGIC = re.compile(r"%%?(?P<name>\w+)(?:[ \t]+-[\w-]+(?:[ \t]+\d+)?)*[ \t]*(?P<code>.*)", re.DOTALL)
_EXPANDED = re.compile(r"\{([^{}]*)\}|\$([A-Za-z_]\w*)")
_NAME = re.compile(r"(?<![\w.])[A-Za-z_]\w*")
_BINDING = re.compile(r"^[ \t]*([A-Za-z_]\w*)[ \t]*(?::[^=\n]+)?=(?!=)", re.MULTILINE)
_OTHER_BINDINGS = re.compile(r"\b(?:as|for|import|def|class)[ \t]+([A-Za-z_]\w*)")
_TOKEN = re.compile(r"#.*|[rRbBuUfF]{0,2}('''|\"\"\"|'|\")|[(\[{]|[)\]}]|\\$")


@dataclass(frozen=True)
class Line:
    """A line of masked code, and the first of the lines (from 0) that it stands for."""

    text: str
    source: int


@dataclass(frozen=True)
class Masked:
    """A cell for the parser. ``opaque`` names the magic of a cell that is not Python at all."""

    lines: tuple[Line, ...]
    masks: tuple[Mask, ...] = ()
    opaque: str = ""


class Masking:
    """Masks the cells of one document. ``bound`` and ``imported`` are the names whose use in such a line counts."""

    def __init__(self, bound: frozenset[str] = frozenset(), imported: frozenset[str] = frozenset()) -> None:
        self.bound = bound
        self.known = bound | imported
        self._count = 0

    def mask(self, text: str) -> Masked:
        """The cell with every line that is not for Python masked, whether or not the rest then parses."""
        lines = text.split("\n")
        first = next((number for number, line in enumerate(lines) if line.strip()), 0)
        cell = _CELL.match(lines[first])
        if cell is not None and cell["name"] not in _PYTHON_CELLS:
            return self.whole(text, opaque=cell["name"])
        kept: list[Line] = []
        masks: list[Mask] = []
        for number, piece in _pieces(lines):
            found = _special(piece)
            if found is None:
                kept += (Line(line, number + offset) for offset, line in enumerate(piece.split("\n")))
                continue
            before, special = found
            masks.append(self._line(special, named=bool(before.strip())))
            kept.append(Line(before + masks[-1].stand_in, number))
        return Masked(tuple(kept), tuple(masks))

    def plain(self, text: str) -> Masked:
        """A cell of Python alone."""
        return Masked(tuple(Line(line, number) for number, line in enumerate(text.split("\n"))))

    def mask_lines(self, text: str, special: frozenset[int]) -> Masked:
        """The text with some of its lines masked, each as a statement."""
        lines: list[Line] = []
        masks: list[Mask] = []
        for number, line in enumerate(text.split("\n")):
            if number in special:
                masks.append(Mask(self._name(), line))
                line = masks[-1].stand_in
            lines.append(Line(line, number))
        return Masked(tuple(lines), tuple(masks))

    def whole(self, text: str, opaque: str = "") -> Masked:
        """A block that cannot be read, as one statement."""
        used = self._expanded(text) if opaque else self._used(text)
        bound = [] if opaque else sorted({*_BINDING.findall(text), *_OTHER_BINDINGS.findall(text)} - {"import"})
        mask = Mask(stand_in(self._name(), used, [name for name in bound if name in self.bound]), text)
        return Masked((Line(mask.stand_in, 0),), (mask,), opaque)

    def _line(self, text: str, *, named: bool) -> Mask:
        magic = _MAGIC.match(text)
        if text.startswith("?") or text.rstrip().endswith("?"):
            return Mask(self._name(), text)
        if magic is None or magic["name"] in _WORDS:
            return Mask(stand_in(self._name(), self._expanded(text)), text)
        given = _NAME.findall(magic["code"]) if magic["name"] == "capture" else _BINDING.findall(magic["code"])
        binding = [] if named else [name for name in given[:1] if name in self.bound]
        return Mask(stand_in(self._name(), self._used(magic["code"]), binding), text)

    def _used(self, text: str) -> list[str]:
        return sorted(set(_NAME.findall(text)) & self.known)

    def _expanded(self, text: str) -> list[str]:
        return self._used(" ".join(one or other for one, other in _EXPANDED.findall(text)))

    def _name(self) -> str:
        self._count += 1
        return f"{OWN}line_{self._count}__"


def _special(piece: str) -> tuple[str, str] | None:
    """What stands before a line for IPython (indentation, a target), and the line itself; None for Python."""
    if (match := _LINE.match(piece.replace("\n", "\0"))) is not None:
        return match["indent"], match["text"].replace("\0", "\n")
    if (match := _GIVEN.match(piece.replace("\n", "\0"))) is not None:
        return match["before"], match["text"].replace("\0", "\n")
    if (match := _ASKED.match(piece)) is not None:
        return match["before"], match["text"]
    return None


def _pieces(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Logical lines as far as strings and brackets tell them; a line for IPython with those it goes on in."""
    number = 0
    while number < len(lines):
        start = number
        if _special(lines[number]) is not None:
            while lines[number].endswith("\\") and number + 1 < len(lines):
                number += 1
        else:
            number = _end(lines, number)
        number += 1
        yield start, "\n".join(lines[start:number])


def _end(lines: Sequence[str], number: int) -> int:
    """The last line of the statement that begins on a line."""
    quote, depth = "", 0
    for position in range(number, len(lines)):
        quote, depth, goes_on = _after(lines[position], quote, depth)
        if not (quote or depth > 0 or goes_on):
            return position
    return len(lines) - 1


def _after(line: str, quote: str, depth: int) -> tuple[str, int, bool]:
    """Open triple quotes, open brackets, and whether a backslash joins the next line, behind a line."""
    place = 0
    while place <= len(line):
        if quote:
            end = re.compile(rf"(?:\\.|(?!{quote}).)*{quote}").match(line, place)
            if end is None:
                return quote, depth, False
            quote, place = "", end.end()
            continue
        token = _TOKEN.search(line, place)
        if token is None:
            return "", depth, False
        place = token.end()
        if token[0] == "\\":
            return "", depth, True
        if token[0] in ("(", "[", "{"):
            depth += 1
        elif token[0] in (")", "]", "}"):
            depth -= 1
        elif token[1] is not None and len(token[1]) == 3:
            quote = token[1]
        elif token[1] is not None:
            end = re.compile(rf"(?:\\.|[^\\{token[1]}])*{token[1]}").match(line, place)
            if end is None:
                return "", depth, line.endswith("\\")
            place = end.end()
        elif token[0].startswith("#"):
            return "", depth, False
    return "", depth, False
