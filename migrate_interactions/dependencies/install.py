"""Install lines: `pip install google-generativeai` and the like, as shells and notebooks have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from migrate_interactions.dependencies.decide import Decision, Situation, decide
from migrate_interactions.dependencies.declared import Declared, pep508
from migrate_interactions.dependencies.needed import NODE
from migrate_interactions.dependencies.splices import Splice, spliced

IN_STRING = "the command is inside of a string"
_COMMAND = re.compile(
    r"""(?<![\w./-])(?:
        (?P<python>(?:python[\d.]*|py)\s+-m\s+(?:pip|uv\s+pip)\s+install|(?:pip[\d.]*|uv\s+pip|pipenv)\s+install|(?:uv|poetry|pdm|rye)\s+add)
        |(?P<node>(?:npm|pnpm|bun)\s+(?:install|i|add)|yarn\s+add)
    )(?=[ \t\\])""",
    re.VERBOSE,
)
#: What is between the words of a command, and a word: pieces in quotes and without.
_GAP = re.compile(r"(?:[ \t]|\\\r?\n)+")
_WORD = re.compile(r"""(?:"[^"\n]*"|'[^'\n]*'|\\[^\r\n]|[^\s;&|()`"'\\])+""")
_NODE_WORD = re.compile(r"(?P<name>@google/(?:genai|generative-ai))(?:@(?P<versions>[^@]+))?")


def put_right(line: str, situation: Situation) -> str:
    """One install line (or several) with what the situation asks for; the same text where there is nothing to do."""
    return spliced(line, (splice for decision in decisions(line, situation) for splice in decision.splices))


def decisions(text: str, situation: Situation) -> Iterator[Decision]:
    """What becomes of the packages that matter, in all install commands of a text."""
    words = [word for command in _COMMAND.finditer(text) for word in _words_of(text, command)]
    for decision in decide(text, words, situation):
        yield replace(decision, code="GI024", splices=_quoted(text, decision))


def _words_of(text: str, command: re.Match[str]) -> Iterator[Declared]:
    place = _before(text, command.start())
    if place != "comment":
        for word in _words(text, command):
            yield replace(word, held=IN_STRING) if place == "string" else word


def _before(text: str, at: int) -> str:
    """Whether a command is in a comment or a string: going by what is before it on its line."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    quote = ""
    for index, letter in enumerate(line):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter == "#" and not line[:index].rstrip("#")[-1:].strip():
            return "comment"
    return "string" if quote else ""


def _words(text: str, command: re.Match[str]) -> Iterator[Declared]:
    group = str(command.start())
    at = command.end()
    while gap := _GAP.match(text, at):
        word = _WORD.match(text, gap.end())
        if not word or word[0].startswith("#"):
            return
        at = word.end()
        inside = 1 if re.fullmatch(r"""(["'])[^"']*\1""", word[0]) else 0
        start, end = word.start() + inside, word.end() - inside
        if command["node"]:
            yield from _package(text, start, end, group)
        else:
            for found in pep508(text, start, end, "word", group):
                yield found.around(*word.span())


def _package(text: str, start: int, end: int, group: str) -> Iterator[Declared]:
    match = _NODE_WORD.fullmatch(text, start, end)
    if match:
        versions = match.span("versions") if match["versions"] else (end, end)
        # A bare name installs the newest; only a retired one has to go.
        held = "" if match["name"] == NODE.sdk or not match["versions"] else "it has a version"
        yield Declared(match["name"], "npm", "word", (start, end), match.span("name"), versions, group, held=held)


def _quoted(text: str, decision: Decision) -> tuple[Splice, ...]:
    """The change of a word as a change of all of it, in quotes where the shell would read it as something else."""
    start, end = decision.declared.entry
    if any(splice.start < start or splice.new.startswith(" ") for splice in decision.splices) or not decision.splices:
        return decision.splices  # a word that goes, or another one behind it
    word = spliced(text[start:end], (Splice(splice.start - start, splice.end - start, splice.new) for splice in decision.splices))
    return (Splice(start, end, f'"{word}"' if re.search(r"[<>]", word) and word[0] not in "\"'" else word),)
