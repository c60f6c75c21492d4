"""Bundles: code that a tool put together from many files. They are made anew from what they were made of."""

from __future__ import annotations

import re

_MOST = 50_000
#: What stands in quotes may be long in code that people write: an image in base64, a page.
_QUOTED = re.compile(rb"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`")


def is_bundle(data: bytes) -> bool:
    """Whether a file has a line that nobody writes: more than 50 kB of code."""
    if len(data) <= _MOST:
        return False
    return any(len(line) > _MOST and len(_QUOTED.sub(b"", line)) > _MOST for line in data.split(b"\n"))
