"""What old code looks like in languages that are not rewritten: the packages of Google's SDKs, and the methods that make requests."""

from __future__ import annotations

import os
from dataclasses import dataclass

#: Methods of chats and models, wherever the SDKs spell them alike.
_METHODS = ("generateContent", "generateContentStream", "sendMessage", "sendMessageStream")


@dataclass(frozen=True)
class Language:
    """One language: its name, its files, the packages of the SDKs as imports name them, and the methods that are old.

    ``comment`` begins a comment that goes to the end of the line; all of them have `/* … */` but those with a ``#`` alone.
    """

    name: str
    suffixes: tuple[str, ...]
    packages: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    comment: tuple[str, ...] = ("//",)


LANGUAGES = (
    Language(
        "Go",
        (".go",),
        ("google.golang.org/genai", "github.com/google/generative-ai-go/genai", "cloud.google.com/go/vertexai/genai"),
        ("GenerateContent", "GenerateContentStream", "SendMessage", "SendMessageStream", "SendStream"),
    ),
    Language(
        "Java",
        (".java",),
        ("com.google.genai", "com.google.cloud.vertexai", "com.google.ai.client.generativeai", "com.google.firebase.ai"),
        _METHODS,
    ),
    Language(
        "Kotlin",
        (".kt", ".kts"),
        ("com.google.genai", "com.google.cloud.vertexai", "com.google.ai.client.generativeai", "com.google.firebase.ai"),
        _METHODS,
    ),
    Language(
        "C#",
        (".cs",),
        ("Google.GenAI", "Google.Cloud.AIPlatform"),
        ("GenerateContent", "GenerateContentAsync", "GenerateContentStreamAsync", "StreamGenerateContent"),
    ),
    Language(
        "Dart",
        (".dart",),
        ("package:google_generative_ai/", "package:firebase_ai/", "package:firebase_vertexai/"),
        _METHODS,
    ),
    Language("Swift", (".swift",), ("import GoogleGenerativeAI", "import FirebaseAI", "import FirebaseVertexAI"), _METHODS),
    Language("Apps Script", (".gs",)),
    Language("Ruby", (".rb",), comment=("#",)),
    Language("PHP", (".php",), comment=("//", "#")),
    Language("Rust", (".rs",)),
)


def language_of(path: str) -> Language | None:
    """The language of a file, by its name."""
    suffix = os.path.splitext(path)[1].lower()
    return next((language for language in LANGUAGES if suffix in language.suffixes), None)
