"""The Node that programs are run with."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

from migrate_interactions.verify.runner.cannot_run import CannotRun

OLDEST = (20, 0)
#: Where Node takes types out itself, and since when it does so without being asked, in each line of releases.
_STRIPS = (22, 6)
_STRIPS_UNASKED = ((22, 18), (23, 6))
_STRIP = "--experimental-strip-types"
_VERSION = re.compile(r"v(\d+)\.(\d+)\.")


@dataclass(frozen=True)
class Node:
    """``path`` is absolute, ``version`` its major and minor number."""

    path: str
    version: tuple[int, int]

    def on_path(self, environment: Mapping[str, str]) -> dict[str, str]:
        """The environment for tools that are written in JavaScript and look for `node`."""
        return {**environment, "PATH": os.pathsep.join([environment.get("PATH", os.defpath), os.path.dirname(self.path)])}

    @property
    def strips_types(self) -> bool:
        return self.version >= _STRIPS

    @property
    def stripping(self) -> list[str]:
        """The options that make it take out types."""
        unasked = any(self.version >= since and (self.version[0] == since[0] or since == _STRIPS_UNASKED[-1]) for since in _STRIPS_UNASKED)
        return [] if unasked else [_STRIP]


def find_node(name: str) -> Node:
    """The Node behind a path, or a name on PATH. Raises `CannotRun` when there is none, or an old one."""
    path = shutil.which(name)
    if path is None:
        raise CannotRun(f"there is no Node ({name}): install Node {OLDEST[0]} or newer, or name one with --node")
    version = _version(path)
    if version < OLDEST:
        raise CannotRun(f"{name} is Node {'.'.join(map(str, version))}: install Node {OLDEST[0]} or newer, or name one with --node")
    return Node(os.path.abspath(path), version)


@functools.cache
def _version(path: str) -> tuple[int, int]:
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False, timeout=60).stdout
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotRun(f"{path} cannot be run: {error}") from error
    match = _VERSION.match(said)
    if match is None:
        raise CannotRun(f"{path} is no Node: it says that its version is {said.strip()!r}")
    return int(match[1]), int(match[2])
