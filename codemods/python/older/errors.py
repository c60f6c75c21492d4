"""Code that waits for errors which only the old SDKs raise."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import libcst as cst

from codemods.python.older.receivers import Receivers
from codemods.python.older.references import Imported
from codemods.python.older.sdks import ERROR_PACKAGES, HARMLESS_PACKAGES
from codemods.python.strand import Strand
from codemods.python.tree import walk

_READINGS = frozenset("text parts generate_content generate_content_async send_message send_message_async".split())


def expected(values: Receivers, reaching: Callable[[cst.CSTNode], set[Imported]]) -> Iterator[Strand]:
    """A hold for each place that knows the errors of the old transport, or of an answer without text."""
    for node, message, help in (*_of_transport(values), *_of_answers(values)):
        strand = Strand()
        strand.ties |= reaching(node)
        strand.hold(node, "GI207", message, help)
        yield strand


def _of_transport(values: Receivers) -> Iterator[tuple[cst.CSTNode, str, str]]:
    for definition in values.module.flow.definitions:
        path = values.import_path(definition) if definition.kind == "import" else None
        if path is not None and path.startswith(ERROR_PACKAGES) and not path.startswith(HARMLESS_PACKAGES):
            yield definition.node, f"`{path}`: the errors of the retired SDK's transport are not raised any more", ""


def _of_answers(values: Receivers) -> Iterator[tuple[cst.CSTNode, str, str]]:
    message = "`.text` of the retired SDK raised a ValueError when an answer had no text; `output_text` is empty then"
    for node in values.module.nodes:
        if isinstance(node, (cst.Try, cst.TryStar)) and any(map(_names_value_error, node.handlers)) and _reads_answers(node.body):
            yield node.handlers[0], message, "Test whether the text is empty instead."


def _reads_answers(body: cst.CSTNode) -> bool:
    return any(isinstance(node, cst.Attribute) and node.attr.value in _READINGS for node in walk(body))


def _names_value_error(handler: cst.ExceptHandler | cst.ExceptStarHandler) -> bool:
    return handler.type is not None and any(isinstance(node, cst.Name) and node.value == "ValueError" for node in walk(handler.type))
