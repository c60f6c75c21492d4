"""REST: requests that shell code makes with curl, from the scripts of one document to the rewritten scripts and the findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from codemods.options import Options

if TYPE_CHECKING:
    from codemods.rest.bodies import Files
    from codemods.rest.plan import Outcome

#: Shell code without any of these has nothing to do with the job.
_WORDS = (b"enerateContent", b"/interactions")


def may_concern(code: bytes) -> bool:
    """Whether shell code is worth parsing."""
    return any(word in code for word in _WORDS)


def migrate(
    sources: Sequence[str],
    options: Options,
    files: Files = lambda name: None,
    *,
    elsewhere: str = "",
    shown: bool = False,
    sourced: bool = False,
) -> Outcome:
    """Rewrite what can be rewritten in the scripts of one document, and report the rest.

    ``files`` gives the texts of files beside the document, which may hold bodies of requests; ``elsewhere`` is the other text of the
    document. ``shown`` tells that what the scripts print is for the readers of a page or notebook,
    ``sourced`` that other scripts take these in.
    """
    from codemods.rest import front

    return front.migrate(sources, options, files, elsewhere, shown=shown, sourced=sourced)
