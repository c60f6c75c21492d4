"""Commands that ask the model by the new API already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from codemods.rest import address, flow, shell
from codemods.rest.flow import Script
from codemods.rest.text import plain

if TYPE_CHECKING:
    from ast_grep_py import SgNode


def asking(script: Script) -> Iterator[tuple[int, int]]:
    """Where a script sends requests to `…/interactions`: rather too few than one that is somebody else's."""
    if "interactions" not in script.source:
        return
    known = flow.literal_variables(script)
    for command in script.commands:
        if shell.name(command) == "curl" and any(_leads(word, script, known) for word in shell.words(command)):
            yield shell.span(command)


def _leads(word: SgNode, script: Script, known: dict[str, str]) -> bool:
    text = script.text(word)
    given = known.get(text.source[text.chars[0].start : text.chars[0].end].strip("${}")) if text is not None and text.chars else None
    return text is not None and (address.is_asking(text, given) or (given is not None and address.is_asking(plain(given), None)))
