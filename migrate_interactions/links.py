"""Links that lead out of what was named: who runs the tool on a folder has not asked for files elsewhere to be written."""

from __future__ import annotations

import os

from migrate_interactions.discovery import Discovered
from migrate_interactions.results import Failed, Survey


def held(survey: Survey, found: Discovered) -> Survey:
    """The survey without the rewrites of files that only a link in a folder leads to."""
    tops = [os.path.realpath(folder) for folder in found.folders]
    named = set(found.named)
    outside = [result.path for result in survey.changed if result.path not in named and _leads_out(result.path, tops)]
    return survey.replaced(
        Failed(path, "GI003", f"is a link to {os.readlink(path)}, out of what was named", help=_HELP) for path in outside
    )


_HELP = "Name the file that it leads to, if it is to be rewritten."


def _leads_out(path: str, tops: list[str]) -> bool:
    if not os.path.islink(path):
        return False
    target = os.path.realpath(path)
    return not any(os.path.commonpath([target, top]) == top for top in tops)
