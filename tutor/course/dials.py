"""A dial is one thing that can be turned in an explorer: what it is called, the values it has, where it stands.

A lesson opens an explorer with lines such as `depth: 6`; the screens turn the same dials with keys.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tutor.course.numbers import read_number


@dataclass(frozen=True, slots=True)
class Dial:
    """`name` in lessons and in plain mode, `label` on the screen; `values` as they are shown, in order.

    A dial of names starts anew after the last one; one of numbers stops at its ends. `home` is where it began.
    """

    name: str
    label: str
    values: tuple[str, ...]
    at: int = 0
    home: int = 0

    @classmethod
    def numbers(cls, name: str, label: str, low: float, high: float, step: float, at: float) -> Dial:
        """A dial of the numbers from `low` to `high`, `step` apart, standing at `at`."""
        count = round((high - low) / step)
        values = tuple(_spelled(low + place * (high - low) / count) for place in range(count + 1))
        return cls(name, label, values).put(at).settled()

    @classmethod
    def names(cls, name: str, label: str, values: tuple[str, ...], at: str) -> Dial:
        """A dial of names, standing at `at`."""
        return cls(name, label, values, values.index(at), values.index(at))

    @property
    def value(self) -> str:
        return self.values[self.at]

    @property
    def number(self) -> float:
        """The value of a dial of numbers."""
        return float(self.value)

    @property
    def numeric(self) -> bool:
        """Whether all values are numbers."""
        return all(read_number(value) is not None for value in self.values)

    def turned(self, by: int) -> Dial:
        """Turned on by so many values, or back."""
        last = len(self.values) - 1
        at = min(max(self.at + by, 0), last) if self.numeric else (self.at + by) % (last + 1)
        return replace(self, at=at)

    def put(self, number: float) -> Dial:
        """Standing at this number, or at the end beyond which it lies; it need not be one of the values yet."""
        found = sorted(range(len(self.values)), key=lambda place: float(self.values[place]))
        numbers = [float(self.values[place]) for place in found]
        number = min(max(number, numbers[0]), numbers[-1])
        if number in numbers:
            return replace(self, at=found[numbers.index(number)])
        at = sum(each < number for each in numbers)
        home = self.home + (at <= self.home)
        return replace(self, values=(*self.values[:at], _spelled(number), *self.values[at:]), at=at, home=home)

    def set(self, text: str) -> Dial | None:
        """Standing at what an author or a learner wrote; None when this dial has no such value."""
        if text in self.values:
            return replace(self, at=self.values.index(text))
        number = read_number(text) if self.numeric else None
        if number is None or not float(self.values[0]) <= number <= float(self.values[-1]):
            return None
        return self.put(number)

    def settled(self) -> Dial:
        """With its present place as its home."""
        return replace(self, home=self.at)

    def upto(self, low: int, high: int, step: int = 1) -> Dial:
        """With the whole numbers that fit, `high` the last one; standing where it stood or at the end, its home too."""
        values = dict.fromkeys([*range(low, high, step), high])
        fresh = Dial(self.name, self.label, tuple(map(str, values)))
        return fresh.put(float(self.values[self.home])).settled().put(self.number)

    @property
    def expected(self) -> str:
        """What may be written for it, in words."""
        if self.numeric:
            return f"a number from {self.values[0]} to {self.values[-1]}"
        return ", ".join(self.values[:-1]) + f" or {self.values[-1]}" if len(self.values) > 1 else self.value


def _spelled(number: float) -> str:
    return f"{number + 0.0:.10g}"
