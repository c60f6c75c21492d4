"""Requests that Python makes without an SDK (requests, httpx, urllib, aiohttp): reported with the new request written out."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator

from codemods.api.nodes import Leaf
from codemods.options import Options
from codemods.outcome import Finding, Span
from codemods.python import suppressions
from codemods.rest import address, jsontext, posting, writing
from codemods.rest.body import body as bodyreader
from codemods.rest.body.reader import JsonReader, Strand
from codemods.rest.posting import CODE as REWRITTEN
from codemods.rest.posting import HELD as CODE
from codemods.rest.text import HOLE, plain
from codemods.rules import RULES

#: Where `%` and `format` put something in.
_PLACEHOLDER = re.compile(r"\{\w*\}|%s|%\(\w+\)s")
_BODY = ("json", "data", "content")


def findings(source: str, options: Options) -> Iterator[Finding]:
    """The old addresses in the strings of a module."""
    if not options.wants(CODE):
        return
    if "enerateContent" not in source:
        return
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    comments = suppressions.read(source)
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    has_verb = address.may_be_open(source) and any(address.VERB.fullmatch(str(node.value)) for node in texts)
    for node in texts:
        assert isinstance(node.value, str)
        is_open = has_verb and "models/" in node.value and address.OPEN.search(_outline(_sum_around(node, parents)))
        if not is_open and not address.VERBS.search(node.value):
            continue
        whole = parents[node] if isinstance(parents[node], ast.JoinedStr) else node
        # Texts for readers, and what is only compared, are no requests.
        if isinstance(parents.get(whole), (ast.Expr, ast.Compare)) or not isinstance(whole, ast.expr) or "\n" in node.value:
            continue
        finding = _finding(whole, _call(whole, parents), _given(tree))
        if not comments.whole_file and not any(comments.silences(finding.span, code) for code in (CODE, REWRITTEN)):
            yield finding


def _sum_around(node: ast.expr, parents: dict[ast.AST, ast.AST]) -> ast.expr:
    """The f-string and the sum that a text is part of."""
    while isinstance(parent := parents.get(node), (ast.JoinedStr, ast.BinOp)):
        node = parent
    return node


def _outline(node: ast.expr) -> str:
    """What is written in a text, with holes for what is not."""
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_outline, node.values))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _outline(node.left) + _outline(node.right)
    if isinstance(node, ast.BinOp):  # "…%s" % …
        return _outline(node.left)
    return _PLACEHOLDER.sub(HOLE, node.value) if isinstance(node, ast.Constant) and isinstance(node.value, str) else HOLE


def _call(node: ast.expr, parents: dict[ast.AST, ast.AST], *, is_named: bool = False) -> ast.Call | None:
    """The call that an address is an argument of, or the only one that its name is."""
    parent = parents.get(node)
    while isinstance(parent, (ast.keyword, ast.JoinedStr, ast.BinOp)):
        parent = parents.get(parent)
    if not is_named and isinstance(parent, ast.Assign) and isinstance(name := parent.targets[0], ast.Name):
        uses = [use for use in parents if isinstance(use, ast.Name) and use.id == name.id and isinstance(use.ctx, ast.Load)]
        return _call(uses[0], parents, is_named=True) if len(uses) == 1 else None
    return parent if isinstance(parent, ast.Call) else None


def _given(tree: ast.Module) -> dict[str, ast.expr]:
    """What the names of a module are given that are given something once."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Name) and isinstance(node, ast.Assign):
                found.setdefault(target.id, []).append(node.value)
    return {name: values[0] for name, values in found.items() if len(values) == 1}


def _finding(node: ast.expr, call: ast.Call | None, given: dict[str, ast.expr]) -> Finding:
    rule = RULES[CODE]
    at = Span(node.lineno, node.col_offset + 1, node.end_lineno or node.lineno, (node.end_col_offset or node.col_offset) + 1)
    written = _written_out(node, call, given)
    help = f"{posting.SEND}: {written}" if written else rule.help
    return Finding(at, CODE, posting.STAYS, rule.severity, help=help)


def _literal(node: ast.expr | None, given: dict[str, ast.expr]) -> ast.expr | None:
    """What is sent, behind `json.dumps(…)`, `.encode()` and a name."""
    if isinstance(node, ast.Name):
        return _literal(given.get(node.id), {name: value for name, value in given.items() if name != node.id})
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "encode":
        return _literal(node.func.value, given)
    if isinstance(node, ast.Call) and node.args:  # json.dumps(…)
        return _literal(node.args[0], given)
    return node


def _written_out(node: ast.expr, call: ast.Call | None, given: dict[str, ast.expr]) -> str:
    """The body of the new request, where that of the old one is a literal."""
    sent = next((keyword.value for keyword in call.keywords if keyword.arg in _BODY), None) if call is not None else None
    literal = _literal(sent, given)
    try:
        body = json.dumps(ast.literal_eval(literal), ensure_ascii=False) if literal is not None else ""
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return ""
    if not body.startswith("{"):
        return ""
    text = plain(body)
    value = jsontext.parse(text)
    stream = ":streamGenerateContent" in ast.unparse(node)
    strand = Strand()
    made = bodyreader.Body(JsonReader(text, {}), strand).read(value, bodyreader.Asked(Leaf(_model(node)), stream, False))
    if made is None:
        return ""
    return writing.Writer(text, writing.layout_of(text, value)).body(bodyreader.entries(made), exploded=False)


def _model(node: ast.expr) -> writing.Said:
    """The model in the address, or what stands in its place."""
    said = node.value if isinstance(node, ast.Constant) else ""
    name = str(said).rpartition("/models/")[2].partition(":")[0] if "/models/" in str(said) else "…"
    return writing.Said(((name, ""),))
