"""Shell code in documents: scripts, fences of pages, cells and `!` lines of notebooks. Taken out, migrated as one, and put back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from codemods.options import Options
from codemods.outcome import CannotMigrate, Finding, Migration, Place, Span
from codemods.rules import RULES
from migrate_interactions import transforms
from migrate_interactions.documents import HOLDING_SHELL, NOTEBOOKS, PAGES, SHELL_SCRIPTS, is_shell_script, suffix
from migrate_interactions.documents.beside import Beside
from migrate_interactions.documents.blocks import Origin
from migrate_interactions.documents.markdown import fenced, open_lines
from migrate_interactions.documents.notebook import Cell, open_notebook
from migrate_interactions.documents.source import Unreadable
from migrate_interactions.results import Candidate, Migrated

_LANGUAGE = re.compile(r"\{?\.?(?:sh|bash|shell|zsh|console|shell-session|shellsession|terminal)\b(?!-)", re.IGNORECASE)
_CELL = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*%%(?:bash|sh|shell|script[ \t]+(?:\S*/)?(?:ba|z)?sh)\b(?P<options>[^\n]*)\n")
_LINE = re.compile(r"^[ \t]*!(?P<code>(?:[^\n\\]|\\.|\\\n)*)", re.MULTILINE | re.DOTALL)
_CAPTURED = re.compile(r"--(?:out|bg)\b")
_PROMPT = re.compile(r"(?P<prompt>[ \t]*[$%] )")
_SHELLS = ("bash", "sh", "zsh", "shell")


@dataclass(frozen=True)
class Piece:
    """A stretch of shell code: its text, where each of its lines is in the document, and where it is kept.

    ``holder`` is the number of the cell or fence that has it from character ``start`` on. ``captured`` output goes to a variable of Python.
    """

    text: str
    origins: tuple[Origin, ...]
    holder: int = 0
    start: int = 0
    captured: bool = False


def may_hold(path: str) -> bool:
    """Whether a file of this name may hold shell code."""
    return suffix(path) in HOLDING_SHELL


def migrate_script(candidate: Candidate, options: Options) -> Migrated:
    """Migrate a shell script. Raises `Unreadable`."""
    migrated = Migrated(candidate.path, candidate.data, candidate.data, Migration("", ""))
    return added(migrated, options, alone=candidate.alone)


def added(result: Migrated, options: Options, *, alone: bool = False) -> Migrated:
    """The result of a document with its shell code migrated, too; ``alone``, no file beside it may change."""
    if not may_hold(result.path) or not transforms.may_concern_shell(result.data):
        return result
    pieces, elsewhere = _pieces(result.path, result.data)
    if not any(transforms.may_concern_shell(piece.text.encode("utf-8", "surrogatepass")) for piece in pieces):
        return result
    beside = Beside(result.path, alone=alone)
    run = [piece for piece in pieces if not piece.captured]
    outcome = transforms.migrate_shell(
        [piece.text for piece in run],
        options,
        beside.text,
        elsewhere=elsewhere,
        shown=not is_shell_script(result.path),
        sourced=beside.is_sourced(),
    )
    output = result.output
    texts = [migration.output for migration in outcome.scripts]
    if texts != [piece.text for piece in run]:
        output = _put_back(result.path, output, run, texts)
    migration = _joined(result.migration, zip(run, outcome.scripts, strict=True), [piece for piece in pieces if piece.captured], options)
    return replace(result, output=output, migration=migration, others=beside.results(outcome.files))


def _joined(migration: Migration, shells: Iterator[tuple[Piece, Migration]], captured: Sequence[Piece], options: Options) -> Migration:
    """What was said about the rest of the document, and about its shell code."""
    groups = max((finding.group or 0 for finding in migration.findings), default=0)
    rewritten, left, notes, stateless = [*migration.rewritten], [*migration.left], [*migration.notes], migration.stateless
    asking = [*migration.interactions]
    for piece, own in shells:
        rewritten += [_placed(piece, finding, groups) for finding in own.rewritten]
        left += [_placed(piece, finding, groups) for finding in own.left]
        notes += [_placed(piece, finding, groups) for finding in own.notes]
        stateless += own.stateless
        asking += [Place(*_moved(piece, place.span)) for place in own.interactions]
    if options.wants("GI603"):
        left += [finding for piece in captured for finding in _captured(piece)]
    ordered = [tuple(sorted(found, key=lambda finding: finding.order)) for found in (rewritten, left, notes)]
    return replace(migration, rewritten=ordered[0], left=ordered[1], notes=ordered[2], stateless=stateless, interactions=tuple(asking))


def _placed(piece: Piece, finding: Finding, groups: int) -> Finding:
    """A finding about a piece as one about its document, which has so many groups already."""
    moved, cell = _moved(piece, finding.span)
    shift = moved.line - finding.span.line
    message = re.sub(r"(?<=\(line )\d+(?=\))", lambda match: str(int(match[0]) + shift), finding.message)
    group = finding.group + groups if finding.group is not None else None
    return replace(finding, span=moved, cell=cell, message=message, group=group)


def _moved(piece: Piece, span: Span) -> tuple[Span, int | None]:
    """A place in a piece as one in its document, with the cell that has it."""
    start, end = piece.origins[span.line - 1], piece.origins[min(span.end_line, len(piece.origins)) - 1]
    return Span(start.line, span.column + start.shift, end.line, span.end_column + end.shift), start.cell


def _captured(piece: Piece) -> Iterator[Finding]:
    """Requests whose output is given to Python."""
    for number, line in enumerate(piece.text.split("\n")):
        if "enerateContent" in line:
            origin = piece.origins[number]
            span = Span(origin.line, 1, origin.line, 1)
            rule = RULES["GI603"]
            message = "the answer of this request is given to Python, which reads it in its old shape"
            yield Finding(span, rule.code, message, rule.severity, help=rule.help, cell=origin.cell, request=True)


# -- taking out ------------------------------------------------------------------------------------------------------


def _pieces(path: str, data: bytes) -> tuple[list[Piece], str]:
    """The shell code of a document, and its other code."""
    ending = suffix(path)
    if ending in NOTEBOOKS:
        return _of_notebook(data)
    if ending in PAGES:
        return _of_page(data, ending)
    text = _decoded(data)
    lines = text.count("\n") + 1
    return [Piece(text.replace("\r\n", "\n"), tuple(Origin(line) for line in range(1, lines + 1)))], ""


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable("GI002", f"byte 0x{data[error.start]:02x} is not valid utf-8", line) from error


def _of_notebook(data: bytes) -> tuple[list[Piece], str]:
    notebook = open_notebook(data)
    pieces: list[Piece] = []
    elsewhere: list[str] = []
    whole = notebook.language.lower() in _SHELLS
    for cell in notebook.cells:
        found = [_piece(cell, 0, cell.source)] if whole else list(_of_cell(cell))
        pieces += found
        rest = cell.source
        for piece in found:
            rest = rest.replace(piece.text, "", 1)
        elsewhere.append(rest)
    return pieces, "\n".join(elsewhere)


def _of_cell(cell: Cell) -> Iterator[Piece]:
    magic = _CELL.match(cell.source)
    if magic is not None:
        yield replace(_piece(cell, magic.end(), cell.source[magic.end() :]), captured=_CAPTURED.search(magic["options"]) is not None)
        return
    if not cell.source.lstrip().startswith("%%"):
        yield from (_piece(cell, match.start("code"), match["code"]) for match in _LINE.finditer(cell.source))


def _piece(cell: Cell, start: int, text: str) -> Piece:
    first = cell.source.count("\n", 0, start) + 1
    column = start - (cell.source.rfind("\n", 0, start) + 1)
    lines = text.count("\n") + 1
    origins = tuple(Origin(first + line, cell.number, column if line == 0 else 0) for line in range(lines))
    return Piece(text, origins, cell.number, start)


def _of_page(data: bytes, suffix: str) -> tuple[list[Piece], str]:
    lines, _ = open_lines(data)
    pieces: list[Piece] = []
    elsewhere: list[str] = []
    for number, fence in enumerate(fenced(lines, suffix)):
        if not _LANGUAGE.match(fence.info):
            elsewhere.append("\n".join(fence.content))
            continue
        for first, last in _commands(fence.content):
            code = [_PROMPT.sub("", line, count=1) if place == 0 else line for place, line in enumerate(fence.content[first:last])]
            shifts = [len(prefix) for prefix in fence.prefixes[first:last]]
            shifts[0] += len(fence.content[first]) - len(code[0])
            origins = tuple(Origin(fence.first + first + place + 1, None, shift) for place, shift in enumerate(shifts))
            pieces.append(Piece("\n".join(code), origins, number, first))
    return pieces, "\n".join(elsewhere)


def _commands(content: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The lines of a fence that are code: all of them, or each command behind a prompt without what it prints."""
    prompts = [place for place, line in enumerate(content) if _PROMPT.match(line)]
    if not prompts:
        if content:
            yield 0, len(content)
        return
    for place, following in zip(prompts, [*prompts[1:], len(content)], strict=True):
        end = place + 1
        while end < following and not _is_whole("\n".join(content[place:end])):
            end += 1
        yield place, end


def _is_whole(text: str) -> bool:
    """Whether a command ends here: no quote is open, and no backslash joins the next line."""
    bare = re.sub(r"\\[\s\S]", "", re.sub(r"'[^']*'", "", text))
    bare = re.sub(r'"[^"]*"', "", bare)
    return "'" not in bare and '"' not in bare and not text.rstrip(" ").endswith("\\")


# -- putting back ----------------------------------------------------------------------------------------------------


def _put_back(path: str, data: bytes, pieces: Sequence[Piece], texts: Sequence[str]) -> bytes:
    """The document with other texts in its pieces. Its other code may have been rewritten already. Raises `CannotMigrate`."""
    ending = suffix(path)
    if ending in SHELL_SCRIPTS:
        text = _decoded(data)
        return (texts[0].replace("\n", "\r\n") if "\r\n" in text else texts[0]).encode()
    now = [piece for piece in _pieces(path, data)[0] if not piece.captured]
    if [piece.text for piece in now] != [piece.text for piece in pieces]:
        raise CannotMigrate("GI005", "the shell code of the document is not where it was")
    return _in_notebook(data, now, texts) if ending in NOTEBOOKS else _in_page(data, ending, now, texts)


def _in_notebook(data: bytes, pieces: Sequence[Piece], texts: Sequence[str]) -> bytes:
    notebook = open_notebook(data)
    sources = {cell.number: cell.source for cell in notebook.cells}
    for piece, text in reversed(list(zip(pieces, texts, strict=True))):
        source = sources[piece.holder]
        sources[piece.holder] = source[: piece.start] + text + source[piece.start + len(piece.text) :]
    return notebook.encode(sources)


def _in_page(data: bytes, suffix: str, pieces: Sequence[Piece], texts: Sequence[str]) -> bytes:
    lines, mark = open_lines(data)
    changed = list(lines)
    fences = list(fenced(lines, suffix))
    for piece, text in reversed(list(zip(pieces, texts, strict=True))):
        if text == piece.text:
            continue
        first = fences[piece.holder].first + piece.start
        old = piece.text.split("\n")
        changed[first : first + len(old)] = _lines(old, text.split("\n"), changed[first : first + len(old)])
    return mark + "".join(changed).encode()


def _lines(old: Sequence[str], new: Sequence[str], raw: Sequence[str]) -> list[str]:
    """The lines of a page with new code. Lines that stay are not touched."""
    end = "\r\n" if raw[0].endswith("\r\n") else "\n"
    prefixes = [line.rstrip("\r\n")[: len(line.rstrip("\r\n")) - len(code)] for line, code in zip(raw, old, strict=True)]
    inner = next((prefix for prefix, code in zip(prefixes[1:], old[1:], strict=True) if code.strip()), _PROMPT.sub("", prefixes[0]))
    found: list[str] = []
    for kind, here, until, there, to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += raw[here:until]
            continue
        found += [(prefixes[0] if place == 0 else inner) + new[place] + end for place in range(there, to)]
    if not raw[-1].endswith("\n"):
        found[-1] = found[-1].rstrip("\r\n")
    return found
