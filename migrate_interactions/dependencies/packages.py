"""package.json and install lines of npm: what the JavaScript of a run asks of them."""

from __future__ import annotations

import os
from pathlib import Path

from migrate_interactions.dependencies import documents, usage
from migrate_interactions.dependencies.decide import Situation
from migrate_interactions.dependencies.files import Around
from migrate_interactions.dependencies.needed import NEEDED, NODE
from migrate_interactions.discovery import Discovered, display
from migrate_interactions.disk import absolute
from migrate_interactions.javascript import is_script
from migrate_interactions.results import Survey


class Packages:
    """Answers about the JavaScript of a run. ``needing`` are its files that use the new API, as they are after the run."""

    def __init__(self, survey: Survey, found: Discovered, around: Around) -> None:
        self.found = found
        self.around = around
        scripts = [result for result in survey.migrated if is_script(result.path)]
        self.needing = [absolute(result.path) for result in scripts if usage.calls_interactions(result.output)]

    def situations(self) -> dict[str, Situation]:
        """Each package.json that names an SDK and holds for code that uses the new API."""
        listed = [path for folder in self.found.folders for path in self.around.listing(folder) if path.endswith("/package.json")]
        held = [path for code in self.needing if (path := self._holding(code)) is not None]
        naming = [path for path in dict.fromkeys([*listed, *held]) if self.around.declared(path)]
        situations = ((path, self._situation_in(os.path.dirname(path))) for path in naming)
        return {path: situation for path, situation in situations if situation is not None}

    def situation(self, path: str, top: str, kind: documents.Kind) -> Situation | None:
        """What the install lines of a document have to ask for; None where nothing is known to need the new SDK."""
        data = self.around.data(path)
        if kind.alone:
            return None
        if kind.prose and usage.uses_node_interactions(data):
            return Situation(NEEDED["steps"], display(path) if usage.uses_retired(data, NODE) else "", family=NODE)
        around = self._situation_in(self._folder_of(path, top))
        # A page about code that still uses the retired SDK may well be about that code.
        return None if kind.prose and around is not None and around.user else around

    def _situation_in(self, folder: str) -> Situation | None:
        """What the code below a folder asks for."""
        code = [self.around.data(path) for path in self.around.listing(folder) if path.endswith(usage.SUFFIXES[NODE])]
        using = [data for data in code if usage.calls_interactions(data)]
        if not any(map(usage.imports_node_sdk, code)) or not using:
            return None
        needed = NEEDED["steps"].raised(usage.node_floor(using))
        return Situation(needed, self.around.user(folder, NODE), family=NODE)

    def _holding(self, code: str) -> str | None:
        """The nearest package.json upward that names an SDK."""
        top = self.around.top(os.path.dirname(code))
        for folder in Path(code).parents:
            path = absolute(str(folder / "package.json"))
            if os.path.isfile(path) and self.around.declared(path):
                return path
            if top is not None and folder == Path(top):
                break
        return None

    def _folder_of(self, path: str, top: str) -> str:
        """The folder of the package that a document is part of."""
        for folder in Path(path).parents:
            if (folder / "package.json").is_file() or absolute(str(folder)) == absolute(top):
                return str(folder)
        return top
