"""What takes the place of a model may be settled in the configuration: then it is no difference, and the stand-in serves it."""

from __future__ import annotations

from tests.verify.conftest import Project

OLD = "from google import genai\n\nclient = genai.Client()\n"
OLD += 'print(client.models.generate_content(model="gemini-2.5-flash", contents="Hi").text)\n'
TABLE = '[tool.migrate-interactions.models]\n"gemini-2.5-flash" = "our-tuned-7"\n'


def migrated(project: Project) -> None:
    project.put("a.py", OLD)
    project.put("pyproject.toml", TABLE)
    project.commit()


def test_a_configured_replacement_is_equivalent_and_named(project: Project) -> None:
    migrated(project)
    assert project.cli("run").status == 0
    done = project.cli("verify", "--yes")
    assert done.status == 0, done.out
    assert "model gemini-2.5-flash became our-tuned-7, its replacement" in done.out


def test_a_run_that_verifies_keeps_it(project: Project) -> None:
    migrated(project)
    assert project.cli("run", "--verify", "--yes").status == 0
    assert 'interactions.create(model="our-tuned-7"' in (project.folder / "a.py").read_text()


def test_what_the_configuration_does_not_say_stays_a_difference(project: Project) -> None:
    migrated(project)
    project.cli("run")
    project.put("pyproject.toml", TABLE.replace("2.5-flash", "2.5-pro"))
    assert project.cli("verify", "--yes").status == 1
