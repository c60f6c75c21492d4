"""JavaScript and TypeScript: from the source of one module to the rewritten source and the findings.

source → tree → module (scopes) → fronts (trails) → groups → plan → edits → source
"""

from __future__ import annotations

from codemods.options import Options
from codemods.outcome import Migration

#: Endings of files and the grammar of each; a type checker reads those that are typed.
GRAMMARS = {
    ".js": "tsx", ".mjs": "tsx", ".cjs": "tsx", ".jsx": "tsx", ".tsx": "tsx",
    ".ts": "typescript", ".mts": "typescript", ".cts": "typescript",
}  # fmt: skip
_TYPED = (".ts", ".tsx", ".mts", ".cts")

#: A file without any of these bytes has nothing to do with the job.
_WORDS = (b"generateContent", b"genai", b"generative-ai", b"vertexai", b"gemini-", b"interactions.", b"migrate-interactions:")


def may_concern(data: bytes) -> bool:
    """Whether a file is worth decoding and parsing at all. Never false for a file with an old call."""
    return any(word in data for word in _WORDS)


def migrate(source: str, ending: str, options: Options | None = None) -> Migration:
    """Rewrite what can be rewritten and report the rest; raises `CannotMigrate` when the module cannot be handled.

    ``ending`` is that of the file (`.ts`): it decides the grammar, and whether types may be written.
    """
    from codemods.javascript import plan
    from codemods.javascript.fronts import genai
    from codemods.javascript.groups import gather
    from codemods.javascript.module import parse
    from codemods.javascript.reading import Readings
    from codemods.javascript.values import Values

    options = options or Options()
    module = parse(source, "typescript" if GRAMMARS[ending] == "typescript" else "tsx", is_typed=ending in _TYPED)
    if module.suppressions.whole_file:
        return Migration(source, source)
    readings = Readings(Values(module, options))
    trails = [*genai.trails(readings)]
    return plan.make(gather(trails, module), module, options)
