"""JavaScript and TypeScript: from the source of one module to the rewritten source and the findings.

source → tree → module (scopes) → fronts (trails) → groups → plan → edits → source
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from codemods.options import Options
from codemods.outcome import CannotMigrate, Migration, Place
from codemods.suppressions import MARK

if TYPE_CHECKING:
    from codemods.javascript.fronts.http import HttpFront
    from codemods.javascript.index import Index
    from codemods.javascript.module import Module
    from codemods.javascript.outline import Outline
    from codemods.javascript.syntax import Language
    from codemods.javascript.values import Values

#: Endings of files and the grammar of each; a type checker reads those that are typed.
GRAMMARS = {
    ".js": "tsx", ".mjs": "tsx", ".cjs": "tsx", ".jsx": "tsx", ".tsx": "tsx",
    ".ts": "typescript", ".mts": "typescript", ".cts": "typescript",
}  # fmt: skip
_TYPED = (".ts", ".tsx", ".mts", ".cts")

#: A file without any of these bytes has nothing to do with the job. (A comment that leaves things alone may have outlived them.)
_WORDS = (
    b"enerateContent", b"genai", b"generative-ai", b"vertexai", b"gemini-", b"interactions",
    b"chats", b"getGenerativeModel", b"startChat",
)  # fmt: skip


def may_concern(data: bytes) -> bool:
    """Whether a file is worth decoding and parsing at all. Never false for a file with an old call."""
    return any(word in data for word in _WORDS)


def migrate(source: str, ending: str, options: Options | None = None, index: Index | None = None) -> Migration:
    """Rewrite what can be rewritten and report the rest; raises `CannotMigrate` when the module cannot be handled.

    ``ending`` is that of the file (`.ts`): it decides the grammar, and whether types may be written.
    ``index`` is the project as the module sees it.
    """
    from codemods.javascript.suppressed import above, heeding, left_alone

    options = options or Options()
    comments = above(source)
    if comments.whole_file:
        return left_alone(source, comments, options, may_be_old=may_concern(source.replace(MARK, "").encode()))
    try:
        return heeding(parsed(source, ending, index), options, _migrate, lambda text: parsed(text, ending, index))
    except RecursionError:
        raise CannotMigrate("GI004", "is nested too deeply to be analysed") from None


def problem(source: str, output: str, ending: str) -> str:
    """Why an output is not sound, whatever made it: it has to parse, and to have every comment of the source. Empty when it is."""
    from codemods.javascript import plan

    return plan.problem(source, output, _language(ending))


def outlined(source: str, ending: str) -> Outline:
    """What names a module declares and takes; raises `CannotMigrate` when it does not parse."""
    from codemods.javascript.outline import outline

    return outline(parsed(source, ending))


def parsed(source: str, ending: str, index: Index | None = None) -> Module:
    """A module, parsed and resolved; raises `CannotMigrate` when it does not parse."""
    from codemods.javascript.module import parse

    return parse(source, _language(ending), is_typed=ending in _TYPED, index=index)


def _language(ending: str) -> Language:
    return "typescript" if GRAMMARS[ending] == "typescript" else "tsx"


def _migrate(module: Module, options: Options) -> Migration:
    from codemods.javascript import plan, sharedids, untraced
    from codemods.javascript.answertypes import declare, declare_pieces
    from codemods.javascript.asking import asking_places
    from codemods.javascript.fronts import genai
    from codemods.javascript.groups import gather
    from codemods.javascript.legacy import front as legacy
    from codemods.javascript.older import front as older
    from codemods.javascript.older import vertex
    from codemods.javascript.reading import Readings
    from codemods.javascript.values import Values

    readings = Readings(Values(module, options))
    trails = [*genai.trails(readings), *older.trails(readings), *vertex.trails(readings.values), *sharedids.trails(readings.values)]
    trails += legacy.trails(readings) if options.schema == "steps" else ()
    declare(trails, readings.values)
    declare_pieces(trails, readings.values)
    trails += untraced.trails(readings.values, trails)
    posted = _posted(readings.values)
    trails += posted.trails() if posted is not None else ()
    groups = gather(trails, readings.values)
    if posted is not None:
        posted.settle(groups)
    if options.schema != "steps":
        plan.hold_all(groups, "the legacy response schema is not written in JavaScript")
    asking = (*asking_places(readings), *_posting_places(readings.values))
    return replace(plan.make(groups, module, options), interactions=asking)


def _posted(values: Values) -> HttpFront | None:
    """The front for requests without an SDK, where there may be some."""
    from codemods.rest.address import VERBS, may_be_open

    if VERBS.search(values.module.source) is None and not may_be_open(values.module.source):
        return None
    from codemods.javascript.fronts.http import HttpFront

    return HttpFront(values)


def _posting_places(values: Values) -> tuple[Place, ...]:
    """Where a module asks the model by requests of its own."""
    if "/interactions" not in values.module.source:
        return ()
    from codemods.javascript.http.asking import asking_places

    return asking_places(values)
