"""What someone who misspelt a word may have meant."""

from __future__ import annotations

from collections.abc import Collection


def hint(word: str, known: Collection[str]) -> str:
    """The end of a sentence about an unknown word: the nearest known one, or all there are."""
    return nearest(word, known) or f"there are {', '.join(known)}"


def nearest(word: str, known: Collection[str]) -> str:
    """A question for the nearest known word; empty when none is near."""
    from difflib import get_close_matches

    plain = {_plain(name): name for name in known}
    found = get_close_matches(_plain(word), plain, n=1, cutoff=0.6)
    return f"did you mean {plain[found[0]]}?" if found else ""


def _plain(word: str) -> str:
    return word.lower().replace("_", "-")
