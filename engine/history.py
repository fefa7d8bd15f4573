"""What is kept of a run: every epoch of a short one, and of a long one as many as a screen can tell apart.
Peaks and dips of the losses are always kept, so a curve that was thinned still looks as it was."""

from typing import NamedTuple

import numpy as np

from engine.activations import Array
from engine.frames import Frame

ROOM = 2_048
"""Frames kept at most. One takes from 3 to 10 kB, with the answers to 50 or to 512 test examples."""


class Losses(NamedTuple):
    """The losses on the training and on the test set after each of `epochs`, which rise; arrays of one length."""

    epochs: Array
    train: Array
    test: Array


class History:
    """The frames of a run, `apart` epochs from each other: 1 at first, and twice as many whenever ROOM is used up.

    `frames` has those of the epochs 0, `apart`, 2·`apart`, … and always the latest.
    """

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.apart = 1
        self._points = np.empty((len(Losses._fields), 8 * ROOM))
        self._count = 0

    @property
    def reached(self) -> int:
        """The epoch of the latest frame; -1 before there is one."""
        return self.frames[-1].epoch if self.frames else -1

    def append(self, frame: Frame) -> None:
        """Keep the frame of the next epoch."""
        if self.frames and self.reached % self.apart:
            del self.frames[-1]  # it was there only because it was the latest
        self.frames.append(frame)
        if len(self.frames) > ROOM:
            self.apart *= 2
            self.frames = [each for each in self.frames if each is frame or each.epoch % self.apart == 0]
        if self._count == self._points.shape[1]:
            self._thin()
        self._points[:, self._count] = frame.epoch, frame.train_loss, frame.test_loss
        self._count += 1

    def amend(self, frame: Frame) -> None:
        """Put another frame of the same epoch in the place of the latest."""
        self.frames[-1] = frame
        self._points = self._points.copy()  # whoever was given losses before keeps them as they were
        self._points[:, self._count - 1] = frame.epoch, frame.train_loss, frame.test_loss

    def at(self, epoch: int) -> Frame:
        """The latest frame kept that is not after `epoch`."""
        return self.frames[-1 if epoch >= self.reached else epoch // self.apart]

    def losses(self, until: int | None = None) -> Losses:
        """The losses up to an epoch: those of every frame kept, and between two of them the lowest and highest."""
        points = self._points[:, : self._count]
        if until is not None:
            points = points[:, : np.searchsorted(points[0], until, side="right")]
        return Losses(*points)

    def _thin(self) -> None:
        """Of the points between two frames, keep the first, and the lowest and highest of either loss.

        A run that goes on has only losses that are numbers: the frame that shows another one is its last.
        """
        stretch = self._points[0] // self.apart
        first = np.flatnonzero(np.diff(stretch, prepend=-1.0))
        last = np.append(first[1:], stretch.size) - 1
        kept = [first]
        for losses in self._points[1:]:
            rising = np.lexsort((losses, stretch))
            kept += [rising[first], rising[last]]
        thinned = self._points[:, np.unique(np.concatenate(kept))]
        self._count = thinned.shape[1]
        self._points = np.empty_like(self._points)  # whoever was given losses before keeps them as they were
        self._points[:, : self._count] = thinned
