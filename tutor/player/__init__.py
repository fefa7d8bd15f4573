"""Plays training at a human pace: a run knows only steps, the player adds time.

The screens and plain mode press its buttons and ask what to show.
"""

from tutor.player.player import PACES, Player

__all__ = ["PACES", "Player"]
