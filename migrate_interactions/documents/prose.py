"""Code in prose that is only reported: reStructuredText pages and the docstrings of Python files."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence

from migrate_interactions.documents.blocks import Origin
from migrate_interactions.documents.docstrings import with_old_calls
from migrate_interactions.documents.reading import Aside, Raw, syntax_error

_DIRECTIVE = re.compile(r"\s*\.\. (?:code-block|code|sourcecode|testcode|jupyter-execute|ipython)::\s*(?P<language>[\w-]*)\s*$")
_PYTHON = re.compile(r"(?:i?python3?|py3?|)$", re.IGNORECASE)
_OTHER_DIRECTIVE = re.compile(r"\s*\.\. ")
_HEADED = re.compile(r"\s*(?:Examples?|Usage):\s*$")
_OPTION = re.compile(r"\s*:[\w-]+:")
_FENCE = re.compile(r"\s*(?:```|~~~)\s*(?:python|py)3?\s*$")
_PROMPT = re.compile(r"(?P<indent>\s*)(?:>>>|\.\.\.)(?: |$)")
_QUOTES = r"(?:\"\"\"|'''|\"|')"
_MESSAGE = "an old call in text for readers, which this version does not rewrite"


def in_page(text: str) -> list[Aside]:
    """The code of a reStructuredText page, as one program."""
    return _aside(list(_blocks(text.split("\n"), 1)))


def in_docstrings(text: str) -> list[Aside]:
    """The code of the docstrings of a Python file, each a program of its own."""
    lines = text.split("\n")
    found = []
    for first, last in with_old_calls(text):
        found += _aside(list(_blocks(_unquoted(lines[first - 1 : last]), first)))
    return found


def _aside(raws: Sequence[Raw]) -> list[Aside]:
    parsed = tuple(raw for raw in raws if syntax_error(raw.text) is None)
    return [Aside(parsed, "GI420", _MESSAGE)] if parsed else []


def _unquoted(lines: Sequence[str]) -> list[str]:
    """The lines of a docstring without its quotes."""
    bare = list(lines)
    bare[-1] = re.sub(rf"{_QUOTES}\s*$", "", bare[-1])
    bare[0] = re.sub(rf"^(\s*)[rRuU]?{_QUOTES}", r"\1", bare[0])
    return bare


def _blocks(lines: Sequence[str], first: int) -> Iterator[Raw]:
    """What is marked as code. ``first`` is the number of the first line in the file."""
    place = 0
    while place < len(lines):
        line = lines[place]
        if _FENCE.match(line):
            end = next((n for n in range(place + 1, len(lines)) if lines[n].strip() in ("```", "~~~")), len(lines))
            yield from _code(lines, range(place + 1, end), first)
        elif _introduces(line):
            end = _indented_end(lines, place)
            begin = next((n for n in range(place + 1, end) if lines[n].strip() and not _OPTION.match(lines[n])), end)
            yield from _code(lines, range(begin, end), first)
        elif _PROMPT.match(line):
            end = next((n for n in range(place, len(lines)) if not lines[n].strip()), len(lines))
            yield from _code(lines, range(place, end), first)
        else:
            end = place + 1
        place = max(end, place + 1)


def _introduces(line: str) -> bool:
    directive = _DIRECTIVE.match(line)
    if directive is not None:
        return _PYTHON.match(directive["language"]) is not None
    return (line.rstrip().endswith("::") and not _OTHER_DIRECTIVE.match(line)) or _HEADED.match(line) is not None


def _indented_end(lines: Sequence[str], place: int) -> int:
    """Where the lines end that are indented deeper than this one."""
    own = len(lines[place]) - len(lines[place].lstrip())
    deeper = (n for n in range(place + 1, len(lines)) if lines[n].strip() and len(lines[n]) - len(lines[n].lstrip()) <= own)
    return next(deeper, len(lines))


def _code(lines: Sequence[str], places: range, first: int) -> Iterator[Raw]:
    written = [lines[place] for place in places]
    leading = next((line for line in written if line.strip()), None)
    if leading is None:
        return
    prompted = _PROMPT.match(leading) is not None
    chosen = [place for place in places if _PROMPT.match(lines[place])] if prompted else list(places)
    code = [_PROMPT.sub("", lines[place], count=1) for place in chosen] if prompted else textwrap.dedent("\n".join(written)).split("\n")
    shifts = [len(lines[place]) - len(line) for place, line in zip(chosen, code, strict=True)]
    origins = tuple(Origin(first + place, None, max(shift, 0)) for place, shift in zip(chosen, shifts, strict=True))
    yield Raw("\n".join(code), origins)
