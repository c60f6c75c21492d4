"""Versions as dependency files write them, moved to what rewritten code needs, in the style they were written in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from migrate_interactions.dependencies.needed import Needed

Grammar = Literal["pep440", "poetry", "conda", "npm"]

_CLAUSE = re.compile(r"(?P<before>\s*)(?P<operator>===|==|~=|!=|<=|>=|<|>)(?P<gap>\s*)(?P<version>[^\s,]+)(?P<after>\s*)")
_PLAIN = re.compile(r"\d+(\.\d+){0,2}")
_ANY = re.compile(r"\*|latest|")
#: Versions that stand for all others, besides those that are named.
_SAMPLES = tuple(map(Version, ("0.1", "1.0", "1.55", "1.75", "2.0", "2.2", "2.3", "2.99", "3.0", "3.4", "3.99", "99")))


def fits(written: str, needed: Needed, grammar: Grammar) -> bool:
    """Whether all that these versions allow will do. No version at all is the newest."""
    if not needed.ceiling and _ANY.fullmatch(written.strip()):
        return True
    allowed = _allowed(written, grammar)
    return allowed is not None and _fits(allowed, needed)


def is_understood(written: str, grammar: Grammar) -> bool:
    """Whether a text is versions at all, as opposed to an address or what a shell makes of it."""
    return bool(_ANY.fullmatch(written.strip())) or _allowed(written, grammar) is not None


def moved(written: str, needed: Needed, grammar: Grammar) -> str | None:
    """The versions to write instead; None where there is no telling. Nothing is moved to an older version."""
    if _ANY.fullmatch(written.strip()):
        return needed.versions
    allowed = _allowed(written, grammar)
    if allowed is None or _above(allowed, needed):
        return None
    new = _MOVERS[grammar](written, needed)
    after = _allowed(new, grammar) if new is not None else None
    return new if after is not None and _fits(after, needed) else None


def replaced(written: str, needed: Needed, grammar: Grammar) -> str:
    """The versions for the new SDK where those of a retired one stood: a floor, or a caret where there was one."""
    if grammar == "npm" and not written:
        return ""
    if grammar in ("poetry", "npm") and written.startswith("^") and not needed.ceiling:
        return f"^{needed.floor}"
    gap = " " if re.match(r"[<>=!~]+ ", written) else ""
    return re.sub(r"([<>=]+)", rf"\1{gap}", needed.versions)


# -- what is allowed -----------------------------------------------------------------------------------------------


def _allowed(written: str, grammar: Grammar) -> SpecifierSet | None:
    text = written.strip()
    if grammar != "pep440":
        text = _as_pep440(text)
    try:
        return SpecifierSet(text.strip("()"))
    except InvalidSpecifier:
        return None


def _as_pep440(text: str) -> str:
    """`^1.20`, `~1.20`, `1.75.0`, `1.*` and conda's `=1.20` in the terms of packaging."""
    if _PLAIN.fullmatch(text):
        return f"=={text}"
    if re.fullmatch(r"\d+(\.\d+)?\.[*x]", text):
        return f"=={text[:-1]}*"
    if re.fullmatch(r"=\d[\d.]*", text):
        return f"={text}.*"
    mark, version = text[:1], text[1:].strip()
    if mark not in ("^", "~") or not _PLAIN.fullmatch(version):
        return text
    numbers = [int(part) for part in version.split(".")]
    kept = 1 if mark == "^" or len(numbers) == 1 else 2
    upper = [*numbers[: kept - 1], numbers[kept - 1] + 1]
    return f">={version},<{'.'.join(map(str, upper))}"


def _samples(allowed: SpecifierSet) -> list[Version]:
    named = [version for specifier in allowed if (version := _version(specifier.version)) is not None]
    return [*_SAMPLES, *named]


def _fits(allowed: SpecifierSet, needed: Needed) -> bool:
    contained = [version for version in _samples(allowed) if allowed.contains(version, prereleases=True)]
    bounded = any(specifier.operator != "!=" for specifier in allowed)
    below = bounded and any(version < needed.floor for version in contained)
    above = needed.ceiling is not None and any(version >= needed.ceiling for version in contained)
    return bool(contained) and not below and not above


def _above(allowed: SpecifierSet, needed: Needed) -> bool:
    """Whether only versions are allowed that are too new."""
    contained = [version for version in _samples(allowed) if allowed.contains(version, prereleases=True)]
    return bool(contained) and needed.ceiling is not None and all(version >= needed.ceiling for version in contained)


def _version(text: str) -> Version | None:
    try:
        return Version(text.removesuffix(".*"))
    except InvalidVersion:
        return None


# -- how each grammar is moved -------------------------------------------------------------------------------------


def _moved_clauses(written: str, needed: Needed) -> str | None:
    """`>=1.0,<2` → `>=2.3.0,<3`: the first lower bound is raised, an upper one of a whole version follows, others stay."""
    if written.lstrip().startswith("("):
        inner = _moved_clauses(written.strip()[1:-1], needed)
        return f"({inner})" if inner is not None else None
    pieces = written.split(",")
    clauses = [match for piece in pieces if (match := _CLAUSE.fullmatch(piece))]
    if len(clauses) < len(pieces):
        return None
    kept: list[str] = []
    lower = upper = False
    for clause in clauses:
        text = _clause(clause, needed, first=not lower)
        lower = lower or clause["operator"] in _LOWER
        upper = upper or (clause["operator"] in _UPPER and bool(text)) or clause["operator"] in ("==", "~=")
        kept += [text] if text else []
    gap = clauses[0]["gap"]
    if not lower:
        kept.insert(0, f">={gap}{needed.floor}")
    if needed.ceiling and not upper:
        kept.append(f"<{gap}{needed.ceiling}")
    return ",".join(kept)


_LOWER = (">=", ">", "==", "~=")
_UPPER = ("<", "<=")


def _clause(clause: re.Match[str], needed: Needed, *, first: bool) -> str:
    """One clause moved; an empty string for one that goes."""
    operator, version = clause["operator"], clause["version"]
    if operator in (">=", ">"):
        return _written(clause, ">=", str(needed.floor)) if first else ""
    if operator == "==":
        return _written(clause, "~=", _short(needed.floor)) if version.endswith(".*") else _written(clause, "==", str(needed.pin))
    if operator == "~=":
        return _written(clause, "~=", _short(needed.floor) if version.count(".") < 2 else str(needed.floor))
    if operator in _UPPER:
        bound = _version(version)
        if bound is None or bound > needed.floor:
            return _written(clause, "<", str(needed.ceiling)) if needed.ceiling and bound and bound > needed.ceiling else clause[0]
        whole = re.fullmatch(r"\d+((?:\.0)*)", version)
        return _written(clause, "<", f"{needed.floor.major + 1}{whole[1]}") if whole and operator == "<" else ""
    return clause[0]


def _written(clause: re.Match[str], operator: str, version: str) -> str:
    return f"{clause['before']}{operator}{clause['gap']}{version}{clause['after']}"


def _short(version: Version) -> str:
    return f"{version.major}.{version.minor}"


def _moved_marked(written: str, needed: Needed) -> str | None:
    """`^1.20` → `^2.3`, `~1.20.1` → `~2.3.0`, `1.75.0` → `2.3.0`, `1.*` → `^2.3`; everything else as packaging has it."""
    match = re.fullmatch(r"(?P<mark>[\^~]?)(?P<gap>\s*)(?P<version>\d+(?:\.\d+){0,2})", written)
    if match:
        if not match["mark"]:
            return str(needed.pin)
        mark = "^" if "." not in match["version"] else match["mark"]
        return f"{mark}{match['gap']}{needed.floor if match['version'].count('.') == 2 else _short(needed.floor)}"
    if re.fullmatch(r"\d+(\.\d+)?\.[*x]", written):
        return f"^{_short(needed.floor)}"
    return _moved_clauses(written, needed)


def _moved_conda(written: str, needed: Needed) -> str | None:
    if re.fullmatch(r"=\d+\.\d+", written):
        return f"={_short(needed.floor)}"
    if re.fullmatch(r"=\d[\d.]*", written):
        return f"={needed.pin}"
    return _moved_clauses(written, needed)


def _moved_npm(written: str, needed: Needed) -> str | None:
    """Npm's ranges as far as they are one version, with a mark or without."""
    if re.fullmatch(r">=\s*\d+(\.\d+){0,2}", written):
        return f">={needed.floor}"
    match = re.fullmatch(r"(?P<mark>[\^~]?)\d+(\.\d+){0,2}", written)
    if match:
        return f"{match['mark']}{needed.floor}"
    return f"^{needed.floor}" if re.fullmatch(r"\d+(\.\d+)?\.[*x]", written) else None


_MOVERS: dict[Grammar, Callable[[str, Needed], str | None]] = {
    "pep440": _moved_clauses,
    "poetry": _moved_marked,
    "conda": _moved_conda,
    "npm": _moved_npm,
}
