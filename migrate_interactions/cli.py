"""The command line. Each command only turns what was typed into values; `commands/` does the work."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from typing import Annotated

import typer

from migrate_interactions import __version__, interrupts
from migrate_interactions.exits import INTERRUPTED, USAGE, Declined, UsageError
from migrate_interactions.reports.visible import visible
from migrate_interactions.settings import Choices
from migrate_interactions.workers import collect_rarely

app = typer.Typer(
    name="migrate-interactions",
    help="Moves Python, JavaScript and TypeScript code from Gemini's generateContent API to the Interactions API.",
    add_completion=True,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


report = typer.Typer(help="Work on reports.", no_args_is_help=True)
app.add_typer(report, name="report")


class Store(str, Enum):
    preserve = "preserve"
    server = "server"


class Chat(str, Enum):
    server = "server"
    stateless = "stateless"


class Schema(str, Enum):
    steps = "steps"
    outputs = "outputs"


class Format(str, Enum):
    text = "text"
    json = "json"


class Report(str, Enum):
    text = "text"
    json = "json"
    sarif = "sarif"
    github = "github"
    gitlab = "gitlab"
    html = "html"


def _assumptions(typed: str) -> list[str]:
    """For the shell: the assumptions that begin so."""
    from codemods.options import ASSUMPTIONS

    return [code for code in ASSUMPTIONS if code.startswith(typed)]


def _rules(typed: str) -> list[str]:
    """For the shell: the codes that begin so."""
    from codemods.rules import RULES

    return [code for code in sorted(RULES) if code.startswith(typed.upper())]


Paths = Annotated[list[str] | None, typer.Argument(metavar="PATHS", help="Files and folders; - is standard input. [default: .]")]
Unsafe = Annotated[bool | None, typer.Option("--unsafe/--no-unsafe", help="Take every assumption.", show_default=False)]
Assume = Annotated[list[str] | None, typer.Option(metavar="CODES", help="Take these assumptions.", autocompletion=_assumptions)]
Select = Annotated[list[str] | None, typer.Option(metavar="CODES", help="Only rules that begin so.", autocompletion=_rules)]
Ignore = Annotated[list[str] | None, typer.Option(metavar="CODES", help="No rules that begin so.", autocompletion=_rules)]
Storing = Annotated[
    Store | None,
    typer.Option("--store", help="preserve: store=False, as generateContent does. server: the service's default.", show_default=False),
]
Chatting = Annotated[
    Chat | None,
    typer.Option("--chat", help="server: the service keeps conversations. stateless: the program does, as it did.", show_default=False),
]
Schemas = Annotated[
    Schema | None,
    typer.Option("--schema", help="steps: google-genai 2.3 and newer. outputs: the legacy schema of 1.x.", show_default=False),
]
StdinFilename = Annotated[str | None, typer.Option(metavar="PATH", help="The name of what - reads.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No summary and no notes.")]
ForceExclude = Annotated[
    bool, typer.Option("--force-exclude", help="Leave files alone that the configuration excludes, although they are named.")
]
Sharding = Annotated[str | None, typer.Option("--shard", metavar="I/N", help="Only this part of the files, knowing all of them.")]
Executing = Annotated[str | None, typer.Option("--executor", metavar="dask://HOST:PORT", help="Examine files on a Dask cluster.")]
RequireClean = Annotated[bool, typer.Option("--require-clean", help="Refuse to rewrite files with changes that git does not hold.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Run the code without asking.")]
Debug = Annotated[bool, typer.Option("--debug", hidden=True, help="Show tracebacks.")]


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"migrate-interactions {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", is_eager=True, help="Show the version.", callback=_show_version)] = False,
) -> None:
    pass


@app.command()
def run(
    paths: Paths = None,
    diff: Annotated[bool, typer.Option("--diff", help="Show the changes and write nothing.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; the exit status says whether anything would change.")] = False,
    unsafe: Unsafe = None,
    assume: Assume = None,
    select: Select = None,
    ignore: Ignore = None,
    store: Storing = None,
    chat: Chatting = None,
    schema: Schemas = None,
    stdin_filename: StdinFilename = None,
    force_exclude: ForceExclude = False,
    shard: Sharding = None,
    executor: Executing = None,
    require_clean: RequireClean = False,
    verify: Annotated[bool, typer.Option("--verify", help="Run both versions of what was rewritten; put back what differs.")] = False,
    yes: Yes = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Rewrite in place what can be proven, and report the rest."""

    def work() -> int:
        from migrate_interactions.commands.run import Manner, run
        from migrate_interactions.commands.target import target

        manner = Manner(diff, check, require_clean, quiet, _debugging(debug), verify, yes)
        about = target(paths or [], stdin_filename, force_exclude=force_exclude, shard=shard, executor=executor)
        return run(about, _choices(unsafe, assume, select, ignore, store, chat, schema), manner)

    _finish(work)


@app.command()
def lint(
    paths: Paths = None,
    output_format: Annotated[
        Report, typer.Option(help="For people (text, html), for programs, or for continuous integration.")
    ] = Report.text,
    summary: Annotated[bool, typer.Option("--summary", help="How far it is, by language and folder, instead of every finding.")] = False,
    diff_base: Annotated[str | None, typer.Option(metavar="REV", help="Only what stands on lines that changed since.")] = None,
    baseline: Annotated[str | None, typer.Option(metavar="FILE", help="Known findings, which pass.")] = None,
    write_baseline: Annotated[bool, typer.Option("--write-baseline", help="Bring the baseline up to date.")] = False,
    unsafe: Unsafe = None,
    assume: Assume = None,
    select: Select = None,
    ignore: Ignore = None,
    store: Storing = None,
    chat: Chatting = None,
    schema: Schemas = None,
    stdin_filename: StdinFilename = None,
    force_exclude: ForceExclude = False,
    shard: Sharding = None,
    executor: Executing = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Report everything that is old, and change nothing."""

    def work() -> int:
        from migrate_interactions.commands.lint import Manner, lint
        from migrate_interactions.commands.target import target

        choices = _choices(unsafe, assume, select, ignore, store, chat, schema)
        manner = Manner(output_format.value, quiet, _debugging(debug), diff_base, baseline, write_baseline, summary)
        about = target(paths or [], stdin_filename, force_exclude=force_exclude, shard=shard, executor=executor)
        return lint(about, choices, manner)

    _finish(work)


@app.command()
def verify(
    paths: Annotated[list[str] | None, typer.Argument(metavar="PATHS", help="Among the changed files. [default: all]")] = None,
    pair: Annotated[tuple[str, str] | None, typer.Option(metavar="BEFORE AFTER", help="Compare two files instead.")] = None,
    against: Annotated[str, typer.Option(metavar="REV", help="The earlier version.")] = "HEAD",
    python: Annotated[str, typer.Option(metavar="PATH", help="The project's interpreter. [default: this one]")] = sys.executable,
    node: Annotated[str, typer.Option(metavar="PATH", help="The Node that runs JavaScript. [default: on PATH]")] = "",
    timeout: Annotated[float, typer.Option(metavar="SECONDS", min=0.1, help="For each run.")] = 60,
    stdin: Annotated[str | None, typer.Option(metavar="FILE", help="What programs read as standard input.")] = None,
    arg: Annotated[list[str] | None, typer.Option(metavar="TEXT", help="An argument for each program; can be repeated.")] = None,
    call: Annotated[str, typer.Option(metavar="MODULE:FUNCTION", help="Run this function instead of files.")] = "",
    schema: Schemas = None,
    types: Annotated[bool, typer.Option("--types", help="Run nothing: compare what mypy and tsc say of both versions.")] = False,
    live: Annotated[bool, typer.Option("--live", help="Run the later version against the real service, with your key.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on whatever is not equivalent.")] = False,
    output_format: Annotated[Format, typer.Option(help="For people, or for programs.")] = Format.text,
    yes: Yes = False,
) -> None:
    """Run the versions before and after a change, and compare what they ask and print."""

    def work() -> int:
        from migrate_interactions.commands.selection import Request
        from migrate_interactions.commands.verify import Manner, speaks_legacy, verify
        from migrate_interactions.verify.session import How

        request = Request(tuple(paths or ()), pair, against, call, tuple(arg or ()), stdin)
        manner = Manner(strict, yes, output_format is Format.json, types, live)
        how = How(_interpreter(python), timeout, speaks_legacy(request.paths or request.pair or (), schema.value if schema else None))
        return verify(request, replace(how, node=_interpreter(node, "--node")) if node else how, manner)

    _finish(work)


@app.command()
def explain(code: Annotated[str, typer.Argument(metavar="CODE", autocompletion=_rules)]) -> None:
    """Print a rule, why it is one, and the change by hand."""
    from migrate_interactions.commands.explain import explain

    _finish(lambda: explain(code))


@report.command()
def merge(
    files: Annotated[list[str], typer.Argument(metavar="FILES", help="What `lint --output-format json` printed for each shard.")],
    output_format: Annotated[Format, typer.Option(help="For people, or for programs.")] = Format.text,
    quiet: Quiet = False,
) -> None:
    """Join the reports of shards into one, with the exit status that one run would have."""
    from migrate_interactions.commands.merge import merge

    _finish(lambda: merge(files, as_json=output_format is Format.json, quiet=quiet))


@app.command()
def models() -> None:
    """List the known model ids, their state and their replacement."""
    from migrate_interactions.commands.models import models

    _finish(models)


def main() -> None:
    """The command line, to the end of the process."""
    collect_rarely()
    interrupts.listen()
    try:
        app(prog_name="migrate-interactions")
    except SystemExit as end:
        if end.code == INTERRUPTED:
            interrupts.leave()
        interrupts.ignore()
        raise
    except KeyboardInterrupt:
        interrupts.leave()


def _choices(
    unsafe: bool | None,
    assume: list[str] | None,
    select: list[str] | None,
    ignore: list[str] | None,
    store: Store | None,
    chat: Chat | None,
    schema: Schema | None,
) -> Choices:
    # Older releases of typer hand over an empty list for an option that was not given.
    typed = Choices(unsafe, assume or None, select or None, ignore or None, store.value if store else None)
    return replace(typed, chat=chat.value if chat else None, schema=schema.value if schema else None)


def _interpreter(path: str, option: str = "--python") -> str:
    """Absolute, for programs start in other folders; links stay, for they are what a virtual environment is known by."""
    found = shutil.which(path)
    if found is None:
        raise UsageError(f"{option} {path}: no such interpreter")
    return os.path.abspath(found)


def _debugging(asked: bool) -> bool:
    return asked or bool(os.environ.get("MIGRATE_INTERACTIONS_DEBUG"))


def _finish(work: Callable[[], int]) -> None:
    """Do the work and leave with its status; what the user got wrong is one line."""
    try:
        status = work()
    except UsageError as error:
        sys.stderr.write(f"error: {visible(str(error))}\n")
        status = USAGE
    except Declined:
        sys.stderr.write("stopped: nothing was run and nothing was written\n")
        status = INTERRUPTED
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        status = INTERRUPTED
    raise typer.Exit(status)
