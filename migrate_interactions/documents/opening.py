"""Every kind of document behind one door: what code it holds, and how it takes it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from codemods.outcome import CannotMigrate
from migrate_interactions.documents import NOTEBOOKS, TEXTS, prose, suffix
from migrate_interactions.documents.blocks import Origin, Program, refuse_own_names
from migrate_interactions.documents.markdown import Page, open_page
from migrate_interactions.documents.notebook import Cell, Notebook, open_notebook
from migrate_interactions.documents.reading import Raw, Reading, read
from migrate_interactions.documents.source import Unreadable, refuse_size


@dataclass(frozen=True)
class Document:
    """A document that is no Python file. ``inner`` takes its blocks back; without it they are only looked at.

    ``texts`` are the blocks as they stand in the document, ``numbers`` their cells.
    """

    reading: Reading
    program: Program
    inner: Notebook | Page | None
    texts: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()

    def encode(self, texts: Sequence[str]) -> bytes:
        """The bytes of the document with these texts in its blocks."""
        if isinstance(self.inner, Notebook):
            return self.inner.encode(dict(zip(self.numbers, texts, strict=True)))
        assert isinstance(self.inner, Page)
        return self.inner.encode(texts)


def open_document(path: str, data: bytes) -> Document:
    """Read a document's bytes. Raises `Unreadable` and `CannotMigrate`."""
    ending = suffix(path)
    if ending in NOTEBOOKS:
        return _notebook(open_notebook(data))
    refuse_size(len(data))  # a page is parsed as a whole
    page = open_page(data, ending)
    if ending in TEXTS:
        return Document(Reading((), asides=tuple(prose.in_page("".join(page.lines).replace("\r\n", "\n")))), Program(()), None)
    raws = [fence.raw for fence in page.fences]
    reading = _read(raws)
    return Document(reading, Program(reading.blocks, page.gaps), page, tuple(raw.text for raw in raws))


def _notebook(notebook: Notebook) -> Document:
    cells = [cell for cell in notebook.cells if cell.language in ("", "python")] if notebook.is_python else []
    reading = _read([_raw(cell) for cell in cells])
    program = Program(reading.blocks)
    return Document(reading, program, notebook, tuple(cell.source for cell in cells), tuple(cell.number for cell in cells))


def _read(raws: Sequence[Raw]) -> Reading:
    refuse_size(sum(len(raw.text) for raw in raws))
    refuse_own_names("".join(raw.text for raw in raws))
    return read(raws)


def _raw(cell: Cell) -> Raw:
    lines = cell.source.count("\n") + 1
    return Raw(cell.source, tuple(Origin(line, cell.number) for line in range(1, lines + 1)), executed=True)


def program_text(path: str, data: bytes) -> str | None:
    """The code of a document as one module; None when it cannot be read."""
    try:
        return open_document(path, data).program.text
    except (Unreadable, CannotMigrate):
        return None


def parts(path: str, data: bytes) -> Mapping[int | None, str]:
    """The text of a file in which findings count lines: of each cell of a notebook, or of the whole file."""
    try:
        if suffix(path) in NOTEBOOKS:
            return {cell.number: cell.source for cell in open_notebook(data).cells}
    except Unreadable:
        return {}
    return {None: data.decode("utf-8", "replace")}
