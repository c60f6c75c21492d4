"""Put new bytes in place of old ones: all of them or none, and only over what was read.

The new bytes are written to a file beside the old one, which then takes its name. Where the system has files without a name,
the new one gets a name only when it is complete, so a process that is killed leaves nothing behind, but for one that dies between
naming and renaming. What that one leaves has a name that is made from its target's: the next run, which finds the target as it was,
takes it away.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO

from migrate_interactions.engine import reason
from migrate_interactions.results import Failed, Migrated

_PREFIX = ".migrate-interactions-"


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
    temporary = _temporary(target)
    with contextlib.suppress(FileNotFoundError):
        os.unlink(temporary)
    with _gone_on_failure(temporary):
        if not _written_without_name(target, temporary, after):
            _written(target, temporary, after)
        if Path(target).read_bytes() != before:
            raise _Overtaken
        os.replace(temporary, target)


def _temporary(target: str) -> str:
    """The name that the new bytes have before they take the target's. It is as short as any, however long that one is."""
    folder, name = os.path.split(target)
    return os.path.join(folder, f"{_PREFIX}{sha256(os.fsencode(name)).hexdigest()[:16]}")


@contextlib.contextmanager
def _gone_on_failure(temporary: str) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _written_without_name(target: str, temporary: str, data: bytes) -> bool:
    """Write to a file that is given its name at the end; False where the system has no such files, or cannot name them."""
    if not hasattr(os, "O_TMPFILE"):
        return False
    try:
        handle = os.open(os.path.dirname(target), os.O_WRONLY | os.O_TMPFILE, 0o600)
    except OSError:
        return False
    with os.fdopen(handle, "wb") as stream:
        _fill(stream, target, temporary, data)
        folder = os.open(os.path.dirname(target), os.O_RDONLY)
        try:  # given the descriptor of the folder, Python takes the call that follows links
            os.link(f"/proc/self/fd/{handle}", os.path.basename(temporary), dst_dir_fd=folder, follow_symlinks=True)
        except OSError:
            return False
        finally:
            os.close(folder)
    return True


def _written(target: str, temporary: str, data: bytes) -> None:
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as stream:
        _fill(stream, target, temporary, data)


def _fill(stream: IO[bytes], target: str, temporary: str, data: bytes) -> None:
    stream.write(data)
    stream.flush()
    os.fsync(stream.fileno())
    _keep_mode_and_owner(target, temporary, stream.fileno())


def _keep_mode_and_owner(target: str, temporary: str, handle: int) -> None:
    # The time stamp is not kept: builds and Python's own caches go by it.
    if not hasattr(os, "fchown"):
        shutil.copymode(target, temporary)
        return
    state = os.stat(target)
    with contextlib.suppress(OSError):
        os.fchown(handle, state.st_uid, state.st_gid)
    os.fchmod(handle, stat.S_IMODE(state.st_mode))
