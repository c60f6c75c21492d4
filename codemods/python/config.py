"""The config of a call, with what only Python has: lists of tools that are put together before it, and the SDK's own HTTP options."""

from __future__ import annotations

import libcst as cst

from codemods.python.settings import transport
from codemods.python.settings.reader import Reader
from codemods.python.settings.tools import Tools
from codemods.python.strand import Strand
from codemods.settings import config


class Configs(config.Configs[cst.BaseExpression, Strand]):
    """Reads the config expressions of one module."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(
            reader, {"tools": Tools(reader).read, "http": lambda pair, strand, depth: transport.read(pair, reader, strand, depth)}
        )
        self.displays = reader.displays
