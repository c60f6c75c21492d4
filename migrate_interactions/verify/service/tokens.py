"""Counting tokens: a word or a sign is one, a medium is 258. Deterministic and the same for both APIs, not the real tokenizer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from migrate_interactions.verify.canonical import MEDIA, Call, Part

_TOKEN = re.compile(r"\w+|[^\w\s]")
_MEDIUM = 258


@dataclass(frozen=True)
class Usage:
    """Token counts of one answer."""

    input: int
    output: int
    thoughts: int

    @property
    def total(self) -> int:
        return self.input + self.output + self.thoughts


def count_text(text: str) -> int:
    return len(_TOKEN.findall(text))


def count_part(part: Part) -> int:
    if part.kind == MEDIA:
        return _MEDIUM
    return count_text(part.text) + count_text(part.name) + count_text(part.value)


def count_call(call: Call) -> int:
    """Tokens of the prompt: system text, history, input and tools."""
    said = sum(count_part(part) for turn in call.turns for part in turn.parts)
    tools = sum(count_text(f"{tool.kind} {tool.name} {tool.description} {tool.settings}") for tool in call.tools)
    return count_text(call.system) + said + tools


def cut(text: str, limit: int) -> str:
    """The text up to its first ``limit`` tokens."""
    ends = [match.end() for match in _TOKEN.finditer(text)]
    return text if len(ends) <= limit else text[: ends[limit - 1] if limit > 0 else 0]
