"""Locks on files, so that a running tutor's log is told from one that a crash left behind.

The operating system drops a lock with the process that held it, even after kill -9.
"""

from __future__ import annotations

import os
import sys

FAR = 1 << 40
"""Windows locks a stretch of the file against reading too, so the locked byte lies beyond any content."""

if sys.platform == "win32":
    import msvcrt

    def try_lock(descriptor: int) -> bool:
        """Lock an open file for as long as it stays open; return False when someone else holds it."""
        try:
            os.lseek(descriptor, FAR, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def try_lock(descriptor: int) -> bool:
        """Lock an open file for as long as it stays open; return False when someone else holds it."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
