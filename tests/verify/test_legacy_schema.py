"""Projects that write for the legacy schema: the stand-in answers their SDK, and only theirs."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.legacy_process import require_interpreter
from tests.verify.conftest import Project
from tests.verify.programs import HELLO, QUICK

Changed = Callable[..., Project]

#: What google-genai 1.75 sends, without the second that importing it takes.
LEGACY = (
    QUICK
    + """
def create(**body):
    headers = {"x-goog-api-client": "google-genai-sdk/1.75.0"}
    request = urllib.request.Request(os.environ["GOOGLE_GEMINI_BASE_URL"] + "/v1beta/interactions", json.dumps(body).encode(), headers)
    return json.load(urllib.request.urlopen(request))["outputs"][-1]["text"]
print(create(model="gemini-3.8-flash", input="Hello", store=False))
"""
)
STREAM = """
from google import genai
client = genai.Client()
for chunk in client.models.generate_content_stream(model="gemini-2.0-flash", contents="Hello"):
    print(chunk.text, end="|")
"""


def test_the_project_says_that_it_writes_for_it(changed: Changed) -> None:
    project = changed(a=(HELLO, LEGACY))
    project.put("pyproject.toml", '[tool.migrate-interactions]\nschema = "outputs"\n')
    done = project.cli("verify", "--yes", "a.py")
    assert done.status == 0, done.out
    assert "a.py: equivalent (1 call, the same output)\n" in done.out


def test_the_command_line_says_it(changed: Changed) -> None:
    done = changed(a=(HELLO, LEGACY)).cli("verify", "--yes", "--schema", "outputs")
    assert done.status == 0, done.out


def test_without_a_word_it_is_refused_as_the_real_service_does(changed: Changed) -> None:
    done = changed(a=(HELLO, LEGACY)).cli("verify", "--yes")
    assert done.status == 1
    assert "legacy Interactions API schema is no longer supported" in done.out


def test_a_lost_setting_shows(changed: Changed) -> None:
    asked = LEGACY.replace('input="Hello"', 'input="Hello", generation_config={"temperature": 0.5}')
    done = changed(a=(HELLO, asked)).cli("verify", "--yes", "--schema", "outputs")
    assert done.status == 1
    assert "temperature" in done.out


def test_what_run_writes_is_equivalent_under_the_legacy_sdk_also_where_streams_break(project: Project) -> None:
    python = require_interpreter()
    project.put("a.py", STREAM)
    project.commit()
    assert project.cli("run", "--schema", "outputs", "a.py").status == 0
    done = project.cli("verify", "--yes", "--schema", "outputs", "--python", python)
    assert done.status == 0, done.out
    assert "1 equivalent" in done.out


def test_run_does_not_verify_what_its_own_sdk_cannot_run(project: Project) -> None:
    project.put("a.py", STREAM)
    project.commit()
    done = project.cli("run", "--schema", "outputs", "--verify", "--yes", "a.py")
    assert done.status == 2
    assert "verify --schema outputs --python PATH" in done.err
    assert "generate_content_stream" in (project.folder / "a.py").read_text()
