"""Contents: which kind of content a mime type makes.

The literals of `ImageContent`, `AudioContent`, `VideoContent` and `DocumentContent` in google-genai 3.4.0; a test holds them against
the installed SDK. Other mime types are open there, but whether the service takes them is not known.
"""

from __future__ import annotations

#: Declared mime types by content type.
MIME_TYPES: dict[str, frozenset[str]] = {
    "image": frozenset(
        {
            "image/png",
            "image/jpeg",
            "image/webp",
            "image/heic",
            "image/heif",
            "image/gif",
            "image/bmp",
            "image/tiff",
        }
    ),
    "audio": frozenset(
        {
            "audio/wav",
            "audio/mp3",
            "audio/aiff",
            "audio/aac",
            "audio/ogg",
            "audio/flac",
            "audio/mpeg",
            "audio/m4a",
            "audio/l16",
            "audio/opus",
            "audio/alaw",
            "audio/mulaw",
            "audio/webm",
        }
    ),
    "video": frozenset(
        {
            "video/mp4",
            "video/mpeg",
            "video/mpg",
            "video/mov",
            "video/avi",
            "video/x-flv",
            "video/webm",
            "video/wmv",
            "video/3gpp",
        }
    ),
    "document": frozenset(
        {
            "application/pdf",
            "text/csv",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "application/vnd.ms-powerpoint",
            "application/vnd.oasis.opendocument.presentation",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/msword",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
            "application/vnd.oasis.opendocument.text",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.ms-excel",
            "application/vnd.oasis.opendocument.spreadsheet",
        }
    ),
}


def content_type(mime_type: str) -> str | None:
    """`image`, `audio`, `video` or `document`; None for a mime type that no content declares."""
    return next((kind for kind, declared in MIME_TYPES.items() if mime_type in declared), None)
