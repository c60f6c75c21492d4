"""A codemod that changes nothing: what LibCST's own runner costs for each file."""

import libcst as cst
from libcst.codemod import VisitorBasedCodemodCommand


class Noop(VisitorBasedCodemodCommand):
    """Parses every file, and leaves it as it is."""

    DESCRIPTION = "Does nothing."

    def leave_Module(self, original_node: cst.Module, updated_node: cst.Module) -> cst.Module:  # noqa: N802
        return updated_node
