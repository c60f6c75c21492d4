"""The config of a call: `GenerateContentConfig(…)`, a dictionary, or a name bound to one of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import libcst as cst

from codemods.api.call import Comments, Config, Leaf, Node, Setting, Word, without_defaults
from codemods.api.request import CONFIG, ConfigKey
from codemods.python.flow import Definition
from codemods.python.layout import Listing, call_listing, dict_listing
from codemods.python.nodes import dotted, is_none, string_value
from codemods.python.schemas import Schemas
from codemods.python.strand import Strand
from codemods.python.texts import Texts
from codemods.python.values import Values

_CONFIG_CLASSES = frozenset({"google.genai.types.GenerateContentConfig", "google.genai.types.GenerateContentConfigDict"})
_JSON = "application/json"


@dataclass(frozen=True, eq=False)
class Pair:
    """One key of a config as it is written: its snake-case name, its value, the node to report, its comments."""

    name: str
    value: cst.BaseExpression
    node: cst.CSTNode
    comments: Comments


def snake(name: str) -> str:
    """`maxOutputTokens` is accepted wherever `max_output_tokens` is."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda match: "_" + match[1].lower(), name)


class Configs:
    """Reads the config expressions of one module."""

    def __init__(self, values: Values, texts: Texts, schemas: Schemas) -> None:
        self.values = values
        self.texts = texts
        self.schemas = schemas
        #: What can be done with each kind of key; a kind without an entry is not rewritten yet.
        self.kinds: dict[str, Callable[[Pair, Strand, int], Node | None]] = {
            "copy": self._copy,
            "text": self._text,
            "mime_type": self._mime_type,
            "schema": self._schema,
            "json_schema": self._copy,
            "only_default": self._only_default,
        }

    # -- where the config is ------------------------------------------------------------------------------------

    def definition(self, node: cst.BaseExpression) -> Definition | None:
        """The one definition behind a config name whose value is a config in sight."""
        if not isinstance(node, cst.Name):
            return None
        definitions = self.values.definitions(node)
        all_reaching = self.values.module.flow.definitions_of(node)
        if len(definitions) != 1 or len(all_reaching) != 1:
            return None
        definition = definitions[0]
        plain = (
            definition.kind == "assign"
            and definition.scope.kind != "class"
            and isinstance(definition.node, cst.Assign)
            and len(definition.node.targets) == 1
        )
        return definition if plain and definition.value is not None and self.is_display(definition.value) else None

    def is_display(self, node: cst.BaseExpression) -> bool:
        """Whether the expression spells a config out."""
        if isinstance(node, cst.Dict):
            return True
        return isinstance(node, cst.Call) and (self.values.symbol(node.func) in _CONFIG_CLASSES or dotted(node.func) == "dict")

    # -- reading ------------------------------------------------------------------------------------------------

    def read(self, node: cst.BaseExpression, strand: Strand, depth: int) -> Config | None:
        """What a config display says. Holds the strand for every key that cannot be carried over, at its own line."""
        if is_none(node):
            return Config()
        if not self.is_display(node):
            place = self.values.place_elsewhere(node)
            where = f"is built in {place}" if place is not None else "is not in sight"
            strand.hold(node, "GI203", f"the config{_called(node)} {where}")
            return None
        pairs, listing = self._pairs(node, strand)
        if pairs is None:
            return None
        inner = depth if listing.indent is None else listing.indent
        settings = [setting for pair in pairs if (setting := self._setting(pair, strand, inner)) is not None]
        self._check_schema(settings, node, strand)
        return without_defaults(Config(tuple(settings), listing.indent is not None, None, listing.orphans, listing.opening))

    def _pairs(self, node: cst.BaseExpression, strand: Strand) -> tuple[list[Pair] | None, Listing]:
        if isinstance(node, cst.Dict):
            listing = dict_listing(node)
            pairs = [
                Pair(snake(string_value(e.key) or ""), e.value, e, comments)
                for e, comments in zip(node.elements, listing.comments, strict=True)
                if isinstance(e, cst.DictElement)
            ]
            whole = len(pairs) == len(node.elements)
        else:
            assert isinstance(node, cst.Call)
            listing = call_listing(node)
            pairs = [
                Pair(snake(arg.keyword.value), arg.value, arg, comments)
                for arg, comments in zip(node.args, listing.comments, strict=True)
                if arg.keyword is not None
            ]
            whole = len(pairs) == len(node.args)
        names = [pair.name for pair in pairs]
        if not whole or not all(names) or len(set(names)) != len(names):
            strand.hold(node, "GI203", "the config is put together from parts that are not in sight")
            return None, listing
        return pairs, listing

    def _setting(self, pair: Pair, strand: Strand, depth: int) -> Setting | None:
        key = CONFIG.get(pair.name)
        if key is None:
            strand.hold(pair.node, "GI214", f"the config key `{pair.name}` is not known to have a counterpart")
            return None
        if is_none(pair.value):
            return Setting(ConfigKey(key.old, "only_default", "nowhere"), Leaf(pair.value, depth), pair.comments)
        if key.kind == "none":
            self._without_counterpart(key, pair, strand)
            return None
        if key.old == "tools" and self._python_functions(pair.value):
            strand.hold(pair.node, "GI206", "Python functions are given as tools: Interactions does not call them by itself")
            return None
        read = self.kinds.get(key.kind)
        if read is None:
            strand.hold(pair.node, "GI200", f"`{key.old}` is not rewritten yet", key.help)
            return None
        value = read(pair, strand, depth)
        return None if value is None else Setting(key, value, pair.comments)

    @staticmethod
    def _without_counterpart(key: ConfigKey, pair: Pair, strand: Strand) -> None:
        code = "GI206" if key.old == "automatic_function_calling" else "GI214"
        strand.hold(pair.node, code, f"`{key.old}` has no counterpart in Interactions", key.help)

    def _python_functions(self, node: cst.BaseExpression) -> bool:
        """Whether a `tools` list names functions of this module, or methods: automatic function calling."""
        if not isinstance(node, (cst.List, cst.Tuple)):
            return False
        for element in node.elements:
            if isinstance(element.value, cst.Name):
                if any(isinstance(d.node, cst.FunctionDef) for d in self.values.definitions(element.value)):
                    return True
        return False

    # -- kinds of values ----------------------------------------------------------------------------------------

    def _copy(self, pair: Pair, strand: Strand, depth: int) -> Node | None:
        return Leaf(pair.value, depth)

    def _text(self, pair: Pair, strand: Strand, depth: int) -> Node | None:
        if self.texts.refuted(pair.value):
            strand.hold(
                pair.node, "GI200", f"`{pair.name}` is not a single text; joining its parts is not done yet", CONFIG[pair.name].help
            )
            return None
        if not self.texts.proven(pair.value):
            strand.assume("text", pair.value, f"`{pair.name}` is not proven to be a single text")
        return Leaf(pair.value, depth)

    def _mime_type(self, pair: Pair, strand: Strand, depth: int) -> Node | None:
        value = self.values.exact_string(pair.value)
        if value in (_JSON, "text/plain"):
            return Word(value)
        if value == "text/x.enum":
            strand.hold(
                pair.node,
                "GI200",
                "enum answers as plain text are not rewritten yet",
                "Ask for JSON with an enum schema and read the value with json.loads.",
            )
        else:
            strand.hold(pair.node, "GI203", "the response mime type is not in sight", CONFIG["response_mime_type"].help)
        return None

    def _schema(self, pair: Pair, strand: Strand, depth: int) -> Node | None:
        return self.schemas.read(pair.value, strand, depth)

    def _only_default(self, pair: Pair, strand: Strand, depth: int) -> Node | None:
        key = CONFIG[pair.name]
        if isinstance(pair.value, cst.Integer) and pair.value.value == key.default:
            return Leaf(pair.value, depth)
        strand.hold(pair.node, "GI214", f"`{pair.name}` has no counterpart in Interactions", key.help)
        return None

    @staticmethod
    def _check_schema(settings: list[Setting], node: cst.CSTNode, strand: Strand) -> None:
        """A schema needs its mime type: the old call is refused without it."""
        kinds = {setting.key.kind: setting for setting in settings}
        mime = kinds.get("mime_type")
        if ("schema" in kinds or "json_schema" in kinds) and not strand.holds and (mime is None or mime.value != Word(_JSON)):
            strand.hold(
                node, "GI203", 'a response schema without response_mime_type="application/json": what the call asks for is not clear'
            )


def _called(node: cst.BaseExpression) -> str:
    name = dotted(node)
    return f" `{name}`" if name else ""
