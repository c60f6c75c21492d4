"""Contents: which kind of content a mime type makes, and what a turn and a resolution are called.

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


#: What the file upload makes of the extension of a file, where every platform's table of mime types agrees on the kind of content.
EXTENSIONS: dict[str, str] = {
    **dict.fromkeys(("png", "jpg", "jpeg", "gif", "webp", "heic", "heif", "tiff", "tif"), "image"),
    **dict.fromkeys(("mp3", "aac", "ogg", "flac"), "audio"),
    **dict.fromkeys(("mp4", "mpeg", "mpg", "webm"), "video"),
    **dict.fromkeys(("pdf", "csv", "doc", "docx", "xls", "xlsx", "ppt", "pptx"), "document"),
}

#: The mime types of those that are documents, in schemas that do not declare all of them.
DOCUMENTS: dict[str, str] = {
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}

#: Extensions whose usual mime type no content declares.
UNDECLARED_EXTENSIONS: dict[str, str] = {
    "txt": "text/plain",
    "md": "text/markdown",
    "html": "text/html",
    "htm": "text/html",
    "json": "application/json",
    "xml": "text/xml",
    "py": "text/x-python",
    "js": "text/javascript",
    "srt": "text/plain",
    "vtt": "text/vtt",
    "wav": "audio/x-wav",
    "m4a": "audio/mp4",
    "mov": "video/quicktime",
    "avi": "video/x-msvideo",
    "wmv": "video/x-ms-wmv",
}

#: What `Part.from_uri` takes an address for when it is given no mime type; every platform's table says the same.
GUESSED: dict[str, str] = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "pdf": "application/pdf",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "mpeg": "video/mpeg",
    "webm": "video/webm",
}

#: The step that stands for a turn of each role.
STEPS = {"user": "user_input", "model": "model_output"}
#: Roles of a turn that holds results of functions, which are steps without any.
RESULT_ROLES = frozenset({"user", "tool", "function"})

#: `media_resolution` of a part: the level without its prefix, in lower case.
RESOLUTIONS = frozenset({"low", "medium", "high", "ultra_high"})
#: Kinds of content that have a resolution, and those that have `video_metadata` (as `processing`).
RESOLVED = frozenset({"image", "video", "document"})

_VIDEO_SITES = ("https://www.youtube.com/", "https://youtube.com/", "https://youtu.be/", "https://m.youtube.com/")


def is_video_site(uri: str) -> bool:
    """Whether an address is a video by itself, without a mime type."""
    return uri.startswith(_VIDEO_SITES)


def extension(path: str) -> str:
    """The extension of a path or address, in lower case."""
    name = path.replace("\\", "/").rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""
