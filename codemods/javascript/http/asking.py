"""Posts that ask the model by the new API already."""

from __future__ import annotations

from codemods.javascript.http import addresses, posts
from codemods.javascript.syntax import Node
from codemods.javascript.values import Values
from codemods.outcome import Place
from codemods.rest import address


def asking_places(values: Values) -> tuple[Place, ...]:
    """Where a module posts to `…/interactions`: rather too few than what is sent to somebody else."""
    module = values.module
    return tuple(Place(module.span(node)) for node in module.root.walk() if node.kind == "call_expression" and _asks(node, values))


def _asks(call: Node, values: Values) -> bool:
    post = posts.read(call, values)
    value = values.literal(post.url) if post is not None and not post.problem else None
    written = addresses.read(value) if value is not None else None
    if value is None or written is None:
        return False
    name = addresses.beginning(value)
    return address.is_asking(written.text, values.exact_string(name) if name is not None else None)
