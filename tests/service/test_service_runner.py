"""Programs run against the service, before and after, and are compared."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from migrate_interactions.verify.compare import model_changes, newly_stored
from migrate_interactions.verify.service import LoopbackService
from tests.support.runner import compare, run_file, run_source

OLD = """
from google import genai
client = genai.Client()
print(client.models.generate_content(model="gemini-2.0-flash", contents="Hello").text)
"""
NEW = """
from google import genai
client = genai.Client()
print(client.interactions.create(model="gemini-3.8-flash", input="Hello", store=False).output_text)
"""
GATHER = """
import asyncio
from google import genai
async def ask(client, prompt):
    return (await client.models.generate_content(model="gemini-2.0-flash", contents=prompt)).text
async def main():
    async with genai.Client().aio as client:
        print(await asyncio.gather(*[ask(client, prompt) for prompt in {prompts}]))
asyncio.run(main())
"""


def test_a_migrated_program_does_the_same(service: LoopbackService, tmp_path: Path) -> None:
    before, after = run_source(OLD, tmp_path, service), run_source(NEW, tmp_path, service)
    assert before.error is None
    assert "Hello" in before.stdout
    assert compare(before, after) == []
    assert model_changes(before.calls, after.calls) == [("gemini-2.0-flash", "gemini-3.8-flash")]
    assert newly_stored(before.calls, after.calls) == 0


def test_an_answer_that_is_kept_is_counted(service: LoopbackService, tmp_path: Path) -> None:
    before, after = run_source(OLD, tmp_path, service), run_source(NEW.replace(", store=False", ""), tmp_path, service)
    assert compare(before, after) == []
    assert newly_stored(before.calls, after.calls) == 1


def test_a_lost_setting_is_named_even_if_nothing_is_printed(service: LoopbackService, tmp_path: Path) -> None:
    old = OLD.replace("print(", "str(").replace('"Hello"', '"Hello", config={"system_instruction": "Be brief", "seed": 3}')
    differences = compare(run_source(old, tmp_path, service), run_source(NEW.replace("print(", "str("), tmp_path, service))
    assert differences == ["call 1: settings.seed: '3' became nothing", "call 1: system: 'Be brief' became nothing"]


def test_what_is_printed_is_compared(service: LoopbackService, tmp_path: Path) -> None:
    differences = compare(run_source(OLD, tmp_path, service), run_source(NEW.replace(".output_text", ".status"), tmp_path, service))
    assert "+completed" in differences


def test_a_call_too_many_is_named(service: LoopbackService, tmp_path: Path) -> None:
    more = NEW + 'client.interactions.create(model="gemini-3.8-flash", input="Again", store=False)\n'
    differences = compare(run_source(OLD, tmp_path, service), run_source(more, tmp_path, service))
    assert differences[0] == "1 calls became 2"
    assert "Again" in differences[1]


def test_a_program_that_starts_to_fail_is_a_difference(service: LoopbackService, tmp_path: Path) -> None:
    differences = compare(
        run_source(OLD, tmp_path, service), run_source(NEW.replace("gemini-3.8-flash", "gemini-2.0-flash"), tmp_path, service)
    )
    assert any(line.startswith("error: None became NotFoundError") for line in differences)
    assert any(line.startswith("call 1: refused:") for line in differences)


def test_calls_made_at_the_same_time_are_a_set(service: LoopbackService, tmp_path: Path) -> None:
    before = run_source(GATHER.replace("{prompts}", "['a', 'b', 'c', 'd']"), tmp_path, service)
    after = run_source(GATHER.replace("{prompts}", "['d', 'c', 'b', 'a']"), tmp_path, service)
    assert before.error is None
    assert all("call" not in line for line in compare(before, after))


def test_calls_made_one_after_another_are_not(service: LoopbackService, tmp_path: Path) -> None:
    loop = OLD.replace('"Hello"', "prompt").replace("print", "for prompt in PROMPTS: print")
    before, after = (run_source(loop.replace("PROMPTS", prompts), tmp_path, service) for prompts in ("'ab'", "'ba'"))
    assert len(before.calls) == 2
    assert [line for line in compare(before, after) if line.startswith("call")] == [
        "call 1: turns[0].parts[0].text: 'a' became 'b'",
        "call 2: turns[0].parts[0].text: 'b' became 'a'",
    ]


def test_every_program_has_its_own_modules_and_leaves_nothing_behind(service: LoopbackService, tmp_path: Path) -> None:
    results = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "settings.py").write_text(f"NAME = {name!r}")
        (folder / "main.py").write_text(
            "import os, settings; os.environ['LEFT'] = 'x'; print(settings.NAME, os.path.basename(os.getcwd()))"
        )
        results.append(run_file(folder / "main.py", service))
    assert [result.stdout for result in results] == ["one one\n", "two two\n"]
    assert "settings" not in sys.modules
    assert "LEFT" not in os.environ
    assert str(tmp_path) not in "".join(sys.path)
    assert not list(tmp_path.rglob("__pycache__"))


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("input()", "EOFError: EOF when reading a line"),
        ("raise SystemExit", None),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("import sys; sys.exit('no')", "SystemExit: no"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("if", "SyntaxError: invalid syntax (program.py, line 1)"),
    ],
)
def test_how_a_program_ended_is_told(service: LoopbackService, tmp_path: Path, source: str, error: str | None) -> None:
    assert run_source(source, tmp_path, service).error == error


def test_a_program_that_hangs_is_stopped(service: LoopbackService, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("while True: pass")
    result = run_file(tmp_path / "program.py", service, seconds=0.1)
    assert result.error == "TimeoutError: the program ran for more than 0.1 seconds"


def test_bytes_written_to_standard_output_are_kept(service: LoopbackService, tmp_path: Path) -> None:
    assert run_source("import sys; sys.stdout.buffer.write(b'raw'); print('ü')", tmp_path, service).stdout == "rawü\n"


def test_the_sample_application_runs_and_prints_the_same_every_time(service: LoopbackService) -> None:
    application = Path(__file__).parents[2] / "fixtures" / "app" / "main.py"
    first, second = run_file(application, service), run_file(application, service)
    assert first.error is None
    assert compare(first, second) == []
    assert len(first.calls) == 24
    assert not [call.error for call in first.calls if call.error]
