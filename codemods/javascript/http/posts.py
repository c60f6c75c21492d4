"""Calls that post something: `fetch` of the runtime or of node-fetch, and `axios.post`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from codemods.javascript.content.keys import key_of, value_of
from codemods.javascript.elsewhere import WHOLE, place_of
from codemods.javascript.nodes import arguments, bare, dotted, is_written, string_value
from codemods.javascript.slots import Slot
from codemods.javascript.syntax import Node
from codemods.javascript.values import Values

By = Literal["fetch", "axios"]

_GLOBALS = ("fetch", "globalThis.fetch", "window.fetch", "self.fetch", "global.fetch")
_FETCHES = {("node-fetch", "default"), ("node-fetch", WHOLE), ("undici", "fetch")}
_LOADING = re.compile(
    r"""(?:async)?\(\.\.\.(?P<all>\w+)\)=>import\(["']node-fetch["']\)\.then\(\(\{default:(?P<own>\w+),?\}\)=>(?P=own)\(\.\.\.(?P=all)\)\)"""
)
_AXIOS = {("axios", "default"), ("axios", WHOLE)}
#: Options that say nothing about what is sent and what is answered.
_HARMLESS = frozenset("signal credentials cache redirect referrer referrerPolicy keepalive priority duplex timeout agent".split())
#: Options that say nothing with these values.
_PLAIN = {"mode": "cors", "responseType": "json"}
#: What axios is used for beside that changes no request.
_AXIOS_USES = frozenset(
    "post get put patch delete head options request create isAxiosError isCancel AxiosError CancelToken all spread VERSION".split()
)
#: Functions of tests that put something into the place of a package, a global name or a member.
_MOCKING = re.compile(r"\.(?:mock|doMock|unstable_mockModule|spyOn|stubGlobal|stub|replace|module)$")
_OPTIONS = frozenset({"RequestInit", "AxiosRequestConfig"})
_READ: dict[By, frozenset[str]] = {"fetch": frozenset({"method", "headers", "body"}), "axios": frozenset({"headers"})}


@dataclass(frozen=True, eq=False)
class Post:
    """One call. ``options`` is the object with ``entries`` that matter; ``problem`` is why it cannot be read.

    ``body`` is the expression that is sent. ``names`` are those under which something of the call stands, each with the one use of it.
    """

    call: Node
    by: By
    url: Node
    options: Node | None = None
    entries: Mapping[str, Node] = field(default_factory=dict)
    body: Node | None = None
    problem: str = ""
    names: tuple[tuple[Slot, Node], ...] = ()


def read(call: Node, values: Values) -> Post | None:
    """The post that a call is; None for anything else."""
    by = _by(bare(call.must("function")), values)
    given = arguments(call)
    if by is None or not given or given[0].kind == "spread_element":
        return None
    url, rest = given[0], given[1:]
    if any(argument.kind == "spread_element" for argument in rest) or len(rest) > (1 if by == "fetch" else 2):
        return Post(call, by, url, problem="the arguments of the call are not in sight")
    place = 0 if by == "fetch" else 1
    problem = _changed(call, values) if by == "axios" else ""
    if len(rest) <= place:
        problem = "the request is no POST" if by == "fetch" else problem
        return Post(call, by, url, body=rest[0] if rest else None, problem=problem)
    options, names = behind(rest[place], values)
    if options.kind != "object":
        return Post(call, by, url, problem="the options of the request are not in sight")
    entries = {key_of(pair): pair for pair in options.named}
    problem = problem or _problem(by, options, entries, values)
    sent = (value_of(entries["body"]) if "body" in entries else None) if by == "fetch" else rest[0]
    return Post(call, by, url, options, entries, sent, problem, names)


def _by(callee: Node, values: Values) -> By | None:
    """What a function posts by; None, too, where a test puts something else into its place."""
    if callee.kind == "member_expression" and callee.must("property").text == "post":
        is_axios = place_of(callee.must("object"), values.module) in _AXIOS
        return "axios" if is_axios and "axios" not in _mocked(values) else None
    if dotted(callee) in _GLOBALS and values.is_global(callee):
        return None if _is_replaced(values) or "fetch" in _mocked(values) else "fetch"
    is_fetch = place_of(callee, values.module) in _FETCHES or _is_loaded(callee, values)
    return "fetch" if is_fetch and not _mocked(values) & {"node-fetch", "undici"} else None


@lru_cache(maxsize=1)
def _mocked(values: Values) -> frozenset[str]:
    """What the texts name that are given to functions of tests which put something else into a place."""
    calls = (node for node in values.module.root.walk() if node.kind == "call_expression")
    found = (call for call in calls if _MOCKING.search(call.must("function").text))
    return frozenset(name for call in found for given in arguments(call) if (name := string_value(given)) is not None)


def _changed(call: Node, values: Values) -> str:
    """Why axios may send, or answer, something else than what the call says; empty when it does not."""
    name = bare(bare(call.must("function")).must("object"))
    binding = values.module.scopes.binding(name) if name.kind == "identifier" else None
    for use in binding.reads if binding is not None else ():
        member = use.parent
        called = member is not None and member.kind == "call_expression" and member.must("function") is use
        is_member = member is not None and member.kind == "member_expression" and member.must("object") is use
        if called or (is_member and member is not None and _is_harmless(member)):
            continue
        return f"axios may do more than what is written here, by line {values.module.line(use)}"
    return ""


def _is_harmless(member: Node) -> bool:
    """`axios.get`, `axios.defaults.timeout`"""
    above = member.parent
    if member.must("property").text in _AXIOS_USES:
        return True
    return dotted(member) == "axios.defaults" and above is not None and dotted(above) == "axios.defaults.timeout"


def _is_loaded(callee: Node, values: Values) -> bool:
    """Whether a function loads node-fetch when it is called, as its readme shows for CommonJS."""
    binding = values.module.scopes.binding(callee)
    write = binding.only_write if binding is not None else None
    value = bare(write.value) if write is not None and write.how == "declared" and not write.path and write.value is not None else None
    return value is not None and value.kind == "arrow_function" and _LOADING.fullmatch(re.sub(r"\s+", "", value.text)) is not None


@lru_cache(maxsize=1)  # asked of every call of a module
def _is_replaced(values: Values) -> bool:
    """Whether the module puts a function of its own in the place of `fetch`."""
    nodes = (node for node in values.module.root.walk() if node.kind in ("identifier", "member_expression"))
    return any(dotted(node) in _GLOBALS and is_written(node) and values.is_global(node) for node in nodes)


def _problem(by: By, options: Node, entries: Mapping[str, Node], values: Values) -> str:
    if "" in entries or len(entries) != len(options.named):
        return "the options of the request are not all in sight"
    plain = {name for name, value in _PLAIN.items() if name in entries and values.exact_string(value_of(entries[name])) == value}
    other = next((name for name in entries if name not in _READ[by] | _HARMLESS | plain), "")
    if other:
        return f"the option `{other}` is not one that is followed"
    method = values.exact_string(value_of(entries["method"])) if "method" in entries else None
    return "the request is no POST" if by == "fetch" and (method or "").upper() != "POST" else ""


def behind(node: Node, values: Values) -> tuple[Node, tuple[tuple[Slot, Node], ...]]:
    """What a name stands for that is given once and used here alone, with that name; other expressions themselves."""
    use = bare(node)
    if use.kind not in ("identifier", "shorthand_property_identifier"):
        return use, ()
    binding = values.module.scopes.binding(use)
    write = binding.only_write if binding is not None else None
    if binding is None or write is None or write.how != "declared" or write.path or write.value is None or binding.is_exported:
        return use, ()
    annotation = values.annotation(binding)
    if len(binding.reads) > 1 or (annotation is not None and annotation.text not in _OPTIONS):
        return use, ()
    return bare(write.value), ((binding, use),)


def stringified(node: Node, values: Values) -> Node | None:
    """What an expression writes as JSON."""
    node = bare(node)
    callee = bare(node.must("function")) if node.kind == "call_expression" else None
    if callee is None or dotted(callee) != "JSON.stringify" or not values.is_global(callee):
        return None
    given = arguments(node)
    return given[0] if len(given) == 1 and given[0].kind != "spread_element" else None


def encoded(node: Node, values: Values) -> Node:
    """What is behind `encodeURIComponent(…)`: the value itself, where no address needs it encoded."""
    inner = bare(node)
    if (
        inner.kind != "call_expression"
        or inner.must("function").text != "encodeURIComponent"
        or not values.is_global(inner.must("function"))
    ):
        return node
    given = arguments(inner)
    return given[0] if len(given) == 1 and given[0].kind != "spread_element" else node
