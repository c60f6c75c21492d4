"""From the code of a document's cells or fences to blocks of a program, and what is to be said about those that are not Python."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from codemods.outcome import Finding, Severity, Span
from codemods.rules import RULES
from migrate_interactions.documents import OLD_CALL
from migrate_interactions.documents.blocks import (
    KEPT,
    OWN,
    Block,
    Mask,
    Origin,
    bound_names,
    function_names,
    imported_names,
    reads_outputs,
    showing,
)
from migrate_interactions.documents.ipython import Masked, Masking

#: Words of code that matters even where it cannot be parsed.
_OLD = re.compile(
    r"\b(?:generate_content\w*|send_message\w*|start_chat)\s*\(|\.chats\.create\b"
    r"|google\.generativeai|import generativeai|\bgenerative_models\b"
)
#: Comments on top of a cell that are no comments to its reader: they have to stay on top.
_HEADING = re.compile(r"#\s*@(?:title|markdown|param)\b|#\|")
#: Cell magics that write what is below them to a file.
_WRITING = frozenset({"writefile", "file"})


@dataclass(frozen=True)
class Raw:
    """The code of one block as it is in the document, line by line. ``executed`` blocks show the value of their last expression.

    ``outputs`` are lines (from 0) that are no code.
    """

    text: str
    origins: tuple[Origin, ...]
    executed: bool = False
    outputs: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Aside:
    """Code in a document that is no part of its program. ``code`` is the rule for old calls in it."""

    raws: tuple[Raw, ...]
    code: str
    message: str
    help: str = ""


@dataclass(frozen=True)
class Reading:
    """The blocks of a document, the findings about what could not be read, and code that stands aside."""

    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()
    asides: tuple[Aside, ...] = ()


def read(raws: Sequence[Raw]) -> Reading:
    """The blocks of a document in order."""
    texts = _readable(raws)
    masking = Masking(bound_names(texts), imported_names(texts))
    functions = function_names(texts)
    printing = "print" if not reads_outputs(texts) else KEPT
    blocks: list[Block] = []
    findings: list[Finding] = []
    asides: list[Aside] = []
    for number, raw in enumerate(raws):
        masked, problem = _masked(raw, masking)
        if problem is not None:
            findings.append(_unread(raw, problem))
        elif masked.opaque in _WRITING:
            asides.append(_written_file(raw))
        else:
            findings += _in_masks(raw, masked)
        block = _block(raw, masked, number)
        blocks.append(showing(block, number, functions, printing) if raw.executed and problem is None else block)
    return Reading(tuple(blocks), tuple(findings), tuple(asides))


def syntax_error(text: str) -> tuple[str, int] | None:
    """Why text does not parse, and the line; None when it does."""
    try:
        ast.parse(text)
    except SyntaxError as error:
        return str(error.msg), min(error.lineno or 1, text.count("\n") + 1)
    except (ValueError, RecursionError, MemoryError) as error:
        return str(error) or "nested too deeply", 1
    return None


def _readable(raws: Iterable[Raw]) -> list[str]:
    """The code of the blocks as far as it parses, for the names in it."""
    plain = Masking()
    masked = (_masked(raw, plain)[0] for raw in raws)
    return ["\n".join(line.text for line in found.lines) for found in masked]


def _masked(raw: Raw, masking: Masking) -> tuple[Masked, tuple[str, int] | None]:
    """The block for the parser; with the problem, when it stays unread."""
    if raw.outputs:
        problem = syntax_error(_without_outputs(raw))
        return (masking.whole(raw.text), problem) if problem is not None else (masking.mask_lines(raw.text, raw.outputs), None)
    problem = syntax_error(raw.text)
    if problem is None:
        return masking.plain(raw.text), None
    masked = masking.mask(raw.text)
    if masked.opaque or not (masked.masks or masked.opaque):
        return (masked, None) if masked.opaque else (masking.whole(raw.text), problem)
    text = "\n".join(line.text for line in masked.lines)
    problem = syntax_error(text)
    if problem is None:
        return masked, None
    return masking.whole(raw.text), (problem[0], masked.lines[problem[1] - 1].source + 1)


def _without_outputs(raw: Raw) -> str:
    return "\n".join("0" if number in raw.outputs else line for number, line in enumerate(raw.text.split("\n")))


def _block(raw: Raw, masked: Masked, number: int) -> Block:
    lines = [(line.text, raw.origins[line.source]) for line in masked.lines]
    masks = list(masked.masks)
    heading = next((place for place, (text, _) in enumerate(lines) if not text.startswith("#")), len(lines))
    if not _HEADING.match(lines[0][0]):
        heading = 0
    for place in range(heading):
        text, origin = lines[place]
        masks.append(Mask(f"{OWN}heading_{number}_{place}__", text))
        lines[place] = (masks[-1].stand_in, origin)
    return Block(tuple(lines), tuple(masks))


# -- findings ------------------------------------------------------------------------------------------------------


def _unread(raw: Raw, problem: tuple[str, int]) -> Finding:
    """A block that does not parse. Without words of the old API it is only worth knowing."""
    message, line = problem
    severity: Severity = "error" if _OLD.search(raw.text) else "note"
    return finding_at(raw.origins[line - 1], "GI001", f"this block does not parse, and stays as it is: {message}", severity)


def _in_masks(raw: Raw, masked: Masked) -> list[Finding]:
    """Old calls in lines that only IPython reads."""
    found = []
    for mask in masked.masks:
        if OLD_CALL.search(mask.text):
            place = next(line.source for line in masked.lines if mask.stand_in in line.text)
            found.append(finding_at(raw.origins[place], "GI200", "an old call in code that IPython reads, not Python, is not rewritten"))
    return found


def finding_at(origin: Origin, code: str, message: str, severity: Severity | None = None, help: str = "") -> Finding:
    """A finding about a whole line."""
    rule = RULES[code]
    span = Span(origin.line, 1, origin.line, 1)
    return Finding(span, code, message, severity or rule.severity, help=help or rule.help, cell=origin.cell)


def _written_file(raw: Raw) -> Aside:
    first, _, body = raw.text.partition("\n")
    below = replace(raw, text=body, origins=raw.origins[1:], executed=False)
    name = first.split()[-1] if len(first.split()) > 1 else "a file"
    return Aside((below,), "GI200", f"old code that this cell writes to {name} is not rewritten", "Put it into a file, and run on that.")
