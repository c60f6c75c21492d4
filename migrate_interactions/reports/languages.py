"""What language a file is in, by the end of its name: one table for every report."""

from __future__ import annotations

import os

_SUFFIXES = {
    "Python": (".py", ".pyw"),
    "Notebooks": (".ipynb",),
    "Markdown": (".md", ".markdown", ".mdx", ".qmd", ".myst"),
    "reStructuredText": (".rst",),
    "JavaScript": (".js", ".jsx", ".mjs", ".cjs"),
    "TypeScript": (".ts", ".tsx", ".mts", ".cts"),
    "Vue": (".vue",),
    "Svelte": (".svelte",),
    "Shell": (".sh", ".bash", ".zsh", ".ksh"),
    "PowerShell": (".ps1",),
    "HTTP": (".http", ".rest"),
    "Apps Script": (".gs",),
    "Go": (".go",),
    "Java": (".java",),
    "Kotlin": (".kt", ".kts"),
    "Swift": (".swift",),
    "Dart": (".dart",),
    "C#": (".cs",),
    "PHP": (".php",),
    "Ruby": (".rb",),
    "Rust": (".rs",),
}
_BY_SUFFIX = {suffix: name for name, suffixes in _SUFFIXES.items() for suffix in suffixes}
_OTHER = "Other"


def language(path: str) -> str:
    """The name for people; files of an unknown kind go by their own ending."""
    suffix = os.path.splitext(path)[1].lower()
    return _BY_SUFFIX.get(suffix) or suffix or _OTHER
