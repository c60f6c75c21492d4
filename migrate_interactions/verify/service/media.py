"""Media: which family a mime type belongs to, and the small files the deterministic model answers with."""

from __future__ import annotations

import base64
import struct
import zlib

from migrate_interactions.verify.canonical import MEDIA, Part
from migrate_interactions.verify.service.strict import standard_base64
from migrate_interactions.verify.stable import stable

_FAMILIES = ("image", "audio", "video")
_YOUTUBE = ("https://www.youtube.com/", "https://youtube.com/", "https://youtu.be/")
_IMAGE_MIME = "image/png"
_AUDIO_MIME = "audio/wav"
_SAMPLE_RATE = 8000


def family(mime: str, uri: str = "") -> str:
    """``image``, ``audio``, ``video``, else ``document``. Links to YouTube usually come without a mime type."""
    first = mime.partition("/")[0].lower()
    if first in _FAMILIES:
        return first
    return "video" if not mime and uri.startswith(_YOUTUBE) else "document"


def media_part(kind: str, mime: str | None, data: str | None, uri: str | None, settings: dict[str, object]) -> Part:
    """Settings that are not set are left out, so that both APIs come to the same part."""
    used = {key: value for key, value in settings.items() if value not in (None, "", {})}
    return Part(
        MEDIA,
        family=kind,
        mime=(mime or "").lower(),
        data=_one_spelling(data) if data else "",
        uri=uri or "",
        value=stable(used) if used else "",
    )


def _one_spelling(data: str) -> str:
    return base64.b64encode(base64.b64decode(standard_base64(data))).decode()


def make_image(seed: str) -> Part:
    """A PNG of one pixel, coloured by the seed (hexadecimal text)."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\0" + bytes.fromhex(seed[:6]))
    png = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixel) + _chunk(b"IEND", b"")
    return media_part("image", _IMAGE_MIME, base64.b64encode(png).decode(), None, {})


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def make_audio(seed: str) -> Part:
    """A WAV file of 32 samples, drawn from the seed (hexadecimal text)."""
    samples = bytes.fromhex(seed[:64])
    form = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, _SAMPLE_RATE, _SAMPLE_RATE, 1, 8)
    body = b"WAVE" + form + b"data" + struct.pack("<I", len(samples)) + samples
    wav = b"RIFF" + struct.pack("<I", len(body)) + body
    return media_part("audio", _AUDIO_MIME, base64.b64encode(wav).decode(), None, {})
