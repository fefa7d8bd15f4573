"""Everything a learner can do, each verb declared once.

The key bindings, the key bar at the bottom, the command palette and the help screen are all made from these lists.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing to do: `keys` start `action`; `sign` and `label` name it in the key bar, `help` explains it.

    A verb without a label works and is explained, and leaves the key bar to others; one without help is the
    other half of the verb before it. `rank` orders the key bar;
    where room is short, the highest ranks go first. A verb with `priority` works whatever has the keys.
    """

    keys: str
    action: str
    label: str
    help: str
    sign: str = ""
    rank: int = 5
    priority: bool = False

    @property
    def shown_key(self) -> str:
        return self.sign or self.keys.split(",")[0]


APP = (
    Verb("question_mark", "help", "help", "Show every key that works here.", "?", rank=0),
    Verb("d", "theme", "", "Switch between the dark and the light theme.", "d"),
    Verb("ctrl+p", "command_palette", "", "Search all commands by name.", "ctrl+p"),
    Verb("ctrl+q,ctrl+c", "quit", "", "Leave the tutor. Every answer is already saved.", "ctrl+q", priority=True),
)

MAP = (
    Verb("enter", "select", "open", "Open the lesson, where you left it.", "enter", rank=1),
    Verb("t", "test", "test", "Know it already? Five questions of the lesson tell.", "t", rank=5),
    Verb("b", "bench", "bench", "Open the bench: build a network of your own, and train it.", "b", rank=4),
    Verb("e", "explorers", "explorers", "Open the explorers: instruments to find out with.", "e"),
    Verb("g", "glossary", "glossary", "Open the glossary: every word of the course.", "g", rank=6),
    Verb("q", "app.quit", "quit", "Leave the tutor. Every answer is already saved.", "q"),
)

EXPLORERS = (Verb("enter", "select", "open", "Open the explorer.", "enter", rank=1),)

LESSON = (
    Verb("n", "next", "", "Go on to the next page, answered or not.", "n"),
    Verb("b", "back", "back", "Go back one page.", "b", rank=6),
    Verb("G", "glossary", "", "Look up the words of this page in the glossary.", "G"),
    Verb("escape", "leave", "map", "Return to the map. Your place is kept.", "esc", rank=3),
)

WATCH = (
    Verb("escape", "stop", "stop", "Stop watching, and leave the tutor.", "esc", rank=3),
    Verb("right_square_bracket", "scroll_told(2)", "more", "Scroll what the checker says.", "[ ]", rank=4),
    Verb("left_square_bracket", "scroll_told(-2)", "", ""),
)

GLOSSARY = (Verb("escape,G,g,q", "leave", "back", "Go back to where you came from.", "esc", rank=1),)

READING = (
    Verb("enter,space", "screen.next", "go on", "Go on to the next page.", "enter", rank=1),
    Verb("g", "screen.glossary", "words", "Look up the words of this page in the glossary.", "g", rank=7),
    Verb("up,k", "scroll_up", "", "Scroll.", "↑↓"),
    Verb("down,j", "scroll_down", "", ""),
)

PICKING = (
    Verb(
        "1,2,3,4,5,6,7,8,9",
        "pick_key",
        "pick",
        "Pick an option; where several may be right, tick or untick it.",
        "1-9",
        rank=2,
    ),
    Verb("up,k", "move(-1)", "", "Move to the option above or below; scroll once it is explained.", "↑↓"),
    Verb("down,j", "move(1)", "", ""),
    Verb("space", "tick", "pick this", "Pick the option you are on, as 1 to 9 do.", "space", rank=4),
    Verb("1,2,3,4,5,6,7,8,9", "put_key", "to place", "Put the line you are on in the place of this number.", "1-9", 3),
    Verb("space", "hold", "take, drop", "Take the line you are on along with ↑ ↓, or put it down.", "space", rank=2),
    Verb("shift+up,K", "carry(-1)", "", "Move the line you are on up or down among those to put in order.", "shift+↑↓"),
    Verb("shift+down,J", "carry(1)", "", ""),
    Verb("g", "commit('guess')", "guess", "Commit to the answer: it is a guess.", "g", rank=2),
    Verb("t", "commit('think')", "think so", "Commit to the answer: you think so.", "t", rank=2),
    Verb("s", "commit('sure')", "sure", "Commit to the answer: you are sure.", "s", rank=2),
)

QUESTION = (
    Verb("enter", "edit", "change", "Go back to the line and change what you typed.", "enter", rank=4),
    Verb(
        "enter",
        "proceed",
        "go on",
        "Go on: to the why, through it, and to the next page.",
        "enter",
        rank=1,
    ),
    Verb("h", "hint", "hint", "Show the next hint, where there is one.", "h", rank=3),
    Verb("t", "to_bench", "bench", "Take these networks to the bench; esc comes back here.", "t", rank=5),
    Verb("a", "again", "again", "Answer this question once more.", "a", rank=7),
    Verb("tab,shift+tab", "switch", "switch", "Switch between the question and the race.", "tab", rank=6),
    Verb("pageup", "page(-1)", "", "Scroll the words by a page.", "PgUp PgDn"),
    Verb("pagedown", "page(1)", "", ""),
)

RESEEDED = "other weights, batches and draw of the data. The words stay about the first seed; r returns to it."

RACE = (
    Verb("space", "play", "pause", "Pause the race, or play it on.", "space", rank=2),
    Verb("full_stop", "step", "step", "Advance by a single epoch.", "."),
    Verb("comma", "batch", "mini-batch", "Take a single mini-batch of the epoch that comes next.", ",", rank=8),
    Verb("left", "scrub(-1)", "scrub", "Look one epoch back or ahead; nothing is trained again.", "←→"),
    Verb("right", "scrub(1)", "", ""),
    Verb("shift+left", "scrub(-10)", "", "Look ten epochs back or ahead.", "shift+←→"),
    Verb("shift+right", "scrub(10)", "", ""),
    Verb("f", "finish", "finish", "Train to the end at once.", "f"),
    Verb("l", "log", "log", "Switch the loss axis between linear and logarithmic.", "l", rank=6),
    Verb("z", "zoom", "zoom", "Look closely at the latest quarter of the epochs, or at all of them.", "z", rank=7),
    Verb("v", "view", "view", "Switch between the plots, or show both.", "v", rank=6),
    Verb("s", "exact", "values", "Show the exact values at the epoch you look at.", "s", rank=7),
    Verb("o", "only", "one", "Show one network in the lower plot at a time, or all together.", "o", rank=8),
    Verb("plus,equals_sign", "pace(1)", "", "Play faster.", "+"),
    Verb("minus", "pace(-1)", "", "Play slower.", "-"),
    Verb("p", "pin", "pin", "Pin the curve of your pick, of the one shown, or all, behind; or unpin it.", "p", rank=8),
    Verb("r", "restart", "restart", "Run the race again from its own starting weights.", "r", rank=8),
    Verb("R", "reseed", "new seed", f"Run it with the next seed: {RESEEDED}", "R", rank=9),
    Verb("w", "words", "words", "Say the plots in words, in place of the numbers.", "w", rank=8),
    Verb("up,k", "lift(-1)", "", "Scroll the words beside the race.", "↑↓"),
    Verb("down,j", "lift(1)", "", ""),
)

EXPLORE = (
    Verb(
        "enter",
        "press('run')",
        "run this pair",
        "Run the chosen pair, to see how the two go together.",
        "enter",
        rank=1,
    ),
    Verb("a", "press('all')", "run all", "Run every pair of this task.", "a"),
    Verb("enter", "go_on", "go on", "Go on to the next page.", "enter", rank=1),
    Verb("up,k", "choose(-1)", "dial", "Choose what ← and → turn.", "↑↓", rank=3),
    Verb("down,j", "choose(1)", "", ""),
    Verb("left", "turn(-1)", "turn", "Turn the chosen dial.", "←→", rank=2),
    Verb("right", "turn(1)", "", ""),
    Verb("shift+left", "turn(-4)", "", "Turn the chosen dial by four.", "shift+←→"),
    Verb("shift+right", "turn(4)", "", ""),
    Verb("0", "home", "", "Turn the chosen dial back to where it began.", "0"),
    Verb("1,2,3,4,5,6,7,8,9", "toggle_key", "show, hide", "Show or hide one of the numbered lines.", "1-9"),
    Verb("s", "press('slope')", "slopes", "Show or hide the slopes.", "s"),
    Verb("m", "press('mistake')", "the mistake", "Put the cursor where the answer is sure and wrong.", "m", rank=2),
    Verb("f", "fill", "fill in", "Fill the factors of this chain in yourself; esc comes back.", "f", rank=2),
    Verb("t", "press('transpose')", "transpose", "Lay the examples in columns, or back in rows.", "t"),
    Verb("v", "view", "view", "Show the next picture.", "v", rank=4),
    Verb("w", "words", "words", "Say the pictures in words, in place of the numbers.", "w", rank=8),
    Verb("pagedown,right_square_bracket", "page(1)", "more", "Scroll the words and numbers.", "PgDn", rank=2),
    Verb("pageup,left_square_bracket", "page(-1)", "", ""),
)

FACTOR = (Verb("enter", "check", "check", "Check the factor you have typed.", "enter", rank=1),)

CHAIN = (
    Verb("enter", "to_line", "type", "Go back to the line, to type the factor.", "enter", rank=1),
    Verb("enter", "leave_chain", "go on", "Go on to the next page.", "enter", rank=1),
    Verb("ctrl+r", "reveal", "show it", "Show this factor, and go on to the next blank.", "ctrl+r", rank=2),
    Verb("tab,shift+tab", "leave_line", "leave the line", "Leave the line: letters are keys again.", "tab", rank=8),
    Verb("a", "fill_again", "again", "Fill this chain in once more.", "a", rank=7),
    Verb("up,k", "scroll_up", "", "Scroll.", "↑↓"),
    Verb("down,j", "scroll_down", "", ""),
)

RANKS = {"play": 2, "view": 3}
"""Verbs of the race that come early in the key bar of the bench."""

BENCH_FIELDS = (
    Verb("up,k", "screen.choose(-1)", "choose", "Choose the field above or below.", "↑↓", rank=1),
    Verb("down,j", "screen.choose(1)", "", ""),
    Verb("left", "screen.turn(-1)", "change", "Change the chosen field.", "←→", rank=1),
    Verb("right", "screen.turn(1)", "", ""),
    Verb("shift+left", "screen.turn(-3)", "", "Change the chosen field by three.", "shift+←→"),
    Verb("shift+right", "screen.turn(3)", "", ""),
    Verb("enter", "screen.type", "type", "Type a value for the chosen field, or switch it on or off.", "enter", rank=2),
    *(
        replace(verb, action=f"screen.on_race({verb.action!r})", rank=RANKS.get(verb.action, verb.rank + 2))
        for verb in RACE
        if not {"up", "down", "left", "right", "shift+left", "shift+right"} & set(verb.keys.split(","))
        and verb.action not in ("pin", "only", "reseed")
    ),
)

BENCH_LOOK = (
    Verb("up,k", "look(-1, 0)", "look", "Look at another unit, another weight, other inputs.", "←→↑↓", rank=1),
    Verb("down,j", "look(1, 0)", "", ""),
    Verb("left", "look(0, -1)", "", ""),
    Verb("right", "look(0, 1)", "", ""),
    Verb("pageup", "layer(-1)", "", "Look at the weights of the layer before or after.", "PgUp PgDn"),
    Verb("pagedown", "layer(1)", "", ""),
    Verb("enter", "edit", "edit", "Type another value for this weight; the run goes on from there.", "enter", rank=2),
)

BENCH = (
    Verb("tab,shift+tab", "sides", "switch", "Switch between the fields and the pictures.", "tab", rank=2),
    Verb("p", "pin_this", "pin", "Pin this set-up: it stays in the race while you change another.", "p", rank=4),
    Verb("x", "unpin", "unpin", "Take this set-up off again, or the one pinned last.", "x", rank=6),
    Verb("u", "undo", "undo", "Undo the latest change.", "u", rank=5),
    Verb("U", "redo", "redo", "Do again what was undone.", "U", rank=6),
    Verb("y", "copy", "copy", "Copy the set-up as one line of text.", "y", rank=6),
    Verb("Y", "copy_lesson", "", "Copy it as a block for a lesson file.", "Y"),
    Verb("e", "export('pytorch')", "export", "Write the set-up as a PyTorch script.", "e", rank=7),
    Verb("E", "export('keras')", "", "Write it as a Keras script.", "E"),
    Verb("o", "open", "open", "Open a set-up from its line.", "o", rank=6),
    Verb("escape", "go_back", "back", "Go back to where you came from.", "esc", rank=3),
)

HELP = (Verb("escape,question_mark,enter,q", "dismiss", "close", "Close this list.", "esc"),)
