"""Markdown pages (also MDX, MyST and Quarto): the code of their fences, and edits put into the lines of the page."""

from __future__ import annotations

import ast
import codecs
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from migrate_interactions.documents.blocks import Origin
from migrate_interactions.documents.reading import Raw, syntax_error
from migrate_interactions.documents.source import Unreadable

_LANGUAGE = re.compile(r"(?:python|py|ipython)3?\b(?!-)|\{\.?(?:python|py)3?\b|(?:pycon|python-repl)\b|python-console\b", re.IGNORECASE)
#: Directives of MyST, with the languages they may name; a cell need not name one.
_DIRECTIVE = re.compile(r"\{(?P<name>code-cell|code-block|code|sourcecode)\}\s*(?P<language>[\w-]*)")
_EXECUTED = re.compile(r"\{(?:code-cell\}|(?:python|py)3?\b)")
_TAGS = re.compile(r"\s*<[^`]*>\s*$")
_OPTION = re.compile(r":[\w-]+:")
_PROMPT = re.compile(r"(?P<indent>[ \t]*)(?P<prompt>>>>|\.\.\.)(?: |$)")
#: Stands before a line of output in the code of a doctest.
_OUTPUT = "\0"


@dataclass(frozen=True)
class Fence:
    """The lines of one fence that hold code: from ``first`` (from 0) on, each with what stands before the code."""

    first: int
    prefixes: tuple[str, ...]
    lines: tuple[str, ...]
    executed: bool = False
    prompted: bool = False

    @property
    def raw(self) -> Raw:
        origins = tuple(Origin(self.first + place + 1, None, len(prefix)) for place, prefix in enumerate(self.prefixes))
        outputs = frozenset(place for place, line in enumerate(self.lines) if line.startswith(_OUTPUT))
        return Raw("\n".join(self.lines), origins, self.executed, outputs)


@dataclass(frozen=True)
class Page:
    """The lines of a page with their ends, and its fences of Python."""

    lines: tuple[str, ...]
    marked: bool
    fences: tuple[Fence, ...]

    @property
    def gaps(self) -> tuple[int, ...]:
        """How many lines are above each fence, behind the line after the fence before."""
        ends = [0, *(fence.first + len(fence.lines) + 1 for fence in self.fences)]
        return tuple(fence.first - end for fence, end in zip(self.fences, ends, strict=False))

    def encode(self, texts: Sequence[str]) -> bytes:
        """The bytes of the page with these texts in its fences."""
        pieces: list[str] = []
        place = 0
        for fence, text in zip(self.fences, texts, strict=True):
            end = fence.first + len(fence.lines)
            pieces += self.lines[place : fence.first]
            pieces += _rewritten(fence, text, self.lines[fence.first : end])
            place = end
        return (codecs.BOM_UTF8 if self.marked else b"") + "".join([*pieces, *self.lines[place:]]).encode()


@dataclass(frozen=True)
class Fenced:
    """The content of any fence: from line ``first`` (from 0) on, each line with what stands before it."""

    info: str
    first: int
    prefixes: tuple[str, ...]
    content: tuple[str, ...]


def open_page(data: bytes, suffix: str) -> Page:
    """Read a page's bytes. Raises `Unreadable`."""
    lines, mark = open_lines(data)
    fences = (found for fence in fenced(lines, suffix) if _is_python(fence.info) for found in _code(fence))
    return Page(lines, bool(mark), tuple(fences))


def open_lines(data: bytes) -> tuple[tuple[str, ...], bytes]:
    """The lines of a page's bytes with their ends, and the mark in front of them. Raises `Unreadable`."""
    marked = data.startswith(codecs.BOM_UTF8)
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable("GI002", f"byte 0x{data[error.start]:02x} is not valid utf-8", line) from error
    return lines_of(text), codecs.BOM_UTF8 if marked else b""


def lines_of(text: str) -> tuple[str, ...]:
    """Lines with their ends; only a line feed ends one."""
    pieces = text.split("\n")
    return tuple([piece + "\n" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else []))


def fenced(lines: Sequence[str], suffix: str) -> Iterator[Fenced]:
    """The fences of a page, whatever is in them."""
    from markdown_it import MarkdownIt  # costly, and most runs see no page

    parser = MarkdownIt("commonmark").disable("code")
    bare = [line.rstrip("\r\n") for line in lines]
    if suffix == ".mdx":  # what stands between tags is Markdown there, with or without a blank line
        parser.disable("html_block")
        bare = ["" if _TAGS.match(line) else line for line in bare]
    for token in parser.parse("\n".join(bare)):
        if token.type != "fence" or token.map is None:
            continue
        start = token.map[0]
        content = token.content.removesuffix("\n").split("\n") if token.content else []
        prefixes = _prefixes(bare[start + 1 : start + 1 + len(content)], content)
        if content and prefixes is not None:
            yield Fenced(token.info.strip(), start + 1, tuple(prefixes), tuple(content))


def _is_python(info: str) -> bool:
    directive = _DIRECTIVE.match(info)
    if directive is not None:
        language = directive["language"]
        return _LANGUAGE.match(language) is not None if language else directive["name"] == "code-cell"
    return _LANGUAGE.match(info) is not None


def _prefixes(raw: Sequence[str], content: Sequence[str]) -> list[str] | None:
    """What stands before the code in each line: indentation, the marks of a quotation."""
    if len(raw) != len(content) or any(not line.endswith(code) for line, code in zip(raw, content, strict=True)):
        return None
    return [line[: len(line) - len(code)] for line, code in zip(raw, content, strict=True)]


def _code(fence: Fenced) -> Iterator[Fence]:
    """The fence without what a directive has on top, without prompts, and without the indentation all of its lines share."""
    first, prefixes, content, info = fence.first, list(fence.prefixes), list(fence.content), fence.info
    skipped = _options(content) if info.startswith("{") else 0
    first, prefixes, content = first + skipped, prefixes[skipped:], content[skipped:]
    leading = next((line for line in content if line.strip()), None)
    if leading is None:
        return
    prompted = _PROMPT.match(leading) is not None and leading.lstrip().startswith(">>>")
    if prompted:
        prefixes, content = map(list, zip(*map(_unprompted, prefixes, content), strict=True))
    elif leading[:1] in " \t" and syntax_error("\n".join(content)) is not None:
        shared = len(leading) - len(textwrap.dedent("\n".join(content)).lstrip("\n").split("\n", 1)[0])
        prefixes = [prefix + line[:shared] for prefix, line in zip(prefixes, content, strict=True)]
        content = [line[shared:] for line in content]
    yield Fence(first, tuple(prefixes), tuple(content), _EXECUTED.match(info) is not None, prompted)


def _options(content: Sequence[str]) -> int:
    """How many lines of a directive are its options: `:tags: […]`, or YAML between dashes."""
    if content[0].strip() == "---":
        end = next((place for place, line in enumerate(content[1:], start=1) if line.strip() == "---"), None)
        return 0 if end is None else end + 1
    return next((place for place, line in enumerate(content) if not _OPTION.match(line)), len(content))


def _unprompted(prefix: str, line: str) -> tuple[str, str]:
    match = _PROMPT.match(line)
    return (prefix + match[0], line[match.end() :]) if match is not None else (prefix, _OUTPUT + line)


# -- writing -------------------------------------------------------------------------------------------------------


def _rewritten(fence: Fence, text: str, raw: Sequence[str]) -> list[str]:
    """The lines of a fence with another text. Lines that stay are not touched."""
    new = text.split("\n")
    prompts = _prompts(new) if fence.prompted else []
    end = "\r\n" if raw[0].endswith("\r\n") else "\n"
    prefix = next(before for before, line in zip(fence.prefixes, fence.lines, strict=True) if line.strip())
    base = _PROMPT.sub(r"\g<indent>", prefix) if fence.prompted else prefix
    lines: list[str] = []
    for kind, here, until, there, to in SequenceMatcher(None, fence.lines, new, autojunk=False).get_opcodes():
        if kind == "equal":
            lines += raw[here:until]
            continue
        for place in range(there, to):
            before = base + prompts[place] if fence.prompted else prefix
            lines.append((before + new[place] if new[place].strip() else before.rstrip()) + end)
    if not raw[-1].endswith("\n"):
        lines[-1] = lines[-1].rstrip("\r\n")
    return lines


def _prompts(lines: Sequence[str]) -> list[str]:
    """The prompt of each line of an interactive session."""
    code = "\n".join("0" if line.startswith(_OUTPUT) else line for line in lines)
    beginnings = {statement.lineno for statement in ast.parse(code).body}
    inside = {line for s in ast.parse(code).body for line in range(s.lineno + 1, (s.end_lineno or s.lineno) + 1)}
    return [">>> " if number in beginnings or number not in inside else "... " for number in range(1, len(lines) + 1)]
