"""Is this expression raw bytes, or text that is base64 already? `data=` of a part takes both, the new `data` only the second."""

from __future__ import annotations

import base64
import binascii

import libcst as cst

from codemods.python.flow import Definition
from codemods.python.nodes import dotted, string_value
from codemods.python.texts import Texts
from codemods.python.values import Values

#: Methods whose result is bytes whatever they are called on.
_BYTES_METHODS = frozenset({"read_bytes", "tobytes", "download_as_bytes"})
#: Functions that return bytes, and those whose result has bytes as `.content`.
_BYTES_FUNCTIONS = frozenset(
    "base64.b64decode base64.standard_b64decode base64.urlsafe_b64decode base64.b64encode os.urandom bytes bytearray".split()
)
_RESPONSES = frozenset(f"{package}.{method}" for package in ("requests", "httpx") for method in ("get", "post", "request"))
_BYTES_TYPES = frozenset({"bytes", "bytearray", "builtins.bytes"})
_OPENERS = frozenset({"urllib.request.urlopen"})
_ENCODERS = frozenset({"base64.b64encode", "base64.standard_b64encode"})


class RawBytes:
    """Proofs about bytes in one module."""

    def __init__(self, values: Values, texts: Texts) -> None:
        self.values = values
        self.texts = texts

    def proven(self, node: cst.CSTNode | None, seen: frozenset[object] = frozenset()) -> bool:
        """Whether an expression certainly is raw bytes."""
        if node is None or node in seen:
            return False
        seen = seen | {node}
        if isinstance(node, cst.SimpleString):
            return "b" in node.prefix.lower()
        if isinstance(node, cst.IfExp):
            return self.proven(node.body, seen) and self.proven(node.orelse, seen)
        if isinstance(node, cst.Name):
            definitions = self.values.definitions(node)
            return bool(definitions) and all(self._definition(d, seen) for d in definitions)
        if isinstance(node, cst.Attribute):
            return node.attr.value == "content" and self._is_response(node.value)
        return isinstance(node, cst.Call) and self._call(node, seen)

    def _call(self, node: cst.Call, seen: frozenset[object]) -> bool:
        name = self.values.symbol(node.func) or dotted(node.func)
        if isinstance(node.func, cst.Name):
            definitions = self.values.definitions(node.func)
            functions = [d.node for d in definitions if isinstance(d.node, cst.FunctionDef)]
            if functions and len(functions) == len(definitions):
                return all(self._returns(function, seen) for function in functions)
            return name in _BYTES_FUNCTIONS and (not definitions or "." in name)
        if name in _BYTES_FUNCTIONS:
            return True
        if not isinstance(node.func, cst.Attribute):
            return False
        method, owner = node.func.attr.value, node.func.value
        if method in _BYTES_METHODS or (method == "encode" and self.texts.proven(owner)):
            return True
        if method == "getvalue":
            return not self._is_made_by(owner, frozenset({"io.StringIO"}))
        return method == "read" and (self.texts.binary_file(owner) or self._is_made_by(owner, _OPENERS | {"io.BytesIO"}))

    def _returns(self, function: cst.FunctionDef, seen: frozenset[object]) -> bool:
        if function in seen or function.asynchronous is not None or function.decorators:
            return False
        if function.returns is not None:
            return self._annotated(function.returns.annotation)
        returned = self.values.returns(function)
        return bool(returned) and all(self.proven(value, seen | {function}) for value in returned)

    def _annotated(self, annotation: cst.BaseExpression) -> bool:
        symbols = self.values.annotated_symbols(annotation)
        return bool(symbols) and all(symbol in _BYTES_TYPES for symbol in symbols)

    def _definition(self, definition: Definition, seen: frozenset[object]) -> bool:
        if definition.kind == "parameter" and isinstance(definition.node, cst.Param) and definition.node.annotation is not None:
            return definition.node.star == "" and self._annotated(definition.node.annotation.annotation)
        return definition.kind in ("assign", "walrus") and self.proven(definition.value, seen)

    def _is_response(self, node: cst.BaseExpression) -> bool:
        return self._is_made_by(node, _RESPONSES)

    def _is_made_by(self, node: cst.BaseExpression, functions: frozenset[str]) -> bool:
        """Whether an expression is the result of one of these functions, directly or under a name."""
        if isinstance(node, cst.Call):
            return self.values.symbol(node.func) in functions
        if not isinstance(node, cst.Name):
            return False
        definitions = self.values.definitions(node)
        return bool(definitions) and all(d.value is not None and self._is_made_by(d.value, functions) for d in definitions)

    # -- base64 -------------------------------------------------------------------------------------------------

    def is_base64(self, node: cst.CSTNode | None) -> bool:
        """Whether an expression certainly is base64 text in the standard alphabet."""
        if isinstance(node, cst.Name):
            definitions = self.values.definitions(node)
            return bool(definitions) and all(d.kind == "assign" and self.is_base64(d.value) for d in definitions)
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value == "decode":
            made = node.func.value
            return isinstance(made, cst.Call) and self.values.symbol(made.func) in _ENCODERS
        text = string_value(node)
        return bool(text) and _decodes(text or "")


def _decodes(text: str) -> bool:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True
