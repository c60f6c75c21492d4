"""The few questions put to git. Without git, or outside a checkout, each has a plain answer: None."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from migrate_interactions.hunks import added_lines

if TYPE_CHECKING:
    import subprocess

#: A hook runs with these set, for its own repository and relative to its own folder.
_INHERITED = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR")
_PLAIN = (
    "--unified=0", "--inter-hunk-context=0", "--no-color", "--no-ext-diff", "--no-textconv", "--text", "--find-renames",
    "--no-relative", "--src-prefix=a/", "--dst-prefix=b/", "--submodule=short",
)  # fmt: skip
_NONE: dict[str, str] = {}
_UNOPENED = re.compile(r"warning: could not open directory '(.*?)/?': (.*)")


@dataclass(frozen=True)
class Listing:
    """Files below a folder, relative to it, and the folders that could not be opened, with the reason."""

    files: tuple[str, ...]
    unopened: tuple[tuple[str, str], ...]


def list_files(folder: str) -> Listing | None:
    """Tracked and untracked files that git does not ignore; None outside a checkout or in an ignored folder."""
    done = _git(folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ".")
    if done is None or _is_ignored(folder):
        return None
    names = os.fsdecode(done.stdout).split("\0")[:-1]
    return Listing(tuple(names), _unopened(folder, os.fsdecode(done.stderr)))


def _unopened(folder: str, warnings: str) -> tuple[tuple[str, str], ...]:
    """Folders that git could not open, relative to the one it was asked about, and why."""
    found = [match for line in warnings.splitlines() if (match := _UNOPENED.fullmatch(line))]
    if not found:
        return ()
    top_to_folder = _git(folder, "rev-parse", "--show-prefix")
    prefix = os.fsdecode(top_to_folder.stdout).removesuffix("\n") if top_to_folder else ""
    return tuple((match[1].removeprefix(prefix), match[2].lower()) for match in found)


def unsaved(paths: Iterable[str]) -> tuple[list[str], list[str]]:
    """Two lists out of ``paths``: those with changes that git does not hold, and those in no checkout at all."""
    dirty, outside = [], []
    tops: dict[str, str | None] = {}
    known: dict[str, set[str] | None] = {}
    for path in paths:
        folder = os.path.dirname(os.path.realpath(path))
        if folder not in tops:
            tops[folder] = _top(folder)
        top = tops[folder]
        if top is None:
            outside.append(path)
            continue
        if top not in known:
            known[top] = _unstaged(top)
        changed = known[top]
        if changed is None or os.path.realpath(path) in changed:
            dirty.append(path)
    return dirty, outside


def top(folder: str) -> str | None:
    """The top of the checkout a folder is in."""
    return _top(folder)


def changed_files(top: str, revision: str) -> tuple[str, ...] | None:
    """Files that differ between a commit and the working tree and are in both, relative to the top; None for no such commit."""
    done = _git(top, "diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--diff-filter=MT", revision, "--")
    return None if done is None else tuple(os.fsdecode(name) for name in done.stdout.split(b"\0") if name)


def untracked(top: str) -> tuple[str, ...]:
    """Files that git neither knows nor ignores, relative to the top."""
    done = _git(top, "ls-files", "-z", "--others", "--exclude-standard")
    return () if done is None else tuple(os.fsdecode(name) for name in done.stdout.split(b"\0") if name)


def tracked(top: str) -> tuple[str, ...]:
    """Files that git knows, relative to the top."""
    done = _git(top, "ls-files", "-z")
    return () if done is None else tuple(os.fsdecode(name) for name in done.stdout.split(b"\0") if name)


def changed_lines(top: str, revision: str) -> dict[str, frozenset[int]] | None:
    """The lines of the working tree that are not in a commit, by file relative to the top; None for no such commit.

    What users configure for their own eyes is switched off. A file that was only renamed has no changed lines.
    """
    if _git(top, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}") is None:
        return None
    done = _git(top, "-c", "core.quotePath=false", "diff", *_PLAIN, revision, "--")
    return None if done is None else added_lines(done.stdout)


def extract(top: str, revision: str, folder: str, index: str) -> bool:
    """Write the files of a commit into a folder, as a checkout would; ``index`` is a scratch file. False for no such commit.

    `git archive` would not do: it leaves out what is marked `export-ignore`, and does not write files as they are checked out.
    """
    variables = {"GIT_INDEX_FILE": index}
    read = _git(top, "read-tree", f"{revision}^{{tree}}", variables=variables)
    return read is not None and _git(top, "checkout-index", "--all", f"--prefix={folder}/", variables=variables) is not None


def _unstaged(top: str) -> set[str] | None:
    done = _git(top, "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all")
    if done is None:
        return None
    entries = (os.fsdecode(entry) for entry in done.stdout.split(b"\0") if entry)
    # The second letter is the state of the file against the index: a blank says that git holds it as it is.
    return {os.path.realpath(os.path.join(top, entry[3:])) for entry in entries if entry[1] != " "}


def _top(folder: str) -> str | None:
    done = _git(folder, "rev-parse", "--show-toplevel")
    return os.fsdecode(done.stdout).removesuffix("\n") if done else None


def _is_ignored(folder: str) -> bool:
    """Whether the folder itself is ignored (`build/`): whoever names it wants what is in it."""
    return _git(folder, "check-ignore", "--quiet", ".") is not None


def _git(folder: str, *arguments: str, variables: dict[str, str] = _NONE) -> subprocess.CompletedProcess[bytes] | None:
    import subprocess  # a run on a clean file that was named asks git nothing

    environment = {name: value for name, value in os.environ.items() if name not in _INHERITED} | {"LC_ALL": "C"} | variables
    try:
        done = subprocess.run(["git", "-C", folder, *arguments], env=environment, capture_output=True, check=False)
    except OSError:
        return None
    return done if done.returncode == 0 else None
