"""Files that hold the bodies of requests and lie where the document does: read, and rewritten when nothing else uses them."""

from __future__ import annotations

import os
from pathlib import Path

from codemods.outcome import Migration
from migrate_interactions.disk import read_regular
from migrate_interactions.results import Migrated

#: How many files of the folder are asked, and how long they may be.
_MOST, _LONGEST = 300, 1_000_000


class Beside:
    """The files beside one document."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.folder = Path(path).parent
        self.data: dict[str, bytes] = {}

    def text(self, name: str) -> str | None:
        """The text of a file; None when there is none. Raises `LookupError` for one that may have other users."""
        bare = name.removeprefix("./")
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

    def _named_in(self, name: str) -> str:
        """Another file of the folder that names this one."""
        try:
            entries = sorted(entry.path for entry in os.scandir(self.folder) if entry.is_file())
        except OSError:
            return ""
        if len(entries) > _MOST:
            return "one of very many files"
        for entry in entries:
            if os.path.samefile(entry, self.path) if os.path.exists(self.path) else False:
                continue
            try:
                held = os.path.getsize(entry) <= _LONGEST and name.encode() in read_regular(entry)
            except (OSError, ValueError):
                continue
            if held and os.path.basename(entry) != name:
                return os.path.basename(entry)
        return ""

    def results(self, outputs: dict[str, str]) -> tuple[Migrated, ...]:
        """The files that change."""
        return tuple(
            Migrated(
                os.path.join(os.path.dirname(self.path), name), self.data[name], text.encode(), Migration(self.data[name].decode(), text)
            )
            for name, text in sorted(outputs.items())
            if text.encode() != self.data[name]
        )
