"""Paths as continuous integration has them: from the top of the checkout, wherever in it the tool was started."""

from __future__ import annotations

import os
from collections.abc import Callable

from migrate_interactions import git


def from_top() -> Callable[[str], str]:
    """From paths relative to the working directory to paths from the top of its checkout, where it is in one."""
    top = git.top(".")
    inside = os.path.relpath(os.path.realpath("."), os.path.realpath(top)).replace(os.sep, "/") if top else "."
    if inside == ".":
        return lambda path: path
    return lambda path: path if os.path.isabs(path) else os.path.normpath(f"{inside}/{path}").replace(os.sep, "/")
