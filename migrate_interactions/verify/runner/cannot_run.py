"""What a program lacks to be started at all."""

from __future__ import annotations


class CannotRun(Exception):
    """The text is the reason, for whoever can do something about it."""
