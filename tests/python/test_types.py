"""Code that mypy accepts is accepted afterwards: every fixture and the sample application, in one run for each version.

The programs are migrated as in a project that runs a checker. What mypy said of a program before, it may say afterwards, of
the new names.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from codemods.options import Options
from codemods.python import migrate
from tests.python.test_fixtures import CASES, OLDER, has_reference, options_of
from tests.python.test_sample_application import APPLICATION

_OPTIONS = "--config-file= --no-error-summary --no-pretty --hide-error-context --no-color-output --follow-imports=silent".split()
_ERROR = re.compile(r"(?P<path>[^:\n]+)\.py:\d+: error: (?P<text>.*)")

#: Programs whose output has an error that their input does not have, and why.
KNOWN = {
    "schemas.fields_that_may_be_null_and_in_which_order": "one name is given answers of calls that go and of calls that stay",
    "contents.kinds_that_show_only_at_run_time_are_an_assumption": "the mime type of an upload, which may be None, is looked at now",
    "answers.a_name_that_a_web_request_gets_as_well": "one name for two kinds of values is an error in both versions, with other words",
    "chats.two_chats_side_by_side": "`.text` may be None and is sent on: an error at the old message, and at what is read from the new answer",
    "chats.a_message_inside_of_a_statement_is_sent_before_it": "the same",
    "chats.chats_by_user_in_a_dictionary": "an entry of a dictionary that holds other things beside the chat: a checker takes the id for one of them",
    "chats.a_stateless_conversation_keeps_its_history_itself": "a history that is None before there is a chat, as the chat was",
    "legacy.guides_that_were_wrong": "an answer that may be a stream for a checker: an error at the old attribute, and at the new one",
    "http.awaited": "a key from the environment, which may be None, is a header now and no part of an address",
    "calls.prompts_proven_to_be_text": "`.text` may be None and is asked again: an error at the old call, and at what is read from the new one",
}


def programs(typed: bool) -> dict[str, tuple[str, str]]:
    """Both versions of every program that changes, by the name it is checked under; but for those of a retired SDK, whose types are not there."""
    cases = [path for path in CASES if not has_reference(path) and path.parent != OLDER]
    sources = {f"{path.parent.name}.{path.stem}": (path, options_of(path.read_text(encoding="utf-8"))) for path in cases}
    sources |= {f"app.{path.stem}": (path, Options()) for path in APPLICATION.glob("*.py")}
    found = {}
    for name, (path, options) in sources.items():
        before = path.read_text(encoding="utf-8")
        after = migrate(before, None, replace(options, typed=typed)).output
        if after != before:
            found[name] = (before, after)
    return found


def checked(sources: Mapping[str, str], folder: Path, cache: Path) -> dict[str, Counter[str]]:
    """The kinds of errors of each program, counted."""
    folder.mkdir()
    for name, source in sources.items():
        (folder / f"{name.replace('.', '__')}.py").write_text(source, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", *_OPTIONS, "--cache-dir", str(cache), "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    found: dict[str, Counter[str]] = {name: Counter() for name in sources}
    for line in done.stdout.splitlines():
        if match := _ERROR.fullmatch(line):
            found[match["path"].replace("__", ".", 1)][kind(match["text"])] += 1
    return found


def kind(text: str) -> str:
    """The error without the names that differ between the two APIs."""
    text = re.sub(r'Item "None" of ".*?" has no attribute ".*?"', "an attribute of what may be None", text)
    return re.sub(r'"None" has no attribute ".*?"', "an attribute of None", text)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mypy")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> dict[str, tuple[Counter[str], Counter[str]]]:
    """What mypy says before and after, by program."""
    folder = tmp_path_factory.mktemp("types")
    pairs = programs(typed=True)
    before = checked({name: pair[0] for name, pair in pairs.items()}, folder / "before", cache)
    after = checked({name: pair[1] for name, pair in pairs.items()}, folder / "after", cache)
    return {name: (before[name], after[name]) for name in pairs}


def test_no_program_has_a_kind_of_error_afterwards_that_it_did_not_have(reports: dict[str, tuple[Counter[str], Counter[str]]]) -> None:
    new = {name: dict(after - before) for name, (before, after) in reports.items() if after - before}
    assert {name: errors for name, errors in new.items() if name not in KNOWN} == {}
    assert set(new) == set(KNOWN), "an entry of KNOWN is no longer needed"


def test_the_programs_use_what_mypy_refuses_in_plain_spelling(tmp_path: Path, cache: Path) -> None:
    """The casts and declarations are needed: without them these programs are refused."""
    pairs = {name: pair for name, pair in programs(typed=False).items() if name.startswith("types.")}
    before = checked({name: pair[0] for name, pair in pairs.items()}, tmp_path / "before", cache)
    plain = checked({name: pair[1] for name, pair in pairs.items()}, tmp_path / "plain", cache)
    assert pairs
    assert [name for name in pairs if before[name]] == []
    assert [name for name in pairs if not plain[name]] == []
