"""Two looks at the bytes of a file that spare most files everything else. Both are wrong only in the direction of True."""

from __future__ import annotations

import re

#: A file without any of these has nothing to do with the job, so it is not even decoded. (A comment that leaves things alone may
#: have outlived them.) Patterns that begin with letters are found at the speed of a plain search; one with a choice of beginnings
#: takes ten times as long.
_WORDS = re.compile(rb"ge(?:nai|mini-|nerat(?:e_content|ive(?:ai|_models)))")
_MORE_WORDS = (b"interactions.", b".interactions", b"migrate-interactions:", b"googleapis.com")
#: What the addresses of raw requests end with.
_METHOD = b"enerateContent"
#: Without any of these, and without the id of a retired model, a file may use the SDK, but holds no old call.
_OLD = re.compile(rb"generate_content|send_message|get_history|\bchats\b|\binteractions\b|generativeai|vertexai|start_chat|enerateContent")
_ID = re.compile(rb"gemini-[\w.\-]*")
#: Two literals side by side are one: its beginning alone says nothing.
_GOES_ON = re.compile(rb"\\?[\"'][ \t\\\r\n]*[A-Za-z]{0,2}\\?[\"']")


def may_concern(data: bytes) -> bool:
    """Whether a file is worth decoding and parsing at all."""
    if _WORDS.search(data) is not None or _METHOD in data:
        return True
    return b"interactions" in data and any(word in data for word in _MORE_WORDS)


def may_hold_old_code(data: bytes) -> bool:
    """Whether a file that may concern us holds a name or an id of an old API."""
    return _OLD.search(data) is not None or any(_may_be_retired(match, data) for match in _ID.finditer(data))


def has_older_code(source: str) -> bool:
    """Whether a module may use an SDK before google-genai at all."""
    return any(word in source for word in ("generativeai", "vertexai", "generativelanguage", "GenerativeModel"))


def _may_be_retired(match: re.Match[bytes], data: bytes) -> bool:
    from codemods.api.models import find  # reads a table, which most runs never need

    row = find(match[0].decode("ascii", "replace"))
    return row is None or row.replacement is not None or _GOES_ON.match(data, match.end()) is not None
