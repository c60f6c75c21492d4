"""The environment of a verified program: nothing of the user's that could be a credential."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

#: What programs need from outside to run at all. Everything else stays outside, for any variable may hold a secret.
_KEPT = (
    "PATH", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "CONDA_PREFIX", "VIRTUAL_ENV",
    "GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_GENAI_USE_ENTERPRISE",
)  # fmt: skip
#: The same program has to do the same twice.
_FIXED = {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8", "COLUMNS": "80", "LINES": "24"}


def program_environment(service: Mapping[str, str], home: Path, temporary: Path, import_path: list[str]) -> dict[str, str]:
    """``service`` are the variables that lead to it; ``import_path`` becomes PYTHONPATH."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    folders = {name: str(temporary) for name in ("TMPDIR", "TMP", "TEMP")} | {"HOME": str(home), "USERPROFILE": str(home)}
    return {**kept, **_FIXED, **service, **folders, "PYTHONPATH": os.pathsep.join(import_path)}


def inherited_import_path() -> list[str]:
    """The user's own PYTHONPATH, absolute."""
    return [os.path.abspath(entry) for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry]
