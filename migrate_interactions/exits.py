"""Exit statuses, the same for all commands."""

from __future__ import annotations

DONE = 0
LEFT = 1
USAGE = 2
FAILED = 4
INTERRUPTED = 130


class UsageError(Exception):
    """The command line or the configuration is wrong. The text is one line that says what to change."""


class Declined(Exception):
    """The user was asked and said no."""


def status(*, left: bool, failed: bool) -> int:
    """0, or 1 when findings or changes are left, plus 4 when a file could not be handled."""
    return (LEFT if left else DONE) | (FAILED if failed else DONE)
