"""Programs of google.generativeai are led to the service, unmodified, and compared with what became of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from codemods.python import migrate
from codemods.python.older.sdks import CATEGORIES, THRESHOLDS
from migrate_interactions.verify.service import LoopbackService
from tests.python.support import EVERYTHING
from tests.support.older import require_older, run_older
from tests.verify.conftest import Project

Changed = Callable[..., Project]

CONFIGURED = 'import google.generativeai as genai\ngenai.configure(api_key="k")\n'
STREAMED = (
    CONFIGURED
    + 'model = genai.GenerativeModel("gemini-1.5-flash")\n'
    + 'print(model.generate_content("Hello").text)\n'
    + 'for chunk in model.generate_content("Tell me a story.", stream=True):\n    print(chunk.text, end="")\n'
)


def asked(run_calls: LoopbackService) -> list[str]:
    return [call.call.turns[-1].parts[0].text for call in run_calls.calls if call.call]


@pytest.mark.parametrize(
    "configuration",
    [
        "",
        'genai.configure(api_key="k")',
        'genai.configure(api_key="k", transport="grpc")',
        'genai.configure(api_key="k", transport="rest", client_options={"api_endpoint": "proxy.example.com"})',
        'genai.configure(api_key="k", default_metadata=[("x-team", "birds")])',
        "from google.auth.credentials import AnonymousCredentials\ngenai.configure(credentials=AnonymousCredentials())",
    ],
)
def test_whatever_a_program_configures_it_reaches_the_service(service: LoopbackService, tmp_path: Path, configuration: str) -> None:
    source = f"import google.generativeai as genai\n{configuration}\n"
    source += 'print(genai.GenerativeModel("gemini-pro").generate_content("Hello").text)\n'
    run = run_older(source, tmp_path, service)
    assert (run.failure, run.blocked, asked(service)) == (None, (), ["Hello"])


def test_the_older_sdk_fails_as_it_does(service: LoopbackService, tmp_path: Path) -> None:
    source = CONFIGURED + 'genai.GenerativeModel("gemini-pro", safety_settings={"HARASSMENT": "block_all"}).generate_content("Hi")\n'
    run = run_older(source, tmp_path, service)
    assert run.failure is not None
    assert run.failure.type == "KeyError"


def test_a_refusal_arrives_as_the_older_sdks_error(service: LoopbackService, tmp_path: Path) -> None:
    source = CONFIGURED + (
        "from google.api_core.exceptions import InvalidArgument\n"
        'model = genai.GenerativeModel("gemini-pro")\n'
        "try:\n"
        '    model.generate_content("Hi", generation_config={"response_schema": {"type": "object"}})\n'
        "except InvalidArgument as error:\n"
        "    print(error.code, error.message)\n"
    )
    run = run_older(source, tmp_path, service)
    assert run.stdout.startswith("400 * GenerateContentRequest"), run.stderr


def test_calls_at_the_same_time_have_a_connection_each(service: LoopbackService, tmp_path: Path) -> None:
    source = CONFIGURED + (
        "import asyncio\n"
        'model = genai.GenerativeModel("gemini-pro")\n'
        "async def main():\n"
        '    await asyncio.gather(*(model.generate_content_async(text) for text in ("a", "b", "c")))\n'
        "asyncio.run(main())\n"
    )
    assert run_older(source, tmp_path, service).failure is None
    assert len({call.connection for call in service.calls}) == 3


def test_a_stream_that_breaks_raises_behind_its_first_piece(service: LoopbackService, tmp_path: Path) -> None:
    with service.breaking_streams():
        run = run_older(STREAMED, tmp_path, service)
    assert run.failure is not None
    assert len(run.stdout.splitlines()[-1]) == 16


def test_an_upload_reaches_the_service_and_its_file_can_be_asked_for(service: LoopbackService, tmp_path: Path) -> None:
    source = CONFIGURED + (
        "import io\n"
        'sent = genai.upload_file(io.BytesIO(b"%PDF"), mime_type="application/pdf", display_name="A plan")\n'
        "print(sent.display_name, sent.mime_type, sent.size_bytes, genai.get_file(sent.name).state.name)\n"
    )
    assert run_older(source, tmp_path, service).stdout == "A plan application/pdf 4 ACTIVE\n"


def test_programs_without_it_load_nothing_of_it(service: LoopbackService, tmp_path: Path) -> None:
    source = "import sys\nprint([name for name in sys.modules if 'generativeai' in name])\n"
    assert run_older(source, tmp_path, service).stdout == "[]\n"


def test_the_words_for_safety_settings_are_those_of_the_sdk(service: LoopbackService, tmp_path: Path) -> None:
    source = (
        "from google.generativeai.types import safety_types as s\n"
        "for table in (s._HARM_CATEGORIES, s._BLOCK_THRESHOLDS):\n"
        "    print({word: found.name for word, found in table.items() if isinstance(word, str)})\n"
    )
    categories, thresholds = map(eval, run_older(source, tmp_path, service).stdout.splitlines())
    whole = {name.lower(): name for name in CATEGORIES.values()}
    assert {word: name for word, name in categories.items() if "UNSPECIFIED" not in name} == {**whole, **CATEGORIES}
    assert {word: name for word, name in thresholds.items() if "UNSPECIFIED" not in name} == THRESHOLDS


def test_verify_runs_both_versions(changed: Changed) -> None:
    python = require_older()
    project = changed(a=(STREAMED, migrate(STREAMED, None, EVERYTHING).output))
    done = project.cli("verify", "--yes", "--python", python)
    assert "a.py: equivalent (2 calls, the same output)\n" in done.out, done.out + done.err
    assert done.status == 0


def test_verify_sees_what_a_migration_lost(changed: Changed) -> None:
    python = require_older()
    before = CONFIGURED + 'print(genai.GenerativeModel("gemini-pro", system_instruction="Be brief.").generate_content("Hi").text)\n'
    after = migrate(before, None, EVERYTHING).output.replace(', system_instruction="Be brief."', "")
    assert "Be brief" not in after
    done = changed(a=(before, after)).cli("verify", "--yes", "--python", python)
    assert done.status == 1
    assert "call 1: system: 'Be brief.' became nothing" in done.out


def test_a_missing_sdk_is_why_a_program_is_not_run(changed: Changed) -> None:
    """The interpreter of these tests has google-genai only."""
    done = changed(a=(STREAMED, migrate(STREAMED, None, EVERYTHING).output)).cli("verify", "--yes")
    assert done.status == 0
    assert "a.py: not run" in done.out
    assert "the earlier version needs google.generativeai: pip install google-generativeai" in done.out


@pytest.mark.parametrize("line", ["from google import genai", "import google.genai", "import google.genai.types"])
def test_so_is_one_that_only_the_later_version_needs(changed: Changed, line: str) -> None:
    hide = 'import sys\nsys.path[:] = [entry for entry in sys.path if "site-packages" not in entry]\nsys.modules.pop("google", None)\n'
    hide += 'import types\ngoogle = types.ModuleType("google")\ngoogle.__path__ = []\nsys.modules["google"] = google\n'
    done = changed(a=("print(1)\n", f"{hide}{line}\n")).cli("verify", "--yes")
    assert "the later version needs google.genai: pip install 'google-genai>=2.3'" in done.out


def test_a_wrong_name_in_the_sdk_is_no_missing_sdk(changed: Changed) -> None:
    done = changed(a=("print(1)\n", "from google.genai import nonsense\n")).cli("verify", "--yes")
    assert done.status == 1
    assert "a.py: different" in done.out
