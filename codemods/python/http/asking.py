"""Posts that ask the model by the new API already."""

from __future__ import annotations

import libcst as cst

from codemods.outcome import Place
from codemods.python.displays import Displays
from codemods.python.http import addresses, posts
from codemods.python.values import Values
from codemods.rest import address


def asking_places(values: Values) -> tuple[Place, ...]:
    """Where a module posts to `…/interactions`: rather too few than what is sent to somebody else."""
    displays = Displays(values)
    calls = [node for node in values.module.every(cst.Call) if _asks(node, values, displays)]
    return tuple(Place(span) for span in sorted(map(values.module.span, calls)))


def _asks(call: cst.Call, values: Values, displays: Displays) -> bool:
    post = posts.read(call, values)
    given = post.value("url") if post is not None else None
    definition = displays.bound(given, lambda value: True) if given is not None else None
    value = definition.value if definition is not None else given
    written = addresses.read(value, values.module) if value is not None else None
    if value is None or written is None:
        return False
    name = addresses.beginning(value)
    return address.is_asking(written.text, values.exact_string(name) if name is not None else None)
