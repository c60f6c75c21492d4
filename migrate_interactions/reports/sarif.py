"""SARIF 2.1.0, the format that code scanning services read."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

from codemods.outcome import Span
from codemods.rules import RULES, Rule
from migrate_interactions import __version__
from migrate_interactions.reports import rules
from migrate_interactions.reports.entries import Entry, fingerprinted

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#: What paths are relative to. Its place on this machine is nobody's business.
_ROOT = "%SRCROOT%"


def document(found: Iterable[Entry], place: Callable[[str], str], *, complete: bool) -> str:
    """The whole report; ``complete`` says that every file could be handled."""
    codes = {code: number for number, code in enumerate(sorted(RULES))}
    run = {
        "tool": {"driver": _driver(codes)},
        "invocations": [{"executionSuccessful": complete}],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The top of the checkout, or the folder the tool was started in."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(entry, fingerprint, codes, place) for entry, fingerprint in fingerprinted(found)],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _driver(codes: Iterable[str]) -> dict[str, Any]:
    return {"name": "migrate-interactions", "semanticVersion": __version__, "rules": [_rule(RULES[code]) for code in codes]}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": rules.text(rule), "markdown": rules.markdown(rule)},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(entry: Entry, fingerprint: str, codes: dict[str, int], place: Callable[[str], str]) -> dict[str, Any]:
    finding = entry.placed
    text = f"{finding.message}. By hand: {entry.advice}" if entry.advice else finding.message
    return {
        "ruleId": finding.code,
        "ruleIndex": codes[finding.code],
        "level": finding.severity,
        "message": {"text": text},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(place(entry.path)), "region": _region(finding.span)}}],
        "partialFingerprints": {"primaryLocationLineHash": fingerprint},
        "properties": {"fix": finding.fix or "by hand", "assumptions": list(finding.assumptions), "group": finding.group},
    }


def _artifact(path: str) -> dict[str, str]:
    if os.path.isabs(path) or path.startswith("../"):
        return {"uri": "file://" + quote(os.fsencode(os.path.abspath(path).replace(os.sep, "/")))}
    return {"uri": quote(os.fsencode(path)), "uriBaseId": _ROOT}


def _region(span: Span) -> dict[str, int]:
    """SARIF counts as we do: from 1, and the end is exclusive."""
    return {"startLine": span.line, "startColumn": span.column, "endLine": span.end_line, "endColumn": span.end_column}
