"""From paths to results: read, filter, examine. Nothing is written here."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from codemods.options import Options
from codemods.outcome import Migration
from migrate_interactions import transforms
from migrate_interactions.discovery import Discovered
from migrate_interactions.disk import absolute
from migrate_interactions.javascript import is_script
from migrate_interactions.kinds import is_of_project, may_concern
from migrate_interactions.project import Project, look_around
from migrate_interactions.results import Candidate, Failed, Migrated, Result, Skipped, Survey
from migrate_interactions.shards import Shard
from migrate_interactions.sieve import Worth, sift
from migrate_interactions.workers import Work, work_on


@dataclass(frozen=True)
class Way:
    """Which part of a run is done (all of it without a ``shard``), and what does it where that is not this machine."""

    shard: Shard | None = None
    elsewhere: Callable[[Sequence[Candidate], Work], list[Migrated | Failed]] | None = None


_HERE = Way()


def survey(discovered: Discovered, options: Options, jobs: int | None = None, way: Way = _HERE) -> Survey:
    """Migrate every discovered file in memory."""
    worths = sift(discovered.files)
    opened = [
        _open(path, named=path in discovered.named) if worth == Worth.LOOKING else Skipped(path)
        for path, worth in zip(discovered.files, worths, strict=True)
    ]
    return _finish(opened, discovered, options, jobs, way, mentioned=Worth.KNOWING in worths)


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
    way: Way = _HERE,
    contents: Mapping[str, bytes] | None = None,
    mentioned: bool = False,
) -> Survey:
    """``mentioned`` says that some file merely mentions the SDK: then there may be something to say about files that are no code."""
    candidates = [item for item in opened if isinstance(item, Candidate)]
    results: list[Result] = [*discovered.failed, *(item for item in opened if not isinstance(item, Candidate))]
    code = {item.path: item.data for item in candidates if is_of_project(item.path)}
    project = None
    if code or mentioned:
        concerned = {path: data for path, data in code.items() if is_script(path) or transforms.may_hold_old_code(data)}
        project = look_around(discovered, concerned, contents, has_python=not all(map(is_script, code)))
        senders = project.senders(concerned)
        for result in [result for result in results if isinstance(result, Skipped) and absolute(result.path) in senders] if senders else ():
            read = _read(result.path)
            if isinstance(read, Candidate):
                results.remove(result)
                candidates.append(read)
    if way.shard is not None:
        results = [result for result in results if way.shard.holds(result.path)]
        candidates = [candidate for candidate in candidates if way.shard.holds(candidate.path)]
    examined = examine_all(candidates, options, project, jobs, way)
    beside = {other.path: other for result in examined if isinstance(result, Migrated) for other in result.others}
    ordered = tuple(sorted([*results, *examined], key=lambda result: result.path))
    return Survey(ordered, project, tuple(beside[path] for path in sorted(beside)))


def examine_all(
    candidates: Sequence[Candidate], options: Options, project: Project | None = None, jobs: int | None = None, way: Way = _HERE
) -> list[Migrated | Failed]:
    """The results of candidates, in their order; in several processes when there are many."""
    if not candidates:
        return []
    from migrate_interactions.examine import examine  # with every kind of document: most runs have nothing to examine

    index, scripts = (project.index, project.scripts) if project is not None else (None, None)
    work = partial(examine, options=options, index=index, scripts=scripts)
    return way.elsewhere(candidates, work) if way.elsewhere is not None else work_on(candidates, work, jobs)


def _open(path: str, *, named: bool) -> Candidate | Skipped | Failed:
    read = _read(path)
    if isinstance(read, Failed):
        return read
    if is_script(path) and not named:
        from migrate_interactions.javascript.bundles import is_bundle

        if is_bundle(read.data):
            return Skipped(path)
    return _filtered(path, read.data)


def _read(path: str) -> Candidate | Failed:
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return Failed(path, "GI003", "not a regular file", help="Name files of Python, JavaScript or TypeScript, notebooks or pages.")
        return Candidate(path, Path(path).read_bytes())
    except OSError as error:
        return Failed(path, "GI003", reason(path, error))


def _filtered(path: str, data: bytes) -> Candidate | Skipped:
    return Candidate(path, data) if may_concern(path, data) else Skipped(path)


def reason(path: str, error: OSError) -> str:
    """What went wrong with a file, in a few words."""
    if isinstance(error, FileNotFoundError) and os.path.islink(path):
        return f"broken link to {os.readlink(path)}"
    return (error.strerror or str(error)).lower()
