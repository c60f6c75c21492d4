"""A config built step by step: `config.temperature = 0.5` and `config["tools"] = […]` after the config was made."""

from __future__ import annotations

from typing import Literal

import libcst as cst

from codemods.api.call import Config, Setting
from codemods.api.nodes import Comments, Entry, Node, Object, Spread, leaves
from codemods.python.config import Configs
from codemods.python.displays import Stepped, depth_of, node_of, style_of
from codemods.python.edits import Edit, Now
from codemods.python.flow import Definition
from codemods.python.nodes import is_none
from codemods.python.render import Style, expression
from codemods.python.strand import Strand
from codemods.python.values import Values
from codemods.settings.records import Pair, snake

_GROUP = "generation_config"
#: Empty for a key of the mapping itself; else whether the group is among the keys the mapping is made with.
Grouped = Literal["", "present", "absent"]


class ConfigSteps:
    """Rewrites the statements that set a key of a config which becomes a mapping."""

    def __init__(self, values: Values, configs: Configs) -> None:
        self.values = values
        self.configs = configs

    def rewrite(self, definition: Definition, stepped: Stepped, config: Config, written: Node, strand: Strand) -> list[Setting] | None:
        """The settings the statements make; None (with a hold) when one of them cannot be written for a mapping.

        ``written`` is the mapping that ``config`` becomes.
        """
        found: list[Setting] = []
        for use, (key, statement) in stepped.items():
            strand.claim(definition, use)
            setting = self._setting(snake(key), statement, strand)
            if setting is None:
                return None
            place = self._place(setting, written)
            again = config.setting(setting.key.old) is not None or any(other.key.old == setting.key.old for other in found)
            # A whole that is set again takes the place of all of its parts; a mapping would keep those it does not name.
            if place is None or (again and not setting.key.new):
                strand.hold(
                    statement,
                    "GI200",
                    f"setting `{key}` after the config was made is not rewritten yet",
                    "Set it where the config is made.",
                )
                return None
            strand.edit(self._edit(statement, use, *place))
            found.append(setting)
        return found

    def _setting(self, name: str, statement: cst.Assign, strand: Strand) -> Setting | None:
        if is_none(statement.value):
            strand.hold(statement, "GI200", f"taking `{name}` back is not rewritten yet", "Make the config anew instead.")
            return None
        pair = Pair(name, statement.value, statement, Comments())
        return self.configs.setting(pair, strand, depth_of(statement.value, self.values.module))

    @staticmethod
    def _place(setting: Setting, written: Node) -> tuple[Grouped, str, Node] | None:
        """Whether a value goes into the group of generation settings; its key; the value."""
        key, value = setting.key, setting.value
        entries = value.entries if not key.new and isinstance(value, Object) else ()
        if not key.new and len(entries) == 1 and not isinstance(value, Spread):
            name, value = entries[0].key, entries[0].value
        elif key.new:
            name = key.new
        else:
            return None
        if key.kind == "image":
            return None
        if key.place == "generation":
            group = next((e.value for e in _entries(written) if e.key == _GROUP), None)
            if group is not None and not isinstance(group, Object):
                return None
            return ("present" if group is not None else "absent", name, value)
        return ("", name, value) if key.place in ("top", "call") else None

    def _edit(self, statement: cst.Assign, use: cst.CSTNode, grouped: Grouped, name: str, value: Node) -> Edit:
        """`config.temperature = x` becomes `config.setdefault("generation_config", {})["temperature"] = x`."""
        depth = depth_of(statement.value, self.values.module)

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            assert isinstance(updated, cst.Assign)
            style = style_of(self.values, now, statement)
            owner = now(use)
            assert isinstance(owner, cst.BaseExpression)
            if grouped:
                owner = _subscript(owner, _GROUP, style) if grouped == "present" else _made(owner, style)
            target = _subscript(owner, name, style)
            return updated.with_changes(targets=[updated.targets[0].with_changes(target=target)], value=expression(value, style, depth))

        return Edit(statement, change, f"set {name}", keeps=(use, *(node_of(leaf) for leaf in leaves(value))))


def _entries(written: Node) -> tuple[Entry, ...]:
    return written.entries if isinstance(written, Object) else ()


def _made(owner: cst.BaseExpression, style: Style) -> cst.BaseExpression:
    """The group of generation settings, made where it is missing."""
    key = cst.SimpleString(f"{style.quote}{_GROUP}{style.quote}")
    return cst.Call(cst.Attribute(owner, cst.Name("setdefault")), [cst.Arg(key), cst.Arg(cst.Dict([]))])


def _subscript(owner: cst.BaseExpression, key: str, style: Style) -> cst.Subscript:
    return cst.Subscript(owner, [cst.SubscriptElement(cst.Index(cst.SimpleString(f"{style.quote}{key}{style.quote}")))])
