"""The length of the gradient in every layer: whether the news of an error reaches the first one.

The axis is logarithmic, because layers multiply: a straight line down is a vanishing gradient.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tutor.palette import marker
from tutor.plot.chart import Chart, Name
from tutor.plot.curves import Curve
from tutor.plot.picture import Picture
from tutor.plot.scale import Scale, array, number


def norms(
    series: Sequence[Curve],
    width: int,
    height: int,
    *,
    what: str = "Length of the gradient",
    mark: int | None = None,
    dark: bool = True,
) -> Picture:
    """One line for each network: `values` are the gradient's lengths, first layer to last, or `what` else they are.

    A length of 0 has no place on the axis: the line has a gap there, and the words say so.
    """
    lines = [array(one.values) for one in series]
    layers = max((line.size for line in lines), default=0)
    x = Scale(1.0, float(layers)) if layers > 1 else Scale(0.5, 1.5)
    y = Scale.around(np.concatenate([*lines, np.empty(0)]), log=True, pad=0.06)
    shares = [y.share(line) for line in lines]
    names = []
    for one, share in zip(series, shares, strict=True):
        good = share[np.isfinite(share)]
        names.append(Name(one.label, one.index, float(good[-1]) if good.size else 0.0, "", one.index == mark))
    chart = Chart(width, height, x, y, names, x_name="layer", whole=layers > 1, dark=dark)
    order = sorted(range(len(series)), key=lambda place: names[place].picked)
    places = x.share(np.arange(1.0, layers + 1))
    styles = {name.index: ("bold " if name.picked else "") + chart.ink(name.index) for name in names}
    strokes = [stroke for i in order for stroke in chart.stroke(names[i].index, places[: lines[i].size], shares[i])]
    chart.paint(strokes, styles.__getitem__)
    for i in order:
        for across, upward in zip(places, shares[i], strict=False):
            if np.isfinite(upward):
                chart.put(float(across), float(upward), marker(names[i].index), styles[names[i].index])
    return chart.picture(_words(series, what))


def _words(series: Sequence[Curve], what: str) -> str:
    parts = []
    for one in series:
        values = [float(value) for value in one.values]
        if values:
            parts.append(f"{one.label} {number(values[0])} in the first layer, {number(values[-1])} in the last")
    return f"{what}: {'; '.join(parts)}." if parts else f"{what}: nothing to show yet."
