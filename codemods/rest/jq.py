"""jq filters that read an old answer, as filters that read an interaction.

Only what a filter reads from the whole answer is looked at: everything behind the first pipe works on values, which stay what they were.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from codemods.api import outputs
from codemods.api.legacy import CONTENTS
from codemods.api.outputs import Outputs
from codemods.api.response import RESPONSE
from codemods.settings.records import snake

_PATH = re.compile(r"\.[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[[^\[\]]*\]|\?)*")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_FIRST = r"candidates(?:\[0?\]|\[0\])"
_SAID = 'select(.type == "model_output")'

#: Texts of an answer: all of them as one, and one by one.
_TEXT = f"[.steps[]? | {_SAID}.content[]? | .text // empty] | add"
_TEXTS = f'.steps[] | {_SAID} | .content[]? | select(.type == "text") | .text'
_CALLS = '.steps[] | select(.type == "function_call")'
_CALL = '[.steps[]? | select(.type == "function_call")][0]'
_CALL_KEYS = {"": "", ".name": ".name", ".args": ".arguments"}


@dataclass(frozen=True)
class Reading:
    """A filter in its new form. ``changed`` tells that the value it gives has another shape, which only people can take."""

    filter: str
    changed: bool = False


class Unknown(Exception):
    """A filter that reads something without a counterpart that is known."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def rewritten(text: str, answer: Outputs) -> Reading:
    """The filter for an interaction. Raises `Unknown`."""
    first, pipe, rest = _split(text)
    if first.strip() in (".", ""):
        if pipe:
            return _onward(first, pipe, rest, answer)
        return Reading(text, changed=True)
    found = [match for match in _PATH.finditer(_blanked(first)) if not _is_key(first, match.start())]
    if not found or re.search(r"[()$]|\bdef\b|\bif\b", _blanked(first)):
        raise Unknown("this filter is not one of the forms that are known")
    whole = len(found) == 1 and first.strip() == found[0][0]
    pieces, place, changed = [], 0, False
    for match in found:
        new, shape = _path(match[0], answer)
        changed = changed or shape
        grouped = new if whole or "|" not in new else f"({new})"
        pieces += [first[place : match.start()], grouped]
        place = match.end()
    if changed and pipe:
        raise Unknown("the filter goes on with a value that has another shape now")
    return Reading("".join([*pieces, first[place:]]) + pipe + rest, changed)


def _onward(first: str, pipe: str, rest: str, answer: Outputs) -> Reading:
    """`. | …` reads the whole answer behind the pipe."""
    inner = rewritten(rest, answer)
    return Reading(first + pipe + inner.filter, inner.changed)


def _split(text: str) -> tuple[str, str, str]:
    """A filter up to its first pipe outside of brackets, the pipe, and what follows."""
    depth = 0
    for place, sign in enumerate(_blanked(text)):
        if sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
        elif sign == "|" and depth == 0:
            return text[:place], "|", text[place + 1 :]
        elif sign == "|":
            raise Unknown("this filter is not one of the forms that are known")
    return text, "", ""


def _blanked(text: str) -> str:
    """The filter without what is inside its strings, which may hold filters of their own."""
    if "\\(" in text:
        raise Unknown("this filter is not one of the forms that are known")
    return _STRING.sub(lambda match: '"' + " " * (len(match[0]) - 2) + '"', text)


def _is_key(text: str, at: int) -> bool:
    """Whether a dot goes on from something in front of it."""
    return at > 0 and (text[at - 1].isalnum() or text[at - 1] in '_])"?')


def _path(path: str, answer: Outputs) -> tuple[str, bool]:
    """What a path from the whole answer is now, and whether its value has another shape. Raises `Unknown`."""
    old = _spelled(path)
    if old in ("error", "error.message"):
        return path, False
    each = re.fullmatch(r"candidates\[0?\]\.content\.parts\[(0?|-1)\]\.(.+)", old)
    if each is not None:
        return _part(each[1], each[2], answer)
    if re.fullmatch(r"candidates\[0?\](?:\.content(?:\.parts(?:\[0?\])?)?)?|candidates", old):
        return (".steps[]" if "[]" in old else ".steps"), True
    row = RESPONSE.get(re.sub(r"\[\]", "[0]", old))
    if row is not None and row.kind in ("rename", "object"):
        return f".{row.new}", row.kind == "object"
    if row is not None and row.shown:
        return f".{row.shown}", True
    raise Unknown(row.help if row is not None and row.help else f"`{path}` has no counterpart that is known")


def _part(index: str, key: str, answer: Outputs) -> tuple[str, bool]:
    """What is read of the parts of an answer: of each, or of one of them."""
    plain = not answer.kinds - {outputs.TEXT, outputs.CALL}
    if key == "text" and plain:
        # Pieces without a text gave null where every part was read.
        return (_TEXT, False) if index else (_TEXTS, outputs.CALL in answer.kinds)
    call = re.fullmatch(r"function_call((?:\.name|\.args)?)(.*)", key)
    if call is not None and (call[1] == ".args" or not call[2]):
        behind = _CALL_KEYS[call[1]] + call[2]
        return (f"{_CALL}{behind}" if index else f"{_CALLS}{' | ' + behind if behind else ''}"), not call[1]
    if key in ("inline_data.data", "inline_data.mime_type") and outputs.MEDIA in answer.kinds and len(answer.media) == 1:
        own = f'{_SAID}.content[]? | select(.type == "{answer.media[0]}")'
        return f"[.steps[]? | {own}][0].{key.partition('.')[2]}", False
    raise Unknown("what an answer holds besides text are steps of its own now: select them by their type")


def _spelled(path: str) -> str:
    """A path as the tables have it: without the first dot, in snake case; names of arguments stay."""
    pieces = re.findall(r"[A-Za-z_]\w*|\[[^\[\]]*\]", path)
    found, own = "", False
    for piece in pieces:
        if piece.startswith("["):
            found += "[]" if piece == "[]" else piece.replace(" ", "")
        else:
            found += f".{piece if own else snake(piece)}"
            own = own or piece == "args"
    return found.removeprefix(".")


#: Paths of the legacy schema, as they are written in filters.
_LEGACY_TEXT = re.compile(r"\.outputs\[(?:-1|0)\]\.text(?![\w.\[])")
_LEGACY_EACH = re.compile(r"\.outputs\[\](?P<rest>\s*\|\s*select\(\.type\s*==\s*\"text\"\)(?:\s*\|\s*)?\.text|\.text)(?![\w.\[])")


def legacy(text: str) -> Reading:
    """A filter for answers of the legacy schema, as one for today's. Raises `Unknown`."""
    if not re.search(r"\.outputs\b", text):
        return Reading(text)
    new = _LEGACY_EACH.sub(lambda match: _TEXTS, text)
    new = _LEGACY_TEXT.sub(lambda match: _TEXT if match[0] == new.strip() else f"({_TEXT})", new)
    if re.search(r"\.outputs\b", new):
        raise Unknown(f"outputs are steps now, of which those of type model_output hold {', '.join(sorted(CONTENTS))}")
    return Reading(new)
