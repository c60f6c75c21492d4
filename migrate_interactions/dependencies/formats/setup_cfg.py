"""setup.cfg: `install_requires` and the extras, a requirement a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate_interactions.dependencies.declared import Declared, in_lines, lines_of

_SECTION = re.compile(r"\[([^\]]+)\]")
_KEY = re.compile(r"([\w.-]+)\s*[=:]\s*")
_KEYS = ("install_requires", "setup_requires", "tests_require")


def read(text: str) -> Iterator[Declared]:
    section, key, group = "", "", ""
    for start, line in lines_of(text):
        if not line.strip() or line.lstrip().startswith(("#", ";")):
            continue
        if not line[0].isspace():
            if header := _SECTION.match(line):
                section, key = header[1].strip(), ""
                continue
            match = _KEY.match(line)
            key = match[1] if match else ""
            skipped = match.end() if match else len(line)
            start, line = start + skipped, line[skipped:]
        group = f"{section}.{key}"
        if _holds(section, key):
            yield from in_lines(text, [(start, line)], group)


def _holds(section: str, key: str) -> bool:
    return bool(key) and (section == "options.extras_require" or (section == "options" and key in _KEYS))
