"""What a run means for the files that are no code: requirements, lock files, install lines."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from codemods.options import Options
from migrate_interactions.configured import step as configured
from migrate_interactions.configured import values
from migrate_interactions.dependencies import documents, formats, locks, texts, usage
from migrate_interactions.dependencies.decide import Decision, Situation, decide
from migrate_interactions.dependencies.files import Around
from migrate_interactions.dependencies.needed import NEEDED, PYTHON, Needed
from migrate_interactions.dependencies.packages import Packages
from migrate_interactions.discovery import Discovered, display
from migrate_interactions.disk import absolute
from migrate_interactions.javascript import is_script
from migrate_interactions.results import Migrated, Skipped, Survey


def is_beside(path: str) -> bool:
    """Whether a file that was named is one for this step, and not code."""
    return formats.reader(path) is not None or values.reader(path) is not None


def added(survey: Survey, found: Discovered, excluded: Callable[[str], bool], options: Options, named: Sequence[str] = ()) -> Survey:
    """The survey with what becomes of the files beside the code that it is about; ``named`` are those that were named."""
    skipped = [result.path for result in survey.results if isinstance(result, Skipped)]
    around = Around({result.path: result.output for result in survey.migrated}, excluded, skipped, found.listings)
    step = _Step(survey, found, around, options, [absolute(path) for path in named])
    remarks: dict[str, list[texts.Remark]] = {}
    for path, remark in (*step.dependency_files(), *step.install_lines(), *configured.remarks(step.listed(), around)):
        said = remarks.setdefault(path, [])
        if remark not in said:  # folders that were named may be in one another
            said.append(remark)
    beside = {result.path: result for path, said in remarks.items() if (result := step.outcome(path, said)) is not None}
    results = tuple(step.with_install_lines(result) if isinstance(result, Migrated) else result for result in survey.results)
    beside |= {result.path: result for result in survey.beside}
    return replace(survey, results=results, beside=tuple(beside[path] for path in sorted(beside)))


Said: TypeAlias = tuple[str, texts.Remark]


class _Step:
    def __init__(self, survey: Survey, found: Discovered, around: Around, options: Options, named: Sequence[str]) -> None:
        self.survey = survey
        self.found = found
        self.around = around
        self.options = options
        self.named = named
        self.needed = NEEDED[options.schema]
        self.examined = {result.path: result for result in survey.migrated}
        self.failed = {failure.path for failure in survey.failed}
        code = (result for result in survey.migrated if not (_is_prose(result.path) or is_script(result.path)))
        self.needing = [result for result in code if _needs_sdk(result) or self._gets_client(result)]
        self.packages = Packages(survey, found, around)

    def listed(self) -> Iterator[str]:
        """Files that were named, and those in the folders of the run if any code in them is of interest at all."""
        yield from self.named
        if self.survey.project is not None:
            for folder in self.found.folders:
                yield from self.around.listing(folder)

    def _gets_client(self, result: Migrated) -> bool:
        """Whether code that does not name the SDK has the new API from a file that does: its own run may be over."""
        project = self.survey.project
        return project is not None and usage.calls_interactions(result.output) and project.knows_sdk(result.path)

    def outcome(self, path: str, remarks: list[texts.Remark]) -> Migrated | None:
        """What becomes of a file. Where its code changes as well, the change is made together with that one."""
        file, code = self.around.text(path), self.examined.get(display(path))
        result = texts.outcome(file, remarks, self.options) if file is not None else None
        if result is None or code is None or not code.changed:
            return result
        return replace(result, output=result.data, migration=replace(result.migration, output=result.migration.source))

    def with_install_lines(self, code: Migrated) -> Migrated:
        """A document whose code changes, with its install lines put right."""
        path = absolute(code.path)
        folder = next((folder for folder in self.found.folders if path.startswith(f"{absolute(folder)}/")), None)
        if not code.changed or folder is None or documents.kind_of(path) is None:
            return code
        file = texts.read(path, code.path, code.output)
        result = (
            texts.outcome(file, [remark for _, remark in self._installs(path, file, folder)], self.options) if file is not None else None
        )
        return replace(code, output=result.output) if result is not None else code

    # -- dependency files ---------------------------------------------------------------------------------------

    def dependency_files(self) -> Iterator[Said]:
        """Each dependency file that holds for code in need, and the lock files of those that change."""
        for path, situation in {**self._by_name(), **self._held_by_code(), **self.packages.situations()}.items():
            file = self.around.text(path)
            if file is not None:
                remarks = list(map(_remark, decide(file.text, self.around.declared(path), situation)))
                yield from ((path, remark) for remark in remarks)
                result = texts.outcome(file, remarks, self.options)
                if result is not None and result.changed:
                    yield from self._locks(Path(path))

    def _held_by_code(self) -> dict[str, Situation]:
        """The dependency files that hold for code in need. One file may be there for the code of several folders."""
        code: dict[str, list[Migrated]] = {}
        scopes: dict[str, str] = {}
        joining = {_folder(result) for result in self.needing if _is_new_to_sdk(result)}
        for result in self.needing:
            held = self.around.holding(_folder(result), joins=_folder(result) in joining)
            for path, scope in held.items():
                code.setdefault(path, []).append(result)
                scopes[path] = min(scope, scopes.get(path, scope), key=len)
        return {
            path: Situation(self._needed(results), self._user(scopes[path], path), any(_folder(result) in joining for result in results))
            for path, results in code.items()
        }

    def _needed(self, code: Iterable[Migrated]) -> Needed:
        """The versions that do for some code, as it is after the run."""
        return self.needed.raised(usage.floor(result.output for result in code))

    def _by_name(self) -> dict[str, Situation]:
        """Dependency files that were named, where code around them uses the new API."""
        situations: dict[str, Situation] = {}
        for path in self.named:
            folder = os.path.dirname(path)
            code = [self.around.data(file) for file in self.around.listing(folder) if file.endswith(usage.SUFFIXES[PYTHON])]
            needing = list(filter(usage.uses_interactions, code))
            if self.around.declared(path) and needing:
                situations[path] = Situation(self.needed.raised(usage.floor(needing)), self._user(folder, path))
        return situations

    def _user(self, scope: str, path: str) -> str:
        names = any(one.package == PYTHON.retired for one in self.around.declared(path))
        return self.around.user(scope, PYTHON) if names else ""

    def _locks(self, path: Path) -> Iterator[Said]:
        top = Path(self.around.top(str(path.parent)) or path.parent)
        for lock, command in locks.beside(path, top):
            message = f"{display(str(path))} changes, and this follows from it: run `{command}`"
            yield absolute(str(lock)), texts.Remark(0, 0, "GI023", message)

    # -- documents with install lines ---------------------------------------------------------------------------

    def install_lines(self) -> Iterator[Said]:
        """Install lines in the folders of the run."""
        for folder in self.found.folders:
            for path in self.around.listing(folder):
                kind = documents.kind_of(path)
                if kind is None or display(path) in self.failed or not (self.needing or self.packages.needing or kind.alone or kind.prose):
                    continue
                if _may_install(self.around.data(path)):
                    yield from self._installs(path, self.around.text(path), folder)

    def _installs(self, path: str, file: texts.TextFile | None, folder: str) -> Iterator[Said]:
        kind = documents.kind_of(path)
        if file is None or kind is None:
            return
        python, node = self._situation(path, folder, kind), self.packages.situation(path, folder, kind)
        for situation in (replace(python, family=PYTHON) if python else None, node):
            if situation is not None:
                yield from ((path, _remark(decision)) for decision in documents.decisions(file.text, kind, situation))

    def _situation(self, path: str, folder: str, kind: documents.Kind) -> Situation | None:
        """What a document has to ask for; None where nothing is known to need the new SDK."""
        data = self.around.data(path)
        own = display(path) if usage.uses_retired(data, PYTHON) else ""
        if kind.alone:
            code = self.examined.get(display(path))
            joins = code is not None and _is_new_to_sdk(code)
            return Situation(self.needed, own, joins) if joins or usage.uses_interactions(data) else None
        if kind.prose and (own or usage.uses_interactions(data)):
            return Situation(self.needed, own) if usage.uses_interactions(data) else None
        around = self._of_code_around(path, folder)
        # A page about code that still uses the retired SDK may well be about that code.
        return None if kind.prose and around is not None and around.user else around

    def _of_code_around(self, path: str, top: str) -> Situation | None:
        """What the code needs that a document is about: that of the nearest folder, upward, with any that uses an SDK."""
        users = self.around.users(top, PYTHON) if self.needing else []
        for above in Path(path).parents:
            inside = f"{absolute(str(above))}/"
            user = next((user for user in users if user.startswith(inside)), "")
            needing = [result for result in self.needing if absolute(result.path).startswith(inside)]
            if needing:
                return Situation(self._needed(needing), display(user) if user else "")
            if user or absolute(str(above)) == absolute(top):
                return None
        return None


def _remark(decision: Decision) -> texts.Remark:
    start, end = decision.declared.entry
    return texts.Remark(start, end, decision.code, decision.message, decision.splices, decision.help)


def _needs_sdk(result: Migrated) -> bool:
    """Whether the code of a file, as it is after the run, needs the SDK with the new API."""
    if result.changed and (usage.calls_interactions(result.output) or _is_new_to_sdk(result)):
        return True
    return usage.uses_interactions(result.output)


def _is_new_to_sdk(result: Migrated) -> bool:
    return result.changed and usage.imports_sdk(result.output) and not usage.imports_sdk(result.data)


def _is_prose(path: str) -> bool:
    kind = documents.kind_of(path)
    return kind is not None and kind.prose


def _folder(result: Migrated) -> str:
    return os.path.dirname(absolute(result.path))


def _may_install(data: bytes) -> bool:
    return (b"genai" in data or b"generativ" in data) and any(word in data for word in (b"install", b" add", b"npm i ", b"bun i "))
