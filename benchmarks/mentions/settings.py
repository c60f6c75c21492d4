"""Settings of a service, among them the key that google-genai wants."""

import dataclasses
import os


@dataclasses.dataclass(frozen=True)
class Settings:
    """``genai_key`` is the key for Gemini."""

    host: str = "127.0.0.1"
    port: int = 8080
    genai_key: str = ""
    timeout: float = 30.0

    @classmethod
    def from_environment(cls):
        return cls(
            host=os.environ.get("HOST", cls.host),
            port=int(os.environ.get("PORT", cls.port)),
            genai_key=os.environ.get("GEMINI_API_KEY", ""),
        )


def check(settings):
    """What is wrong with the settings, in words."""
    if not settings.genai_key:
        yield "there is no key for Gemini"
    if not 0 < settings.port < 65536:
        yield f"{settings.port} is no port"
