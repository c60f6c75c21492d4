"""What `run` and `lint` work on: files, or standard input under the name of a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

from codemods.options import Options
from migrate_interactions import config, engine, links
from migrate_interactions.config import Config
from migrate_interactions.discovery import SUFFIXES, Discovered, discover, display
from migrate_interactions.distributed import hired
from migrate_interactions.exits import UsageError
from migrate_interactions.javascript import is_script
from migrate_interactions.results import Survey
from migrate_interactions.settings import Choices, settle
from migrate_interactions.shards import Shard, parse

STDIN = "-"


@dataclass(frozen=True)
class Target:
    """``paths`` as typed; ``stdin_name`` is set when the source comes from standard input.

    ``force_exclude`` leaves files alone that the configuration excludes although they are named: a hook names every file.
    ``shard`` is the part of the files that is done, ``executor`` the address of what does it.
    """

    paths: tuple[str, ...]
    stdin_name: str | None = None
    force_exclude: bool = False
    shard: Shard | None = None
    executor: str | None = None

    @property
    def is_stdin(self) -> bool:
        return self.stdin_name is not None

    @property
    def folder(self) -> str:
        """A folder in the checkout that this is about."""
        first = self.paths[0] if self.paths else "."
        return first if os.path.isdir(first) else os.path.dirname(first) or "."


def target(
    paths: Sequence[str], stdin_filename: str | None, *, force_exclude: bool = False, shard: str | None = None, executor: str | None = None
) -> Target:
    """Raises `UsageError` when `-` and its name do not go with the rest."""
    if STDIN in paths and (shard or executor):
        raise UsageError("- (standard input) is one file: leave --shard and --executor out")
    if STDIN not in paths:
        if stdin_filename is not None:
            raise UsageError("--stdin-filename names what `-` reads; give - as the only path")
        return Target(tuple(paths), force_exclude=force_exclude, shard=parse(shard) if shard else None, executor=executor)
    if len(paths) > 1:
        raise UsageError("- (standard input) cannot be combined with other paths")
    return Target((), display(stdin_filename) if stdin_filename else "<stdin>")


def look_at(target: Target, choices: Choices) -> tuple[Survey, Options]:
    """Migrate the target in memory, with the options that hold for it. Raises `UsageError`."""
    named = [target.stdin_name] if target.stdin_name and target.stdin_name != "<stdin>" else target.paths
    configured = config.load(named)
    options = settle(choices, configured)
    if target.stdin_name is not None:
        options = replace(options, ignore_in=configured.ignored_in([target.stdin_name]))
        return engine.survey_bytes(target.stdin_name, sys.stdin.buffer.read(), options), options
    found, beside = _found(target, configured)
    options = replace(options, ignore_in=configured.ignored_in([*found.files, *beside]))
    survey = engine.survey(found, options, way=engine.Way(target.shard, hired(target.executor) if target.executor else None))
    survey = links.held(survey, found)
    # What files need that are no code depends on all code, and two shards must not edit one file.
    return (survey if target.shard is not None else _with_beside(survey, found, beside, configured, options)), options


def beside_again(survey: Survey, target: Target, options: Options) -> Survey:
    """The survey after some of its files were put back: what its code needs may be less than it was."""
    configured = config.load(target.paths)
    found, beside = _found(target, configured)
    return _with_beside(survey, found, beside, configured, options)


def _found(target: Target, configured: Config) -> tuple[Discovered, list[str]]:
    """The code of the target, and the files that were named and are none."""
    excluded = configured.excluded()
    named = [path for path in target.paths if not target.force_exclude or os.path.isdir(path) or not excluded(path)]
    beside = [path for path in named if _is_beside(path)]
    code = [path for path in named if path not in beside]
    return discover(code, excluded) if code or not target.paths else Discovered(()), beside


def _is_beside(path: str) -> bool:
    if path.endswith(SUFFIXES) or is_script(path) or not os.path.isfile(path):
        return False
    from migrate_interactions.dependencies import step

    return step.is_beside(path)


def _with_beside(survey: Survey, found: Discovered, beside: Sequence[str], configured: Config, options: Options) -> Survey:
    """The survey with what becomes of the files that are no code."""
    if survey.project is None and not beside:
        return survey
    from migrate_interactions.dependencies import step

    return step.added(survey, found, configured.excluded(), options, beside)
