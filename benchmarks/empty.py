"""An empty command on typer: the least that a command line of this kind costs."""

from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None)


@app.command()
def lint(paths: Annotated[list[str] | None, typer.Argument()] = None) -> None:
    """Do nothing."""


app()
