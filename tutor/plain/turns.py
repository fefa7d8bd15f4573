"""Whose turn it is: waits for the learner to go on, and lists what they can type."""

from __future__ import annotations

from tutor.plain.replies import HELP, Wish, read_wish
from tutor.plain.voice import Voice


def go_on(voice: Voice, prompt: str, also: tuple[Wish, ...] = ()) -> Wish:
    """Wait for enter, b, q or one of `also`; return which."""
    while True:
        wish = read_wish(voice.ask(prompt))
        match wish:
            case Wish.NEXT:
                return Wish.GO_ON
            case Wish.GO_ON | Wish.BACK | Wish.QUIT:
                return wish
            case Wish.HELP:
                say_help(voice)
            case None:
                voice.say("Type enter to go on, ? for help.")
            case _:
                if wish in also:
                    return wish
                voice.say("Not here. Type enter to go on, ? for help.")


def say_help(voice: Voice) -> None:
    """List what can be typed."""
    voice.say("  enter  go on")
    for wish, meaning in HELP.items():
        voice.say(f"  {wish:<5}  {meaning}")
