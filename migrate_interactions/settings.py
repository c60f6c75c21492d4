"""What holds for one invocation: the command line over the configuration."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from codemods.options import ASSUMPTIONS, Chat, Options, Schema, Store
from migrate_interactions.codes import check_assumptions, check_rules, split
from migrate_interactions.config import Config
from migrate_interactions.exits import UsageError


@dataclass(frozen=True)
class Choices:
    """The options that change what `run` would do, as typed. None is an option that was not given."""

    unsafe: bool | None = None
    assume: Sequence[str] | None = None
    select: Sequence[str] | None = None
    ignore: Sequence[str] | None = None
    store: Store | None = None
    chat: Chat | None = None
    schema: Schema | None = None


def settle(choices: Choices, config: Config) -> Options:
    """The options of the transforms. Raises `UsageError` for unknown codes."""
    return Options(
        assume=_assumptions(choices, config),
        platform=config.platform,
        store=choices.store or config.store,
        chat=choices.chat or config.chat,
        schema=choices.schema or config.schema,
        typed=bool(config.typed),
        select=_rules("--select", choices.select, config.select),
        ignore=_rules("--ignore", choices.ignore, config.ignore),
    )


def _assumptions(choices: Choices, config: Config) -> frozenset[str]:
    typed = _named("--assume", check_assumptions, choices.assume)
    if choices.unsafe:
        return frozenset(ASSUMPTIONS)
    if typed is not None:
        return frozenset(typed)
    if config.unsafe and choices.unsafe is None:
        return frozenset(ASSUMPTIONS)
    return frozenset(config.assume)


def _rules(option: str, typed: Sequence[str] | None, configured: tuple[str, ...]) -> tuple[str, ...]:
    codes = _named(option, check_rules, typed)
    return configured if codes is None else codes


def _named(option: str, check: Callable[[Sequence[str]], tuple[str, ...]], typed: Sequence[str] | None) -> tuple[str, ...] | None:
    if typed is None:
        return None
    try:
        return check(split(typed))
    except UsageError as error:
        raise UsageError(f"{option} {error}") from error
