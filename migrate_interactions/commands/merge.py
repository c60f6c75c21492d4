"""`report merge`: the reports of shards as the one report of the whole run."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence

from migrate_interactions.exits import UsageError, status
from migrate_interactions.reports import json, text
from migrate_interactions.reports.json import Report
from migrate_interactions.reports.terminal import Terminal
from migrate_interactions.results import counts, is_unread


def merge(files: Sequence[str], *, as_json: bool, quiet: bool = False) -> int:
    """Returns the exit status that one run would have. Raises `UsageError`."""
    reports = [json.load(file) for file in files]
    _check(files, reports)
    entries = sorted((entry for report in reports for entry in report.entries), key=lambda entry: (entry[0], entry[1].order))
    summary: Counter[str] = Counter()
    for report in reports:
        summary.update(report.summary)
    terminal = Terminal(sys.stdout)
    if as_json:
        terminal.raw_line(json.written(dict(summary), entries))
    else:
        text.show_entries(entries, terminal)
        if not quiet:
            terminal.say(text.merged_summary(summary))
    failed = any(is_unread(finding) and finding.severity != "note" for _, finding in entries)
    return status(left=any(counts(finding) for _, finding in entries), failed=failed or summary["errors"] > 0)


def _check(files: Sequence[str], reports: Sequence[Report]) -> None:
    """Each shard once, none missing, and no file in two reports: anything else would be a wrong sum."""
    given = Counter(report.shard for report in reports if report.shard)
    twice = next((shard for shard, times in given.items() if times > 1), None)
    if twice:
        raise UsageError(f"shard {twice} is there twice")
    for count in {shard.partition("/")[2] for shard in given}:
        missing = [f"{number}/{count}" for number in range(1, int(count) + 1) if f"{number}/{count}" not in given]
        if missing:
            raise UsageError(f"shard {', '.join(missing)} is missing")
    if len({shard.partition("/")[2] for shard in given}) > 1 or (given and len(given) < len(reports)):
        raise UsageError("these are not the shards of one run")
    seen: dict[str, str] = {}
    for file, report in zip(files, reports, strict=True):
        for path in {path for path, _ in report.entries}:
            if path in seen:
                raise UsageError(f"{path} is in {seen[path]} and in {file}")
            seen[path] = file
