"""What reading one module takes: everything that a front asks, in one place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from codemods.api import nodes as api
from codemods.api.call import NO_CONFIG, Call, Config, settings
from codemods.api.nodes import Leaf
from codemods.api.outputs import Outputs, outputs
from codemods.api.request import CONFIG, JAVASCRIPT, SAMPLING
from codemods.api.resolution import with_resolution
from codemods.javascript import transport
from codemods.javascript.answers import Answers
from codemods.javascript.contents import Contents
from codemods.javascript.displays import Displays
from codemods.javascript.followed import Followed
from codemods.javascript.guards import Guards
from codemods.javascript.nodes import bare, is_impure, string_value
from codemods.javascript.reader import Reader
from codemods.javascript.render import Renderer
from codemods.javascript.request import Requests
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node
from codemods.javascript.tools import Tools
from codemods.javascript.values import Values
from codemods.settings.config import Configs, Read
from codemods.settings.records import Pair

ORDER_HELP = "Compute them before the call, in the same order, and pass the names."


class Readings:
    """The readers and writers of one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.renderer = Renderer(values.module)
        self.requests = Requests(self.renderer)
        self.contents = Contents(values)
        self.displays = Displays(values, self.renderer)
        self.reader = Reader(values, self.displays)
        self._named: dict[api.Node, Config] = {}
        own = {kind: self._with_reader(read) for kind, read in _OWN.items()}
        self.configs = Configs(self.reader, {**own, "tools": Tools(self.reader, values).read}, JAVASCRIPT)
        self.answers = Answers(values)
        #: What was followed already, by those who follow.
        self.followed: defaultdict[tuple[object, ...], Followed] = defaultdict(Followed)
        self.guards = Guards(values)

    def config(self, node: Node, strand: Strand) -> Config | None:
        """The config of a call; None (with a hold) when it cannot be carried over."""
        value = bare(node)
        if value.kind == "object" or self.reader.is_none(value):
            config = self.configs.read(value, strand, 0)
            self.remark(config or NO_CONFIG, value, strand)
            return config
        read: list[Config] = []

        def convert(display: Node, depth: int) -> api.Node | None:
            config = self.configs.read(display, strand, depth)
            if config is None or self._is_apart(config, display, strand):
                return None
            read.append(config)
            self.remark(config, display, strand)
            return api.Object(settings(config), config.exploded, config.orphans, config.opening)

        placed = self.displays.place(value, self.configs.is_display, convert, strand, "GI105", "the config")
        if placed is None or not isinstance(placed.use, api.Leaf):
            return None
        return replace(self._named.setdefault(placed.written, read[0] if read else NO_CONFIG), spread=placed.use)

    @staticmethod
    def remark(config: Config, node: Node, strand: Strand) -> None:
        """Settings that a newer model may refuse, and values that would be computed in another order."""
        for setting in config.settings:
            if setting.key.old in SAMPLING and strand.models and isinstance(setting.value, api.Leaf):
                assert isinstance(setting.value.source, Node)
                strand.note(setting.value.source, "GI404", f"the model's successor may refuse or ignore `{setting.key.old}`")
        written = [leaf.source for entry in settings(config) for leaf in api.leaves(entry.value)]
        places = [source.start for source in written if isinstance(source, Node)]
        if places != sorted(places) and any(isinstance(source, Node) and is_impure(source) for source in written):
            strand.hold(node, "GI200", "values of this config are computed in an order that the new call would change", ORDER_HELP)

    @staticmethod
    def _is_apart(config: Config, display: Node, strand: Strand) -> bool:
        """Whether a config under a name holds options of the call, which are an argument of their own."""
        apart = any(setting.key.place == "call" for setting in config.settings)
        if apart:
            strand.hold(display, "GI200", "a config under a name with options of the call is not rewritten yet")
        return apart

    def _with_reader(self, read: Callable[[Pair[Node], Reader, Strand, int], api.Node | None]) -> Read[Node, Strand]:
        return lambda pair, strand, depth: read(pair, self.reader, strand, depth)

    def asked(self, node: Node, config: Config, strand: Strand) -> api.Node | None:
        """What is asked under a config, each medium with the resolution that it says; None (with a hold) when it cannot be carried over."""
        asked = self.contents.read(node, strand)
        resolution = config.setting("media_resolution")
        if asked is None or resolution is None:
            return asked
        spelled_out = not isinstance(asked, Leaf) or self.values.proof(node) == "text"
        resolved = with_resolution(asked, resolution.value) if spelled_out else None
        if resolved is None:
            message = "`mediaResolution` belongs on each image, video and document now, and not all of them are in sight"
            strand.hold(node, "GI203", message, CONFIG["media_resolution"].help)
        return resolved

    def stored(self, strand: Strand) -> bool | None:
        """What a call that kept nothing says about storing."""
        if self.values.options.store == "server":
            return None
        strand.stateless += 1
        return False

    def _tool_types(self, leaf: Leaf) -> frozenset[str | None]:
        """The types of the tools under a name; None among them for one that cannot be told."""
        written = self.displays.written(leaf.source) if isinstance(leaf.source, Node) else None
        return self._types_in(written) if written is not None else frozenset({None})

    def _types_in(self, tool: api.Node) -> frozenset[str | None]:
        if isinstance(tool, api.Array):
            return frozenset(kind for item in tool.items for kind in self._types_in(item))
        if isinstance(tool, Leaf):
            return self._tool_types(tool)
        said = next((entry.value for entry in tool.entries if entry.key == "type"), None) if isinstance(tool, api.Object) else None
        return frozenset({said.value if isinstance(said, api.Word) else None})

    def outputs(self, call: Call) -> Outputs:
        """What the answers to a call may hold."""
        assert isinstance(call.model.source, Node)
        names = [string_value(literal) or "" for literal in self.values.string_literals(call.model.source)]
        return outputs(call.config or NO_CONFIG, names, self._tool_types)


#: Kinds of settings that are read in this language's own way.
_OWN: dict[str, Callable[[Pair[Node], Reader, Strand, int], api.Node | None]] = {
    "http": transport.read,
    "signal": transport.signal,
}
