"""What a file may hold, going by its name and its bytes. Asked of every file of a run, so no parser and no kind of document is imported."""

from __future__ import annotations

from codemods import elsewhere
from migrate_interactions import transforms
from migrate_interactions.discovery import SUFFIXES
from migrate_interactions.documents import HOLDING_SCRIPTS, HOLDING_SHELL, SHELL_SCRIPTS
from migrate_interactions.javascript import is_script

#: What the addresses of requests without an SDK end with: `:generateContent`, `:streamGenerateContent`.
_REQUEST = b"enerateContent"


def may_concern(path: str, data: bytes) -> bool:
    """Whether a file may hold anything to look at: old code, or a mention of the SDK. Wrong only in the direction of True."""
    name = path.lower()
    if is_script(path):
        return _script_may_concern(data)
    if name.endswith(elsewhere.SUFFIXES):
        return transforms.may_concern_elsewhere(path, data)
    return (
        transforms.may_concern(data)
        or (name.endswith(HOLDING_SCRIPTS) and transforms.script_may_concern(data))
        or (name.endswith(HOLDING_SHELL) and transforms.may_concern_shell(data))
    )


def is_mention(path: str, data: bytes) -> bool:
    """Whether a file that may concern us is a module of Python that mentions the SDK, and holds nothing old."""
    return path.endswith(SUFFIXES) and not transforms.may_hold_old_code(data)


def is_of_project(path: str) -> bool:
    """Whether a file may hold Python or JavaScript, or belongs to a project as such a file does."""
    return not path.lower().endswith((*SHELL_SCRIPTS, *elsewhere.SUFFIXES))


def _script_may_concern(data: bytes) -> bool:
    from migrate_interactions.javascript.source import is_utf16

    # Words of UTF-16 have a zero in each letter. Such a file is not read, but it is not passed over.
    bare = data.replace(b"\0", b"") if is_utf16(data) else data
    return transforms.script_may_concern(bare) or _REQUEST in bare
