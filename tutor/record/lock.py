"""Locks on files, so that a running tutor's log is told from one that a crash left behind.

The operating system drops a lock with the process that held it, even after kill -9.
"""

from __future__ import annotations

import errno
import os
import sys

FAR = 1 << 40
"""Windows locks a stretch of the file against reading too, so the locked byte lies beyond any content."""

HELD = frozenset({errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK})
"""What the system says when someone else has the lock; anything else means that there are no locks here."""

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def try_lock(descriptor: int) -> bool:
    """Lock an open file for as long as it stays open; return False when that cannot be had."""
    try:
        _lock(descriptor)
    except OSError:
        return False
    return True


def is_held(descriptor: int) -> bool:
    """Whether someone else holds the lock of an open file. If nobody does, it is locked until it is closed."""
    try:
        _lock(descriptor)
    except OSError as error:
        return error.errno in HELD
    return False
