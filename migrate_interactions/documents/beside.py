"""Files that hold the bodies of requests and lie where the document does: read, and rewritten when nothing else uses them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from codemods.outcome import Migration
from migrate_interactions.disk import read_regular
from migrate_interactions.results import Migrated

#: How many files of the folder are asked, and how long they may be.
_MOST, _LONGEST = 300, 1_000_000


class Beside:
    """The files beside one document; none, where it stands ``alone``."""

    def __init__(self, path: str, *, alone: bool = False) -> None:
        self.path = path
        self.alone = alone
        self.folder = Path(path).parent
        self.data: dict[str, bytes] = {}

    def text(self, name: str) -> str | None:
        """The text of a file; None when there is none. Raises `LookupError` for one that may have other users."""
        bare = name.removeprefix("./")
        if self.alone:
            raise LookupError("which is not to change")
        if os.path.isabs(bare) or ".." in Path(bare).parts:
            return None
        try:
            data = read_regular(str(self.folder / bare))
            text = data.decode("utf-8")
        except (OSError, ValueError):
            return None
        other = self._named_in(Path(bare).name)
        if other:
            raise LookupError(f"which `{other}` names as well")
        self.data[bare] = data
        return text

    def is_sourced(self) -> bool:
        """Whether another script of the folder takes this one in."""
        own = re.compile(rb"^\s*(?:source|\.)\s[^\n]*" + re.escape(os.path.basename(self.path).encode()), re.MULTILINE)
        return any(own.search(data) for _, data in self._others())

    def _named_in(self, name: str) -> str:
        """Another file of the folder that names this one."""
        return next((other for other, data in self._others() if other != name and name.encode() in data), "")

    def _others(self) -> Iterator[tuple[str, bytes]]:
        """The other files of the folder, as far as they are short and few."""
        own = os.path.basename(self.path)
        try:
            names = sorted(entry.name for entry in os.scandir(self.folder) if entry.is_file() and entry.name != own)
        except OSError:
            return
        for name in names[:_MOST]:
            place = str(self.folder / name)
            try:
                if os.path.getsize(place) <= _LONGEST:
                    yield name, read_regular(place)
            except (OSError, ValueError):
                continue

    def results(self, outputs: dict[str, str]) -> tuple[Migrated, ...]:
        """The files that change."""
        return tuple(
            Migrated(
                os.path.join(os.path.dirname(self.path), name), self.data[name], text.encode(), Migration(self.data[name].decode(), text)
            )
            for name, text in sorted(outputs.items())
            if text.encode() != self.data[name]
        )
