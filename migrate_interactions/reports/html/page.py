"""The whole page, in one piece of ASCII."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from string import Template

from migrate_interactions import __version__
from migrate_interactions.reports.html.figures import lead, overview_html
from migrate_interactions.reports.html.findings import files, findings_html, rules_html
from migrate_interactions.reports.overview import overview
from migrate_interactions.results import Survey

_TITLE = "From generateContent to Interactions"
_HERE = Path(__file__).parent


def page(survey: Survey) -> str:
    """The page about a survey. The same survey gives the same page."""
    style, script = _resource("page.css"), _resource("page.js")
    numbers = overview(survey)
    found = files(survey, numbers.folders)
    return Template(_resource("page.html")).substitute(
        title=_TITLE,
        policy=_policy(style, script),
        style=style,
        script=script,
        lead=lead(numbers.total),
        overview=overview_html(numbers),
        findings=findings_html(found),
        rules=rules_html(found),
        version=__version__,
    )


def _policy(style: str, script: str) -> str:
    """Nothing is fetched, and nothing runs but what came with the page: whatever slips through is dead text."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'"
    )


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def _resource(name: str) -> str:
    return (_HERE / name).read_text(encoding="ascii")
