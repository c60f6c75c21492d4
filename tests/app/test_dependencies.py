"""A run that migrates code takes the files with it that say what the code needs."""

import json

import pytest
from typer.testing import CliRunner

from codemods.options import Options
from codemods.outcome import Migration
from migrate_interactions.cli import app
from migrate_interactions.dependencies import step
from migrate_interactions.discovery import Discovered
from migrate_interactions.results import Failed, Migrated, Survey
from tests.app.conftest import Outcome

OLD = 'from google import genai\n\nclient = genai.Client()\nprint(client.models.generate_content(model="gemini-2.5-flash", contents="Hi").text)\n'
NEW = (
    "from google import genai\n\nclient = genai.Client()\n"
    'print(client.interactions.create(model="gemini-2.5-flash", input="Hi", store=False).output_text)\n'
)
HELD = OLD.replace(".text", ".prompt_feedback")
RETIRED = (
    "import google.generativeai as genai\n\ngenai.configure(api_key='k')\n"
    "model = genai.GenerativeModel('gemini-2.5-flash')\nprint(model.generate_content('Hi').text)\n"
)
RETIRED_HELD = "import google.generativeai as genai\n\nprint(genai.embed_content(model='x', content='y'))\n"


@pytest.fixture
def cli(project):
    """The command line with the transforms there are."""

    def cli(*arguments: str) -> Outcome:
        result = CliRunner().invoke(app, list(arguments))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Outcome(result.exit_code, result.stdout_bytes, result.stderr)

    return cli


def findings(outcome, *codes):
    return [(f["path"], f["line"], f["code"]) for f in json.loads(outcome.out)["findings"] if f["code"].startswith(codes or "GI02")]


def test_a_run_raises_the_floor_and_says_so(cli, put):
    put("a.py", OLD)
    requirements = put("requirements.txt", "flask\r\ngoogle-genai>=1.0,<2  # ai\r\n")
    outcome = cli("run")
    assert requirements.read_bytes() == b"flask\r\ngoogle-genai>=2.3.0,<3  # ai\r\n"
    assert "Changed as well: requirements.txt." in outcome.out
    assert outcome.status == 0
    again = cli("run")
    assert "Changed" not in again.out
    assert again.status == 0


def test_a_diff_shows_it_and_a_check_counts_it(cli, put):
    put("a.py", NEW)
    file = put("requirements.txt", "google-genai>=1.0\n")
    outcome = cli("run", "--diff")
    assert "-google-genai>=1.0\n+google-genai>=2.3.0\n" in outcome.out
    assert outcome.status == 1
    assert cli("run", "--check").status == 1
    assert file.read_text() == "google-genai>=1.0\n"


def test_lint_reports_it_at_its_line(cli, put):
    put("a.py", OLD)
    put("pyproject.toml", '[project]\nname = "x"\ndependencies = [\n    "google-genai<2",\n]\n')
    outcome = cli("lint", "--output-format", "json")
    assert findings(outcome) == [("pyproject.toml", 4, "GI020")]
    assert "pyproject.toml:4:5: GI020" in cli("lint").out


@pytest.mark.parametrize("source", [HELD, "import genai\n", "print('genai')\n"])
def test_nothing_is_done_where_the_code_does_not_use_the_new_api(cli, put, source):
    put("a.py", source)
    put("requirements.txt", "google-genai<2\ngoogle-generativeai\n")
    put("set-up.sh", "pip install google-generativeai\n")
    assert findings(cli("lint", "--output-format", "json")) == []


def test_code_that_uses_the_new_api_already_counts(cli, put):
    put("a.py", NEW)
    put("requirements.txt", "google-genai<2\n")
    assert findings(cli("lint", "--output-format", "json")) == [("requirements.txt", 1, "GI020")]


def test_the_schema_of_the_pinned_sdk_keeps_the_pin(cli, put):
    put("a.py", OLD)
    file = put("requirements.txt", "google-genai==1.75.0\n")
    cli("run", "--schema", "outputs")
    assert file.read_text() == "google-genai==1.75.0\n"
    assert "outputs[-1].text" in (file.parent / "a.py").read_text()


def test_a_retired_sdk_goes_with_its_last_use(cli, put):
    put("a.py", RETIRED)
    other = put("b.py", RETIRED_HELD)
    file = put("requirements.txt", "google-generativeai==0.8.3\n")
    cli("run")
    assert file.read_text() == "google-generativeai==0.8.3\ngoogle-genai>=2.3.0\n"
    other.unlink()
    cli("run")
    assert file.read_text() == "google-genai>=2.3.0\n"


def test_a_use_in_a_file_outside_of_the_run_counts(cli, put):
    put("app/a.py", RETIRED)
    put("tools/b.py", RETIRED_HELD)
    file = put("requirements.txt", "google-generativeai\n")
    cli("run", "app/a.py")
    assert file.read_text() == "google-generativeai\ngoogle-genai>=2.3.0\n"


@pytest.mark.parametrize(
    "use",
    [
        "import google.generativeai\n",
        "from google.generativeai import types\n",
        "from google import generativeai as genai\n",
        "import importlib\n\ngenai = importlib.import_module('google.generativeai')\n",
    ],
)
def test_every_kind_of_use_keeps_the_retired_sdk(cli, put, use, git):
    put("a.py", RETIRED)
    put("b.py", use)
    file = put("requirements.txt", "google-generativeai\n")
    cli("run")
    assert file.read_text() == "google-generativeai\ngoogle-genai>=2.3.0\n"


def test_a_comment_or_a_folder_of_others_is_no_use(cli, put, git):
    put("a.py", RETIRED)
    put("b.py", "# import google.generativeai\n")
    put("vendor/c.py", RETIRED_HELD)
    file = put("requirements.txt", "google-generativeai\n")
    cli("run", "a.py")
    assert file.read_text() == "google-genai>=2.3.0\n"


def test_the_nearest_dependency_files_hold_and_no_others_are_touched(cli, put, git):
    top = put("requirements.txt", "google-genai<2\n")
    near = put("api/requirements.txt", "google-genai==1.55\n")
    web = put("web/requirements.txt", "flask\n")
    vendored = put("vendor/x/requirements.txt", "google-genai<2\n")
    apart = put("docs/requirements.txt", "google-genai<2\n")
    for name in ("api/a.py", "api/deep/b.py", "web/a.py"):
        put(name, OLD)
    cli("run")
    assert near.read_text() == "google-genai==2.3.0\n"
    assert top.read_text() == "google-genai>=2.3.0,<3\n", "what web's own file does not name holds from above"
    assert web.read_text() == "flask\n"
    assert vendored.read_text() == apart.read_text() == "google-genai<2\n"


def test_files_that_requirements_include_are_read(cli, put):
    put("a.py", OLD)
    put("requirements.txt", "-r deps/ai.txt\n-c deps/limits.txt\n")
    included = put("deps/ai.txt", "google-genai>=1\n")
    limits = put("deps/limits.txt", "google-genai<2\n")
    cli("run")
    assert included.read_text() == "google-genai>=2.3.0\n"
    assert limits.read_text() == "google-genai>=2.3.0,<3\n"


def test_outside_of_git_nothing_above_the_project_is_read(cli, put):
    above = put("requirements.txt", "google-genai<2\n")
    put("app/requirements.txt", "flask\n")
    put("app/a.py", OLD)
    cli("run", "app")
    assert above.read_text() == "google-genai<2\n"


def test_lock_files_are_named_with_their_command_and_never_edited(cli, put):
    put("a.py", OLD)
    put("pyproject.toml", '[project]\nname = "x"\ndependencies = ["google-genai<2"]\n')
    lock = put("uv.lock", '[[package]]\nname = "google-genai"\nversion = "1.75.0"\n')
    put("poetry.lock", "")
    put("Pipfile.lock", "{}")
    outcome = cli("run")
    assert "uv.lock:1:1: GI023 pyproject.toml changes, and this follows from it: run `uv lock` [note]" in outcome.out
    assert "poetry lock" in outcome.out
    assert "Pipfile.lock" not in outcome.out
    assert "1.75.0" in lock.read_text()
    assert "GI023" not in cli("run").out


@pytest.mark.parametrize("comment", ["# migrate-interactions: ignore", "# migrate-interactions: ignore[GI020] until June"])
def test_a_comment_keeps_a_requirement(cli, put, comment):
    put("a.py", OLD)
    file = put("requirements.txt", f"google-genai<2  {comment}\n")
    assert "requirements.txt" not in cli("run").out
    assert file.read_text() == f"google-genai<2  {comment}\n"


def test_it_can_be_ignored_and_excluded(cli, put):
    put("a.py", OLD)
    file = put("requirements.txt", "google-genai<2\n")
    assert findings(cli("lint", "--output-format", "json", "--ignore", "GI02")) == []
    put("pyproject.toml", '[tool.migrate-interactions]\nexclude = ["requirements.txt"]\n')
    cli("run")
    assert file.read_text() == "google-genai<2\n"


def test_install_lines_follow(cli, put, git):
    put("a.py", RETIRED)
    script = put("bin/set-up.sh", "#!/bin/sh\npip install -q google-generativeai\n")
    docker = put("Dockerfile", "RUN pip install google-generativeai\n")
    workflow = put(".github/workflows/ci.yml", "x:\n  - run: pip install google-generativeai\n")
    outcome = cli("run")
    assert script.read_text() == '#!/bin/sh\npip install -q "google-genai>=2.3.0"\n'
    assert docker.read_text() == "RUN pip install google-generativeai\n"
    assert workflow.read_text() == "x:\n  - run: pip install google-generativeai\n"
    assert "Dockerfile:1:17: GI024" in outcome.out
    assert 'Write `"google-genai>=2.3.0"` for `google-generativeai`' in outcome.out
    assert outcome.status == 1


@pytest.mark.parametrize(
    ("arguments", "floor"),
    [
        ("safety_settings=[]", "2.11.0"),
        ("labels={}", "2.11.0"),
        ("cached_content='c', labels={}", "2.25.0"),
        ("**settings", "2.25.0"),
        ("store=False", "2.3.0"),
    ],
)
def test_arguments_that_came_later_ask_for_a_later_sdk(cli, put, arguments, floor):
    spread = "settings = {'cached_content': 'c'}\n" if "**" in arguments else "plot(labels=[], cached_content=1)\n"
    put(
        "a.py",
        f"from google import genai\n\nclient = genai.Client()\n{spread}client.interactions.create(model='m', input='x', {arguments})\n",
    )
    file = put("requirements.txt", "google-genai>=1.0,<2\n")
    script = put("set-up.sh", "pip install google-genai==2.2.0\n")
    cli("run", ".")
    assert file.read_text() == f"google-genai>={floor},<3\n"
    assert script.read_text() == f"pip install google-genai=={floor}\n"


def test_folders_that_are_in_one_another_count_once(cli, put, git):
    put("app/a.py", RETIRED)
    script = put("app/set-up.sh", "pip install google-generativeai\n")
    cli("run", ".", "app")
    assert script.read_text() == 'pip install "google-genai>=2.3.0"\n'


def test_a_link_to_a_dependency_file_is_that_file(cli, put, project):
    put("a.py", OLD)
    file = put("deploy/requirements.txt", "google-genai<2\n")
    (project / "requirements.txt").symlink_to("deploy/requirements.txt")
    (project / "requirements-dev.txt").symlink_to("deploy/requirements.txt")
    assert cli("run").status == 0
    assert file.read_text() == "google-genai>=2.3.0,<3\n"
    assert (project / "requirements.txt").is_symlink()


def test_documents_go_with_the_code_around_them(cli, put, git):
    put("samples/new/a.py", RETIRED)
    put("samples/old/b.py", RETIRED_HELD)
    new = put("samples/new/README.md", "```sh\npip install google-generativeai\n```\n")
    old = put("samples/old/README.md", "```sh\npip install google-generativeai\n```\n")
    page = put("samples/new/docs/old.md", "```sh\npip install google-generativeai\n```\n```python\nimport google.generativeai\n```\n")
    cli("run")
    assert new.read_text() == '```sh\npip install "google-genai>=2.3.0"\n```\n'
    assert "google-genai" not in old.read_text() + page.read_text()


def test_a_file_that_is_named_is_one_to_look_at(cli, put):
    put("a.py", NEW)
    file = put("requirements.txt", "google-genai<2\n")
    settings = put("settings.yaml", "model: gemini-1.5-flash\n")
    outcome = cli("run", "requirements.txt", "settings.yaml")
    assert file.read_text() == "google-genai>=2.3.0,<3\n"
    assert settings.read_text() == "model: gemini-1.5-flash\n"
    assert "settings.yaml:1:8: GI303" in outcome.out
    assert outcome.status == 0


def test_models_in_configuration_files_are_noted_and_replaced_on_request(cli, put):
    put("a.py", OLD)
    settings = put("config/settings.yaml", "model: gemini-1.5-flash # fast\n")
    lock = put("package-lock.json", '{"model": "gemini-1.5-flash"}')
    inside = put("node_modules/x/a.json", '{"model": "gemini-1.5-flash"}')
    large = put("data.json", json.dumps({"model": "gemini-1.5-flash", "x": "y" * 1_000_000}))
    assert findings(cli("lint", "--output-format", "json"), "GI303") == [("config/settings.yaml", 1, "GI303")]
    outcome = cli("run")
    assert "[note, unsafe: config-models]" in outcome.out
    assert outcome.status == 0
    assert settings.read_text() == "model: gemini-1.5-flash # fast\n"
    cli("run", "--assume", "config-models")
    assert settings.read_text() == "model: gemini-3.8-flash # fast\n"
    assert "gemini-1.5-flash" in lock.read_text() and "gemini-1.5-flash" in inside.read_text() and "gemini-1.5-flash" in large.read_text()


def test_a_project_without_our_code_is_not_looked_through(cli, put):
    put("a.py", "print('hello')\n")
    put("settings.yaml", "model: gemini-1.5-flash\n")
    assert "GI303" not in cli("lint").out


def test_a_file_that_cannot_be_written_is_reported_and_the_others_are(cli, put, monkeypatch):
    from migrate_interactions.commands import run

    written = run.write
    monkeypatch.setattr(
        run, "write", lambda result: Failed(result.path, "GI003", "no") if result.path == "requirements.txt" else written(result)
    )
    code = put("a.py", OLD)
    put("requirements.txt", "google-genai<2\n")
    outcome = cli("run")
    assert code.read_text() == NEW
    assert "requirements.txt: GI003 no" in outcome.out
    assert outcome.status == 4


@pytest.mark.parametrize("data", [b"\xff\xfeg\x00\x00", b"google-genai<2 \xff\n", b"\x00\x01"])
def test_bytes_that_are_no_text_are_left(cli, put, data):
    put("a.py", OLD)
    file = put("requirements.txt", data)
    assert cli("run").status == 0
    assert file.read_bytes() == data


def test_a_file_in_utf_16_stays_one(cli, put):
    put("a.py", OLD)
    file = put("requirements.txt", "google-genai<2\r\n".encode("utf-16"))
    cli("run")
    assert file.read_bytes() == "google-genai>=2.3.0,<3\r\n".encode("utf-16")


def test_javascript_keeps_the_retired_sdk_while_some_code_uses_it(cli, put, git):
    put("a.py", OLD)
    new = 'import {GoogleGenAI} from "@google/genai";\nawait ai.interactions.create({});\n'
    put("web/src/a.ts", new)
    user = put("web/src/b.ts", 'import {GoogleGenerativeAI} from "@google/generative-ai";\n')
    package = put("web/package.json", '{"dependencies": {"@google/generative-ai": "^0.21.0"}}')
    put("web/package-lock.json", "{}")
    assert ("web/package.json", 1, "GI021") in findings(cli("lint", "--output-format", "json"))
    user.unlink()
    outcome = cli("run")
    assert package.read_text() == '{"dependencies": {"@google/genai": "^2.3.0"}}'
    assert "run `npm install`" in outcome.out


def test_what_was_put_back_asks_for_nothing(cli, put, monkeypatch):
    from migrate_interactions.commands import put_back

    code = put("a.py", OLD)
    file = put("requirements.txt", "google-genai<2\n")

    def verified(survey, terminal, models=()):
        code.write_text(OLD)
        results = [Migrated("a.py", result.data, result.data, Migration(OLD, OLD)) for result in survey.changed]
        return Survey(tuple(results), survey.project)

    monkeypatch.setattr(put_back, "consent", lambda changed, yes: None)
    monkeypatch.setattr(put_back, "verified", verified)
    cli("run", "--verify", "--yes")
    assert file.read_text() == "google-genai<2\n"


def test_a_page_gets_the_change_of_its_code_and_that_of_its_install_lines(put, git):
    fence = "```"
    old = f"{fence}sh\npip install google-generativeai\n{fence}\n\n{fence}python\nold()\n{fence}\n".encode()
    new = old.replace(b"old()", b"from google import genai\nclient.interactions.create()")
    put("page.md", old)
    survey = Survey((Migrated("page.md", old, new, Migration("old()", "new()")),), project=object())
    after = step.added(survey, Discovered(("page.md",), folders=(".",)), lambda path: False, Options())
    (page,) = after.results
    assert page.output == new.replace(b"google-generativeai", b'"google-genai>=2.3.0"')
    (beside,) = after.beside
    assert not beside.changed, "the file is written once"
    assert [finding.code for finding in beside.migration.findings] == ["GI024"]
