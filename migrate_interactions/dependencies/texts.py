"""Files that are no code, as text and back: only what survives that byte for byte is ever edited."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass

from codemods.options import Options
from codemods.outcome import Finding, Fix, Migration
from codemods.rules import RULES
from migrate_interactions.dependencies.splices import Splice, span, spliced
from migrate_interactions.disk import read_regular
from migrate_interactions.results import Migrated

_SUPPRESSION = re.compile(r"migrate-interactions:\s*ignore(?:\[(?P<codes>[^\]]*)\])?")
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class TextFile:
    """A file's bytes, and the text that they are."""

    path: str
    data: bytes
    text: str
    encoding: str


@dataclass(frozen=True)
class Remark:
    """Something to say about a stretch of a text, with the change where there is one to make."""

    start: int
    end: int
    code: str
    message: str
    splices: tuple[Splice, ...] = ()
    help: str = ""
    assumptions: tuple[str, ...] = ()


def read(path: str, display: str, data: bytes | None = None) -> TextFile | None:
    """The text of a file; None where there is none to be had."""
    try:
        found = read_regular(path) if data is None else data
        encoding = "utf-16" if found.startswith(_MARKS) else "utf-8"
        text = found.decode(encoding)
    except (OSError, ValueError):
        return None
    return TextFile(display, found, text, encoding) if text.encode(encoding) == found else None


def outcome(file: TextFile, remarks: Iterable[Remark], options: Options) -> Migrated | None:
    """The file with the changes that are wanted, and what is left to say; None for a file without a remark."""
    rewritten: list[Finding] = []
    left: list[Finding] = []
    notes: list[Finding] = []
    splices: list[Splice] = []
    for remark in remarks:
        if not options.wants(remark.code) or _suppressed(file.text, remark):
            continue
        if remark.splices and options.takes(frozenset(remark.assumptions)):
            rewritten.append(_finding(file.text, remark))
            splices += remark.splices
        else:
            (notes if RULES[remark.code].severity == "note" else left).append(_finding(file.text, remark))
    if not (rewritten or left or notes):
        return None
    output = spliced(file.text, splices)
    migration = Migration(file.text, output, tuple(rewritten), tuple(left), tuple(notes))
    return Migrated(file.path, file.data, output.encode(file.encoding), migration)


def _finding(text: str, remark: Remark) -> Finding:
    rule = RULES[remark.code]
    fix: Fix | None = None if not remark.splices else "unsafe" if remark.assumptions else "safe"
    place = span(text, remark.start, remark.end)
    return Finding(place, remark.code, remark.message, rule.severity, fix, remark.assumptions, help=remark.help or rule.help)


def _suppressed(text: str, remark: Remark) -> bool:
    start = text.rfind("\n", 0, remark.start) + 1
    end = text.find("\n", remark.end)
    match = _SUPPRESSION.search(text, start, len(text) if end < 0 else end)
    if not match:
        return False
    return match["codes"] is None or remark.code in re.split(r"[,\s]+", match["codes"].strip())
