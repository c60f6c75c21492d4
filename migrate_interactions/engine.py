"""From paths to results: read, filter, examine. Nothing is written here."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from codemods import elsewhere
from codemods.options import Options
from codemods.outcome import Migration
from migrate_interactions import transforms
from migrate_interactions.discovery import SUFFIXES, Discovered
from migrate_interactions.documents import scripted, shells
from migrate_interactions.examine import examine
from migrate_interactions.javascript import is_script
from migrate_interactions.javascript.bundles import is_bundle
from migrate_interactions.javascript.source import is_utf16
from migrate_interactions.project import Project, look_around
from migrate_interactions.results import Candidate, Failed, Migrated, Result, Skipped, Survey
from migrate_interactions.workers import work_on


def survey(discovered: Discovered, options: Options, jobs: int | None = None) -> Survey:
    """Migrate every discovered file in memory."""
    return _finish([_open(path, named=path in discovered.named) for path in discovered.files], discovered, options, jobs)


def survey_bytes(path: str, data: bytes, options: Options) -> Survey:
    """Migrate bytes that came from elsewhere (standard input) under the name ``path``."""
    opened = _filtered(path, data)
    if isinstance(opened, Skipped):  # whoever passes the bytes on needs them all the same
        return Survey((Migrated(path, data, data, Migration("", "")),))
    return _finish([replace(opened, alone=True)], Discovered((path,)), options, jobs=1, contents={path: data})


def _finish(
    opened: Sequence[Candidate | Skipped | Failed],
    discovered: Discovered,
    options: Options,
    jobs: int | None,
    contents: Mapping[str, bytes] | None = None,
) -> Survey:
    candidates = [item for item in opened if isinstance(item, Candidate)]
    results: list[Result] = [*discovered.failed, *(item for item in opened if not isinstance(item, Candidate))]
    project = None
    if any(_is_of_python(item.path) for item in candidates):
        concerned = {item.path: item.data for item in candidates if _is_of_python(item.path)}
        project = look_around(discovered, concerned, contents)
        for result in [result for result in results if isinstance(result, Skipped) and project.may_send(result.path, concerned)]:
            read = _read(result.path)
            if isinstance(read, Candidate):
                results.remove(result)
                candidates.append(read)
    examined = examine_all(candidates, options, project, jobs)
    beside = {other.path: other for result in examined if isinstance(result, Migrated) for other in result.others}
    ordered = tuple(sorted([*results, *examined], key=lambda result: result.path))
    return Survey(ordered, project, tuple(beside[path] for path in sorted(beside)))


def examine_all(
    candidates: Sequence[Candidate], options: Options, project: Project | None = None, jobs: int | None = None
) -> list[Migrated | Failed]:
    """The results of candidates, in their order; in several processes when there are many."""
    index, scripts = (project.index, project.scripts) if project is not None else (None, None)
    return work_on(candidates, partial(examine, options=options, index=index, scripts=scripts), jobs)


def _open(path: str, *, named: bool) -> Candidate | Skipped | Failed:
    read = _read(path)
    if isinstance(read, Failed):
        return read
    return Skipped(path) if not named and is_script(path) and is_bundle(read.data) else _filtered(path, read.data)


def _read(path: str) -> Candidate | Failed:
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return Failed(path, "GI003", "not a regular file", help="Name files of Python, JavaScript or TypeScript, notebooks or pages.")
        return Candidate(path, Path(path).read_bytes())
    except OSError as error:
        return Failed(path, "GI003", reason(path, error))


def _filtered(path: str, data: bytes) -> Candidate | Skipped:
    return Candidate(path, data) if _may_concern(path, data) else Skipped(path)


def _may_concern(path: str, data: bytes) -> bool:
    if path.lower().endswith(elsewhere.SUFFIXES):
        return transforms.may_concern_elsewhere(path, data)
    if not is_script(path):
        return transforms.may_concern(data) or (scripted.may_hold(path) and transforms.script_may_concern(data)) or _may_request(path, data)
    # Words of UTF-16 have a zero in each letter. Such a file is not read, but it is not passed over.
    bare = data.replace(b"\0", b"") if is_utf16(data) else data
    return transforms.script_may_concern(bare) or b"enerateContent" in bare


def _is_of_python(path: str) -> bool:
    """Whether a file may hold Python code, or belongs to a project as such a file does."""
    return not shells.is_script(path) and not path.lower().endswith(elsewhere.SUFFIXES)


def _may_request(path: str, data: bytes) -> bool:
    """Whether a file may hold a request without an SDK: in shell code, or in a string of Python."""
    if path.lower().endswith(SUFFIXES):
        return b"enerateContent" in data
    return shells.may_hold(path) and transforms.may_concern_shell(data.decode("utf-8", "replace"))


def reason(path: str, error: OSError) -> str:
    """What went wrong with a file, in a few words."""
    if isinstance(error, FileNotFoundError) and os.path.islink(path):
        return f"broken link to {os.readlink(path)}"
    return (error.strerror or str(error)).lower()
