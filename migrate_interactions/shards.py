"""`--shard I/N`: one part of a run, so that several machines do one run together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from zlib import crc32

from migrate_interactions.exits import UsageError

_FORM = re.compile(r"([1-9][0-9]*)/([1-9][0-9]*)")


@dataclass(frozen=True)
class Shard:
    """The ``number``-th of ``count`` parts. Every shard knows the whole project, and examines, reports and writes its own files."""

    number: int
    count: int

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def holds(self, path: str) -> bool:
        """Whether a file belongs to this part, going by its path (as users see it) alone: other files may come and go."""
        return crc32(path.encode("utf-8", "surrogateescape")) % self.count == self.number - 1


def parse(text: str) -> Shard:
    """Raises `UsageError`."""
    match = _FORM.fullmatch(text.strip())
    if match is None or int(match[1]) > int(match[2]):
        raise UsageError(f"--shard {text}: has to be I/N, such as 1/4 up to 4/4")
    return Shard(int(match[1]), int(match[2]))
