"""What `run` and `lint` work on: files, or standard input under the name of a file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

from codemods.options import Options
from migrate_interactions import config, engine
from migrate_interactions.discovery import discover, display
from migrate_interactions.exits import UsageError
from migrate_interactions.results import Noted, Survey
from migrate_interactions.settings import Choices, settle

STDIN = "-"


@dataclass(frozen=True)
class Target:
    """``paths`` as typed; ``stdin_name`` is set when the source comes from standard input."""

    paths: tuple[str, ...]
    stdin_name: str | None = None

    @property
    def is_stdin(self) -> bool:
        return self.stdin_name is not None


def target(paths: Sequence[str], stdin_filename: str | None) -> Target:
    """Raises `UsageError` when `-` and its name do not go with the rest."""
    if STDIN not in paths:
        if stdin_filename is not None:
            raise UsageError("--stdin-filename names what `-` reads; give - as the only path")
        return Target(tuple(paths))
    if len(paths) > 1:
        raise UsageError("- (standard input) cannot be combined with other paths")
    return Target((), display(stdin_filename) if stdin_filename else "<stdin>")


def look_at(target: Target, choices: Choices) -> tuple[Survey, Options]:
    """Migrate the target in memory, with the options that hold for it. Raises `UsageError`."""
    named = [target.stdin_name] if target.stdin_name and target.stdin_name != "<stdin>" else target.paths
    configured = config.load(named)
    options = settle(choices, configured)
    if target.stdin_name is not None:
        return engine.survey_bytes(target.stdin_name, sys.stdin.buffer.read(), options), options
    survey = engine.survey(discover(target.paths, configured.excluded()), options)
    return replace(survey, noted=_noted(survey, options)), options


def _noted(survey: Survey, options: Options) -> tuple[Noted, ...]:
    if not survey.changed:
        return ()
    from migrate_interactions.dependencies import pins

    return pins.noted(survey, options)
