"""How a requirement joins another one, or leaves its list, so that the list looks as its author wrote it."""

from __future__ import annotations

import re

from migrate_interactions.dependencies.declared import Declared
from migrate_interactions.dependencies.splices import Splice

_LINE_PREFIX = re.compile(r"""\ufeff?[ \t]*(?:-[ \t]+)?(?P<quote>["']?)""")
_ALONE = re.compile(r"""[ \t]*,?[ \t]*(?P<comment>#.*)?\r?""")


def sibling(text: str, declared: Declared, name: str, versions: str) -> Splice | None:
    """A requirement behind another one of the same list; None where that cannot be written."""
    if declared.shape == "word" and declared.grammar == "npm":
        return Splice(declared.entry[1], declared.entry[1], f" {name}")
    if declared.shape == "word":
        return Splice(declared.entry[1], declared.entry[1], f' "{name}{versions}"')
    if declared.grammar == "npm":
        return _earlier_member(text, declared, f'"{name}": "{versions}",')
    if declared.shape == "item":
        return _next_item(text, declared, name + versions)
    start, end, ending = _line(text, declared)
    indent = text[start : declared.entry[0]]
    if declared.shape == "key":
        indent = re.sub(r"\S.*", "", indent)
        return _next_line(text, end, f'{indent}{name} = "{versions}"', ending)
    match = _LINE_PREFIX.fullmatch(indent)
    return _next_line(text, end, f"{indent.lstrip(chr(0xFEFF))}{name}{versions}{match['quote']}", ending) if match else None


def removal(text: str, declared: Declared) -> Splice | None:
    """The requirement leaves its list; None where something would be lost with it, such as a comment."""
    if declared.shape == "word":
        before = text[: declared.entry[0]]
        return Splice(len(before.rstrip(" \t")), declared.entry[1], "")
    start, end, _ = _line(text, declared)
    before, behind = text[start : declared.entry[0]], text[declared.entry[1] : end].rstrip("\n")
    if declared.shape == "item":
        return _removed_item(text, declared, start, end)
    if declared.grammar == "npm":
        return Splice(start, end, "") if not before.strip() and behind.strip() == "," else None
    whole = declared.shape == "key" or _LINE_PREFIX.fullmatch(before)
    return Splice(start, end, "") if whole and "#" not in behind and not behind.rstrip().endswith("\\") else None


def _line(text: str, declared: Declared) -> tuple[int, int, str]:
    """The lines that a requirement is on: start, end with the line feed, and how lines end there."""
    start = text.rfind("\n", 0, declared.entry[0]) + 1
    feed = text.find("\n", declared.entry[1])
    if feed < 0:
        return start, len(text), "\r\n" if "\r\n" in text else "\n"
    return start, feed + 1, "\r\n" if text[feed - 1] == "\r" else "\n"


def _next_line(text: str, at: int, line: str, ending: str) -> Splice:
    return Splice(at, at, line + ending) if text[:at].endswith("\n") else Splice(at, at, ending + line)


def _earlier_member(text: str, declared: Declared, member: str) -> Splice:
    """A member of an object before another one: what goes before needs no look at the commas behind."""
    start, _, ending = _line(text, declared)
    indent = text[start : declared.entry[0]]
    return Splice(declared.entry[0], declared.entry[0], member + (" " if indent.strip() else ending + indent))


def _next_item(text: str, declared: Declared, requirement: str) -> Splice:
    start, end, ending = _line(text, declared)
    quote = text[declared.entry[0]]
    behind = text[declared.entry[1] : end].rstrip("\n")
    alone = _ALONE.fullmatch(behind)
    if text[start : declared.entry[0]].strip() or not alone:
        return Splice(declared.entry[1], declared.entry[1], f", {quote}{requirement}{quote}")
    indent = text[start : declared.entry[0]]
    if behind.lstrip().startswith(","):
        return _next_line(text, end, f"{indent}{quote}{requirement}{quote},", ending)
    comma = f",{behind.rstrip(chr(13))}" if behind.rstrip("\r") else ","
    return Splice(declared.entry[1], end, f"{comma}{ending}{indent}{quote}{requirement}{quote}{ending}")


def _removed_item(text: str, declared: Declared, start: int, end: int) -> Splice | None:
    behind = text[declared.entry[1] : end].rstrip("\n")
    alone = _ALONE.fullmatch(behind)
    if alone and alone["comment"]:
        return None
    if alone and not text[start : declared.entry[0]].strip():
        return Splice(start, end, "")
    if comma := re.compile(r"\s*,[ \t]*").match(text, declared.entry[1]):
        return Splice(declared.entry[0], comma.end(), "")
    before = re.search(r",\s*$", text[: declared.entry[0]])
    return Splice(before.start() if before else declared.entry[0], declared.entry[1], "")
