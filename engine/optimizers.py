"""An optimizer moves every weight a little against its gradient.
It works on the network's one flat vector, so a step is the same few lines for any network."""

from math import sqrt

import numpy as np

from engine.activations import Array


class Optimizer:
    """Takes steps on `parameters` (…, n), given `slopes` (2, …, n): the gradient, and room for its squares.

    `update` may use both as scratch paper: read the gradient before, not after. For a stack of networks `rate`
    is an array (networks, 1). `beta` is how much of what it remembers it keeps from step to step, `decay` how
    much of each parameter, times the rate, it takes away; None stands for its own usual number. `TAKES` names
    those of the two that it has; another number than the usual for one that it has not is a ValueError. `memory`
    (slots, …, n) is what it remembers, beside the number of `steps` taken.
    """

    BETA, DECAY, SLOTS = 0.0, 0.0, 0
    TAKES: tuple[str, ...] = ()

    def __init__(
        self,
        parameters: Array,
        slopes: Array,
        rate: float | Array,
        beta: float | None = None,
        decay: float | None = None,
    ) -> None:
        for name, given, usual in (("beta", beta, self.BETA), ("decay", decay, self.DECAY)):
            if name not in self.TAKES and given not in (None, usual):
                raise ValueError(f"{type(self).__name__} has no {name}; leave out the {name} of {given}")
        self.parameters, self.slopes = parameters, slopes
        self.gradient, self.work = slopes
        self.beta = self.BETA if beta is None else beta
        self.decay = self.DECAY if decay is None else decay
        self.memory: Array = np.zeros((self.SLOTS, *parameters.shape))
        self.steps = 0
        self.rate = rate

    @property
    def rate(self) -> float | Array:
        """The learning rate; it may be changed between steps."""
        return self._rate

    @rate.setter
    def rate(self, rate: float | Array) -> None:
        self._rate, self._step = rate, np.asarray(rate)

    def update(self) -> None:
        """Take one step."""
        raise NotImplementedError


class SGD(Optimizer):
    """Gradient descent: parameters −= rate · gradient."""

    def update(self) -> None:
        np.multiply(self.gradient, self._step, self.gradient)
        np.subtract(self.parameters, self.gradient, self.parameters)


class Momentum(Optimizer):
    """A ball that rolls: its velocity is the sum of all gradients, each older one weighted down by β.

    velocity = β · velocity + gradient; parameters −= rate · velocity. Source: Polyak 1964, in the form of
    Sutskever, Martens, Dahl and Hinton 2013, equations 1 and 2, with the rate taken out of the velocity.
    """

    BETA, SLOTS = 0.9, 1
    TAKES = ("beta",)

    def update(self) -> None:
        velocity, step = self.memory[0], self.work
        np.multiply(velocity, self.beta, velocity)
        np.add(velocity, self.gradient, velocity)
        np.multiply(velocity, self._step, step)
        np.subtract(self.parameters, step, self.parameters)


class Nesterov(Momentum):
    """Momentum that looks ahead: parameters −= rate · (gradient + β · velocity), with the new velocity.

    Source: Nesterov 1983, in the form of Sutskever and others 2013, equations 3 and 4, told for the weights
    at the point that is looked ahead to.
    """

    def update(self) -> None:
        velocity, step = self.memory[0], self.work
        np.multiply(velocity, self.beta, velocity)
        np.add(velocity, self.gradient, velocity)
        np.multiply(velocity, self.beta, step)
        np.add(self.gradient, step, step)
        np.multiply(step, self._step, step)
        np.subtract(self.parameters, step, self.parameters)


class RMSprop(Optimizer):
    """A step size for each weight: the gradient over the root of its own running mean square.

    square = β · square + (1 − β) · gradient²; parameters −= rate · gradient / (√square + ε), ε = 1e-8.
    Source: Tieleman and Hinton 2012, lecture 6e of Neural Networks for Machine Learning, with its β = 0.9.
    """

    BETA, SLOTS, EPSILON = 0.9, 1, 1e-8
    TAKES = ("beta",)

    def update(self) -> None:
        gradient, square, work = self.gradient, self.memory[0], self.work
        np.multiply(gradient, gradient, work)
        np.multiply(work, 1.0 - self.beta, work)
        np.multiply(square, self.beta, square)
        np.add(square, work, square)
        np.sqrt(square, work)
        np.add(work, self.EPSILON, work)
        np.divide(gradient, work, work)
        np.multiply(work, self._step, work)
        np.subtract(self.parameters, work, self.parameters)


class Adam(Optimizer):
    """A step size for each weight, from running averages of the gradient and of its square.

    Source: Kingma and Ba 2015, algorithm 1, with β₂ = 0.999, ε = 1e-8 and, unless said otherwise, β₁ = 0.9.
    `memory` holds the paper's m / (1 − β₁) and v / (1 − β₂), one behind the other like the gradient and its
    square: so both averages take one operation, and all constants move into two numbers.
    """

    BETA, SLOTS = 0.9, 2
    BETA_2, EPSILON = 0.999, 1e-8
    TAKES: tuple[str, ...] = ("beta",)

    def __init__(
        self,
        parameters: Array,
        slopes: Array,
        rate: float | Array,
        beta: float | None = None,
        decay: float | None = None,
    ) -> None:
        super().__init__(parameters, slopes, rate, beta, decay)
        self._mean, self._spread = self.memory
        self._decays = np.empty_like(slopes)
        self._decays[0], self._decays[1] = self.beta, self.BETA_2
        self._floor, self._scale = np.array(0.0), np.zeros_like(self._step)

    def update(self) -> None:
        if self.decay:
            np.multiply(self.parameters, 1.0 - self.decay * self._step, self.parameters)
        self.steps += 1
        root = sqrt((1.0 - self.BETA_2) / (1.0 - self.BETA_2**self.steps))
        self._floor[()] = self.EPSILON / root
        self._scale[...] = self._rate * ((1.0 - self.beta) / (1.0 - self.beta**self.steps) / root)
        work = self.work
        np.multiply(self.gradient, self.gradient, work)  # the second half of `slopes`
        np.multiply(self.memory, self._decays, self.memory)
        np.add(self.memory, self.slopes, self.memory)
        np.sqrt(self._spread, work)
        np.add(work, self._floor, work)
        np.divide(self._mean, work, work)
        np.multiply(work, self._scale, work)
        np.subtract(self.parameters, work, self.parameters)


class AdamW(Adam):
    """Adam, beside which every parameter also shrinks by itself: parameters −= rate · decay · parameters.

    Source: Loshchilov and Hutter 2019, algorithm 2; its decay is 0.01 unless said otherwise.
    """

    DECAY = 0.01
    TAKES = ("beta", "decay")


OPTIMIZERS: dict[str, type[Optimizer]] = {
    "sgd": SGD,
    "momentum": Momentum,
    "nesterov": Nesterov,
    "rmsprop": RMSprop,
    "adam": Adam,
    "adamw": AdamW,
}
"""Every optimizer by its name, in order of difficulty."""
