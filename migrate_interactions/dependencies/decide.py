"""What becomes of the requirements of one file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from migrate_interactions.dependencies import versions
from migrate_interactions.dependencies.declared import Declared
from migrate_interactions.dependencies.layout import removal, sibling
from migrate_interactions.dependencies.needed import NODE, PYTHON, Family, Needed
from migrate_interactions.dependencies.splices import Splice

_UNCLEAR = "there is no telling which versions are meant"


@dataclass(frozen=True)
class Situation:
    """What the code needs that a file is there for.

    ``family`` is the language whose packages this is about (None: all of them), ``user`` a file that still uses the
    retired SDK. ``joins`` says that the new SDK is needed where only a companion was.
    """

    needed: Needed
    user: str = ""
    joins: bool = False
    family: Family | None = None


@dataclass(frozen=True)
class Decision:
    """One thing to do about a requirement; by hand when there is no change."""

    declared: Declared
    code: str
    message: str
    splices: tuple[Splice, ...] = ()
    help: str = ""


def decide(text: str, listed: Sequence[Declared], situation: Situation) -> Iterator[Decision]:
    """Everything that has to change in a file, in the order of its text."""
    for declared in listed:
        family = NODE if declared.package in NODE.packages else PYTHON
        if situation.family not in (None, family):
            continue
        if declared.package == family.sdk:
            yield from _sdk(text, declared, situation.needed)
        elif declared.package == family.retired:
            yield from _retired(text, declared, listed, family, situation)
        elif situation.joins and not _names(listed, family.sdk) and declared is _first(listed, family):
            yield _joined(text, declared, family, situation.needed, f"the new code needs it beside `{declared.package}`")


def _sdk(text: str, declared: Declared, needed: Needed) -> Iterator[Decision]:
    written = text[slice(*declared.versions)]
    if versions.fits(written, needed, declared.grammar) or (declared.held and not written):
        return
    said = f"`{_short(text, declared)}` does not fit the rewritten code, which needs {declared.package}{needed.versions}"
    new = versions.moved(written, needed, declared.grammar)
    if declared.held or new is None:
        why = declared.held or _UNCLEAR
        yield Decision(declared, "GI022", f"{said}; {why}", help=f"Ask for {declared.package}{needed.versions} there.")
    else:
        yield Decision(declared, "GI020", f"{said}: it becomes `{new.strip()}`", (Splice(*declared.versions, new),))


def _retired(text: str, declared: Declared, listed: Sequence[Declared], family: Family, situation: Situation) -> Iterator[Decision]:
    if situation.user:
        if not _names(listed, family.sdk) and declared is _first(listed, family):
            reason = f"`{declared.package}` stays, for {situation.user} uses it; the rewritten code needs `{family.sdk}`"
            yield _joined(text, declared, family, situation.needed, reason)
        return
    said = f"no code of the project uses `{declared.package}` any more"
    instead = f"Put {family.sdk}{situation.needed.versions} in its place."
    same = [other for other in listed if other.package == family.sdk and other.group == declared.group]
    unclear = not versions.is_understood(text[slice(*declared.versions)], declared.grammar)
    if declared.held or declared.extras or unclear:
        why = declared.held or (_UNCLEAR if unclear else f"it has {declared.extras}")
        yield Decision(declared, "GI022", f"{said}; {why}", help=instead)
    elif same:
        yield _removed(text, declared, f"{said}, and `{family.sdk}` is there")
    else:
        new = versions.replaced(text[slice(*declared.versions)], situation.needed, declared.grammar)
        splices = (Splice(*declared.name, family.sdk), Splice(*declared.versions, new))
        yield Decision(declared, "GI021", f"{said}: `{family.sdk}` takes its place", splices)


def _removed(text: str, declared: Declared, said: str) -> Decision:
    gone = removal(text, declared)
    if gone is None:
        return Decision(declared, "GI022", said, help="Take it out.")
    return Decision(declared, "GI021", f"{said}: it goes", (gone,))


def _joined(text: str, declared: Declared, family: Family, needed: Needed, reason: str) -> Decision:
    wanted = versions.replaced(text[slice(*declared.versions)], needed, "npm") if family is NODE else needed.versions
    new = sibling(text, declared, family.sdk, wanted) if not declared.held else None
    if new is None:
        return Decision(declared, "GI022", reason, help=f"Add {family.sdk}{needed.versions} here.")
    return Decision(declared, "GI021", f"{reason}: `{family.sdk}{needed.versions}` joins it", (new,))


def _names(listed: Sequence[Declared], package: str) -> bool:
    return any(declared.package == package for declared in listed)


def _first(listed: Sequence[Declared], family: Family) -> Declared:
    """The requirement that another one is put behind."""
    retired = [declared for declared in listed if declared.package == family.retired]
    return next(iter([*retired, *(declared for declared in listed if declared.package in family.companions)]))


def _short(text: str, declared: Declared) -> str:
    if declared.shape == "key":
        return f'{declared.package} = "{text[slice(*declared.versions)]}"'
    return " ".join(text[declared.name[0] : declared.versions[1]].split())
