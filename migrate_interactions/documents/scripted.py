"""JavaScript in pages: its fences are taken out, migrated as the programs they make, and put back."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from codemods.options import Options
from codemods.outcome import CannotMigrate, Finding, Migration, Severity
from migrate_interactions import transforms
from migrate_interactions.documents import HOLDING_SCRIPTS
from migrate_interactions.documents.blocks import refuse_own_names
from migrate_interactions.documents.listings import Listing, Together, read_listing, together
from migrate_interactions.documents.markdown import Fence, Page, fenced, open_lines
from migrate_interactions.documents.reading import finding_at
from migrate_interactions.javascript.nofiles import NoFiles
from migrate_interactions.results import Migrated

_LANGUAGE = re.compile(r"\{?\.?(?P<name>javascript|js|mjs|cjs|jsx|node|typescript|ts|tsx)\b(?!-)", re.IGNORECASE)
_TYPED = {"typescript": (".ts", ".tsx"), "ts": (".ts", ".tsx"), "tsx": (".tsx",)}
#: Words of code that matters even where it cannot be parsed.
_OLD = re.compile(r"\.(?:generateContent(?:Stream)?|startChat|getGenerativeModel)\s*\(|\.chats\s*\.create\s*\(")
_SDK = re.compile(rb"@google/genai\b|\bGoogleGenAI\b")
_CHAT = re.compile(r"\bchats\.create\b|\bstartChat\b")
_BEGINS = "// The conversation begins with its first message."


def may_hold(path: str) -> bool:
    """Whether a file of this name may hold fences of JavaScript."""
    return os.path.splitext(path)[1].lower() in HOLDING_SCRIPTS


def added(result: Migrated, options: Options) -> Migrated:
    """The result of a page with its JavaScript migrated, too. Raises `CannotMigrate`."""
    if not may_hold(result.path) or not transforms.script_may_concern(result.data):
        return result
    page, listings = _opened(result.data, result.path)
    if not listings:
        return result
    texts = [listing.text for listing in listings]
    refuse_own_names("".join(texts))
    found: list[Migration] = []
    # A page that speaks of the SDK need not import it in every example.
    index = transforms.script_index(NoFiles(_SDK.search(result.data) is not None))
    for group in together(listings):
        migration = transforms.migrate_script(group.program.text, group.program.ending, options, index)
        found.append(_placed(group, migration))
        if migration.changed:
            for number, text in zip(group.numbers, group.program.split(migration.output), strict=True):
                texts[number] = _settled(listings[number], text)
    unread = [finding for finding in _unread(listings) if options.wants(finding.code)]
    return replace(result, output=_put_back(result, page, texts), migration=_joined(result.migration, found, unread))


# -- taking out, and putting back ----------------------------------------------------------------------------------


def _opened(data: bytes, path: str) -> tuple[Page, list[Listing]]:
    """A page with its fences of JavaScript."""
    lines, mark = open_lines(data)
    fences: list[Fence] = []
    endings: list[tuple[str, ...]] = []
    for found in fenced(lines, os.path.splitext(path)[1].lower()):
        language = _LANGUAGE.match(found.info)
        if language is not None:
            fences.append(Fence(found.first, found.prefixes, found.content))
            endings.append(_TYPED.get(language["name"].lower(), (".js",)))
    page = Page(lines, bool(mark), tuple(fences))
    listings = [Listing(fence.raw.text, fence.raw.origins, own) for fence, own in zip(fences, endings, strict=True)]
    return page, list(map(read_listing, listings))


def _put_back(result: Migrated, page: Page, texts: Sequence[str]) -> bytes:
    """The page with other texts in its fences. Its other code may have been rewritten already."""
    before = [fence.raw.text for fence in page.fences]
    if list(texts) == before:
        return result.output
    now, _ = _opened(result.output, result.path)
    if [fence.raw.text for fence in now.fences] != before:
        raise CannotMigrate("GI005", "the JavaScript of the page is not where it was")
    output = now.encode(texts)
    if [fence.raw.text for fence in _opened(output, result.path)[0].fences] != list(texts):
        raise CannotMigrate("GI005", "the rewritten blocks cannot be read back")
    return output


def _settled(listing: Listing, text: str) -> str:
    """The new text of a fence. Imports that nothing uses any more stay: an empty fence helps nobody, and they do no harm."""
    if not text.strip():
        text = _BEGINS if _CHAT.search(listing.text) else listing.text
    if text != listing.text:
        try:
            transforms.script_outline(text, listing.ending)
        except CannotMigrate:
            raise CannotMigrate("GI005", "a rewritten block would not parse") from None
    return text


# -- what is said --------------------------------------------------------------------------------------------------


def _placed(group: Together, migration: Migration) -> Migration:
    """What is said about a program, in the places of the page."""

    def placed(findings: Sequence[Finding]) -> tuple[Finding, ...]:
        return tuple(group.program.finding(finding) for finding in findings)

    return replace(
        migration,
        rewritten=placed(migration.rewritten),
        left=placed(migration.left),
        notes=placed(migration.notes),
        interactions=tuple(group.program.place(place) for place in migration.interactions),
    )


def _unread(listings: Sequence[Listing]) -> Iterator[Finding]:
    """Fences that do not parse. Without words of the old API that is only worth knowing, and not on a page without any."""
    if not any(_OLD.search(listing.text) for listing in listings):
        return
    for listing in listings:
        problem = listing.problem
        if problem is None:
            continue
        line = problem.span.line if problem.span is not None else 1
        severity: Severity = "error" if _OLD.search(listing.text) else "note"
        origin = listing.origins[min(line, len(listing.origins)) - 1]
        yield finding_at(origin, "GI001", "this block does not parse, and stays as it is", severity)


def _joined(page: Migration, scripts: Sequence[Migration], unread: Sequence[Finding]) -> Migration:
    """What is said about the rest of the page, and about its JavaScript. Groups are numbered on."""
    rewritten, left, notes = [*page.rewritten], [*page.left], [*page.notes]
    stateless, groups = page.stateless, max((finding.group or 0 for finding in page.findings), default=0)
    for own in scripts:
        highest = max((finding.group or 0 for finding in own.findings), default=0)
        rewritten += _numbered(own.rewritten, groups)
        left += _numbered(own.left, groups)
        notes += _numbered(own.notes, groups)
        stateless += own.stateless
        groups += highest
    left += [finding for finding in unread if finding.severity != "note"]
    notes += [finding for finding in unread if finding.severity == "note"]
    ordered = [tuple(sorted(found, key=lambda finding: finding.order)) for found in (rewritten, left, notes)]
    asking = tuple(place for own in (page, *scripts) for place in own.interactions)
    return replace(page, rewritten=ordered[0], left=ordered[1], notes=ordered[2], stateless=stateless, interactions=asking)


def _numbered(findings: Sequence[Finding], first: int) -> list[Finding]:
    return [finding if finding.group is None else replace(finding, group=finding.group + first) for finding in findings]
