"""Jupyter notebooks: their code cells as one program, and edits put into the text of the file, of which nothing else changes."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from migrate_interactions.documents import jsontext
from migrate_interactions.documents.jsontext import Spelling
from migrate_interactions.documents.source import Unreadable

#: More cells than this were not written by hand.
_MOST_CELLS = 10_000
_OLD_FORMAT = "Convert it first (jupyter nbconvert --to notebook --nbformat 4), or leave the file out."


@dataclass(frozen=True)
class Cell:
    """A code cell: its place among all cells (from 1), its source, and where that stands in the file's text."""

    number: int
    source: str
    start: int
    end: int
    language: str = ""


@dataclass(frozen=True)
class Notebook:
    """A notebook's text and its code cells."""

    text: str
    marked: bool
    cells: tuple[Cell, ...]
    language: str = ""

    @property
    def is_python(self) -> bool:
        return self.language.lower() in ("", "python", "ipython", "python2", "python3")

    def encode(self, sources: Mapping[int, str]) -> bytes:
        """The bytes of the file with other sources in some of its cells."""
        spelling = jsontext.spelling(self.text, (self.text[cell.start : cell.end] for cell in self.cells))
        pieces, place = [], 0
        for cell in self.cells:
            new = sources.get(cell.number, cell.source)
            if new != cell.source:
                pieces += [self.text[place : cell.start], _written(self.text[cell.start : cell.end], new, spelling)]
                place = cell.end
        text = "".join([*pieces, self.text[place:]])
        return (codecs.BOM_UTF8 if self.marked else b"") + text.encode()


def open_notebook(data: bytes) -> Notebook:
    """Read a notebook's bytes. Raises `Unreadable`."""
    marked = data.startswith(codecs.BOM_UTF8)
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
        content = json.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable("GI002", f"byte 0x{data[error.start]:02x} is not valid utf-8", line) from error
    except json.JSONDecodeError as error:
        raise Unreadable("GI001", f"is not valid JSON: {error.msg}", error.lineno, "Save the notebook again, or leave it out.") from error
    except RecursionError:
        raise Unreadable("GI004", "the notebook is nested too deeply") from None
    if isinstance(content, dict) and "worksheets" in content:
        raise Unreadable("GI007", f"notebooks of format {content.get('nbformat', 3)} are not handled", help=_OLD_FORMAT)
    if not isinstance(content, dict) or not isinstance(content.get("cells"), list):
        raise Unreadable("GI007", "this is no notebook: it has no cells", help="Leave the file out.")
    if len(content["cells"]) > _MOST_CELLS:
        help = "Split the notebook, or leave it out."
        raise Unreadable("GI004", f"{len(content['cells'])} cells are more than the {_MOST_CELLS} that are analysed", help=help)
    return Notebook(text, marked, tuple(_code_cells(text, content)), _language(content))


def _language(content: Mapping[str, Any]) -> str:
    metadata = content.get("metadata")
    for group, key in (("kernelspec", "language"), ("language_info", "name")):
        found = metadata.get(group) if isinstance(metadata, dict) else None
        if isinstance(found, dict) and isinstance(found.get(key), str):
            return str(found[key])
    return ""


def _code_cells(text: str, content: Mapping[str, Any]) -> Iterator[Cell]:
    outer = {key: place for key, place, _ in jsontext.members(text, jsontext.start(text))}
    for number, (place, _) in enumerate(jsontext.elements(text, outer["cells"]), start=1):
        cell = content["cells"][number - 1]
        if not isinstance(cell, dict) or cell.get("cell_type") != "code" or "source" not in cell:
            continue
        source = _joined(cell["source"])
        if source is not None:
            start, end = {key: (start, end) for key, start, end in jsontext.members(text, place)}["source"]
            yield Cell(number, source, start, end, _cell_language(cell))


def _cell_language(cell: Mapping[str, Any]) -> str:
    metadata = cell.get("metadata")
    editor = metadata.get("vscode") if isinstance(metadata, dict) else None
    return str(editor.get("languageId", "")) if isinstance(editor, dict) else ""


def _joined(source: object) -> str | None:
    if isinstance(source, str):
        return source
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    return None


# -- writing -------------------------------------------------------------------------------------------------------


def _written(raw: str, new: str, spelling: Spelling) -> str:
    """The JSON of a new source, in the form of the old one: a string or a list, with the lines that stay as they were written."""
    if raw.startswith('"'):
        return f'"{"".join(_spelled(jsontext.raw_lines(raw[1:-1]), new, spelling))}"'
    places = list(jsontext.elements(raw, 0))
    old = [line for start, end in places for line in jsontext.raw_lines(raw[start + 1 : end - 1])]
    lines = _spelled(old, new, spelling)
    if not places or not lines:
        return "[" + spelling.comma.join(f'"{line}"' for line in lines) + "]"
    opening, closing = raw[: places[0][0]], raw[places[-1][1] :]
    if len(places) == 1 and len(old) > 1:  # the whole source as the one string of a list
        return f'{opening}"{"".join(lines)}"{closing}'
    between = raw[places[0][1] : places[1][0]] if len(places) > 1 else f",{opening[1:]}" if opening[1:] else spelling.comma
    return opening + between.join(f'"{line}"' for line in lines) + closing


def _spelled(old: Sequence[tuple[str, str]], new: str, spelling: Spelling) -> list[str]:
    """The lines of a new source as they are written: those that were there before as they were."""
    lines = _lines(new)
    matching = SequenceMatcher(None, [value for value, _ in old], lines, autojunk=False).get_matching_blocks()
    kept = {there + offset: old[here + offset][1] for here, there, size in matching for offset in range(size)}
    return [kept[place] if place in kept else spelling.write(line) for place, line in enumerate(lines)]


def _lines(text: str) -> list[str]:
    """Lines with their line feeds."""
    pieces = text.split("\n")
    return [piece + "\n" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])
