"""What the text of a file says before it is parsed."""

from __future__ import annotations

import re


def read_off_others(source: str, name: str) -> bool:
    """Whether `.name` is read off anything but `self` and `cls`."""
    word = re.escape(name)
    everywhere = len(re.findall(rf"\.\s*{word}\b", source))
    return everywhere > len(re.findall(rf"(?<![\w.])(?:self|cls)\s*\.\s*{word}\b", source))
