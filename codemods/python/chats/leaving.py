"""What becomes of the statement that created a chat: its config stays, its comments go on, the rest goes."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from codemods.api.call import Config, Object, settings
from codemods.python.chats.model import Made
from codemods.python.displays import kept, node_of, style_of
from codemods.python.edits import Change, Now
from codemods.python.layout import call_listing
from codemods.python.render import mapping
from codemods.python.values import Values


def kept_of(made: Made) -> tuple[cst.CSTNode, ...]:
    """The user's nodes that the turns may be built from."""
    history = (made.history,) if made.history is not None else ()
    return (*kept(settings(made.config)), node_of(made.model), made.receiver, *history)


def config_mapping(config: Config, values: Values, now: Now, at: cst.CSTNode) -> cst.Dict:
    """`{…}` with everything a config says."""
    written = Object(settings(config), config.exploded, config.orphans, config.opening)
    return mapping(written, style_of(values, now, at), 0)


def inner_comments(call: cst.Call) -> list[cst.EmptyLine]:
    """Comments at the arguments of a call that goes."""
    listing = call_listing(call)
    texts = [text for comments in listing.comments for text in (*comments.before, comments.after) if text]
    return [cst.EmptyLine(comment=cst.Comment(text)) for text in (listing.opening, *texts, *listing.orphans) if text]


def led_by(lines: Sequence[cst.EmptyLine], *, replace: bool) -> Change:
    """Put lines above a statement; ``replace`` its own blank ones, so that no gap is left where a statement went."""

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        own = list(getattr(updated, "leading_lines", ()))
        if replace and not any(line.comment for line in own):
            own = []
        return updated.with_changes(leading_lines=[*lines, *own] if replace else [*own, *lines])

    return change


def removed(updated: cst.CSTNode, now: Now) -> cst.RemovalSentinel:
    return cst.RemovalSentinel.REMOVE
