"""The registry of rules, drawn for `explain` and as docs/rules.md. Run as a module, it prints the latter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from codemods.rules import RULES, Rule

_FAMILIES = {
    "GI0": "The file itself",
    "GI1": "Old calls that `run` can rewrite",
    "GI2": "What `run` cannot rewrite, and why",
    "GI3": "Models",
    "GI4": "Notes on behaviour",
    "GI5": "The legacy Interactions schema",
}
_HEAD = """\
# Rules

Every finding has a code, and a code never changes its meaning. This page is drawn from `codemods/rules.py` by `make docs`.
`migrate-interactions explain CODE` prints one of them.
"""


def text(rule: Rule) -> str:
    """One rule, for a terminal."""
    parts = [f"{rule.code}: {rule.title} ({rule.severity})", rule.why]
    if rule.help:
        parts.append(f"By hand: {rule.help}")
    parts += [f"{name}:\n{_indented(code)}" for name, code in (("Before", rule.old), ("After", rule.new)) if code]
    return "\n\n".join(parts)


def markdown(rule: Rule) -> str:
    """One rule, for a service that shows Markdown."""
    return "\n".join(_body(rule))


def page(rules: Iterable[Rule]) -> str:
    """All rules, as Markdown."""
    ordered = sorted(rules, key=lambda rule: rule.code)
    return "\n".join([_HEAD, *(line for family, of_it in groupby(ordered, lambda rule: rule.code[:3]) for line in _family(family, of_it))])


def _family(family: str, rules: Iterable[Rule]) -> Iterator[str]:
    yield f"## {family}xx: {_FAMILIES.get(family, family)}\n"
    for rule in rules:
        yield f"### {rule.code}: {rule.title}\n"
        yield from _body(rule)


def _body(rule: Rule) -> Iterator[str]:
    yield f"*{rule.severity}.* {rule.why}\n"
    if rule.help:
        yield f"**By hand:** {rule.help}\n"
    for name, code in (("Before", rule.old), ("After", rule.new)):
        if code:
            yield f"{name}:\n\n```python\n{code.strip()}\n```\n"


def _indented(code: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in code.strip().splitlines())


if __name__ == "__main__":
    import sys

    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print(page(RULES.values()), end="")
