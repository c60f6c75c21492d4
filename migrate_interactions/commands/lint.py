"""`lint`: everything that is old, what `run` would rewrite and what it cannot."""

from __future__ import annotations

import sys

from migrate_interactions.commands.target import Target, look_at
from migrate_interactions.exits import status
from migrate_interactions.reports import json, text
from migrate_interactions.reports.tally import tally
from migrate_interactions.reports.terminal import Terminal
from migrate_interactions.results import counts
from migrate_interactions.settings import Choices


def lint(target: Target, choices: Choices, *, as_json: bool = False, quiet: bool = False, debug: bool = False) -> int:
    """Returns the exit status. Raises `UsageError`."""
    survey, _ = look_at(target, choices)
    terminal = Terminal(sys.stdout)
    if as_json:
        terminal.say(json.document(survey))
    else:
        text.show_places(survey, lambda result: result.migration.findings, terminal, debug=debug)
        if not quiet:
            text.show_noted(survey, terminal)
            for line in text.lint_summary(tally(survey)):
                terminal.say(line)
    found = any(counts(finding) for result in survey.migrated for finding in result.migration.findings)
    return status(left=found, failed=survey.incomplete)
