"""Put new bytes in place of old ones: all of them or none, and only over what was read."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from migrate_interactions.engine import reason
from migrate_interactions.results import Failed, Migrated


class _Overtaken(Exception):
    """The file on disk is no longer the one that was read."""


def write(result: Migrated) -> Failed | None:
    """Write a migrated file; a failure says why it was left as it was. A link is kept, its target is written."""
    try:
        _replace(os.path.realpath(result.path), result.data, result.output)
    except _Overtaken:
        return Failed(result.path, "GI006", "the file changed after it had been read")
    except OSError as error:
        return Failed(result.path, "GI003", f"cannot be written: {reason(result.path, error)}")
    return None


def _replace(target: str, before: bytes, after: bytes) -> None:
    if not os.access(target, os.W_OK):  # replacing would go through: the folder decides about that, not the file
        raise PermissionError(13, "permission denied" if os.path.exists(target) else "no such file or directory", target)
    handle, temporary = tempfile.mkstemp(prefix=".migrate-interactions-", dir=os.path.dirname(target))
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(after)
            stream.flush()
            os.fsync(stream.fileno())
        _keep_mode_and_owner(target, temporary)
        if Path(target).read_bytes() != before:
            raise _Overtaken
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _keep_mode_and_owner(target: str, temporary: str) -> None:
    # The time stamp is not kept: builds and Python's own caches go by it.
    shutil.copymode(target, temporary)
    if hasattr(os, "chown"):
        state = os.stat(target)
        with contextlib.suppress(OSError):
            os.chown(temporary, state.st_uid, state.st_gid)
