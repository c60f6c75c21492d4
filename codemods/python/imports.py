"""Imports after a rewrite: what the new code needs is added, what it made unused goes, everything else stays."""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

import libcst as cst

from codemods.python.flow import Definition
from codemods.python.layout import PRAGMA
from codemods.python.module import Module
from codemods.python.nodes import dotted, string_value
from codemods.python.scopes import Scope, import_name
from codemods.python.strand import Import
from codemods.python.tree import walk

Body = Sequence[cst.BaseStatement]
Statement = cst.SimpleStatementLine | cst.BaseCompoundStatement
Names = frozenset[str]
_COMMENT = re.compile(r"#[^\n]*")


def name_taken(needed: Import, module: Module, scopes: set[Scope]) -> bool:
    """Whether the name an import would bind means something else in one of the scopes that need it."""
    return any(
        definition.name.value == needed.bound and definition.scope in scopes and not _provides(definition, needed, module)
        for definition in module.flow.definitions
    )


def _provides(definition: Definition, needed: Import, module: Module) -> bool:
    if not isinstance(definition.node, cst.ImportAlias) or definition.node.asname is not None:
        return False
    statement = module.parent(definition.node)
    if isinstance(statement, cst.ImportFrom):
        written = module.code(statement.module) if statement.module is not None else ""
        return bool(needed.name) and written == needed.module
    return not needed.name and module.code(definition.node.name) == needed.module


def is_imported(needed: Import, module: Module, before: int) -> bool:
    """Whether the module imports it already, at the top level and above the line ``before`` which it is needed."""
    return any(
        definition.name.value == needed.bound
        and _provides(definition, needed, module)
        and _top_level(definition, module)
        and module.span(definition.name).line < before
        for definition in module.flow.definitions
    )


def stands_behind(node: cst.CSTNode, module: Module) -> bool:
    """Whether a node is evaluated after the imports that `add` would write."""
    around = [node, *module.ancestors(node)]
    if any(isinstance(outer, cst.FunctionDef) for outer in around):
        return True
    body = module.tree.body
    position = next((place for place, line in enumerate(body) if line in around), len(body))
    return position >= import_block(body)[1]


def _top_level(definition: Definition, module: Module) -> bool:
    statement = module.parent(definition.node)
    line = module.parent(statement) if statement is not None else None
    return line is not None and module.parent(line) is module.tree


# -- adding --------------------------------------------------------------------------------------------------------


def add(tree: cst.Module, needed: Iterable[Import], helpers: Iterable[str] = ()) -> cst.Module:
    """The tree with these imports, each in the place a reader would put it; ``helpers`` are functions that need them as well."""
    wanted = sorted(needed, key=lambda found: (found.module, found.name))
    names = frozenset((*(item.bound for item in wanted), *helpers))
    for item in wanted:
        extended = _extend(tree, item, names)
        tree = extended if extended is not None else _insert(tree, item, names)
    return tree


def _extend(tree: cst.Module, needed: Import, names: Names) -> cst.Module | None:
    """`from pydantic import BaseModel` takes one more name."""
    if not needed.name:
        return None
    first, end = import_block(tree.body, names)
    for position, line in enumerate(tree.body):
        statement = _only_statement(line)
        if not first <= position < end:
            continue
        if not isinstance(statement, cst.ImportFrom) or isinstance(statement.names, cst.ImportStar) or statement.module is None:
            continue
        if tree.code_for_node(statement.module) != needed.module or statement.relative:
            continue
        aliases = _with_name(statement.names, needed.name)
        if aliases is None:
            continue
        assert isinstance(line, cst.SimpleStatementLine)
        return _replaced(tree, position, line.with_changes(body=[statement.with_changes(names=aliases)]))
    return None


def _with_name(names: Sequence[cst.ImportAlias], name: str) -> list[cst.ImportAlias] | None:
    """The names of an import and one more, on its line or on a line of its own; None where comments would move."""
    *before, last = names
    space = before[-1].comma.whitespace_after if before and isinstance(before[-1].comma, cst.Comma) else cst.SimpleWhitespace(" ")
    ending = last.comma
    if isinstance(space, cst.ParenthesizedWhitespace) or isinstance(ending, cst.Comma):
        closing = ending.whitespace_after if isinstance(ending, cst.Comma) else None
        if not isinstance(closing, cst.ParenthesizedWhitespace) or not isinstance(space, cst.ParenthesizedWhitespace):
            return None
        comment = closing.first_line
        plain = cst.TrailingWhitespace(newline=comment.newline)
        own = cst.Comma(whitespace_after=space.with_changes(first_line=comment, empty_lines=[]))
        ending = cst.Comma(whitespace_after=closing.with_changes(first_line=plain))
        return [*before, last.with_changes(comma=own), cst.ImportAlias(cst.Name(name), comma=ending)]
    comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    place = _place(names, name)
    if place < len(names):
        return [*names[:place], cst.ImportAlias(cst.Name(name), comma=comma), *names[place:]]
    return [*before, last.with_changes(comma=comma), cst.ImportAlias(cst.Name(name))]


def _place(names: Sequence[cst.ImportAlias], name: str) -> int:
    """Where a name belongs among names that are sorted; else behind them."""
    orders = [_order(dotted(alias.name)) for alias in names]
    if orders != sorted(orders):
        return len(names)
    return next((position for position, order in enumerate(orders) if order > _order(name)), len(names))


def _order(name: str) -> tuple[int, str]:
    """Constants, classes, functions, as import sorters have them."""
    return (0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2, name)


def _insert(tree: cst.Module, needed: Import, names: Names) -> cst.Module:
    if needed.name:
        module = cst.parse_expression(needed.module)
        assert isinstance(module, (cst.Name, cst.Attribute))
        line = cst.SimpleStatementLine([cst.ImportFrom(module, [cst.ImportAlias(cst.Name(needed.name))])])
        if needed.module in sys.stdlib_module_names:
            return _insert_standard(tree, _behind_standard(tree.body, needed.module, names), line, names)
        return _inserted(tree, _behind_package(tree.body, needed.module, names), line)
    first, end = import_block(tree.body, names)
    position = first
    while position < end and (_plain_name(tree.body[position]) or "~") < needed.module:
        position += 1
    line = cst.SimpleStatementLine([cst.Import([cst.ImportAlias(cst.Name(needed.module))])])
    return _insert_standard(tree, position, line, names)


def _behind_standard(body: Body, name: str, names: Names) -> int:
    """The place of `from name import …` in the alphabet of the standard library's imports."""
    position, end = import_block(body, names)
    while position < end and _of_standard_library(body[position]) and (_plain_name(body[position]) or _from_name(body[position]) < name):
        position += 1
    return position


def _behind_package(body: Body, name: str, names: Names) -> int:
    """Behind the last import of the same package, or behind all imports."""
    first, end = import_block(body, names)
    package = name.split(".")[0]
    return max((p + 1 for p in range(first, end) if _from_name(body[p]).split(".")[0] == package), default=end)


def _insert_standard(tree: cst.Module, position: int, line: cst.SimpleStatementLine, names: Names) -> cst.Module:
    """Put an import of the standard library at its place, apart from what is not."""
    first = import_block(tree.body, names)[0]
    following = tree.body[position] if position < len(tree.body) else None
    if position == first and isinstance(following, cst.SimpleStatementLine) and _is_import(following):
        # The new first import takes over the blank lines above the old one, which may need one to stand apart.
        line = line.with_changes(leading_lines=[blank for blank in following.leading_lines if blank.comment is None])
        apart = [] if _of_standard_library(following) else [cst.EmptyLine(indent=False)]
        comments = [kept for kept in following.leading_lines if kept.comment is not None]
        tree = _replaced(tree, position, following.with_changes(leading_lines=[*apart, *comments]))
    return _inserted(tree, position, line)


def _inserted(tree: cst.Module, position: int, line: cst.BaseStatement) -> cst.Module:
    above, below = tree.body[:position], list(tree.body[position:])
    if below and not _is_import(below[0]) and not (above and _is_import(above[-1])):
        below[0] = _apart(below[0])
    return tree.with_changes(body=[*above, line, *below])


def _apart(line: Statement) -> Statement:
    """A statement that comes below the only import, with blank lines above it as readers are used to."""
    lines = getattr(line, "leading_lines", ())
    if any(above.comment is None for above in lines):
        return line
    blank = cst.EmptyLine(indent=False)
    return line.with_changes(leading_lines=[*([blank] * (2 if isinstance(line, (cst.FunctionDef, cst.ClassDef)) else 1)), *lines])


def import_block(body: Body, names: Names = frozenset()) -> tuple[int, int]:
    """Where the first block of imports starts and ends, behind docstring and `__future__`.

    It is empty when there is none, or none above the first statement that has one of the ``names``: what they are is bound above that.
    """
    start = 0
    while start < len(body) and (_is_docstring(body[start]) or _is_future(body[start])):
        start += 1
    first = next((position for position, line in enumerate(body) if position >= start and _is_import(line)), start)
    if any(_has_name(line, names) for line in body[start:first]):
        return start, start
    end = first
    while end < len(body) and _is_import(body[end]):
        end += 1
    return first, end


def _has_name(line: cst.CSTNode, names: Names) -> bool:
    return any(isinstance(node, cst.Name) and node.value in names for node in walk(line))


def _plain_name(line: cst.CSTNode) -> str:
    """The module of a plain `import x`, or an empty string."""
    statement = _only_statement(line)
    return dotted(statement.names[0].name) if isinstance(statement, cst.Import) else ""


def _from_name(line: cst.CSTNode) -> str:
    """The module of a `from x import …`, or an empty string."""
    statement = _only_statement(line)
    return dotted(statement.module) if isinstance(statement, cst.ImportFrom) and statement.module is not None else ""


def _of_standard_library(line: cst.CSTNode) -> bool:
    statement = _only_statement(line)
    path = dotted(statement.names[0].name) if isinstance(statement, cst.Import) else _from_name(line)
    return path.split(".")[0] in sys.stdlib_module_names


def _only_statement(line: cst.CSTNode) -> cst.BaseSmallStatement | None:
    return line.body[0] if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 else None


def _is_import(line: cst.CSTNode) -> bool:
    return isinstance(_only_statement(line), (cst.Import, cst.ImportFrom))


def _is_docstring(line: cst.CSTNode) -> bool:
    statement = _only_statement(line)
    return isinstance(statement, cst.Expr) and isinstance(statement.value, (cst.SimpleString, cst.ConcatenatedString))


def _is_future(line: cst.CSTNode) -> bool:
    statement = _only_statement(line)
    return isinstance(statement, cst.ImportFrom) and isinstance(statement.module, cst.Name) and statement.module.value == "__future__"


def _replaced(tree: cst.Module, position: int, line: cst.BaseStatement) -> cst.Module:
    return tree.with_changes(body=[*tree.body[:position], line, *tree.body[position + 1 :]])


# -- removing ------------------------------------------------------------------------------------------------------


def remove_unused(before: Module, tree: cst.Module, exported: Callable[[Definition], object]) -> cst.Module:
    """The tree without the Google SDK imports that had uses before the rewrite and have none after it, here or in other files."""
    candidates = {
        definition.name.value
        for definition in before.flow.definitions
        if definition.kind == "import" and definition.uses and _top_level(definition, before) and of_sdk(definition, before)
        if not exported(definition)
    }
    typed = " ".join(re.findall(r"#\s*type:(.*)", before.source))
    gone = {name for name in candidates - mentioned(candidates, tree) if not re.search(rf"\b{re.escape(name)}\b", typed)}
    if not gone:
        return tree
    body: list[cst.BaseStatement] = []
    for line in tree.body:
        kept = without(line, gone)
        if kept is not None:
            body.append(kept)
        elif isinstance(line, cst.SimpleStatementLine):
            _hand_down(line, body)
    settled = _settled(tree, body)
    return tree.with_changes(body=settled if tree.header or settled[:1] == [tree.body[0]] else _headed(settled))


def of_sdk(definition: Definition, module: Module) -> bool:
    """Whether an import is one of google-genai's names."""
    statement = module.parent(definition.node)
    if isinstance(statement, cst.ImportFrom):
        return statement.module is not None and module.code(statement.module) in (
            "google",
            "google.genai",
            "google.genai.types",
            "google.genai.chats",
        )
    return isinstance(definition.node, cst.ImportAlias) and module.code(definition.node.name).startswith("google.genai")


def mentioned(names: Collection[str], tree: cst.CSTNode) -> set[str]:
    """Which of some names are still used: as a name, or inside a string that may be an annotation or `__all__`."""
    if not names:
        return set()
    counts: Counter[str] = Counter()
    in_strings: set[str] = set()
    for node in walk(tree):
        if isinstance(node, cst.Name):
            counts[node.value] += 1
        elif isinstance(node, cst.ImportAlias):
            bound = import_name(node)
            counts[bound.value if bound is not None else ""] -= 1
        elif isinstance(node, cst.Attribute):
            counts[node.attr.value] -= 1
        elif isinstance(node, cst.Arg) and node.keyword is not None:
            counts[node.keyword.value] -= 1
        elif isinstance(node, cst.SimpleString):
            in_strings |= {name for name in names if name in node.value and _is_expression_with(name, string_value(node))}
    return {name for name in names if counts[name] > 0 or name in in_strings}


def _is_expression_with(name: str, text: str | None) -> bool:
    """Whether a string holds an expression (an annotation, an entry of `__all__`) that uses the name."""
    try:
        tree = ast.parse((text or "").strip(), mode="eval")
    except (SyntaxError, ValueError):
        return False
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(tree))


def without(line: cst.BaseStatement, gone: set[str]) -> cst.BaseStatement | None:
    """An import without some names of the SDK; None when nothing is left of it."""
    statement = _only_statement(line)
    if not isinstance(statement, (cst.Import, cst.ImportFrom)) or isinstance(statement.names, cst.ImportStar):
        return line
    kept = [
        alias
        for alias in statement.names
        if not ((bound := import_name(alias)) is not None and bound.value in gone and _sdk_alias(statement, alias))
    ]
    comments = _COMMENT.findall(cst.Module([]).code_for_node(line).split("import", 1)[1].rpartition(")")[0])
    if len(kept) == len(statement.names) or any(kept or not PRAGMA.match(comment) for comment in comments):
        # Comments inside the brackets belong to names; which of them would go is not for us to say.
        return line
    if not kept:
        return None
    last = kept[-1].with_changes(comma=statement.names[-1].comma)
    assert isinstance(line, cst.SimpleStatementLine)
    return line.with_changes(body=[statement.with_changes(names=[*kept[:-1], last])])


def _sdk_alias(statement: cst.Import | cst.ImportFrom, alias: cst.ImportAlias) -> bool:
    written = cst.Module([]).code_for_node(statement.module) if isinstance(statement, cst.ImportFrom) and statement.module else ""
    return written.startswith("google") or cst.Module([]).code_for_node(alias.name).startswith("google.genai")


def _hand_down(line: cst.SimpleStatementLine, body: list[cst.BaseStatement]) -> None:
    """Comments of a removed line stay, as a line that the next statement takes over."""
    comments = [kept for kept in line.leading_lines if kept.comment is not None]
    trailing = line.trailing_whitespace.comment
    if trailing is not None and PRAGMA.match(trailing.value):
        trailing = None
    if trailing is not None:
        comments.append(cst.EmptyLine(comment=trailing))
    if comments or line.leading_lines:
        body.append(
            cst.SimpleStatementLine([], leading_lines=[*line.leading_lines, *([cst.EmptyLine(comment=trailing)] if trailing else [])])
        )


def _headed(body: list[cst.BaseStatement]) -> list[cst.BaseStatement]:
    """A file whose first statement went does not begin with the blank lines that were below it."""
    lines = list(getattr(body[0], "leading_lines", ())) if body else []
    while lines and lines[0].comment is None:
        del lines[0]
    return [body[0].with_changes(leading_lines=lines), *body[1:]] if body else body


def _settled(tree: cst.Module, body: list[cst.BaseStatement]) -> list[cst.BaseStatement]:
    """Fold the leftovers of removed lines into the statement behind them."""
    settled: list[cst.BaseStatement] = []
    waiting: list[cst.EmptyLine] = []
    for line in body:
        if isinstance(line, cst.SimpleStatementLine) and not line.body:
            waiting += line.leading_lines
            continue
        if waiting:
            own = list(getattr(line, "leading_lines", ()))
            has_comment = any(kept.comment is not None for kept in waiting)
            merged = [*waiting, *own] if has_comment else max(waiting, own, key=len)
            line = line.with_changes(leading_lines=merged)
            waiting = []
        settled.append(line)
    return settled
