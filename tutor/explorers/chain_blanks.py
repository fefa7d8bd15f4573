"""The chain of one weight as a chain to fill in: the same numbers, with a formula for every value and every factor.

Units that are not on the way stand in it as one number each, `r`: all that they add to a sum.
"""

from __future__ import annotations

from dataclasses import replace

from engine.experiment import Experiment
from tutor.course.chain import Chain, Factor, Let
from tutor.course.formulas import read_formula
from tutor.course.place import Place
from tutor.explorers.chain_numbers import Numbers, Weight

BENDS = {
    "linear": ("{z}", "1"),
    "tanh": ("tanh({z})", "1 - {a}^2"),
    "sigmoid": ("sigmoid({z})", "{a}*(1 - {a})"),
    "relu": ("relu({z})", "step({z})"),
    "softplus": ("softplus({z})", "sigmoid({z})"),
}
"""An activation and its slope, as one would type them."""

COSTS = {
    "mse": ("({a} - y)^2", "2*({a} - y)"),
    "half_mse": ("({a} - y)^2/2", "{a} - y"),
    "bce": ("-(y*ln({a}) + (1 - y)*ln(1 - {a}))", "({a} - y)/({a}*(1 - {a}))"),
}
"""A loss and its slope in the answer."""

HERE = Place(0)


def chain_of(experiment: Experiment, weight: Weight, numbers: Numbers, blanks: str) -> Chain | None:
    """The chain with `blanks`, "none", "last" or "all"; None where several ways lead to the weight, or for a loss or
    an activation that no short formula says."""
    net, term = experiment.net, experiment.loss[0]
    above = [layer.activation for layer in net.layers[weight.layer - 1 :]]
    single = len(net.heads) == 1 and numbers.trace.path_count == 1 and net.heads[0].units == 1
    if not single or term.name not in COSTS or term.weight != 1.0 or not BENDS.keys() >= {*above}:
        return None
    return _Writer(experiment, weight, numbers).chain(blanks)


class _Writer:
    """Writes down the forward pass and the factors of one way, from the weight up to the cost."""

    def __init__(self, experiment: Experiment, weight: Weight, numbers: Numbers) -> None:
        self.experiment, self.weight, self.numbers = experiment, weight, numbers
        self.given: dict[str, float] = {}
        self.lets: list[Let] = []
        self.factors: list[Factor] = []

    def chain(self, blanks: str) -> Chain:
        top, bottom = len(self.experiment.net.layers), self.weight.layer
        parameter = "b" if self.weight.source is None else "w"
        self._first(bottom, parameter)
        self._bend(bottom, self.weight.target)
        for layer in range(bottom + 1, top + 1):
            self._next(layer, self.weight.target if layer == bottom + 1 else 0)
            self._bend(layer, 0)
        self.given["y"] = float(self.numbers.y[0])
        cost, slope = COSTS[self.experiment.loss[0].name]
        self._let("L", cost.format(a=f"a{top}"))
        self._factor("L", f"a{top}", slope.format(a=f"a{top}"))
        factors = tuple(reversed(self.factors))
        which = {"none": (), "last": (len(factors) - 1,), "all": tuple(range(len(factors)))}[blanks]
        chain = Chain(
            id="explored",
            given=self.given,
            lets=tuple(self.lets),
            cost="L",
            weight=parameter,
            factors=factors,
            place=HERE,
            blanks=which,
            title=f"{self.weight.place.text}, one example",
        )
        return replace(chain, values=chain.forward())

    def _first(self, layer: int, parameter: str) -> None:
        """The sum that the weight is a part of."""
        z, numbers = f"z{layer}", self.numbers
        total = float(numbers.sums[layer - 1][self.weight.target])
        below = numbers.x if layer == 1 else numbers.values[layer - 2]
        comes = 1.0 if self.weight.source is None else float(below[self.weight.source])
        if parameter == "w":
            self.given["x"] = comes
        self.given |= {parameter: numbers.value, f"r{layer}": total - numbers.value * comes}
        self._let(z, f"{'w*x' if parameter == 'w' else 'b'} + r{layer}")
        self._factor(z, parameter, "x" if parameter == "w" else "1")

    def _next(self, layer: int, source: int) -> None:
        """The sum of a layer further up, and how it listens to the unit below."""
        below = float(self.numbers.values[layer - 2][source])
        weight = float(self.numbers.network.layers[layer - 1].weights[source, 0])
        self.given |= {f"v{layer}": weight, f"r{layer}": float(self.numbers.sums[layer - 1][0]) - weight * below}
        self._let(f"z{layer}", f"v{layer}*a{layer - 1} + r{layer}")
        self._factor(f"z{layer}", f"a{layer - 1}", f"v{layer}")

    def _bend(self, layer: int, unit: int) -> None:
        """The activation of a layer, and its slope."""
        value, slope = BENDS[self.experiment.net.layers[layer - 1].activation]
        names = {"z": f"z{layer}", "a": f"a{layer}"}
        self._let(names["a"], value.format(**names))
        self._factor(names["a"], names["z"], slope.format(**names))

    def _let(self, name: str, text: str) -> None:
        self.lets.append(Let(name, read_formula(text, self._names), HERE))

    def _factor(self, above: str, below: str, text: str) -> None:
        self.factors.append(Factor(above, below, read_formula(text, self._names), HERE))

    @property
    def _names(self) -> tuple[str, ...]:
        return (*self.given, *(let.name for let in self.lets))
