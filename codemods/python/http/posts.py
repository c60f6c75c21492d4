"""Calls that post something: functions of requests and httpx, and methods of their clients."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import libcst as cst

from codemods.python.flow import Definition
from codemods.python.nodes import dotted, string_value
from codemods.python.values import Values

#: What posts, with the arguments that may come without a name.
_FUNCTIONS = {"requests.post": ("url", "data", "json"), "httpx.post": ("url",), "httpx2.post": ("url",)}
#: What makes a request that `urlopen` sends.
_MADE = "urllib.request.Request"
#: Classes with a method `post`, and whether it is awaited.
_CLIENTS = {
    "requests.Session": False,
    "requests.session": False,
    "httpx.Client": False,
    "httpx.AsyncClient": True,
    "httpx2.Client": False,
    "httpx2.AsyncClient": True,
}
#: What says nothing about the request itself.
_HARMLESS = frozenset({"timeout", "verify", "cert", "proxies", "allow_redirects", "follow_redirects", "cookies"})
#: What puts something into the place of an attribute: of a module, or of one that a text names.
_SETTING = frozenset({"setattr", "object"})
_OURS = re.compile(
    r"(?:[\w.]+\.)?(?:requests|httpx2?|urllib\.request)\."
    r"(?:\*|(?:\w+\.)*(?:post|Session|session|Client|AsyncClient|Request|urlopen))(?:\.\*)?"
)
#: What a request of urllib is made of.
_SAID = frozenset({"url", "data", "headers"})
_READ = frozenset({"url", "json", "data", "content", "headers", "params"})
#: What may be set on a client, and done with it, without a change to what is posted here.
_SETTINGS = frozenset({"timeout", "headers", "verify", "follow_redirects", "http2", "limits"})
_DONE = frozenset({"post", "get", "close", "aclose", "headers", "verify", "timeout", "mount"})


@dataclass(frozen=True, eq=False)
class Post:
    """One call. ``arguments`` are those that matter, by their name; ``problem`` is why it cannot be read.

    ``is_made`` tells that the call only makes the request, which something else sends.
    """

    call: cst.Call
    arguments: Mapping[str, cst.Arg]
    asynchronous: bool = False
    problem: str = ""
    is_made: bool = False

    def value(self, name: str) -> cst.BaseExpression | None:
        return self.arguments[name].value if name in self.arguments else None


def read(call: cst.Call, values: Values) -> Post | None:
    """The post that a call is; None for anything else."""
    symbol = values.symbol(call.func) or ""
    if symbol in _FUNCTIONS:
        return _checked(_read(call, _FUNCTIONS[symbol], asynchronous=False), values)
    if symbol == _MADE:
        return _checked(_of_urllib(call), values)
    if not isinstance(call.func, cst.Attribute) or call.func.attr.value != "post":
        return None
    made, definition = _client(call.func.value, values)
    name = (values.symbol(made.func) or "") if made is not None else ""
    if made is None or name not in _CLIENTS:
        return None
    post = _read(call, ("url",) if not name.startswith("requests.") else ("url", "data", "json"), asynchronous=_CLIENTS[name])
    problem = post.problem or _changed(made, definition, values)
    return _checked(Post(post.call, post.arguments, post.asynchronous, problem), values)


def _of_urllib(call: cst.Call) -> Post:
    """A `Request` of urllib: a post, for it has data."""
    method = next((arg for arg in call.args if arg.keyword is not None and arg.keyword.value == "method"), None)
    others = call.with_changes(args=[arg for arg in call.args if arg is not method])
    post = _read(others, ("url", "data", "headers"), asynchronous=False)
    problem = post.problem or next(
        (f"the argument `{name}` is not one that is followed" for name in post.arguments if name not in _SAID), ""
    )
    if method is not None and string_value(method.value) != "POST":
        problem = "the request is no POST"
    return Post(call, post.arguments, problem=problem, is_made=True)


def _checked(post: Post, values: Values) -> Post:
    return replace(post, problem=post.problem or _replaced(values))


@lru_cache(maxsize=1)  # asked of every request of a module
def _replaced(values: Values) -> str:
    """Why other functions may be called than those that are named here; empty when they are not."""
    module = values.module
    stored = (node for node in module.every(cst.Attribute) if module.is_stored(node))
    given = (call for call in module.every(cst.Call) if dotted(call.func).rpartition(".")[2] in _SETTING and call.args)
    for name in (
        *((values.symbol(node) or "") for node in stored),
        *((string_value(text) or "") for text in module.every(cst.SimpleString)),
        *((values.symbol(call.args[0].value) or "") + ".*" for call in given),
    ):
        if _OURS.fullmatch(name):
            return f"something else takes the place of `{name}` here"
    return ""


def _client(node: cst.BaseExpression, values: Values) -> tuple[cst.Call | None, Definition | None]:
    """The call that makes a client, which is bound to one name at most."""
    if isinstance(node, cst.Call):
        return node, None
    definitions = list(values.module.flow.definitions_of(node)) if isinstance(node, cst.Name) else []
    if len(definitions) != 1 or definitions[0].kind not in ("assign", "with"):
        return None, None
    value = definitions[0].value
    return (value, definitions[0]) if isinstance(value, cst.Call) else (None, None)


def _changed(made: cst.Call, definition: Definition | None, values: Values) -> str:
    """Why a client may put more into its requests than the code here says; empty when it does not."""
    if any(arg.star or arg.keyword is None or arg.keyword.value not in _SETTINGS for arg in made.args):
        return "the client has settings of its own that change what is sent"
    for use in definition.uses if definition is not None else ():
        parent = values.module.parent(use)
        if not isinstance(parent, cst.Attribute) or parent.attr.value not in _DONE:
            return "the client goes where it cannot be followed"
    return ""


def _read(call: cst.Call, positional: tuple[str, ...], *, asynchronous: bool) -> Post:
    found: dict[str, cst.Arg] = {}
    problem = ""
    for position, arg in enumerate(call.args):
        name = arg.keyword.value if arg.keyword is not None else (positional[position] if position < len(positional) else "")
        if arg.star or not name or name in found:
            problem = "the arguments of the call are not in sight"
            continue
        if name not in _READ | _HARMLESS:
            problem = f"the argument `{name}` is not one that is followed"
        found[name] = arg
    return Post(call, {name: arg for name, arg in found.items() if name in _READ}, asynchronous, problem)


def is_json_dump(node: cst.CSTNode | None, values: Values) -> bool:
    """Whether an expression writes its first argument as JSON."""
    if not isinstance(node, cst.Call) or values.symbol(node.func) != "json.dumps" or not node.args:
        return False
    first, *others = node.args
    return first.keyword is None and not first.star and all(arg.keyword is not None and not arg.star for arg in others)


def decoded(node: cst.BaseExpression) -> cst.BaseExpression:
    """What is behind `.encode(…)`."""
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value == "encode":
        if all(dotted(arg.value) == "" for arg in node.args):
            return node.func.value
    return node
