"""What a model, or one call, is set to: the old arguments as the config of google-genai."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst

from codemods.api.call import NO_COMMENTS, Comments
from codemods.python.displays import depth_of
from codemods.python.edits import Change, Edit, Now
from codemods.python.flow import Definition
from codemods.python.layout import call_listing, newline, shift
from codemods.python.nodes import dotted, integer_value, is_none, string_value
from codemods.python.older.differences import Differences
from codemods.python.older.receivers import Receivers
from codemods.python.older.sdks import CATEGORIES, NAMED_TOOLS, SETTINGS, THRESHOLDS
from codemods.python.strand import Strand

#: Old arguments that become keys of the config, by the name of the key.
KEYS = {
    "system_instruction": "system_instruction",
    "safety_settings": "safety_settings",
    "tools": "tools",
    "tool_config": "tool_config",
    "labels": "labels",
    "request_options": "http_options",
}
GENERATION = "generation_config"
_TOOL_KEYS = frozenset({"function_declarations", "google_search_retrieval", "code_execution"})


@dataclass(frozen=True, eq=False)
class Setting:
    """One old argument that says something: its key in the config (empty for what is a mapping of keys itself), how far its lines are
    indented, and its comments."""

    key: str
    value: cst.BaseExpression
    depth: int = 0
    comments: Comments = NO_COMMENTS


def settings_of(call: cst.Call, arguments: dict[str, cst.Arg], depth: int) -> tuple[Setting, ...]:
    """The settings among the arguments of a constructor or call, in their order; ``depth`` is that of its own line."""
    listing = call_listing(call)
    inner = depth if listing.indent is None else listing.indent
    found = []
    for (name, arg), comments in zip(arguments.items(), listing.comments, strict=True):
        if (name == GENERATION or name in KEYS) and not is_none(arg.value):
            found.append(Setting(KEYS.get(name, ""), arg.value, inner, comments))
    return tuple(found)


@dataclass(frozen=True)
class Shape:
    """How a dictionary is laid out: indentation of its own line and of one step; one key a line when it is ``exploded``."""

    quote: str
    depth: int
    unit: int
    tabs: bool
    exploded: bool


def written(settings: Sequence[Setting], shape: Shape, now: Now) -> cst.BaseExpression:
    """The config expression: the mapping alone, or a dictionary with everything in it."""
    if len(settings) == 1 and not settings[0].key and settings[0].comments == NO_COMMENTS:
        return _shifted(settings[0], shape.depth, now)
    exploded = shape.exploded or any(setting.comments != NO_COMMENTS for setting in settings)
    inner = shape.depth + (shape.unit if exploded else 0)
    elements: list[cst.BaseDictElement] = []
    for place, setting in enumerate(settings):
        value = _shifted(setting, inner, now)
        key = cst.SimpleString(f"{shape.quote}{setting.key}{shape.quote}")
        element = cst.DictElement(key, value) if setting.key else cst.StarredDictElement(value)
        if exploded:
            last = place + 1 == len(settings)
            before = () if last else settings[place + 1].comments.before
            space = newline(shape.depth if last else inner, setting.comments.after, before, shape.tabs)
            element = element.with_changes(comma=cst.Comma(whitespace_after=space))
        elements.append(element)
    if not exploded:
        return cst.Dict(elements)
    return cst.Dict(elements, lbrace=cst.LeftCurlyBrace(newline(inner, "", settings[0].comments.before, shape.tabs)))


def _shifted(setting: Setting, depth: int, now: Now) -> cst.BaseExpression:
    found = now(setting.value)
    assert isinstance(found, cst.BaseExpression)
    return shift(found, depth - setting.depth)


def value_of(definition: Definition | None, node: cst.BaseExpression) -> cst.BaseExpression:
    """What a definition gives a name; the expression itself where there is none behind it."""
    return definition.value if definition is not None and definition.value is not None else node


class Settings:
    """Puts the values of settings into google-genai's words, where they stand or where their name got them."""

    def __init__(self, values: Receivers) -> None:
        self.values = values
        self.module = values.module
        self.differences = Differences(values, self.behind)
        self._kinds = {
            "": self._generation,
            "safety_settings": self._safety,
            "tools": self._tools,
            "tool_config": self._tool_config,
            "http_options": self._options,
        }

    def translate(self, setting: Setting, strand: Strand) -> None:
        """The edits that one setting needs; a hold where it cannot be told."""
        translate = self._kinds.get(setting.key)
        if translate is not None:
            translate(setting.value, strand)

    def _display(self, node: cst.BaseExpression, strand: Strand, *, changes: bool) -> cst.BaseExpression:
        """The display behind a name that is given once; ``changes`` when every use of the name has to be one of ours."""
        definition = self.behind(node)
        if definition is None or definition.value is None:
            return node
        if changes:
            strand.claim(definition, node)
        return definition.value

    def behind(self, node: cst.BaseExpression) -> Definition | None:
        """The one plain assignment that a name or attribute got its value from."""
        if isinstance(node, cst.Attribute):
            return self.values.attribute_definition(node)
        found = list(self.module.flow.definitions_of(node)) if isinstance(node, cst.Name) else []
        plain = len(found) == 1 and found[0].kind == "assign" and isinstance(found[0].node, (cst.Assign, cst.AnnAssign))
        return found[0] if plain else None

    def says_something(self, node: cst.BaseExpression) -> bool:
        """Whether a setting is surely not empty."""
        definition = self.behind(node)
        if definition is not None and self.values.changes(definition):
            return False
        display = value_of(definition, node)
        if isinstance(display, (cst.Dict, cst.List)):
            return any(isinstance(element, (cst.DictElement, cst.Element)) for element in display.elements)
        return isinstance(display, cst.Call) and self.values.older(display.func) is not None

    # -- generation ---------------------------------------------------------------------------------------------

    def _generation(self, node: cst.BaseExpression, strand: Strand) -> None:
        """`GenerationConfig(…)` is written as `dict(…)`; a dictionary says the same already."""
        display = value_of(self.behind(node), node)
        if isinstance(display, cst.Call) and self.values.older(display.func) == "GenerationConfig.from_dict" and len(display.args) == 1:
            self._display(node, strand, changes=True)
            self._generation(display.args[0].value, strand)
            return
        self.differences.of_config(display, strand)
        if isinstance(display, cst.Call) and (self.values.older(display.func) or "").rpartition(".")[2] in SETTINGS:
            self._display(node, strand, changes=True)
            if any(arg.star or arg.keyword is None for arg in display.args):
                strand.hold(display, "GI203", "the generation config is put together from parts that are not in sight")
            return
        if not isinstance(display, cst.Dict) and not (isinstance(display, cst.Call) and dotted(display.func) == "dict"):
            strand.hold(node, "GI203", "the generation config is not in sight")

    # -- safety -------------------------------------------------------------------------------------------------

    def _safety(self, node: cst.BaseExpression, strand: Strand) -> None:
        """`{category: threshold}` becomes a list with an entry for each."""
        display = value_of(self.behind(node), node)
        if isinstance(display, cst.List):
            return
        if self._is_threshold(display):
            self._display(node, strand, changes=True)
            depth = depth_of(display, self.module)
            strand.edit(Edit(display, self._for_all(display, depth), "one threshold for everything", keeps=(display,)))
            return
        if not isinstance(display, cst.Dict):
            strand.hold(node, "GI203", "the safety settings are not in sight")
            return
        self._display(node, strand, changes=True)
        for element in display.elements:
            if not isinstance(element, cst.DictElement) or not (
                self._word(element.key, CATEGORIES) and self._word(element.value, THRESHOLDS)
            ):
                strand.hold(element, "GI203", "this safety setting is not in sight")
                return
        if display.elements:
            strand.edit(Edit(display, self._listed(display), "safety settings", keeps=_inside(display)))
        else:
            strand.edit(Edit(display, lambda updated, now: cst.List([]), "safety settings", keeps=()))

    def _word(self, node: cst.BaseExpression, words: dict[str, str]) -> bool:
        """Whether an expression is a member of the SDK's enum, or a word that the SDK takes for one."""
        text = string_value(node)
        if text is not None:
            return text.lower() in words or text.upper() in words.values()
        return self.values.older(node) is not None

    def _is_threshold(self, node: cst.BaseExpression) -> bool:
        """Whether one threshold stands for all categories."""
        text = string_value(node)
        return text.lower() in THRESHOLDS if text is not None else (self.values.older(node) or "").startswith("HarmBlockThreshold.")

    def _named(self, node: cst.BaseExpression, words: dict[str, str], now: Now) -> cst.BaseExpression:
        """A word as google-genai has it; a member of an enum as it is by then."""
        text = string_value(node)
        if text is not None:
            return self._quoted(words.get(text.lower(), text.upper()))
        value = now(node)
        assert isinstance(value, cst.BaseExpression)
        return value

    def _quoted(self, text: str) -> cst.SimpleString:
        return cst.SimpleString(f"{self.values.quote}{text}{self.values.quote}")

    def _row(self, category: cst.BaseExpression, threshold: cst.BaseExpression) -> cst.Dict:
        return cst.Dict([cst.DictElement(self._quoted("category"), category), cst.DictElement(self._quoted("threshold"), threshold)])

    def _for_all(self, display: cst.BaseExpression, depth: int) -> Change:
        """`"BLOCK_NONE"` becomes a row for each category."""
        unit, tabs = self.values.unit, self.values.tabs

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            names = sorted(set(CATEGORIES.values()))
            text = string_value(display)
            rows = []
            for place, name in enumerate(names):
                threshold = self._quoted(THRESHOLDS[text.lower()]) if text is not None else updated.deep_clone()
                assert isinstance(threshold, cst.BaseExpression)
                space = newline(depth if place + 1 == len(names) else depth + unit, tabs=tabs)
                rows.append(cst.Element(self._row(self._quoted(name), threshold), comma=cst.Comma(whitespace_after=space)))
            return cst.List(rows, lbracket=cst.LeftSquareBracket(newline(depth + unit, tabs=tabs)))

        return change

    def _listed(self, display: cst.Dict) -> Change:
        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            assert isinstance(updated, cst.Dict)
            rows = []
            for element in display.elements:
                assert isinstance(element, cst.DictElement)
                pair = self._row(self._named(element.key, CATEGORIES, now), self._named(element.value, THRESHOLDS, now))
                rows.append(cst.Element(pair, comma=element.comma))
            opening = cst.LeftSquareBracket(whitespace_after=updated.lbrace.whitespace_after)
            closing = cst.RightSquareBracket(whitespace_before=updated.rbrace.whitespace_before)
            return cst.List(rows, lbracket=opening, rbracket=closing, lpar=updated.lpar, rpar=updated.rpar)

        return change

    # -- tools --------------------------------------------------------------------------------------------------

    def _tools(self, node: cst.BaseExpression, strand: Strand) -> None:
        """One tool alone, or a tool by its name, becomes a list; functions were never called by themselves."""
        self.differences.of_tools(node, strand)
        definition = self.behind(node)
        display = value_of(definition, node)
        name = string_value(display)
        if name is not None:
            if name.lower() not in NAMED_TOOLS or definition is not None:
                strand.hold(node, "GI203", "what this tool is cannot be told")
                return
            strand.edit(Edit(display, _named_tool(NAMED_TOOLS[name.lower()], self.values.quote), "tools", keeps=()))
        elif isinstance(display, cst.List):
            self._tool_list(node, display, strand)
        elif isinstance(display, (cst.Dict, cst.Call)):
            self._display(node, strand, changes=True)
            self._one_tool(display, strand)
            strand.edit(Edit(display, _alone_in_list, "tools in a list"))
        else:
            strand.hold(node, "GI203", "the tools are not in sight")

    def _tool_list(self, node: cst.BaseExpression, display: cst.List, strand: Strand) -> None:
        for element in display.elements:
            value = element.value
            name = string_value(value)
            if name is not None and name.lower() in NAMED_TOOLS:
                self._display(node, strand, changes=True)
                strand.edit(Edit(value, _named_tool(NAMED_TOOLS[name.lower()], self.values.quote, alone=True), "tools", keeps=()))
                continue
            definition = self.behind(value) if isinstance(value, (cst.Name, cst.Attribute)) else None
            found = value_of(definition, value)
            if isinstance(value, cst.Name) and any(d.kind == "function" for d in self.module.flow.definitions_of(value)):
                strand.hold(value, "GI206", f"`{value.value}` is a Python function given as a tool")
            elif isinstance(found, (cst.Dict, cst.Call)):
                if self._one_tool(found, strand) and definition is not None:
                    strand.claim(definition, value)
            else:
                strand.hold(value, "GI203", "what this tool is cannot be told")

    def _one_tool(self, display: cst.Dict | cst.Call, strand: Strand) -> bool:
        """Put a bare declaration into a tool. Whether that changed it."""
        if isinstance(display, cst.Call):
            name = self.values.older(display.func) or ""
            if name.rpartition(".")[2] == "FunctionDeclaration":
                strand.edit(Edit(display, _declared(self.values.quote), "declaration in a tool"))
                return True
            if name.rpartition(".")[2] != "Tool" and not name.startswith("Tool."):
                strand.hold(display, "GI203", "what this tool is cannot be told")
            return False
        keys = {string_value(e.key) for e in display.elements if isinstance(e, cst.DictElement)}
        if keys & _TOOL_KEYS:
            return False
        strand.edit(Edit(display, _declared(self.values.quote), "declaration in a tool"))
        return True

    def _tool_config(self, node: cst.BaseExpression, strand: Strand) -> None:
        """`{"function_calling_config": "ANY"}` is short for a mode."""
        display = value_of(self.behind(node), node)
        for element in display.elements if isinstance(display, cst.Dict) else ():
            if isinstance(element, cst.DictElement) and isinstance(element.value, cst.SimpleString):
                self._display(node, strand, changes=True)
                strand.edit(Edit(element.value, _mode(self.values.quote), "mode"))

    # -- options ------------------------------------------------------------------------------------------------

    def _options(self, node: cst.BaseExpression, strand: Strand) -> None:
        """`{"timeout": seconds}`; google-genai counts milliseconds."""
        record = self._timeout(node)
        if record is None:
            strand.hold(node, "GI203", "only a time limit in seconds can be carried over from these request options")
            return
        strand.edit(Edit(record, _milliseconds, "milliseconds"))

    def _timeout(self, node: cst.BaseExpression) -> cst.BaseExpression | None:
        if isinstance(node, cst.Dict) and len(node.elements) == 1:
            element = node.elements[0]
            return element.value if isinstance(element, cst.DictElement) and string_value(element.key) == "timeout" else None
        return None


def _inside(display: cst.Dict) -> tuple[cst.CSTNode, ...]:
    return tuple(part for e in display.elements if isinstance(e, cst.DictElement) for part in (e.key, e.value))


def _named_tool(name: str, quote: str, *, alone: bool = False) -> Change:
    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        tool = cst.Dict([cst.DictElement(cst.SimpleString(f"{quote}{name}{quote}"), cst.Dict([]))])
        return tool if alone else cst.List([cst.Element(tool)])

    return change


def _alone_in_list(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
    assert isinstance(updated, cst.BaseExpression)
    return cst.List([cst.Element(updated)])


def _declared(quote: str) -> Change:
    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.BaseExpression)
        key = cst.SimpleString(f"{quote}function_declarations{quote}")
        return cst.Dict([cst.DictElement(key, cst.List([cst.Element(updated)]))])

    return change


def _mode(quote: str) -> Change:
    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        word = (string_value(updated) or "").upper().removeprefix("MODE_")
        return cst.Dict([cst.DictElement(cst.SimpleString(f"{quote}mode{quote}"), cst.SimpleString(f"{quote}{word}{quote}"))])

    return change


def _milliseconds(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
    seconds = integer_value(updated)
    if seconds is not None:
        return cst.Integer(str(seconds * 1000))
    assert isinstance(updated, cst.BaseExpression)
    operand = (
        updated
        if updated.lpar or isinstance(updated, (cst.Name, cst.Attribute, cst.Float, cst.Call))
        else updated.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    )
    return cst.BinaryOperation(operand, cst.Multiply(), cst.Integer("1000"))
