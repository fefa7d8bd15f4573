"""A field is one thing of a set-up that can be turned with the arrows or typed.

It says what it is called, what it stands at, and through which values turning goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

ON, OFF = "on", "off"


@dataclass(frozen=True, slots=True)
class Field:
    """`name` for changes, `label` on the screen; one without a label stands behind the field before it, in its row.

    Turning goes through `choices`: numbers stop at their ends, names start anew after the last.
    """

    name: str
    label: str
    group: str
    value: str
    choices: tuple[str, ...]
    numbers: bool = False

    @property
    def title(self) -> str:
        """What it is called where it stands alone."""
        return self.label if self.label and "," not in self.label else self.name.removesuffix(" 1")

    @property
    def is_switch(self) -> bool:
        """Whether it is either on or off."""
        return self.choices == (OFF, ON)

    @property
    def caption(self) -> str:
        """What a switch stands for: the last word of its name."""
        return self.name.partition(" ")[2]

    def turned(self, by: int) -> str:
        """The value so many steps on, or back; the same where there is none."""
        values = self.choices if self.value in self.choices else self._with_value()
        if not values:
            return self.value
        at = values.index(self.value) + by
        return values[min(max(at, 0), len(values) - 1)] if self.numbers else values[at % len(values)]

    def _with_value(self) -> tuple[str, ...]:
        """All choices and the present value: a number at its place among the others, a name before them."""
        if not self.numbers:
            return (self.value, *self.choices)
        return tuple(sorted((*self.choices, self.value), key=_size))


def _size(value: str) -> float:
    """A number as large as the text says; a word, such as full, is beyond all."""
    try:
        return float(value)
    except ValueError:
        return inf
