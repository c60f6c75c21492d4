"""Import paths that ask for a version themselves: Deno's `npm:@google/genai@1`, and addresses of networks that deliver packages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from codemods.options import Options
from codemods.outcome import Finding, Migration, Span
from codemods.rules import RULES

_CODE = "GI022"
#: The first version with all that the rewritten code needs.
_FLOOR = (2, 3, 0)
_PATH = re.compile(r"""["'](?:npm:|https://)[^"'\s]*@google/genai@(?P<version>[^"'/?\s]+)[^"'\s]*["']""")
_NUMBERS = re.compile(r"[\^~]?v?(\d+)(?:\.(\d+))?(?:\.(\d+))?")
_HELP = "Ask for @google/genai@2.3 or newer there."


def with_specifiers(migration: Migration, options: Options) -> Migration:
    """The migration, with what there is to say about import paths when the code uses the new API after it."""
    if ".interactions" not in migration.output or not options.wants(_CODE):
        return migration
    found = tuple(_too_old(migration.source, migration.output))
    return replace(migration, left=tuple(sorted((*migration.left, *found), key=lambda finding: finding.order))) if found else migration


def _too_old(source: str, output: str) -> Iterator[Finding]:
    for number, line in enumerate(source.split("\n"), start=1):
        for match in _PATH.finditer(line):
            if match[0] in output and not _will_do(match["version"]):
                message = f"{match[0]} asks for a version that does not have what the rewritten code needs"
                span = Span(number, match.start() + 1, number, match.end() + 1)
                yield Finding(span, _CODE, message, RULES[_CODE].severity, help=_HELP)


def _will_do(version: str) -> bool:
    """Whether the newest version that a path allows is new enough; what is no number (`latest`) is."""
    match = _NUMBERS.fullmatch(version)
    if match is None:
        return True
    numbers = [int(number) for number in match.groups() if number is not None]
    if version.startswith("^") and numbers[0]:
        numbers = numbers[:1]
    elif version.startswith("~"):
        numbers = numbers[:2]
    return tuple(numbers) >= _FLOOR[: len(numbers)]
