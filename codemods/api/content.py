"""Contents: which kind of content a mime type makes.

From the literals of `ImageContent`, `AudioContent`, `VideoContent` and `DocumentContent` in google-genai 3.4.0.
"""

from __future__ import annotations

_FAMILIES = ("image", "audio", "video")
_DOCUMENTS = ("application/pdf", "text/csv", "application/msword", "application/vnd.")


def content_type(mime_type: str) -> str | None:
    """`image`, `audio`, `video` or `document`; None for a mime type that no content declares."""
    family = mime_type.split("/")[0]
    if family in _FAMILIES:
        return family
    return "document" if mime_type.startswith(_DOCUMENTS) else None
