"""Programs put together at random: fixtures as pieces, put into blocks and functions, with other code between them, oddly written.

Other code is known by the word `keep`, comments that were put in by `#c` and a number.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from textwrap import indent

from codemods.options import Options
from tests.python.test_fixtures import CASES, options_of

#: What a piece may be put into. `{0}` is indented once, `{1}` twice.
_BLOCKS = [
    "if True:\n{0}",
    "if not sys_keep:\n    pass\nelse:\n{0}",
    "try:\n{0}\nfinally:\n    pass  # keep",
    "try:\n{0}\nexcept ZeroDivisionError:\n    raise",
    "for number_keep in range(1):\n{0}",
    "while True:\n{0}\n    break  # keep",
    "with open(__file__) as file_keep:\n{0}",
    "def work_keep():\n{0}\nwork_keep()",
    "def outer_keep(deco=lambda f: f):\n    @deco\n    def inner(x: int = 1, *rest, **more):\n{1}\n    return inner()\nouter_keep()",
    "class Holder_keep:\n    value = 1\n    def run(self):\n{1}\nHolder_keep().run()",
    "class Body_keep:\n{0}",
    "match sys_keep:\n    case [*_] if False:\n        pass\n    case _:\n{1}",
    "async def later_keep():\n{0}\nimport asyncio as asyncio_keep\nasyncio_keep.run(later_keep())",
]  # fmt: skip
if sys.version_info >= (3, 12):
    _BLOCKS += [
        "def typed_keep[T](x: T):\n{0}\ntyped_keep(1)",
        "class Typed_keep[T: (int, str)]:\n    def run(self) -> T:\n{1}\nTyped_keep().run()",
        "type Alias_keep[T] = list[T]\n{0}".replace("{0}", "if True:\n{0}"),
    ]
#: Code that has nothing to do with the job, each on one line.
_OTHERS = [
    "keep_N = [one for one in range(3) if (walrus_N := one)]  # odd   spacing",
    "keep_N   =  { 'a':1 ,}",
    "print(f\"{f'{1 + 1}'} keep_N\")",
    "if (keep_N := len('keep')) > 3: pass",
    "keep_N = lambda response, client=None, chat=(): response",
    "class keep_N: models = None; generate_content = staticmethod(lambda **k: k)",
    "keep_N = {}.get('generate_content', 'send_message')",
    "keep_N = [response for response in ('a', 'b')]",
    "def keep_N(client, response, chat, /, *, config): return client.text, response.text, chat.history, config",
    "keep_N = ( yes_N := 1 ) if 1 else(2)",
    "assert True, 'keep_N gemini-1.5-flash'.replace('x', r'\\d')",
    "keep_N: 'list[str]' = []; keep_N .append( \"client.models.generate_content(model=1)\" )",
    "global_keep_N = {**{}, 'response': [*()]}",
    "del [keep_N for keep_N in ()][:]",
]  # fmt: skip
if sys.version_info >= (3, 12):
    _OTHERS += ['keep_N = f"{"a" + f"{"b"}"}"', "type keep_N[T] = dict[str, T]"]
_NAMES = {"genai": "gen", "types": "genai_types", "client": "клиент", "response": "Answer_1", "chat": "_chat", "config": "config2"}


@dataclass(frozen=True)
class Program:
    """The bytes of a file, the text that they are, and with which options it is migrated. ``cases`` are the pieces."""

    data: bytes
    text: str
    options: Options
    cases: tuple[str, ...]


def compiles(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "program", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


def program(random: Random, cases: Sequence[Path] = CASES) -> Program:
    """One program. Each step that breaks it is left out, so it always compiles."""
    chosen = [random.choice(cases) for _ in range(random.choice((1, 1, 2)))]
    texts = [re.sub(r"(?m)^from __future__.*\n", "", path.read_text(encoding="utf-8")) for path in chosen]
    options = [options_of(text) for text in texts]
    settled = Options(assume=frozenset().union(*(one.assume for one in options)), typed=any(o.typed for o in options), chat=options[0].chat)
    pieces = [_piece(text, random) for text in texts]
    text = "sys_keep = [1]\n" + "\n".join(pieces)
    for step in (_renamed, _with_comments, _spaced, _broken, _bracketed, _joined, _tabbed, _fed):
        if random.random() < 0.4:
            changed = step(text, random)
            text = changed if compiles(changed) else text
    data, text = _encoded(text, random)
    return Program(data, text, settled, tuple(f"{path.parent.name}/{path.stem}" for path in chosen))


def _piece(text: str, random: Random) -> str:
    """A fixture with other code in it, maybe inside of blocks."""
    text = _with_others(text, random)
    for _ in range(random.choice((0, 0, 1, 1, 2))):
        block = random.choice(_BLOCKS)
        inside = block.format(indent(text, "    "), indent(text, "        "))
        text = inside if compiles("sys_keep = [1]\n" + inside) else text
    return text


def _with_others(text: str, random: Random) -> str:
    lines = text.split("\n")
    places = {}
    for node in ast.walk(ast.parse(text)):
        for body in (getattr(node, name, None) for name in ("body", "orelse", "finalbody")):
            for statement in body[1:] if isinstance(body, list) else ():
                first = min([statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", ()))])
                if isinstance(statement, ast.stmt) and not lines[first - 1][: statement.col_offset].strip():
                    places[first] = statement.col_offset
    for number, line in enumerate(sorted(random.sample(sorted(places), min(len(places), random.randrange(4))), reverse=True)):
        other = random.choice(_OTHERS).replace("N", f"{number}{random.randrange(1000)}")
        lines.insert(line - 1, " " * places[line] + other)
    changed = "\n".join(lines)
    return changed if compiles(changed) else text


# -- odd writing ---------------------------------------------------------------------------------------------------------


def _tokens(text: str) -> list[tokenize.TokenInfo]:
    return list(tokenize.generate_tokens(io.StringIO(text).readline))


def _inserted(text: str, pieces: Sequence[tuple[tuple[int, int], str]]) -> str:
    """The text with pieces put in at places (line from 1, column)."""
    lines = text.split("\n")
    for (line, column), piece in sorted(pieces, reverse=True):
        lines[line - 1] = lines[line - 1][:column] + piece + lines[line - 1][column:]
    return "\n".join(lines)


def _renamed(text: str, random: Random) -> str:
    """Some names of the program have other names: also those of imports."""
    chosen = {name: new for name, new in _NAMES.items() if random.random() < 0.4}
    previous, pieces = "", []
    for token in _tokens(text):
        name = token.string
        if token.type == tokenize.NAME and name in chosen and previous != ".":
            lines = text.split("\n")
            rest = lines[token.end[0] - 1][token.end[1] :]
            before = lines[token.start[0] - 1][: token.start[1]]
            if re.match(r"\s*=(?!=)", rest) and not re.match(r"\s*$|.*;\s*$", before):
                previous = name
                continue  # a keyword of a call
            imported = re.search(r"\bimport\b[^#]*$", before) is not None and " as " not in before
            if re.match(r"\s+as\b", rest) or re.match(r"\s*(from|import)\b.*\.$", before):
                previous = name
                continue
            pieces.append((token.start, len(name), f"{name} as {chosen[name]}" if imported else chosen[name]))
        previous = name
    lines = text.split("\n")
    for (line, column), length, new in sorted(pieces, reverse=True):
        lines[line - 1] = lines[line - 1][:column] + new + lines[line - 1][column + length :]
    return "\n".join(lines)


def _with_comments(text: str, random: Random) -> str:
    """Comments behind lines, also within brackets, and on lines of their own."""
    pieces, numbers = [], iter(range(10_000))
    previous: tokenize.TokenInfo | None = None
    for token in _tokens(text):
        if token.type in (tokenize.NEWLINE, tokenize.NL) and previous is not None and previous.type != tokenize.COMMENT:
            if token.string and random.random() < 0.3:
                pieces.append((token.start, f"  #c{next(numbers)}c" if previous.end[0] == token.start[0] else f"#c{next(numbers)}c"))
        if token.type == tokenize.NAME and previous is not None and previous.type in (tokenize.NEWLINE, tokenize.INDENT, tokenize.NL):
            column = token.start[1]
            if not text.split("\n")[token.start[0] - 1][:column].strip() and random.random() < 0.15:
                pieces.append(((token.start[0], 0), f"{' ' * column}#c{next(numbers)}c own line\n"))
        previous = token
    return _inserted(text, pieces)


def _within_brackets(text: str, wanted: Callable[[tokenize.TokenInfo], bool]) -> list[tokenize.TokenInfo]:
    depth, found, formatted = 0, [], 0
    for token in _tokens(text):
        name = tokenize.tok_name[token.type]
        formatted += {"FSTRING_START": 1, "FSTRING_END": -1}.get(name, 0)
        if token.string in ("(", "[", "{") and token.type == tokenize.OP:
            depth += 1
        if depth and not formatted and wanted(token):
            found.append(token)
        if token.string in (")", "]", "}") and token.type == tokenize.OP:
            depth -= 1
    return found


def _spaced(text: str, random: Random) -> str:
    """Blanks around operators, brackets and commas within brackets."""
    tokens = _within_brackets(text, lambda token: token.type == tokenize.OP and token.string in ("(", "=", ",", "[", ".", "{", ":"))
    places = [place for token in tokens for place in (token.start, token.end)]
    return _inserted(text, [(place, " " * random.choice((1, 2))) for place in dict.fromkeys(places) if random.random() < 0.15])


def _broken(text: str, random: Random) -> str:
    """Lines broken behind brackets and commas, some with a comment, and by backslashes."""
    pieces = []
    for number, token in enumerate(
        _within_brackets(text, lambda token: token.type == tokenize.OP and token.string in ("(", ",", "[", "{"))
    ):
        if random.random() < 0.12:
            comment = f"  #c{20_000 + number}c" if random.random() < 0.5 else ""
            pieces.append((token.end, f"{comment}\n{' ' * random.choice((0, 2, 4, 7, 12))}"))
    return _inserted(text, pieces)


def _bracketed(text: str, random: Random) -> str:
    """Values of assignments and returns in brackets of their own."""
    pieces = []
    for node in ast.walk(ast.parse(text)):
        value = node.value if isinstance(node, (ast.Assign, ast.Return, ast.Await)) else None
        if value is not None and random.random() < 0.3 and value.end_lineno is not None and value.end_col_offset is not None:
            lines = text.split("\n")
            start = len(lines[value.lineno - 1].encode()[: value.col_offset].decode())
            end = len(lines[value.end_lineno - 1].encode()[: value.end_col_offset].decode())
            pieces += [((value.lineno, start), "("), ((value.end_lineno, end), ")")]
    return _inserted(text, pieces)


def _joined(text: str, random: Random) -> str:
    """Statements of one line joined by semicolons."""
    lines = text.split("\n")
    for place in range(len(lines) - 2, 0, -1):
        above, line = lines[place - 1], lines[place]
        same = len(above) - len(above.lstrip()) == len(line) - len(line.lstrip())
        if same and line.strip() and above.strip() and "#" not in above and "keep" not in above + line and random.random() < 0.2:
            joined = [*lines[: place - 1], f"{above}; {line.strip()}", *lines[place + 1 :]]
            if compiles("\n".join(joined)):
                lines = joined
    return "\n".join(lines)


def _tabbed(text: str, random: Random) -> str:
    return re.sub(r"^(?: {4})+", lambda match: "\t" * (len(match[0]) // 4), text, flags=re.MULTILINE)


def _fed(text: str, random: Random) -> str:
    """A form feed, blanks at the ends of lines, empty lines with blanks."""
    lines = text.split("\n")
    for place in range(len(lines)):
        if random.random() < 0.05 and not lines[place].endswith("\\"):
            lines[place] += random.choice((" ", "\t"))
    lines.insert(random.randrange(len(lines)), random.choice(("\x0c", "    ", "")))
    return "\n".join(lines)


def _encoded(text: str, random: Random) -> tuple[bytes, str]:
    """The bytes of the file, and the text as Python reads it, line ends as they are."""
    if random.random() < 0.2:
        text = text.rstrip("\n")
    kind = random.choice(("utf-8", "utf-8", "utf-8-sig", "latin-1", "cp1252"))
    if kind in ("latin-1", "cp1252"):
        text = f"# -*- coding: {kind} -*-\n# keep é\n{text}"
    if random.random() < 0.25:
        text = text.replace("\n", "\r\n")
    try:
        return text.encode(kind), text
    except UnicodeEncodeError:
        return text.replace(f"coding: {kind}", "coding: utf-8").encode(), text.replace(f"coding: {kind}", "coding: utf-8")
