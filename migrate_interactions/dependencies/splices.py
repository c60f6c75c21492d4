"""Changes of files that are no code are those of a text at places that are known."""

from __future__ import annotations

from codemods.splices import Splice, span, spliced

__all__ = ["Splice", "span", "spliced"]
