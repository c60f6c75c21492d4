"""Which packages matter, and which versions of the SDK rewritten code runs with."""

from __future__ import annotations

from dataclasses import dataclass, replace

from packaging.version import Version

from codemods.options import Schema


@dataclass(frozen=True)
class Family:
    """The SDK of a language, the retired one, and packages that hold a retired one beside much else: those stay."""

    sdk: str
    retired: str
    companions: tuple[str, ...] = ()

    @property
    def packages(self) -> frozenset[str]:
        return frozenset({self.sdk, self.retired, *self.companions})


PYTHON = Family("google-genai", "google-generativeai", ("google-cloud-aiplatform", "vertexai"))
NODE = Family("@google/genai", "@google/generative-ai")


@dataclass(frozen=True)
class Needed:
    """Versions that do: from ``floor`` on, below ``ceiling`` where there is one. ``pin`` takes the place of an exact one."""

    floor: Version
    pin: Version
    ceiling: Version | None = None

    @property
    def versions(self) -> str:
        """In the terms of packaging."""
        return f">={self.floor}" + (f",<{self.ceiling}" if self.ceiling else "")

    def raised(self, floor: Version | None) -> Needed:
        """The same, from a later version on."""
        if floor is None or floor <= self.floor:
            return self
        return replace(self, floor=floor, pin=max(self.pin, floor))


#: `output_text` came with 2.3.0, of the Python SDK and of the JavaScript one.
NEEDED: dict[Schema, Needed] = {
    "steps": Needed(Version("2.3.0"), Version("2.3.0")),
    "outputs": Needed(Version("1.55.0"), Version("1.75.0"), Version("2")),
}

#: Properties of what `ai.interactions.create` is given that the types of the JavaScript SDK have only later.
NODE_LATER = {"safety_settings": Version("2.11.0"), "labels": Version("2.11.0"), "cached_content": Version("2.10.0")}

#: Arguments of `interactions.create` that came later: before, they are a TypeError. (2.10 and 2.11 knew `cached_content` for a while.)
LATER = {
    "safety_settings": Version("2.11.0"),
    "labels": Version("2.11.0"),
    "cached_content": Version("2.25.0"),
}
