"""What the tests of the Python transforms have in common."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import dedent

from codemods.options import ASSUMPTIONS, Options
from codemods.outcome import Migration
from codemods.python import migrate

EVERYTHING = Options(assume=frozenset(ASSUMPTIONS))


def source(text: str) -> str:
    return dedent(text).lstrip("\n")


def transformed(before: str, after: str, options: Options | None = None) -> Migration:
    """The source becomes exactly this, which compiles and does not change again."""
    migration = migrate(source(before), None, options)
    assert migration.output == source(after)
    settled(migration, options)
    return migration


def settled(migration: Migration, options: Options | None = None) -> None:
    """What came out compiles, and a second run changes nothing."""
    compile(migration.output, "after", "exec", dont_inherit=True)
    again = migrate(migration.output, None, options)
    assert again.output == migration.output
    assert not again.rewritten


def untouched(text: str, options: Options | None = None) -> None:
    """Not ours: nothing is changed and nothing is said."""
    migration = migrate(source(text), None, options or EVERYTHING)
    assert migration.output == migration.source
    assert [finding.message for finding in migration.findings] == []


def left(text: str, *expected: tuple[int, str], options: Options | None = None) -> Migration:
    """Ours, but kept as it is: exactly these findings (line, code), besides what merely follows from them (GI215)."""
    migration = migrate(source(text), None, options or EVERYTHING)
    assert migration.output == migration.source
    assert findings(migration) == list(expected)
    return migration


def findings(migration: Migration, without: Iterable[str] = ("GI215",)) -> list[tuple[int, str]]:
    return [(finding.span.line, finding.code) for finding in migration.left if finding.code not in without]
